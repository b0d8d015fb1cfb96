//! Sends the invitations of a run.
//!
//! Before each request, its row is written down ([`Journal`]); the pace is that of [`Pacer`]. A hundred rows are searched for
//! in the directory before they are sent, because another person or browser may have invited them since the list was checked.
//! After a lost response nothing more is sent until the service answers a read. A run ends when each row is sent, failed,
//! skipped or undecidable, and pauses for the reasons of [`Why`]. Must not know the page.
//!
//! Invitations are single requests. Batches of twenty are faster while the quota has room (a thousand in 2 s, not 13 s), but five
//! thousand take 100 s both ways, and one lost response of a batch makes twenty rows uncertain (docs/performance.md).

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use crate::app::once::Once;
use crate::app::portal::Portal;
use crate::app::ports::{Clock, Random};
use crate::domain::bulk::pacing::{Next, Pacer, Quota};
use crate::domain::bulk::run::{RowEvent, RowIndex, Run};
use crate::domain::http_url::ToAscii;
use crate::domain::invitation::{Invitation, SentInvitation};
use crate::domain::invited::address_key;
use crate::domain::moment::Moment;
use crate::graph::error::GraphError;
use crate::graph::{invitations, me};

use super::error_scope::is_lost_or_of_transport;
use super::journal::{Journal, NotStored};
use super::lookup::{self, Searched};
use super::progress::{Answer, Progress, Why};

mod new_link;

/// Is called with the rows that have changed, and without rows when only the phase has.
pub type OnChange = Box<dyn Fn(&[RowIndex])>;

/// What a run does at present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    Sending,
    /// Microsoft asked for a pause, until this time of the monotonic clock.
    Throttled(Duration),
    /// Requests fail one after the other, so nothing is sent until this time of the monotonic clock.
    Troubled(Duration),
    /// There was no clear response. It continues when the service answers.
    NoConnection,
    /// Some rows have no clear response. At this moment, the directory lists their guests if there are any.
    WaitsForDirectory(Moment),
    Paused(Why),
    Over,
}

/// How long to wait before an address is tried again that another tab is inviting.
const CLAIMED: Duration = Duration::from_secs(3);
/// The longest time between two reads that ask whether the service answers again.
const LONGEST_PROBE: Duration = Duration::from_secs(30);

/// The ports and values of a run.
pub struct RunnerPorts {
    pub portal: Rc<Portal>,
    pub clock: Rc<dyn Clock>,
    pub random: Rc<dyn Random>,
    pub journal: Journal,
    pub to_ascii: ToAscii,
}

pub struct Runner {
    ports: RunnerPorts,
    progress: RefCell<Progress>,
    phase: RefCell<Phase>,
    /// Wakes the loop.
    wake: RefCell<Option<oneshot::Sender<()>>>,
    on_change: OnChange,
}

/// The end of something that runs beside the loop.
enum Step {
    Sent(RowIndex, Answer),
    Searched(Vec<RowIndex>, Result<Searched, GraphError>),
    Connected,
}

type Steps<'a> = FuturesUnordered<LocalBoxFuture<'a, Step>>;

