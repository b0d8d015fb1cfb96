//! One tenant with all its state.
//!
//! Must not know who handles a request.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::apps::{CLIENT_ID, RedirectUri};
use crate::audit::Audit;
use crate::clouds::{self, Cloud, MY_APPS};
use crate::directory::seed::Seed;
use crate::directory::{DEFAULT_DOMAIN, Directory, TENANT_ID};
use crate::faults::Faults;
use crate::invitations::Invitations;
use crate::keys::key::SigningKey;
use crate::ledger::Ledger;
use crate::limits::Limits;
use crate::mail::Mail;
use crate::origins::Origins;
use crate::random::Random;
use crate::sessions::SignIns;
use crate::settings::Settings;
use crate::token_log::TokenLog;

/// What the last form of the control page has done. The page says it once.
pub(crate) struct Notice {
    /// The id of the section that holds the form.
    pub(crate) section: &'static str,
    pub(crate) says: String,
}

pub(crate) struct Tenant {
    /// The seed at the start of the sandbox.
    initial_seed: Seed,
    /// The seed of the present directory.
    current_seed: Seed,
    pub(crate) directory: Directory,
    /// The number of resets. Delta tokens of an earlier directory are invalid.
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
    /// `undoSeconds` of the portal's configuration; `None` leaves it out.
    pub(crate) undo_seconds: Option<u32>,
    /// The content of the portal's `config.json`, when a test has replaced it.
    pub(crate) config: Option<String>,
    /// Changes of id tokens, for tests of clients: `header` and `claims`, each a merge patch.
    pub(crate) id_token_change: Option<Value>,
    /// Not shown yet.
    pub(crate) notice: Option<Notice>,
    pub(crate) random: Random,
}

impl Tenant {
    pub(crate) fn new(
        seed: Seed,
        entropy: [u8; 32],
        key: SigningKey,
        redirect_uris: Vec<RedirectUri>,
        cloud: Cloud,
    ) -> Self {
        let mut directory = seed.directory();
        directory.move_to(cloud);
        Self {
            initial_seed: seed,
            current_seed: seed,
            signins: SignIns::new(key, redirect_uris, &directory),
            directory,
            generation: 0,
            settings: Settings::of_cloud(cloud),
            invitations: Invitations::default(),
            outbox: Vec::new(),
            audit: Audit::new(seed.anchor),
            ledger: Ledger::default(),
            tokens: TokenLog::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            undo_seconds: None,
            config: None,
            id_token_change: None,
            notice: None,
            random: Random::from_entropy(entropy),
        }
    }

    /// Resets everything, with guests, seed and share of untidy guests of the start unless others are given. The
    /// signing key stays. Sessions stay if the seed is the same: then the users have the same ids again.
    pub(crate) fn reset(&mut self, guests: Option<u32>, number: Option<u64>, untidy: Option<u32>) {
        let seed = Seed {
            guests: guests.unwrap_or(self.initial_seed.guests),
            number: number.unwrap_or(self.initial_seed.number),
            untidy: untidy.unwrap_or(self.initial_seed.untidy),
            ..self.initial_seed
        };
        if seed.number != self.current_seed.number {
            self.signins.expire_all();
        }
        self.current_seed = seed;
        let cloud = self.directory.cloud();
        // Dropped before the new one is made, so that there are never two.
        self.directory = Directory::default();
        self.directory = seed.directory();
        self.directory.move_to(cloud);
        self.signins.reset(&self.directory);
        self.generation += 1;
        self.settings = Settings::of_cloud(cloud);
        self.invitations = Invitations::default();
        self.outbox.clear();
        self.audit = Audit::new(self.initial_seed.anchor);
        self.ledger = Ledger::default();
        self.tokens = TokenLog::default();
        self.limits = Limits::default();
        self.faults.clear();
        self.config = None;
        self.id_token_change = None;
        self.notice = None;
    }

    /// Changed limits or a changed clock clear the token buckets.
    pub(crate) fn apply_settings(&mut self, settings: Settings) {
        let same_clock = settings.clock_offset_seconds == self.settings.clock_offset_seconds;
        if !same_clock || !settings.limits.grants_as(self.settings.limits) {
            self.limits = Limits::default();
        }
        self.settings = settings;
    }

    /// The seed of the present directory.
    pub(crate) fn current_seed(&self) -> Seed {
        self.current_seed
    }

    /// The portal's configuration for this tenant; with the real host names it is a production one.
    pub(crate) fn config_json(&self, origins: &Origins) -> String {
        if let Some(text) = &self.config {
            return text.clone();
        }
        let cloud = match clouds::name(origins) {
            Some(name) => json!(name),
            None => json!({ "login": origins.login, "graph": origins.graph }),
        };
        let landing = if clouds::is_global(origins) { MY_APPS.to_owned() } else { origins.landing() };
        let mut config = json!({
            "tenant": TENANT_ID,
            "clientId": CLIENT_ID,
            "cloud": cloud,
            "defaultRedirectUrl": landing,
        });
        if let (Some(seconds), Some(members)) = (self.undo_seconds, config.as_object_mut()) {
            members.insert("undoSeconds".to_owned(), json!(seconds));
        }
        format!("{config:#}\n")
    }

    /// The tenant's default domain.
    pub(crate) fn primary_domain(&self) -> &'static str {
        if self.settings.initial_domain_is_default { self.directory.initial_domain() } else { DEFAULT_DOMAIN }
    }

    /// Whether the client has addressed another cloud than the tenant's, where the tenant does not exist.
    pub(crate) fn is_elsewhere(&self, origins: &Origins) -> bool {
        clouds::cloud_of(origins) != self.directory.cloud()
    }

    /// The tenant's time: the host's, with the offset of the settings.
    pub(crate) fn clock(&self, now: Timestamp) -> Timestamp {
        now.checked_add(SignedDuration::from_secs(self.settings.clock_offset_seconds)).unwrap_or(now)
    }
}
