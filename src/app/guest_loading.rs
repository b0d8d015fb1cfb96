//! Loads the guest list: the first page at once, and the rest of a long list by several requests at the same time.
//!
//! A long list is cut into spans of `createdDateTime`, which are read beside each other. Then it is compared with the number of guests: if
//! it does not add up, the list is read once more, one page after the other. Must not know how the list is stored or shown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::pin::pin;

use futures_util::FutureExt;
use futures_util::future::{Either, Shared, join, join_all, select};

use crate::domain::created_spans::{CreatedUpTo, moments_to_count, spans};
use crate::domain::guest::Guest;
use crate::domain::moment::Moment;
use crate::graph::batch;
use crate::graph::call::Call;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::page::Page;
use crate::graph::users;

use super::client::Client;
use super::guest_changes;

mod parts;

use parts::{News, Part, Progress};

/// No tenant has this many pages. The limit ends the loading if an error of the service makes a list endless.
const MOST_PAGES: usize = 5_000;
/// The guests of a page.
const PAGE: usize = users::PAGE;
/// A list with fewer guests is read one page after the other: cutting it would take as long.
pub const LONG: usize = 8 * PAGE;
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
    /// The service does not tell changes to this person. Do not ask for them again.
    TellsNoChanges,
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

/// What is to be read of a list whose loading was stopped. Nothing that has arrived is read again, except where the first requests did not
/// get that far.
#[derive(Debug)]
pub struct Rest {
    /// `None`: it was stopped before it was known which parts the list has.
    parts: Option<Vec<Part>>,
    progress: Progress,
}

/// How a list is loaded.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub now: Moment,
    /// Whether the link for later changes is asked for, see [`Arrived::ChangesFrom`]. Do not ask a service that has refused it.
    pub asks_for_changes: bool,
}

/// Loads every guest, and calls `hand_over` with what arrives. Before each page after the first, `go_on` is called. When `given_up` ends,
/// no response is waited for any more, and loading is stopped.
///
/// # Errors
/// The first failure, or that the sign-in ended. The pages before it are valid.
pub async fn load(
    client: &Client,
    plan: Plan,
    hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> GoOn,
    given_up: impl Future<Output = ()>,
) -> Result<Loaded, GraphError> {
    Loading::new(client, plan, hand_over, go_on, given_up, Progress::default()).begin().await
}

/// Loads what is left after a stop, as [`load`] does.
///
/// # Errors
/// As [`load`].
pub async fn resume(
    client: &Client,
    plan: Plan,
    rest: Rest,
    hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> GoOn,
    given_up: impl Future<Output = ()>,
) -> Result<Loaded, GraphError> {
    let loading = Loading::new(client, plan, hand_over, go_on, given_up, rest.progress);
    match rest.parts {
        Some(parts) => loading.read(parts).await,
        None => loading.begin().await,
    }
}

struct Loading<'a, H, G, U: Future> {
    client: &'a Client,
    plan: Plan,
    hand_over: RefCell<H>,
    go_on: G,
    given_up: Shared<U>,
    progress: RefCell<Progress>,
    /// Whether a reader has failed, so that the others end after their page.
    failed: Cell<bool>,
    /// Whether the person did not want to wait for a response any longer. Then all readers end.
    stopped: Cell<bool>,
}

/// How the reading of a part has ended.
enum PartEnd {
    Read,
    Stopped,
}

impl<'a, H: FnMut(Arrived), G: Fn() -> GoOn, U: Future<Output = ()>> Loading<'a, H, G, U> {
    fn new(client: &'a Client, plan: Plan, hand_over: H, go_on: G, given_up: U, progress: Progress) -> Self {
        let (hand_over, progress) = (RefCell::new(hand_over), RefCell::new(progress));
        let (failed, stopped) = (Cell::new(false), Cell::new(false));
        Self { client, plan, hand_over, go_on, given_up: given_up.shared(), progress, failed, stopped }
    }

    fn tell(&self, arrived: Arrived) {
        (self.hand_over.borrow_mut())(arrived);
    }

