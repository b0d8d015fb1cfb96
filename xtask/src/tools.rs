//! The programs that the build and its tests need and cargo does not bring: Trunk, wasm-opt and esbuild; for the browser tests
//! wasm-bindgen's test runner at the very version that Cargo.lock names. Knows which and why; [`install`](crate::install)
//! knows how they get here.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::fingerprint;
use crate::install::{cargo_install, cargo_tool, exe, into_place, npm_tool, tool_home, with_path};
use crate::proc;
use crate::quiet;
use crate::workspace::Workspace;

const TRUNK: &str = "0.21.14";
const DENY: &str = "0.20.2";
const BINARYEN: &str = "132.0.0";
const ESBUILD: &str = "0.28.2";
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A release of wasm-bindgen-cli that cannot be installed by its own lock file, which names a package that was withdrawn.
const LOCK_WITHDRAWN: &str = "0.2.130";

/// A build's tools, all present.
pub(crate) struct Tools {
    pub(crate) trunk: PathBuf,
    /// Where the program is that Trunk takes for wasm-bindgen.
    parts: PathBuf,
    binaryen: PathBuf,
    esbuild: PathBuf,
}

impl Tools {
    /// Finds the release build's tools, installing what is missing.
    pub(crate) fn ready(workspace: &Workspace) -> Result<Self> {
        binaryen(workspace)?;
        Self::for_demo(workspace)
    }

    /// The same without wasm-opt, which makes files small: nobody downloads the demo's files. Where it would be is no harm to
    /// a build that does not ask for it.
    pub(crate) fn for_demo(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            trunk: trunk(workspace)?,
            parts: parts(workspace)?,
            binaryen: binaryen_bin(workspace),
            esbuild: esbuild(workspace)?,
        })
    }

    /// PATH with our tools first, so that Trunk takes these and downloads nothing.
    pub(crate) fn path(&self) -> Result<OsString> {
        with_path(&[self.parts.clone(), self.binaryen.clone()])
    }

    /// Makes a script as short as it can be. Trunk's own way to do that does not know all of today's JavaScript.
    pub(crate) fn minify(&self, script: &Path) -> Result<()> {
        proc::run(&mut self.esbuild(script))
    }

    /// Puts what a script imports into it, and makes it as short as it can be.
    pub(crate) fn bundle(&self, script: &Path) -> Result<()> {
        proc::run(self.esbuild(script).args(["--bundle", "--format=esm"]))
    }

    fn esbuild(&self, script: &Path) -> Command {
        let mut esbuild = proc::command("node");
        esbuild.arg(&self.esbuild).arg(script).arg("--allow-overwrite");
        esbuild.args(["--minify", "--legal-comments=none", "--target=es2022", "--log-level=warning"]);
        let mut out = OsString::from("--outfile=");
        out.push(script);
        esbuild.arg(out);
        esbuild
    }

    /// Makes a wasm file as small as it can be, with more options of wasm-opt's.
    pub(crate) fn optimize(&self, wasm: &Path, options: &[&str]) -> Result<()> {
        let mut optimize = proc::command(self.binaryen.join("wasm-opt"));
        proc::run(optimize.args(options).arg(wasm).arg("-o").arg(wasm))
    }
}

/// Builds the package xtask/wasm and puts its program into the tool cache, under the name that Trunk looks for and in a
/// directory named after what it was made from: it takes minutes to compile, and changes seldom.
fn parts(workspace: &Workspace) -> Result<PathBuf> {
    let made_from = fingerprint::of(&workspace.root, &["xtask/wasm", "Cargo.lock"], &[])?;
    let version: String = made_from.chars().take(16).collect();
    let home = tool_home(workspace, "wasm-parts", &version);
    let program = home.join(exe("wasm-bindgen"));
    if program.is_file() {
        return Ok(home);
    }
    let package = ["build", "--profile", "host", "--package", "wasm-parts"];
    proc::run(proc::cargo().current_dir(&workspace.root).args(package))?;
    let built = workspace.target.join("host").join(exe("wasm-parts"));
    into_place(&home, |part| {
        fs::create_dir_all(part)?;
        fs::copy(&built, part.join(exe("wasm-bindgen")))
            .with_context(|| format!("copying {}", built.display()))?;
        Ok(())
    })?;
    Ok(home)
}

/// The tools' versions, whether they are there or not. Part of a build's fingerprint: other tools make other files.
pub(crate) fn versions(workspace: &Workspace) -> Result<String> {
    let bindgen = wasm_bindgen_version(workspace)?;
    Ok(format!("trunk {TRUNK}, wasm-bindgen {bindgen}, binaryen {BINARYEN}, esbuild {ESBUILD}"))
}

