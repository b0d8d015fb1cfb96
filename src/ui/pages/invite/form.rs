//! The form.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::invite::{InviteOutcome, Look, invite};
use crate::domain::invitation::{Field as At, Invitation, InvitationDraft, InviteAs};
use crate::domain::language;
use crate::domain::rights::{May, Permission};
use crate::ui::parts::{
    Field, IntoPart, Notice, TextArea, TextField, Tone, event, flag, focus, line, maybe, switch, task,
};
use crate::ui::sending::Sending;
use crate::ui::state::{State, expect_state};
use crate::ui::words::{expect_words, say, text};

use super::model;
use super::notes::Notes;
use super::outcome::{Found, Refusal};
use super::rights::{before_sending, may_invite};

/// What the form's parts share.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) state: State,
    pub(super) sending: RwSignal<Sending>,
    left: RwSignal<Vec<At>>,
    tried: RwSignal<bool>,
}

impl Form {
    fn leave(self, field: At) {
        self.state.draft.update(model::tidy);
        self.left.update(|left| left.push(field));
    }

    fn problem(self, field: At) -> Signal<Option<String>> {
        let words = expect_words();
        Signal::derive(move || {
            let rules = self.state.rules();
            let left = self.left.read();
            let problem = self
                .state
                .draft
                .with(|draft| model::shown_problem(draft, field, &rules, &left, self.tried.get()));
            problem.map(|problem| words.field_problem(&problem))
        })
    }

    fn warning(self, field: At) -> Signal<Option<String>> {
        let words = expect_words();
        Signal::derive(move || {
            let rules = self.state.rules();
            let seen = self.left.read().contains(&field) || self.tried.get();
            let warning = seen.then(|| self.state.draft.with(|draft| draft.warning(field, &rules))).flatten();
            warning.map(|warning| words.field_warning(warning))
        })
    }

    fn set(self, change: impl Fn(&mut InvitationDraft, String) + Send + Sync + 'static) -> Callback<String> {
        Callback::new(move |text| self.state.draft.update(|draft| change(draft, text)))
    }

    fn submit(self) {
        if self.sending.with_untracked(Sending::is_busy) || untrack(|| self.state.invite_barred()).is_some() {
            return;
        }
        self.state.draft.update(model::tidy);
        self.tried.set(true);
        let rules = untrack(|| self.state.rules());
        match self.state.draft.with_untracked(|draft| draft.check(&rules)) {
            // Back from there, the person presses Send again: nothing is sent from an address.
            Ok(_) if !untrack(|| may_invite(self.state)) => self.state.ask_for(Permission::Invite),
            Ok(invitation) => {
                let known = self.state.invited_here(&invitation);
                self.send(invitation, Look::First(known));
            }
            Err(problems) => {
                self.sending.set(Sending::Idle);
                if let Some((field, _)) = problems.first() {
                    focus(model::control_id(*field));
                }
            }
        }
    }

    /// Sends, and tells the tab's state what came of it: the page may be gone by then, or be there anew.
    pub(super) fn send(self, invitation: Invitation, look: Look) {
        let (state, sending) = (self.state, self.sending);
        sending.set(if look == Look::Decided { Sending::Posting } else { Sending::Looking });
        state.restored.set(None);
        let portal = state.portal();
        let typed = state.draft.get_untracked();
        task(async move {
            let posting = move || sending.set(Sending::Posting);
            let outcome = match invite(&portal.client, &invitation, look, posting).await {
                Ok(InviteOutcome::Sent(answer)) => {
                    state.add_sent(invitation, answer);
                    // What was typed meanwhile is for somebody else.
                    state.draft.update(|draft| {
                        if *draft == typed {
                            *draft = draft.for_another();
                        }
                    });
                    Sending::Idle
                }
                Ok(InviteOutcome::Found(existing)) => match model::as_refusal(&existing) {
                    Some(refusal) => Sending::Failed(refusal, false),
                    None => Sending::Found(Box::new(existing), Box::new(invitation)),
                },
                Err(error) => {
                    // What failed while looking has sent nothing.
                    let posted = sending.with_untracked(|sending| *sending == Sending::Posting);
                    let unsure = posted && error.outcome_unknown();
                    Sending::Failed(error, unsure)
                }
            };
            sending.set(outcome);
        });
    }
}

