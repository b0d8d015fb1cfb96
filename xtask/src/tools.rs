//! The programs that the build needs and cargo does not bring: Trunk, wasm-bindgen at the very version that
//! Cargo.lock names, and wasm-opt. Each lives in the tool cache in a directory named after its version, and
//! appears there under its name only when it is complete.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

const TRUNK: &str = "0.21.14";
const DENY: &str = "0.20.2";
const BINARYEN: &str = "132.0.0";
const ESBUILD: &str = "0.28.2";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The release build's tools, all present.
pub(crate) struct Tools {
    pub(crate) trunk: PathBuf,
    wasm_bindgen: PathBuf,
    binaryen: PathBuf,
    esbuild: PathBuf,
    /// Part of the build's fingerprint: other tools make other files.
    pub(crate) versions: String,
}

impl Tools {
    /// Finds the tools, installing what is missing.
    pub(crate) fn ready(workspace: &Workspace) -> Result<Self> {
        let bindgen_version = wasm_bindgen_version(workspace)?;
        Ok(Self {
            trunk: cargo_tool(workspace, "trunk", TRUNK, "trunk", true)?,
            wasm_bindgen: wasm_bindgen(workspace)?,
            binaryen: binaryen(workspace)?,
            esbuild: esbuild(workspace)?,
            versions: format!(
                "trunk {TRUNK}, wasm-bindgen {bindgen_version}, binaryen {BINARYEN}, esbuild {ESBUILD}"
            ),
        })
    }

    /// PATH with our tools first, so that Trunk takes these and downloads nothing.
    pub(crate) fn path(&self) -> Result<OsString> {
        with_path(&[self.wasm_bindgen.clone(), self.binaryen.clone()])
    }

    /// Makes a script as short as it can be. Trunk's own way to do that does not know all of today's JavaScript.
    pub(crate) fn minify(&self, script: &Path) -> Result<()> {
        let mut esbuild = proc::command("node");
        esbuild.arg(&self.esbuild).arg(script).arg("--allow-overwrite");
        esbuild.args(["--minify", "--legal-comments=none", "--target=es2022", "--log-level=warning"]);
        let mut out = OsString::from("--outfile=");
        out.push(script);
        proc::run(esbuild.arg(out))
    }
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
    // The program's own lock file may name a release that was withdrawn since: then the newest that fit must do.
    let program = install(true).or_else(|_| install(false))?;
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

/// The path of a program that cargo installs, installing it first if it is missing.
fn cargo_tool(
    workspace: &Workspace,
    package: &str,
    version: &str,
    program: &str,
    locked: bool,
) -> Result<PathBuf> {
    let home = workspace.tools.join(format!("{package}-{version}"));
    let path = home.join("bin").join(exe(program));
    if path.is_file() {
        return Ok(path);
    }
    println!("Installing {package} {version}. This takes some minutes, once.");
    // Kept when the install is interrupted, so that the next attempt goes on from there.
    let objects = workspace.tools.join("build").join(format!("{package}-{version}"));
    into_place(&home, |part| {
        let mut install = proc::cargo();
        install.current_dir(&workspace.root);
        install.args(["install", package, "--version", version, "--no-track"]);
        install.args(locked.then_some("--locked"));
        install.arg("--target-dir").arg(&objects).arg("--root").arg(part);
        install.env("PATH", with_path(&[part.join("bin")])?); // else cargo advises to change PATH
        proc::run(&mut install)
    })?;
    drop(fs::remove_dir_all(&objects));
    Ok(path)
}

/// The directory with wasm-opt in it, from npm's package `binaryen`, whose lock file is part of this program.
fn binaryen(workspace: &Workspace) -> Result<PathBuf> {
    let home = workspace.tools.join(format!("binaryen-{BINARYEN}"));
    let bin = home.join("node_modules").join(".bin");
    if bin.join(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" }).exists() {
        return Ok(bin);
    }
    println!("Installing wasm-opt (binaryen {BINARYEN}).");
    let (manifest, lock) =
        (include_str!("../binaryen/package.json"), include_str!("../binaryen/package-lock.json"));
    npm_tool(&home, manifest, lock, "binaryen/bin/wasm-opt", "wasm-opt version")?;
    Ok(bin)
}

/// esbuild's program, from npm's package of that name.
fn esbuild(workspace: &Workspace) -> Result<PathBuf> {
    let home = workspace.tools.join(format!("esbuild-{ESBUILD}"));
    let program = home.join("node_modules").join("esbuild").join("bin").join("esbuild");
    if !program.is_file() {
        println!("Installing esbuild {ESBUILD}.");
        let (manifest, lock) =
            (include_str!("../esbuild/package.json"), include_str!("../esbuild/package-lock.json"));
        npm_tool(&home, manifest, lock, "esbuild/bin/esbuild", ESBUILD)?;
    }
    Ok(program)
}

/// Installs a package whose lock file is part of this program, and sees that its `program` answers with `version`.
fn npm_tool(home: &Path, manifest: &str, lock: &str, program: &str, version: &str) -> Result<()> {
    npm::check_node()?;
    into_place(home, |part| {
        fs::create_dir_all(part)?;
        fs::write(part.join("package.json"), manifest)?;
        fs::write(part.join("package-lock.json"), lock)?;
        npm::clean_install(part)?;
        let path = part.join("node_modules").join(program);
        let answer = proc::capture(proc::command("node").arg(path).arg("--version"))?;
        if !answer.contains(version) {
            bail!("{program} was installed but does not run; it answered: {answer}");
        }
        Ok(())
    })
}

/// Fills a directory beside `home` and gives it its name only when `fill` succeeded: what is there is whole.
fn into_place(home: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let mut part = home.to_path_buf().into_os_string();
    part.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(part);
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    if let Some(parent) = home.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    let filled = fill(&part).and_then(|()| {
        if home.exists() {
            fs::remove_dir_all(home)?;
        }
        fs::rename(&part, home).with_context(|| format!("moving {} into place", home.display()))
    });
    if filled.is_err() {
        drop(fs::remove_dir_all(&part));
    }
    filled
}

/// PATH with `first` before all else.
fn with_path(first: &[PathBuf]) -> Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(first.iter().cloned().chain(env::split_paths(&inherited)))
        .context("a tool directory's name cannot be part of PATH")
}

