use std::env;

use super::*;

const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-backend"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://example.test"
dependencies = [
 "wasm-bindgen-macro",
]
"#;

#[test]
fn the_locked_version_is_that_of_the_very_package() {
    assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    assert_eq!(locked_version(LOCK, "wasm-bindgen-backend").as_deref(), Some("0.2.1"));
    assert_eq!(locked_version(LOCK, "wasm-bindgen-macro"), None);
    assert_eq!(locked_version(LOCK, "bindgen"), None);
}

/// A workspace whose tool cache contains exactly these files.
fn with_tools(name: &str, files: &[&str]) -> Workspace {
    let root = env::temp_dir().join(format!("guestlist-tools-{name}-{}", std::process::id()));
    let tools = root.join("tools");
    for file in files {
        let path = tools.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    Workspace { target: root.join("target"), root, tools }
}

#[test]
fn an_installed_trunk_is_used_however_it_was_compiled() {
    let file = format!("trunk-{TRUNK}/bin/{}", exe("trunk"));
    let workspace = with_tools("trunk", &[&file]);
    let found = trunk(&workspace);
    fs::remove_dir_all(&workspace.root).unwrap();
    assert_eq!(found.unwrap(), workspace.tools.join(file));
}

#[test]
fn a_trunk_on_path_must_be_of_the_very_version() {
    assert!(is_version("trunk 0.21.14", "0.21.14"));
    assert!(!is_version("trunk 0.21.1", "0.21.14"));
    assert!(!is_version("trunk 0.21.14-beta.1", "0.21.14"));
    assert!(!is_version("", "0.21.14"));
}

#[test]
fn what_binds_the_programs_is_of_the_version_that_they_were_made_for() {
    let lock = include_str!("../../../Cargo.lock");
    let version = locked_version(lock, "wasm-bindgen").unwrap();
    for package in ["wasm-bindgen-cli-support", "wasm-bindgen-shared"] {
        assert_eq!(locked_version(lock, package).unwrap(), version, "{package}");
    }
}

#[test]
fn the_pinned_packages_are_the_ones_that_their_lock_files_name() {
    for (name, version, lock) in [
        ("binaryen", BINARYEN, include_str!("../../binaryen/package-lock.json")),
        ("esbuild", ESBUILD, include_str!("../../esbuild/package-lock.json")),
        ("@biomejs/biome", BIOME, include_str!("../../biome/package-lock.json")),
    ] {
        let lock: serde_json::Value = serde_json::from_str(lock).unwrap();
        let entry = &lock["packages"][format!("node_modules/{name}")];
        assert_eq!(entry["version"], version);
        assert!(entry["integrity"].as_str().unwrap().starts_with("sha512-"));
        assert!(entry["resolved"].is_null(), "a lock file here records no download address");
    }
}
