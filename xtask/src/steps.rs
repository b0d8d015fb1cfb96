//! The steps of `check` and `test`, each on its own: what it runs and how its outcome is counted.

use std::fs;
use std::io::stdout;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::build;
use crate::chromium::Chromium;
use crate::contract;
use crate::engines;
use crate::judges;
use crate::proc;
use crate::report::{self, Tally};
use crate::security;
use crate::supply;
use crate::tools;
use crate::workspace::Workspace;

const WASM: [&str; 4] = ["--package", "guestlist", "--target", "wasm32-unknown-unknown"];

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// Lints, native and wasm32, and the portal's documentation.
    Clippy,
    /// Formatting and lints of scripts and styles.
    Scripts,
    /// Tests that need no browser.
    Native,
    /// Licences, sources and withdrawals of all packages.
    Supply,
    /// Tests of the wasm code in a headless browser.
    Browser,
    /// The release build, and the budget of each file.
    Build,
    /// The same build once more, elsewhere and from nothing: it must give the same files.
    Reproduce,
    /// Journeys through the release build, against a sandbox tenant.
    Journeys,
    /// The same in Firefox ESR and WebKitGTK, in short; and public graders of the headers.
    Engines,
    /// Clients and tools of others against the sandbox.
    Judges,
    /// What the sandbox answered in the steps before, against Microsoft's description of Graph.
    Contract,
    /// The security requirements, with how their tests in the steps before went.
    Security,
}

impl Step {
    pub(crate) const ALL: &'static [Self] = &[
        Self::Fmt,
        Self::Clippy,
        Self::Scripts,
        Self::Native,
        Self::Supply,
        Self::Browser,
        Self::Build,
        Self::Reproduce,
        Self::Journeys,
        Self::Engines,
        Self::Judges,
        Self::Contract,
        Self::Security,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Fmt => "Formatting",
            Self::Clippy => "Lints",
            Self::Scripts => "Scripts and styles",
            Self::Native => "Native tests",
            Self::Supply => "Supply chain",
            Self::Browser => "Browser tests",
            Self::Build => "Release build",
            Self::Reproduce => "Second build",
            Self::Journeys => "Journeys",
            Self::Engines => "Engines",
            Self::Judges => "Judges",
            Self::Contract => "Contract",
            Self::Security => "Security",
        }
    }

    /// Runs the step. `browser` must be there if the step needs one; `extra` is passed to Playwright.
    pub(crate) fn run(
        self,
        workspace: &Workspace,
        browser: Option<&Chromium>,
        extra: &[String],
    ) -> Result<Tally> {
        let browser = || browser.context("this step needs a browser");
        match self {
            Self::Fmt => formatting(workspace),
            Self::Clippy => clippy(workspace),
            Self::Scripts => scripts(workspace),
            Self::Native => native(workspace),
            Self::Supply => supply::check(workspace),
            Self::Browser => in_browser(workspace, browser()?),
            Self::Build => release(workspace),
            Self::Reproduce => supply::reproduce(workspace),
            Self::Journeys => journeys(workspace, browser()?, extra),
            Self::Engines => engines::run(workspace),
            Self::Judges => judges::run(workspace),
            Self::Contract => contract::run(workspace),
            Self::Security => security::table(workspace),
        }
    }
}

fn formatting(workspace: &Workspace) -> Result<Tally> {
    let ok = proc::succeeds(proc::cargo().current_dir(&workspace.root).args(["fmt", "--all", "--check"]))?;
    Ok(Tally::of_one(ok))
}

