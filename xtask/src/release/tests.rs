use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn some_origin() -> Origin {
    Origin {
        version: "1.2.3".to_owned(),
        commit: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        committed: 1_800_000_000,
        repository: Some("git+https://example.com/guestlist".to_owned()),
        builder: "urn:guestlist:builder:test".to_owned(),
        tools: vec![("rustc".to_owned(), "1.95.0".to_owned())],
    }
}

/// Makes a small dist/ and returns the files of its release.
fn released(name: &str, order: [&str; 4]) -> Vec<(String, Vec<u8>)> {
    let dist = std::env::temp_dir().join(format!("guestlist-release-{name}-{}", std::process::id()));
    fs::create_dir_all(dist.join("assets")).unwrap();
    for file in order {
        fs::write(dist.join(file), format!("this is {file}")).unwrap();
    }
    let files = files(&root(), &dist, &some_origin()).unwrap();
    fs::remove_dir_all(&dist).unwrap();
    files
}

const DIST: [&str; 4] = ["SHA256SUMS", "sbom.cdx.json", "index.html", "assets/a.js"];

#[test]
fn s42_a_release_is_the_same_wherever_and_whenever_it_is_made() {
    let mut reversed = DIST;
    reversed.reverse();
    assert_eq!(released("one", DIST), released("other", reversed));
}

#[test]
fn s42_the_archive_holds_the_files_of_the_portal_and_those_for_hosts() {
    let files = released("archive", DIST);
    assert_eq!(files[0].0, "guestlist-1.2.3.tar.gz");
    let mut archive = tar::Archive::new(GzDecoder::new(files[0].1.as_slice()));
    let mut names = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let header = entry.header();
        assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0), "{name}");
        assert_eq!((header.mode().unwrap(), header.mtime().unwrap()), (0o644, 1_800_000_000), "{name}");
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let name = name.strip_prefix("guestlist-1.2.3/").unwrap().to_owned();
        if let Some(file) = name.strip_prefix("dist/") {
            assert_eq!(text, format!("this is {file}"));
        } else {
            assert_eq!(text, fs::read_to_string(root().join(&name)).unwrap());
        }
        names.push(name);
    }
    assert!(names.is_sorted(), "{names:?}");
    for name in DIST.map(|file| format!("dist/{file}")) {
        assert!(names.contains(&name), "{name}");
    }
    for name in
        ["LICENSE-MIT", "CHANGELOG.md", "public/nginx.conf", "public/Dockerfile", "public/container.conf"]
    {
        assert!(names.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn s42_the_checksums_of_a_release_cover_its_other_files() {
    let files = released("sums", DIST);
    let (sums, others) = files.split_last().unwrap();
    assert_eq!(sums.0, "SHA256SUMS");
    let wanted: String =
        others.iter().map(|(name, bytes)| format!("{}  {name}\n", supply::sha256(bytes))).collect();
    assert_eq!(String::from_utf8(sums.1.clone()).unwrap(), wanted);
    assert_eq!(others.len(), 3);
}

/// What <https://slsa.dev/spec/v1.0/provenance> and the in-toto statement require.
#[test]
fn s42_the_statement_names_files_commit_and_builder_in_the_form_of_slsa() {
    let files = released("statement", DIST);
    let (name, text) = &files[2];
    assert_eq!(name, "guestlist-1.2.3.provenance.json");
    let statement: Value = serde_json::from_slice(text).unwrap();
    assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(statement["predicateType"], "https://slsa.dev/provenance/v1");
    for (subject, (name, bytes)) in statement["subject"].as_array().unwrap().iter().zip(&files[..2]) {
        assert_eq!(subject["name"], name.as_str());
        assert_eq!(subject["digest"]["sha256"], supply::sha256(bytes));
    }
    assert_eq!(statement["subject"].as_array().unwrap().len(), 2);
    let definition = &statement["predicate"]["buildDefinition"];
    assert!(definition["buildType"].as_str().unwrap().contains(':'));
    assert_eq!(definition["externalParameters"]["version"], "1.2.3");
    let source = &definition["resolvedDependencies"][0];
    assert_eq!(source["digest"]["gitCommit"], some_origin().commit);
    assert_eq!(source["uri"], "git+https://example.com/guestlist");
    assert_eq!(statement["predicate"]["runDetails"]["builder"]["id"], "urn:guestlist:builder:test");
}

#[test]
fn the_changelog_tells_of_the_version() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let version = version(&read("Cargo.toml")).unwrap();
    assert!(tells_of(&read("CHANGELOG.md"), &version), "CHANGELOG.md has no heading `## {version}`");
    assert!(tells_of("# Changelog\n\n## 1.2.3 (2027-01-31)\n", "1.2.3"));
    for other in ["## 1.2.30\n", "### 1.2.3\n", "In 1.2.3 …\n"] {
        assert!(!tells_of(other, "1.2.3"), "{other}");
    }
}

#[test]
fn a_release_names_a_commit_that_holds_all_and_a_version_that_is_told() {
    let root = std::env::temp_dir().join(format!("guestlist-release-git-{}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    let git = |arguments: &[&str]| {
        let mut git = proc::command("git");
        git.current_dir(&root).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
        proc::capture(git.args(["-c", "commit.gpgsign=false"]).args(arguments)).unwrap();
    };
    let workspace = Workspace { root: root.clone(), target: root.join("target"), tools: root.join("tools") };
    let options = Options {
        out: None,
        verify: false,
        repository: None,
        builder: "urn:guestlist:builder:test".to_owned(),
    };
    let refused = || origin(&workspace, &options).err().unwrap().to_string();
    git(&["init", "--quiet"]);
    fs::write(root.join("Cargo.toml"), "[package]\nversion = \"1.2.3\"\n").unwrap();
    fs::write(root.join("CHANGELOG.md"), "# Changelog\n\n## 1.2.2\n").unwrap();
    let (uncommitted, untold) = (refused(), {
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message", "All"]);
        refused()
    });
    fs::remove_dir_all(&root).unwrap();
    assert!(uncommitted.starts_with("commit first") && uncommitted.contains("CHANGELOG.md"), "{uncommitted}");
    assert_eq!(untold, "CHANGELOG.md has no heading `## 1.2.3`");
}
