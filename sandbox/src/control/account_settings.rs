//! The accounts that can sign in: the settings of their sign-in, and their directory roles.

use std::borrow::Cow;

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answers::{self, Refusal, Refuse, bad_request, completed, is_form};
use super::draft::{Draft, show};
use super::fields::{Field, Kind, number};
use crate::directory::accounts::{ACCOUNTS, Account};
use crate::directory::role::ROLES;
use crate::directory::{Role, User};
use crate::merge_patch::merge;
use crate::settings::Settings;
use crate::settings::switches::Switches;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// The default settings of every account, by sign-in name.
pub(super) fn defaults() -> Value {
    let one = |account: &Account| (account.upn.to_owned(), json!(Switches::default()));
    Value::Object(ACCOUNTS.iter().map(one).collect::<Map<_, _>>())
}

/// The settings as JSON, with the settings of every account, also of those that have the defaults.
pub(super) fn current(settings: &Settings) -> Value {
    let mut current = json!(settings);
    let mut accounts = defaults();
    merge(&mut accounts, current.pointer("/accounts").unwrap_or(&Value::Null));
    if let Value::Object(members) = &mut current {
        members.insert("accounts".into(), accounts);
    }
    current
}

pub(super) fn all_switches() -> impl Iterator<Item = Field> {
    ACCOUNTS.iter().flat_map(|account| switches(account.upn))
}

fn switches(upn: &str) -> Vec<Field> {
    let field = |name: &str, label, hint, kind| Field {
        path: Cow::Owned(format!("accounts/{upn}/{name}")),
        label: Cow::Borrowed(label),
        hint,
        kind,
    };
    vec![
        field("mfa", "Asks for a second factor", "", Kind::Switch),
        field(
            "mfaOnRefresh",
            "Asks for a second factor only where nobody is looking",
            "Silent sign-ins and refreshes are refused until it was given.",
            Kind::Switch,
        ),
        field("conditionalAccess", "Conditional access", "", Kind::Choice(CONDITIONS)),
        field("signInFrequencySeconds", "Sign-in frequency in seconds", "", number(0, 31_536_000)),
        field("assigned", "Is assigned to the apps", "", Kind::Switch),
    ]
}

const CONDITIONS: &[(&str, &str)] = &[
    ("none", "Lets everything pass"),
    ("blocked", "Blocks every sign-in"),
    ("deviceRequired", "Requires a managed device, which no browser here is"),
    ("signInFrequency", "Asks for a new sign-in after a while"),
];

/// The roles that a user shall have; they replace the present ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesRequest {
    upn: String,
    roles: Vec<String>,
}

/// Handles `/_sandbox/roles`.
pub(super) fn handle(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    if request.is_read() {
        return web::json(StatusCode::OK, &roles_json(tenant));
    }
    if request.method != Method::POST {
        return answers::other_method();
    }
    let wanted = if is_form(request) {
        let form = request.form();
        let roles = form.all("role").map(str::to_owned).collect();
        Ok(RolesRequest { upn: form.get("upn").unwrap_or_default().to_owned(), roles })
    } else {
        serde_json::from_slice(&request.body).map_err(|error| error.to_string())
    };
    match wanted.and_then(|wanted| set_roles(tenant, &wanted)) {
        Ok(()) if is_form(request) => completed(request),
        Ok(()) => web::json(StatusCode::OK, &roles_json(tenant)),
        Err(problem) if is_form(request) => refuse(tenant, request, Refusal::Failed(problem)),
        Err(problem) => bad_request(&problem),
    }
}

fn set_roles(tenant: &mut Tenant, wanted: &RolesRequest) -> Result<(), String> {
    let role = |name: &String| Role::named(name).ok_or(format!("there is no directory role {name}"));
    let mut roles = wanted.roles.iter().map(role).collect::<Result<Vec<_>, _>>()?;
    roles.sort_by_key(|role| ROLES.iter().position(|known| known == role));
    roles.dedup();
    let person = tenant.directory.user_by_upn(&wanted.upn).map(|user| user.id);
    let person = person.ok_or(format!("there is no user {}", wanted.upn))?;
    tenant.directory.change(person, |user| user.roles = roles);
    Ok(())
}

/// The users who have roles, by sign-in name, and all roles that exist.
fn roles_json(tenant: &Tenant) -> Value {
    let names = |roles: &[Role]| roles.iter().map(|role| role.display_name()).collect::<Vec<_>>();
    let holders = tenant.directory.users().iter().filter(|user| !user.roles.is_empty());
    let assigned: Map<_, _> = holders.map(|user| (user.upn.clone(), json!(names(&user.roles)))).collect();
    json!({ "assigned": assigned, "roles": names(ROLES) })
}

/// The section "Accounts and roles" of the index page.
pub(super) fn section(tenant: &Tenant, draft: Option<&Draft>) -> Markup {
    let current = current(&tenant.settings);
    let people = ACCOUNTS.iter().filter_map(|account| tenant.directory.user_by_upn(account.upn));
    html! {
        p { "The people of the account page. A role counts in tokens from the next one on; what a sign-in asks for, at \
            the next sign-in. As JSON: " a href="/_sandbox/roles" { "roles" } "." }
        @for person in people { (account(person, &current, draft)) }
    }
}

fn account(person: &User, current: &Value, draft: Option<&Draft>) -> Markup {
    let fields = switches(&person.upn);
    let roles: Vec<_> = person.roles.iter().map(|role| role.display_name()).collect();
    let open = draft.is_some_and(|draft| fields.iter().any(|field| field.typed(&draft.form).is_some()));
    html! {
        details open[open] {
            summary {
                strong { (person.display_name) } ", " (person.upn) ": "
                @if roles.is_empty() { "no role" } @else { (roles.join(", ")) }
            }
            form method="post" action="/_sandbox/roles" {
                input type="hidden" name="upn" value=(person.upn);
                fieldset {
                    legend { "Directory roles of " (person.display_name) }
                    @for role in ROLES {
                        @let id = format!("role/{}/{}", person.upn, role.template_id());
                        div.check {
                            input id=(id) name="role" type="checkbox" value=(role.display_name())
                                checked[person.roles.contains(role)];
                            label for=(id) { (role.display_name()) }
                        }
                    }
                }
                div.actions { button.button type="submit" { "Save roles of " (person.display_name) } }
            }
            form method="post" action="/_sandbox/settings" {
                input type="hidden" name="section" value="accounts";
                fieldset {
                    legend { "Sign-in of " (person.display_name) }
                    @for field in &fields { (show(field, current, draft)) }
                }
                div.actions { button.button type="submit" { "Save sign-in of " (person.display_name) } }
            }
        }
    }
}
