//! What was found out about a person's access beside their token, and the ways to find out more.

use crate::auth::error::AuthProblem;
use crate::domain::access::{Capability, Facts, Policy, Verdict, is_barred, verdict};
use crate::domain::rights::Permission;
use crate::graph::error::GraphError;
use crate::graph::me::{self, Me, MyRole};
use crate::graph::policies;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::{ListPhase, State};

/// Something that one asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Learnt<T> {
    /// Nobody has asked.
    #[default]
    NotAsked,
    /// The answer is on its way.
    Asking,
    /// This.
    Known(T),
    /// The service did not tell: that switches one thing off, never the page.
    Refused(GraphError),
}

impl<T> Learnt<T> {
    fn of(answer: Result<T, GraphError>) -> Self {
        answer.map_or_else(Self::Refused, Self::Known)
    }
}

/// Whether a person's access was looked at again.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Check {
    /// Nobody has asked for it.
    #[default]
    Idle,
    /// The answer is on its way.
    Asking,
    /// What is shown is as new as can be.
    Done,
    /// It was not possible.
    Failed(AuthProblem),
}

/// What was found out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The person's own record.
    pub me: Option<Me>,
    /// Their roles, where the token names none.
    pub roles: Learnt<Vec<MyRole>>,
    /// The organization's policy.
    pub policy: Learnt<Policy>,
    /// The last time that somebody checked again.
    pub check: Check,
}

impl State {
    /// All that decides about capabilities.
    #[must_use]
    pub fn facts(self) -> Facts {
        let rights = self.account().map(|account| account.rights).unwrap_or_default();
        let reading_refused = self.list.with(ListPhase::is_refused);
        self.seen.with(|seen| {
            let roles = match &seen.roles {
                Learnt::Known(roles) => Some(roles.iter().map(|role| role.id.clone()).collect()),
                Learnt::NotAsked | Learnt::Asking | Learnt::Refused(_) => None,
            };
            Facts {
                rights: rights.or_roles(roles),
                guest: seen.me.and_then(|me| me.guest),
                mailbox: seen.me.map(|me| me.mailbox),
                policy: if let Learnt::Known(policy) = seen.policy { Some(policy) } else { None },
                reading_refused,
            }
        })
    }

    /// How a capability stands.
    #[must_use]
    pub fn verdict(self, capability: Capability) -> Verdict {
        verdict(capability, &self.facts())
    }

    /// Whether inviting is not offered, because it cannot but fail: what is in the way.
    #[must_use]
    pub fn invite_barred(self) -> Option<Verdict> {
        let facts = self.facts();
        Some(verdict(Capability::Invite, &facts)).filter(|verdict| is_barred(*verdict, &facts.rights))
    }

    /// Asks what may be asked without another permission: roles that the token does not name, and the policy for
    /// whoever may read it.
    pub fn look_at_access(self) {
        let facts = untrack(|| self.facts());
        if facts.rights.roles().is_none() {
            self.seen.update(|seen| seen.roles = Learnt::Asking);
            let portal = self.portal();
            spawn_local(async move {
                let roles = Learnt::of(portal.client.call(&me::roles()).await);
                self.seen.update(|seen| seen.roles = roles);
            });
        }
        if facts.rights.has(Permission::ReadPolicies) {
            self.seen.update(|seen| seen.policy = Learnt::Asking);
            let portal = self.portal();
            spawn_local(async move {
                let policy = Learnt::of(portal.client.call(&policies::authorization()).await);
                self.seen.update(|seen| seen.policy = policy);
            });
        }
    }

    /// Renews the token, which names roles and permissions as they are now, and asks anew for what it does not name.
    pub fn check_again(self) {
        self.seen.update(|seen| seen.check = Check::Asking);
        let portal = self.portal();
        spawn_local(async move {
            let check = portal.check_again().await.map_or_else(Check::Failed, |()| Check::Done);
            if check == Check::Done {
                self.seen.update(|seen| seen.roles = Learnt::NotAsked);
                // What was refused then may be allowed now; the list is asked for when it is shown.
                if self.list.with_untracked(ListPhase::is_refused) {
                    self.list.set(ListPhase::Idle);
                }
                self.look_at_access();
            }
            self.seen.update(|seen| seen.check = check);
        });
    }

    /// Goes to the sign-in page for a permission, and comes back to this page. Nothing is done there by itself.
    pub fn ask_for(self, permission: Permission) {
        if let Some(account) = untrack(|| self.account()) {
            // The configuration made URLs when this person signed in; it does now.
            let _ = self.portal().ask_for(&account, &[permission]);
        }
    }
}
