//! Makes a share of the seeded guests untidy, as guests are in a directory that has been in use for years: names,
//! addresses and origins that an invitation through Graph never gives.
//!
//! Uses no random numbers and runs last, so all other guests, and the groups, are the same with it and without it. Must
//! not know the queries made later.

use jiff::{Timestamp, ToSpan as _};

use super::seed_untidy_names::{
    ACCENTED, DECOMPOSED, EMOJI, LONG, LOOK_ALIKE, OTHER_SCRIPTS, PUNCTUATED, RIGHT_TO_LEFT, SHORT,
    ZERO_WIDTH,
};
use super::{CreationType, Directory, GuestState, INITIAL_DOMAIN, Identity, User, UserType, guest_upn};

/// The length limit of `displayName`, in characters [documented].
const MAX_NAME: usize = 256;
/// One untidy guest in so many is blocked from signing in.
const BLOCKED_EVERY: usize = 6;
/// One guest without a `userType` in so many has no `creationType` either.
const UNKNOWN_EVERY: usize = 5;
/// The age of guests whose creation date is not known, in days: before June 2018 as seen from 2026 [documented].
const OLD_DAYS: i64 = 3_200;

/// What is unusual about `displayName`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    OtherScript,
    RightToLeft,
    /// Letters and their accents are separate characters (Unicode normalization form D).
    Decomposed,
    Long,
    Emoji,
    /// With zero-width joiners, non-joiners or spaces.
    ZeroWidth,
    /// With apostrophes, hyphens, commas.
    Punctuated,
    /// The same name as the guest before.
    Duplicate,
    /// The address, as of guests who were invited without a name.
    Address,
    /// Looks like the name of an employee, with letters of another script.
    LookAlike,
    Accented,
    Short,
}

/// What is unusual about the addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mail {
    Usual,
    /// The address is in `otherMails` only, as when a contact had it at the time of the invitation [documented].
    OnlyOther,
    /// `mail` is not the address that was invited; that one is in `otherMails`.
    Different,
    UpperCase,
    /// The domain looks like that of a partner company.
    LookAlike,
    /// With an apostrophe or a hyphen before the `@`.
    Punctuated,
    /// No property has an address; the sign-in name alone shows what it was [inferred].
    Nowhere,
}

/// Where the guest comes from: issuer of the identity, `creationType`, `externalUserState`, `userType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Entra,
    MicrosoftAccount,
    Google,
    Facebook,
    Passcode,
    /// Another identity provider, by SAML or WS-Federation: the issuer is its URI [documented].
    Federation,
    Pending,
    /// By a user flow. Without a state, because there was no invitation [documented].
    SelfServiceSignUp,
    /// By a shared file in SharePoint or OneDrive, without an invitation through Graph [inferred].
    Share,
    /// So old that there is neither `userType` nor `createdDateTime` [inferred].
    NoUserType,
    /// By self-service sign-up with a verified address. The description says this of internal users only, so that
    /// guests have it, too, is [invented].
    EmailVerified,
}

// The lengths of the three lists have no common divisor, so every combination comes up in time.
const NAMES: [Name; 12] = [
    Name::OtherScript,
    Name::RightToLeft,
    Name::Decomposed,
    Name::Long,
    Name::Emoji,
    Name::ZeroWidth,
    Name::Punctuated,
    Name::Duplicate,
    Name::Address,
    Name::LookAlike,
    Name::Accented,
    Name::Short,
];
const MAILS: [Mail; 7] = [
    Mail::Usual,
    Mail::OnlyOther,
    Mail::Different,
    Mail::UpperCase,
    Mail::LookAlike,
    Mail::Punctuated,
    Mail::Nowhere,
];
const ORIGINS: [Origin; 11] = [
    Origin::Share,
    Origin::Federation,
    Origin::Google,
    Origin::MicrosoftAccount,
    Origin::SelfServiceSignUp,
    Origin::Pending,
    Origin::Facebook,
    Origin::Passcode,
    Origin::Entra,
    Origin::NoUserType,
    Origin::EmailVerified,
];
/// Issuers of federated identity providers [invented].
const FEDERATIONS: [&str; 3] = [
    "http://adfs.fabrikam.com/adfs/services/trust",
    "https://idp.bellowscollege.com/saml/metadata",
    "urn:federation:thephone-company.com",
];

