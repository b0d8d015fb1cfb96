//! The fields of the form in two groups: the guest, and the mail with the page after accepting. Must not check a field:
//! `domain::invitation` does.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::app::invite::KnownGuest;
use crate::domain::email::EmailProblem;
use crate::domain::invisible::is_blank;
use crate::domain::invitation::{Field, FieldProblem, InvitationDraft, LONG_MESSAGE};
use crate::ui::parts::{GuestOrMemberField, LanguageField, TextArea, TextField, reveal, sentence};
use crate::ui::routes::Route;
use crate::ui::state::{AddressCheck, expect_bulk};
use crate::ui::words::{expect_words, named, say, text};

use super::form_state::Form;
use super::notes::Notes;
use super::outcome::found_text;

#[component]
pub(super) fn Who(form: Form) -> impl IntoView {
    let words = expect_words();
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.who)}</legend>
            <TextField
                field=form.bind(Field::Email)
                kind="email"
                label=text!(words, invite.email)
                hint=text!(words, invite.email_hint)
                required=true
            />
            <SeveralAddresses form />
            <AddressNote form />
            <TextField
                field=form.bind(Field::Name)
                label=text!(words, invite.name)
                hint=text!(words, invite.name_hint)
            />
            <GuestOrMemberField field=form.bind(Field::InviteAs) rules=form.rules />
        </fieldset>
    }
}

/// The way to Bulk invite, if the field has several addresses. The form keeps them.
#[component]
fn SeveralAddresses(form: Form) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let email = move || form.invite.draft().with(|draft| draft.email.clone());
    let several = Memo::new(move |_| {
        let problem =
            form.invite.draft().with(|draft| form.rules.with(|rules| draft.problem(Field::Email, rules)));
        matches!(problem, Some(FieldProblem::Email(EmailProblem::Several)))
    });
    view! {
        <Show when=move || several.get()>
            <p>
                <A
                    href=Route::Bulk.href()
                    attr:class="button"
                    on:click=move |_| bulk.hand_over(untrack(email))
                >
                    {text!(words, invite.in_bulk)}
                </A>
            </p>
        </Show>
    }
}

/// The result of the search for an existing guest, which begins when the person leaves the address.
#[component]
fn AddressNote(form: Form) -> impl IntoView {
    let words = expect_words();
    let check = form.invite.address_check();
    let asks = Memo::new(move |_| form.invite.sending().with(|sending| sending.found().is_some()));
    let note = move || match &*check.read() {
        AddressCheck::Running(_) => Some((false, say!(words, invite.looking))),
        AddressCheck::Known(_, known) if !asks.get() => {
            let text = match &**known {
                KnownGuest::Listed(existing) if existing.internal => say!(words, error.already_internal),
                KnownGuest::Listed(_) | KnownGuest::InvitedHere(_) => {
                    let found = say!(words, invite.found_guest, name = named(known.shown_name()));
                    format!("{found}. {}", found_text(words, known, form.invite.is_in_doubt()))
                }
            };
            Some((true, text))
        }
        AddressCheck::None | AddressCheck::Free(_) | AddressCheck::Known(..) => None,
    };
    view! {
        <div class="notes notes--address" role="status">
            {move || note().map(|(warning, text)| view! {
                <p class="field__say" class:field__say--warning=warning>{sentence(&text)}</p>
            })}
        </div>
    }
}

#[component]
pub(super) fn Mail(form: Form) -> impl IntoView {
    let words = expect_words();
    let mailed = form.is_mailed();
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.mail)}</legend>
            <div class="field">
                <label class="switch" for="invite-send-mail">
                    <input
                        type="checkbox"
                        id="invite-send-mail"
                        class="switch__box"
                        aria-describedby="invite-send-mail-hint"
                        prop:checked=mailed
                        on:change:target=move |event| {
                            form.invite.edit(|draft| draft.send_mail = event.target().checked());
                        }
                    />
                    <span>{text!(words, invite.send_mail)}</span>
                </label>
                <p class="field__hint" id="invite-send-mail-hint">
                    {move || if mailed.get() {
                        say!(words, invite.send_mail_hint_on)
                    } else {
                        say!(words, invite.send_mail_hint)
                    }}
                </p>
            </div>
            <Notes />
            <Options form />
        </fieldset>
    }
}

/// The id of what opens.
const OPTIONS: &str = "invite-options";

/// The fields that most invitations leave as they are, behind one line that tells what they contain. They stay in the
/// document and in the order of the keyboard, and open when one of them gets the focus or cannot be sent: an error leads to
/// its field, and a person who goes on by Tab misses none.
#[component]
fn Options(form: Form) -> impl IntoView {
    let words = expect_words();
    let mailed = form.is_mailed();
    // A message of the last invitation, or of a restored draft, must be seen before it is sent to another guest.
    let open = RwSignal::new(form.invite.draft().with_untracked(|draft| !is_blank(&draft.message)));
    let has_problem = Memo::new(move |_| form.has_problem_in_options());
    Effect::new(move || {
        if has_problem.get() {
            open.set(true);
        }
    });
    let summary = Memo::new(move |_| form.invite.draft().with(|draft| words.invitation_options(draft)));
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            request_animation_frame(|| reveal(OPTIONS));
        }
    };
    view! {
        <div class="options" class:options--open=open>
            <button
                type="button"
                class="options__summary"
                aria-expanded=move || open.get().to_string()
                aria-controls=OPTIONS
                on:click=toggle
            >
                <span class="options__name">{text!(words, invite.options)}</span>
                <span class="quiet">{move || sentence(&summary.read())}</span>
            </button>
            <div class="options__fields" id=OPTIONS on:focusin=move |_| open.set(true)>
                <Show when=move || mailed.get()>
                    <MessageField form />
                    <LanguageField field=form.bind(Field::Language) />
                    <TextField
                        field=form.bind(Field::Cc)
                        kind="email"
                        label=text!(words, invite.cc)
                        hint=text!(words, invite.cc_hint)
                    />
                </Show>
                <TextField
                    field=form.bind(Field::Redirect)
                    kind="url"
                    label=text!(words, invite.redirect)
                    hint=text!(words, invite.redirect_hint)
                    required=true
                />
            </div>
        </div>
    }
}

#[component]
fn MessageField(form: Form) -> impl IntoView {
    let words = expect_words();
    let length = Memo::new(move |_| form.invite.draft().with(InvitationDraft::message_length));
    let hint = Signal::derive(move || match length.get() {
        0 => say!(words, invite.message_hint),
        length => {
            let (length, most) = (words.number(length), words.number(LONG_MESSAGE));
            say!(words, invite.message_count, length = length, most = most)
        }
    });
    view! { <TextArea field=form.bind(Field::Message) label=text!(words, invite.message) hint /> }
}
