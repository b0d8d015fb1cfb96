//! The programs that builds and tests need and that cargo does not bring: Trunk, wasm-opt and esbuild, for browser
//! tests wasm-bindgen's test runner in exactly the version of Cargo.lock, and Biome for scripts and styles. Knows which programs and why;
//! [`install`](crate::install) knows how to install them.

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
const BIOME: &str = "2.6.8";
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A release of wasm-bindgen-cli that cannot be installed with its own lock file, because that names a package that was
/// withdrawn.
const LOCK_WITHDRAWN: &str = "0.2.130";

/// The tools of a build, all of them installed.
pub(crate) struct Tools {
    pub(crate) trunk: PathBuf,
    /// The directory of our replacement for `wasm-bindgen`, which Trunk finds on PATH.
    parts: PathBuf,
    binaryen: PathBuf,
    esbuild: PathBuf,
}

impl Tools {
    /// Finds the tools of the release build. Installs those that are missing.
    pub(crate) fn ready(workspace: &Workspace) -> Result<Self> {
        binaryen(workspace)?;
        Self::with_parts_by(workspace, "host")
    }

    /// The same without wasm-opt, since the demo's files do not have to be small. Its path is set nevertheless; the
    /// demo does not use it.
    pub(crate) fn for_demo(workspace: &Workspace) -> Result<Self> {
        Self::with_parts_by(workspace, "demo")
    }

    fn with_parts_by(workspace: &Workspace, profile: &str) -> Result<Self> {
        Ok(Self {
            trunk: trunk(workspace)?,
            parts: parts(workspace, profile)?,
            binaryen: binaryen_bin(workspace),
            esbuild: esbuild(workspace)?,
        })
    }

    /// PATH with our tools first, so that Trunk uses them and downloads nothing.
    pub(crate) fn path(&self) -> Result<OsString> {
        with_path(&[self.parts.clone(), self.binaryen.clone()])
    }

    /// Minifies a script. Trunk's own minifier does not support all of today's JavaScript.
    pub(crate) fn minify(&self, script: &Path) -> Result<()> {
        proc::run(&mut self.esbuild(script))
    }

    /// Bundles a script with what it imports, and minifies it.
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

    /// Makes a wasm file smaller with wasm-opt.
    pub(crate) fn optimize(&self, wasm: &Path, options: &[&str]) -> Result<()> {
        let mut optimize = proc::command(self.binaryen.join("wasm-opt"));
        proc::run(optimize.args(options).arg(wasm).arg("-o").arg(wasm))
    }
}

/// Compiles the package xtask/wasm and copies its program into the tool cache, under the name that Trunk looks for. The
/// directory is named after the fingerprint of the sources, because compiling takes minutes and the sources change
/// seldom. A program that is there is used, whichever profile compiled it.
pub(crate) fn parts(workspace: &Workspace, profile: &str) -> Result<PathBuf> {
    let made_from = fingerprint::of(&workspace.root, &["xtask/wasm", "Cargo.lock"], &[])?;
    let version: String = made_from.chars().take(16).collect();
    let home = tool_home(workspace, "wasm-parts", &version);
    let program = home.join(exe("wasm-bindgen"));
    if program.is_file() {
        return Ok(home);
    }
    let package = ["build", "--profile", profile, "--package", "wasm-parts"];
    proc::run(proc::cargo().current_dir(&workspace.root).args(package))?;
    let built = workspace.target.join(profile).join(exe("wasm-parts"));
    into_place(&home, |part| {
        fs::create_dir_all(part)?;
        fs::copy(&built, part.join(exe("wasm-bindgen")))
            .with_context(|| format!("copying {}", built.display()))?;
        Ok(())
    })?;
    Ok(home)
}

/// The versions of the tools, whether they are installed or not. They are part of a build's fingerprint, since other
/// versions may produce other files.
pub(crate) fn versions(workspace: &Workspace) -> Result<String> {
    let bindgen = wasm_bindgen_version(workspace)?;
    Ok(format!("trunk {TRUNK}, wasm-bindgen {bindgen}, binaryen {BINARYEN}, esbuild {ESBUILD}"))
}

/// Trunk with its version, for messages.
pub(crate) fn trunk_title() -> String {
    format!("Trunk {TRUNK}")
}

/// The path of Trunk: our own installation, or the one on PATH if it has exactly this version.
///
/// Ours is without TLS, since it never downloads anything, and is compiled without much optimization: it runs for
/// seconds and leaves the slow work to other programs, and its own profile (fat LTO, one codegen unit) would double the
/// time of its installation. An installation with TLS and optimization works as well.
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
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ];
    cargo_install(workspace, "trunk", TRUNK, "trunk", &["--locked", "--no-default-features"], &quick)
}

/// True if `answer`, the output of `--version`, names this version.
fn is_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

/// The program that runs wasm tests in a browser. It is part of wasm-bindgen-cli.
pub(crate) fn test_runner(workspace: &Workspace) -> Result<PathBuf> {
    Ok(wasm_bindgen(workspace)?.join(exe("wasm-bindgen-test-runner")))
}

/// The program that checks licences and sources of packages. Once it is installed, it needs no network.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    cargo_tool(workspace, "cargo-deny", DENY, "cargo-deny", true)
}

/// The program that formats and lints scripts and styles, from npm's package `@biomejs/biome`.
pub(crate) fn biome(workspace: &Workspace) -> Result<PathBuf> {
    let home = tool_home(workspace, "biome", BIOME);
    let program = home.join("node_modules").join("@biomejs").join("biome").join("bin").join("biome");
    if !program.is_file() {
        quiet::say(&format!("Installing Biome {BIOME}."));
        let (manifest, lock) =
            (include_str!("../biome/package.json"), include_str!("../biome/package-lock.json"));
        npm_tool(&home, manifest, lock, "@biomejs/biome/bin/biome", BIOME)?;
    }
    Ok(program)
}

/// Installs the compiler's target wasm32. rust-toolchain.toml requests it, but a toolchain that was installed before
/// may lack it.
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

/// The directory of wasm-bindgen-cli's programs.
fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    let version = wasm_bindgen_version(workspace)?;
    let install = |locked| cargo_tool(workspace, "wasm-bindgen-cli", &version, "wasm-bindgen", locked);
    // The package's own lock file may name a package that was withdrawn; then the newest compatible versions are used.
    // For the release where this is known, they are tried first, because the other attempt takes minutes and fails.
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

/// The version of `package` in a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != name).skip(1);
    let version = lines.next()?.trim().strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

/// The directory of wasm-opt.
fn binaryen_bin(workspace: &Workspace) -> PathBuf {
    tool_home(workspace, "binaryen", BINARYEN).join("node_modules").join(".bin")
}

/// Installs wasm-opt if it is missing, from the npm package `binaryen`. Its lock file is compiled into this program.
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

/// The path of esbuild, from the npm package of the same name.
pub(crate) fn esbuild(workspace: &Workspace) -> Result<PathBuf> {
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
