//! One tenant: its directory, policies, sign-ins, mails and ledger, and which handler answers which path.
//!
//! Knows every part of the box by name; decides nothing itself.

use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::audit::Audit;
use crate::clouds::{self, MY_APPS};
use crate::control::ledger::Ledger;
use crate::control::token_log::TokenLog;
use crate::directory::Directory;
use crate::directory::seed::Seed;
use crate::faults::Faults;
use crate::graph::throttling::Limits;
use crate::random::Random;
use crate::redemption::Invitations;
use crate::redemption::mail::Mail;
use crate::settings::Settings;
use crate::signin::SignIns;
use crate::signin::apps::RedirectUri;
use crate::signin::key::SigningKey;
use crate::web::{self, Request, Response};
use crate::{control, graph, page, redemption, signin};

/// The tenant's id, always the same.
pub const TENANT_ID: &str = "5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10";
/// The portal's registration: a single-page application, single tenant.
pub const CLIENT_ID: &str = "0f6e2c5d-93c1-4b1e-8f4e-7a2f54d0a9be";
/// The app's name on consent pages.
pub(crate) const APP_NAME: &str = "Guestlist";
/// The organization's privacy statement, as its own record and its invitations name it.
pub(crate) const PRIVACY_STATEMENT: &str = "https://contoso.com/privacy";

/// Where the sites are for the browser that asks, as browsers write origins: scheme, host, port, no slash at the end.
/// A sandbox on ports has one set of them; one that answers for the real host names has a set for each cloud.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    pub portal: String,
    pub login: String,
    pub graph: String,
    /// Where the box's own pages under `/_sandbox` are.
    pub control: String,
}

impl Origins {
    /// The one redirect URI registered for the portal, of type `spa`; also where a sign-out may return to.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/", self.portal)
    }

    /// Where a guest lands in the demo.
    pub(crate) fn landing(&self) -> String {
        format!("{}/_sandbox/landing", self.control)
    }
}

pub(crate) struct Tenant {
    /// What the directory was grown from when the sandbox started.
    initial_seed: Seed,
    /// What it was grown from last.
    current_seed: Seed,
    pub(crate) directory: Directory,
    /// Counts resets: what was handed out about an earlier directory is worth nothing.
    pub(crate) generation: u32,
    pub(crate) settings: Settings,
    pub(crate) signins: SignIns,
    pub(crate) invitations: Invitations,
    pub(crate) outbox: Vec<Mail>,
    pub(crate) audit: Audit,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: TokenLog,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    /// What the portal's `config.json` says instead of the true values.
    pub(crate) config: Option<String>,
    /// What id tokens say instead of the truth: `header` and `claims`, each a merge patch.
    pub(crate) id_token_change: Option<Value>,
    pub(crate) random: Random,
}

impl Tenant {
    pub(crate) fn new(
        guests: u32,
        seed: u64,
        entropy: [u8; 32],
        key: SigningKey,
        redirect_uris: Vec<RedirectUri>,
        started: Timestamp,
    ) -> Self {
        let seed = Seed::new(seed, guests, started);
        let directory = seed.directory();
        Self {
            initial_seed: seed,
            current_seed: seed,
            signins: SignIns::new(key, redirect_uris, &directory),
            directory,
            generation: 0,
            settings: Settings::default(),
            invitations: Invitations::default(),
            outbox: Vec::new(),
            audit: Audit::new(seed.anchor),
            ledger: Ledger::default(),
            tokens: TokenLog::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            config: None,
            id_token_change: None,
            random: Random::from_entropy(entropy),
        }
    }

