//! The form: what its parts share, sending, and what stands around the fields.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::invite::{InviteOutcome, Look, invite};
use crate::domain::access::Verdict;
use crate::domain::invitation::{Field, Invitation, InvitationDraft, Rules};
use crate::domain::rights::Permission;
use crate::ui::parts::focus;
use crate::ui::sending::Sending;
use crate::ui::state::{State, expect_state};
use crate::ui::words::{Words, expect_words, say, text};

use super::fields::{Mail, Where, Who};
use super::model::{self, Checked, Visited};
use super::notes::Notes;
use super::outcome::{Found, Refusal};
use super::rights::{before_sending, may_invite};

/// What the form's parts share.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) state: State,
    pub(super) sending: RwSignal<Sending>,
    pub(super) rules: Memo<Rules>,
    words: Words,
    /// The one check of the form for each change of it.
    checked: Memo<Checked>,
    visited: RwSignal<Visited>,
    /// What is in the way of inviting, where it cannot but fail.
    barred: Memo<Option<Verdict>>,
}

impl Form {
    fn new(state: State, words: Words) -> Self {
        let rules = Memo::new(move |_| state.rules());
        let check = move |_: Option<&Checked>| {
            state.draft.with(|draft| rules.with(|rules| Checked::new(draft, rules)))
        };
        Self {
            state,
            sending: state.sending,
            rules,
            words,
            checked: Memo::new(check),
            visited: RwSignal::new(Visited::default()),
            barred: Memo::new(move |_| state.invite_barred()),
        }
    }

    /// A part of what was typed.
    pub(super) fn value<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&InvitationDraft) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.state.draft.with(&read))
    }

    /// Changes what was typed.
    pub(super) fn change(self, change: impl FnOnce(&mut InvitationDraft)) {
        self.state.draft.update(change);
    }

    /// A field was left.
    pub(super) fn leave(self, field: Field) {
        self.state.draft.update(model::tidy);
        self.visited.update(|visited| visited.left.push(field));
    }

    /// The problem to show beside a field.
    pub(super) fn problem(self, field: Field) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let (checked, visited) = (self.checked.read(), self.visited.read());
            checked.shown_problem(field, &visited).map(|problem| self.words.field_problem(problem))
        })
    }

    /// The warning to show beside a field.
    pub(super) fn warning(self, field: Field) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let (checked, visited) = (self.checked.read(), self.visited.read());
            checked.shown_warning(field, &visited).map(|warning| self.words.field_warning(warning))
        })
    }

    /// How many fields are to be corrected, once sending was tried.
    fn to_fix(self) -> usize {
        if self.visited.read().tried { self.checked.read().problems().len() } else { 0 }
    }

    fn submit(self) {
        if self.sending.with_untracked(Sending::is_busy) || self.barred.get_untracked().is_some() {
            return;
        }
        self.state.draft.update(model::tidy);
        self.visited.update(|visited| visited.tried = true);
        match self.checked.get_untracked().outcome {
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

    /// Sends, and tells the tab's state what came of it. No action of this page's: the page may be gone by then, or be there
    /// anew, and whoever looks then is to see it.
    pub(super) fn send(self, invitation: Invitation, look: Look) {
        let (state, sending) = (self.state, self.sending);
        sending.set(if look == Look::Decided { Sending::Posting } else { Sending::Looking });
        state.restored.set(None);
        let portal = state.portal();
        let typed = state.draft.get_untracked();
        spawn_local(async move {
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
    let form = Form::new(state, words);
    // Old news: it was read when it was new.
    if form.sending.with_untracked(|sending| sending.left_alone().is_some()) {
        form.sending.set(Sending::Idle);
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    // Memos, so that what is read out is read out when it changes, and not with every letter that is typed.
    let summary = Memo::new(move |_| match form.to_fix() {
        0 => None,
        count => Some(say!(words, invite.fix, count = count)),
    });
    let busy = Memo::new(move |_| form.sending.with(Sending::is_busy));
    let progress = move || match &*form.sending.read() {
        Sending::Looking => say!(words, invite.looking),
        Sending::Posting => say!(words, invite.sending),
        Sending::Idle | Sending::Found(..) | Sending::Failed(..) | Sending::LeftAlone(_) => String::new(),
    };
    view! {
        <form class="card form" novalidate on:submit=submit aria-label=text!(words, invite.title)>
            <Who form />
            <Mail form />
            <Where form />
            <Refusal form />
            <Found form />
            <div role="alert">
                {move || summary.get().map(|text| view! { <p class="form__summary">{text}</p> })}
            </div>
            <p class="hidden" role="status">{progress}</p>
            <Notes />
            <div class="form__actions">
                <button
                    type="submit"
                    id="invite-send"
                    class="button button--primary"
                    aria-disabled=move || (busy.get() || form.barred.read().is_some()).to_string()
                    aria-describedby="invite-blocked invite-notes"
                >
                    {move || if busy.get() { progress() } else { say!(words, invite.send) }}
                </button>
                <p class="quiet" id="invite-blocked">
                    {move || before_sending(form.barred.get(), may_invite(state), words)}
                </p>
            </div>
        </form>
    }
}
