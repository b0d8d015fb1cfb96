//! OpenID providers whose tokens Graph accepts too: fetches their keys and passes them to the library.
//!
//! Knows discovery and when to fetch again. Must not know tokens. Errors are printed and do not stop the program.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sandbox::Sandbox;
use serde_json::Value;
use tokio::time::{sleep, timeout};
use url::Url;

use super::fetch;

/// The time limit for discovery and keys together.
const DISCOVERY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait for a provider that is not up at the start, and how often to try.
const STARTUP_TIMEOUT: Duration = Duration::from_secs(120);
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// The minimum time between fetches: anybody can send a token with an unknown key.
const MIN_REFRESH_INTERVAL: Duration = Duration::from_secs(5);

pub(super) struct Trust(Vec<Provider>);

struct Provider {
    /// As given on the command line, without a slash at the end.
    url: String,
    /// When the keys were last fetched because of a token.
    refreshed: Mutex<Option<Instant>>,
}

impl Trust {
    pub(super) fn new(urls: &[Url]) -> Self {
        let provider = |url: &Url| Provider {
            url: url.as_str().trim_end_matches('/').to_owned(),
            refreshed: Mutex::default(),
        };
        Self(urls.iter().map(provider).collect())
    }

    /// Tries each provider once, and starts a background task for those that are not up.
    pub(super) async fn start(self: &Arc<Self>, sandbox: &Arc<Sandbox>) {
        for (index, provider) in self.0.iter().enumerate() {
            let Err(problem) = provider.update_keys(sandbox).await else { continue };
            let Provider { url, .. } = provider;
            eprintln!(
                "sandbox: {url} is not trusted yet: {problem}; trying for {} s",
                STARTUP_TIMEOUT.as_secs()
            );
            let (trust, sandbox) = (Arc::clone(self), Arc::clone(sandbox));
            tokio::spawn(async move {
                if let Some(provider) = trust.0.get(index) {
                    provider.wait_for(&sandbox).await;
                }
            });
        }
    }

    /// Fetches the keys of providers whose tokens had an unknown key. Returns whether there are new keys.
    pub(super) async fn refresh(&self, sandbox: &Sandbox) -> bool {
        let mut fresh = false;
        if self.0.is_empty() {
            return fresh;
        }
        for issuer in sandbox.stale_issuers() {
            let provider = self.0.iter().find(|provider| provider.is(&issuer));
            if let Some(provider) = provider.filter(|provider| provider.may_refresh()) {
                match provider.update_keys(sandbox).await {
                    Ok(()) => fresh = true,
                    Err(problem) => eprintln!("sandbox: the keys of {issuer} are the old ones: {problem}"),
                }
            }
        }
        fresh
    }
}

impl Provider {
    /// The issuer and the given URL may differ by a final slash.
    fn is(&self, issuer: &str) -> bool {
        issuer.trim_end_matches('/') == self.url
    }

    /// Whether the keys may be fetched again. If so, the caller fetches them now.
    fn may_refresh(&self) -> bool {
        let mut refreshed = self.refreshed.lock().unwrap_or_else(PoisonError::into_inner);
        let may_refresh = refreshed.is_none_or(|refreshed| refreshed.elapsed() >= MIN_REFRESH_INTERVAL);
        if may_refresh {
            *refreshed = Some(Instant::now());
        }
        may_refresh
    }

    async fn wait_for(&self, sandbox: &Sandbox) {
        let started = Instant::now();
        loop {
            sleep(RETRY_INTERVAL).await;
            match self.update_keys(sandbox).await {
                Ok(()) => {
                    eprintln!("sandbox: {} is trusted now", self.url);
                    break;
                }
                Err(problem) if started.elapsed() > STARTUP_TIMEOUT => {
                    eprintln!("sandbox: {} is not trusted: {problem}", self.url);
                    break;
                }
                Err(_) => {}
            }
        }
    }

    async fn update_keys(&self, sandbox: &Sandbox) -> Result<(), String> {
        let discovery = timeout(DISCOVERY_TIMEOUT, self.discover());
        let (issuer, keys) = discovery.await.map_err(|_| "it takes too long to answer".to_owned())??;
        match sandbox.trust(&issuer, &keys) {
            0 => Err("none of its keys can be used".into()),
            _ => Ok(()),
        }
    }

    /// Issuer and keys, by OpenID Connect discovery.
    async fn discover(&self) -> Result<(String, Value), String> {
        let url = format!("{}/.well-known/openid-configuration", self.url);
        let metadata = fetch::json(&Url::parse(&url).map_err(|problem| problem.to_string())?).await?;
        let text = |name: &str| metadata.get(name).and_then(Value::as_str).unwrap_or_default();
        let issuer = text("issuer");
        if !self.is(issuer) {
            return Err(format!("it calls itself {issuer:?}"));
        }
        let keys = Url::parse(text("jwks_uri")).map_err(|_| "it names no jwks_uri".to_owned())?;
        Ok((issuer.to_owned(), fetch::json(&keys).await?))
    }
}
