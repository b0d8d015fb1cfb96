//! `GET /me/people`. The service ranks people by communication; here they are all enabled members except the caller, in
//! the order of the directory. Shape of a person [inferred].

use serde_json::{Value, json};

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::single;
use crate::directory::User;
use crate::odata::QueryError;
use crate::tenant::Tenant;

/// The service's page size, and its maximum without a search [inferred].
const DEFAULT_TOP: usize = 10;
const MAX_TOP: usize = 1_000;

pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    let me = call.me()?;
    call.need_scope(&["People.Read", "People.Read.All"])?;
    let top = match call.request.query("$top") {
        None => DEFAULT_TOP,
        Some(text) => match text.parse() {
            Ok(top) if (1..=MAX_TOP).contains(&top) => top,
            Ok(_) | Err(_) => {
                return Err(QueryError::BadOption { name: "$top", value: text.to_owned() }.into());
            }
        },
    };
    let wanted = call.request.query("$search").unwrap_or_default().trim_matches('"').to_lowercase();
    let member =
        |user: &&User| !user.is_external() && user.enabled && user.is_visible(call.now) && user.id != me.id;
    let found = tenant.directory.users().iter().filter(member).filter(|user| matches(user, &wanted));
    let people = found.take(top).enumerate().map(|(rank, user)| person(rank, user)).collect();
    single::list(call, "users('me')/people", "microsoft.graph.person", people)
}

/// Whether every word of the search is a prefix of a word of the name or address.
fn matches(user: &User, wanted: &str) -> bool {
    let mail = user.mail.as_deref().unwrap_or_default();
    let text = format!("{} {mail}", user.display_name).to_lowercase();
    let mut words = wanted.split_whitespace();
    words.all(|word| text.split([' ', '@', '.']).any(|known| known.starts_with(word)))
}

fn person(rank: usize, user: &User) -> Value {
    json!({
        "id": user.id,
        "displayName": user.display_name,
        "givenName": user.given_name,
        "surname": user.surname,
        "jobTitle": user.job_title,
        "companyName": user.company,
        "userPrincipalName": user.upn,
        "scoredEmailAddresses": [{
            "address": user.mail,
            "relevanceScore": 30_u32.saturating_sub(u32::try_from(rank).unwrap_or(30)),
            "selectionLikelihood": "notSpecified",
        }],
        "personType": { "class": "Person", "subclass": "OrganizationUser" },
    })
}
