//! The page Bulk invite: a list of guests is pasted, checked and corrected. Must not keep the list: the context in
//! `ui::state` does.

mod actions;
mod columns;
mod defaults;
mod filters;
mod guest_classes;
mod model;
mod notices;
mod preview;
mod question;
mod report;
mod row;
mod rows;
mod run;
mod source;
mod table;

use leptos::prelude::*;

use crate::ui::pages::invite::MissingRight;
use crate::ui::parts::focus;
use crate::ui::state::{
    BulkContext, BulkStory, ResultOf, expect_bulk, expect_invite, expect_run, expect_session,
};
use crate::ui::words::{expect_words, say, text};

use actions::Actions;
use columns::ColumnsFound;
use defaults::Defaults;
use filters::Filters;
use guest_classes::GuestClasses;
use notices::{KeptChanged, Notices, Refused};
use preview::{Preview, ShownRequest};
use question::WhichAddress;
use rows::Rows;
use run::{RUN, RunElsewhere, RunView};
use source::{LIST, ListOrigin, PASTE, Source, keep_page_when_dropped};

/// Which of the views is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// There is no list yet. The value says whether the last one was refused.
    Source(bool),
    Reading,
    List,
    /// A run is open in this tab.
    Run,
}

#[component]
pub(super) fn BulkPage() -> impl IntoView {
    let words = expect_words();
    let (bulk, run) = (expect_bulk(), expect_run());
    run.open();
    bulk.warm_up();
    keep_page_when_dropped();
    run.set_save_left(|run, words| run.save_result(ResultOf::Left, words));
    super::title::use_title(text!(words, bulk.title));
    follow_rules(bulk);
    let step = Memo::new(move |_| match &*bulk.story().read() {
        _ if run.story().with(|story| story.here().is_some()) => Step::Run,
        BulkStory::Empty => Step::Source(false),
        BulkStory::Refused(_) => Step::Source(true),
        BulkStory::Reading(_) => Step::Reading,
        BulkStory::Checked(_) => Step::List,
    });
    follow_with_focus(step);
    let percent = move || match &*bulk.story().read() {
        BulkStory::Reading(done) => words.number(*done),
        BulkStory::Empty | BulkStory::Refused(_) | BulkStory::Checked(_) => String::new(),
    };
    view! {
        <div class="page bulk">
            <header class="page__head">
                <h1>{text!(words, bulk.title)}</h1>
                <p class="lead">{text!(words, bulk.lead)}</p>
            </header>
            <MissingRight />
            <RunElsewhere />
            {move || match step.get() {
                Step::Source(refused) => view! {
                    {refused.then(|| view! { <Refused /> })}
                    <KeptChanged />
                    <Source />
                }
                .into_any(),
                Step::Reading => view! {
                    <p class="busy" role="status">
                        {move || say!(words, bulk.reading, percent = percent())}
                    </p>
                }
                .into_any(),
                Step::List => view! { <CheckedList /> }.into_any(),
                Step::Run => view! { <RunView /> }.into_any(),
            }}
        </div>
    }
}

/// The list, from where it is to what can be done with it.
#[component]
fn CheckedList() -> impl IntoView {
    let shown = ShownRequest::provide();
    view! {
        <ListOrigin />
        <Notices />
        <WhichAddress />
        <div class="bulk__settings">
            <ColumnsFound />
            <Defaults />
            <GuestClasses />
        </div>
        <Filters />
        <Rows />
        <Actions />
        <Preview shown />
    }
}

/// The control that had the focus is removed with each step, so the focus moves to what takes its place.
fn follow_with_focus(step: Memo<Step>) {
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            match now {
                Step::List => request_animation_frame(|| focus(LIST)),
                Step::Source(_) => request_animation_frame(|| focus(PASTE)),
                Step::Run => request_animation_frame(|| focus(RUN)),
                Step::Reading => {}
            }
        }
        now
    });
}

/// The rules depend on the organization and on the person's rights, which are loaded after the sign-in and can change. A
/// search that stopped because the sign-in had ended goes on after the next one, and the list of an earlier page is restored.
fn follow_rules(bulk: BulkContext) {
    let (session, invite) = (expect_session(), expect_invite());
    let rules = Memo::new(move |_| invite.rules());
    Effect::new(move |before: Option<()>| {
        rules.track();
        if before.is_some() {
            bulk.check_again();
        }
    });
    Effect::new(move || {
        if session.session().with(|session| session.is_signed_in()) {
            bulk.resume_search();
            bulk.restore_kept();
        }
    });
}