/// The item at `number`, starting again at the end of the list.
fn item<T: Copy>(items: &[T], number: usize) -> Option<T> {
    items.get(number.checked_rem(items.len())?).copied()
}

/// Makes `percent` of the `guests` untidy; the first of them has the index `first` among the users. They are spread
/// evenly, so small directories, too, have their share, and the very first guests are tidy.
pub(super) fn add_to(directory: &mut Directory, first: usize, guests: u32, percent: u32, anchor: Timestamp) {
    let before = |guest: u32| u64::from(guest) * u64::from(percent.min(100)) / 100;
    let chosen = (0..guests).filter(|guest| before(guest + 1) > before(*guest));
    for (number, guest) in chosen.enumerate() {
        let index = first + guest as usize;
        let neighbour = index.checked_sub(1).and_then(|index| directory.users().get(index));
        let neighbour = neighbour.map(|user| user.display_name.clone()).unwrap_or_default();
        let Some(id) = directory.users().get(index).map(|user| user.id) else { return };
        directory.change(id, |user| make_untidy(user, number, &neighbour, anchor));
    }
}

/// Makes one guest untidy. `number` counts the untidy guests; it decides how.
fn make_untidy(user: &mut User, number: usize, neighbour: &str, anchor: Timestamp) {
    let kinds = (item(&MAILS, number), item(&NAMES, number), item(&ORIGINS, number));
    let (Some(tidy), (Some(mail), Some(name), Some(origin))) = (user.mail.take(), kinds) else { return };
    let address = set_mail(user, mail, number, &tidy);
    set_name(user, name, number / NAMES.len(), neighbour, &address);
    set_origin(user, origin, number / ORIGINS.len(), &address, anchor);
    if number % BLOCKED_EVERY == BLOCKED_EVERY - 1 {
        user.enabled = false;
    }
}

/// Sets addresses and sign-in name. Returns the invited address. Each new address differs from those of all other
/// guests, because theirs have a full stop in the name and the domain of a company.
fn set_mail(user: &mut User, kind: Mail, number: usize, tidy: &str) -> String {
    let (name, domain) = tidy.split_once('@').unwrap_or((tidy, ""));
    let odd = number % 2 == 1;
    let address = match kind {
        Mail::Usual | Mail::OnlyOther | Mail::Different | Mail::Nowhere => tidy.to_owned(),
        Mail::UpperCase if odd => tidy.to_uppercase(),
        Mail::UpperCase => format!("{}@{domain}", name.to_uppercase()),
        Mail::LookAlike => format!("{name}@{}", look_alike(domain, odd)),
        Mail::Punctuated if odd => format!("o'{tidy}"),
        Mail::Punctuated => format!("{}@{domain}", name.replace('.', "-")),
    };
    let mail = match kind {
        Mail::Usual | Mail::UpperCase | Mail::LookAlike | Mail::Punctuated => Some(address.clone()),
        Mail::Different => Some(format!("{name}@{}", elsewhere(domain))),
        Mail::OnlyOther | Mail::Nowhere => None,
    };
    user.other_mails = if kind == Mail::Nowhere { Vec::new() } else { vec![address.clone()] };
    user.set_mail(mail);
    user.upn = guest_upn(&address, INITIAL_DOMAIN);
    address
}

/// A domain below `example`, which is reserved (RFC 2606), so it cannot belong to a real organization.
fn look_alike(domain: &str, odd: bool) -> String {
    if odd {
        return format!("{domain}.partners.example");
    }
    let company = domain.rsplit_once('.').map_or(domain, |(company, _)| company);
    let pairs = [('m', "rn"), ('l', "1"), ('o', "0"), ('e', "3")];
    let pair = pairs.into_iter().find(|(letter, _)| company.contains(*letter));
    let changed = pair.map_or_else(|| format!("{company}-"), |(from, to)| company.replacen(from, to, 1));
    format!("{changed}.example")
}

