//! Consents: for each app, permissions granted to all users and to single users.
//!
//! Must not know the consent pages.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::permissions::{self, Permission};
use super::scopes::Scopes;
use super::{App, Apps, CLIENT_ID};
use crate::directory::accounts::ACCOUNTS;
use crate::directory::{Directory, Role, User};

/// Granted to all users at the start.
const FOR_ALL: &[&str] = &["User.Read", "User.Read.All"];
/// Granted at the start to single users: those who may invite.
const FOR_INVITERS: &[&str] = &["User.Invite.All"];

/// `consentType`: `AllPrincipals`, or one `Principal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Principal {
    All,
    One(Uuid),
}

/// All grants of delegated permissions, by app id and principal.
pub(crate) struct Consents(HashMap<(String, Principal), BTreeSet<&'static str>>);

/// The consent that a user still has to give.
pub(crate) enum MissingConsent {
    None,
    /// Permissions that need an administrator.
    Admin(Vec<&'static Permission>),
    User(Vec<&'static Permission>),
}

impl Consents {
    /// The grants at the start; all are for the portal.
    pub(crate) fn seeded(directory: &Directory) -> Self {
        let mut consents = Self(HashMap::new());
        consents.grant(CLIENT_ID, Principal::All, FOR_ALL.iter().copied());
        for account in ACCOUNTS.iter().filter(|account| account.kind.may_invite()) {
            if let Some(person) = directory.user_by_upn(account.upn) {
                consents.grant(CLIENT_ID, Principal::One(person.id), FOR_INVITERS.iter().copied());
            }
        }
        consents
    }

    pub(crate) fn grant(
        &mut self,
        app: &str,
        whom: Principal,
        names: impl IntoIterator<Item = &'static str>,
    ) {
        self.0.entry((app.to_owned(), whom)).or_default().extend(names);
    }

    /// Replaces the permissions that are granted for this app to this principal.
    pub(crate) fn set(&mut self, app: &str, whom: Principal, names: &[&'static str]) {
        self.0.insert((app.to_owned(), whom), names.iter().copied().collect());
    }

    /// Removes all that is granted for this app.
    pub(crate) fn forget(&mut self, app: &str) {
        self.0.retain(|(known, _), _| known != app);
    }

    /// App id, principal and permissions of every grant, in a stable order.
    pub(crate) fn rows(&self) -> Vec<(&str, Principal, Vec<&'static str>)> {
        let granted = self.0.iter().filter(|(_, names)| !names.is_empty());
        let row = granted.map(|((app, whom), names)| (app.as_str(), *whom, names.iter().copied().collect()));
        let mut rows: Vec<_> = row.collect();
        rows.sort();
        rows
    }

    /// All permissions granted to this user for this app, ordered by name. Entra puts all of them into a token, also
    /// those that the request did not name.
    pub(crate) fn granted(&self, app: &str, person: Uuid) -> BTreeSet<&'static str> {
        let of = |whom| self.0.get(&(app.to_owned(), whom)).into_iter().flatten();
        of(Principal::All).chain(of(Principal::One(person))).copied().collect()
    }

    /// The missing consent for these scopes.
    pub(crate) fn missing(&self, app: &App, person: &User, scopes: &Scopes) -> MissingConsent {
        let granted = self.granted(&app.identity.id, person.id);
        let missing = asked(app, scopes, &granted).into_iter().filter(|asked| !granted.contains(asked.name));
        let missing: Vec<_> = missing.collect();
        if missing.is_empty() {
            MissingConsent::None
        } else if may_consent_for_all(person) || missing.iter().all(|permission| !permission.admin_only) {
            MissingConsent::User(missing)
        } else {
            MissingConsent::Admin(missing.into_iter().filter(|permission| permission.admin_only).collect())
        }
    }

    pub(crate) fn to_json(&self, directory: &Directory) -> Value {
        let mut rows: Vec<_> = self.0.iter().collect();
        rows.sort_by_key(|(whom, _)| *whom);
        let row = |((app, whom), names): (&(String, Principal), &BTreeSet<&'static str>)| {
            let upn = match whom {
                Principal::All => None,
                Principal::One(id) => directory.user(*id).map(|user| user.upn.clone()),
            };
            json!({ "clientId": app, "upn": upn, "permissions": names })
        };
        rows.into_iter().map(row).collect()
    }

    /// Grants or removes the permissions in the body of `/_sandbox/consents`. The error is a sentence for the user.
    pub(crate) fn change(
        &mut self,
        body: &[u8],
        apps: &Apps,
        directory: &Directory,
        take_away: bool,
    ) -> Result<(), String> {
        let wanted: Change = serde_json::from_slice(body).map_err(|problem| problem.to_string())?;
        let app = wanted.client_id.map_or(CLIENT_ID.to_owned(), |id| id.to_string());
        let app = apps.get(&app).ok_or(format!("there is no app {app}"))?;
        let whom = match &wanted.upn {
            None => Principal::All,
            Some(upn) => {
                let person = directory.user_by_upn(upn).ok_or(format!("there is no user {upn}"))?;
                Principal::One(person.id)
            }
        };
        let names = permissions::names(&wanted.permissions)?;
        let grant = self.0.entry((app.identity.id.clone(), whom)).or_default();
        if take_away {
            grant.retain(|name| !names.contains(name));
        } else {
            grant.extend(names);
        }
        Ok(())
    }
}

/// The body of `/_sandbox/consents`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    /// `None` means the portal.
    client_id: Option<Uuid>,
    /// `None` means all users.
    upn: Option<String>,
    permissions: Vec<String>,
}

/// The permissions of a request. `.default` requests those of the registration, but only if nothing was granted before,
/// as documented.
pub(crate) fn asked(
    app: &App,
    scopes: &Scopes,
    granted: &BTreeSet<&'static str>,
) -> Vec<&'static Permission> {
    let listed = app.delegated.iter().filter(|_| scopes.default && granted.is_empty());
    let mut asked = scopes.graph.clone();
    for permission in listed.filter_map(|name| permissions::find(name)) {
        if !asked.contains(&permission) {
            asked.push(permission);
        }
    }
    asked
}

/// Here only a Global Administrator consents for the organization; Entra has more such roles.
pub(crate) fn may_consent_for_all(person: &User) -> bool {
    person.roles.contains(&Role::GlobalAdministrator)
}

#[cfg(test)]
mod tests;
