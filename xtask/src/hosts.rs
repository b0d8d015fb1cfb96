//! Writes the portal's headers and rules in the formats of hosts: Netlify and Cloudflare Pages, Azure Static Web Apps,
//! and those of [`servers`], [`iis`] and [`networks`]. `public/` contains them for the cloud of `public/config.json`; a test checks that they are
//! current.
//!
//! Knows the hosts' formats. Must not know why a header has its value.

mod iis;
mod networks;
mod servers;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::headers::{Cloud, IMMUTABLE, NO_CACHE, NO_STORE, PAGES, PLAIN_FILES, UNCHANGED};
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// The config.json that names the cloud.
    #[arg(long, value_name = "FILE", default_value = "public/config.json")]
    config: PathBuf,
    /// Where to write the files.
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
}

/// `cargo xtask headers`.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let out = workspace.root.join(&options.out);
    for (name, text) in files_for(&cloud(&workspace.root.join(&options.config))?) {
        let path = out.join(name);
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Writes the files that hosts read from `dist`, and a copy of the page as 404.html, which hosts send with status 404.
pub(crate) fn into_dist(workspace: &Workspace, dist: &Path) -> Result<()> {
    for (name, text) in files_for(&deployed_cloud(workspace)?) {
        if !NOT_SERVED.contains(&name) {
            fs::write(dist.join(name), text).with_context(|| format!("writing {name}"))?;
        }
    }
    fs::copy(dist.join("index.html"), dist.join("404.html")).context("writing 404.html")?;
    Ok(())
}

/// The policy for the cloud of `public/config.json`, without what a `<meta>` tag cannot contain.
pub(crate) fn policy_for_meta(workspace: &Workspace) -> Result<String> {
    Ok(deployed_cloud(workspace)?.policy_for_meta())
}

fn deployed_cloud(workspace: &Workspace) -> Result<Cloud> {
    cloud(&workspace.root.join("public").join("config.json"))
}

fn cloud(config: &Path) -> Result<Cloud> {
    let text = fs::read_to_string(config).with_context(|| format!("reading {}", config.display()))?;
    Cloud::of_config(&text).with_context(|| config.display().to_string())
}

/// Files that hosts read from another place, or not by themselves; from dist/ they would be served to everybody.
pub(crate) const NOT_SERVED: [&str; 7] = [
    "nginx.conf",
    "container.conf",
    "Caddyfile",
    "apache.conf",
    "web.config",
    "front-door.json",
    "cloudfront.json",
];

fn files_for(cloud: &Cloud) -> Vec<(&'static str, String)> {
    let marked = |text: String| format!("# Made by `cargo xtask headers` from config.json's cloud.\n{text}");
    vec![
        ("_headers", marked(underscore_headers(cloud))),
        ("_redirects", marked(underscore_redirects())),
        ("staticwebapp.config.json", static_web_app(cloud)),
        ("nginx.conf", marked(servers::nginx(cloud))),
        ("container.conf", marked(servers::container(cloud))),
        ("Caddyfile", marked(servers::caddy(cloud))),
        ("apache.conf", marked(servers::apache(cloud))),
        ("web.config", iis::iis(cloud)),
        ("front-door.json", networks::front_door(cloud)),
        ("cloudfront.json", networks::cloudfront(cloud)),
    ]
}

/// `_headers` of Netlify and Cloudflare Pages. If two rules set the same header, they join the values, so no two rules
/// do.
fn underscore_headers(cloud: &Cloud) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in cloud.headers() {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    let kept = [("/assets/*", IMMUTABLE), ("/index.html", UNCHANGED), ("/config.json", UNCHANGED)];
    let pages = PAGES.map(|page| (page, UNCHANGED));
    let plain = PLAIN_FILES.map(|file| (file, NO_CACHE));
    for (path, value) in kept.into_iter().chain(pages).chain(plain) {
        text.push_str(&format!("{path}\n  Cache-Control: {value}\n"));
    }
    text
}

/// `_redirects` of the same hosts: the paths that are pages. Any other path is a file or 404.
fn underscore_redirects() -> String {
    // The target is `/` and not `/index.html`, because Cloudflare Pages redirects requests for that file.
    PAGES.iter().filter(|page| **page != "/").map(|page| format!("{page} / 200\n")).collect()
}

/// `staticwebapp.config.json` of Azure Static Web Apps.
fn static_web_app(cloud: &Cloud) -> String {
    let header = |value: &str| json!({ "Cache-Control": value });
    let mut global: Map<String, Value> =
        cloud.headers().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    global.insert("Cache-Control".to_owned(), NO_STORE.into());
    let mut routes = vec![json!({ "route": "/assets/*", "headers": header(IMMUTABLE) })];
    routes.extend(PLAIN_FILES.map(|file| json!({ "route": file, "headers": header(NO_CACHE) })));
    routes.extend(
        ["/", "/index.html", "/config.json"]
            .map(|file| json!({ "route": file, "headers": header(UNCHANGED) })),
    );
    let pages = PAGES.into_iter().filter(|page| *page != "/");
    routes.extend(
        pages.map(|page| json!({ "route": page, "rewrite": "/index.html", "headers": header(UNCHANGED) })),
    );
    let config = json!({
        "globalHeaders": global,
        "routes": routes,
        "responseOverrides": { "404": { "rewrite": "/404.html", "statusCode": 404 } },
        "mimeTypes": { ".wasm": "application/wasm" },
    });
    format!("{config:#}\n")
}

#[cfg(test)]
mod tests;
