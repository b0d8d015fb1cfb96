//! `POST /_sandbox/consents`: what an administrator would have consented to, without the administrator.

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::signin::consent;
use crate::tenant::Tenant;
use crate::web::{self, Answer, Ask};

/// One grant of permissions to the portal.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    /// For whom; everybody with an account if left out.
    upn: Option<String>,
    permissions: Vec<String>,
}

pub(super) fn grant(tenant: &mut Tenant, ask: &Ask) -> Answer {
    let change: Change = match serde_json::from_slice(&ask.body) {
        Ok(change) => change,
        Err(problem) => return refused(&problem.to_string()),
    };
    let mut names = Vec::new();
    for wanted in &change.permissions {
        match consent::named(wanted) {
            Some(name) => names.push(name),
            None => return refused(&format!("there is no permission {wanted}")),
        }
    }
    let people: Vec<_> = match &change.upn {
        Some(upn) => tenant.directory.user_by_upn(upn).map(|user| user.id).into_iter().collect(),
        None => {
            let accounts = crate::directory::members::ACCOUNTS.iter();
            accounts.filter_map(|account| Some(tenant.directory.user_by_upn(account.upn)?.id)).collect()
        }
    };
    if people.is_empty() {
        return refused("there is no such user");
    }
    for person in people {
        tenant.signins.consents.entry(person).or_default().extend(names.iter().copied());
    }
    web::empty(StatusCode::NO_CONTENT)
}

fn refused(problem: &str) -> Answer {
    web::json(StatusCode::BAD_REQUEST, &json!({ "error": problem }))
}
