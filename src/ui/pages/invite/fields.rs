//! The fields of the form: who, the mail, and where the guest lands.

use leptos::prelude::*;

use crate::domain::invitation::{Field as At, InviteAs};
use crate::domain::language;
use crate::domain::rights::May;
use crate::ui::parts::{Field, Notice, TextArea, TextField, Tone};
use crate::ui::words::{expect_words, say, text};

use super::form::Form;

#[component]
pub(super) fn Who(form: Form) -> impl IntoView {
    let words = expect_words();
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.who)}</legend>
            <TextField
                id="invite-email"
                kind="email"
                label=text!(words, invite.email)
                hint=text!(words, invite.email_hint)
                value=form.value(|draft| draft.email.clone())
                on_input=move |text| form.change(|draft| draft.email = text)
                on_leave=move |()| form.leave(At::Email)
                problem=form.problem(At::Email)
                warning=form.warning(At::Email)
                required=true
            />
            <TextField
                id="invite-name"
                label=text!(words, invite.name)
                hint=text!(words, invite.name_hint)
                value=form.value(|draft| draft.name.clone())
                on_input=move |text| form.change(|draft| draft.name = text)
                on_leave=move |()| form.leave(At::Name)
                problem=form.problem(At::Name)
            />
            <Kind form />
        </fieldset>
    }
}

/// Guest or Member.
#[component]
fn Kind(form: Form) -> impl IntoView {
    let words = expect_words();
    let member =
        Memo::new(move |_| form.rules.with(|rules| rules.may_invite_members.unwrap_or(May::Unknown)));
    let hint = Signal::derive(move || match member.get() {
        May::Yes => say!(words, invite.as_hint),
        May::No => say!(words, invite.as_hint_no_member),
        May::Unknown => say!(words, invite.as_hint_unknown),
    });
    let chosen = form.value(|draft| draft.invite_as);
    let problem = form.problem(At::InviteAs);
    let choose = move |value: String| {
        let kind = if value == "member" { InviteAs::Member } else { InviteAs::Guest };
        form.change(|draft| draft.invite_as = kind);
    };
    view! {
        <Field id="invite-as" label=text!(words, invite.invite_as) hint problem>
            <select
                class="select"
                id="invite-as"
                aria-describedby="invite-as-say invite-as-hint"
                aria-invalid=move || problem.read().is_some().to_string()
                on:change:target=move |event| choose(event.target().value())
                on:blur=move |_| form.leave(At::InviteAs)
            >
                <option value="guest" selected=move || chosen.get() == InviteAs::Guest>
                    {text!(words, invite.as_guest)}
                </option>
                <option
                    value="member"
                    selected=move || chosen.get() == InviteAs::Member
                    disabled=move || member.get() == May::No
                >
                    {text!(words, invite.as_member)}
                </option>
            </select>
        </Field>
    }
}

#[component]
pub(super) fn Mail(form: Form) -> impl IntoView {
    let words = expect_words();
    let off = form.value(|draft| !draft.send_mail);
    let unless_off = move |hint: String| if off.get() { say!(words, invite.mail_off) } else { hint };
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
                        prop:checked=move || !off.get()
                        on:change:target=move |event| form.change(|draft| draft.send_mail = event.target().checked())
                    />
                    <span>{text!(words, invite.send_mail)}</span>
                </label>
                <p class="field__hint" id="invite-send-mail-hint">{text!(words, invite.send_mail_hint)}</p>
            </div>
            <TextArea
                id="invite-message"
                label=text!(words, invite.message)
                hint=Signal::derive(move || unless_off(say!(words, invite.message_hint)))
                value=form.value(|draft| draft.message.clone())
                on_input=move |text| form.change(|draft| draft.message = text)
                disabled=off
            />
            <Language form off />
            <TextField
                id="invite-cc"
                kind="email"
                label=text!(words, invite.cc)
                hint=Signal::derive(move || unless_off(say!(words, invite.cc_hint)))
                value=form.value(|draft| draft.cc.clone())
                on_input=move |text| form.change(|draft| draft.cc = text)
                on_leave=move |()| form.leave(At::Cc)
                problem=form.problem(At::Cc)
                disabled=off
            />
        </fieldset>
    }
}

/// The mail's language.
#[component]
fn Language(
    form: Form,
    /// Whether no mail is sent.
    off: Memo<bool>,
) -> impl IntoView {
    let words = expect_words();
    let hint = Signal::derive(move || match off.get() {
        true => say!(words, invite.mail_off),
        false => say!(words, invite.language_hint),
    });
    // The service writes its own text in that language, and none beside an own message.
    let ignored =
        form.value(|draft| draft.send_mail && !draft.message.trim().is_empty() && !draft.language.is_empty());
    let warning = Signal::derive(move || ignored.get().then(|| say!(words, invite.language_ignored)));
    let chosen = form.value(|draft| draft.language.clone());
    view! {
        <Field id="invite-language" label=text!(words, invite.language) hint warning>
            <select
                class="select"
                id="invite-language"
                aria-describedby="invite-language-say invite-language-hint"
                disabled=off
                on:change:target=move |event| form.change(|draft| draft.language = event.target().value())
            >
                <option value="" selected=move || chosen.read().is_empty()>{text!(words, invite.language_auto)}</option>
                {language::OFFERED
                    .map(|tag| view! {
                        <option value=tag selected=move || *chosen.read() == tag>{move || words.language_name(tag)}</option>
                    })
                    .collect_view()}
            </select>
        </Field>
    }
}

#[component]
pub(super) fn Where(form: Form) -> impl IntoView {
    let words = expect_words();
    let left_alone = Memo::new(move |_| form.sending.with(|sending| sending.left_alone().map(str::to_owned)));
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.landing)}</legend>
            <TextField
                id="invite-redirect"
                kind="url"
                label=text!(words, invite.redirect)
                hint=text!(words, invite.redirect_hint)
                value=form.value(|draft| draft.redirect.clone())
                on_input=move |text| form.change(|draft| draft.redirect = text)
                on_leave=move |()| form.leave(At::Redirect)
                problem=form.problem(At::Redirect)
                warning=form.warning(At::Redirect)
                required=true
            />
            {move || left_alone.get().map(|name| view! { <LeftAlone name /> })}
        </fieldset>
    }
}

/// An existing guest was left as they are.
#[component]
fn LeftAlone(name: String) -> impl IntoView {
    let words = expect_words();
    view! {
        <Notice tone=Tone::Info>
            <p>{move || say!(words, invite.left, name = name)}</p>
        </Notice>
    }
}
