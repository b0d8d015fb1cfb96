//! The Invite form, and the invitations of this session. The form outlives the page, so that a person who leaves and
//! comes back finds their text, and cannot send the same invitation twice meanwhile. Must not know how it is shown.

use futures_channel::oneshot;
use futures_util::future::AbortHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::drafts::SavedDraft;
use crate::app::invite::{DuplicateCheck, InviteOutcome, KnownGuest, invite};
use crate::domain::change::Outcome;
use crate::domain::guest::{Guest, GuestOrigin, GuestState, UserId};
use crate::domain::invitation::{Delivery, Field, Invitation, InvitationDraft, Rules, SentInvitation};
use crate::domain::moment::Moment;
use crate::domain::prefill::NameOfAddress;
use crate::graph::error::{GraphError, GraphErrorKind};

use super::access::AccessContext;
use super::change_log::ChangeLog;
use super::guest_list::GuestListContext;
use super::session::SessionContext;

mod address;
mod editing;
mod hold;
mod leaving;
mod sending;

use sending::Again;

pub use sending::{AddressCheck, AfterSignOut, LateOutcome, Sending};

/// An invitation of this session with its link. It is in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentHere {
    /// Tells it apart from the other invitations of this session.
    pub number: usize,
    pub at: Moment,
    pub invitation: Invitation,
    /// Whether the person knew of the guest and sent another invitation.
    pub again: bool,
    pub answer: SentInvitation,
    /// The guest for the list, until the list is loaded again; `None` if the service did not tell the guest's id.
    pub guest: Option<Guest>,
}

#[derive(Clone, Copy)]
pub struct InviteContext {
    session: SessionContext,
    guest_list: GuestListContext,
    access: AccessContext,
    log: ChangeLog,
    draft: RwSignal<InvitationDraft>,
    /// The name in the form that belongs to the address there.
    name_of_address: StoredValue<NameOfAddress>,
    /// Set by "Invite again" in the guest list.
    again: StoredValue<Option<Again>>,
    set_aside: RwSignal<Vec<InvitationDraft>>,
    sending: RwSignal<Sending>,
    sent: RwSignal<Vec<SentHere>>,
    restored: RwSignal<Option<Delivery>>,
    after_sign_out: RwSignal<Option<AfterSignOut>>,
    /// The form at the last attempt to send.
    tried: RwSignal<Option<InvitationDraft>>,
    /// The address for which the response to an invitation was lost.
    doubt: RwSignal<Option<String>>,
    /// The check of the address that the person has left.
    address_check: RwSignal<AddressCheck>,
    /// Stops the check of the address that is running.
    stop_check: StoredValue<Option<AbortHandle>>,
    /// Takes back the invitation that waits to be sent.
    take_back: StoredValue<Option<oneshot::Sender<()>>, LocalStorage>,
    /// When the invitation that waits is sent.
    held_until: RwSignal<Option<Moment>>,
    /// The number of sign-outs in this tab. An outcome from before one does not change the form after it.
    sign_outs: StoredValue<u32>,
}

impl InviteContext {
    pub(super) fn new(
        session: SessionContext,
        guest_list: GuestListContext,
        access: AccessContext,
        log: ChangeLog,
    ) -> Self {
        Self {
            session,
            guest_list,
            access,
            log,
            draft: RwSignal::new(empty_draft(session)),
            name_of_address: StoredValue::default(),
            again: StoredValue::new(None),
            set_aside: RwSignal::new(Vec::new()),
            sending: RwSignal::new(Sending::Idle),
            sent: RwSignal::new(Vec::new()),
            restored: RwSignal::new(None),
            after_sign_out: RwSignal::new(None),
            tried: RwSignal::new(None),
            doubt: RwSignal::new(None),
            address_check: RwSignal::new(AddressCheck::None),
            stop_check: StoredValue::new(None),
            take_back: StoredValue::new_local(None),
            held_until: RwSignal::new(None),
            sign_outs: StoredValue::new(0),
        }
    }

