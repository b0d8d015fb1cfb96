//! Who has consented to what: for each app one grant for everybody, and one for each person.
//!
//! Knows the consent model of this tenant. Must not know how somebody is asked.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::apps::{App, Apps};
use super::permissions::{self, Permission};
use super::scopes::Scopes;
use crate::directory::accounts::ACCOUNTS;
use crate::directory::{Directory, Role, User};
use crate::tenant::CLIENT_ID;

/// What the administrator has consented to for everybody.
const FOR_ALL: &[&str] = &["User.Read", "User.Read.All"];
/// What was granted to single people: those who may invite.
const FOR_INVITERS: &[&str] = &["User.Invite.All"];

/// For whom a grant is: `AllPrincipals` or one `Principal`, in Graph's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Principal {
    All,
    One(Uuid),
}

/// Every grant of delegated permissions in the tenant.
pub(crate) struct Consents(HashMap<(String, Principal), BTreeSet<&'static str>>);

/// What a person's consent to an app still lacks.
pub(super) enum MissingConsent {
    None,
    /// Only an administrator could grant these.
    Admin(Vec<&'static Permission>),
    User(Vec<&'static Permission>),
}

impl Consents {
    /// The grants at the beginning: for the portal alone.
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

    /// All permissions in force for this person in this app, in order of name. Entra puts all of them into a token,
    /// whichever the request named.
    pub(crate) fn granted(&self, app: &str, person: Uuid) -> BTreeSet<&'static str> {
        let of = |whom| self.0.get(&(app.to_owned(), whom)).into_iter().flatten();
        of(Principal::All).chain(of(Principal::One(person))).copied().collect()
    }

    /// What is missing for these scopes.
    pub(super) fn missing(&self, app: &App, person: &User, scopes: &Scopes) -> MissingConsent {
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

    /// Grants what the body of `POST /_sandbox/consents` says, or takes it away. The error is a sentence for a person.
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

/// One grant as the control plane takes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    /// The portal if left out.
    client_id: Option<Uuid>,
    /// Everybody if left out.
    upn: Option<String>,
    permissions: Vec<String>,
}

/// The permissions that a request asks for. `.default` asks for those of the registration, but only while nothing was
/// granted yet, as documented.
pub(super) fn asked(
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

/// Only a Global Administrator consents for the organization here; Entra has a few more such roles.
pub(super) fn may_consent_for_all(person: &User) -> bool {
    person.roles.contains(&Role::GlobalAdministrator)
}

#[cfg(test)]
mod tests;
