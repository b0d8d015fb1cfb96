//! Loads the guest list: the first page at once, and the rest of a long list by several requests at the same time.
//!
//! A long list is cut into spans of `createdDateTime`, which are read beside each other. Then it is compared with the number of guests: if
//! it does not add up, the list is read once more, one page after the other. Must not know how the list is stored or shown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use futures_util::future::{join, join_all};

use crate::domain::created_spans::{CreatedUpTo, moments_to_count, spans};
use crate::domain::guest::{Guest, UserId};
use crate::domain::moment::Moment;
use crate::graph::batch;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::page::Page;
use crate::graph::users;

use super::client::Client;
use super::guest_changes;

/// No tenant has this many pages. The limit ends the loading if an error of the service makes a list endless.
const MOST_PAGES: usize = 5_000;
/// The guests of a page.
const PAGE: usize = users::PAGE;
/// A list with fewer guests is read one page after the other: cutting it would take as long.
const LONG: usize = 8 * PAGE;
/// How many spans are read at the same time. docs/performance.md says what that costs of the service's read limit.
pub const AT_ONCE: usize = 6;
/// How many spans each reader reads, about: the counts do not tell exactly where the guests are.
const SPANS_EACH: usize = 3;

/// What has arrived of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// The number of all guests, as the service counts them.
    Total(usize),
    /// A page. A guest can be on two pages, because the directory may change while it is read, and because spans overlap.
    Page {
        guests: Vec<Guest>,
        /// The names of the entries that could not be read.
        unreadable: Vec<String>,
    },
    /// The service no longer knows the link to the next page, so the list is read again from its first page. The pages
    /// before belong to no complete list.
    StartsOver,
    /// With this link, changes since then are asked for. Every page of a span was read later.
    ChangesFrom(String),
    /// The spans did not have all guests, so the list is read once more, one page after the other. The pages before are right.
    OneByOne,
}

/// Whether loading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoOn {
    Yes,
    /// The person stops it, and may resume it.
    Stop,
    /// The sign-in has ended.
    SignInEnded,
}

/// How loading has ended, unless it failed.
#[derive(Debug)]
pub enum Loaded {
    All,
    Stopped(Rest),
}

/// What is to be read of a list whose loading was stopped. Nothing that has arrived is read again.
#[derive(Debug)]
pub struct Rest {
    parts: Vec<Part>,
    progress: Progress,
}

/// A part of the list, which is read page by page.
#[derive(Debug)]
struct Part {
    first: Call<Page<Guest>>,
    /// The link to the page after those that were read.
    next: Option<String>,
    /// Whether it was read once more from its first page. That is tried only once.
    again: bool,
}

impl Part {
    const fn of(first: Call<Page<Guest>>) -> Self {
        Self { first, next: None, again: false }
    }
}

#[derive(Debug, Default)]
struct Progress {
    /// Who has arrived.
    ids: BTreeSet<UserId>,
    /// How many entries could not be read. The service counts them, too.
    unreadable: usize,
    /// The number of all guests if the list is read in spans, and not in one piece.
    in_spans: Option<usize>,
}

/// Loads every guest, and calls `hand_over` with what arrives. Before each page after the first, `go_on` is called.
///
/// # Errors
/// The first failure, or that the sign-in ended. The pages before it are valid.
pub async fn load(
    client: &Client,
    now: Moment,
    hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> GoOn,
) -> Result<Loaded, GraphError> {
    let loading = Loading::new(client, hand_over, go_on, Progress::default());
    let (next, total) = join(loading.first(), loading.total()).await;
    let Some(next) = next? else { return Ok(Loaded::All) };
    let whole = Part { next: Some(next), ..Part::of(users::guests()) };
    match total {
        Some(total) if total > LONG => match loading.cut(now, total).await {
            Some(spans) => {
                loading.progress.borrow_mut().in_spans = Some(total);
                loading.read(spans).await
            }
            None => loading.one_by_one().await,
        },
        Some(_) | None => loading.read(vec![whole]).await,
    }
}