/// The form with what came of the last try.
#[component]
pub(super) fn InviteForm() -> impl IntoView {
    let words = expect_words();
    let state = expect_state();
    let form =
        Form { state, sending: state.sending, left: RwSignal::new(Vec::new()), tried: RwSignal::new(false) };
    // Old news: it was read when it was new.
    if form.sending.with_untracked(|sending| sending.left_alone().is_some()) {
        form.sending.set(Sending::Idle);
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    let to_fix = move || {
        let rules = state.rules();
        let problems =
            || state.draft.with(|draft| draft.check(&rules)).err().map_or(0, |problems| problems.len());
        if form.tried.get() { problems() } else { 0 }
    };
    let summary = move || match to_fix() {
        0 => None,
        1 => Some(say!(words, invite.fix_one)),
        many => Some(say!(words, invite.fix_many, count = words.number(many))),
    };
    let progress = move || match &*form.sending.read() {
        Sending::Looking => say!(words, invite.looking),
        Sending::Posting => say!(words, invite.sending),
        Sending::Idle | Sending::Found(..) | Sending::Failed(..) | Sending::LeftAlone(_) => String::new(),
    };
    let send_label =
        move || if form.sending.read().is_busy() { progress() } else { say!(words, invite.send) };
    view! {
        <form class="card form" novalidate on:submit=submit aria-label=text!(words, invite.title)>
            <Who form />
            <Mail form />
            <Where form />
            <Refusal form />
            <Found form />
            <div role="alert">
                {maybe(move || summary().map(|text| view! { <p class="form__summary">{text}</p> }.part()))}
            </div>
            <p class="hidden" role="status">{line(progress)}</p>
            <Notes />
            <div class="form__actions">
                <button
                    type="submit"
                    id="invite-send"
                    class="button button--primary"
                    aria-disabled=flag(move || form.sending.read().is_busy() || state.invite_barred().is_some())
                    aria-describedby="invite-blocked invite-notes"
                >
                    {line(send_label)}
                </button>
                <p class="quiet" id="invite-blocked">
                    {line(move || before_sending(state, words))}
                </p>
            </div>
        </form>
    }
}

#[component]
fn Who(form: Form) -> impl IntoView {
    let words = expect_words();
    let state = form.state;
    let member = move || state.rules().may_invite_members.unwrap_or(May::Unknown);
    let hint = Signal::derive(move || match member() {
        May::Yes => say!(words, invite.as_hint),
        May::No => say!(words, invite.as_hint_no_member),
        May::Unknown => say!(words, invite.as_hint_unknown),
    });
    let choose = move |event| {
        let chosen = if event_target_value(&event) == "member" { InviteAs::Member } else { InviteAs::Guest };
        state.draft.update(|draft| draft.invite_as = chosen);
    };
    let is = move |kind| state.draft.with(|draft| draft.invite_as == kind);
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.who)}</legend>
            <TextField
                id="invite-email"
                kind="email"
                label=text!(words, invite.email)
                hint=text!(words, invite.email_hint)
                value=Signal::derive(move || state.draft.with(|draft| draft.email.clone()))
                on_input=form.set(|draft, text| draft.email = text)
                on_leave=move |()| form.leave(At::Email)
                problem=form.problem(At::Email)
                warning=form.warning(At::Email)
                required=true
            />
            <TextField
                id="invite-name"
                label=text!(words, invite.name)
                hint=text!(words, invite.name_hint)
                value=Signal::derive(move || state.draft.with(|draft| draft.name.clone()))
                on_input=form.set(|draft, text| draft.name = text)
                on_leave=move |()| form.leave(At::Name)
                problem=form.problem(At::Name)
            />
            <Field id="invite-as" label=text!(words, invite.invite_as) hint problem=form.problem(At::InviteAs)>
                <select
                    class="select"
                    id="invite-as"
                    aria-describedby="invite-as-say invite-as-hint"
                    aria-invalid=flag(move || form.problem(At::InviteAs).with(Option::is_some))
                    on:change=event(choose)
                    on:blur=move |_| form.leave(At::InviteAs)
                >
                    <option value="guest" selected=switch(move || is(InviteAs::Guest))>{text!(words, invite.as_guest)}</option>
                    <option value="member" selected=switch(move || is(InviteAs::Member)) disabled=switch(move || member() == May::No)>
                        {text!(words, invite.as_member)}
                    </option>
                </select>
            </Field>
        </fieldset>
    }
}