    #[must_use]
    pub fn draft(self) -> ReadSignal<InvitationDraft> {
        self.draft.read_only()
    }

    #[must_use]
    pub fn sending(self) -> ReadSignal<Sending> {
        self.sending.read_only()
    }

    /// Invitations of this session, newest first.
    #[must_use]
    pub fn sent(self) -> ReadSignal<Vec<SentHere>> {
        self.sent.read_only()
    }

    /// Whether a redemption link of this session is on this page only.
    #[must_use]
    pub fn has_links(self) -> bool {
        self.sent.with(|sent| sent.iter().any(|sent| sent.answer.redeem_url.is_some()))
    }

    /// Not `None` if the form was restored from an earlier page: then whether that page may have sent it.
    #[must_use]
    pub fn restored(self) -> ReadSignal<Option<Delivery>> {
        self.restored.read_only()
    }

    /// The error of the last attempt, if it is about the value that this field still has.
    #[must_use]
    pub fn refused_value(self, field: Field) -> Option<GraphError> {
        let error = self.sending.with(|sending| sending.failed().map(|(error, _)| error.clone()))?;
        let same = self.draft.with(|draft| {
            self.tried
                .with(|tried| tried.as_ref().is_some_and(|tried| tried.text(field) == draft.text(field)))
        });
        (same && field_of(&error.kind) == Some(field)).then_some(error)
    }

    /// The address of the last attempt to send. The form may be for another guest since.
    #[must_use]
    pub fn tried_address(self) -> Option<String> {
        self.tried.with(|tried| tried.as_ref().map(|tried| tried.email.clone()))
    }

    /// The invitation that was being sent when the person was signed out.
    #[must_use]
    pub fn after_sign_out(self) -> ReadSignal<Option<AfterSignOut>> {
        self.after_sign_out.read_only()
    }

    #[must_use]
    pub fn rules(self) -> Rules {
        let portal = self.session.portal();
        let organization = self.session.organization();
        Rules {
            own_domains: organization
                .with(|org| org.as_ref().map(|org| org.domains.clone()))
                .unwrap_or_default(),
            redirect_hosts: portal.config.redirect_hosts.clone(),
            to_ascii: portal.to_ascii(),
            may_invite_members: self
                .session
                .account()
                .map(|_| self.access.inputs().rights.may_invite_members()),
        }
    }

    /// Removes the outcome of the last attempt. The form keeps its text.
    pub fn dismiss(self) {
        self.sending.set(Sending::Idle);
    }

    /// Call this when the person decides not to invite an existing guest again.
    pub fn leave_alone(self, name: String) {
        self.sending.set(Sending::NotResent(name));
    }