/// Loads what is left after a stop, as [`load`] does.
///
/// # Errors
/// As [`load`].
pub async fn resume(
    client: &Client,
    rest: Rest,
    hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> GoOn,
) -> Result<Loaded, GraphError> {
    Loading::new(client, hand_over, go_on, rest.progress).read(rest.parts).await
}

struct Loading<'a, H, G> {
    client: &'a Client,
    hand_over: RefCell<H>,
    go_on: G,
    progress: RefCell<Progress>,
    /// Whether a reader has failed, so that the others end after their page.
    failed: Cell<bool>,
}

/// How the reading of a part has ended.
enum PartEnd {
    Read,
    Stopped,
}

impl<'a, H: FnMut(Arrived), G: Fn() -> GoOn> Loading<'a, H, G> {
    fn new(client: &'a Client, hand_over: H, go_on: G, progress: Progress) -> Self {
        let (hand_over, progress) = (RefCell::new(hand_over), RefCell::new(progress));
        Self { client, hand_over, go_on, progress, failed: Cell::new(false) }
    }

    fn tell(&self, arrived: Arrived) {
        (self.hand_over.borrow_mut())(arrived);
    }

    /// Hands a page over, and returns the link to the next.
    fn take(&self, page: Page<Guest>) -> Option<String> {
        {
            let mut progress = self.progress.borrow_mut();
            progress.ids.extend(page.items.iter().map(|guest| guest.id));
            progress.unreadable += page.unreadable.len();
        }
        self.tell(Arrived::Page { guests: page.items, unreadable: page.unreadable });
        page.next
    }

    /// Hands the first page over as soon as it is there. Returns the link to the next.
    async fn first(&self) -> Result<Option<String>, GraphError> {
        Ok(self.take(self.client.call(&users::guests()).await?))
    }

    /// The number of all guests. Without it, the list is read all the same.
    async fn total(&self) -> Option<usize> {
        let total = self.client.call(&users::count_guests(None)).await.ok()?;
        self.tell(Arrived::Total(total));
        Some(total)
    }

    /// Reads parts beside each other, and then compares with the number of all guests.
    async fn read(&self, parts: Vec<Part>) -> Result<Loaded, GraphError> {
        let in_spans = self.progress.borrow().in_spans;
        let waiting = RefCell::new(parts);
        let readers = (0..AT_ONCE).map(|_| self.read_waiting(&waiting));
        let ended = join_all(readers).await.into_iter().collect::<Result<Vec<()>, _>>();
        let parts = waiting.into_inner();
        match (ended, in_spans) {
            (Ok(_), _) if !parts.is_empty() => {
                Ok(Loaded::Stopped(Rest { parts, progress: self.progress.take() }))
            }
            (Ok(_), None) => Ok(Loaded::All),
            (Ok(_), Some(total)) if self.adds_up(total).await => Ok(Loaded::All),
            (Ok(_), Some(_)) => self.one_by_one().await,
            (Err(error), Some(_)) if is_about_spans(&error.kind) => self.one_by_one().await,
            (Err(error), _) => Err(error),
        }
    }

    /// Whether all guests have arrived. Some may have been deleted while the list was read, so they are counted once more.
    async fn adds_up(&self, total: usize) -> bool {
        let arrived = {
            let progress = self.progress.borrow();
            progress.ids.len() + progress.unreadable
        };
        arrived >= total || self.total().await.is_some_and(|total| arrived >= total)
    }

    /// Reads the whole list in one piece, after it was tried in spans. Also its first page is read again: that came before the
    /// moment from which changes are asked for.
    async fn one_by_one(&self) -> Result<Loaded, GraphError> {
        self.tell(Arrived::OneByOne);
        self.progress.borrow_mut().in_spans = None;
        self.failed.set(false);
        Box::pin(self.read(vec![Part::of(users::guests())])).await
    }

