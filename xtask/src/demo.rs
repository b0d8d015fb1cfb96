//! `cargo xtask demo`: builds the portal and a sandbox tenant, starts them, and opens the page in the browser.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::build::{self, Output};
use crate::proc;
use crate::progress::Progress;
use crate::tools::{self, Tools};
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Where the portal listens; the tenant's sign-in and its Graph take the next two ports.
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..=65533))]
    port: u16,
    /// How many guests the tenant has from the start.
    #[arg(long, default_value_t = 250)]
    guests: u32,
    /// Do not open the browser.
    #[arg(long)]
    no_open: bool,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if let Some(port) = port_in_use(options.port) {
        bail!(
            "port {port} is taken by another program. Stop that program, or choose another port: \
             cargo xtask demo --port {}",
            suggest_port(options.port)
        );
    }
    let output = Output::demo(workspace)?;
    let sandbox = build_all(workspace, &output)?;

    let mut child = proc::command(sandbox)
        .current_dir(&workspace.root)
        .arg("--portal")
        .arg(&output.dist)
        .args(["--listen", &format!("127.0.0.1:{}", options.port), "--seed", "1"])
        .args(["--guests", &options.guests.to_string()])
        .arg("--exit-with-stdin") // however this program ends, the tenant ends with it
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the sandbox tenant")?;
    let origins = wait_until_ready(&mut child)?;
    print!("{}", welcome(&origins, options.guests));
    if !options.no_open {
        open_browser(&origins.portal);
    }
    let status = wait_for_exit(&mut child)?;
    bail!("the sandbox tenant stopped ({status}); its own message, if it left one, is above")
}

/// Builds what is missing or out of date. Returns the path of the tenant's program. If nothing is out of date, this is
/// one call of cargo.
fn build_all(workspace: &Workspace, output: &Output) -> Result<PathBuf> {
    let progress = Progress::new(workspace.scratch().join("log"))?;
    let tenant = || progress.step("Sandbox tenant", "sandbox", || build::sandbox_for_demo(workspace));
    if output.is_current() {
        return tenant();
    }
    progress.say(
        "Building the demo by quicker settings than what ships: the same program, but larger and slower.\n\
         The first time this takes some minutes.",
    );
    // Trunk takes the longest to install, and compiling does not need it, so both happen at the same time. The portal is
    // last, because its crates can use both cores when Trunk is done. Each step has its own log file, since the output
    // of two compilers at once would be mixed.
    let ((), tenant) = progress.in_parallel(
        || {
            progress.step(&tools::trunk_title(), "trunk", || tools::trunk(workspace))?;
            progress.step("Bundler of scripts", "esbuild", || tools::esbuild(workspace))?;
            Ok(())
        },
        || {
            progress.step("Downloads", "downloads", || {
                tools::wasm_target()?;
                build::fetch(workspace)
            })?;
            let tenant = tenant()?;
            progress.step("Splitter of the program", "parts", || tools::parts(workspace, "demo"))?;
            progress.step("Portal", "portal", || build::compile_for_demo(workspace))?;
            Ok(tenant)
        },
    )?;
    let tools = Tools::for_demo(workspace)?;
    progress.step("Portal's files", "files", || build::bundle_for_demo(workspace, &tools, output))?;
    Ok(tenant)
}

/// Waits for the tenant and keeps its standard input open meanwhile: `Child::wait` would close it, and the tenant stops
/// when it is closed.
fn wait_for_exit(child: &mut Child) -> Result<ExitStatus> {
    let held = child.stdin.take();
    let status = child.wait().context("waiting for the sandbox tenant")?;
    drop(held);
    Ok(status)
}

/// The three origins in the sandbox's ready line.
#[derive(Debug, PartialEq)]
struct Origins {
    portal: String,
    login: String,
    graph: String,
}

impl Origins {
    /// Reads the ready line. `None` for any other line.
    fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let origin = |name| Some(value.get(name)?.as_str()?.trim_end_matches('/').to_owned());
        Some(Self { portal: origin("portal")?, login: origin("login")?, graph: origin("graph")? })
    }
}

fn wait_until_ready(child: &mut Child) -> Result<Origins> {
    let pipe = child.stdout.take().context("the sandbox tenant has no output")?;
    let mut lines = BufReader::new(pipe).lines();
    while let Some(Ok(line)) = lines.next() {
        if let Some(origins) = Origins::read(&line) {
            // Keep reading: the sandbox would block as soon as the pipe is full.
            thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
            return Ok(origins);
        }
        println!("{line}");
    }
    let status = child.wait().context("waiting for the sandbox tenant")?;
    bail!("the sandbox tenant stopped before it was ready ({status}); its own message is above")
}

fn welcome(origins: &Origins, guests: u32) -> String {
    let Origins { portal, login, graph } = origins;
    format!(
        "
Guestlist is running, with a sandbox tenant of {guests} guests. Nothing leaves this machine.

  Portal    {portal}/
  Outbox    {graph}/_sandbox/outbox
            the mail that Microsoft would have sent; its Accept button makes a guest accept

Press \"Sign in\" and pick an account on the sign-in page ({login}).
There are no passwords.

  User Administrator      invites guests and members, manages guests
  Guest Inviter           invites guests
  Member                  an ordinary member, as far as the tenant lets members invite
  Reader without rights   sees what is missing, and whom to ask

Stop with Ctrl+C. The tenant forgets everything; the next start has the same {guests} guests.

"
    )
}

/// The first of the three ports that is in use.
fn port_in_use(first: u16) -> Option<u16> {
    (0..3).map(|offset| first + offset).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_err())
}

fn suggest_port(first: u16) -> u16 {
    let free = (1..=50)
        .map(|step| first.saturating_add(step * 10))
        .find(|port| *port < 65_533 && port_in_use(*port).is_none());
    free.unwrap_or(18_080)
}

/// Opens the page in the user's browser. An error is ignored, since the address is printed as well.
fn open_browser(url: &str) {
    let (program, args) = opener(env::consts::OS);
    let mut command = Command::new(program);
    command.args(args).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    drop(command.spawn());
}

fn opener(os: &str) -> (&'static str, &'static [&'static str]) {
    match os {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    }
}

#[cfg(test)]
mod tests;
