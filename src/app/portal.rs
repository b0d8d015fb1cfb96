//! Everything that one tab holds, plugged together.

use std::rc::Rc;

use crate::auth::authority::Authority;
use crate::auth::consent;
use crate::auth::error::{AuthKind, AuthProblem};
use crate::auth::flow::{CodeExchange, Registration};
use crate::auth::session::Account;
use crate::domain::invitation::InvitationDraft;
use crate::domain::rights::Permission;

use super::client::{Client, News};
use super::config::Config;
use super::drafts::{self, Unstowed};
use super::gate::{BASE_SCOPES, Gate};
use super::ports::{Clock, Navigator, TabStore, Transport};
use super::sign_in::{Arrival, SignIn};

/// The adapters.
pub struct Ports {
    /// Requests.
    pub transport: Rc<dyn Transport>,
    /// Time.
    pub clock: Rc<dyn Clock>,
    /// The tab's storage.
    pub store: Rc<dyn TabStore>,
    /// The address bar.
    pub navigator: Rc<dyn Navigator>,
}

/// One tab's portal.
pub struct Portal {
    /// The configuration.
    pub config: Config,
    /// Asks Graph.
    pub client: Client,
    gate: Rc<Gate>,
    ports: Ports,
    unstowed: std::cell::RefCell<Option<Unstowed>>,
}

impl Portal {
    /// A portal for a configuration and who signs in there. `tell` hears what happens beside the answers.
    #[must_use]
    pub fn new(config: Config, authority: Authority, ports: Ports, tell: Box<dyn Fn(News)>) -> Self {
        let registration = Registration {
            authority,
            graph: config.cloud.graph.clone(),
            tenant: config.tenant.clone(),
            client_id: config.client_id.clone(),
            redirect_uri: ports.navigator.home(),
        };
        let gate = Rc::new(Gate::new(registration, Rc::clone(&ports.transport), Rc::clone(&ports.clock)));
        let client = Client::new(Rc::clone(&gate), Rc::clone(&ports.clock), tell);
        let unstowed = drafts::unstow(&*ports.store, ports.clock.now()).into();
        Self { config, client, gate, ports, unstowed }
    }

    /// What to do first; see [`SignIn::arrive`].
    #[must_use]
    pub fn arrive(&self, fragment: Option<&str>) -> Arrival {
        self.sign_in_steps().arrive(fragment)
    }

    /// Redeems the code of an arrival. The second part tells of a permission that was refused on the way.
    ///
    /// # Errors
    /// Why nobody is signed in.
    pub async fn redeem(&self, exchange: CodeExchange) -> Result<(Account, Option<AuthKind>), AuthProblem> {
        match self.gate.redeem(exchange).await {
            Ok(account) => {
                let refused = self.sign_in_steps().signed_in(&account);
                Ok((account, refused))
            }
            Err(problem) => {
                self.sign_in_steps().failed();
                Err(problem)
            }
        }
    }

    /// Goes to the sign-in page; see [`SignIn::sign_in`].
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn sign_in(&self, account: Option<&Account>, pick: bool) -> Result<(), AuthProblem> {
        self.sign_in_steps().sign_in(account, pick)
    }

    /// Goes to the sign-in page for permissions beyond reading.
    ///
    /// # Errors
    /// When the configuration does not make URLs.
    pub fn ask_for(&self, account: &Account, permissions: &[Permission]) -> Result<(), AuthProblem> {
        self.sign_in_steps().ask_for(account, permissions)
    }

    /// The address at which an administrator grants a permission for everybody; only Entra has one.
    #[must_use]
    pub fn admin_consent_url(&self, permission: Permission) -> Option<String> {
        let cloud = &self.config.cloud;
        let more = Some(permission.scope()).filter(|scope| !BASE_SCOPES.contains(scope));
        let scopes: Vec<_> = BASE_SCOPES.into_iter().chain(more).collect();
        let url = || consent::admin_consent_url(&cloud.login, self.gate.registration(), &scopes);
        cloud.issuer.is_none().then(url)
    }

    /// Forgets everything and ends the session.
    pub fn sign_out(&self, account: Option<&Account>) {
        self.gate.forget();
        self.sign_in_steps().sign_out(account);
    }

    /// Puts a draft away, because the page is about to go.
    pub fn stow(&self, account: &Account, draft: &InvitationDraft) {
        drafts::stow(&*self.ports.store, &account.key(), draft, self.ports.clock.now());
    }

    /// The page goes before anybody signed in again: the next one gets what this one was given.
    pub fn stow_again(&self) {
        if let Some(unstowed) = self.unstowed.borrow_mut().take() {
            unstowed.stow(&*self.ports.store, self.ports.clock.now());
        }
    }

    /// The draft that an earlier page put away, once, and only for the person who typed it.
    #[must_use]
    pub fn unstow(&self, account: &Account) -> Option<InvitationDraft> {
        self.unstowed.borrow_mut().take()?.for_account(&account.key())
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> crate::domain::moment::Moment {
        self.ports.clock.now()
    }

    fn sign_in_steps(&self) -> SignIn<'_> {
        SignIn {
            registration: self.gate.registration(),
            store: &*self.ports.store,
            navigator: &*self.ports.navigator,
            clock: &*self.ports.clock,
        }
    }
}
