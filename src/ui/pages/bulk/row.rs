//! A row of the list: its address and name, which can be corrected in place, what will happen to it, and what the person
//! can decide about it. Must not check a row.

use leptos::prelude::*;

use crate::domain::import::edit::Decision;
use crate::domain::import::verdict::{Verdict, VerdictKind};
use crate::ui::parts::sentence;
use crate::ui::state::expect_bulk;
use crate::ui::words::{Words, expect_words, named, say, text};

use super::model::RowFacts;
use super::preview::ShownRequest;

#[component]
pub(super) fn RowLine(
    /// The number of the row in the list, from 0.
    row: usize,
    /// The rows that the table has, in order.
    shown: Memo<Vec<usize>>,
) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let facts = Memo::new(move |_| bulk.with_list(|list| RowFacts::of(list, row)).flatten());
    let read =
        move |text: fn(&RowFacts) -> String| facts.with(|facts| facts.as_ref().map(text).unwrap_or_default());
    let number = Memo::new(move |_| {
        words.number(facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.number as usize)))
    });
    let address = Memo::new(move |_| read(|facts| facts.address.clone()));
    let name = Memo::new(move |_| read(|facts| facts.name.clone()));
    let kind = Memo::new(move |_| facts.with(|facts| facts.as_ref().map(|facts| facts.verdict.kind())));
    let index = move || shown.with(|shown| shown.binary_search(&row).unwrap_or_default() + 2);
    let correct_address = Callback::new(move |text| bulk.correct_address(row, text));
    let correct_name = Callback::new(move |text| bulk.correct_name(row, text));
    let address_label = Signal::derive(move || say!(words, bulk.address_of, number = number.get()));
    let name_label = Signal::derive(move || say!(words, bulk.name_of, number = number.get()));
    let wrong = Signal::derive(move || kind.get().is_some_and(is_about_address));
    view! {
        <tr role="row" aria-rowindex=index data-row="" on:focusin=move |_| bulk.keep(row)>
            <td role="cell" class="bulk__number">{number}</td>
            <td role="cell" class="bulk__address">
                <Cell value=address label=address_label wrong on_change=correct_address />
            </td>
            <td role="cell" class="bulk__who">
                <Cell value=name label=name_label wrong=Signal::stored(false) on_change=correct_name />
            </td>
            <td role="cell" class="bulk__outcome"><Outcome row facts /></td>
            <td role="cell" class="bulk__actions"><Decisions row facts number /></td>
        </tr>
    }
}

/// Whether the address has to be corrected or chosen.
fn is_about_address(kind: VerdictKind) -> bool {
    match kind {
        VerdictKind::NotAnAddress | VerdictKind::NoAddress | VerdictKind::OwnOrganization => true,
        VerdictKind::WillInvite
        | VerdictKind::InviteAgain
        | VerdictKind::NewLink
        | VerdictKind::AlreadyGuest
        | VerdictKind::InternalUser
        | VerdictKind::Duplicate
        | VerdictKind::Problems
        | VerdictKind::NeedsALook
        | VerdictKind::NotNeeded
        | VerdictKind::Unanswered
        | VerdictKind::LeftOut => false,
    }
}

/// A text that is corrected in place. The row is checked when the person leaves it or presses Enter; Escape brings back the
/// text as it was.
#[component]
fn Cell(
    value: Memo<String>,
    label: Signal<String>,
    wrong: Signal<bool>,
    on_change: Callback<String>,
) -> impl IntoView {
    let bulk = expect_bulk();
    let control = NodeRef::<leptos::html::Input>::new();
    let by_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(control) = control.get_untracked()
        {
            control.set_value(&value.get_untracked());
            bulk.set_types(false);
        }
    };
    view! {
        <input
            class="input bulk__cell"
            class:bulk__cell--wrong=wrong
            type="text"
            node_ref=control
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            translate="no"
            dir="auto"
            aria-label=label
            aria-invalid=move || wrong.get().to_string()
            prop:value=value
            on:keydown=by_key
            on:input:target=move |event| bulk.set_types(event.target().value() != value.get_untracked())
            on:change:target=move |event| {
                bulk.set_types(false);
                on_change.run(event.target().value());
                // Blanks around it have been removed.
                event.target().set_value(&value.get_untracked());
            }
        />
    }
}

