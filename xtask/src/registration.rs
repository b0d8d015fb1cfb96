//! Writes what registers the app in Entra: scripts for several tools and the documents about them, all from
//! `src/domain/app_registration.rs`. A test checks that the files in `docs/` are current.
//!
//! Knows the tools' languages: the texts with gaps are in `xtask/registration`. Must not know why the portal needs a
//! permission, nor Graph's answers.

mod documents;
mod languages;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::app_registration::{
    GRAPH_APP_ID, GraphPermission, ID_TOKEN_CLAIMS, PERMISSIONS, PermissionSet, SIGN_IN_AUDIENCE,
};
use crate::clouds::{CLOUDS, NamedCloud};
use crate::workspace::Workspace;

/// `cargo xtask registration`.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    for (path, text) in files(workspace)? {
        let path = workspace.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// The name of the app where the person who registers it gives no other.
const APP_NAME: &str = "Guestlist";

/// Addresses that may be redirect URIs of the portal. Plain enough for each tool's regular expressions and for each
/// language's strings.
const REDIRECT_PATTERN: &str =
    "^(https://[A-Za-z0-9.-]+(:[0-9]+)?|http://localhost(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*/$";

/// What the tools call a cloud of the portal's.
struct ToolCloud {
    cloud: NamedCloud,
    /// `az cloud set --name`. It has one name for both US clouds.
    azure_cli: &'static str,
    /// `Connect-MgGraph -Environment` (learn.microsoft.com, Get-MgEnvironment).
    powershell: &'static str,
    /// The provider azuread's `environment`.
    terraform: &'static str,
}

/// The clouds, in the portal's order.
fn clouds() -> Result<Vec<ToolCloud>> {
    CLOUDS
        .into_iter()
        .map(|cloud| {
            let (azure_cli, powershell, terraform) = match cloud.name {
                "global" => ("AzureCloud", "Global", "global"),
                "usgov" => ("AzureUSGovernment", "USGov", "usgovernmentl4"),
                "usgov-dod" => ("AzureUSGovernment", "USGovDoD", "usgovernmentl5"),
                "china" => ("AzureChinaCloud", "China", "china"),
                other => {
                    bail!("xtask/src/registration.rs does not know what the tools call the cloud {other}")
                }
            };
            Ok(ToolCloud { cloud, azure_cli, powershell, terraform })
        })
        .collect()
}

/// The permissions of a registration with this set.
fn permissions(set: PermissionSet) -> Vec<GraphPermission> {
    let wanted = |permission: &GraphPermission| set == PermissionSet::Full || permission.set == set;
    PERMISSIONS.into_iter().filter(wanted).collect()
}

fn joined(items: impl IntoIterator<Item = String>, between: &str) -> String {
    items.into_iter().collect::<Vec<_>>().join(between)
}

/// The paths, relative to the root, and the texts of all files.
fn files(workspace: &Workspace) -> Result<Vec<(&'static str, String)>> {
    let texts = [
        ("docs/registration/guestlist.sh", include_str!("../registration/guestlist.sh"), languages::shell()?),
        (
            "docs/registration/guestlist.ps1",
            include_str!("../registration/guestlist.ps1"),
            languages::powershell()?,
        ),
        ("docs/registration/main.tf", include_str!("../registration/main.tf"), languages::terraform()?),
        ("docs/registration/main.bicep", include_str!("../registration/main.bicep"), languages::bicep()),
        ("docs/registration/README.md", include_str!("../registration/README.md"), documents::guide()?),
    ];
    let mut files = Vec::new();
    for (path, text, gaps) in texts {
        files.push((path, fill(text, gaps).with_context(|| path.to_owned())?));
    }
    let path = "docs/permissions.md";
    let there = fs::read_to_string(workspace.root.join(path)).with_context(|| format!("reading {path}"))?;
    files.push((path, documents::with_table(&there)?));
    Ok(files)
}

/// The gaps that all texts may have.
fn shared_gaps() -> Result<Vec<(&'static str, String)>> {
    let clouds = clouds()?;
    let first = clouds.first().context("there is no cloud")?;
    Ok(vec![
        ("generated", "Made by `cargo xtask registration` from src/domain/app_registration.rs.".to_owned()),
        ("app_name", APP_NAME.to_owned()),
        ("audience", SIGN_IN_AUDIENCE.to_owned()),
        ("graph_app_id", GRAPH_APP_ID.to_owned()),
        ("redirect_pattern", REDIRECT_PATTERN.to_owned()),
        ("first_cloud", first.cloud.name.to_owned()),
        ("cloud_names", joined(clouds.iter().map(|known| known.cloud.name.to_owned()), ", ")),
    ])
}

/// Puts texts into the gaps `<<name>>` of a text.
fn fill(text: &str, own: Vec<(&'static str, String)>) -> Result<String> {
    let mut filled = text.to_owned();
    for (name, value) in own.into_iter().chain(shared_gaps()?) {
        filled = filled.replace(&format!("<<{name}>>"), &value);
    }
    let starts = filled.split("<<").skip(1).filter_map(|rest| rest.split_once(">>"));
    let mut empty = starts
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    if let Some((name, _)) = empty.next() {
        bail!("nothing was put into the gap <<{name}>>");
    }
    Ok(filled)
}

#[cfg(test)]
mod tests;
