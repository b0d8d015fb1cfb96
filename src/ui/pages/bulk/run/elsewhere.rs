//! A run that another tab has open: how far it is. Must not send.

use leptos::prelude::*;

use crate::ui::parts::{Notice, Tone};
use crate::ui::state::{RunStory, expect_run};
use crate::ui::words::{expect_words, say, text};

#[component]
pub(in crate::ui::pages::bulk) fn RunElsewhere() -> impl IntoView {
    let words = expect_words();
    let run = expect_run();
    let told = Memo::new(move |_| {
        run.story().with(|story| match story {
            RunStory::Elsewhere(told) => Some(*told),
            RunStory::NotAsked | RunStory::Asking | RunStory::None | RunStory::Here(_) => None,
        })
    });
    let heading = Signal::derive(move || match told.get() {
        Some(told) if !told.unfinished => say!(words, run.elsewhere_over),
        Some(_) | None => say!(words, run.elsewhere_heading),
    });
    view! {
        <Show when=move || told.read().is_some()>
            <Notice tone=Tone::Info heading=heading>
                {move || told.get().map(|told| view! {
                    <p
                        role="status"
                        data-sent=told.sent
                        data-failed=told.failed
                        data-total=told.total
                    >
                        {say!(
                            words,
                            run.elsewhere,
                            sent = words.number(told.sent),
                            failed = words.number(told.failed),
                            total = words.number(told.total)
                        )}
                    </p>
                })}
                <p>{text!(words, run.elsewhere_hint)}</p>
            </Notice>
        </Show>
    }
}
