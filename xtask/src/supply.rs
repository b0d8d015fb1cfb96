//! The supply chain of the release: whether its packages may be used (`cargo deny` with deny.toml), the bill of
//! materials and the checksums in dist/, and whether a second build of the same commit gives the same bytes.
//!
//! Knows Cargo.lock and `cargo metadata`. Must not know what the packages do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::build;
use crate::fingerprint;
use crate::proc;
use crate::report::Tally;
use crate::security;
use crate::tools;
use crate::workspace::Workspace;
use crate::yanked;

/// The name of the bill of materials in dist/.
pub(crate) const BILL: &str = "sbom.cdx.json";
/// The name of a list of checksums.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// Checks licences, sources and bans for all packages of the workspace, and that none was withdrawn. Known
/// vulnerabilities are not checked, since their database is not in a package registry; run `cargo deny check
/// advisories` where it can be reached.
pub(crate) fn check(workspace: &Workspace) -> Result<Tally> {
    let mut deny = proc::command(tools::cargo_deny(workspace)?);
    deny.current_dir(&workspace.root).args(["--workspace", "--all-features", "--locked"]);
    let allowed = proc::succeeds(deny.args(["check", "bans", "licenses", "sources"]))?;
    let withdrawn = yanked::packages(workspace)?;
    for (name, version) in &withdrawn {
        println!("{name} {version} was withdrawn from the registry: run `cargo update -p {name}`");
    }
    security::prove(
        workspace,
        "supply",
        &[
            ("s42_packages_come_from_where_they_may_under_licences_that_are_allowed", allowed),
            ("s42_no_package_was_withdrawn", withdrawn.is_empty()),
        ],
    )
}

/// Writes the bill of materials and the checksums into dist/.
pub(crate) fn into_dist(workspace: &Workspace) -> Result<()> {
    let metadata = proc::capture(proc::cargo().current_dir(&workspace.root).args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform=wasm32-unknown-unknown",
    ]))?;
    let metadata = serde_json::from_str(&metadata).context("reading cargo's metadata")?;
    let lock = fs::read_to_string(workspace.lock_file()).context("reading Cargo.lock")?;
    let bill = bill(&metadata, &lock)?;
    let dist = workspace.dist();
    fs::write(dist.join(BILL), format!("{bill:#}\n")).with_context(|| format!("writing {BILL}"))?;
    fs::write(dist.join(SUMS), sums(&dist)?).with_context(|| format!("writing {SUMS}"))
}

/// The packages that are compiled into the program, in CycloneDX format. It contains no time and no random number, so
/// the same lock file gives the same bytes.
fn bill(metadata: &Value, lock: &str) -> Result<Value> {
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let packages: BTreeMap<_, _> =
        list(metadata, "packages").into_iter().map(|p| (text(&p, "id"), p)).collect();
    let root = packages.iter().find(|(_, package)| text(package, "name") == "guestlist");
    let (root, portal) = root.context("cargo's metadata names no guestlist")?;
    let nodes = metadata.get("resolve").map(|resolve| list(resolve, "nodes")).unwrap_or_default();
    let nodes: BTreeMap<_, _> = nodes.into_iter().map(|node| (text(&node, "id"), node)).collect();

    let mut reached = BTreeSet::new();
    let mut waiting = vec![root.clone()];
    while let Some(id) = waiting.pop() {
        let dependencies = nodes.get(&id).map(|node| list(node, "deps")).unwrap_or_default();
        for dependency in dependencies {
            // Dependencies without a kind are linked; the other kinds are for builds and tests.
            let linked =
                list(&dependency, "dep_kinds").iter().any(|kind| kind.get("kind").is_none_or(Value::is_null));
            let id = text(&dependency, "pkg");
            if linked && reached.insert(id.clone()) {
                waiting.push(id);
            }
        }
    }
    let checksums = checksums(lock);
    let mut components: Vec<_> = reached
        .iter()
        .filter_map(|id| packages.get(id))
        .map(|package| {
            let (name, version) = (text(package, "name"), text(package, "version"));
            let sum = checksums.get(&(name.clone(), version.clone()));
            let mut component = json!({
                "type": "library",
                "bom-ref": format!("pkg:cargo/{name}@{version}"),
                "purl": format!("pkg:cargo/{name}@{version}"),
                "name": name,
                "version": version,
                "licenses": [{ "expression": text(package, "license").replace('/', " OR ") }],
            });
            if let (Some(sum), Some(fields)) = (sum, component.as_object_mut()) {
                fields.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": sum }]));
            }
            component
        })
        .collect();
    components.sort_by_key(|component| text(component, "purl"));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "name": "guestlist",
            "version": text(portal, "version"),
            "licenses": [{ "expression": text(portal, "license") }],
        } },
        "components": components,
    }))
}

/// The checksums of a Cargo.lock, by name and version.
pub(crate) fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""))?;
        line.strip_suffix('"').map(str::to_owned)
    };
    let blocks = lock.split("[[package]]").skip(1);
    blocks
        .filter_map(|block| {
            Some(((field(block, "name")?, field(block, "version")?), field(block, "checksum")?))
        })
        .collect()
}

/// One line per file in the format of `sha256sum --check`. Without config.json, which each host changes.
fn sums(dist: &Path) -> Result<String> {
    let mut text = String::new();
    for file in fingerprint::files(dist, &["."])? {
        let name = file.strip_prefix(".").unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if name == SUMS || name == "config.json" {
            continue;
        }
        let bytes = fs::read(dist.join(&file)).with_context(|| format!("reading {name}"))?;
        text.push_str(&format!("{}  {name}\n", sha256(&bytes)));
    }
    Ok(text)
}

/// SHA-256 in hexadecimal digits, as `sha256sum` prints it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds the same sources again in another directory without earlier build results, and compares the files. True if
/// they are the same.
pub(crate) fn verify(workspace: &Workspace, options: &build::Options) -> Result<bool> {
    let root = workspace.scratch().join("verify");
    workspace.copy_sources(&root)?;
    let again = Workspace { target: root.join("target"), tools: workspace.tools.clone(), root };
    build::portal(&again, options)?;
    let (one, other) = (sums(&workspace.dist())?, sums(&again.dist())?);
    let differ = differences(&one, &other);
    for file in &differ {
        println!("differs: {file}");
    }
    if differ.is_empty() {
        println!("A second build of these sources, elsewhere and from nothing, gave the same files.");
        // Half a gigabyte that is not needed after a success.
        fs::remove_dir_all(&again.root).with_context(|| format!("removing {}", again.root.display()))?;
    }
    Ok(differ.is_empty())
}

/// The step `reproduce`.
pub(crate) fn reproduce(workspace: &Workspace) -> Result<Tally> {
    let same = verify(workspace, &build::Options::default())?;
    security::prove(workspace, "reproduce", &[("s42_two_clean_builds_give_the_same_files", same)])
}

/// The names of files that are in only one of two lists of checksums, or have different checksums.
fn differences<'a>(one: &'a str, other: &'a str) -> BTreeSet<&'a str> {
    let (one, other): (BTreeSet<_>, BTreeSet<_>) = (one.lines().collect(), other.lines().collect());
    one.symmetric_difference(&other).filter_map(|line| line.split("  ").nth(1)).collect()
}

#[cfg(test)]
mod tests;
