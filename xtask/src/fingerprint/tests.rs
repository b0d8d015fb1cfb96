use super::*;

struct Scratch(PathBuf);
impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("guestlist-{name}-{}", std::process::id()));
        fs::create_dir_all(dir.join("src/deep")).unwrap();
        fs::write(dir.join("src/deep/a.rs"), "a").unwrap();
        fs::write(dir.join("src/b.rs"), "b").unwrap();
        Self(dir)
    }
    fn print(&self) -> String {
        of(&self.0, &["src", "Trunk.toml"], &["tool 1"]).unwrap()
    }
}
impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn every_change_of_an_input_changes_the_fingerprint() {
    let dir = Scratch::new("fingerprint");
    let mut seen = vec![dir.print()];
    assert_eq!(seen[0], dir.print(), "the same files have the same fingerprint");

    fs::write(dir.0.join("src/deep/a.rs"), "A").unwrap();
    seen.push(dir.print());
    fs::rename(dir.0.join("src/b.rs"), dir.0.join("src/c.rs")).unwrap();
    seen.push(dir.print());
    fs::write(dir.0.join("Trunk.toml"), "").unwrap();
    seen.push(dir.print());
    fs::remove_file(dir.0.join("src/c.rs")).unwrap();
    seen.push(dir.print());
    seen.push(of(&dir.0, &["src", "Trunk.toml"], &["tool 2"]).unwrap());

    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[test]
fn other_files_do_not_count() {
    let dir = Scratch::new("other-files");
    let before = dir.print();
    fs::write(dir.0.join("README.md"), "new").unwrap();
    assert_eq!(dir.print(), before);
}

#[test]
fn files_are_listed_with_their_folders_in_order() {
    let dir = Scratch::new("listing");
    assert_eq!(files(&dir.0, &["src"]).unwrap(), [PathBuf::from("src/b.rs"), "src/deep/a.rs".into()]);
}
