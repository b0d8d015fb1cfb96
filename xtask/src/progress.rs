//! Shows work that takes minutes: each step with its duration, and on a terminal what it is doing now. Steps may run at
//! the same time. The output of their programs goes into one log file per step ([`quiet`]).

use std::env;
use std::fmt::{self, Write};
use std::fs;
use std::io::{IsTerminal, stdout};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jobserver::Client;

use crate::quiet::{self, Redirect};

pub(crate) struct Progress {
    /// `None` if standard output is no terminal: then plain lines are printed.
    bars: Option<MultiProgress>,
    logs: PathBuf,
    cores: Client,
    failed: AtomicBool,
}

impl Progress {
    /// The steps' log files go into the directory `logs`.
    pub(crate) fn new(logs: PathBuf) -> Result<Self> {
        fs::create_dir_all(&logs).with_context(|| format!("making {}", logs.display()))?;
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let watched = stdout().is_terminal() && !set("NO_COLOR") && !set("CI");
        let bars = watched.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stdout()));
        // At least two: on a machine with one core, two steps that run at the same time would wait for each other.
        let cores = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        let cores = Client::new(cores).context("counting the cores")?;
        // Jobserver protocol: each cargo may use one core without a token, so the token of the first cargo is taken
        // here.
        cores.acquire_raw().context("taking a core")?;
        Ok(Self { bars, logs, cores, failed: AtomicBool::new(false) })
    }

    /// Prints a line above the progress bars.
    pub(crate) fn say(&self, text: &str) {
        let shown = self.bars.as_ref().is_some_and(|bars| bars.println(text).is_ok());
        if !shown {
            println!("{text}");
        }
    }

    /// Runs a step and prints its duration. `log` is the name of its log file without extension.
    pub(crate) fn step<T>(&self, title: &str, log: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(NotStarted(title.to_owned()).into());
        }
        let quiet = Redirect { log: self.logs.join(format!("{log}.log")), cores: self.cores.clone() };
        fs::write(&quiet.log, "").with_context(|| format!("writing {}", quiet.log.display()))?;
        let start = Instant::now();
        let bar = self.bars.as_ref().map(|bars| bars.add(bar(title, &quiet.log, start)));
        match &bar {
            // Nothing is drawn before the first tick, so a very short step does not flicker.
            Some(bar) => bar.enable_steady_tick(Duration::from_millis(120)),
            None => println!("{title} …"),
        }
        let done = quiet::run(quiet, work);
        let took = format_duration(start.elapsed());
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        if done.is_err() {
            self.failed.store(true, Ordering::Relaxed);
            self.say(&format!("{title}: failed after {took}"));
        } else {
            self.say(&format!("{title}: {took}"));
        }
        done
    }

    /// Runs both at the same time. Together their cargos may run as many compilers as one cargo alone: more would
    /// compete for the cores, and fewer would leave a core idle while one of the two compiles a single large package.
    pub(crate) fn in_parallel<A, B: Send>(
        &self,
        one: impl FnOnce() -> Result<A>,
        other: impl FnOnce() -> Result<B> + Send,
    ) -> Result<(A, B)> {
        self.cores.acquire_raw().context("taking a core")?;
        let given_back = AtomicBool::new(false);
        // The first to end returns a token, which the other can use.
        let ended = || match given_back.swap(true, Ordering::Relaxed) {
            true => Ok(()),
            false => self.cores.release_raw().context("giving a core back"),
        };
        let (one, other) = thread::scope(|scope| {
            let other = scope.spawn(|| {
                let done = other();
                ended().and(done)
            });
            let done = one();
            let one = ended().and(done);
            (one, other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
        });
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            // Report the error of the step that failed, not of the one that was not started because of it.
            (Err(one), Err(other)) if one.is::<NotStarted>() => Err(other),
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }
}

/// The error of a step that was not started because another step failed.
#[derive(Debug)]
struct NotStarted(String);

impl fmt::Display for NotStarted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: not begun, since another step failed", self.0)
    }
}

impl std::error::Error for NotStarted {}

/// A progress bar with the step's title, its duration, and the last line of its log.
fn bar(title: &str, log: &Path, start: Instant) -> ProgressBar {
    let log = log.to_owned();
    // Programs may write control characters, which would break the terminal's layout.
    let last = move |_: &_, line: &mut dyn Write| {
        let text: String = quiet::last_lines(&log, 1).chars().filter(|char| !char.is_control()).collect();
        line.write_str(text.trim_start()).unwrap_or_default();
    };
    let took = move |_: &_, line: &mut dyn Write| {
        line.write_str(&format_duration(start.elapsed())).unwrap_or_default();
    };
    let style = ProgressStyle::with_template("{spinner:.cyan} {msg}  {took}  {last:36!.dim}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    let style = style.with_key("last", last).with_key("took", took);
    ProgressBar::new_spinner().with_style(style).with_message(title.to_owned())
}

/// A duration for people: `0.4 s`, `42 s`, `3 min 5 s`.
fn format_duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 59.5 {
        format!("{seconds:.0} s")
    } else {
        let whole = (seconds + 0.5) as u64;
        format!("{} min {} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests;