    /// Sends a request, and gives it up as soon as the person does not want to wait.
    async fn call<T>(&self, call: &Call<T>) -> Result<T, GraphError> {
        let answer = match select(pin!(self.client.call(call)), self.given_up.clone()).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(GraphError::without_answer(GraphErrorKind::Stopped)),
        };
        if answer.as_ref().is_err_and(|error| error.kind == GraphErrorKind::Stopped) {
            self.stopped.set(true);
        }
        answer
    }

    /// Whether the person wants it to stop. Then an error is not told: the request is sent again when loading is resumed.
    fn is_stopping(&self) -> bool {
        self.stopped.get() || (self.go_on)() == GoOn::Stop
    }

    fn stopped_at(&self, parts: Option<Vec<Part>>) -> Loaded {
        Loaded::Stopped(Rest { parts, progress: self.progress.take() })
    }

    /// Loads the list from its first page on.
    async fn begin(&self) -> Result<Loaded, GraphError> {
        let (next, total) = join(self.first(), self.total()).await;
        let next = match next {
            Err(_) if self.is_stopping() => return Ok(self.stopped_at(None)),
            next => next?,
        };
        let Some(next) = next else { return Ok(Loaded::All) };
        let whole = Part::read_up_to(next, users::guests());
        match total {
            Some(total) if total > LONG => match self.cut(total).await {
                Some(spans) => {
                    self.progress.borrow_mut().in_spans = Some(total);
                    self.read(spans).await
                }
                None if self.is_stopping() => Ok(self.stopped_at(None)),
                None => self.one_by_one().await,
            },
            None if self.is_stopping() => Ok(self.stopped_at(None)),
            Some(_) | None => self.read(vec![whole]).await,
        }
    }

    /// Hands a page over. Returns what it has brought, and the link to the next.
    fn take(&self, page: Page<Guest>) -> (News, Option<String>) {
        let (news, unreadable) = self.progress.borrow_mut().take(&page);
        self.tell(Arrived::Page { guests: page.items, unreadable });
        (news, page.next)
    }

    /// Hands the first page over as soon as it is there. Returns the link to the next.
    async fn first(&self) -> Result<Option<String>, GraphError> {
        let page = self.call(&users::guests()).await?;
        Ok(self.take(page).1)
    }

    /// The number of all guests. Without it, the list is read all the same.
    async fn total(&self) -> Option<usize> {
        let total = self.call(&users::count_guests(None)).await.ok()?;
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
            (Ok(_), _) if !parts.is_empty() => Ok(self.stopped_at(Some(parts))),
            (Ok(_), None) => Ok(Loaded::All),
            (Ok(_), Some(total)) if self.adds_up(total).await => Ok(Loaded::All),
            (Ok(_), Some(_)) if self.is_stopping() => Ok(self.stopped_at(Some(parts))),
            (Ok(_), Some(_)) => self.one_by_one().await,
            (Err(error), Some(_)) if is_about_spans(&error.kind) => self.one_by_one().await,
            (Err(error), _) => Err(error),
        }
    }

    /// Whether all guests have arrived. Some may have been deleted while the list was read, so they are counted once more.
    async fn adds_up(&self, total: usize) -> bool {
        let arrived = self.progress.borrow().entries();
        arrived >= total || self.total().await.is_some_and(|total| arrived >= total)
    }

    /// Reads the whole list in one piece, after it was tried in spans. Also its first page is read again: that came before the
    /// moment from which changes are asked for.
    async fn one_by_one(&self) -> Result<Loaded, GraphError> {
        self.tell(Arrived::OneByOne);
        self.progress.take();
        self.failed.set(false);
        Box::pin(self.read(vec![Part::of(users::guests())])).await
    }

    async fn read_waiting(&self, waiting: &RefCell<Vec<Part>>) -> Result<(), GraphError> {
        loop {
            let Some(mut part) = waiting.borrow_mut().pop() else { return Ok(()) };
            let read = match self.read_part(&mut part).await {
                Err(error) if refuses_the_link(&error.kind) && part.next.is_some() && !part.again => {
                    // A link that has expired costs this part only.
                    part = part.begun_again();
                    if self.progress.borrow().in_spans.is_none() {
                        self.progress.take();
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
                Err(_) if self.is_stopping() => {
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
                GoOn::Yes if self.failed.get() || self.stopped.get() => return Ok(PartEnd::Stopped),
                GoOn::Yes => {}
                GoOn::Stop => return Ok(PartEnd::Stopped),
                GoOn::SignInEnded => return Err(GraphError::without_answer(GraphErrorKind::SignInEnded)),
            }
            let page = match &part.next {
                None => self.call(&part.first).await?,
                Some(link) => {
                    if !followed.insert(link.clone()) || followed.len() > MOST_PAGES {
                        return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
                    }
                    self.call(&users::more_guests(link.clone())).await?
                }
            };
            let (news, next) = self.take(page);
            let leads_on = part.leads_on(news);
            part.next = next;
            if part.next.is_none() {
                return Ok(PartEnd::Read);
            }
            if !leads_on {
                return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
            }
        }
    }

    /// The list in spans; `None` if the service does not say when guests were created, or the person does not want to wait for that.
    async fn cut(&self, total: usize) -> Option<Vec<Part>> {
        let (counts, ()) = join(self.counts(), self.ask_for_changes()).await;
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

    /// Hands over the link for later changes. Without it, the list is read all the same.
    async fn ask_for_changes(&self) {
        if !self.plan.asks_for_changes {
            return;
        }
        let link = pin!(guest_changes::from_now_on(self.client));
        match select(link, self.given_up.clone()).await {
            Either::Left((Ok(Some(link)), _)) => self.tell(Arrived::ChangesFrom(link)),
            Either::Left((Err(error), _)) if guest_changes::tells_no_changes(&error) => {
                self.tell(Arrived::TellsNoChanges);
            }
            Either::Left((Ok(None) | Err(_), _)) | Either::Right(_) => {}
        }
    }

    /// How many guests were created up to some moments; `None` if the service does not say.
    async fn counts(&self) -> Option<Vec<CreatedUpTo>> {
        let moments = moments_to_count(self.plan.now);
        let calls: Vec<Call<usize>> =
            moments.iter().map(|moment| users::count_guests(Some(*moment))).collect();
        let responses = self.call(&batch::of(&calls)).await.ok()?;
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
