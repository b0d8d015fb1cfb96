//! What this tab has changed in the directory since the person signed in. It is in memory only. Must not change anything.

use leptos::prelude::*;

use crate::domain::change::{Action, Change, Outcome};
use crate::domain::invitation::Invitation;
use crate::graph::error::GraphError;

use super::session::SessionContext;

#[derive(Clone, Copy)]
pub struct ChangeLog {
    session: SessionContext,
    changes: RwSignal<Vec<Change>>,
}

impl ChangeLog {
    pub(super) fn new(session: SessionContext) -> Self {
        Self { session, changes: RwSignal::default() }
    }

    /// All changes, the oldest first.
    #[must_use]
    pub fn changes(self) -> ReadSignal<Vec<Change>> {
        self.changes.read_only()
    }

    /// An invitation has an outcome.
    pub(super) fn invited(self, invitation: &Invitation, outcome: Outcome, request_id: Option<String>) {
        let actor = self.session.account_untracked().map(|account| account.username).unwrap_or_default();
        let action = if invitation.mail.is_some() { Action::Invite } else { Action::InviteWithoutMail };
        let target = invitation.email.to_string();
        let at = self.session.portal().now();
        self.changes
            .update(|changes| changes.push(Change { at, actor, action, target, outcome, request_id }));
    }

    /// An invitation was refused, or its response was lost.
    pub(super) fn not_invited(self, invitation: &Invitation, error: &GraphError) {
        let outcome = if error.outcome_unknown() { Outcome::Unknown } else { Outcome::Refused };
        self.invited(invitation, outcome, error.request_id.clone());
    }

    pub(super) fn clear(self) {
        self.changes.update(Vec::clear);
    }
}