    /// Sends an invitation, unless another is being sent, and adds it to the list of this session. The person may have
    /// left the page when the response arrives; the outcome is then shown at the next visit.
    pub fn send(self, invitation: Invitation, check: DuplicateCheck) {
        if self.sending.with_untracked(Sending::is_busy) {
            return;
        }
        self.sending.set(match check {
            DuplicateCheck::Search => Sending::CheckingDuplicate,
            DuplicateCheck::Skip if self.session.portal().config.undo.is_zero() => Sending::Posting,
            DuplicateCheck::Skip => Sending::Holding,
        });
        self.restored.set(None);
        self.stop_checking_address();
        let portal = self.session.portal();
        let typed = self.draft.get_untracked();
        self.tried.set(Some(typed.clone()));
        let sign_outs = self.sign_outs.get_value();
        let after_lost_answer = untrack(|| self.is_in_doubt());
        spawn_local(async move {
            let may_send = async || {
                // During the check, the form may have been changed for another guest.
                if self.draft.with_untracked(|draft| *draft != typed) || !self.hold().await {
                    return false;
                }
                // A hidden page can be ended by the browser at any time, so what is saved of it must say so from now on.
                self.sending.set(Sending::Posting);
                self.session.set_awaits_answer(true);
                portal.form_has_changed(self.to_save());
                true
            };
            let outcome = invite(&portal.client, &invitation, portal.to_ascii(), check, may_send).await;
            self.session.set_awaits_answer(false);
            if self.sign_outs.get_value() != sign_outs {
                self.outcome_after_sign_out(&outcome);
                return;
            }
            if matches!(outcome, Ok(InviteOutcome::Sent(_) | InviteOutcome::Found(KnownGuest::Listed(_)))) {
                self.doubt.set(None);
            }
            let posted = self.sending.with_untracked(|sending| *sending == Sending::Posting);
            match &outcome {
                Ok(InviteOutcome::Sent(sent)) => {
                    self.log.invited(&invitation, Outcome::Done, sent.request_id.clone());
                }
                Err(error) if posted => self.log.not_invited(&invitation, error),
                Ok(InviteOutcome::Found(_) | InviteOutcome::TakenBack) | Err(_) => {}
            }
            self.sending.set(match outcome {
                Ok(InviteOutcome::Sent(answer)) => {
                    self.add_sent(invitation, check == DuplicateCheck::Skip, answer);
                    self.discard_aside_of(&typed);
                    // If the form was changed meanwhile, its text is for another guest and is kept.
                    self.draft.update(|draft| {
                        if *draft == typed {
                            *draft = draft.for_another();
                            self.forget_again();
                        }
                    });
                    Sending::Idle
                }
                // If the form was changed meanwhile, the question would be about another one.
                Ok(InviteOutcome::Found(known)) if self.draft.with_untracked(|draft| *draft != typed) => {
                    Sending::NotResent(known.shown_name().to_owned())
                }
                Ok(InviteOutcome::Found(known)) => {
                    Sending::Found { known: Box::new(known), after_lost_answer }
                }
                // Why is known already, unless the form was changed during the check.
                Ok(InviteOutcome::TakenBack) if self.sending.with_untracked(Sending::is_taken_back) => {
                    self.sending.get_untracked()
                }
                Ok(InviteOutcome::TakenBack) => Sending::TakenBack,
                Err(error) if posted && error.outcome_unknown() => {
                    self.doubt.set(Some(typed.email));
                    Sending::Failed { error, delivery: Delivery::Unknown }
                }
                Err(error) => Sending::Failed { error, delivery: Delivery::NotSent },
            });
            portal.form_has_changed(self.to_save());
        });
    }

    /// When another invitation was sent to this guest in this session, if one was.
    #[must_use]
    pub fn resent_at(self, guest: &UserId) -> Option<Moment> {
        let is_of = |sent: &&SentHere| sent.again && sent.answer.user.as_ref() == Some(guest);
        self.sent.with(|sent| sent.iter().find(is_of).map(|sent| sent.at))
    }

    /// Makes the caller run again when another invitation is sent.
    pub fn track_sent(self) {
        self.sent.track();
    }

    /// The state of a guest from the list, or from the response if the guest is not in the list.
    #[must_use]
    pub fn state_of(self, sent: &SentHere) -> GuestState {
        let listed = sent.answer.user.as_ref().and_then(|user| self.guest_list.state_of(user));
        listed.unwrap_or_else(|| sent.answer.state.clone())
    }

    pub(super) fn to_save(self) -> Option<SavedDraft> {
        let (draft, aside) = (self.draft.get_untracked(), self.set_aside.get_untracked());
        (draft != empty_draft(self.session) || !aside.is_empty()).then(|| SavedDraft {
            draft,
            aside,
            delivery: if untrack(|| self.is_in_doubt())
                || self.sending.with_untracked(Sending::delivery) == Delivery::Unknown
                || self.restored.get_untracked() == Some(Delivery::Unknown)
            {
                Delivery::Unknown
            } else {
                Delivery::NotSent
            },
        })
    }

