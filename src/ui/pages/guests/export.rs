//! The button Export: what the list shows, as a file of CSV or in the clipboard. Must not know the form of the text:
//! `domain::guest_csv` does.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::ports::LongText;
use crate::domain::csv::BYTE_ORDER_MARK;
use crate::domain::guest_csv::{CsvColumn, GuestCsv, file_name, header};
use crate::domain::guest_query::GuestQuery;
use crate::domain::guest_table::{GuestTable, RowNumber};
use crate::domain::guest_view::GuestView;
use crate::ui::parts::{Notice, Tone, focus, sentence};
use crate::ui::state::{GuestListContext, SessionContext, expect_guest_list, expect_session};
use crate::ui::words::{Words, expect_words, named, say, text};

use super::selected::selected_rows;
use super::selection::Selection;

/// The ids of the button and of its panel.
const BUTTON: &str = "guests-export";
const PANEL: &str = "guests-export-panel";
/// A browser that has not copied by then is treated as one that does not allow it, see [`COPYING_TAKES`](crate::ui::parts::COPYING_TAKES). A
/// long text takes longer than an address.
const COPYING_TAKES: Duration = Duration::from_secs(10);

/// With more guests, the clipboards of browsers and systems stop the page for seconds, or fail.
const MOST_COPIED: usize = 150_000;

/// What has become of the last export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Outcome {
    #[default]
    None,
    /// The export with this number is being written.
    Writing(u32),
    /// The browser has the file with this name.
    Saved(Extent, String),
    Copied(Extent),
    NotCopied,
}

/// Which guests an export has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Extent {
    written: usize,
    /// Why these guests, and how many are loaded in all; `None` if they are all.
    part: Option<(Part, usize)>,
    /// Whether every guest of the directory was loaded.
    whole: bool,
}

/// Which guests of the list an export has, if not all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Filtered,
    Selected,
}

/// Writes exports, one at a time.
#[derive(Clone, Copy)]
struct Exporter {
    words: Words,
    session: SessionContext,
    list: GuestListContext,
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
    /// Whether only the selected guests are exported, if there are any.
    only_selected: RwSignal<bool>,
    outcome: RwSignal<Outcome>,
    runs: StoredValue<u32>,
}

