//! How many guests are shown, of how many, and whether more are coming. The line is seen only where it says more than the tabs
//! do; a screen reader says it after a rest, and not at each letter. Must not count itself.

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::guest_view::GuestView;
use crate::ui::state::{ListPhase, expect_guest_list, expect_session};
use crate::ui::words::{expect_words, say};

use super::model::Figures;

/// A screen reader says what has not changed for this long.
const REST: Duration = Duration::from_millis(700);

#[component]
pub(super) fn Status(view: Memo<GuestView>, figures: Memo<Figures>) -> impl IntoView {
    let words = expect_words();
    let (list, session) = (expect_guest_list(), expect_session());
    let shown = move || view.with(|view| view.rows.len());
    let total = move || list.table().with(|table| table.len());
    let loading = move || list.phase().with(|phase| *phase == ListPhase::Loading);
    let status = Memo::new(move |_| {
        let figures = figures.get();
        let count = match figures {
            Figures::Unknown if loading() => return say!(words, guests.loading),
            Figures::Unknown => return String::new(),
            Figures::AtLeast => {
                say!(words, guests.count_at_least, count = total(), shown = words.number(shown()))
            }
            Figures::SoFar | Figures::All => {
                say!(words, guests.count, count = total(), shown = words.number(shown()))
            }
        };
        if !loading() {
            return count;
        }
        let progress = match list.total().get() {
            Some(all) if list.is_one_by_one().get() => {
                say!(words, guests.loading_singly, all = words.number(all))
            }
            Some(all) if all > total() => {
                let loaded = words.number(total());
                say!(words, guests.loading_of, all = words.number(all), loaded = loaded)
            }
            Some(_) | None => say!(words, guests.loading),
        };
        format!("{count} · {progress}")
    });
    // When all guests are shown, the first tab has the same number.
    let is_in_tab = move || figures.get() == Figures::All && !loading() && shown() == total();
    let said = RwSignal::new(status.get_untracked());
    let mut say_later = debounce(REST, move |status| said.set(status));
    Effect::new(move || say_later(status.get()));
    let updated = move || {
        let at = list.complete_at().get()?;
        let time = words.time_of_day(at, session.portal().now());
        Some(view! { <p class="tools__updated">{say!(words, guests.updated, time = time)}</p> })
    };
    view! {
        <div class="tools__figures">
            <p class="hidden" role="status" data-shown=shown data-total=total>
                {said}
            </p>
            <p class="tools__count" class:tools__count--same=is_in_tab aria-hidden={"true"}>
                {status}
            </p>
            {updated}
        </div>
    }
}