/// What a person calls the version of Trunk that is used here.
pub(crate) fn trunk_title() -> String {
    format!("Trunk {TRUNK}")
}

/// Trunk's program: ours, or the one on PATH if it is the very version.
///
/// Ours lacks TLS, since it never downloads anything, and is compiled quickly: it copies files for some seconds and
/// leaves what takes long to others, while its own profile (fat LTO, one unit) would double the time of its installation.
/// One that was installed with all of that serves as well.
pub(crate) fn trunk(workspace: &Workspace) -> Result<PathBuf> {
    let ours = tool_home(workspace, "trunk", TRUNK).join("bin").join(exe("trunk"));
    if !ours.is_file()
        && let Some(theirs) = proc::on_path(&["trunk"])
        && is_version(&proc::capture(proc::command(&theirs).arg("--version")).unwrap_or_default(), TRUNK)
    {
        return Ok(theirs);
    }
    let quick = [
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ];
    cargo_install(workspace, "trunk", TRUNK, "trunk", &["--locked", "--no-default-features"], &quick)
}

/// Whether a program that answered `--version` with this text has that version.
fn is_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

/// The program that runs wasm tests in a browser. It comes with wasm-bindgen's command line.
pub(crate) fn test_runner(workspace: &Workspace) -> Result<PathBuf> {
    Ok(wasm_bindgen(workspace)?.join(exe("wasm-bindgen-test-runner")))
}

/// The program that judges licences and sources of packages. Needs no network once it is installed.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    cargo_tool(workspace, "cargo-deny", DENY, "cargo-deny", true)
}

/// The compiler's wasm32 half. rust-toolchain.toml asks for it; a toolchain older than that file may lack it.
pub(crate) fn wasm_target() -> Result<()> {
    let lib =
        proc::capture(proc::command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if Path::new(&lib).is_dir() {
        return Ok(());
    }
    if proc::on_path(&["rustup"]).is_none() {
        bail!(
            "the Rust target {WASM_TARGET} is missing and rustup was not found: install rustup from \
             https://rustup.rs, then run the command again"
        );
    }
    proc::run(proc::command("rustup").args(["target", "add", WASM_TARGET]))
}

/// Where wasm-bindgen's programs are.
fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    let version = wasm_bindgen_version(workspace)?;
    let install = |locked| cargo_tool(workspace, "wasm-bindgen-cli", &version, "wasm-bindgen", locked);
    // Its own lock file may name a package that was withdrawn: then the newest that fit must do. Where that is known,
    // the attempt that takes minutes and fails comes last.
    let locked = version != LOCK_WITHDRAWN;
    let program = install(locked).or_else(|_| install(!locked))?;
    Ok(program.parent().unwrap_or(&workspace.tools).to_path_buf())
}

fn wasm_bindgen_version(workspace: &Workspace) -> Result<String> {
    let path = workspace.lock_file();
    let lock = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    locked_version(&lock, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen; run `cargo metadata` to bring it up to date")
}

/// The version of `package` in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != name).skip(1);
    let version = lines.next()?.trim().strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

/// The directory with wasm-opt in it.
fn binaryen_bin(workspace: &Workspace) -> PathBuf {
    tool_home(workspace, "binaryen", BINARYEN).join("node_modules").join(".bin")
}

/// Installs wasm-opt, if it is missing, from npm's package `binaryen`, whose lock file is part of this program.
fn binaryen(workspace: &Workspace) -> Result<()> {
    let bin = binaryen_bin(workspace);
    if bin.join(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" }).exists() {
        return Ok(());
    }
    quiet::say(&format!("Installing wasm-opt (binaryen {BINARYEN})."));
    let (manifest, lock) =
        (include_str!("../binaryen/package.json"), include_str!("../binaryen/package-lock.json"));
    let home = tool_home(workspace, "binaryen", BINARYEN);
    npm_tool(&home, manifest, lock, "binaryen/bin/wasm-opt", "wasm-opt version")
}

/// esbuild's program, from npm's package of that name.
fn esbuild(workspace: &Workspace) -> Result<PathBuf> {
    let home = tool_home(workspace, "esbuild", ESBUILD);
    let program = home.join("node_modules").join("esbuild").join("bin").join("esbuild");
    if !program.is_file() {
        quiet::say(&format!("Installing esbuild {ESBUILD}."));
        let (manifest, lock) =
            (include_str!("../esbuild/package.json"), include_str!("../esbuild/package-lock.json"));
        npm_tool(&home, manifest, lock, "esbuild/bin/esbuild", ESBUILD)?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests;
