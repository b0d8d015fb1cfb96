//! The fields of the form in three groups: the guest, the mail, and the page after accepting. Must not check a field:
//! `domain::invitation` does.

use leptos::prelude::*;

use crate::domain::invitation::Field;
use crate::domain::language;
use crate::domain::rights::May;
use crate::ui::parts::{Notice, SelectField, TextArea, TextField, Tone};
use crate::ui::words::{expect_words, say, text};

use super::form_state::Form;

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
            <TextField
                field=form.bind(Field::Name)
                label=text!(words, invite.name)
                hint=text!(words, invite.name_hint)
            />
            <GuestOrMember form />
        </fieldset>
    }
}

#[component]
fn GuestOrMember(form: Form) -> impl IntoView {
    let words = expect_words();
    let member =
        Memo::new(move |_| form.rules.with(|rules| rules.may_invite_members.unwrap_or(May::Unknown)));
    let hint = Signal::derive(move || match member.get() {
        May::Yes => say!(words, invite.as_hint),
        May::No => say!(words, invite.as_hint_no_member),
        May::Unknown => say!(words, invite.as_hint_unknown),
    });
    let field = form.bind(Field::InviteAs);
    let chosen = field.value;
    view! {
        <SelectField field label=text!(words, invite.invite_as) hint>
            <option value="guest" selected=move || *chosen.read() == "guest">{text!(words, invite.as_guest)}</option>
            <option
                value="member"
                selected=move || *chosen.read() == "member"
                disabled=move || member.get() == May::No
            >
                {text!(words, invite.as_member)}
            </option>
        </SelectField>
    }
}

#[component]
pub(super) fn Mail(form: Form) -> impl IntoView {
    let words = expect_words();
    let mailed = form.is_mailed();
    let off = Signal::derive(move || !mailed.get());
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
                        prop:checked=mailed
                        on:change:target=move |event| {
                            form.invite.edit(|draft| draft.send_mail = event.target().checked());
                        }
                    />
                    <span>{text!(words, invite.send_mail)}</span>
                </label>
                <p class="field__hint" id="invite-send-mail-hint">{text!(words, invite.send_mail_hint)}</p>
            </div>
            <TextArea
                field=form.bind(Field::Message)
                label=text!(words, invite.message)
                hint=Signal::derive(move || unless_off(say!(words, invite.message_hint)))
                disabled=off
            />
            <Language form off />
            <TextField
                field=form.bind(Field::Cc)
                kind="email"
                label=text!(words, invite.cc)
                hint=Signal::derive(move || unless_off(say!(words, invite.cc_hint)))
                disabled=off
            />
        </fieldset>
    }
}

#[component]
fn Language(
    form: Form,
    /// True if no mail is sent.
    off: Signal<bool>,
) -> impl IntoView {
    let words = expect_words();
    let hint = Signal::derive(move || match off.get() {
        true => say!(words, invite.mail_off),
        false => say!(words, invite.language_hint),
    });
    let field = form.bind(Field::Language);
    let chosen = field.value;
    view! {
        <SelectField field label=text!(words, invite.language) hint disabled=off>
            <option value="" selected=move || chosen.read().is_empty()>{text!(words, invite.language_auto)}</option>
            {language::OFFERED
                .map(|tag| view! {
                    <option value=tag selected=move || *chosen.read() == tag>{move || words.language_name(tag)}</option>
                })
                .collect_view()}
        </SelectField>
    }
}

#[component]
pub(super) fn Landing(form: Form) -> impl IntoView {
    let words = expect_words();
    let not_resent =
        Memo::new(move |_| form.invite.sending().with(|sending| sending.not_resent().map(str::to_owned)));
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.landing)}</legend>
            <TextField
                field=form.bind(Field::Redirect)
                kind="url"
                label=text!(words, invite.redirect)
                hint=text!(words, invite.redirect_hint)
                required=true
            />
            {move || not_resent.get().map(|name| view! { <NotResent name /> })}
        </fieldset>
    }
}

/// Shown when the person decided not to invite an existing guest again.
#[component]
fn NotResent(name: String) -> impl IntoView {
    let words = expect_words();
    view! {
        <Notice tone=Tone::Info>
            <p>{move || say!(words, invite.left, name = name)}</p>
        </Notice>
    }
}