/// What will happen to the row, what the person should know about it, and addresses to choose from.
#[component]
fn Outcome(row: usize, facts: Memo<Option<RowFacts>>) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let told = Memo::new(move |_| {
        let facts = facts.get()?;
        bulk.with_list(|list| {
            let warnings = facts.warnings.iter().map(|warning| words.row_warning(list, warning));
            let without_mail = !list.draft(row).send_mail;
            let verdict = if let Verdict::InviteAgain(guest) = &facts.verdict
                && without_mail
            {
                // Without a mail, a second invitation is a new link.
                words.row_verdict(list, &Verdict::NewLink(guest.clone()))
            } else if facts.verdict == Verdict::WillInvite && without_mail {
                say!(words, bulk.will_invite_no_mail)
            } else {
                words.row_verdict(list, &facts.verdict)
            };
            (verdict, warnings.collect::<Vec<_>>().join(" "))
        })
    });
    let class = move || {
        let tone = facts.with(|facts| facts.as_ref().map_or("", |facts| tone(&facts.verdict)));
        format!("bulk__verdict {tone}")
    };
    let offers = Memo::new(move |_| facts.with(|facts| facts.as_ref().map(|facts| facts.offers.clone())));
    let full = move || told.get().map(|(verdict, warnings)| plain(&format!("{verdict} {warnings}")));
    view! {
        <div class="bulk__told" title=full>
            <p class=class>{move || told.get().map(|(verdict, _)| sentence(&verdict))}</p>
            {move || told.get().filter(|(_, warnings)| !warnings.is_empty()).map(|(_, warnings)| view! {
                <p class="bulk__warnings">{sentence(&warnings)}</p>
            })}
        </div>
        {move || offers.get().unwrap_or_default().into_iter().map(|address| {
            let shown = address.clone();
            view! {
                <button
                    type="button"
                    class="button button--small"
                    on:click=move |_| bulk.correct_address(row, address.clone())
                >
                    {move || sentence(&say!(words, bulk.use_address, address = named(&shown)))}
                </button>
            }
        }).collect_view()}
    }
}

/// A text without the marks around names.
fn plain(text: &str) -> String {
    let is_mark = |c: char| c == crate::ui::words::NAME_STARTS || c == crate::ui::words::NAME_ENDS;
    text.trim().chars().filter(|c| !is_mark(*c)).collect()
}

/// The colour of what will happen.
fn tone(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::WillInvite | Verdict::InviteAgain(_) | Verdict::NewLink(_) => "bulk__verdict--good",
        Verdict::InternalUser
        | Verdict::OwnOrganization
        | Verdict::NotAnAddress(_)
        | Verdict::NoAddress
        | Verdict::Problems(_) => "bulk__verdict--bad",
        Verdict::NeedsALook(_) | Verdict::Unanswered => "bulk__verdict--warn",
        Verdict::AlreadyGuest(_) | Verdict::Duplicate { .. } | Verdict::NotNeeded(_) | Verdict::LeftOut => {
            "bulk__verdict--quiet"
        }
    }
}

fn decision_label(words: Words, decision: Decision) -> String {
    match decision {
        Decision::AsFound => say!(words, bulk.take_in),
        Decision::LeftOut => say!(words, bulk.leave_out),
        Decision::TakenIn | Decision::InvitedAgain => say!(words, bulk.invite_anyway),
    }
}

/// The buttons of the row. The first one stays when it is pressed, and changes what it does, so that it keeps the focus.
#[component]
fn Decisions(row: usize, facts: Memo<Option<RowFacts>>, number: Memo<String>) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let shown = expect_context::<ShownRequest>();
    let choices = Memo::new(move |_| {
        facts.with(|facts| facts.as_ref().map(|facts| facts.choices.clone()).unwrap_or_default())
    });
    let button = move |place: usize| {
        let choice = move || choices.with(|choices| choices.get(place).copied());
        view! {
            <button
                type="button"
                class="button button--small"
                hidden=move || choice().is_none()
                on:click=move |_| if let Some(decision) = untrack(choice) { bulk.decide(row, decision) }
            >
                {move || choice().map(|decision| decision_label(words, decision))}
                <span class="hidden">" "{move || say!(words, bulk.row_of, number = number.get())}</span>
            </button>
        }
    };
    let is_sent =
        move || facts.with(|facts| facts.as_ref().is_some_and(|facts| facts.verdict.kind().is_sent()));
    view! {
        {button(0)}
        {button(1)}
        <button
            type="button"
            class="button button--small"
            hidden=move || !is_sent()
            title=text!(words, bulk.preview)
            on:click=move |_| shown.show(row)
        >
            <span aria-hidden={"true"} translate="no">"{ }"</span>
            <span class="hidden">
                {text!(words, bulk.preview)}
                " "
                {move || say!(words, bulk.row_of, number = number.get())}
            </span>
        </button>
    }
}
