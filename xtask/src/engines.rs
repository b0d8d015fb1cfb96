//! The step `engines`: the second and third browser engine (Firefox ESR and WebKitGTK), public tools that grade
//! security headers, and the servers for which `public/` has configurations. It is a step of its own because it needs
//! other programs than the journeys.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build;
use crate::debian;
use crate::npm;
use crate::proc;
use crate::report::{self, Tally};
use crate::security;
use crate::workspace::Workspace;

/// Names of Debian packages.
const PACKAGES: &[&str] =
    &["firefox-esr", "webkit2gtk-driver", "xvfb", "nginx-light", "caddy", "apache2", "openssl", "curl"];

/// Paths of the programs.
struct Engines {
    firefox: PathBuf,
    webkit: PathBuf,
    webkit_driver: PathBuf,
    nginx: PathBuf,
    caddy: PathBuf,
    apache: PathBuf,
}

impl Engines {
    fn find() -> Option<Self> {
        proc::on_path(&["Xvfb"])?;
        proc::on_path(&["openssl"])?;
        proc::on_path(&["curl"])?;
        Some(Self {
            firefox: proc::on_path(&["firefox-esr", "firefox"])?,
            webkit: mini_browser()?,
            webkit_driver: proc::on_path(&["WebKitWebDriver"])?,
            nginx: server("nginx")?,
            caddy: proc::on_path(&["caddy"])?,
            apache: server("apache2")?,
        })
    }
}

/// Debian installs servers in /usr/sbin, which is on PATH only for root.
fn server(name: &str) -> Option<PathBuf> {
    proc::on_path(&[name])
        .or_else(|| Some(Path::new("/usr/sbin").join(name)).filter(|program| program.is_file()))
}

/// WebKitGTK's MiniBrowser is in its library's directory, whose path contains the architecture and the version.
fn mini_browser() -> Option<PathBuf> {
    let folders = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let machines = [PathBuf::from("/usr/lib")].into_iter().chain(folders(Path::new("/usr/lib")));
    let mut found: Vec<PathBuf> = machines
        .chain([PathBuf::from("/usr/libexec")])
        .flat_map(|machine| folders(&machine).collect::<Vec<_>>())
        .filter(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit")))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found.pop()
}

/// Installs missing programs. On Debian, a missing engine is an error; the step is never skipped.
pub(crate) fn ready(workspace: &Workspace) -> Result<()> {
    npm::check_node()?;
    if Engines::find().is_none() {
        debian::install(
            PACKAGES,
            "Firefox ESR, WebKitGTK with WebKitWebDriver and MiniBrowser, Xvfb, nginx, Caddy, Apache httpd with its \
             modules, OpenSSL and curl are needed for the step `engines`. Install them and put them on PATH, or run the other steps with --only",
        )?;
        if Engines::find().is_none() {
            bail!("Debian's {} are installed, but not all of their programs are found", PACKAGES.join(", "));
        }
    }
    npm::install(&workspace.e2e()).context("installing the packages of tests/e2e")?;
    npm::install(&workspace.e2e().join("graders")).context("installing the packages of tests/e2e/graders")
}

/// Runs the Playwright tests in tests/e2e/engines.
pub(crate) fn run(workspace: &Workspace) -> Result<Tally> {
    let engines = Engines::find().context("this step needs its engines")?;
    let sandbox = build::sandbox(workspace)?;
    let e2e = workspace.e2e();
    let report = e2e.join("results").join("engines.json");
    if report.exists() {
        fs::remove_file(&report).context("removing the last run's report")?;
    }
    let mut playwright = proc::command("node");
    playwright
        .current_dir(&e2e)
        .arg(e2e.join("node_modules").join("@playwright").join("test").join("cli.js"));
    playwright.args(["test", "--config", "engines/playwright.config.js"]);
    playwright.env("GUESTLIST_SANDBOX", sandbox).env("GUESTLIST_DIST", workspace.dist());
    playwright.env("GUESTLIST_FIREFOX", engines.firefox).env("GUESTLIST_WEBKIT", engines.webkit);
    playwright.env("GUESTLIST_WEBKIT_DRIVER", engines.webkit_driver);
    playwright.env("GUESTLIST_NGINX", engines.nginx).env("GUESTLIST_CADDY", engines.caddy);
    playwright.env("GUESTLIST_APACHE", engines.apache);
    let ok = proc::succeeds(&mut playwright)?;
    let report = fs::read_to_string(&report).context("Playwright left no report")?;
    security::keep(workspace, "engines", &report)?;
    Ok(report::playwright(&report)?.with_exit(ok))
}
