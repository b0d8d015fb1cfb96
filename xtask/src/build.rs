//! The release build of the portal, done only when something that it depends on changed, and the build of the sandbox,
//! where cargo itself knows that. Both also exist in a second form for the demo, which compiles faster and has its own
//! output directory.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::fingerprint;
use crate::finish;
use crate::hosts;
use crate::page;
use crate::parts;
use crate::proc;
use crate::sizes;
use crate::supply;
use crate::texts::Texts;
use crate::tools::{self, Tools};
use crate::workspace::Workspace;

/// The profile in Cargo.toml with which the demo is built.
const DEMO: &str = "demo";

/// All files that the portal is built from. The tools' versions are part of the fingerprint, too.
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
    "xtask/src/page.rs",
    "xtask/src/parts.rs",
    "xtask/src/styles.rs",
    "xtask/src/supply.rs",
    "xtask/wasm",
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

/// A directory of finished files, and a stamp: a file with the fingerprint of what they were made from.
pub(crate) struct Output {
    pub(crate) dist: PathBuf,
    stamp: PathBuf,
    inputs: String,
}

impl Output {
    /// The files of a release. `policy` is the Content-Security-Policy in the page, or empty.
    fn release(workspace: &Workspace, policy: &str) -> Result<Self> {
        let stamp = workspace.scratch().join("dist.stamp");
        Ok(Self { dist: workspace.dist(), stamp, inputs: inputs(workspace, policy)? })
    }

    /// The demo's files. They have another directory and another stamp, so that a release never contains a demo build.
    pub(crate) fn demo(workspace: &Workspace) -> Result<Self> {
        let (dist, stamp) = (workspace.scratch().join("demo"), workspace.scratch().join("demo.stamp"));
        Ok(Self { dist, stamp, inputs: inputs(workspace, "demo")? })
    }

    /// True if the files were made from these sources. False if a file is missing, or if the directory holds files of
    /// another build.
    pub(crate) fn is_current(&self) -> bool {
        let stamp = fs::read_to_string(&self.stamp);
        stamp.is_ok_and(|stamp| self.stamp_text().is_ok_and(|stamp_text| stamp_text == stamp))
    }

    fn stamp_text(&self) -> Result<String> {
        let dist = fingerprint::of(&self.dist, &["."], &[])?;
        Ok(format!("made from {}\nis {dist}\n", self.inputs))
    }

    fn invalidate(&self) {
        drop(fs::remove_file(&self.stamp));
    }

    fn write_stamp(&self) -> Result<()> {
        if let Some(folder) = self.stamp.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.stamp, self.stamp_text()?)
            .with_context(|| format!("writing {}", self.stamp.display()))
    }
}

/// Builds `dist/`, unless it is current.
pub(crate) fn portal(workspace: &Workspace, options: &Options) -> Result<()> {
    tools::wasm_target()?;
    let tools = Tools::ready(workspace)?;
    let policy = if options.meta_csp { Some(hosts::policy_for_meta(workspace)?) } else { None };
    let output = Output::release(workspace, policy.as_deref().unwrap_or_default())?;
    if output.is_current() {
        println!("The release build in dist/ is up to date.");
        return Ok(());
    }
    output.invalidate();
    fetch(workspace)?;
    let mut trunk = trunk(workspace, &tools)?;
    trunk.arg("--release").env("RUSTFLAGS", release_flags(workspace)?);
    proc::run(&mut trunk)?;
    parts::collect(workspace, &output.dist, &tools, true)?;
    texts(workspace, &output.dist)?;
    finish::finish(&output.dist, policy.as_deref())?;
    hosts::into_dist(workspace, &output.dist)?;
    supply::into_dist(workspace)?;
    output.write_stamp()
}

/// Compiles both programs for the demo, as index.html names them. Trunk would compile them too, but Trunk may still be being
/// installed at this time.
pub(crate) fn compile_for_demo(workspace: &Workspace) -> Result<()> {
    let programs: [&[&str]; 2] = [&["--bin", "guestlist"], &["--bin", "sign-in", "--no-default-features"]];
    for program in programs {
        let mut build = proc::cargo();
        build.current_dir(&workspace.root).args(["build", "--locked", "--profile", DEMO]).args(program);
        proc::run(demo_flags(build.args(["--package", "guestlist", "--target", tools::WASM_TARGET])))?;
    }
    Ok(())
}

/// Makes the demo's files from the compiled program. Without `--release`, Trunk does not minify.
pub(crate) fn bundle_for_demo(workspace: &Workspace, tools: &Tools, output: &Output) -> Result<()> {
    output.invalidate();
    let mut trunk = trunk(workspace, tools)?;
    trunk.args(["--cargo-profile", DEMO, "--dist"]).arg(&output.dist);
    proc::run(demo_flags(&mut trunk))?;
    parts::collect(workspace, &output.dist, tools, false)?;
    texts(workspace, &output.dist)?;
    finish::finish_unchecked(&output.dist, None)?;
    hosts::into_dist(workspace, &output.dist)?;
    output.write_stamp()
}

/// The same flags for this cargo and for the cargo that Trunk starts: with other flags, that one would compile
/// everything again.
fn demo_flags(command: &mut Command) -> &mut Command {
    command.env("RUSTFLAGS", common_flags())
}