/// A second domain of the same company.
fn elsewhere(domain: &str) -> String {
    format!("{}.example", domain.rsplit_once('.').map_or(domain, |(company, _)| company))
}

/// `round` selects among the names of a kind.
fn set_name(user: &mut User, kind: Name, round: usize, neighbour: &str, address: &str) {
    let listed = |names| item::<(&str, &str, &str)>(names, round).unwrap_or_default();
    let (display, given, surname) = match kind {
        Name::OtherScript => listed(OTHER_SCRIPTS),
        Name::RightToLeft => listed(RIGHT_TO_LEFT),
        Name::Decomposed => listed(DECOMPOSED),
        Name::Emoji => listed(EMOJI),
        Name::ZeroWidth => listed(ZERO_WIDTH),
        Name::Punctuated => listed(PUNCTUATED),
        Name::LookAlike => listed(LOOK_ALIKE),
        Name::Accented => listed(ACCENTED),
        Name::Short => listed(SHORT),
        // The others have a display name only, as a guest has after an invitation.
        Name::Duplicate => (neighbour, "", ""),
        Name::Address => (address, "", ""),
        Name::Long => (item(LONG, round).unwrap_or_default(), "", ""),
    };
    user.display_name = if kind == Name::Long {
        display.chars().cycle().take(MAX_NAME).collect()
    } else {
        display.to_owned()
    };
    let present = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (user.given_name, user.surname) = (present(given), present(surname));
}

fn set_origin(user: &mut User, origin: Origin, round: usize, address: &str, anchor: Timestamp) {
    let host = Identity::host(INITIAL_DOMAIN, &user.upn);
    let accepted = Some(GuestState::Accepted);
    let invitation = Some(CreationType::Invitation);
    let (identity, creation_type, state) = match origin {
        Origin::Entra => (Identity::external("ExternalAzureAD", ""), invitation, accepted),
        Origin::MicrosoftAccount => (Identity::external("MicrosoftAccount", address), invitation, accepted),
        Origin::Google => (Identity::external("google.com", address), invitation, accepted),
        Origin::Facebook => (Identity::external("facebook.com", address), invitation, accepted),
        Origin::Passcode => (Identity::external("mail", address), invitation, accepted),
        Origin::Federation => {
            let issuer = item(&FEDERATIONS, round).unwrap_or_default();
            (Identity::external(issuer, address), invitation, accepted)
        }
        Origin::Pending => (host, invitation, Some(GuestState::PendingAcceptance)),
        Origin::SelfServiceSignUp => {
            (Identity::external("mail", address), Some(CreationType::SelfServiceSignUp), None)
        }
        Origin::EmailVerified => {
            (Identity::external("ExternalAzureAD", ""), Some(CreationType::EmailVerified), None)
        }
        Origin::Share => (host, None, None),
        Origin::NoUserType if round % UNKNOWN_EVERY == UNKNOWN_EVERY - 1 => (host, None, None),
        Origin::NoUserType => (Identity::external("ExternalAzureAD", ""), invitation, accepted),
    };
    let old = anchor.checked_sub((24 * OLD_DAYS).hours()).unwrap_or(anchor);
    let no_type = origin == Origin::NoUserType;
    user.user_type = (!no_type).then_some(UserType::Guest);
    // Guests without a state keep what the tidy record says: some have no date, either.
    user.created = user.created.or(state.map(|_| old)).filter(|_| !no_type);
    let changed = if no_type { Some(old) } else { user.state_changed.or(user.created) };
    user.state_changed = state.and(changed);
    user.last_sign_in = user.last_sign_in.filter(|_| state == accepted);
    if creation_type != invitation {
        user.sponsors.clear();
    }
    user.synced = None;
    (user.identities, user.creation_type, user.state) = (vec![identity], creation_type, state);
}

#[cfg(test)]
mod tests;