    /// Back to the beginning, with as many guests as at the start and of the same seed unless others are asked for. The
    /// signing key stays. So do sign-ins as long as the same people are there again under the same ids: another seed makes
    /// other people.
    pub(crate) fn reset(&mut self, guests: Option<u32>, number: Option<u64>) {
        let seed = Seed {
            guests: guests.unwrap_or(self.initial_seed.guests),
            number: number.unwrap_or(self.initial_seed.number),
            ..self.initial_seed
        };
        if seed.number != self.current_seed.number {
            self.signins.expire_all();
        }
        self.current_seed = seed;
        self.directory = seed.directory();
        self.signins.reset(&self.directory);
        self.generation += 1;
        self.settings = Settings::default();
        self.invitations = Invitations::default();
        self.outbox.clear();
        self.audit = Audit::new(self.initial_seed.anchor);
        self.ledger = Ledger::default();
        self.tokens = TokenLog::default();
        self.limits = Limits::default();
        self.faults.clear();
        self.config = None;
        self.id_token_change = None;
    }

    /// Other limits and another time of day count at once: what was charged before is forgotten.
    pub(crate) fn apply_settings(&mut self, settings: Settings) {
        let same_clock = settings.clock_offset_seconds == self.settings.clock_offset_seconds;
        if !same_clock || !settings.limits.grants_as(self.settings.limits) {
            self.limits = Limits::default();
        }
        self.settings = settings;
    }

    /// How many guests the directory was grown with last, and from which seed.
    pub(crate) fn current_seed(&self) -> (u32, u64) {
        (self.current_seed.guests, self.current_seed.number)
    }

    /// The portal's configuration for this tenant: a production one where the tenant has the real host names.
    pub(crate) fn config_json(&self, origins: &Origins) -> String {
        if let Some(text) = &self.config {
            return text.clone();
        }
        let cloud = match clouds::name(origins) {
            Some(name) => json!(name),
            None => json!({ "login": origins.login, "graph": origins.graph }),
        };
        let landing = if clouds::is_global(origins) { MY_APPS.to_owned() } else { origins.landing() };
        let config = json!({
            "tenant": TENANT_ID,
            "clientId": CLIENT_ID,
            "cloud": cloud,
            "defaultRedirectUrl": landing,
        });
        format!("{config:#}\n")
    }

    /// The tenant's own time: the host's, moved by a setting.
    pub(crate) fn clock(&self, now: Timestamp) -> Timestamp {
        now.checked_add(SignedDuration::from_secs(self.settings.clock_offset_seconds)).unwrap_or(now)
    }

    /// Only calls to the imitated services are slowed down, never a page or the box's own switches.
    fn add_latency(&self, response: &mut Response) {
        web::hold(response, Duration::from_millis(self.settings.latency_ms.into()));
    }

    pub(crate) fn handle_login(&mut self, request: &Request, now: Timestamp) -> Response {
        let now = self.clock(now);
        let mut response = self.route_login(request, now);
        self.tokens.write(request, &response, now);
        if request.path.ends_with("/token") {
            self.add_latency(&mut response);
        }
        response
    }

    fn route_login(&mut self, request: &Request, now: Timestamp) -> Response {
        match request.parts().as_slice() {
            ["_sandbox", "pages.css"] => page::stylesheet(),
            ["redeem"] | ["invitations", "redeem"] => redemption::handle(self, request, now),
            ["unsubscribe"] | ["unsubscribe", "manage"] => {
                redemption::unsubscribe::handle(self, request, now)
            }
            [tenant, rest @ ..] => signin::handle(self, tenant, rest, request, now),
            [] => web::text(StatusCode::NOT_FOUND, "This is the sandbox's sign-in site.\n"),
        }
    }

    pub(crate) fn handle_graph(&mut self, request: &Request, now: Timestamp) -> Response {
        let now = self.clock(now);
        match request.parts().as_slice() {
            ["_sandbox", "pages.css"] => page::stylesheet(),
            ["_sandbox", rest @ ..] => control::handle(self, rest, request, now),
            [] => web::redirect(StatusCode::FOUND, "/_sandbox"),
            [..] => {
                let mut response = graph::handle(self, request, now);
                self.add_latency(&mut response);
                response
            }
        }
    }
}
