//! Generates the directory at the start: the members of Contoso and any number of guests. The same seed on the same day
//! gives the same directory.
//!
//! Knows the probability of each state. Must not know the queries made later.

use std::borrow::Cow;

use jiff::Timestamp;
use uuid::Uuid;

use super::directory_store::Directory;
use super::organization::{INITIAL_DOMAIN, guest_upn};
use super::seed_names::{COMPANIES, FIRST, LANGUAGES, LAST, TITLES};
use super::user::{CreationType, GuestState, Identity, User, UserType};
use super::{accounts, seed_apps, seed_groups, seed_untidy};
use crate::random::Random;

const DAY: i64 = 86_400;
/// Guests were invited within this many days before the anchor.
const PAST_DAYS: u32 = 1_095;

/// The percentage of untidy guests unless another is given.
pub const DEFAULT_UNTIDY: u32 = 4;

/// The input for generating a directory.
#[derive(Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) number: u64,
    pub(crate) guests: u32,
    /// The percentage of untidy guests among them.
    pub(crate) untidy: u32,
    /// Dates count backwards from this moment.
    pub(crate) anchor: Timestamp,
}

impl Seed {
    /// The anchor is midnight (UTC), so two starts on one day give the same directory.
    pub(crate) fn new(number: u64, guests: u32, untidy: u32, started: Timestamp) -> Self {
        let midnight = started.as_second() - started.as_second().rem_euclid(DAY);
        Self { number, guests, untidy, anchor: Timestamp::from_second(midnight).unwrap_or(started) }
    }

    pub(crate) fn directory(&self) -> Directory {
        let mut random = Random::from_number(self.number);
        let mut directory = Directory::default();
        directory.reserve(self.guests as usize + 16);
        accounts::add_to(&mut directory, &mut random, self.anchor);
        let first = directory.users().len();
        for _ in 0..self.guests {
            let guest = guest(&directory, &mut random, self.anchor);
            directory.add(guest);
        }
        seed_groups::add_to(&mut directory, &mut random, self.anchor);
        seed_apps::add_to(&mut directory, self.number, self.anchor);
        seed_untidy::add_to(&mut directory, first, self.guests, self.untidy, self.anchor);
        directory
    }
}

/// The invitation state of a seeded guest.
enum SeededState {
    Accepted {
        after: i64,
    },
    Pending,
    /// Synchronized or created by other means, so `externalUserState` is null.
    Stateless,
}

fn seeded_state(random: &mut Random) -> SeededState {
    match random.below(100) {
        0..55 => SeededState::Accepted {
            after: i64::from(random.below(20)) * DAY + i64::from(random.below(80_000)),
        },
        55..95 => SeededState::Pending,
        _ => SeededState::Stateless,
    }
}

fn guest(directory: &Directory, random: &mut Random, anchor: Timestamp) -> User {
    let first = random.pick(FIRST).copied().unwrap_or_default();
    let last = random.pick(LAST).copied().unwrap_or_default();
    let (company, domain) = random.pick(COMPANIES).copied().unwrap_or_default();
    let address = free_address(directory, first, last, domain);
    let upn = guest_upn(&address, INITIAL_DOMAIN);
    let invited =
        anchor.as_second() - i64::from(random.below(PAST_DAYS)) * DAY - i64::from(random.below(80_000)) - 1;
    let seeded_state = seeded_state(random);
    let (state, changed) = match seeded_state {
        SeededState::Accepted { after } => {
            let accepted = (invited + after).min(anchor.as_second() - 1).max(invited);
            (Some(GuestState::Accepted), Some(accepted))
        }
        SeededState::Pending => (Some(GuestState::PendingAcceptance), Some(invited)),
        SeededState::Stateless => (None, None),
    };
    let identity = match state {
        Some(GuestState::Accepted) if random.random_bool(60) => Identity::external("ExternalAzureAD", ""),
        Some(GuestState::Accepted) => Identity::external("mail", &address),
        Some(GuestState::PendingAcceptance) | None => Identity::host(INITIAL_DOMAIN, &upn),
    };
    // Some objects without an invitation lack `createdDateTime`, as old objects at the service do.
    let dateless = state.is_none() && random.random_bool(40);
    let id = random.uuid();
    let user_type = if state.is_some() && one_in(id, 40) { UserType::Member } else { UserType::Guest };
    User {
        given_name: Some(first.to_owned()),
        surname: Some(last.to_owned()),
        proxy_addresses: vec![format!("SMTP:{address}")],
        other_mails: vec![address.clone()],
        mail: Some(address),
        identities: vec![identity],
        company: random.random_bool(80).then_some(Cow::Borrowed(company)),
        job_title: if random.random_bool(40) {
            random.pick(TITLES).map(|title| Cow::Borrowed(*title))
        } else {
            None
        },
        preferred_language: if random.random_bool(30) {
            random.pick(LANGUAGES).map(|tag| Cow::Borrowed(*tag))
        } else {
            None
        },
        enabled: random.random_bool(98),
        created: if dateless { None } else { Timestamp::from_second(invited).ok() },
        creation_type: state.map(|_| CreationType::Invitation),
        state,
        state_changed: changed.and_then(|second| Timestamp::from_second(second).ok()),
        synced: if state.is_none() && one_in(id, 2) {
            Timestamp::from_second(anchor.as_second()).ok()
        } else {
            None
        },
        last_sign_in: last_sign_in(id, state, changed, anchor),
        sponsors: state.map(|_| sponsor(directory, id)).into_iter().flatten().collect(),
        ..User::new(id, user_type, format!("{first} {last}"), upn)
    }
}

/// True for about one in `of` ids; always the same for an id.
fn one_in(id: Uuid, of: u128) -> bool {
    id.as_u128().is_multiple_of(of)
}

/// `None` for guests who did not accept and for about one in seven who did. The others signed in at some time after
/// they accepted.
fn last_sign_in(
    id: Uuid,
    state: Option<GuestState>,
    changed: Option<i64>,
    anchor: Timestamp,
) -> Option<Timestamp> {
    let accepted = changed.filter(|_| state == Some(GuestState::Accepted) && !one_in(id, 7))?;
    let since = (anchor.as_second() - accepted).max(1);
    let ago = i64::try_from((id.as_u128() >> 64) % 1_000).unwrap_or_default();
    Timestamp::from_second(accepted + since * ago / 1_000).ok()
}

/// The id of the account that invited the guest.
fn sponsor(directory: &Directory, id: Uuid) -> Option<Uuid> {
    let upns = ["ada@contoso.com", "ines@contoso.com", "mira@contoso.com"];
    let index = usize::try_from((id.as_u128() >> 32) % 3).unwrap_or_default();
    upns.get(index).and_then(|upn| directory.user_by_upn(upn)).map(|user| user.id)
}

/// `first.last@domain`, with a number behind the name when the address is taken.
fn free_address(directory: &Directory, first: &str, last: &str, domain: &str) -> String {
    let name = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
    let plain = format!("{name}@{domain}");
    if directory.user_by_address(&plain).is_none() {
        return plain;
    }
    let mut number = 2;
    loop {
        let address = format!("{name}{number}@{domain}");
        if directory.user_by_address(&address).is_none() {
            return address;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests;
