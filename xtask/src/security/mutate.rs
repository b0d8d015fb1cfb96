//! Takes each control away, one at a time, in a copy of the sources, and sees whether the test that proves it notices.
//! A test that passes without its control proves nothing.

use std::fs;
use std::io::stdout;

use anyhow::{Context, Result, bail, ensure};

use crate::build;
use crate::chromium::Chromium;
use crate::npm;
use crate::proc;
use crate::report;
use crate::security::mutations::{MUTATIONS, Mutation, Proof};
use crate::steps;
use crate::tools;
use crate::workspace::Workspace;

/// Removes the controls of `wanted` requirements (all, if none is named). True if every removal was noticed.
pub(crate) fn run(workspace: &Workspace, wanted: &[u8]) -> Result<bool> {
    let chosen: Vec<_> =
        MUTATIONS.iter().filter(|m| wanted.is_empty() || wanted.contains(&m.number)).collect();
    ensure!(!chosen.is_empty(), "there is no removal for these requirements");
    let copy = copy(workspace)?;
    tools::wasm_target()?;
    npm::check_node()?;
    npm::install(&copy.e2e()).context("installing the packages of tests/e2e")?;
    let chromium = Chromium::ready()?;
    let mut lines = Vec::new();
    let mut noticed = 0;
    for mutation in &chosen {
        println!("\n== S-{:02}: {} ==", mutation.number, mutation.what);
        let verdict = match remove(&copy, &chromium, mutation) {
            Ok(true) => "noticed",
            Ok(false) => "NOT NOTICED",
            Err(error) => {
                println!("error: {error:#}");
                "ERROR"
            }
        };
        noticed += usize::from(verdict == "noticed");
        lines.push(format!("S-{:02} {verdict:12} {}", mutation.number, mutation.what));
    }
    println!("\n{}\n\n{noticed} of {} removals noticed", lines.join("\n"), chosen.len());
    Ok(noticed == chosen.len())
}

/// The committed sources in a directory of their own, with a target directory of their own.
fn copy(workspace: &Workspace) -> Result<Workspace> {
    let root = workspace.scratch().join("mutant");
    if root.exists() {
        fs::remove_dir_all(&root).with_context(|| format!("removing {}", root.display()))?;
    }
    proc::run(proc::command("git").args(["clone", "--quiet"]).arg(&workspace.root).arg(&root))?;
    Ok(Workspace { root, target: workspace.scratch().join("mutant-target"), tools: workspace.tools.clone() })
}

/// Whether the proof fails without the control. Whatever comes of it, the file is as before afterwards.
fn remove(copy: &Workspace, chromium: &Chromium, mutation: &Mutation) -> Result<bool> {
    let file = copy.root.join(mutation.file);
    let sound = fs::read_to_string(&file).with_context(|| format!("reading {}", mutation.file))?;
    fs::write(&file, mutated(&sound, mutation)?)?;
    let verdict = fails(copy, chromium, &mutation.proof);
    fs::write(&file, sound)?;
    verdict
}

/// The file's text without the control.
pub(super) fn mutated(sound: &str, mutation: &Mutation) -> Result<String> {
    let places = sound.matches(mutation.from).count();
    ensure!(places == 1, "{} holds the control in {places} places: {:?}", mutation.file, mutation.from);
    Ok(sound.replacen(mutation.from, mutation.to, 1))
}

fn fails(copy: &Workspace, chromium: &Chromium, proof: &Proof) -> Result<bool> {
    let tally = match proof {
        Proof::Native { package, test } => {
            let mut cargo = proc::cargo();
            cargo.current_dir(&copy.root).env("CARGO_TARGET_DIR", &copy.target);
            cargo.args(["test", "--no-fail-fast", "--package", package, test]);
            report::cargo_tests(&proc::tee(&mut cargo, &mut stdout())?.1)
        }
        Proof::Journey { title } => {
            build::portal(copy, &build::Options::default())?;
            steps::journeys(copy, chromium, &["--grep".to_owned(), (*title).to_owned()])?
        }
    };
    if tally.passed + tally.failed == 0 {
        bail!("no test ran: the sources do not compile without the control, or no test has this name");
    }
    Ok(tally.failed > 0)
}
