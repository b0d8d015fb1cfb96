//! Removes the controls one at a time in a copy of the sources, and checks that the test of each then fails. A test
//! that passes without its control proves nothing. A test that fails with its control proves nothing either, so all
//! tests run on unchanged sources first.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::stdout;

use anyhow::{Context, Result, bail, ensure};

use crate::proc;
use crate::report::{self, Tally};
use crate::security::mutations::{self, Mutation, Proof};
use crate::workspace::Workspace;

/// Removes the controls of the requirements `wanted`; of all, if it is empty. True if a test failed for each removal.
pub(crate) fn run(workspace: &Workspace, wanted: &[u8]) -> Result<bool> {
    let chosen: Vec<_> =
        mutations::all().filter(|m| wanted.is_empty() || wanted.contains(&m.number)).collect();
    ensure!(!chosen.is_empty(), "there is no removal for these requirements");
    let root = workspace.scratch().join("mutant");
    workspace.copy_sources(&root)?;
    let target = workspace.scratch().join("mutant-target");
    let copy = Workspace { root, target, tools: workspace.tools.clone() };
    println!("== With all controls ==");
    for proof in together(&chosen) {
        let tally = outcome(&copy, &proof)?;
        ensure!(tally.failed == 0, "these tests fail with their controls in place: {proof:?}");
    }
    let mut lines = Vec::new();
    let mut noticed = 0;
    for mutation in &chosen {
        println!("\n== S-{:02}: {} ==", mutation.number, mutation.what);
        let verdict = match remove(&copy, mutation) {
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

/// The tests of all removals in as few runs as possible: all journeys are one run, since they need the same build.
fn together(chosen: &[&Mutation]) -> Vec<Proof> {
    let mut all = Vec::new();
    let titles = |kind: fn(&Proof) -> Option<Cow<'static, str>>| {
        chosen.iter().filter_map(|mutation| kind(&mutation.proof)).collect::<BTreeSet<_>>()
    };
    let either = |titles: BTreeSet<Cow<str>>| titles.into_iter().collect::<Vec<_>>().join("|");
    for mutation in chosen {
        if let Proof::Native { .. } = mutation.proof
            && !all.contains(&mutation.proof)
        {
            all.push(mutation.proof.clone());
        }
    }
    let journeys =
        titles(|proof| if let Proof::Journey { title } = proof { Some(title.clone()) } else { None });
    if !journeys.is_empty() {
        all.push(Proof::Journey { title: either(journeys).into() });
    }
    all
}

/// True if the test fails without the control. The file is restored in any case.
fn remove(copy: &Workspace, mutation: &Mutation) -> Result<bool> {
    let file = copy.root.join(mutation.file);
    let sound = fs::read_to_string(&file).with_context(|| format!("reading {}", mutation.file))?;
    fs::write(&file, mutated(&sound, mutation)?)?;
    let tally = outcome(copy, &mutation.proof);
    fs::write(&file, sound)?;
    Ok(tally?.failed > 0)
}

/// The content of the file without the control.
pub(super) fn mutated(sound: &str, mutation: &Mutation) -> Result<String> {
    let places = sound.matches(mutation.from).count();
    ensure!(places == 1, "{} holds the control in {places} places: {:?}", mutation.file, mutation.from);
    Ok(sound.replacen(mutation.from, mutation.to, 1))
}

/// Runs the tests of `proof` in the copy. Everything is the copy's, even the task runner.
fn outcome(copy: &Workspace, proof: &Proof) -> Result<Tally> {
    let mut cargo = proc::cargo();
    cargo.current_dir(&copy.root).env("CARGO_TARGET_DIR", &copy.target).env_remove("CI");
    let tally = match proof {
        Proof::Native { package, test } => {
            cargo.args(["test", "--no-fail-fast", "--package", package, test]);
            report::cargo_tests(&proc::tee(&mut cargo, &mut stdout())?.1)
        }
        Proof::Journey { title } => {
            let report = copy.e2e().join("results").join("report.json");
            drop(fs::remove_file(&report));
            cargo.args(["run", "--quiet", "--package", "xtask", "--", "test", "--only", "build,journeys"]);
            proc::succeeds(cargo.args(["--", "--project", "journeys", "--grep"]).arg(title.as_ref()))?;
            let text =
                fs::read_to_string(&report).context("there was nothing to run the journeys against")?;
            report::playwright(&text)?
        }
    };
    if tally.passed + tally.failed == 0 {
        bail!("no test ran: the sources do not compile without the control, or no test has this name");
    }
    Ok(tally)
}