#[component]
fn Mail(form: Form) -> impl IntoView {
    let words = expect_words();
    let state = form.state;
    let off = Signal::derive(move || state.draft.with(|draft| !draft.send_mail));
    let own_message = move || state.draft.with(|draft| !draft.message.trim().is_empty());
    let unless_off = move |hint: String| if off.get() { say!(words, invite.mail_off) } else { hint };
    let language_hint = Signal::derive(move || unless_off(say!(words, invite.language_hint)));
    let language_warning = Signal::derive(move || {
        let ignored = own_message() && !off.get() && state.draft.with(|draft| !draft.language.is_empty());
        ignored.then(|| say!(words, invite.language_ignored))
    });
    let language_is = move |tag: &str| state.draft.with(|draft| draft.language == tag);
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
                        prop:checked=switch(move || !off.get())
                        on:change=event(move |event| state.draft.update(|draft| draft.send_mail = event_target_checked(&event)))
                    />
                    <span>{text!(words, invite.send_mail)}</span>
                </label>
                <p class="field__hint" id="invite-send-mail-hint">{text!(words, invite.send_mail_hint)}</p>
            </div>
            <TextArea
                id="invite-message"
                label=text!(words, invite.message)
                hint=Signal::derive(move || unless_off(say!(words, invite.message_hint)))
                value=Signal::derive(move || state.draft.with(|draft| draft.message.clone()))
                on_input=form.set(|draft, text| draft.message = text)
                disabled=off
            />
            <Field
                id="invite-language"
                label=text!(words, invite.language)
                hint=language_hint
                warning=language_warning
            >
                <select
                    class="select"
                    id="invite-language"
                    aria-describedby="invite-language-say invite-language-hint"
                    disabled=off
                    on:change=event(move |event| state.draft.update(|draft| draft.language = event_target_value(&event)))
                >
                    <option value="" selected=switch(move || language_is(""))>{text!(words, invite.language_auto)}</option>
                    {language::OFFERED
                        .map(|tag| view! {
                            <option value=tag selected=switch(move || language_is(tag))>{line(move || words.language_name(tag))}</option>
                        })
                        .collect_view()}
                </select>
            </Field>
            <TextField
                id="invite-cc"
                kind="email"
                label=text!(words, invite.cc)
                hint=Signal::derive(move || unless_off(say!(words, invite.cc_hint)))
                value=Signal::derive(move || state.draft.with(|draft| draft.cc.clone()))
                on_input=form.set(|draft, text| draft.cc = text)
                on_leave=move |()| form.leave(At::Cc)
                problem=form.problem(At::Cc)
                disabled=off
            />
        </fieldset>
    }
}

#[component]
fn Where(form: Form) -> impl IntoView {
    let words = expect_words();
    let state = form.state;
    view! {
        <fieldset class="group">
            <legend>{text!(words, invite.landing)}</legend>
            <TextField
                id="invite-redirect"
                kind="url"
                label=text!(words, invite.redirect)
                hint=text!(words, invite.redirect_hint)
                value=Signal::derive(move || state.draft.with(|draft| draft.redirect.clone()))
                on_input=form.set(|draft, text| draft.redirect = text)
                on_leave=move |()| form.leave(At::Redirect)
                problem=form.problem(At::Redirect)
                warning=form.warning(At::Redirect)
                required=true
            />
            {maybe(move || {
                let name = form.sending.with(|sending| sending.left_alone().map(str::to_owned))?;
                let text = say!(words, invite.left, name = name);
                Some(view! { <Notice tone=Tone::Info heading=""><p>{text}</p></Notice> }.part())
            })}
        </fieldset>
    }
}
