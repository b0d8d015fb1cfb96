//! `cargo xtask bench`: measurements. No step fails because of a figure, since a busy machine changes all figures.

mod bulk;
mod guests;
mod keystrokes;
mod start;
mod tenant;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::build;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Measure only these (several are separated by commas).
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
    /// Measure the release build in this folder instead of dist/. Given more than once, keystrokes are measured in the builds in
    /// turns, and compared with the first.
    #[arg(long, value_name = "DIR")]
    dist: Vec<PathBuf>,
    /// How often keystrokes and the start are measured in each build.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Measure the quota with the page behind another tab.
    #[arg(long)]
    hidden: bool,
    /// The sizes of the guest list, in numbers of guests.
    #[arg(long, default_value = "100000,300000", value_name = "NUMBERS")]
    sizes: String,
    /// The application with which the start is compared.
    #[arg(long, default_value = "peer", value_name = "NAME")]
    against: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What one key costs in the release build: in the Invite form, and in the search among 5,000 guests.
    Keystrokes,
    /// The sandbox tenant with 300,000 guests: start-up, memory, response times.
    Tenant,
    /// What a pasted list of 10,000 and 50,000 rows takes until its numbers are shown, and whether sending keeps the page
    /// busy.
    Bulk,
    /// 5,000 invitations against the quota of the service, beside another application, so only where `../shared/peer` is
    /// there, and only if it is named. Each run takes two minutes.
    Quota,
    /// The page Guests with 100,000 and 300,000 guests, alone and beside another application in two forms, so only where
    /// `../shared/peer` is there, and only if it is named. A round takes about fifteen minutes.
    Guests,
    /// From nothing until Sign in works, from the sign-in until the Invite form does, reload, first rows of Guests; beside another
    /// application, so only where `../shared/peer` is there, and only if it is named.
    Start,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let wanted = |part| options.only.is_empty() || options.only.contains(&part);
    if wanted(Part::Keystrokes) {
        keystrokes::run(workspace, &options.dist, options.rounds)?;
    }
    if wanted(Part::Bulk) {
        bulk::run(workspace, &options.dist, options.rounds)?;
    }
    if wanted(Part::Tenant) {
        tenant::run(workspace)?;
    }
    if options.only.contains(&Part::Quota) {
        bulk::quota(workspace, &options.dist, options.rounds, &options.against, options.hidden)?;
    }
    if options.only.contains(&Part::Guests) {
        guests::run(workspace, &options.dist, options.rounds, &options.sizes)?;
    }
    if options.only.contains(&Part::Start) {
        start::run(workspace, &options.dist, options.rounds, &options.against)?;
    }
    Ok(())
}

/// The build to measure, where only one is measured: that in `dists`, which has at most one entry, or a new build of the sources.
fn only_build(workspace: &Workspace, dists: &[PathBuf]) -> Result<PathBuf> {
    ensure!(dists.len() < 2, "this is measured in one build");
    if let Some(dist) = named_build(dists)? {
        return Ok(dist);
    }
    build::portal(workspace, &build::Options::default())?;
    Ok(workspace.dist())
}

/// The first build in `dists`, by its whole path.
fn named_build(dists: &[PathBuf]) -> Result<Option<PathBuf>> {
    let folder = env::current_dir().context("finding the current folder")?;
    Ok(dists.first().map(|dist| folder.join(dist)))
}