#[component]
pub(super) fn Export(
    query: RwSignal<GuestQuery>,
    view: Memo<GuestView>,
    selection: RwSignal<Selection>,
) -> impl IntoView {
    let words = expect_words();
    let (session, list) = (expect_session(), expect_guest_list());
    let outcome = RwSignal::new(Outcome::None);
    let only_selected = RwSignal::new(true);
    let runs = StoredValue::new(0);
    let exporter = Exporter { words, session, list, view, selection, only_selected, outcome, runs };
    let selected = Memo::new(move |_| selection.with(Selection::len));
    let panel = NodeRef::<html::Div>::new();
    let close = move || {
        if let Some(panel) = panel.get_untracked() {
            let _ = panel.hide_popover();
        }
    };
    let none = move || {
        let only_selected = selected.get() > 0 && only_selected.get();
        !only_selected && view.with(|view| view.rows.is_empty())
    };
    let is_off = Memo::new(move |_| exporter.is_writing() || none());
    let download = move |_| {
        close();
        exporter.download();
    };
    let copy = move |_| {
        close();
        exporter.copy();
    };
    let download_instead = move |_| {
        // This button is removed.
        focus(BUTTON);
        exporter.download();
    };
    // What was exported is no longer what is shown.
    let whole = Memo::new(move |_| is_whole(list));
    let of_list = Memo::new(move |_| query.with(GuestQuery::of_list));
    Effect::new(move || {
        of_list.track();
        whole.track();
        if !untrack(|| exporter.is_writing()) {
            outcome.set(Outcome::None);
        }
    });
    // A report goes by itself after some time; what is going on stays.
    let class = move || {
        outcome.with(|outcome| match outcome {
            Outcome::None | Outcome::NotCopied => "toasts",
            Outcome::Writing(_) => "toast toast--second toast--stays",
            Outcome::Saved(..) | Outcome::Copied(_) => "toast toast--second",
        })
    };
    let lead = move || {
        let (all, shown) = (list.table().with(|table| table.len()), view.with(|view| view.rows.len()));
        let guests = say!(words, guests.count, count = all, shown = words.number(shown));
        say!(words, guests.export_lead, guests = guests)
    };
    view! {
        <div class="export">
            <button
                type="button"
                id=BUTTON
                class="button"
                popovertarget=PANEL
                aria-busy=move || exporter.is_writing().to_string()
            >
                {text!(words, guests.export)}
            </button>
            <div
                id=PANEL
                class="export__panel"
                popover="auto"
                role="group"
                aria-label=text!(words, guests.export_panel)
                node_ref=panel
            >
                <p class="quiet">{lead}</p>
                <Show when=move || selected.get() != 0>
                    <label class="switch">
                        <input
                            type="checkbox"
                            class="switch__box"
                            prop:checked=move || only_selected.get()
                            on:change:target=move |event| only_selected.set(event.target().checked())
                        />
                        {move || say!(words, guests.export_selected, count = selected.get())}
                    </label>
                </Show>
                <Show when=move || !whole.get()>
                    <p class="quiet">{text!(words, guests.export_partial)}</p>
                </Show>
                <button type="button" class="button" aria-disabled=move || is_off.get().to_string() on:click=download>
                    {text!(words, guests.export_download)}
                </button>
                <button type="button" class="button" aria-disabled=move || is_off.get().to_string() on:click=copy>
                    {text!(words, guests.export_copy)}
                </button>
            </div>
        </div>
        <p class=class role="status">{move || outcome.with(|outcome| said(words, outcome)).map(|said| sentence(&said))}</p>
        <Show when=move || outcome.with(|outcome| *outcome == Outcome::NotCopied)>
            <div class="export__said">
                <Notice tone=Tone::Warning>
                    <p>{text!(words, guests.export_not_copied)}</p>
                    <button type="button" class="button" on:click=download_instead>
                        {text!(words, guests.export_download)}
                    </button>
                </Notice>
            </div>
        </Show>
    }
}

/// Whether no guest of the directory is missing in the list.
fn is_whole(list: GuestListContext) -> bool {
    list.is_whole() && list.unreadable().with(Vec::is_empty)
}

