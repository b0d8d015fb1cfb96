//! The account, tenant, roles and permissions of the signed-in person. Must not decide what follows from them.

use leptos::prelude::*;

use crate::auth::session::Account as Identity;
use crate::domain::roles;
use crate::ui::pages::missing_permission::CheckAgain;
use crate::ui::parts::{CopyId, sentence};
use crate::ui::state::{AccessContext, RemoteData, SessionContext, expect_access, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

/// Scopes of OpenID Connect, which are part of every sign-in and give no rights in the directory.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

#[component]
pub(super) fn Account() -> impl IntoView {
    let words = expect_words();
    let (session, access) = (expect_session(), expect_access());
    let account = Memo::new(move |_| session.account());
    let of = move |read: fn(Identity) -> String| {
        Signal::derive(move || account.get().map(read).unwrap_or_default())
    };
    let organization = Signal::derive(move || {
        session.organization_name().map_or_else(|| "–".to_owned(), |name| named(&name))
    });
    view! {
        <section class="card access">
            <h2>{text!(words, access.account)}</h2>
            <dl class="facts">
                <Fact name=text!(words, access.name) value=of(|account| named(&account.name)) />
                <Fact name=text!(words, access.username) value=of(|account| named(&account.username)) />
                <Fact name=text!(words, access.organization) value=organization />
                <Id name=text!(words, access.tenant) value=of(|account| account.tid.as_str().to_owned()) />
                <Id name=text!(words, access.object_id) value=of(|account| account.oid) />
                <Fact name=text!(words, access.roles) value=Signal::derive(move || roles_found(session, access, words)) />
                <Fact name=text!(words, access.scopes) value=of(scopes) />
            </dl>
            <p class="quiet">{text!(words, access.roles_hint)}</p>
            <CheckAgain done=text!(words, access.checked) />
        </section>
    }
}

#[component]
fn Fact(#[prop(into)] name: Signal<String>, value: Signal<String>) -> impl IntoView {
    view! { <div class="facts__row"><dt>{name}</dt><dd>{move || value.with(|value| sentence(value))}</dd></div> }
}

/// An id with a button to copy it.
#[component]
fn Id(#[prop(into)] name: Signal<String>, value: Signal<String>) -> impl IntoView {
    view! {
        <div class="facts__row">
            <dt>{name}</dt>
            <dd class="facts__id"><span translate="no">{value}</span><CopyId id=value named=name /></dd>
        </div>
    }
}

fn scopes(account: Identity) -> String {
    let mut names = account.rights.scopes().to_vec();
    names.retain(|name| !OPENID.contains(&name.as_str()));
    named(&names.join(", "))
}

/// The roles from the token, or from the directory if the token has none.
fn roles_found(session: SessionContext, access: AccessContext, words: Words) -> String {
    let of_token = session.account().and_then(|account| account.rights.roles().map(<[_]>::to_vec));
    let mut names: Vec<String> = match of_token {
        Some(ids) => ids
            .into_iter()
            .filter(|id| roles::is_role(id))
            .map(|id| {
                let name = roles::name(&id).map(|name| named(&words.role(name)));
                name.unwrap_or_else(|| say!(words, access.role_unnamed, id = named(&id)))
            })
            .collect(),
        None => match access.roles().get() {
            RemoteData::Loaded(found) => {
                found.into_iter().map(|role| named(&words.role(&role.name))).collect()
            }
            RemoteData::Loading => return say!(words, access.looking),
            RemoteData::NotAsked | RemoteData::Failed(_) => return say!(words, access.roles_unknown),
        },
    };
    names.sort();
    if names.is_empty() { say!(words, access.roles_none) } else { names.join(", ") }
}