impl Runner {
    #[must_use]
    pub fn new(
        run: Run<GraphError>,
        quota: Quota,
        ports: RunnerPorts,
        phase: Phase,
        on_change: OnChange,
    ) -> Self {
        let now = (ports.clock.monotonic(), ports.clock.uncorrected());
        let pacer = Pacer::new(quota, now.0);
        Self {
            progress: RefCell::new(Progress::new(run, pacer, now, ports.to_ascii)),
            ports,
            phase: RefCell::new(phase),
            wake: RefCell::default(),
            on_change,
        }
    }

    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase.borrow().clone()
    }

    /// Calls a function with the rows.
    pub fn with_run<T>(&self, read: impl FnOnce(&Run<GraphError>) -> T) -> T {
        read(&self.progress.borrow().run)
    }

    /// The redemption link of a row, if its response was read by this page.
    #[must_use]
    pub fn link(&self, index: RowIndex) -> Option<String> {
        self.progress.borrow().links.get(&index).cloned()
    }

    /// Whether this page has read any link.
    #[must_use]
    pub fn has_links(&self) -> bool {
        !self.progress.borrow().links.is_empty()
    }

    /// The time that the planned rows take at least.
    #[must_use]
    pub fn lasts(&self) -> Duration {
        let mut progress = self.progress.borrow_mut();
        let planned = u32::try_from(progress.run.tally().planned).unwrap_or(u32::MAX);
        progress.pacer.lasts(planned, self.ports.clock.monotonic())
    }

    /// Pauses the run. Requests that run are not stopped, because they may have taken effect.
    pub fn pause(&self, why: Why) {
        self.progress.borrow_mut().want(why);
        if let Some(wake) = self.wake.take() {
            let _ = wake.send(());
        }
    }

    /// Changes rows while the run is paused or over, such as sending the failed ones again.
    ///
    /// # Errors
    /// The browser does not store it; the rows are changed on this page.
    pub async fn change(&self, rows: &[RowIndex], event: RowEvent<GraphError>) -> Result<(), NotStored> {
        let (changed, notes) = {
            let mut progress = self.progress.borrow_mut();
            let mut changed = Vec::new();
            for index in rows {
                if progress.run.apply(*index, event.clone()) {
                    progress.forget_tries(*index);
                    changed.push(*index);
                }
            }
            let notes = progress.notes(&changed);
            (changed, notes)
        };
        (self.on_change)(&changed);
        self.ports.journal.note(&notes).await
    }

    /// Sends the planned rows until there are none, or a reason to pause. Must not run twice at the same time.
    pub async fn drive(&self) {
        self.progress.borrow_mut().resume(self.ports.clock.monotonic());
        self.set_phase(Phase::Sending);
        let mut steps = Steps::new();
        let mut connected = true;
        // The rows whose state is not written down yet.
        let mut changed = Vec::new();
        loop {
            self.begin(&mut steps, connected, &mut changed).await;
            (self.on_change)(&std::mem::take(&mut changed));
            if let Some(phase) = self.rests(&mut steps) {
                return self.set_phase(phase);
            }
            match self.next_step(&mut steps).await {
                Some(Step::Sent(index, answer)) => {
                    let clock = &self.ports.clock;
                    let (now, jitter) = ((clock.monotonic(), clock.uncorrected()), self.ports.random.byte());
                    let lost = self.progress.borrow_mut().settle(index, answer, now, jitter);
                    changed.push(index);
                    if lost && connected {
                        connected = false;
                        steps.push(Box::pin(self.probe()));
                    }
                }
                Some(Step::Searched(_, Err(error))) if is_lost_or_of_transport(&error) => {
                    self.progress.borrow_mut().search_failed();
                    if connected {
                        connected = false;
                        steps.push(Box::pin(self.probe()));
                    }
                }
                Some(Step::Searched(rows, found)) => {
                    let now = self.ports.clock.monotonic();
                    changed.extend(self.progress.borrow_mut().apply_search(&rows, found, now));
                }
                Some(Step::Connected) => connected = true,
                None => {}
            }
            self.tell_phase(connected);
        }
    }
    /// Writes down what has changed, and begins the requests that are possible now. `changed` gets their rows too.
    async fn begin<'a>(&'a self, steps: &mut Steps<'a>, connected: bool, changed: &mut Vec<RowIndex>) {
        let (now, at) = (self.ports.clock.monotonic(), self.ports.clock.uncorrected());
        let (begun, notes) = {
            let mut progress = self.progress.borrow_mut();
            let may_send = connected && progress.wanted.is_none();
            if let Some(rows) = may_send.then(|| progress.to_search(now)).flatten() {
                steps.push(Box::pin(self.search(rows)));
            }
            let begun = if may_send { progress.begin(now, at) } else { Vec::new() };
            changed.extend(&begun);
            (begun, progress.notes(changed))
        };
        // A row is sent only after it is written down.
        let stored = self.ports.journal.note(&notes).await;
        let mut progress = self.progress.borrow_mut();
        for index in begun {
            if stored.is_ok() {
                progress.pacer.begin(self.ports.clock.monotonic());
                steps.push(Box::pin(self.send(index)));
            } else {
                progress.run.apply(index, RowEvent::NotCarriedOut);
            }
        }
        if stored.is_err() {
            progress.wanted = Some(Why::NotStored);
        }
    }

    /// The phase in which the loop ends, if nothing is under way. If all that is left is to read the directory, it begins
    /// to, or to wait for that.
    fn rests<'a>(&'a self, steps: &mut Steps<'a>) -> Option<Phase> {
        let now = self.ports.clock.monotonic();
        let (unknown, phase) = {
            let mut progress = self.progress.borrow_mut();
            if progress.pacer.running() == 0
                && let Some(why) = progress.wanted.take()
            {
                // Without anything left to do, there is nothing to resume.
                let over = progress.run.tally().is_over() && progress.next_lookup().is_none();
                return Some(if over { Phase::Over } else { Phase::Paused(why) });
            }
            if !steps.is_empty() || !progress.run.tally().is_over() {
                return None;
            }
            let Some(at) = progress.next_lookup() else { return Some(Phase::Over) };
            if at > now {
                (None, Phase::WaitsForDirectory(self.ports.clock.uncorrected() + (at - now)))
            } else {
                (Some(progress.unknown_rows(now)), Phase::Sending)
            }
        };
        if let Some(rows) = unknown {
            steps.push(Box::pin(self.search(rows)));
        }
        self.set_phase(phase);
        None
    }

    /// Waits until something has ended, the next request may be sent, or the person wants something.
    async fn next_step(&self, steps: &mut Steps<'_>) -> Option<Step> {
        let (wake, woken) = oneshot::channel();
        self.wake.replace(Some(wake));
        let time = self.until_next();
        let timer = async {
            match time {
                Some(time) => self.ports.clock.sleep(time).await,
                None => std::future::pending().await,
            }
        };
        let ended = async {
            match steps.next().await {
                Some(step) => step,
                None => std::future::pending().await,
            }
        };
        match select(pin!(ended), select(pin!(timer), woken)).await {
            Either::Left((step, _)) => Some(step),
            Either::Right(_) => None,
        }
    }

    /// How long until there is something to do without an end of a request; `None` if there is nothing.
    fn until_next(&self) -> Option<Duration> {
        let mut progress = self.progress.borrow_mut();
        if matches!(*self.phase.borrow(), Phase::WaitsForDirectory(_)) {
            return progress.next_lookup().map(|at| at.saturating_sub(self.ports.clock.monotonic()));
        }
        let waits = progress.run.next().is_some() && progress.wanted.is_none();
        match progress.pacer.next(self.ports.clock.monotonic()) {
            Next::After(wait) if waits => Some(wait),
            Next::After(_) | Next::Now | Next::WhenOneEnds => None,
        }
    }

    async fn search(&self, rows: Vec<RowIndex>) -> Step {
        let emails = self.progress.borrow().emails(&rows);
        let found = lookup::search(&self.ports.portal.client, &emails, self.ports.to_ascii).await;
        Step::Searched(rows, found)
    }

    async fn send(&self, index: RowIndex) -> Step {
        let (row, is_absent) = {
            let progress = self.progress.borrow();
            (progress.run.rows().get(index).cloned(), progress.is_absent(index))
        };
        let answer = match row {
            Some(row) => self.ask(&row.invitation, row.again, is_absent).await,
            None => Answer::InvitedElsewhere,
        };
        Step::Sent(index, answer)
    }

    async fn ask(&self, invitation: &Invitation, again: bool, is_absent: bool) -> Answer {
        let client = &self.ports.portal.client;
        let Ok(claim) = client.claim_for_run(&address_key(&invitation.email, self.ports.to_ascii)).await
        else {
            self.ports.clock.sleep(CLAIMED).await;
            return Answer::ClaimedElsewhere;
        };
        // What this session has sent to the address a moment ago, the directory does not list yet.
        match &claim.invited {
            // The doubt about a request of this run has ended with the reading.
            Some(invited) if invited.in_doubt && !again && !is_absent => {
                drop(claim);
                self.ports.clock.sleep(CLAIMED).await;
                return Answer::ClaimedElsewhere;
            }
            Some(invited) if !invited.in_doubt && !again => return Answer::InvitedElsewhere,
            Some(_) | None => {}
        }
        let name = invitation.name.as_deref().unwrap_or_default();
        let once: Once<SentInvitation> = client.call_once_for(&claim, &invitations::invite(invitation)).await;
        match &once {
            Once::Ended(Ok(sent)) => claim.made(name, sent.user),
            Once::Ended(Err(error)) if error.outcome_unknown() => claim.in_doubt(name),
            Once::Ended(Err(_)) | Once::NotCarriedOut { .. } => {}
        }
        Answer::Once(Box::new(once))
    }

    /// Ends when the service answers a read again.
    async fn probe(&self) -> Step {
        let mut wait = Duration::from_secs(2);
        loop {
            match self.ports.portal.client.call(&me::organization()).await {
                Err(error) if is_lost_or_of_transport(&error) => {}
                Ok(_) | Err(_) => return Step::Connected,
            }
            self.ports.clock.sleep(wait).await;
            wait = (wait * 2).min(LONGEST_PROBE);
        }
    }

    fn set_phase(&self, phase: Phase) {
        if *self.phase.borrow() != phase {
            self.phase.replace(phase);
            (self.on_change)(&[]);
        }
    }

    fn tell_phase(&self, connected: bool) {
        let now = self.ports.clock.monotonic();
        let (paused_until, asked_until) = {
            let pacer = &self.progress.borrow().pacer;
            (pacer.paused_until(), pacer.asked_until())
        };
        self.set_phase(if !connected {
            Phase::NoConnection
        } else if asked_until > now {
            Phase::Throttled(paused_until)
        } else if paused_until > now {
            Phase::Troubled(paused_until)
        } else {
            Phase::Sending
        });
    }
}
