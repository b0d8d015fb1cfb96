//! The outcome of an attempt to send, in the action bar of the form: a refusal, or an existing guest. Must not send itself:
//! `form_state` does.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::invite::KnownGuest;
use crate::domain::guest::GuestState;
use crate::domain::invitation::Delivery;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::ui::parts::{Details, Notice, Tone, advice, focus_in_place, sentence};
use crate::ui::state::{Sending, expect_access, expect_invite, expect_session};
use crate::ui::words::graph_errors::{Attempt, contradicts};
use crate::ui::words::{ErrorText, Words, expect_words, named, say, text};

use super::form_state::Form;
use super::model::Answer;

/// Takes the focus when it is added to the page, so that a person who sent by keyboard, or who sees a small part of the
/// page, comes to what they have to read.
#[component]
fn Focused(
    /// What Enter does while this has the focus.
    #[prop(optional)]
    on_enter: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(place) = place.get() {
            focus_in_place(&place);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if let Some(on_enter) = on_enter
            && event.key() == "Enter"
            && !event.repeat()
        {
            event.prevent_default();
            on_enter.run(());
        }
    };
    view! { <div class="outcome" tabindex="-1" node_ref=place on:keydown=on_key>{children()}</div> }
}

/// Shown when the service refused the invitation or did not respond.
#[component]
pub(super) fn Refusal(form: Form) -> impl IntoView {
    let failed = Memo::new(move |_| {
        // Above the page it is said that the sign-in has ended, with the button to sign in.
        let said_above = form.session.is_interrupted();
        form.invite.sending().with(|sending| {
            let (error, delivery) = sending.failed().filter(|_| !(said_above && sending.lacks_sign_in()))?;
            Some((error.clone(), delivery))
        })
    });
    move || failed.get().map(|(error, delivery)| view! { <RefusalNotice error delivery /> })
}

#[component]
fn RefusalNotice(
    error: GraphError,
    /// Whether the service may have created the invitation nevertheless.
    delivery: Delivery,
) -> impl IntoView {
    let words = expect_words();
    let address = untrack(|| expect_invite().tried_address());
    let rights = untrack(|| expect_access().inputs()).rights;
    let contradicts = contradicts(&error.kind, Attempt::Invite, &rights);
    let session = expect_session();
    // Then neither another role nor waiting is the advice: the setting of the organization is the likely cause.
    let by_setting = contradicts && error.kind == GraphErrorKind::InvitesNotAllowed;
    let contradicts = contradicts && !by_setting;
    let message = Memo::new(move |_| {
        let message = words.graph_error(&error, Attempt::Invite, &session.portal().config);
        if by_setting { ErrorText { text: say!(words, error.invites_refused), ..message } } else { message }
    });
    let heading = Signal::derive(move || match delivery {
        Delivery::Unknown => say!(words, invite.unknown_heading),
        Delivery::NotSent => say!(words, invite.refused_heading),
    });
    view! {
        <Focused>
            <Notice tone=Tone::Trouble heading>
                {address.map(|address| view! { <p dir="ltr" translate="no">{address}</p> })}
                <p>{move || advice(words, &message.read().text)}</p>
                {(delivery == Delivery::Unknown).then(|| view! { <p>{text!(words, error.maybe_sent)}</p> })}
                {contradicts.then(|| view! { <p>{text!(words, error.contradicts)}</p> })}
                <Details lines=Signal::derive(move || message.get().details) />
            </Notice>
        </Focused>
    }
}

/// The id of the question, which describes the button that answers it.
pub(super) const QUESTION: &str = "invite-question";

/// Shown when a guest with this address already exists: the person decides whether to send another invitation. The buttons
/// for it are in the place of the button to send.
#[component]
pub(super) fn Found(form: Form) -> impl IntoView {
    let found = Memo::new(move |_| {
        form.invite
            .sending()
            .with(|sending| Some((sending.found()?.clone(), sending.is_found_after_lost_answer())))
    });
    move || {
        found.get().map(|(known, after_lost_answer)| view! { <FoundNotice form known after_lost_answer /> })
    }
}

#[component]
fn FoundNotice(
    form: Form,
    known: KnownGuest,
    /// Whether an earlier attempt, whose answer was lost, may have made this guest.
    after_lost_answer: bool,
) -> impl IntoView {
    let words = expect_words();
    let name = known.shown_name().to_owned();
    let first = Answer::first(&known, after_lost_answer);
    let in_doubt = matches!(&known, KnownGuest::InvitedHere(invited) if invited.in_doubt);
    let again = form.invite.is_again();
    let heading = Signal::derive(move || {
        let name = named(&name);
        if in_doubt {
            say!(words, invite.found_doubt_heading, name = name)
        } else if again {
            say!(words, invite.again_heading, name = name)
        } else {
            say!(words, invite.found_guest, name = name)
        }
    });
    view! {
        <Focused on_enter=Callback::new(move |()| form.answer(first))>
            <Notice tone=Tone::Warning heading>
                <p id=QUESTION>{move || sentence(&found_text(words, &known, after_lost_answer))}</p>
            </Notice>
        </Focused>
    }
}

/// Shown when the person decided not to invite an existing guest again.
#[component]
pub(super) fn NotResent(form: Form) -> impl IntoView {
    let words = expect_words();
    let name =
        Memo::new(move |_| form.invite.sending().with(|sending| sending.not_resent().map(str::to_owned)));
    move || {
        name.get().map(|name| {
            view! {
                <Notice tone=Tone::Info>
                    <p>{move || sentence(&say!(words, invite.left, name = named(&name)))}</p>
                </Notice>
            }
        })
    }
}

/// Shown after the person took an invitation back, or left the page before it was sent.
#[component]
pub(super) fn TakenBack(form: Form) -> impl IntoView {
    let words = expect_words();
    let taken_back =
        move || form.invite.sending().with(Sending::is_taken_back) && !form.session.is_interrupted();
    view! {
        <div role="status">
            <Show when=taken_back>
                <Notice tone=Tone::Info>
                    <p>{text!(words, invite.taken_back)}</p>
                    <Show when=move || form.invite.is_in_doubt()>
                        <p>{text!(words, invite.taken_back_doubt)}</p>
                    </Show>
                </Notice>
            </Show>
        </div>
    }
}

/// What is known of a guest who exists already. `after_lost_answer` says whether an earlier attempt may have made this guest.
pub(super) fn found_text(words: Words, known: &KnownGuest, after_lost_answer: bool) -> String {
    let existing = match known {
        KnownGuest::Listed(existing) => existing,
        KnownGuest::InvitedHere(invited) if invited.in_doubt => {
            return say!(words, invite.found_doubt, time = words.time_of_day(invited.at, invited.at));
        }
        KnownGuest::InvitedHere(invited) => {
            return say!(words, invite.found_just_now, time = words.time_of_day(invited.at, invited.at));
        }
    };
    let state = match &existing.guest.state {
        GuestState::Pending => {
            let date =
                existing.guest.invited.map_or_else(|| say!(words, guests.no_date), |at| words.date(at));
            say!(words, invite.found_pending, date = date)
        }
        GuestState::Accepted => say!(words, invite.found_accepted),
        GuestState::NoState => say!(words, invite.found_no_state),
        GuestState::Other(state) => say!(words, invite.found_unknown, state = named(state)),
    };
    if after_lost_answer { format!("{} {state}", say!(words, invite.found_after_lost)) } else { state }
}
