//! A simulated tenant: Entra sign-in, Microsoft Graph and the invitation mail, for demos and tests.
//!
//! This library turns a request into a response and does nothing else. It opens no socket, reads no file, and uses
//! neither the system's clock nor its random numbers: time comes with each request; entropy and the portal's files come
//! once, in [`Setup`]. The program in `main.rs` hosts it with real sockets.
//!
//! A file imports files of its own level and of lower ones, never in a circle. Handlers of one site do not import those
//! of another: what two sites share is data. `tests/it/levels.rs` holds this table.
//!
//! | Level | Modules |
//! |---|---|
//! | the program: sockets, files, clock | `host` |
//! | the library's interface | `lib` |
//! | dispatch: which handler gets a request | `sites` |
//! | handlers, one folder for each site | `control`, `graph`, `portal`, `redemption`, `signin` |
//! | the tenant: all state, and its reset | `tenant` |
//! | data: what the tenant consists of | `apps`, `audit`, `directory`, `faults`, `invitations`, `keys`, `ledger`, `limits`, `mail`, `policies`, `sessions`, `settings`, `token_log` |
//! | what knows nothing of a tenant | `clouds`, `merge_patch`, `odata`, `origins`, `page`, `random`, `web` |
//!
//! Reading order: [`Sandbox`] (the sites) → `signin` (users, apps, tokens) → `graph` (what a token may do) →
//! `directory` and `odata` (objects and queries) → `redemption` (the guest's side) → `control` (control plane) →
//! `portal` (static files).
//!
//! It shares no JSON type with the portal. Otherwise client and simulation could have the same mistake, and no test
//! would show it.

mod apps;
mod audit;
mod clouds;
mod control;
mod directory;
mod faults;
mod graph;
mod invitations;
mod keys;
mod ledger;
mod limits;
mod mail;
mod merge_patch;
mod odata;
mod origins;
mod page;
mod policies;
mod portal;
mod random;
mod redemption;
mod sessions;
mod settings;
mod signin;
mod sites;
mod tenant;
mod token_log;
mod web;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;

pub use apps::{CLIENT_ID, DAEMON_ID, DAEMON_SECRET, RedirectUri, WEB_ID};
pub use clouds::Hosts;
pub use directory::TENANT_ID;
pub use directory::seed::DEFAULT_UNTIDY;
pub use keys::key::{KeyError, SigningKey};
pub use origins::{HostedSite, Origins, Site};
pub use portal::Dist;
pub use web::{BODY_LIMIT, Delivery, Response, is_loopback, misdirected};

use directory::seed::Seed;
use faults::fault_site::FaultSite;
use portal::Portal;
use tenant::Tenant;
use web::Request;

/// The input for a tenant.
pub struct Setup {
    /// Their cloud is that of the tenant.
    pub origins: Origins,
    /// The number of guests at the start.
    pub guests: u32,
    /// The percentage of untidy guests among them, 0 to 100: unusual names, addresses, origins and missing values.
    pub untidy: u32,
    /// Redirect URIs of the portal, besides the start page on its own origin.
    pub redirect_uris: Vec<RedirectUri>,
    /// Decides who the guests are; the same number gives the same directory.
    pub seed: u64,
    /// Random bytes for codes, tickets and tokens.
    pub entropy: [u8; 32],
    pub key: SigningKey,
    /// The dates of the seeded directory count backwards from the start of this day.
    pub started: Timestamp,
    /// The portal's release files, or `None` to serve none.
    pub dist: Option<Dist>,
}

/// The tenant with its sites.
pub struct Sandbox {
    origins: Arc<Origins>,
    portal: Portal,
    tenant: Mutex<Tenant>,
}

impl Sandbox {
    /// Creates the tenant and its directory.
    pub fn new(setup: Setup) -> Self {
        let Setup { origins, guests, untidy, redirect_uris, seed, entropy, key, started, dist } = setup;
        let seed = Seed::new(seed, guests, untidy, started);
        let tenant = Tenant::new(seed, entropy, key, redirect_uris, clouds::cloud_of(&origins));
        Self { origins: Arc::new(origins), portal: Portal::new(dist), tenant: Mutex::new(tenant) }
    }

    /// Writes `undoSeconds` into the portal's configuration, if it is given.
    #[must_use]
    pub fn with_undo_seconds(self, seconds: Option<u32>) -> Self {
        self.tenant().undo_seconds = seconds;
        self
    }

    /// Handles one request to `site` at the moment `now`, with the origins of the setup. How the host must send the
    /// response is in its extensions: see [`Delivery`].
    pub fn handle(&self, site: Site, request: http::Request<Bytes>, now: Timestamp) -> Response {
        self.handle_at(&HostedSite { site, origins: Arc::clone(&self.origins) }, request, now)
    }

    /// The same for a tenant with several host names, see [`Hosts`].
    pub fn handle_at(&self, hosted: &HostedSite, request: http::Request<Bytes>, now: Timestamp) -> Response {
        // Graph has its own error format for this.
        let by_graph = hosted.site == Site::Graph && !request.uri().path().starts_with("/_sandbox");
        if request.body().len() > BODY_LIMIT && !by_graph {
            return web::too_large();
        }
        let mut request = Request::read(request, Arc::clone(&hosted.origins));
        if by_graph {
            graph::normalize(&mut request);
        }
        let mut response = self.respond(hosted.site, &request, now);
        faults::scripted_reply::set_named_headers(&mut response);
        response
    }

    fn respond(&self, site: Site, request: &Request, now: Timestamp) -> Response {
        match site {
            Site::Portal => {
                let mut tenant = self.tenant();
                let trusted = tenant.signins.issuers.origins();
                let mut response = if request.path == "/config.json" {
                    let fault = tenant.faults.next_at(FaultSite::Portal, request);
                    let text = tenant.config_json(&request.origins);
                    self.portal.config(request, &text, fault.as_ref(), &trusted)
                } else {
                    self.portal.handle(request, &trusted)
                };
                // The portal's clock agrees with Graph's, so a client that sees a difference knows that its own clock
                // is wrong.
                web::set(&mut response, http::header::DATE, &web::http_date(tenant.clock(now)));
                response
            }
            Site::Login => sites::handle_login(&mut self.tenant(), request, now),
            Site::Graph => sites::handle_graph(&mut self.tenant(), request, now),
            Site::MyApps => web::redirect(http::StatusCode::FOUND, &request.origins.landing()),
        }
    }

    /// Makes Graph accept access tokens of another provider: those with this exact `issuer` (`iss`) that are signed
    /// with a key of `jwks`, a JSON web key set. The host fetches the set and passes it, at the start and again for
    /// each issuer of [`Sandbox::stale_issuers`]; a new set replaces the previous one. Returns the number of usable
    /// keys (RSA for RS256 and PS256, P-256 for ES256).
    ///
    /// Such a token must have Graph as audience, be within its lifetime, and name a user of the tenant: by `oid`, by
    /// `upn` or `preferred_username`, or by a `sub` that is a sign-in name or its part before the `@`.
    pub fn trust(&self, issuer: &str, jwks: &serde_json::Value) -> usize {
        self.tenant().signins.issuers.trust(issuer, jwks)
    }

    /// Trusted issuers that have signed a token with an unknown key, each once: their key sets have changed. The host
    /// calls this after responses and passes the new sets to [`Sandbox::trust`].
    pub fn stale_issuers(&self) -> Vec<String> {
        self.tenant().signins.issuers.take_stale()
    }

    fn tenant(&self) -> MutexGuard<'_, Tenant> {
        // A panic in one request must not make the tenant unusable.
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
