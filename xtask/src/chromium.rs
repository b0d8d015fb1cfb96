//! The browser for tests: an installed Chromium (or Chrome) and the ChromeDriver of the same major version. As root on
//! Debian, missing packages are installed; elsewhere an error says what is missing. Nothing is downloaded except the
//! system's own packages.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::debian;
use crate::proc;
use crate::workspace::Workspace;

const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const USUAL_PATHS: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// A browser and a driver of the same major version.
pub(crate) struct Chromium {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Chromium {
    /// Finds both. As root on Debian, installs them if they are missing.
    pub(crate) fn ready() -> Result<Self> {
        if let Some(found) = Self::find()? {
            return found.check_versions();
        }
        debian::install(
            &["chromium", "chromium-driver"],
            "Chromium (or Chrome) and its ChromeDriver are needed for the browser tests. Install both and \
             put them on PATH, or name the programs in GUESTLIST_CHROMIUM and CHROMEDRIVER, then run the \
             command again",
        )?;
        Self::find()?.context("Debian's packages are installed, but no chromium is on PATH")?.check_versions()
    }

    fn find() -> Result<Option<Self>> {
        let browser = match from_variable("GUESTLIST_CHROMIUM")? {
            Some(path) => Some(path),
            None => proc::on_path(BROWSERS)
                .or_else(|| USUAL_PATHS.iter().map(PathBuf::from).find(|path| path.is_file())),
        };
        let driver = match from_variable("CHROMEDRIVER")? {
            Some(path) => Some(path),
            None => proc::on_path(&["chromedriver"]),
        };
        Ok(browser.zip(driver).map(|(browser, driver)| Self { browser, driver }))
    }

    /// Checks the versions, because a driver's own error about another major version does not say what to do.
    fn check_versions(self) -> Result<Self> {
        if cfg!(windows) {
            return Ok(self); // chrome.exe --version prints nothing there
        }
        let version = |program: &Path| proc::capture(proc::command(program).arg("--version"));
        let (browser, driver) = (version(&self.browser)?, version(&self.driver)?);
        if major(&browser) != major(&driver) {
            bail!(
                "the browser and its driver must have the same major version, but here are {browser} and {driver}"
            );
        }
        Ok(self)
    }

    /// Writes the file from which wasm-bindgen's test runner takes the driver's capabilities.
    pub(crate) fn webdriver_json(&self, workspace: &Workspace) -> Result<PathBuf> {
        let path = workspace.scratch().join("webdriver.json");
        fs::create_dir_all(workspace.scratch())?;
        let options =
            json!({ "goog:chromeOptions": { "binary": self.browser, "args": flags(debian::is_root()) } });
        fs::write(&path, options.to_string()).with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    }
}

/// Headless, and without the browser's own requests: tests connect to loopback only. Chromium's sandbox does not work
/// for root, and containers run as root.
fn flags(root: bool) -> Vec<&'static str> {
    let mut flags = vec![
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];
    flags.extend(root.then_some("--no-sandbox"));
    flags
}

/// The program that an environment variable names. An error if that file does not exist.
fn from_variable(variable: &str) -> Result<Option<PathBuf>> {
    let path = env::var_os(variable).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = path.as_ref().filter(|path| !path.is_file()) {
        bail!("{variable} names {}, which is not there", path.display());
    }
    Ok(path)
}

fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests;
