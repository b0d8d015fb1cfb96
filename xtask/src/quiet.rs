//! Work that does not write on the terminal: what the programs of this thread write goes into a log file, and what we
//! would say ourselves goes there too. Which file that is belongs to the thread, so that all who run programs
//! need not know of it.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use jobserver::Client;

/// What the programs of a quiet thread are given.
#[derive(Clone)]
pub(crate) struct Quiet {
    /// Where their output goes.
    pub(crate) log: PathBuf,
    /// From here each cargo takes the right to use one more core.
    pub(crate) cores: Client,
}

thread_local! {
    static NOW: RefCell<Option<Quiet>> = const { RefCell::new(None) };
}

/// Does the work quietly.
pub(crate) fn run<T>(quiet: Quiet, work: impl FnOnce() -> T) -> T {
    let before = NOW.replace(Some(quiet));
    let done = work();
    NOW.set(before);
    done
}

/// The log file of this thread, if it is a quiet one.
pub(crate) fn log() -> Option<PathBuf> {
    NOW.with_borrow(|now| now.as_ref().map(|quiet| quiet.log.clone()))
}

/// Says something on the terminal, or in the log. Not being able to write a log is no reason to stop.
pub(crate) fn say(text: &str) {
    match log() {
        Some(log) => drop(open(&log).and_then(|mut file| Ok(writeln!(file, "{text}")?))),
        None => println!("{text}"),
    }
}

/// Makes a program write into the log, if this thread is a quiet one.
pub(crate) fn tame(command: &mut Command) -> Result<()> {
    let Some(Quiet { log, cores }) = NOW.with_borrow(Clone::clone) else { return Ok(()) };
    let file = open(&log)?;
    // Nobody could answer a question. And a colour in a file is noise.
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
    // Enough for thirty lines of a compiler.
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
