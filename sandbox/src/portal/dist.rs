//! The portal's release files in memory, each compressed at most once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use bytes::Bytes;

use super::coding::Coding;
use crate::keys::key::hash_bytes;

/// Release files by path: `index.html`, `guestlist-0123456789abcdef.js`, …
#[derive(Default)]
pub struct Dist {
    files: BTreeMap<String, Asset>,
}

impl Dist {
    /// Paths are relative to the directory and use `/`.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let asset = |(path, bytes): (String, Vec<u8>)| {
            let asset = Asset::new(&path, bytes.into());
            (path, asset)
        };
        Self { files: files.into_iter().map(asset).collect() }
    }

    pub fn has_index(&self) -> bool {
        self.files.contains_key("index.html")
    }

    /// The content of a text file.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|asset| String::from_utf8_lossy(&asset.plain).into_owned())
    }

    pub(super) fn file(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
    }
}

pub(super) struct Asset {
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
    mime: String,
    hash: String,
}

impl Asset {
    fn new(path: &str, plain: Bytes) -> Self {
        let mime = mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned();
        let text = mime.starts_with("text/") || mime.ends_with("javascript") || mime.ends_with("json");
        Self {
            hash: hash_bytes(&plain).chars().take(22).collect(),
            plain,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
            mime: if text { format!("{mime}; charset=utf-8") } else { mime },
        }
    }

    pub(super) fn mime(&self) -> &str {
        &self.mime
    }

    /// Images and fonts are compressed already, and very small files gain nothing.
    pub(super) fn compressible(&self) -> bool {
        let kinds =
            ["text/", "application/javascript", "application/json", "application/wasm", "image/svg+xml"];
        let more = ["application/manifest+json", "application/xml"];
        self.plain.len() >= 256 && kinds.iter().chain(&more).any(|kind| self.mime.starts_with(kind))
    }

    /// A strong entity tag; each coding has its own.
    pub(super) fn tag(&self, coding: Coding) -> String {
        format!(
            "\"{}{}{}\"",
            self.hash,
            if coding == Coding::Identity { "" } else { "-" },
            coding.name().unwrap_or("")
        )
    }

    /// The content in this coding; compressed at the first call.
    pub(super) fn body(&self, coding: Coding) -> Bytes {
        let slot = match coding {
            Coding::Identity => return self.plain.clone(),
            Coding::Brotli => &self.brotli,
            Coding::Gzip => &self.gzip,
        };
        // Compression in memory does not fail. If it did, the empty body would be noticed.
        slot.get_or_init(|| coding.apply(&self.plain).unwrap_or_default()).clone()
    }
}

#[cfg(test)]
mod tests;
