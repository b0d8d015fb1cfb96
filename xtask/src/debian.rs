//! Debian packages with programs that tests need. As root on Debian they are installed; elsewhere an error says what is
//! missing. Nothing is downloaded except the system's own packages.

use std::fs;

use anyhow::{Result, bail};

use crate::proc;

/// Installs packages as root on Debian. Otherwise fails with an instruction for the user; `elsewhere` is the one for
/// systems other than Debian.
pub(crate) fn install(packages: &[&str], elsewhere: &str) -> Result<()> {
    let debian = fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian(&text));
    if !debian {
        bail!("{elsewhere}");
    }
    let list = packages.join(" ");
    if !is_root() {
        bail!(
            "{list} are needed for the tests: run `sudo apt-get install {list}`, then run the command again"
        );
    }
    println!("Installing Debian's {list}.");
    let apt = || {
        let mut apt = proc::command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    proc::run(apt().arg("update"))?;
    proc::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

pub(crate) fn is_root() -> bool {
    cfg!(unix) && proc::capture(proc::command("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// True for Debian only: derivatives have other packages (Ubuntu's chromium is a snap).
fn is_debian(os_release: &str) -> bool {
    os_release.lines().any(|line| matches!(line.trim(), "ID=debian" | "ID=\"debian\""))
}

#[cfg(test)]
mod tests;
