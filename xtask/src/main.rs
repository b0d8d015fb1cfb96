//! Guestlist's task runner. `cargo xtask demo` and `cargo xtask test` need no other preparation: each installs what is
//! missing, says what it cannot install, and needs no network the second time.
//!
//! Modules in reading order: the directories ([`workspace`]), running other programs ([`proc`]) with their output in
//! log files ([`quiet`], [`progress`]), the tools and their installation ([`tools`], [`install`], [`npm`], [`python`],
//! [`debian`], [`chromium`]), the release build ([`build`], [`finish`] with [`html`], [`headers`] for [`hosts`], [`supply`] with
//! [`yanked`], [`fingerprint`], [`sizes`]) and the files of a [`release`], and the two main commands: [`demo`], and [`test`] with its [`steps`], such
//! as [`contract`], [`judges`], [`engines`] and the table of [`security`] requirements, and the [`report`] that sums them up.
//! Beside them: [`faults`] of bulk invitations, measurements ([`bench`]), and the [`registration`] of the app in Entra.
#![allow(clippy::print_stdout, reason = "a console program: its report is its output")]

#[allow(unreachable_pub, reason = "the portal's file")]
#[path = "../../src/domain/app_registration.rs"]
mod app_registration;
mod bench;
mod build;
mod chromium;
#[allow(unreachable_pub, reason = "the portal's file")]
#[path = "../../src/domain/clouds.rs"]
mod clouds;
mod contract;
mod debian;
mod demo;
mod engines;
mod faults;
mod fingerprint;
mod finish;
mod headers;
mod hosts;
mod html;
mod install;
mod judges;
mod npm;
mod page;
mod parts;
mod proc;
mod progress;
mod python;
mod quiet;
mod registration;
mod release;
mod report;
mod security;
mod sizes;
mod sources;
mod steps;
mod styles;
mod supply;
mod test;
#[path = "../../locales/texts.rs"]
mod texts;
mod tools;
mod workspace;
mod yanked;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::steps::Step;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Guestlist's task runner")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the portal, start a sandbox tenant beside it, and open it in the browser.
    Demo(demo::Options),
    /// Run everything that must hold: formatting, lints, native tests, browser tests, journeys, judges, contract.
    Test(test::Options),
    /// Run the quick part of `test`: formatting, lints, scripts and styles, native tests.
    Check,
    /// Let things go wrong at each moment of a bulk invitation, and compare what the page says with the tenant.
    Faults(faults::Options),
    /// Measure what a keystroke costs in the portal, and the sandbox tenant at its largest size.
    Bench(bench::Options),
    /// Run the tests that name security requirements and print the table of them.
    Security(security::Options),
    /// Make the release files in dist/ and print what a first visit downloads.
    Build(build::Options),
    /// Make the files of a release: archive, bill of materials, statement of its origin, checksums.
    Release(release::Options),
    /// Write the headers and rules for hosts, for the cloud that a config.json names.
    Headers(hosts::Options),
    /// Write the scripts and documents that register the app in Entra, from src/domain/app_registration.rs.
    Registration,
    /// List what the sandbox's behaviour rests on, from the marks in its comments.
    Sources,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// False if a check failed; an error if the task could not be done.
fn run(task: Task) -> Result<bool> {
    let workspace = Workspace::find()?;
    match task {
        Task::Demo(options) => demo::run(&workspace, &options).map(|()| true),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Check => {
            let quick = [Step::Fmt, Step::Clippy, Step::Scripts, Step::Native];
            test::run_steps(&workspace, &quick, &[])
        }
        Task::Security(options) => security::run(&workspace, &options),
        Task::Faults(options) => faults::run(&workspace, &options),
        Task::Bench(options) => bench::run(&workspace, &options).map(|()| true),
        Task::Build(options) => {
            build::portal(&workspace, &options)?;
            build::weigh(&workspace)?;
            Ok(!options.verify || supply::verify(&workspace, &options)?)
        }
        Task::Release(options) => release::run(&workspace, &options),
        Task::Headers(options) => hosts::run(&workspace, &options).map(|()| true),
        Task::Registration => registration::run(&workspace).map(|()| true),
        Task::Sources => sources::run(&workspace).map(|()| true),
    }
}

#[cfg(test)]
mod tests;