fn said(words: Words, outcome: &Outcome) -> Option<String> {
    let (first, extent) = match outcome {
        Outcome::None | Outcome::NotCopied => return None,
        Outcome::Writing(_) => return Some(say!(words, guests.export_writing)),
        Outcome::Saved(extent, file) => {
            (say!(words, guests.exported, count = extent.written, file = named(file)), extent)
        }
        Outcome::Copied(extent) => (say!(words, guests.exported_copied, count = extent.written), extent),
    };
    let part = extent.part.map(|(part, all)| match part {
        Part::Filtered => say!(words, guests.exported_filtered, all = words.number(all)),
        Part::Selected => say!(words, guests.exported_selected, all = words.number(all)),
    });
    let partial = (!extent.whole).then(|| say!(words, guests.exported_partial));
    Some([Some(first), part, partial].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn column_name(words: Words, column: CsvColumn) -> String {
    match column {
        CsvColumn::Name => say!(words, guests.name),
        CsvColumn::Address => say!(words, guests.address),
        CsvColumn::Company => say!(words, guests.company),
        CsvColumn::State => say!(words, guests.state),
        CsvColumn::Blocked => say!(words, guests.state_blocked),
        CsvColumn::Invited => say!(words, guests.invited),
        CsvColumn::Accepted => say!(words, guests.accepted_on),
        CsvColumn::Created => say!(words, guests.export_created),
        CsvColumn::Id => say!(words, run.object_id),
    }
}

impl Exporter {
    fn is_writing(self) -> bool {
        self.outcome.with(|outcome| matches!(outcome, Outcome::Writing(_)))
    }

    /// The rows that are exported, and whether they are the selected ones.
    fn rows(self) -> (Arc<Vec<RowNumber>>, bool) {
        let some = !self.selection.with_untracked(Selection::is_empty);
        if some && self.only_selected.get_untracked() {
            return (Arc::new(selected_rows(self.view, self.list.table(), self.selection)), true);
        }
        (self.view.with_untracked(|view| Arc::clone(&view.rows)), false)
    }

    /// Begins an export; `None` if one is being written, or if there is nothing to write.
    fn begin(self) -> Option<Run> {
        let (rows, selected) = self.rows();
        if rows.is_empty() || untrack(|| self.is_writing()) {
            return None;
        }
        let number = self.runs.get_value().wrapping_add(1);
        self.runs.set_value(number);
        self.outcome.set(Outcome::Writing(number));
        let csv_and_all = |table: &GuestTable| (GuestCsv::of(table, &rows), table.len());
        let (csv, all) = self.list.table().with_untracked(csv_and_all);
        let part = if selected { Part::Selected } else { Part::Filtered };
        let extent = Extent {
            written: 0,
            part: (rows.len() < all).then_some((part, all)),
            whole: untrack(|| is_whole(self.list)),
        };
        let text = self.session.page().downloads.begin();
        Some(Run { exporter: self, number, csv, extent, text })
    }

    fn download(self) {
        let Some(run) = self.begin() else { return };
        let (number, text, whole) = (run.number, Rc::clone(&run.text), run.extent.whole);
        text.add(&BYTE_ORDER_MARK.to_string());
        spawn_local(async move {
            let Some(extent) = run.write().await else { return };
            let name = file_name(whole, self.session.portal().now());
            text.save(&name);
            self.ends(number, Outcome::Saved(extent, name));
        });
    }

    fn copy(self) {
        if self.rows().0.len() > MOST_COPIED {
            self.outcome.set(Outcome::NotCopied);
            return;
        }
        let Some(run) = self.begin() else { return };
        let (number, text) = (run.number, Rc::clone(&run.text));
        let extent = Rc::new(Cell::new(run.extent));
        let made = {
            let extent = Rc::clone(&extent);
            async move {
                let written = run.write().await;
                if let Some(written) = written {
                    extent.set(written);
                    set_timeout(move || self.ends(number, Outcome::NotCopied), COPYING_TAKES);
                }
                written.is_some()
            }
        };
        let copying = text.copy(Box::pin(made));
        spawn_local(async move {
            let done = copying.await;
            self.ends(number, if done { Outcome::Copied(extent.get()) } else { Outcome::NotCopied });
        });
    }

    /// Whether the export with this number is still wanted: the person may have left the page, or signed out.
    fn is_wanted(self, number: u32) -> bool {
        let is_current = self.outcome.try_with_untracked(|outcome| *outcome == Outcome::Writing(number));
        is_current == Some(true) && untrack(|| self.session.account().is_some())
    }

    fn ends(self, number: u32, outcome: Outcome) {
        if self.is_wanted(number) {
            self.outcome.set(outcome);
        }
    }
}

/// An export that is being written.
struct Run {
    exporter: Exporter,
    number: u32,
    csv: GuestCsv,
    extent: Extent,
    text: Rc<dyn LongText>,
}

impl Run {
    /// Writes all guests, with pauses in which the page can draw. `None` if the export is not wanted any more.
    async fn write(mut self) -> Option<Extent> {
        let Exporter { words, session, list, .. } = self.exporter;
        let timers = session.portal().timers();
        self.text.add(&untrack(|| header(|column| column_name(words, column))));
        while let Some(piece) = list.table().with_untracked(|table| self.csv.next_piece(table)) {
            self.text.add(&piece);
            timers.give_way().await;
            if !self.exporter.is_wanted(self.number) {
                return None;
            }
        }
        Some(Extent { written: self.csv.written(), ..self.extent })
    }
}