fn exe(program: &str) -> String {
    format!("{program}{}", env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-backend"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://example.test"
dependencies = [
 "wasm-bindgen-macro",
]
"#;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-backend").as_deref(), Some("0.2.1"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-macro"), None);
        assert_eq!(locked_version(LOCK, "bindgen"), None);
    }

    #[test]
    fn the_pinned_packages_are_the_ones_that_their_lock_files_name() {
        for (name, version, lock) in [
            ("binaryen", BINARYEN, include_str!("../binaryen/package-lock.json")),
            ("esbuild", ESBUILD, include_str!("../esbuild/package-lock.json")),
        ] {
            let lock: serde_json::Value = serde_json::from_str(lock).unwrap();
            let entry = &lock["packages"][format!("node_modules/{name}")];
            assert_eq!(entry["version"], version);
            assert!(entry["integrity"].as_str().unwrap().starts_with("sha512-"));
            assert!(entry["resolved"].is_null(), "a lock file here records no download address");
        }
    }

    #[test]
    fn an_interrupted_install_leaves_nothing_under_the_final_name() {
        let home = env::temp_dir().join(format!("guestlist-into-place-{}", std::process::id()));
        let failed = into_place(&home, |part| {
            fs::create_dir_all(part)?;
            fs::write(part.join("half"), "")?;
            bail!("interrupted")
        });
        assert!(failed.is_err() && !home.exists());

        let fill = |text: &'static str| {
            move |part: &Path| {
                fs::create_dir_all(part)?;
                Ok(fs::write(part.join("whole"), text)?)
            }
        };
        into_place(&home, fill("first")).unwrap();
        into_place(&home, fill("second")).unwrap();
        assert_eq!(fs::read_to_string(home.join("whole")).unwrap(), "second");
        fs::remove_dir_all(home).unwrap();
    }
}
