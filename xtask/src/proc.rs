//! How other programs are run: with an environment as if started by hand, with the command line shown, and
//! with an error that names the program. On a quiet thread ([`quiet`]) they write into its log. Knows nothing of what the
//! programs do.

use std::env;
use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::quiet;

/// A command that does not inherit what `cargo run` told *us* about this package: a nested cargo would
/// otherwise see another environment than one started by hand, and build some crates again.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let ours =
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_", "OUT_DIR"];
        if name.to_str().is_some_and(|name| ours.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command
}

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// How many lines of a log an error quotes.
const QUOTED: usize = 30;

/// Runs to the end, its output going where ours goes. False when it reports failure.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    show(command);
    quiet::tame(command)?;
    let status = command.status().map_err(|error| not_started(command, &error))?;
    Ok(status.success())
}

/// Like [`succeeds`], for programs without which the task cannot go on.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    let Some(log) = quiet::log() else { bail!("`{}` failed; its own message is above", line(command)) };
    bail!(
        "`{}` failed. The log {} ends with:\n\n{}\n",
        line(command),
        log.display(),
        quiet::last_lines(&log, QUOTED)
    );
}

/// Like [`succeeds`], and also returns what the program wrote to standard output, which goes on to `out`.
pub(crate) fn tee(command: &mut Command, out: &mut impl Write) -> Result<(bool, String)> {
    show(command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let mut kept = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        // Passed on as it comes: a test runner's dots are its sign of life.
        let mut chunk = [0; 8192];
        loop {
            let count = pipe.read(&mut chunk).context("reading a program's output")?;
            let read = chunk.get(..count).unwrap_or_default();
            if read.is_empty() {
                break;
            }
            kept.extend_from_slice(read);
            out.write_all(read)?;
            out.flush()?;
        }
    }
    let status = child.wait().context("waiting for a program to end")?;
    Ok((status.success(), String::from_utf8_lossy(&kept).into_owned()))
}

/// Standard output of a small query, without showing anything. An error if it fails.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if !status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&stderr).trim());
    }
    Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
}

/// The first of `names` that is an executable file on PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        dirs.iter().map(|dir| dir.join(&file)).find(|candidate| candidate.is_file())
    })
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    if error.kind() == ErrorKind::NotFound {
        anyhow!("`{program}` is needed and was not found on PATH")
    } else {
        anyhow!("`{program}` could not be started: {error}")
    }
}

fn show(command: &Command) {
    quiet::say(&format!("$ {}", line(command)));
}

/// The command as one would type it, with the program's bare name.
fn line(command: &Command) -> String {
    let name = PathBuf::from(command.get_program());
    let name = name.file_stem().unwrap_or_else(|| command.get_program()).to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
