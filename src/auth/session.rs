//! The story of one sign-in in one tab, as the views see it. Tokens are not in here: they never reach a view.

use crate::domain::rights::Rights;

use super::error::AuthProblem;

/// Where the sign-in stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Nobody is signed in.
    SignedOut(SignedOutWhy),
    /// The browser is on its way to the sign-in page: start nothing.
    Leaving,
    /// Back from the sign-in page, the code is being redeemed.
    Redeeming,
    /// Signed in.
    SignedIn(Account),
    /// Was signed in; the sign-in ended while the page was open. What was typed is still there.
    Ended(Account, AuthProblem),
}

impl Session {
    /// Whose session it is, also after it ended.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedIn(account) | Self::Ended(account, _) => Some(account),
            Self::SignedOut(_) | Self::Leaving | Self::Redeeming => None,
        }
    }
}

/// Why nobody is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum SignedOutWhy {
    /// Nobody has signed in in this tab yet.
    Fresh,
    /// Signed out on purpose.
    Left,
    /// It was not possible to sign in again without asking.
    Expired,
    /// Signing in failed.
    Refused(AuthProblem),
}

/// Who is signed in. The key of a person is `oid` and `tid` together, never a name or address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `oid`: the object id in the tenant.
    pub oid: String,
    /// `tid`: the tenant.
    pub tid: String,
    /// `name`, for people to read.
    pub name: String,
    /// `preferred_username`, for people to read.
    pub username: String,
    /// The optional claim `login_hint`, or the user name: lets a later sign-in skip the account picker.
    pub login_hint: String,
    /// What this person may do.
    pub rights: Rights,
}

impl Account {
    /// Whether two sign-ins are one person in one tenant.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}.{}", self.oid, self.tid)
    }
}
