//! Who one is here.

use leptos::prelude::*;

use crate::auth::session::Account as Identity;
use crate::domain::roles;
use crate::ui::seen::{Check, Learnt};
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say, text};

/// What OpenID Connect adds to every sign-in: no permission of the directory.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Account, tenant, roles and permissions.
#[component]
pub(super) fn Account() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let account = Memo::new(move |_| state.account());
    let of = move |read: fn(Identity) -> String| {
        Signal::derive(move || account.get().map(read).unwrap_or_default())
    };
    let organization = Signal::derive(move || state.organization_name().unwrap_or_else(|| "–".to_owned()));
    view! {
        <section class="card access">
            <h2>{text!(words, access.account)}</h2>
            <dl class="facts">
                <Fact name=text!(words, access.name) value=of(|account| account.name) />
                <Fact name=text!(words, access.username) value=of(|account| account.username) />
                <Fact name=text!(words, access.organization) value=organization />
                <Fact name=text!(words, access.tenant) value=of(|account| account.tid) />
                <Fact name=text!(words, access.roles) value=Signal::derive(move || roles_found(state, words)) />
                <Fact name=text!(words, access.scopes) value=of(scopes) />
            </dl>
            <p class="quiet">{text!(words, access.roles_hint)}</p>
            <div class="row">
                <button type="button" class="button" on:click=move |_| state.check_again()>
                    {text!(words, access.check_again)}
                </button>
                <span role="status">{move || checked(state, words)}</span>
            </div>
        </section>
    }
}

#[component]
fn Fact(#[prop(into)] name: Signal<String>, value: Signal<String>) -> impl IntoView {
    view! { <div class="facts__row"><dt>{name}</dt><dd>{value}</dd></div> }
}

fn checked(state: State, words: Words) -> String {
    match state.seen.with(|seen| seen.check.clone()) {
        Check::Idle => String::new(),
        Check::Asking => say!(words, access.looking),
        Check::Done => say!(words, access.checked),
        Check::Failed(problem) => words.auth_problem(&problem).text,
    }
}

fn scopes(account: Identity) -> String {
    let mut names = account.rights.scopes().to_vec();
    names.retain(|name| !OPENID.contains(&name.as_str()));
    names.join(", ")
}

/// From the token where it has them, else from the directory.
fn roles_found(state: State, words: Words) -> String {
    let of_token = state.account().and_then(|account| account.rights.roles().map(<[_]>::to_vec));
    let mut names: Vec<String> = match of_token {
        Some(ids) => ids
            .into_iter()
            .filter(|id| roles::is_role(id))
            .map(|id| {
                roles::name(&id)
                    .map_or_else(|| say!(words, access.role_unnamed, id = id.clone()), str::to_owned)
            })
            .collect(),
        None => match state.seen.with(|seen| seen.roles.clone()) {
            Learnt::Known(found) => found.into_iter().map(|role| role.name).collect(),
            Learnt::Asking => return say!(words, access.looking),
            Learnt::NotAsked | Learnt::Refused(_) => return say!(words, access.roles_unknown),
        },
    };
    names.sort();
    if names.is_empty() { say!(words, access.roles_none) } else { names.join(", ") }
}
