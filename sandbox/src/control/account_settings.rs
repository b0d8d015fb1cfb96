//! The accounts that can sign in: the settings of their sign-in, and their directory roles.

use std::borrow::Cow;

use http::{Method, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answers::{self, Refusal, Refuse, bad_request, completed, is_form};
use super::draft::{Draft, show};
use super::fields::{Field, Kind, number};
use crate::directory::accounts::{ACCOUNTS, Account, AccountKind};
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
    let field = |name: &'static str, label, hint, kind| Field {
        path: Cow::Owned(format!("accounts/{upn}/{name}")),
        label: Cow::Borrowed(label),
        name: Some(Cow::Borrowed(name)),
        hint,
        kind,
    };
    vec![
        field("mfa", "Asks for a second factor (MFA)", "", Kind::Switch),
        field(
            "mfaOnRefresh",
            "Asks for a second factor in the background only",
            "Silent sign-ins and renewals of tokens are refused until it was given.",
            Kind::Switch,
        ),
        field("conditionalAccess", "Conditional Access", "", Kind::Choice(CONDITIONS)),
        field(
            "signInFrequencySeconds",
            "Seconds until a new sign-in is asked for",
            "Counts only with the last choice of Conditional Access.",
            number(0, 31_536_000),
        ),
        field("assigned", "May sign in to the apps (is assigned)", "", Kind::Switch),
    ]
}

const CONDITIONS: &[(&str, &str)] = &[
    ("none", "Allows every sign-in"),
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
        Ok(says) if is_form(request) => completed(tenant, request, says),
        Ok(_) => web::json(StatusCode::OK, &roles_json(tenant)),
        Err(problem) if is_form(request) => refuse(tenant, request, Refusal::Failed(problem)),
        Err(problem) => bad_request(&problem),
    }
}

/// Returns the words for what was done.
fn set_roles(tenant: &mut Tenant, wanted: &RolesRequest) -> Result<String, String> {
    let role = |name: &String| Role::named(name).ok_or(format!("there is no directory role {name}"));
    let mut roles = wanted.roles.iter().map(role).collect::<Result<Vec<_>, _>>()?;
    roles.sort_by_key(|role| ROLES.iter().position(|known| known == role));
    roles.dedup();
    let person = tenant.directory.user_by_upn(&wanted.upn);
    let person = person.ok_or(format!("there is no user {}", wanted.upn))?;
    let says = format!("Roles of {} saved: {}.", person.display_name, role_names(&roles));
    let id = person.id;
    tenant.directory.change(id, |user| user.roles = roles);
    Ok(says)
}

fn role_names(roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().map(|role| role.display_name()).collect();
    if names.is_empty() { "no role".into() } else { names.join(", ") }
}

/// What a newcomer signs in with this account for.
fn purpose(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::UserAdministrator => "invite guests and members, and manage guests",
        AccountKind::GuestInviter => "invite guests, as a person with this task does",
        AccountKind::Member => {
            "invite guests as an ordinary employee, as long as “Who may invite guests” lets members"
        }
        AccountKind::Reader => {
            "see the portal without the right to invite: it says what is missing and whom to ask"
        }
        AccountKind::GlobalAdministrator => {
            "consent to permissions, for this account or for all users, and then invite"
        }
    }
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
    let people: Vec<_> = ACCOUNTS
        .iter()
        .filter_map(|account| Some((account.kind, tenant.directory.user_by_upn(account.upn)?)))
        .collect();
    html! {
        p { "These accounts can sign in. There are no passwords: the sign-in page shows the accounts as a list, and one \
            click signs in. Guests sign in with the link in their mail, see " a href="#outbox" { "Outbox" } "." }
        div.scroll role="region" aria-label="Accounts" tabindex="0" {
            table.cards {
                caption { "Which account to sign in with" }
                thead { tr { th scope="col" { "Account" } th scope="col" { "Sign in with it to" }
                    th scope="col" { "Directory roles now" } } }
                tbody {
                    @for (kind, person) in &people {
                        tr {
                            th scope="row" { strong { (person.display_name) } br; (person.upn) }
                            td data-label="Sign in with it to" { (purpose(*kind)) }
                            td data-label="Directory roles now" { (role_names(&person.roles)) }
                        }
                    }
                }
            }
        }
        h3 { "Change an account" }
        p { "Changes count from the next sign-in or token on. For programs: " a href="/_sandbox/roles" { "roles as JSON" }
            ", and the member " code { "accounts" } " of the " a href="/_sandbox/settings" { "settings as JSON" } "." }
        @for (_, person) in people { (account(person, &current, draft)) }
    }
}

fn account(person: &User, current: &Value, draft: Option<&Draft>) -> Markup {
    let fields = switches(&person.upn);
    let open = draft.is_some_and(|draft| fields.iter().any(|field| field.typed(&draft.form).is_some()));
    html! {
        details open[open] {
            summary {
                strong { (person.display_name) } ", " (person.upn) ": "
                (role_names(&person.roles))
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
