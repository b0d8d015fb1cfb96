//! What a first visit downloads: the size of every file of the release build, raw and as a host with brotli
//! sends it.

use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;

use crate::fingerprint;

/// One file of the release build.
pub(crate) struct FileSize {
    name: String,
    raw: u64,
    brotli: u64,
    first_load: bool,
}

/// All files of `dist`, heaviest first.
pub(crate) fn measure(dist: &Path) -> Result<Vec<FileSize>> {
    let files = fingerprint::files(dist, &["."])?;
    // A thread for each file: they are few, and the wasm file alone takes as long as all others together.
    let mut sizes = thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(|| size(dist, file))).collect();
        let finished = running.into_iter().map(|thread| thread.join());
        finished
            .map(|size| size.map_err(|_| anyhow!("compressing a file failed"))?)
            .collect::<Result<Vec<_>>>()
    })?;
    sizes.sort_by(|a, b| (b.first_load, b.brotli, &a.name).cmp(&(a.first_load, a.brotli, &b.name)));
    Ok(sizes)
}

/// The sizes as a table for the console, with the sum of what a first visit downloads.
pub(crate) fn table(sizes: &[FileSize]) -> String {
    let total = |pick: fn(&FileSize) -> u64| sizes.iter().filter(|file| file.first_load).map(pick).sum();
    let rows = sizes.iter().map(|file| {
        let note = if file.first_load { "" } else { "not on a first visit" };
        (file.name.as_str(), file.raw, file.brotli, note)
    });
    let rows: Vec<_> = rows
        .chain([("First visit", total(|f| f.raw), total(|f| f.brotli), "all of the above but the marked")])
        .collect();
    let width = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    let mut text = format!("{:width$}  {:>11}  {:>11}\n", "File in dist/", "raw, bytes", "brotli");
    for (name, raw, brotli, note) in rows {
        let row = format!("{name:width$}  {:>11}  {:>11}  {note}", grouped(raw), grouped(brotli));
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// Digits in groups of three, as people read them.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn size(dist: &Path, file: &Path) -> Result<FileSize> {
    let bytes = fs::read(dist.join(file)).with_context(|| format!("reading {}", file.display()))?;
    let file = file.strip_prefix(".").unwrap_or(file);
    let name = file.to_string_lossy().replace('\\', "/");
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut packed, &params)?;
    let raw = bytes.len() as u64;
    // A host sends a file as it is when packing does not help (images).
    Ok(FileSize { first_load: is_first_load(&name), name, raw, brotli: raw.min(packed.len() as u64) })
}

/// Everything a browser fetches when it opens the portal for the first time: all files, but those that only
/// editors, hosts and auditors read, other languages' texts, licence texts, and the worker's script, which is for
/// those who sign in.
fn is_first_load(name: &str) -> bool {
    let for_editors_hosts_and_auditors = [".schema.json", ".cdx.json", ".txt"]
        .iter()
        .any(|end| name.ends_with(end))
        || matches!(
            name,
            "_headers" | "_redirects" | "staticwebapp.config.json" | "web.config" | "404.html" | "SHA256SUMS"
        );
    !for_editors_hosts_and_auditors && !name.starts_with("assets/vault-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, raw: u64, brotli: u64) -> FileSize {
        FileSize { name: name.to_owned(), raw, brotli, first_load: is_first_load(name) }
    }

    #[test]
    fn a_first_visit_is_everything_that_is_not_marked_optional() {
        let fetched =
            ["index.html", "boot.js", "config.json", "favicon.svg", "app-1f_bg.wasm", "base-2c.css"];
        assert!(fetched.into_iter().all(is_first_load));
        let not = [
            "config.schema.json",
            "assets/vault-1f.js",
            "SHA256SUMS",
            "sbom.cdx.json",
            "assets/fr-1f.txt",
            "_headers",
            "staticwebapp.config.json",
            "LICENSE.txt",
        ];
        assert!(!not.into_iter().any(is_first_load));
    }

    #[test]
    fn the_total_leaves_out_what_a_first_visit_does_not_fetch() {
        let sizes =
            [file("app.wasm", 900, 300), file("index.html", 50, 20), file("config.schema.json", 70, 30)];
        assert!(table(&sizes).contains("First visit                 950          320"), "{}", table(&sizes));
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let read = [0, 999, 1_000, 234_567, 1_234_567].map(grouped);
        assert_eq!(read, ["0", "999", "1,000", "234,567", "1,234,567"]);
    }

    #[test]
    fn files_are_weighed_in_full_with_and_without_brotli() {
        let dir = std::env::temp_dir().join(format!("guestlist-sizes-{}", std::process::id()));
        fs::create_dir_all(dir.join("assets")).unwrap();
        fs::write(dir.join("a.wasm"), [7; 5_000]).unwrap();
        fs::write(dir.join("index.html"), "x").unwrap();
        fs::write(dir.join("assets/fr-1f.txt"), "Oui").unwrap();
        let sizes = measure(&dir).unwrap();
        fs::remove_dir_all(&dir).unwrap();

        let names: Vec<_> = sizes.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.wasm", "index.html", "assets/fr-1f.txt"]);
        assert_eq!((sizes[0].raw, sizes[1].raw), (5_000, 1));
        assert!(sizes[0].brotli < 50, "repetition packs well");
        assert_eq!(sizes[1].brotli, 1, "what packing would make bigger is sent as it is");
    }
}
