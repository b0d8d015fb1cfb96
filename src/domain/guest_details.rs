//! One guest with all that the portal shows of them, beyond what the list knows.
//!
//! Must not know Graph's JSON, nor the words for all this.

use super::guest::{Guest, GuestOrigin, GuestState};
use super::moment::Moment;

/// What the service has said about a guest. `None` means that it has left the property out, for example because the person may
/// not read it; an empty value means that the guest has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestDetails {
    /// `displayName`.
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub surname: Option<String>,
    pub company: Option<String>,
    pub department: Option<String>,
    pub job_title: Option<String>,
    pub mail: Option<String>,
    pub other_mails: Option<Vec<String>>,
    pub identities: Option<Vec<Identity>>,
    pub kind: Option<AccountKind>,
    pub origin: Option<GuestOrigin>,
    pub state: Option<GuestState>,
    /// `externalUserStateChangeDateTime`.
    pub changed: Option<Option<Moment>>,
    pub created: Option<Option<Moment>>,
    /// Whether the account is blocked from signing in.
    pub blocked: Option<bool>,
    /// `userPrincipalName`. It is no address, although a guest's looks like one.
    pub sign_in_name: Option<String>,
}

/// What an account is in this directory (`userType`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountKind {
    Guest,
    Member,
    /// Some old accounts have no kind.
    Unsaid,
    /// A value that this portal does not know.
    Other(String),
}

/// A way in which a guest signs in (one of `identities`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `signInType`, as the service writes it; may be empty.
    pub sign_in_type: String,
    /// `issuer`, as the service writes it; may be empty.
    pub issuer: String,
    /// `issuerAssignedId`: the guest's name at the issuer; empty for most.
    pub assigned: String,
}

/// Whose account it is that a guest signs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// This directory itself.
    Here,
    /// None yet: the directory has made a name for a guest, who has not signed in with an account of their own.
    NotYet,
    /// The Entra tenant of another organization.
    Entra,
    MicrosoftAccount,
    Google,
    Facebook,
    /// A code that Microsoft sends by mail at each sign-in.
    Passcode,
    /// A federated provider, or one that this portal does not know.
    Other,
}

/// What an address of a guest is in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressKind {
    Mail,
    /// One of `otherMails`.
    OtherMail,
    /// The name that the guest has at an identity provider.
    SignIn,
}

impl Identity {
    /// The issuers are those that the documentation of `objectIdentity` and of guests' properties lists.
    #[must_use]
    pub fn provider(&self) -> Provider {
        match (self.sign_in_type.as_str(), self.issuer.as_str()) {
            ("userPrincipalName", _) if self.assigned.contains("#EXT#") => Provider::NotYet,
            ("userPrincipalName", _) => Provider::Here,
            (_, "ExternalAzureAD") => Provider::Entra,
            (_, "MicrosoftAccount") => Provider::MicrosoftAccount,
            (_, "google.com") => Provider::Google,
            (_, "facebook.com") => Provider::Facebook,
            (_, "mail") => Provider::Passcode,
            _ => Provider::Other,
        }
    }

    /// The mail address that it names, if it does. The sign-in name in this directory is none.
    fn address(&self) -> Option<&str> {
        let is_address = !self.is_sign_in_name() && self.assigned.contains('@');
        is_address.then_some(self.assigned.as_str())
    }

    /// Whether it names the guest as this directory does, which the sign-in name says too.
    #[must_use]
    pub fn is_sign_in_name(&self) -> bool {
        matches!(self.provider(), Provider::Here | Provider::NotYet)
    }
}

impl GuestDetails {
    /// All addresses of the guest, each once, the best first.
    #[must_use]
    pub fn addresses(&self) -> Vec<(AddressKind, &str)> {
        let mail = self.mail.as_deref().into_iter().map(|mail| (AddressKind::Mail, mail));
        let other_mails =
            self.other_mails.iter().flatten().map(|mail| (AddressKind::OtherMail, mail.as_str()));
        let identities = self.identities.iter().flatten().filter_map(Identity::address);
        let all = mail.chain(other_mails).chain(identities.map(|address| (AddressKind::SignIn, address)));
        let mut found: Vec<(AddressKind, &str)> = Vec::new();
        for (kind, address) in all.filter(|(_, address)| !address.trim().is_empty()) {
            if !found.iter().any(|(_, known)| known.eq_ignore_ascii_case(address)) {
                found.push((kind, address));
            }
        }
        found
    }

    /// The guest of the list with what was read since.
    #[must_use]
    pub fn over(&self, listed: Guest) -> Guest {
        let addressed = self.mail.is_some() || self.other_mails.is_some();
        let mails = self.mail.iter().chain(self.other_mails.iter().flatten());
        let address = mails.into_iter().find(|mail| !mail.is_empty()).cloned().unwrap_or_default();
        Guest {
            id: listed.id,
            name: self.name.clone().unwrap_or(listed.name),
            address: if addressed { address } else { listed.address },
            state: self.state.clone().unwrap_or(listed.state),
            origin: self.origin.clone().unwrap_or(listed.origin),
            invited: self.created.unwrap_or(listed.invited),
            changed: self.changed.unwrap_or(listed.changed),
            company: self.company.clone().unwrap_or(listed.company),
            blocked: self.blocked.unwrap_or(listed.blocked),
        }
    }

    /// Takes what the list knows otherwise, and newer. Then [`Self::over`] gives this row. What the service has left out stays out, and what only
    /// the details have stays as it is.
    pub fn take_from(&mut self, row: &Guest) {
        let before = self.over(row.clone());
        if before.name != row.name {
            self.name = Some(row.name.clone());
        }
        if before.address != row.address {
            self.mail = Some(row.address.clone());
            if row.address.is_empty() {
                self.other_mails = Some(Vec::new());
            }
        }
        if before.state != row.state {
            self.state = Some(row.state.clone());
        }
        if before.origin != row.origin {
            self.origin = Some(row.origin.clone());
        }
        if before.invited != row.invited {
            self.created = Some(row.invited);
        }
        if before.changed != row.changed {
            self.changed = Some(row.changed);
        }
        if before.company != row.company {
            self.company = Some(row.company.clone());
        }
        if before.blocked != row.blocked {
            self.blocked = Some(row.blocked);
        }
    }

    /// Whether the service has left something out.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        let texts = [&self.name, &self.given_name, &self.surname, &self.company, &self.department];
        let others = [&self.job_title, &self.mail, &self.sign_in_name];
        texts.into_iter().chain(others).any(Option::is_none)
            || self.other_mails.is_none()
            || self.identities.is_none()
            || self.kind.is_none()
            || self.origin.is_none()
            || self.state.is_none()
            || self.changed.is_none()
            || self.created.is_none()
    }
}

#[cfg(test)]
mod tests;
