//! Runs other programs: with an environment as in a shell, printing the command line, and with errors that name the
//! program. While a thread's output is redirected ([`quiet`]), programs write into its log. Must not know what the
//! programs do.

use std::env;
use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::quiet;

/// A command without the variables that `cargo run` sets for this package. With them, a nested cargo would compile some
/// crates again, because their environment would differ from that of a cargo started in a shell.
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

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// How many lines of a log an error message quotes.
const QUOTED_LINES: usize = 30;

/// Runs a program whose output goes to the terminal or to the log. False if its exit code reports failure.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    print_command(command);
    quiet::redirect(command)?;
    let status = command.status().map_err(|error| not_started(command, &error))?;
    Ok(status.success())
}

/// Like [`succeeds`], but a failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    let Some(log) = quiet::log() else {
        bail!("`{}` failed; its own message is above", command_line(command))
    };
    bail!(
        "`{}` failed. The log {} ends with:\n\n{}\n",
        command_line(command),
        log.display(),
        quiet::last_lines(&log, QUOTED_LINES)
    );
}

/// Like [`succeeds`]; also returns the program's standard output, which is copied to `out`.
pub(crate) fn tee(command: &mut Command, out: &mut impl Write) -> Result<(bool, String)> {
    print_command(command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let mut kept = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        // Copied without waiting for the end of a line: a test runner prints single dots to show progress.
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

/// Runs a program without showing anything and returns its standard output, trimmed. An error if it fails.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if !status.success() {
        bail!("`{}` failed: {}", command_line(command), String::from_utf8_lossy(&stderr).trim());
    }
    Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
}

/// The first of `names` that is a file in a directory of PATH.
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

fn print_command(command: &Command) {
    quiet::say(&format!("$ {}", command_line(command)));
}

/// The command line as a user would type it, with the program's name instead of its path.
fn command_line(command: &Command) -> String {
    let name = PathBuf::from(command.get_program());
    let name = name.file_stem().unwrap_or_else(|| command.get_program()).to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
