//! The question which of several columns has the guests. Until it is answered, no row can be sent. Must not decide.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::domain::import::columns::Question;
use crate::ui::parts::focus;
use crate::ui::state::expect_bulk;
use crate::ui::words::{Words, expect_words, say, text};

use super::model::{ColumnFacts, columns};
use super::source::LIST;

#[component]
pub(super) fn WhichAddress() -> impl IntoView {
    let bulk = expect_bulk();
    let asked = Memo::new(move |_| {
        let asked = bulk.with_list(|list| {
            let Question::WhichAddress(asked) = list.columns().question()?;
            Some(columns(list).into_iter().filter(|column| asked.contains(&column.at)).collect::<Vec<_>>())
        });
        asked.flatten()
    });
    move || asked.get().map(|asked| view! { <Answer asked /> })
}

#[component]
fn Answer(asked: Vec<ColumnFacts>) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let chosen = RwSignal::new(BTreeSet::<usize>::new());
    let answered_none = RwSignal::new(false);
    let answer = move |_| {
        let guests: Vec<usize> = chosen.get_untracked().into_iter().collect();
        answered_none.set(guests.is_empty());
        if !guests.is_empty() {
            focus(LIST);
            bulk.answer_which_address(&guests);
        }
    };
    let option = move |column: ColumnFacts| {
        let at = column.at;
        let samples = column.samples.join(", ");
        let choose = move |checked: bool| {
            answered_none.set(false);
            chosen.update(|chosen| {
                let _ = if checked { chosen.insert(at) } else { chosen.remove(&at) };
            });
        };
        view! {
            <label class="bulk__option">
                <input type="checkbox" on:change:target=move |event| choose(event.target().checked()) />
                <span>
                    <b translate="no">{move || column_name(words, &column)}</b>
                    " "
                    <span class="quiet" translate="no">{samples}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="card bulk__question" aria-describedby="bulk-question-text">
            <legend>{text!(words, bulk.question_heading)}</legend>
            <p id="bulk-question-text">{text!(words, bulk.question_text)}</p>
            {asked.into_iter().map(option).collect_view()}
            <div role="alert">
                <Show when=move || answered_none.get()>
                    <p class="field__say field__say--problem">{text!(words, bulk.question_none)}</p>
                </Show>
            </div>
            <button type="button" class="button button--primary" on:click=answer>
                {text!(words, bulk.question_answer)}
            </button>
        </fieldset>
    }
}

/// The header of a column, or its number.
pub(super) fn column_name(words: Words, column: &ColumnFacts) -> String {
    let number = || say!(words, bulk.column_number, number = words.number(column.at + 1));
    column.header.clone().unwrap_or_else(number)
}
