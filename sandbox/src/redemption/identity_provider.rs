//! How a guest signs in: the order in which the service looks for an account.
//!
//! As documented: an account in another Entra tenant, Google, a Microsoft account, a one-time passcode if the tenant
//! allows it, else a new Microsoft account. Not simulated: federation with other providers, and the choice between a
//! work account and a Microsoft account with the same name. The service knows which accounts exist; here the domain
//! decides.

use crate::directory::{GuestState, Identity, User};
use crate::policies::tenants;
use crate::settings::Settings;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IdentityProvider {
    /// An Entra account, in the tenant of the organization with this name.
    Work(String),
    Google,
    MicrosoftAccount,
    Passcode,
}

const GOOGLE: &[&str] = &["gmail.com", "googlemail.com"];
/// Consumer domains with Microsoft accounts; there are more.
const MICROSOFT: &[&str] = &["outlook.com", "hotmail.com", "live.com", "msn.com"];

impl IdentityProvider {
    /// The provider for this guest. After redemption it stays the same until a reset.
    pub(super) fn of(settings: &Settings, guest: &User, address: &str) -> Self {
        let domain = domain(address);
        let issuer = guest.identities.first().map(|identity| identity.issuer.as_ref());
        let used = issuer.filter(|_| guest.state == Some(GuestState::Accepted));
        match used {
            Some("ExternalAzureAD") => Self::Work(organization(domain)),
            Some("google.com") => Self::Google,
            Some("MicrosoftAccount") => Self::MicrosoftAccount,
            Some("mail") => Self::Passcode,
            Some(_) | None => Self::for_new_guest(settings, domain),
        }
    }

    fn for_new_guest(settings: &Settings, domain: &str) -> Self {
        let among = |domains: &[&str]| domains.iter().any(|known| known.eq_ignore_ascii_case(domain));
        if let Some(home) = tenants::of_domain(domain) {
            Self::Work(home.name.to_owned())
        } else if among(GOOGLE) {
            Self::Google
        } else if among(MICROSOFT) || !settings.email_one_time_passcode {
            Self::MicrosoftAccount
        } else {
            Self::Passcode
        }
    }

    /// The source in the audit log. That of passcodes is [observed], the others are [inferred].
    pub(super) fn source(&self) -> &'static str {
        match self {
            Self::Work(_) => "Azure AD",
            Self::Google => "Google",
            Self::MicrosoftAccount => "Microsoft Account",
            Self::Passcode => "One Time Passcode",
        }
    }

    /// The guest's identity after redemption. An Entra account has no assigned id.
    pub(super) fn identity(&self, address: &str) -> Identity {
        match self {
            Self::Work(_) => Identity::external("ExternalAzureAD", ""),
            Self::Google => Identity::external("google.com", address),
            Self::MicrosoftAccount => Identity::external("MicrosoftAccount", address),
            Self::Passcode => Identity::external("mail", address),
        }
    }
}

pub(super) fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

fn organization(domain: &str) -> String {
    tenants::of_domain(domain).map_or(domain, |home| home.name).to_owned()
}

#[cfg(test)]
mod tests;
