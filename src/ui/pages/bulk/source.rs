//! Where a list comes from: pasted or typed text, and files. Must not read a list: the context does.

use leptos::ev::{self, ClipboardEvent, DragEvent, KeyboardEvent};
use leptos::html::{Input, Textarea};
use leptos::prelude::*;

use crate::domain::import::encoding::{DetectedBy, TextEncoding};
use crate::domain::import::source::{LARGEST, MOST_ROWS};
use crate::domain::invisible::is_blank;
use crate::ui::parts::sentence;
use crate::ui::state::expect_bulk;
use crate::ui::words::{expect_words, named, say, text};

/// The id of the control for files.
const FILE: &str = "bulk-file";
/// The id of the heading of a list.
pub(super) const LIST: &str = "bulk-list";
/// The id of the textbox.
pub(super) const PASTE: &str = "bulk-paste";
/// In bytes. A browser inserts a shorter text into a textbox at once; for thousands of lines it takes half a minute.
const SHORT: usize = 2_000;
/// In bytes. So much in one event is not typed by a person.
const INSERTED: usize = 6;

#[component]
pub(super) fn Source() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    // It waits here until there is no other list.
    if let Some(text) = bulk.take_handed_over() {
        bulk.read_text(text);
    }
    let textbox = NodeRef::<Textarea>::new();
    // It was typed before, on this page or before another one was shown.
    let kept = bulk.typed();
    let has_text = RwSignal::new(!is_blank(&kept));
    // What the textbox had at the last event.
    let before = StoredValue::new(kept.len());
    let typed = move || textbox.get_untracked().map(|textbox| textbox.value()).unwrap_or_default();
    let read = move || {
        let text = typed();
        if !is_blank(&text) {
            bulk.read_text(text);
        }
    };
    let paste = move |event: ClipboardEvent| {
        let pasted = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let Some(pasted) = pasted.filter(|pasted| !pasted.is_empty()) else { return };
        let before = typed();
        if is_blank(&before) {
            event.prevent_default();
            bulk.read_text(pasted);
        } else if pasted.len() > SHORT {
            event.prevent_default();
            bulk.read_text(format!("{before}\n{pasted}"));
        }
    };
    let by_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            read();
        }
    };
    let hint = move || say!(words, bulk.paste_hint, rows = words.number(MOST_ROWS));
    view! {
        <Show when=move || bulk.has_discarded()>
            <p class="row" role="status">
                {text!(words, bulk.discarded)}
                <button type="button" class="button button--small" on:click=move |_| bulk.bring_back()>
                    {text!(words, bulk.bring_back)}
                </button>
            </p>
        </Show>
        <section class="card bulk__source">
            <div class="field">
                <label class="field__label" for=PASTE>{text!(words, bulk.paste)}</label>
                <textarea
                    class="input input--area bulk__paste"
                    id=PASTE
                    node_ref=textbox
                    rows="8"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="bulk-paste-hint"
                    prop:value=kept
                    on:paste=paste
                    on:keydown=by_key
                    on:input=move |_| {
                        let text = typed();
                        has_text.set(!is_blank(&text));
                        let grown = text.len().saturating_sub(before.get_value());
                        before.set_value(text.len());
                        bulk.set_typed(text.clone());
                        // More than a key can type: it came by a drop, by dictation, or from another program.
                        if grown >= INSERTED && text.contains('@') {
                            bulk.read_text(text);
                        }
                    }
                ></textarea>
                <p class="field__hint" id="bulk-paste-hint">{hint}</p>
            </div>
            <div class="row">
                <Show when=move || has_text.get()>
                    <button type="button" class="button button--primary" on:click=move |_| read()>
                        {text!(words, bulk.check)}
                    </button>
                </Show>
                <ChooseFile />
            </div>
        </section>
    }
}

/// The button, with the control that it stands for. A file that is dropped on the page goes into the same control.
#[component]
fn ChooseFile() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let control = NodeRef::<Input>::new();
    take_dropped_files(control);
    let drop_hint = move || say!(words, bulk.drop, size = words.megabytes(LARGEST));
    view! {
        <input
            type="file"
            id=FILE
            node_ref=control
            hidden
            accept=".csv,.tsv,.txt,.tab,text/*"
            on:change=move |_| bulk.read_chosen_file(FILE)
        />
        <button
            type="button"
            class="button"
            aria-describedby="bulk-drop-hint"
            on:click=move |_| if let Some(control) = control.get_untracked() { control.click() }
        >
            {text!(words, bulk.choose)}
        </button>
        <p class="field__hint" id="bulk-drop-hint">{drop_hint}</p>
    }
}

/// Without this, a browser opens a dropped file in place of the page. A text that is dropped is left to the textbox. Call this when
/// the page is shown: also a file that is dropped while there is a list must not replace the page.
pub(super) fn keep_page_when_dropped() {
    let over = window_event_listener(ev::dragover, keep_page);
    let dropped = window_event_listener(ev::drop, keep_page);
    on_cleanup(move || {
        over.remove();
        dropped.remove();
    });
}

fn keep_page(event: DragEvent) {
    if has_files(&event) {
        event.prevent_default();
    }
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

fn take_dropped_files(control: NodeRef<Input>) {
    let bulk = expect_bulk();
    let dropped = window_event_listener(ev::drop, move |event| {
        if !has_files(&event) {
            return;
        }
        let files = event.data_transfer().and_then(|data| data.files());
        if let (Some(control), Some(files)) = (control.get_untracked(), files) {
            control.set_files(Some(&files));
            bulk.read_chosen_file(FILE);
        }
    });
    on_cleanup(move || dropped.remove());
}

/// Where the list is from, how it is decoded, and the way to another one.
#[component]
pub(super) fn ListOrigin() -> impl IntoView {
    let words = expect_words();
    let bulk = expect_bulk();
    let origin = move || match &bulk.source().read().file {
        Some(name) => say!(words, bulk.from_file, name = named(name)),
        None => say!(words, bulk.pasted),
    };
    let detected = Memo::new(move |_| bulk.source().read().detected);
    let assumed = move || detected.get().is_some_and(|detected| detected.by == DetectedBy::Assumption);
    let choose = move |label: String| {
        if let Some(encoding) = TextEncoding::ALL.into_iter().find(|encoding| encoding.label() == label) {
            bulk.read_in(encoding);
        }
    };
    let encodings = move |chosen: TextEncoding| {
        TextEncoding::ALL
            .map(|encoding| {
                let label = encoding.label();
                view! { <option value=label selected=encoding == chosen>{label}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="bulk__origin">
            <h2 class="bulk__from" id=LIST tabindex="-1">{move || sentence(&origin())}</h2>
            {move || detected.get().map(|detected| view! {
                <label class="bulk__encoding">
                    <span>{text!(words, bulk.encoding)}</span>
                    <select
                        class="select select--quiet"
                        translate="no"
                        aria-describedby="bulk-encoding-hint"
                        on:change:target=move |event| choose(event.target().value())
                    >
                        {encodings(detected.encoding)}
                    </select>
                </label>
            })}
            <button type="button" class="button button--small" on:click=move |_| bulk.discard()>
                {text!(words, bulk.another)}
            </button>
            <p class="field__hint" id="bulk-encoding-hint">
                {move || assumed().then(|| say!(words, bulk.encoding_assumed))}
            </p>
        </div>
    }
}
