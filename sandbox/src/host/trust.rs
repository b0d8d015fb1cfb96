//! Providers besides the tenant's own whose tokens Graph accepts: their keys are fetched here and handed to the library.
//!
//! Knows discovery and when to ask again. Must not know tokens. What goes wrong is said and stops nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sandbox::Sandbox;
use serde_json::Value;
use tokio::time::{sleep, timeout};
use url::Url;

use super::fetch;

/// How long one look at a provider may take.
const LOOK: Duration = Duration::from_secs(5);

/// How long a provider that is not up yet is waited for, and how often it is looked for.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_secs(1);

/// Keys are fetched again at most this often: anybody can make up a token with an unknown key.
const REST: Duration = Duration::from_secs(5);

pub(super) struct Trust(Vec<Provider>);

struct Provider {
    /// As given on the command line, without a slash at the end.
    url: String,
    /// When its keys were last asked for on account of a token.
    asked: Mutex<Option<Instant>>,
}

impl Trust {
    pub(super) fn new(urls: &[Url]) -> Self {
        let provider = |url: &Url| Provider {
            url: url.as_str().trim_end_matches('/').to_owned(),
            asked: Mutex::default(),
        };
        Self(urls.iter().map(provider).collect())
    }

    /// Looks for each provider once, and goes on looking behind the scenes for those that are not up yet.
    pub(super) async fn start(self: &Arc<Self>, sandbox: &Arc<Sandbox>) {
        for (index, provider) in self.0.iter().enumerate() {
            let Err(problem) = provider.hand_over(sandbox).await else { continue };
            let Provider { url, .. } = provider;
            eprintln!("sandbox: {url} is not trusted yet: {problem}; trying for {} s", PATIENCE.as_secs());
            let (trust, sandbox) = (Arc::clone(self), Arc::clone(sandbox));
            tokio::spawn(async move {
                if let Some(provider) = trust.0.get(index) {
                    provider.wait_for(&sandbox).await;
                }
            });
        }
    }

    /// Fetches the keys of providers whose tokens came with an unknown one, and says whether there are new ones.
    pub(super) async fn refresh(&self, sandbox: &Sandbox) -> bool {
        let mut fresh = false;
        if self.0.is_empty() {
            return fresh;
        }
        for issuer in sandbox.stale_issuers() {
            let provider = self.0.iter().find(|provider| provider.is(&issuer));
            if let Some(provider) = provider.filter(|provider| provider.is_rested()) {
                match provider.hand_over(sandbox).await {
                    Ok(()) => fresh = true,
                    Err(problem) => eprintln!("sandbox: the keys of {issuer} are the old ones: {problem}"),
                }
            }
        }
        fresh
    }
}

impl Provider {
    /// An issuer may end with a slash that is not typed, or the other way round.
    fn is(&self, issuer: &str) -> bool {
        issuer.trim_end_matches('/') == self.url
    }

    /// Whether its keys may be asked for again; if so, they are about to be.
    fn is_rested(&self) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let rested = asked.is_none_or(|asked| asked.elapsed() >= REST);
        if rested {
            *asked = Some(Instant::now());
        }
        rested
    }

    async fn wait_for(&self, sandbox: &Sandbox) {
        let begun = Instant::now();
        loop {
            sleep(PAUSE).await;
            match self.hand_over(sandbox).await {
                Ok(()) => {
                    eprintln!("sandbox: {} is trusted now", self.url);
                    break;
                }
                Err(problem) if begun.elapsed() > PATIENCE => {
                    eprintln!("sandbox: {} is not trusted: {problem}", self.url);
                    break;
                }
                Err(_) => {}
            }
        }
    }

    async fn hand_over(&self, sandbox: &Sandbox) -> Result<(), String> {
        let look = timeout(LOOK, self.look());
        let (issuer, keys) = look.await.map_err(|_| "it takes too long to answer".to_owned())??;
        match sandbox.trust(&issuer, &keys) {
            0 => Err("none of its keys can be used".into()),
            _ => Ok(()),
        }
    }

    /// The provider's issuer and keys, by OpenID Connect discovery.
    async fn look(&self) -> Result<(String, Value), String> {
        let url = format!("{}/.well-known/openid-configuration", self.url);
        let about = fetch::json(&Url::parse(&url).map_err(|problem| problem.to_string())?).await?;
        let text = |name: &str| about.get(name).and_then(Value::as_str).unwrap_or_default();
        let issuer = text("issuer");
        if !self.is(issuer) {
            return Err(format!("it calls itself {issuer:?}"));
        }
        let keys = Url::parse(text("jwks_uri")).map_err(|_| "it names no jwks_uri".to_owned())?;
        Ok((issuer.to_owned(), fetch::json(&keys).await?))
    }
}
