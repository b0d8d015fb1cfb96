//! A tenant in a box: Entra sign-in, Microsoft Graph and the invitation mail, for demos and tests.
//!
//! This library turns a request into an answer and does nothing else. It opens no socket, reads no file, asks
//! neither the system's clock nor its random numbers: time comes with each request, entropy and the portal's files
//! come once in [`Setup`]. The program in `main.rs` hosts it with real sockets; other hosts may follow.
//!
//! Reading order: [`Sandbox`] (three sites) → `signin` (who may sign in, tokens) → `graph` (what a token may do)
//! → `directory` and `odata` (what there is and how it is asked for) → `redemption` (the guest's side) →
//! `control` (the box's own switches) → `portal` (static files).
//!
//! It owns its JSON: no type is shared with the portal, or client and fake would be wrong together.

mod audit;
mod clouds;
mod control;
mod directory;
mod faults;
mod graph;
mod odata;
mod page;
mod policies;
mod portal;
mod random;
mod redemption;
mod settings;
mod signin;
mod tenant;
mod web;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;

pub use clouds::Hosts;
pub use control::is_loopback;
pub use portal::{Dist, Portal};
pub use signin::apps::{DAEMON_ID, DAEMON_SECRET, RedirectUri, WEB_ID};
pub use signin::key::{KeyError, SigningKey};
pub use tenant::{CLIENT_ID, Origins, TENANT_ID};
pub use web::{BODY_LIMIT, Delivery, Response, misdirected};

use tenant::Tenant;
use web::Request;

/// Which site a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// The single-page application and its configuration.
    Portal,
    /// What `login.microsoftonline.com` and the invitation pages are in the world.
    Login,
    /// What `graph.microsoft.com` is in the world, and the control plane under `/_sandbox`.
    Graph,
    /// What `myapps.microsoft.com` is in the world: where guests land by default. Leads on to the box's landing page.
    MyApps,
}

/// A site as a caller sees it: where its sister sites are depends on the name it was called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSite {
    pub site: Site,
    pub origins: Arc<Origins>,
}

/// Everything a tenant is made from.
pub struct Setup {
    pub origins: Origins,
    /// How many guests the directory holds at first.
    pub guests: u32,
    /// Where the portal may be sent back to besides its own origin's start page.
    pub redirect_uris: Vec<RedirectUri>,
    /// Decides who they are; the same number gives the same directory.
    pub seed: u64,
    /// Unpredictable bytes, for codes, tickets and tokens.
    pub entropy: [u8; 32],
    pub key: SigningKey,
    /// The directory's past is laid out backwards from this moment.
    pub started: Timestamp,
    /// The portal's release files, or `None` to serve none.
    pub dist: Option<Dist>,
}

/// A tenant with its three sites.
pub struct Sandbox {
    origins: Arc<Origins>,
    portal: Portal,
    tenant: Mutex<Tenant>,
}

impl Sandbox {
    /// Builds the tenant and seeds its directory.
    pub fn new(setup: Setup) -> Self {
        let Setup { origins, guests, redirect_uris, seed, entropy, key, started, dist } = setup;
        let tenant = Tenant::new(guests, seed, entropy, key, redirect_uris, started);
        Self { origins: Arc::new(origins), portal: Portal::new(dist), tenant: Mutex::new(tenant) }
    }

    /// Answers one request that arrived at `site`, by the origins of the set-up, at the moment `now`. How the host shall
    /// deliver the answer is in its extensions: see [`Delivery`].
    pub fn handle(&self, site: Site, request: http::Request<Bytes>, now: Timestamp) -> Response {
        self.handle_at(&HostedSite { site, origins: Arc::clone(&self.origins) }, request, now)
    }

    /// The same for a tenant that answers by several names, see [`Hosts`].
    pub fn handle_at(&self, hosted: &HostedSite, request: http::Request<Bytes>, now: Timestamp) -> Response {
        // Graph says so in its own words.
        let by_graph = hosted.site == Site::Graph && !request.uri().path().starts_with("/_sandbox");
        if request.body().len() > BODY_LIMIT && !by_graph {
            return web::too_large();
        }
        let request = Request::read(request, Arc::clone(&hosted.origins));
        match hosted.site {
            Site::Portal => {
                let tenant = self.tenant();
                let trusted = tenant.signins.issuers.origins();
                let mut response = if request.path == "/config.json" {
                    self.portal.config(&request, &tenant.config_json(&request.origins), &trusted)
                } else {
                    self.portal.handle(&request, &trusted)
                };
                // The portal's host and Microsoft agree about the time: whoever differs is the computer.
                web::set(&mut response, http::header::DATE, &web::http_date(tenant.clock(now)));
                response
            }
            Site::Login => self.tenant().handle_login(&request, now),
            Site::Graph => self.tenant().handle_graph(&request, now),
            Site::MyApps => web::redirect(http::StatusCode::FOUND, &request.origins.landing()),
        }
    }

    /// Lets Graph accept access tokens of another provider: those of `issuer` (its `iss`, to the letter) that are signed
    /// with a key of `jwks`, its JSON web key set. The host fetches the set and hands it in, at the start and again for
    /// each issuer that [`Sandbox::stale_issuers`] names; the keys handed in last are the ones that count. Says how many
    /// of them can be used (RSA for RS256 and PS256, P-256 for ES256).
    ///
    /// Such a token must name Graph as its audience, be within its time, and mean somebody in the tenant: by `oid`, by
    /// `upn` or `preferred_username`, or by a `sub` that is a sign-in name or its part before the `@`.
    pub fn trust(&self, issuer: &str, jwks: &serde_json::Value) -> usize {
        self.tenant().signins.issuers.trust(issuer, jwks)
    }

    /// The trusted issuers of which a token came that is signed with a key not known here, each once: their key sets
    /// have changed. The host asks after it has answered requests, and hands the new sets to [`Sandbox::trust`].
    pub fn stale_issuers(&self) -> Vec<String> {
        self.tenant().signins.issuers.take_stale()
    }

    fn tenant(&self) -> MutexGuard<'_, Tenant> {
        // A panic while answering one request must not take the tenant down with it.
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