    async fn read_waiting(&self, waiting: &RefCell<Vec<Part>>) -> Result<(), GraphError> {
        loop {
            let Some(mut part) = waiting.borrow_mut().pop() else { return Ok(()) };
            let read = match self.read_part(&mut part).await {
                Err(error) if refuses_the_link(&error.kind) && part.next.is_some() && !part.again => {
                    // A link that has expired costs this part only.
                    part = Part { again: true, ..Part::of(part.first) };
                    if self.progress.borrow().in_spans.is_none() {
                        self.tell(Arrived::StartsOver);
                    }
                    self.read_part(&mut part).await
                }
                read => read,
            };
            match read {
                Ok(PartEnd::Read) => {}
                Ok(PartEnd::Stopped) => {
                    waiting.borrow_mut().push(part);
                    return Ok(());
                }
                Err(error) => {
                    self.failed.set(true);
                    return Err(error);
                }
            }
        }
    }

    async fn read_part(&self, part: &mut Part) -> Result<PartEnd, GraphError> {
        let mut followed: BTreeSet<String> = BTreeSet::new();
        loop {
            match (self.go_on)() {
                GoOn::Yes if self.failed.get() => return Ok(PartEnd::Stopped),
                GoOn::Yes => {}
                GoOn::Stop => return Ok(PartEnd::Stopped),
                GoOn::SignInEnded => return Err(GraphError::without_answer(GraphErrorKind::SignInEnded)),
            }
            let page = match &part.next {
                None => self.client.call(&part.first).await?,
                Some(link) => {
                    if !followed.insert(link.clone()) || followed.len() > MOST_PAGES {
                        return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
                    }
                    self.client.call(&users::more_guests(link.clone())).await?
                }
            };
            part.next = self.take(page);
            if part.next.is_none() {
                return Ok(PartEnd::Read);
            }
        }
    }

    /// The list in spans; `None` if the service does not say when guests were created.
    async fn cut(&self, now: Moment, total: usize) -> Option<Vec<Part>> {
        let (counts, link) = join(self.counts(now), guest_changes::from_now_on(self.client)).await;
        if let Some(link) = link {
            self.tell(Arrived::ChangesFrom(link));
        }
        let counts = counts?;
        // A little less than full pages, so that a span seldom needs one more page for a few guests.
        let per_span = total.div_ceil(AT_ONCE * SPANS_EACH).next_multiple_of(PAGE) - PAGE / 10;
        // The newest are read first: they are looked for most.
        let mut calls: Vec<_> = spans(&counts, per_span).into_iter().map(users::guests_created).collect();
        if counts.last().is_none_or(|tonight| tonight.guests < total) {
            calls.push(users::guests_without_date());
        }
        Some(calls.into_iter().map(Part::of).collect())
    }

    /// How many guests were created up to some moments; `None` if the service does not say.
    async fn counts(&self, now: Moment) -> Option<Vec<CreatedUpTo>> {
        let moments = moments_to_count(now);
        let calls: Vec<Call<usize>> =
            moments.iter().map(|moment| users::count_guests(Some(*moment))).collect();
        let responses = self.client.call(&batch::of(&calls)).await.ok()?;
        let counted = moments.into_iter().zip(calls.iter().enumerate());
        let counted = counted.map(|(moment, (place, call))| {
            Some(CreatedUpTo { moment, guests: responses.read(place, call).ok()? })
        });
        counted.collect()
    }
}

/// Whether the list may be readable in another way.
fn is_about_spans(error: &GraphErrorKind) -> bool {
    refuses_the_link(error) || matches!(error, GraphErrorKind::NotOffered | GraphErrorKind::BadNextLink)
}

/// Whether the error of a next page is about its link. The service wrote that link itself, so a request that it calls
/// wrong has a link that is no longer valid, even if the code does not say so.
fn refuses_the_link(error: &GraphErrorKind) -> bool {
    matches!(error, GraphErrorKind::PageExpired | GraphErrorKind::BadRequest)
}
