//! What a long list costs: reading and checking it, and sending it against the quota of the service, beside another application.
//! tests/e2e/bench/bulk.js measures the first part. The second is B7 of `../shared/peer`, whose driver presses "Invite N guests"
//! and expects that sending begins. The portal asks once more, and asks for the permission to invite when it is first needed, so
//! the driver's copy gets the lines that press these two buttons.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::build;
use crate::chromium::Chromium;
use crate::npm;
use crate::proc;
use crate::workspace::Workspace;

use super::start;

/// Where the driver has pressed "Invite N guests".
const PRESSED: &str = "await page.getByRole('button', { name: new RegExp(`^Invite ${count} guests?$`) }).click({ timeout: 30_000 });";
/// The question of the portal. The other application has none.
const CONFIRMED: &str = "\n      const question = page.getByRole('button', { name: new RegExp(`^Send ${count} invitations?$`) });\n      await question.or(page.locator('[data-sent]')).first().waitFor({ state: 'attached' });\n      if (await question.isVisible()) await question.click();";

/// Where the driver is about to paste.
const PASTES: &str = "await page.getByRole('textbox', { name: 'Paste guests' }).evaluate(";
/// The portal signs in without the permission to invite. The page comes back by itself when it is granted.
const PERMITTED: &str = "const permission = page.getByRole('button', { name: 'Ask for permission' });\n      await permission.or(page.getByRole('textbox', { name: 'Paste guests' })).first().waitFor();\n      if (await permission.isVisible()) {\n        await permission.click();\n        await permission.waitFor({ state: 'detached' });\n        await page.getByRole('textbox', { name: 'Paste guests' }).waitFor();\n      }\n      ";

/// How the driver starts Chromium, and how it is started with a page that can be hidden.
const LAUNCHES: &str =
    "const launch = () => chromium.launch({ executablePath: options.chromium, args: switches });";
const LAUNCHES_HIDDEN: &str = "import { hide, launch as launchHidden } from 'HIDDEN';\nconst launch = () => launchHidden(chromium, options.chromium, switches);";
/// Behind the press of the button. The page stays hidden until all invitations have ended.
const HIDES: &str = "\n      await hide(page);";

/// Measures the build in `dists`, which has at most one entry; if there is none, a new build of the sources.
pub(crate) fn run(workspace: &Workspace, dists: &[PathBuf], rounds: u16) -> Result<()> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    npm::install(&workspace.e2e()).context("installing the packages of tests/e2e")?;
    let sandbox = build::sandbox(workspace)?;
    let dist = super::only_build(workspace, dists)?;
    let mut lists = proc::command("node");
    lists.current_dir(workspace.e2e()).args(["bench/bulk.js", "--rounds", &rounds.to_string()]).arg(&dist);
    lists.env("GUESTLIST_CHROMIUM", &chromium.browser).env("GUESTLIST_SANDBOX", sandbox);
    proc::run(&mut lists)
}

/// B7: 5,000 invitations against a bucket of 3,000 and 20 a second, with 50 to 200 ms latency, so many times in both; with
/// the page `hidden` behind another tab, or not.
pub(crate) fn quota(
    workspace: &Workspace,
    dists: &[PathBuf],
    runs: u16,
    against: &str,
    hidden: bool,
) -> Result<()> {
    npm::check_node()?;
    let chromium = Chromium::ready()?;
    let peer = start::peer(workspace)?;
    let dist = super::named_build(dists)?.unwrap_or_else(|| workspace.dist());
    let hidden = hidden.then(|| workspace.root.join("tests").join("bench").join("hidden.js"));
    let driver = driver(&peer, hidden.as_deref())?;
    let mut bulk = proc::command("node");
    bulk.current_dir(&peer).arg(driver).args(["--only", "B7", "--latency", "125", "--a", against]);
    bulk.args(["--bulkRuns", &runs.to_string()]).arg("--b").arg(format!("portal={}", dist.display()));
    proc::run(bulk.arg("--chromium").arg(&chromium.browser))
}

/// A copy of the driver that asks for the permission and answers the portal's question, beside the driver. `hidden` is the
/// program that hides the page, if it is to be hidden.
fn driver(peer: &Path, hidden: Option<&Path>) -> Result<PathBuf> {
    let text = fs::read_to_string(peer.join("bench.mjs")).context("reading the driver")?;
    for (place, what) in [(PRESSED, "presses the button"), (PASTES, "pastes"), (LAUNCHES, "starts Chromium")]
    {
        ensure!(text.matches(place).count() == 1, "the driver no longer {what} as expected");
    }
    let asked = peer.join("bench-asked.mjs");
    let hides = if hidden.is_some() { HIDES } else { "" };
    let mut text = text.replace(PASTES, &format!("{PERMITTED}{PASTES}"));
    text = text.replace(PRESSED, &format!("{PRESSED}{CONFIRMED}{hides}"));
    if let Some(hidden) = hidden {
        let launches = LAUNCHES_HIDDEN.replace("HIDDEN", &hidden.display().to_string());
        text = text.replace(LAUNCHES, &launches);
    }
    fs::write(&asked, text)?;
    Ok(asked)
}
