//! How long the sandbox tenant takes to respond, how soon it is ready and how much memory it takes, at the largest size
//! it is made for.
//!
//! The budgets are printed beside the figures, but no figure fails anything, since a busy machine changes all figures.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build;
use crate::proc;
use crate::workspace::Workspace;

const GUESTS: u32 = 300_000;
/// How often start-up is measured: enough to show how much the figures vary.
const STARTS: usize = 5;
const READY_BUDGET: Duration = Duration::from_secs(5);
const MEMORY_BUDGET_MB: u64 = 600;

struct Start {
    ready: Duration,
    /// The largest memory use until then; `None` where the system does not tell it.
    peak_mb: Option<u64>,
}

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let sandbox = build::sandbox(workspace)?;
    let starts = (0..STARTS).map(|_| start(&sandbox)).collect::<Result<Vec<_>>>()?;
    let mut times: Vec<_> = starts.iter().map(|start| start.ready).collect();
    times.sort_unstable();
    let (fastest, slowest) = (times.first().copied(), times.last().copied());
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!(
        "\nready with {GUESTS} guests in {:.2} s (median of {STARTS}; {:.2} to {:.2}); budget {} s",
        median.as_secs_f64(),
        fastest.unwrap_or_default().as_secs_f64(),
        slowest.unwrap_or_default().as_secs_f64(),
        READY_BUDGET.as_secs()
    );
    match starts.iter().filter_map(|start| start.peak_mb).max() {
        Some(peak) => println!("memory: {peak} MB at most; budget {MEMORY_BUDGET_MB} MB"),
        None => println!("memory: this system does not tell"),
    }
    println!();
    let mut bench = proc::cargo();
    bench.current_dir(&workspace.root);
    bench.args(["bench", "--package", "sandbox", "--profile", "host", "--bench", "tenant"]);
    proc::run(&mut bench)
}

fn start(sandbox: &std::path::Path) -> Result<Start> {
    let started = Instant::now();
    let mut child = proc::command(sandbox)
        .args(["--listen", "127.0.0.1:0", "--guests", &GUESTS.to_string(), "--exit-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the sandbox tenant")?;
    let mut line = String::new();
    let out = child.stdout.take().context("the sandbox tenant has no standard output")?;
    let read = BufReader::new(out).read_line(&mut line).context("waiting for the sandbox tenant")?;
    let ready = started.elapsed();
    let peak_mb = peak_mb(&child);
    drop(child.stdin.take());
    child.wait().context("waiting for the sandbox tenant to end")?;
    if read == 0 {
        bail!("the sandbox tenant ended before it was ready");
    }
    Ok(Start { ready, peak_mb })
}

/// `VmHWM`, the largest resident memory that Linux records for each process.
fn peak_mb(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1_024)
}
