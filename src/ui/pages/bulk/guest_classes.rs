//! What the person wants for guests whom the directory has already: a choice for each class of them. Must not decide about
//! a row.

use leptos::prelude::*;

use crate::domain::import::guest_choices::{GuestChoice, GuestClass};
use crate::ui::state::expect_bulk;
use crate::ui::words::{expect_words, text};

#[component]
pub(super) fn GuestClasses() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let classes = Memo::new(move |_| {
        let with_guests = bulk.with_list(|list| {
            GuestClass::ALL.into_iter().filter(|class| list.guests_of(*class) > 0).collect::<Vec<_>>()
        });
        with_guests.unwrap_or_default()
    });
    view! {
        <Show when=move || !classes.read().is_empty()>
            <section class="bulk__setting" aria-labelledby="bulk-guests">
                <h2 class="bulk__name" id="bulk-guests">{text!(words, bulk.guests)}</h2>
                <p class="quiet">{text!(words, bulk.guests_hint)}</p>
                <div class="bulk__classes">
                    <For each=move || classes.get() key=|class| *class let:class>
                        <Class class />
                    </For>
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Class(class: GuestClass) -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let count = Memo::new(move |_| bulk.with_list(|list| list.guests_of(class)).unwrap_or_default());
    let chosen =
        Memo::new(move |_| bulk.with_list(|list| list.guest_choices().of(class)).unwrap_or_default());
    let choose = move |place: String| {
        let choice = place.parse().ok().and_then(|place: usize| GuestChoice::ALL.get(place).copied());
        bulk.choose_for_guests(class, choice.unwrap_or_default());
    };
    let id = match class {
        GuestClass::Pending => "bulk-guests-pending",
        GuestClass::Accepted => "bulk-guests-accepted",
        GuestClass::Other => "bulk-guests-other",
    };
    view! {
        <div class="bulk__class">
            <label for=id>{move || words.guest_class(class)}</label>
            <span class="quiet">{move || words.number(count.get())}</span>
            <select class="select" id=id on:change:target=move |event| choose(event.target().value())>
                {GuestChoice::ALL
                    .into_iter()
                    .enumerate()
                    .map(|(place, choice)| view! {
                        <option value=place.to_string() selected=move || chosen.get() == choice>
                            {move || words.guest_choice(choice)}
                        </option>
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
