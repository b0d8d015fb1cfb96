//! Keyboard shortcuts: which keys they are, and what they do. Must not know how the sheet shows them.

use std::time::Duration;

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::domain::guest_query::GuestQuery;
use crate::ui::navigation::use_page;
use crate::ui::parts::{focus, focus_search, keys_are_taken};
use crate::ui::routes::Route;

use super::help::choice::{Help, OpenHelp};
use super::part::Part;
use super::preferences::expect_settings;

/// How long after `g` the second key counts.
const SECOND_KEY_TAKES: Duration = Duration::from_secs(2);
/// How many frames the search field may take to appear when the page's code is there.
const FRAMES: u32 = 120;
/// The key code of each key that an input method takes. Safari has it also for the key that ends a composition.
const COMPOSING: u32 = 229;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shortcut {
    /// Moves the focus to the search among the guests.
    Search,
    Invite,
    Guests,
    /// Shows the shortcuts.
    Sheet,
}

/// The keys that were pressed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pressed {
    /// When `g` was pressed, on the clock of the events.
    g: Option<Duration>,
}

impl Pressed {
    /// Takes the next key, pressed at `at`. Returns what it does.
    fn next(&mut self, key: &str, at: Duration) -> Option<Shortcut> {
        let after_g = self.g.take().is_some_and(|earlier| at.saturating_sub(earlier) <= SECOND_KEY_TAKES);
        match (after_g, key) {
            (true, "i" | "I") => Some(Shortcut::Invite),
            (true, "g" | "G") => Some(Shortcut::Guests),
            (false, "g" | "G") => {
                self.g = Some(at);
                None
            }
            (_, "/") => Some(Shortcut::Search),
            (_, "?") => Some(Shortcut::Sheet),
            _ => None,
        }
    }
}

/// Whether the key is one that could be a shortcut: no command of the browser, and no part of a composition.
fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
        || event.repeat()
        || event.is_composing()
        || event.key_code() == COMPOSING
        || event.default_prevented())
}

/// Reads the shortcuts until the component is removed.
pub(super) fn use_shortcuts(help: OpenHelp) {
    let settings = expect_settings();
    let page = use_page();
    let navigate = use_navigate();
    let go = move |route: &Route| {
        // A page that is open already has no second entry in the history.
        if page.get_untracked().as_ref() == Some(route) {
            focus("main");
        } else {
            navigate(&route.href(), NavigateOptions::default());
        }
    };
    let pressed = StoredValue::new(Pressed::default());
    let listener = window_event_listener(keydown, move |event| {
        if !is_plain(&event) || !untrack(|| settings.shortcuts()) || keys_are_taken() {
            return;
        }
        let at = Duration::try_from_secs_f64(event.time_stamp() / 1000.0).unwrap_or_default();
        let Some(shortcut) = pressed.try_update_value(|pressed| pressed.next(&event.key(), at)).flatten()
        else {
            return;
        };
        // Otherwise the key would be typed into the field that gets the focus.
        event.prevent_default();
        match shortcut {
            Shortcut::Search => {
                if !matches!(page.get_untracked(), Some(Route::Guests(_))) {
                    go(&Route::Guests(GuestQuery::default()));
                }
                spawn_local(async move {
                    Part::Guests.arrive().await;
                    search_when_there(page, FRAMES);
                });
            }
            Shortcut::Invite => go(&Route::Invite),
            Shortcut::Guests => go(&Route::Guests(GuestQuery::default())),
            Shortcut::Sheet => help.open(Help::Shortcuts),
        }
    });
    on_cleanup(move || listener.remove());
}

/// Moves the focus to the search field as soon as it is there. Without one, as where guests may not be read, nothing
/// happens; neither if the person goes on to another page.
fn search_when_there(page: Memo<Option<Route>>, frames: u32) {
    let on_guests = page.try_get_untracked().is_some_and(|page| matches!(page, Some(Route::Guests(_))));
    if on_guests && !focus_search() && frames > 0 {
        request_animation_frame(move || search_when_there(page, frames - 1));
    }
}

#[cfg(test)]
mod tests;
