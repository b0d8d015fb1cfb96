//! Copying out of the list: an address, a cell, the selected rows or their addresses. Must not know what is selected.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::parts::{COPYING_TAKES, Notice, Tone, sentence};
use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, named, say, text};

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    Address(String),
    Cell(String),
    /// So many rows.
    Rows(usize),
    /// So many addresses.
    Addresses(usize),
}

/// The last attempt to copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Copying {
    #[default]
    Idle,
    /// This is in the clipboard.
    Done(Copied),
    /// The browser did not allow it.
    Failed,
}

/// Returns a function that copies a text.
pub(super) fn use_copy(copying: RwSignal<Copying>) -> impl Fn(String, Copied) + Copy + Send + Sync + 'static {
    let session = expect_session();
    move |text: String, what: Copied| {
        let clipboard = session.page().clipboard;
        copying.set(Copying::Idle);
        spawn_local(async move {
            let done = clipboard.write(&text).await;
            // The person may have left the page meanwhile.
            copying.try_set(if done { Copying::Done(what) } else { Copying::Failed });
        });
        let give_up = move || {
            if copying.try_get_untracked() == Some(Copying::Idle) {
                copying.set(Copying::Failed);
            }
        };
        set_timeout(give_up, COPYING_TAKES);
    }
}

/// What has become of the last attempt to copy.
#[component]
pub(super) fn CopyStatus(copying: RwSignal<Copying>) -> impl IntoView {
    let words = expect_words();
    let done = move || {
        let said = copying.with(|copying| match copying {
            Copying::Done(Copied::Address(text) | Copied::Cell(text)) => {
                Some(say!(words, guests.copied_address, address = named(text)))
            }
            Copying::Done(Copied::Rows(rows)) => Some(say!(words, guests.copied_rows, count = *rows)),
            Copying::Done(Copied::Addresses(addresses)) => {
                Some(say!(words, guests.copied_addresses, count = *addresses))
            }
            Copying::Idle | Copying::Failed => None,
        });
        said.map(|said| sentence(&said))
    };
    // For each attempt anew, so that the message begins to go by itself anew.
    let class = move || match copying.with(|copying| matches!(copying, Copying::Done(_))) {
        true => "toast",
        false => "toasts",
    };
    view! {
        <p class=class role="status">{done}</p>
        <Show when=move || copying.with(|copying| *copying == Copying::Failed)>
            <Notice tone=Tone::Warning>
                <p>{text!(words, guests.copy_failed)}</p>
            </Notice>
        </Show>
    }
}