/// Downloads the portal's packages. Trunk runs offline, so that it uses our tools and downloads no others. It passes
/// `--offline` on to cargo, so cargo's packages must be present before. If they are, this needs no network.
pub(crate) fn fetch(workspace: &Workspace) -> Result<()> {
    let host = proc::capture(proc::command("rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let targets = ["--target", tools::WASM_TARGET, "--target", host];
    proc::run(proc::cargo().current_dir(&workspace.root).arg("fetch").args(targets))
}

/// Trunk's command with our tools on PATH.
fn trunk(workspace: &Workspace, tools: &Tools) -> Result<Command> {
    let mut trunk = proc::command(&tools.trunk);
    trunk.current_dir(&workspace.root).args(["build", "--offline"]);
    trunk.env("PATH", tools.path()?).env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk.env("GUESTLIST_PARTS", parts::output_dir(workspace));
    trunk.env_remove("RUST_BACKTRACE"); // the compiler's message would drown in Trunk's own backtrace
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true"); // the customary "1" is an error to Trunk
    }
    Ok(trunk)
}

/// Writes the texts of all languages, the languages and the clouds into the page, and the files of the other languages into
/// dist/, each under a name with the hash of its content.
fn texts(workspace: &Workspace, dist: &Path) -> Result<()> {
    let texts = Texts::read(&workspace.root.join("locales")).map_err(|error| anyhow!("{error}"))?;
    let index = dist.join(finish::PAGE);
    let page = fs::read_to_string(&index).with_context(|| format!("reading {}", index.display()))?;
    let page = page::with_languages(&page::with_texts(&page, &texts)?, &texts)?;
    fs::write(&index, page::with_clouds(&page))?;
    fs::create_dir_all(dist.join(finish::ASSETS))?;
    for file in texts.files() {
        let path = dist.join(&file.name);
        fs::write(&path, file.content).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// Prints the size of each file and what the parts consist of. Fails if a file exceeds its budget.
pub(crate) fn weigh(workspace: &Workspace) -> Result<()> {
    let sizes = sizes::measure(&workspace.dist())?;
    print!("\n{}\n{}", sizes::table(&sizes), parts::composition(workspace)?);
    let budgets = workspace.root.join("xtask/budgets.json");
    sizes::check_budgets(
        &sizes,
        &fs::read_to_string(&budgets).with_context(|| format!("reading {}", budgets.display()))?,
    )
}

/// Builds the sandbox tenant and returns the path of its program.
pub(crate) fn sandbox(workspace: &Workspace) -> Result<PathBuf> {
    sandbox_with_profile(workspace, "host")
}

/// The same with the demo's profile. The portal of the demo has the same profile, so that packages which both need on
/// this machine (such as macros) are compiled once.
pub(crate) fn sandbox_for_demo(workspace: &Workspace) -> Result<PathBuf> {
    sandbox_with_profile(workspace, DEMO)
}

fn sandbox_with_profile(workspace: &Workspace, profile: &str) -> Result<PathBuf> {
    let build = ["build", "--profile", profile, "--package", "sandbox"];
    proc::run(proc::cargo().current_dir(&workspace.root).args(build))?;
    Ok(workspace.target.join(profile).join(format!("sandbox{}", env::consts::EXE_SUFFIX)))
}

fn inputs(workspace: &Workspace, kind: &str) -> Result<String> {
    let versions = tools::versions(workspace)?;
    fingerprint::of(&workspace.root, INPUTS, &[&versions, &common_flags(), kind])
}

/// The compiler flags of every build of the portal: those of the user, one for vector instructions, with which `memchr` searches a
/// text several times as fast, and one that keeps relocations in the wasm file. From them xtask/wasm finds out which
/// function uses which, and splits the program accordingly.
fn common_flags() -> String {
    let of_user = env::var("RUSTFLAGS").unwrap_or_default();
    format!("{of_user} -Ctarget-feature=+simd128 -Clink-args=--emit-relocs").trim_start().to_owned()
}

/// The compiler flags of a release: paths of this machine are replaced, so that the program is the same wherever it is
/// built.
fn release_flags(workspace: &Workspace) -> Result<String> {
    let home = |name: &str| env::var_os(name).map(PathBuf::from);
    let cargo = home("CARGO_HOME")
        .or_else(|| home(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(|home| home.join(".cargo")))
        .context("no home directory is set")?;
    let mut prefixes = vec![(workspace.target.clone(), "/target"), (workspace.root.clone(), "/guestlist")];
    // Each registry has its own directory below `registry/src`, named after its address.
    if let Ok(registries) = fs::read_dir(cargo.join("registry").join("src")) {
        for registry in registries {
            prefixes.push((registry?.path(), "/crates"));
        }
    }
    let mut flags = common_flags();
    // Of several prefixes that match, rustc uses the last, so the widest comes first.
    for (path, name) in [(cargo, "/cargo")].into_iter().chain(prefixes.into_iter().rev()) {
        let path = path.to_str().filter(|path| !path.contains(char::is_whitespace));
        let path = path.context("a directory with a space in its name cannot be kept out of the program")?;
        flags.push_str(&format!(" --remap-path-prefix={path}={name}"));
    }
    Ok(flags.trim_start().to_owned())
}

#[cfg(test)]
mod tests;
