//! The buttons that stop the loading of a long list, and resume it. Must not know how the list is loaded.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::ui::parts::focus;
use crate::ui::state::{ListPhase, expect_guest_list};
use crate::ui::words::{expect_words, say};

/// Shown only while more than one page is to come, and after a stop.
#[component]
pub(super) fn LoadingControls() -> impl IntoView {
    let words = expect_words();
    let list = expect_guest_list();
    let stopped = Memo::new(move |_| list.phase().with(|phase| *phase == ListPhase::Stopped));
    let shown = Memo::new(move |_| stopped.get() || list.can_be_stopped() || list.is_stopping().get());
    let label = move || {
        if stopped.get() {
            say!(words, guests.load_rest)
        } else if list.is_stopping().get() {
            say!(words, guests.stopping)
        } else {
            say!(words, guests.stop)
        }
    };
    // It is one button, so that it keeps the focus when it changes.
    let press = move |event: MouseEvent| {
        // The second press of a double click would undo the first one.
        if event.detail() > 1 {
            return;
        }
        if stopped.get_untracked() {
            // The button goes away when little is left to load.
            focus("guests-refresh");
            list.load();
        } else {
            list.stop();
        }
    };
    let note = move || match list.total().get() {
        Some(all) => say!(words, guests.stopped_of, all = words.number(all)),
        None => say!(words, guests.stopped),
    };
    view! {
        <Show when=move || shown.get()>
            <button
                type="button"
                class="button"
                aria-disabled=move || list.is_stopping().get().to_string()
                on:click=press
            >
                {label}
            </button>
            <Show when=move || stopped.get()>
                <p class="tools__stopped">{note}</p>
            </Show>
        </Show>
    }
}