/// Counts as one check for both targets. The portal's own tests are linted for this machine only: for wasm they are
/// empty. Its documentation is made for wasm, where no module is left out.
fn clippy(workspace: &Workspace) -> Result<Tally> {
    let on = |what: &[&str]| {
        let mut clippy = proc::cargo();
        clippy.current_dir(&workspace.root).arg("clippy").args(what);
        proc::succeeds(clippy.args(["--all-targets", "--", "--deny", "warnings"]))
    };
    let native = on(&["--workspace"])?;
    let wasm = on(&WASM)?;
    let mut documentation = proc::cargo();
    documentation.current_dir(&workspace.root).arg("doc").args(WASM);
    documentation.args(["--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "--deny warnings");
    Ok(Tally::of_one(native && wasm && proc::succeeds(&mut documentation)?))
}

/// By the rules of biome.jsonc, which also says what is covered. What is only a warning to Biome fails as well.
fn scripts(workspace: &Workspace) -> Result<Tally> {
    let program = tools::biome(workspace)?;
    let mut biome = proc::command("node");
    biome.current_dir(&workspace.root).arg(&program).args(["check", "--error-on-warnings"]);
    let ok = proc::succeeds(&mut biome)?;
    if !ok {
        println!("`node {} check --write` formats, and mends what it can.", program.display());
    }
    Ok(Tally::of_one(ok))
}

fn native(workspace: &Workspace) -> Result<Tally> {
    let mut test = proc::cargo();
    test.current_dir(&workspace.root).args([
        "test",
        "--workspace",
        "--exclude",
        "wasm-parts",
        "--no-fail-fast",
    ]);
    contract::record(workspace, "native", &mut test)?;
    let (all_but_one, mut output) = proc::tee(&mut test, &mut stdout())?;
    // With this profile, packages that the release build needs on this machine too are compiled once. Another profile
    // would take minutes more.
    let mut test = proc::cargo();
    test.current_dir(&workspace.root).args(["test", "--profile", "host", "--package", "wasm-parts"]);
    let (the_one, more) = proc::tee(&mut test, &mut stdout())?;
    let ok = all_but_one && the_one;
    output.push_str(&more);
    security::keep(workspace, "native", &output)?;
    Ok(report::cargo_tests(&output).with_exit(ok))
}

fn in_browser(workspace: &Workspace, chromium: &Chromium) -> Result<Tally> {
    let mut test = proc::cargo();
    test.current_dir(&workspace.root).arg("test").args(WASM).args(["--test", "browser"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools::test_runner(workspace)?);
    test.env("CHROMEDRIVER", &chromium.driver);
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", chromium.webdriver_json(workspace)?);
    test.env("WASM_BINDGEN_USE_BROWSER", "1");
    let (ok, output) = proc::tee(&mut test, &mut stdout())?;
    security::keep(workspace, "browser", &output)?;
    Ok(report::cargo_tests(&output).with_exit(ok))
}

/// The build counts as passed if no file exceeds its budget.
fn release(workspace: &Workspace) -> Result<Tally> {
    build::portal(workspace, &build::Options::default())?;
    build::weigh(workspace)?;
    Ok(Tally::of_one(true))
}

pub(crate) fn journeys(workspace: &Workspace, chromium: &Chromium, extra: &[String]) -> Result<Tally> {
    let sandbox = build::sandbox(workspace)?;
    let report = workspace.e2e().join("results").join("report.json");
    if report.exists() {
        fs::remove_file(&report).context("removing the last run's report")?;
    }
    let program = workspace.e2e().join("node_modules").join("@playwright").join("test").join("cli.js");
    let mut playwright = proc::command("node");
    playwright.current_dir(workspace.e2e()).arg(program).arg("test").args(extra);
    playwright.env("GUESTLIST_CHROMIUM", &chromium.browser);
    playwright.env("GUESTLIST_SANDBOX", sandbox).env("GUESTLIST_DIST", workspace.dist());
    contract::record(workspace, "journeys", &mut playwright)?;
    let ok = proc::succeeds(&mut playwright)?;
    let report = fs::read_to_string(&report).context("Playwright left no report")?;
    security::keep(workspace, "journeys", &report)?;
    Ok(report::playwright(&report)?.with_exit(ok))
}
