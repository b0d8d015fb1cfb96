//! The release build of the portal, done only when something that it depends on changed, and the sandbox,
//! where cargo itself knows.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::fingerprint;
use crate::finish;
use crate::hosts;
use crate::proc;
use crate::sizes;
use crate::supply;
use crate::texts::Texts;
use crate::tools::{self, Tools};
use crate::workspace::Workspace;

/// All that the portal's release files are made from. The tools' versions count too.
const INPUTS: &[&str] = &[
    "src",
    "locales",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "rust-toolchain.toml",
    "xtask/src/build.rs",
    "xtask/src/finish.rs",
    "xtask/src/headers.rs",
    "xtask/src/hosts.rs",
    "xtask/src/html.rs",
    "xtask/src/supply.rs",
];

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Write the Content-Security-Policy into the page, for a host that cannot send headers.
    #[arg(long)]
    meta_csp: bool,
    /// Build the same sources a second time, elsewhere and from nothing, and compare the files.
    #[arg(long)]
    pub(crate) verify: bool,
}

/// Makes `dist/` what the sources say.
pub(crate) fn portal(workspace: &Workspace, options: &Options) -> Result<()> {
    tools::wasm_target()?;
    let tools = Tools::ready(workspace)?;
    let stamp = workspace.scratch().join("dist.stamp");
    let policy = if options.meta_csp { Some(hosts::policy_for_meta(workspace)?) } else { None };
    let inputs = inputs(workspace, &tools, policy.as_deref().unwrap_or_default())?;
    let finished = |dist: String| format!("made from {inputs}\nis {dist}\n");
    if fs::read_to_string(&stamp).is_ok_and(|text| dist(workspace).is_ok_and(|dist| text == finished(dist))) {
        println!("The release build in dist/ is up to date.");
        return Ok(());
    }
    drop(fs::remove_file(&stamp));

    // Trunk is kept offline so that it takes our tools and no others; it passes that on to cargo, whose
    // packages must therefore be here before. Without a network this does nothing, if they are.
    let host = proc::capture(proc::command("rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    proc::run(proc::cargo().current_dir(&workspace.root).args([
        "fetch",
        "--target",
        "wasm32-unknown-unknown",
        "--target",
        host,
    ]))?;

    let mut trunk = proc::command(&tools.trunk);
    trunk.current_dir(&workspace.root).args(["build", "--release", "--offline"]);
    trunk.env("PATH", tools.path()?).env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk.env_remove("RUST_BACKTRACE"); // the compiler's message would drown in Trunk's own backtrace
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true"); // the customary "1" is an error to Trunk
    }
    trunk.env("RUSTFLAGS", flags(workspace)?);
    proc::run(&mut trunk)?;
    for script in fs::read_dir(workspace.dist())? {
        let script = script?.path();
        if script.extension().is_some_and(|ending| ending == "js") {
            tools.minify(&script)?;
        }
    }
    finish::finish(&workspace.dist(), policy.as_deref())?;
    texts(workspace)?;
    hosts::into_dist(workspace)?;
    supply::into_dist(workspace)?;

    fs::create_dir_all(workspace.scratch())?;
    fs::write(&stamp, finished(dist(workspace)?)).with_context(|| format!("writing {}", stamp.display()))
}

/// Writes the languages that are not inside the program; it knows their names.
fn texts(workspace: &Workspace) -> Result<()> {
    let texts = Texts::read(&workspace.root.join("locales")).map_err(|error| anyhow!("{error}"))?;
    for file in texts.files() {
        let path = workspace.dist().join(&file.name);
        fs::write(&path, file.content).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// Prints the size of every file, and what a first visit downloads.
pub(crate) fn weigh(workspace: &Workspace) -> Result<()> {
    print!("\n{}", sizes::table(&sizes::measure(&workspace.dist())?));
    Ok(())
}

/// Builds the sandbox tenant and says where its program is.
pub(crate) fn sandbox(workspace: &Workspace) -> Result<PathBuf> {
    proc::run(proc::cargo().current_dir(&workspace.root).args([
        "build",
        "--profile",
        "host",
        "--package",
        "sandbox",
    ]))?;
    Ok(workspace.target.join("host").join(format!("sandbox{}", env::consts::EXE_SUFFIX)))
}

fn inputs(workspace: &Workspace, tools: &Tools, policy: &str) -> Result<String> {
    let flags = env::var("RUSTFLAGS").unwrap_or_default();
    fingerprint::of(&workspace.root, INPUTS, &[&tools.versions, &flags, policy])
}

/// The compiler's flags: no path of this machine goes into the program, wherever it was built.
fn flags(workspace: &Workspace) -> Result<String> {
    let home = |name: &str| env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME")
        .or_else(|| home(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(|home| home.join(".cargo")))
        .context("no home directory is set")?;
    let mut prefixes = vec![(workspace.target.clone(), "/target"), (workspace.root.clone(), "/guestlist")];
    // Each registry has a directory of its own, named after its address.
    if let Ok(registries) = fs::read_dir(cargo.join("registry").join("src")) {
        for registry in registries {
            prefixes.push((registry?.path(), "/crates"));
        }
    }
    let mut flags = env::var("RUSTFLAGS").unwrap_or_default();
    // The last prefix that fits is the one that counts: the widest comes first.
    for (path, name) in [(cargo, "/cargo")].into_iter().chain(prefixes.into_iter().rev()) {
        let path = path.to_str().filter(|path| !path.contains(char::is_whitespace));
        let path = path.context("a directory with a space in its name cannot be kept out of the program")?;
        flags.push_str(&format!(" --remap-path-prefix={path}={name}"));
    }
    Ok(flags.trim_start().to_owned())
}

/// What is in dist/ now: a debug build, or a file lost, must not pass for the release build.
fn dist(workspace: &Workspace) -> Result<String> {
    fingerprint::of(&workspace.dist(), &["."], &[])
}
