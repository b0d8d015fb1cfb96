use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn s24_the_files_in_public_are_current() {
    let public = root().join("public");
    for (name, text) in files_for(&cloud(&public.join("config.json")).unwrap()) {
        let there = fs::read_to_string(public.join(name)).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(there, text, "public/{name} is out of date: run `cargo xtask headers`");
    }
}

#[test]
fn s24_every_host_is_told_every_header() {
    let cloud = cloud(&root().join("public").join("config.json")).unwrap();
    for (name, text) in files_for(&cloud).into_iter().filter(|(name, _)| *name != "_redirects") {
        for (header, value) in cloud.headers() {
            assert!(text.contains(header) && text.contains(&value), "{name} lacks {header}");
        }
        for value in [IMMUTABLE, UNCHANGED, NO_CACHE] {
            assert!(text.contains(value), "{name} lacks the cache rule {value}");
        }
    }
    let age = cloud.headers().into_iter().find(|(name, _)| *name == "Strict-Transport-Security").unwrap().1;
    let seconds: u64 = age.strip_prefix("max-age=").unwrap().split(';').next().unwrap().parse().unwrap();
    assert!(seconds >= 31_536_000 && age.contains("includeSubDomains"), "{age}");
}

#[test]
fn no_two_rules_name_the_same_header_for_one_path() {
    let text = underscore_headers(&cloud(&root().join("public").join("config.json")).unwrap());
    let paths: Vec<_> = text.lines().filter(|line| line.starts_with('/')).collect();
    let mut once = paths.clone();
    once.dedup();
    assert_eq!(paths, once);
    assert_eq!(paths.iter().filter(|path| path.contains('*')).count(), 2, "{paths:?}");
    let all = text.split("/assets/*").next().unwrap();
    assert!(!all.contains("Cache-Control"), "what all paths share says nothing of caches");
}
