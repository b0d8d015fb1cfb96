//! Events of the seeded guests before the start, derived from their dates at each query instead of stored.
//!
//! The price: after a guest was renamed, older events show the new name too, and a reset of a redemption hides the
//! earlier redemption.

use jiff::Timestamp;
use uuid::Uuid;

use super::activity::Activity;
use super::event::{Event, fractional};
use super::new_event::{Initiator, NewEvent, Outcome};
use crate::directory::accounts::ACCOUNTS;
use crate::directory::{CreationType, Directory, GuestState, User};

/// Invitations and redemptions between `since` and `anchor`, in no order.
pub(super) fn events(
    directory: &Directory,
    since: Timestamp,
    anchor: Timestamp,
) -> impl Iterator<Item = Event> {
    let within = move |at: Option<Timestamp>| at.filter(|at| (since..anchor).contains(at));
    let invited =
        directory.users().iter().filter(|user| user.creation_type == Some(CreationType::Invitation));
    invited.flat_map(move |guest| {
        let invitation = within(guest.created).map(|at| invitation(directory, guest, at));
        let accepted = within(guest.state_changed).filter(|_| guest.state == Some(GuestState::Accepted));
        let redemption = accepted.map(|at| redemption(guest, at));
        invitation.into_iter().chain(redemption).flatten()
    })
}

fn invitation(directory: &Directory, guest: &User, at: Timestamp) -> [Event; 2] {
    let address = invited_address(guest);
    let by = inviter(directory, guest);
    let invite = NewEvent::to_user(Activity::InviteExternalUser, guest)
        .detail("InvitationId", derived(guest, 1).to_string())
        .detail("invitedUserEmailAddress", address);
    let add = NewEvent::to_user(Activity::AddUser, guest);
    [event(guest, at, 2, by, invite), event(guest, at, 2, Initiator::worker(), add)]
}

fn redemption(guest: &User, at: Timestamp) -> [Event; 2] {
    let by = Initiator::Address(invited_address(guest));
    let source = source(guest);
    let redeemed = NewEvent::redeemed(guest, Some(derived(guest, 1)), source);
    let update = NewEvent::accepted(guest);
    [event(guest, at, 3, by, redeemed), event(guest, at, 3, Initiator::worker(), update)]
}

/// The invited address stays in `otherMails` when `mail` changes. A guest without any address appears with the sign-in
/// name [invented].
fn invited_address(guest: &User) -> String {
    guest.other_mails.first().or(guest.mail.as_ref()).unwrap_or(&guest.upn).clone()
}

/// How the guest signed in. That of passcodes is [observed], the others are [inferred].
fn source(guest: &User) -> &'static str {
    match guest.identities.first().map(|identity| identity.issuer.as_ref()) {
        Some("mail") => "One Time Passcode",
        Some("google.com") => "Google",
        Some("facebook.com") => "Facebook",
        Some("MicrosoftAccount") => "Microsoft Account",
        Some("ExternalAzureAD") | None => "Azure AD",
        Some(_) => "External Federation",
    }
}

fn event(guest: &User, at: Timestamp, correlation: u128, by: Initiator, new_event: NewEvent) -> Event {
    let id = derived(guest, 16 + new_event.activity as u128);
    Event {
        id,
        at: fractional(at, id),
        activity: new_event.activity,
        correlation: derived(guest, correlation),
        by,
        targets: new_event.targets,
        details: new_event.details,
        outcome: Outcome::Success,
    }
}

/// One of the accounts that may invite; always the same one for a guest.
fn inviter(directory: &Directory, guest: &User) -> Initiator {
    let inviters: Vec<_> = ACCOUNTS.iter().filter(|account| account.kind.may_invite()).collect();
    let index = usize::from(guest.id.as_bytes().first().copied().unwrap_or_default()) % inviters.len().max(1);
    let person = inviters.get(index).and_then(|account| directory.user_by_upn(account.upn));
    person.map_or_else(Initiator::worker, Initiator::user)
}

/// An id that is always the same for this guest and purpose.
fn derived(guest: &User, purpose: u128) -> Uuid {
    Uuid::from_u128(guest.id.as_u128().rotate_left(29) ^ (purpose << 90) ^ 0x5eed)
}
