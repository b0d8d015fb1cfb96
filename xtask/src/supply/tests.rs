use super::*;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn s42_every_package_comes_from_crates_io_with_a_checksum() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut foreign = 0;
    for block in lock.split("[[package]]").skip(1) {
        let Some(source) = block.lines().find_map(|line| line.strip_prefix("source = ")) else {
            continue;
        };
        assert_eq!(source, "\"registry+https://github.com/rust-lang/crates.io-index\"", "{block}");
        assert!(block.contains("\nchecksum = \""), "{block}");
        foreign += 1;
    }
    assert_eq!(checksums(&lock).len(), foreign);
    assert!(foreign > 100);
    let trunk = fs::read_to_string(root().join("Trunk.toml")).unwrap();
    assert!(trunk.contains("locked = true") && trunk.contains("offline = true"), "{trunk}");
}

#[test]
fn s42_the_bill_of_materials_names_what_is_linked_and_nothing_else() {
    let package =
        |name: &str| json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0"});
    let metadata = json!({
        "packages": [package("guestlist"), package("linked"), package("deep"), package("builder")],
        "resolve": { "nodes": [
            { "id": "guestlist", "deps": [
                { "pkg": "linked", "dep_kinds": [{ "kind": null }] },
                { "pkg": "builder", "dep_kinds": [{ "kind": "build" }] },
            ] },
            { "id": "linked", "deps": [{ "pkg": "deep", "dep_kinds": [{ "kind": null }] }] },
        ] },
    });
    let lock = "[[package]]\nname = \"deep\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n";
    let bill = bill(&metadata, lock).unwrap();
    let names: Vec<_> = bill["components"].as_array().unwrap().iter().map(|c| c["name"].clone()).collect();
    assert_eq!(names, ["deep", "linked"]);
    assert_eq!(bill["components"][0]["hashes"][0]["content"], "abc");
    assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
}

#[test]
fn s42_a_file_that_differs_or_is_missing_is_named() {
    assert!(differences("1  a.js\n2  b.js\n", "2  b.js\n1  a.js\n").is_empty());
    let found = differences("1  a.js\n2  b.js\n", "3  b.js\n1  a.js\n4  c.js\n");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["b.js", "c.js"]);
}

#[test]
fn s42_the_checksums_cover_every_file_but_the_hosts_own() {
    let dist = std::env::temp_dir().join(format!("guestlist-sums-{}", std::process::id()));
    fs::create_dir_all(dist.join("assets")).unwrap();
    for name in ["config.json", SUMS, "index.html", "assets/a.js"] {
        fs::write(dist.join(name), "x").unwrap();
    }
    let text = sums(&dist).unwrap();
    fs::remove_dir_all(&dist).unwrap();
    let names: Vec<_> = text.lines().map(|line| line.split("  ").nth(1).unwrap()).collect();
    assert_eq!(names, ["assets/a.js", "index.html"]);
    assert!(text.starts_with("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  "), "{text}");
}
