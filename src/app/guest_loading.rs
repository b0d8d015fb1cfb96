//! Loads the guest list: the first page at once, and the rest of a long list by several requests at the same time.
//!
//! A long list is cut into spans of `createdDateTime`, which are read beside each other. Then it is compared with the number of guests: if
//! it does not add up, the list is read once more, one page after the other. Must not know how the list is stored or shown.

use std::cell::RefCell;
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
const AT_ONCE: usize = 6;
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

/// Loads every guest, and calls `hand_over` with what arrives. Before each page after the first, `go_on` is called: it
/// returns false after the sign-in has ended, and loading stops.
///
/// # Errors
/// The first failure, or that the sign-in ended. The pages before it are valid.
pub async fn load(
    client: &Client,
    now: Moment,
    hand_over: impl FnMut(Arrived),
    go_on: impl Fn() -> bool,
) -> Result<(), GraphError> {
    let loading = Loading { client, hand_over: RefCell::new(hand_over), go_on, ids: RefCell::default() };
    let (next, total) = join(loading.first(), loading.total()).await;
    match (next?, total) {
        (None, _) => Ok(()),
        (Some(next), Some(total)) if total > LONG => {
            if loading.spans(now, total).await? {
                return Ok(());
            }
            loading.tell(Arrived::OneByOne);
            loading.rest(Some(next)).await
        }
        (Some(next), _) => loading.rest(Some(next)).await,
    }
}

struct Loading<'a, H, G> {
    client: &'a Client,
    hand_over: RefCell<H>,
    go_on: G,
    /// Who has arrived.
    ids: RefCell<BTreeSet<UserId>>,
}

impl<H: FnMut(Arrived), G: Fn() -> bool> Loading<'_, H, G> {
    fn tell(&self, arrived: Arrived) {
        (self.hand_over.borrow_mut())(arrived);
    }

    /// Hands a page over, and returns the link to the next.
    fn take(&self, page: Page<Guest>) -> Option<String> {
        self.ids.borrow_mut().extend(page.items.iter().map(|guest| guest.id));
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

    /// Reads the pages from `next` on. If the service refuses the link to a page, all pages are read again from the first, but only
    /// once.
    async fn rest(&self, next: Option<String>) -> Result<(), GraphError> {
        match self.follow(next).await {
            Err(error) if refuses_the_link(&error.kind) => {
                self.tell(Arrived::StartsOver);
                let next = self.first().await?;
                self.follow(next).await
            }
            ended => ended,
        }
    }

    async fn follow(&self, mut next: Option<String>) -> Result<(), GraphError> {
        let mut followed: BTreeSet<String> = BTreeSet::new();
        while let Some(link) = next {
            if !(self.go_on)() {
                return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
            }
            if !followed.insert(link.clone()) || followed.len() > MOST_PAGES {
                return Err(GraphError::without_answer(GraphErrorKind::BadNextLink));
            }
            next = self.take(self.client.call(&users::more_guests(link)).await?);
        }
        Ok(())
    }

    /// Reads the list in spans. Returns whether all guests have arrived.
    async fn spans(&self, now: Moment, total: usize) -> Result<bool, GraphError> {
        let (counts, link) = join(self.counts(now), guest_changes::from_now_on(self.client)).await;
        if let Some(link) = link {
            self.tell(Arrived::ChangesFrom(link));
        }
        let Some(counts) = counts else { return Ok(false) };
        let per_span = total.div_ceil(AT_ONCE * SPANS_EACH).next_multiple_of(PAGE);
        let mut calls: Vec<Call<Page<Guest>>> =
            spans(&counts, per_span).into_iter().map(users::guests_created).collect();
        if counts.last().is_none_or(|now| now.guests < total) {
            calls.push(users::guests_without_date());
        }
        // The newest first: they are looked for most.
        let waiting = RefCell::new(calls);
        let readers = (0..AT_ONCE).map(|_| self.read_waiting(&waiting));
        match join_all(readers).await.into_iter().collect::<Result<Vec<()>, _>>() {
            Ok(_) => Ok(self.ids.borrow().len() >= total),
            Err(error) if is_about_spans(&error.kind) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn read_waiting(&self, waiting: &RefCell<Vec<Call<Page<Guest>>>>) -> Result<(), GraphError> {
        loop {
            let Some(call) = waiting.borrow_mut().pop() else { return Ok(()) };
            let read = self.read_span(&call).await;
            // A link that has expired costs this span only.
            let read = match read {
                Err(error) if refuses_the_link(&error.kind) => self.read_span(&call).await,
                read => read,
            };
            if let Err(error) = read {
                waiting.borrow_mut().clear();
                return Err(error);
            }
        }
    }

    async fn read_span(&self, call: &Call<Page<Guest>>) -> Result<(), GraphError> {
        if !(self.go_on)() {
            return Err(GraphError::without_answer(GraphErrorKind::SignInEnded));
        }
        let next = self.take(self.client.call(call).await?);
        self.follow(next).await
    }

    /// How many guests were created up to some moments; `None` if the service does not say.
    async fn counts(&self, now: Moment) -> Option<Vec<CreatedUpTo>> {
        let moments: Vec<Moment> = moments_to_count(now).into_iter().chain([now]).collect();
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
