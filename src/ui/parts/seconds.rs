//! A clock for texts that count seconds. Must not know what they count.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::state::expect_session;

/// A signal that changes each second while `counts` is true on a visible page. It stops with the component that calls
/// this.
pub fn seconds_pass(counts: impl Fn() -> bool + Send + Sync + 'static) -> RwSignal<bool> {
    let visible = expect_session().visible();
    let second = RwSignal::new(false);
    let pass = move || second.update(|second| *second = !*second);
    Effect::new(move || {
        if counts() && visible.get() {
            pass();
            if let Ok(timer) = set_interval_with_handle(pass, Duration::from_secs(1)) {
                on_cleanup(move || timer.clear());
            }
        }
    });
    second
}