    /// Whether the response to an invitation to the address in the form was lost. It can have been made.
    #[must_use]
    pub fn is_in_doubt(self) -> bool {
        self.doubt.with(|doubt| self.draft.with(|draft| doubt.as_ref() == Some(&draft.email)))
    }

    pub(super) fn restore(self, saved: SavedDraft) {
        self.set_aside.set(saved.aside);
        if saved.draft == empty_draft(self.session) {
            return;
        }
        if saved.delivery == Delivery::Unknown {
            self.doubt.set(Some(saved.draft.email.clone()));
        }
        self.draft.set(saved.draft);
        self.restored.set(Some(saved.delivery));
    }

    /// Removes the error of an invitation that was not sent because the sign-in had ended: it can be sent now.
    pub(super) fn resume_after_sign_in(self) {
        if self.sending.with_untracked(Sending::lacks_sign_in) {
            self.sending.set(Sending::Idle);
        }
    }

    pub(super) fn clear(self) {
        self.sign_outs.update_value(|number| *number = number.wrapping_add(1));
        self.stop_checking_address();
        self.address_check.set(AddressCheck::None);
        self.doubt.set(None);
        self.draft.set(empty_draft(self.session));
        self.set_aside.set(Vec::new());
        self.forget_again();
        self.sending.set(Sending::Idle);
        self.sent.set(Vec::new());
        self.restored.set(None);
    }

    /// The guest as an earlier invitation of this session made them. The form of a later one may be without the name.
    fn guest_of_earlier(self, user: &UserId) -> Option<Guest> {
        let guests = |sent: &SentHere| sent.guest.clone().filter(|guest| guest.id == *user);
        self.sent.with_untracked(|sent| sent.iter().find_map(guests))
    }

    /// Adds an invitation to the list of this session, and its guest to the guest list.
    fn add_sent(self, invitation: Invitation, again: bool, answer: SentInvitation) {
        let now = self.session.portal().now();
        let guest = answer.user.as_ref().map(|user| {
            self.guest_list.find_untracked(user).or_else(|| self.guest_of_earlier(user)).unwrap_or_else(
                || Guest {
                    name: invitation.name.clone().unwrap_or_else(|| invitation.email.to_string()),
                    address: invitation.email.to_string(),
                    state: answer.state.clone(),
                    origin: GuestOrigin::Invitation,
                    invited: Some(now),
                    changed: Some(now),
                    ..Guest::with_id(*user)
                },
            )
        });
        if let Some(guest) = &guest {
            self.guest_list.add_invited(guest.clone());
        }
        self.sent.update(|sent| {
            let number = sent.first().map_or(1, |newest| newest.number + 1);
            sent.retain(|earlier| earlier.answer.user.is_none() || earlier.answer.user != answer.user);
            sent.insert(0, SentHere { number, at: now, invitation, again, answer, guest });
        });
    }
}

pub(super) fn empty_draft(session: SessionContext) -> InvitationDraft {
    InvitationDraft::new(session.portal().config.default_redirect.as_str())
}

/// The field of the form whose value the service does not accept. The errors name a property of Graph.
fn field_of(error: &GraphErrorKind) -> Option<Field> {
    if *error == GraphErrorKind::AddressInUse {
        return Some(Field::Email);
    }
    let GraphErrorKind::InvalidValue(property) = error else { return None };
    Some(match property.as_str() {
        "mail" | "invitedUserEmailAddress" | "otherMails" | "proxyAddresses" => Field::Email,
        "displayName" | "invitedUserDisplayName" => Field::Name,
        "inviteRedirectUrl" => Field::Redirect,
        "invitedUserType" | "userType" => Field::InviteAs,
        "messageLanguage" | "preferredLanguage" => Field::Language,
        "customizedMessageBody" => Field::Message,
        "ccRecipients" => Field::Cc,
        _ => return None,
    })
}
