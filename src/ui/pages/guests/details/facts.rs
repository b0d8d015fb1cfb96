//! What is known of a guest, as names and values, some with a button to copy them. Must not know where the values come from.

use leptos::prelude::*;

use crate::domain::guest::Guest;
use crate::domain::guest_details::{AccountKind, AddressKind, GuestDetails, Identity, Provider};
use crate::domain::invisible::{TextKind, is_blank, revealed, visible};
use crate::ui::parts::{CopyId, sentence};
use crate::ui::words::{Words, named, say};

/// A name and a value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Fact {
    name: String,
    /// As the directory has it; may be empty.
    value: String,
    shown: Shown,
    /// A sentence below the value, with names marked in it; may be empty.
    note: String,
    /// What the value is, for the button that copies it; `None` for a value without one.
    copied_as: Option<String>,
}

/// How a value is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shown {
    /// Without invisible characters, in its own writing direction.
    Name,
    /// With the numbers of invisible characters, from left to right.
    Code,
}

impl Fact {
    fn name(name: String, value: &str) -> Self {
        Self { name, value: value.to_owned(), shown: Shown::Name, note: String::new(), copied_as: None }
    }

    /// An address, or another text that programs read.
    fn code(name: String, value: &str, copied_as: String) -> Self {
        Self { shown: Shown::Code, copied_as: Some(copied_as), ..Self::name(name, value) }
    }

    fn address(words: Words, name: String, address: &str) -> Self {
        Self::code(name, address, say!(words, guests.details_address_named, address = revealed(address)))
    }
}

/// The facts under a heading. Without facts, there is no heading either.
#[component]
pub(super) fn Facts(heading: Signal<String>, facts: Signal<Vec<Fact>>) -> impl IntoView {
    let some = Memo::new(move |_| facts.with(|facts| !facts.is_empty()));
    view! {
        <Show when=move || some.get()>
            <section>
                <h3>{heading}</h3>
                <dl class="facts">
                    <For each=move || facts.get() key=Fact::clone children=row />
                </dl>
            </section>
        </Show>
    }
}

fn row(fact: Fact) -> impl IntoView {
    let Fact { name, value, shown, note, copied_as } = fact;
    let (text, direction) = match shown {
        Shown::Name => (visible(&value, TextKind::Name), "auto"),
        Shown::Code => (revealed(&value), "ltr"),
    };
    let copy = copied_as.filter(|_| !value.is_empty()).map(|named| {
        view! { <CopyId id=Signal::stored(value) named=Signal::stored(named) /> }
    });
    let note = (!note.is_empty()).then(|| view! { <span class="side__note">{sentence(&note)}</span> });
    view! {
        <div class="facts__row">
            <dt>{name}</dt>
            <dd class="facts__id">
                {(!text.is_empty()).then(|| view! { <bdi dir=direction translate="no">{text}</bdi> })}
                {copy}
                {note}
            </dd>
        </div>
    }
}

/// From mail and identities. Until they are read, the address in the list.
pub(super) fn addresses(words: Words, guest: &Guest, details: Option<&GuestDetails>) -> Vec<Fact> {
    let read = details.map(GuestDetails::addresses).unwrap_or_default();
    if read.is_empty() {
        let name = say!(words, guests.address);
        return vec![match guest.address.as_str() {
            "" => Fact::name(name, &say!(words, guests.no_address)),
            address => Fact::address(words, name, address),
        }];
    }
    let fact = |(kind, address)| {
        let name = match kind {
            AddressKind::Mail => say!(words, guests.details_mail),
            AddressKind::OtherMail => say!(words, guests.details_other_mail),
            AddressKind::SignIn => say!(words, guests.details_sign_in_mail),
        };
        Fact::address(words, name, address)
    };
    read.into_iter().map(fact).collect()
}

/// Whose accounts the guest signs in with.
pub(super) fn sign_ins(words: Words, _: &Guest, details: Option<&GuestDetails>) -> Vec<Fact> {
    let fact = |identity: &Identity| {
        let name = match identity.provider() {
            Provider::NotYet => say!(words, guests.details_not_yet),
            Provider::Here => say!(words, guests.details_own),
            Provider::Entra => say!(words, guests.details_entra),
            Provider::MicrosoftAccount => say!(words, guests.details_microsoft),
            Provider::Google => say!(words, guests.details_google),
            Provider::Facebook => say!(words, guests.details_facebook),
            Provider::Passcode => say!(words, guests.details_passcode),
            Provider::Other => say!(words, guests.details_provider),
        };
        let (issuer, kind) = (named(&identity.issuer), named(&identity.sign_in_type));
        let note = say!(words, guests.details_name_at, issuer = issuer, kind = kind);
        let copied_as = say!(words, guests.details_sign_in_name_named);
        // The sign-in name in this directory is among what is said of the account.
        let assigned = if identity.is_sign_in_name() { "" } else { &identity.assigned };
        Fact { note, ..Fact::code(name, assigned, copied_as) }
    };
    details.and_then(|details| details.identities.as_ref()).into_iter().flatten().map(fact).collect()
}

/// Names, company and job, as far as the guest has them.
pub(super) fn person(words: Words, guest: &Guest, details: Option<&GuestDetails>) -> Vec<Fact> {
    let of =
        |read: fn(&GuestDetails) -> &Option<String>| details.and_then(|details| read(details).as_deref());
    let all = [
        (say!(words, guests.details_given_name), of(|details| &details.given_name)),
        (say!(words, guests.details_surname), of(|details| &details.surname)),
        (say!(words, guests.company), Some(guest.company.as_str())),
        (say!(words, guests.details_department), of(|details| &details.department)),
        (say!(words, guests.details_job_title), of(|details| &details.job_title)),
    ];
    let fact = |(name, value): (String, Option<&str>)| {
        let value = value.filter(|value| !is_blank(value))?;
        Some(Fact::name(name, value))
    };
    all.into_iter().filter_map(fact).collect()
}

/// What the account is in the directory.
pub(super) fn account(words: Words, guest: &Guest, details: Option<&GuestDetails>) -> Vec<Fact> {
    let kind = details.and_then(|details| details.kind.as_ref()).and_then(|kind| match kind {
        AccountKind::Guest => Some(say!(words, invite.as_guest)),
        AccountKind::Member => Some(say!(words, invite.as_member)),
        AccountKind::Unsaid => None,
        AccountKind::Other(word) => Some(word.clone()),
    });
    let blocked = details.and_then(|details| details.blocked).or(guest.blocked.then_some(true));
    let signing_in = blocked.map(|blocked| match blocked {
        true => say!(words, guests.state_blocked),
        false => say!(words, guests.details_allowed),
    });
    let kind = kind.map(|kind| Fact::name(say!(words, guests.details_kind), &kind));
    let signing_in =
        signing_in.map(|words_for_it| Fact::name(say!(words, guests.details_signing_in), &words_for_it));
    let sign_in_name =
        details.and_then(|details| details.sign_in_name.as_deref()).filter(|name| !name.is_empty());
    let sign_in_name = sign_in_name.map(|name| {
        let copied_as = say!(words, guests.details_sign_in_name_named);
        Fact::code(say!(words, guests.details_sign_in_name), name, copied_as)
    });
    let copied_as = say!(words, guests.details_object_id_named);
    let id = Fact::code(say!(words, access.object_id), &guest.id.to_string(), copied_as);
    kind.into_iter().chain(signing_in).chain(sign_in_name).chain([id]).collect()
}
