//! Redirects the output of a thread's work into a log file: that of the programs it starts, and our own messages. The
//! log file is a property of the thread, so that code which runs programs does not have to pass it on.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use jobserver::Client;

/// Where a thread's output goes, and its cargos' share of the cores.
#[derive(Clone)]
pub(crate) struct Redirect {
    pub(crate) log: PathBuf,
    /// The jobserver: each cargo takes a token from it for each further core.
    pub(crate) cores: Client,
}

thread_local! {
    static CURRENT: RefCell<Option<Redirect>> = const { RefCell::new(None) };
}

/// Runs `work` with its output redirected.
pub(crate) fn run<T>(quiet: Redirect, work: impl FnOnce() -> T) -> T {
    let before = CURRENT.replace(Some(quiet));
    let done = work();
    CURRENT.set(before);
    done
}

/// The log file of this thread; `None` if its output is not redirected.
pub(crate) fn log() -> Option<PathBuf> {
    CURRENT.with_borrow(|now| now.as_ref().map(|quiet| quiet.log.clone()))
}

/// Prints a line to the terminal or to the log. An error in writing the log is ignored, since it does not affect the
/// work.
pub(crate) fn say(text: &str) {
    match log() {
        Some(log) => drop(open(&log).and_then(|mut file| Ok(writeln!(file, "{text}")?))),
        None => println!("{text}"),
    }
}

/// Redirects a program's output to the log, if this thread has one.
pub(crate) fn redirect(command: &mut Command) -> Result<()> {
    let Some(Redirect { log, cores }) = CURRENT.with_borrow(Clone::clone) else { return Ok(()) };
    let file = open(&log)?;
    // Without a terminal nobody can answer a prompt, and colour codes make a file hard to read.
    command.stdin(Stdio::null()).env("CARGO_TERM_COLOR", "never");
    command.stderr(file.try_clone().context("sharing the log file")?).stdout(file);
    cores.configure(command);
    Ok(())
}

fn open(log: &Path) -> Result<File> {
    let file = OpenOptions::new().create(true).append(true).open(log);
    file.with_context(|| format!("writing {}", log.display()))
}

/// The last lines of a log, without empty ones.
pub(crate) fn last_lines(log: &Path, count: usize) -> String {
    // Bytes; enough for thirty lines of compiler output.
    const ENOUGH: u64 = 16 * 1024;
    let mut end = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(ENOUGH)))?;
        file.read_to_end(&mut end)
    });
    if read.is_err() {
        return String::new();
    }
    let text = String::from_utf8_lossy(&end);
    let lines: Vec<_> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.get(lines.len().saturating_sub(count)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests;
