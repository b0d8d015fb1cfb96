//! What is known of the person's rights in addition to the token, and requests to find out more. Must not decide what
//! follows from them: `domain::capabilities` does.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::auth::error::AuthProblem;
use crate::domain::capabilities::{AccessInputs, Capability, Policy, Verdict, is_barred, verdict};
use crate::domain::rights::Permission;
use crate::graph::error::GraphError;
use crate::graph::me::{self, Me, MyRole};
use crate::graph::policies;

use super::guest_list::{GuestListContext, ListPhase};
use super::session::SessionContext;

/// A value that is loaded from the service.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RemoteData<T> {
    /// It was not requested.
    #[default]
    NotAsked,
    Loading,
    Loaded(T),
    /// The request failed. The page works without this value.
    Failed(GraphError),
}

impl<T> RemoteData<T> {
    fn of(response: Result<T, GraphError>) -> Self {
        response.map_or_else(Self::Failed, Self::Loaded)
    }
}

/// The outcome of the button "Check again".
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AccessCheck {
    /// The button was not pressed.
    #[default]
    Idle,
    /// The tokens are being renewed.
    Checking,
    /// The shown data is up to date.
    Done,
    Failed(AuthProblem),
}

/// Rights, roles and policy of the signed-in person, as far as they are known.
#[derive(Clone, Copy)]
pub struct AccessContext {
    session: SessionContext,
    guest_list: GuestListContext,
    me: RwSignal<Option<Me>>,
    roles: RwSignal<RemoteData<Vec<MyRole>>>,
    policy: RwSignal<RemoteData<Policy>>,
    check: RwSignal<AccessCheck>,
}

impl AccessContext {
    pub(super) fn new(session: SessionContext, guest_list: GuestListContext) -> Self {
        Self {
            session,
            guest_list,
            me: RwSignal::default(),
            roles: RwSignal::default(),
            policy: RwSignal::default(),
            check: RwSignal::default(),
        }
    }

    #[must_use]
    pub fn me(self) -> ReadSignal<Option<Me>> {
        self.me.read_only()
    }

    /// The person's roles from the directory. They are requested only if the token does not contain roles.
    #[must_use]
    pub fn roles(self) -> ReadSignal<RemoteData<Vec<MyRole>>> {
        self.roles.read_only()
    }

    #[must_use]
    pub fn policy(self) -> ReadSignal<RemoteData<Policy>> {
        self.policy.read_only()
    }

    #[must_use]
    pub fn check(self) -> ReadSignal<AccessCheck> {
        self.check.read_only()
    }

    /// The inputs for the verdicts on capabilities.
    #[must_use]
    pub fn inputs(self) -> AccessInputs {
        let rights = self.session.account().map(|account| account.rights).unwrap_or_default();
        let roles = self.roles.with(|roles| match roles {
            RemoteData::Loaded(roles) => Some(roles.iter().map(|role| role.id.clone()).collect()),
            RemoteData::NotAsked | RemoteData::Loading | RemoteData::Failed(_) => None,
        });
        let policy = self.policy.with(|policy| match policy {
            RemoteData::Loaded(policy) => Some(*policy),
            RemoteData::NotAsked | RemoteData::Loading | RemoteData::Failed(_) => None,
        });
        let me = self.me.get();
        AccessInputs {
            rights: rights.or_roles(roles),
            user_type: me.and_then(|me| me.user_type),
            mailbox: me.map(|me| me.mailbox),
            policy,
            reading_refused: self.guest_list.phase().with(ListPhase::is_refused),
        }
    }

    #[must_use]
    pub fn verdict(self, capability: Capability) -> Verdict {
        verdict(capability, &self.inputs())
    }

    /// Why an invitation is certain to fail, if it is.
    #[must_use]
    pub fn invite_barred(self) -> Option<Verdict> {
        let inputs = self.inputs();
        Some(verdict(Capability::Invite, &inputs)).filter(|verdict| is_barred(*verdict, &inputs.rights))
    }

    /// Loads what needs no further permission: the roles, if the token does not contain them, and the policy, if the
    /// app may read it.
    pub fn load(self) {
        let inputs = untrack(|| self.inputs());
        let portal = self.session.portal();
        if inputs.rights.roles().is_none() {
            self.roles.set(RemoteData::Loading);
            let portal = portal.clone();
            spawn_local(async move {
                self.roles.set(RemoteData::of(portal.client.call(&me::roles()).await));
            });
        }
        if inputs.rights.has(Permission::ReadPolicies) {
            self.policy.set(RemoteData::Loading);
            spawn_local(async move {
                self.policy.set(RemoteData::of(portal.client.call(&policies::authorization()).await));
            });
        }
    }

    /// Renews the token, which then contains the present roles and permissions, and loads the rest again. While it does
    /// so, another call has no effect.
    pub fn check_again(self) {
        if self.check.with_untracked(|check| *check == AccessCheck::Checking) {
            return;
        }
        self.check.set(AccessCheck::Checking);
        let portal = self.session.portal();
        spawn_local(async move {
            let check = portal.check_again().await.map_or_else(AccessCheck::Failed, |()| AccessCheck::Done);
            if check == AccessCheck::Done {
                self.roles.set(RemoteData::NotAsked);
                self.guest_list.forget_refusal();
                self.load();
            }
            self.check.set(check);
        });
    }

    pub(super) async fn load_me(self) {
        match self.session.portal().client.call(&me::me()).await {
            Ok(me) => self.me.set(Some(me)),
            Err(error) => self.session.set_reads_fail(&error),
        }
    }

    pub(super) fn clear(self) {
        self.me.set(None);
        self.roles.set(RemoteData::NotAsked);
        self.policy.set(RemoteData::NotAsked);
        self.check.set(AccessCheck::Idle);
    }
}
