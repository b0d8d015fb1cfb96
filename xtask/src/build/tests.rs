use super::*;

/// A directory with the two outputs, which are built from the same sources.
fn outputs(name: &str) -> (PathBuf, [Output; 2]) {
    let root = env::temp_dir().join(format!("guestlist-build-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&root));
    let workspace = Workspace { root: root.clone(), target: root.join("target"), tools: root.join("tools") };
    fs::create_dir_all(root.join("src")).unwrap();
    fs::write(root.join("src/main.rs"), "fn main() {}").unwrap();
    fs::write(workspace.lock_file(), "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n").unwrap();
    let outputs = [Output::release(&workspace, "").unwrap(), Output::demo(&workspace).unwrap()];
    for output in &outputs {
        fs::create_dir_all(&output.dist).unwrap();
        fs::write(output.dist.join("index.html"), "page").unwrap();
    }
    (root, outputs)
}

#[test]
fn the_demos_files_never_pass_for_those_that_ship_and_do_not_touch_them() {
    let (root, [release, demo]) = outputs("apart");
    demo.write_stamp().unwrap();
    assert!(demo.is_current() && !release.is_current());
    release.write_stamp().unwrap();
    fs::write(demo.dist.join("index.html"), "another").unwrap();
    demo.invalidate();
    assert!(release.is_current() && !demo.is_current());
    // Even if both the files and the stamp of one output are copied to the other.
    fs::copy(demo.dist.join("index.html"), release.dist.join("index.html")).unwrap();
    demo.write_stamp().unwrap();
    fs::copy(&demo.stamp, &release.stamp).unwrap();
    assert!(demo.is_current() && !release.is_current());
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_lost_file_and_a_changed_source_make_the_files_stale() {
    let (root, [_, demo]) = outputs("stale");
    demo.write_stamp().unwrap();
    fs::remove_file(demo.dist.join("index.html")).unwrap();
    assert!(!demo.is_current());
    demo.write_stamp().unwrap();
    fs::write(root.join("src/main.rs"), "fn main() { changed }").unwrap();
    let workspace = Workspace { root: root.clone(), target: root.join("target"), tools: root.join("tools") };
    assert!(demo.is_current() && !Output::demo(&workspace).unwrap().is_current());
    fs::remove_dir_all(root).unwrap();
}

/// The name of the profile must be the one in Cargo.toml.
#[test]
fn the_demos_profile_is_there_and_does_not_take_long() {
    let manifest = include_str!("../../../Cargo.toml");
    let (_, profile) = manifest.split_once(&format!("[profile.{DEMO}]\n")).unwrap();
    let profile = profile.split("\n[").next().unwrap();
    for line in ["inherits = \"release\"", "lto = \"off\"", "codegen-units = 16"] {
        assert!(profile.lines().any(|known| known == line), "{line} is missing from {profile}");
    }
}
