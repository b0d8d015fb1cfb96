use super::*;

fn file(name: &str, raw: u64, brotli: u64) -> FileSize {
    FileSize { name: name.to_owned(), raw, brotli, phase: Phase::of(name) }
}

#[test]
fn a_file_is_known_by_its_name_without_the_hash() {
    for (name, phase) in [
        ("index.html", Phase::Start),
        ("assets/sign-in-0123456789abcdef.wasm", Phase::Start),
        ("assets/base-0123456789abcdef.css", Phase::Start),
        ("assets/guestlist-0123456789abcdef.wasm", Phase::Portal),
        ("assets/sign-in-worker-0123456789abcdef.wasm", Phase::Portal),
        ("assets/guestlist-guests-0123456789abcdef.wasm", Phase::Page),
        ("assets/fr-0123456789abcdef.txt", Phase::OnDemand),
        ("config.schema.json", Phase::OnDemand),
        ("404.html", Phase::OnDemand),
        ("SHA256SUMS", Phase::OnDemand),
    ] {
        assert_eq!(Phase::of(name), phase, "{name}");
    }
    assert_eq!(name_without_hash("assets/guestlist-guests-0123456789abcdef.wasm"), "guestlist-guests.wasm");
}

#[test]
fn each_time_has_its_sum() {
    let sizes =
        [file("sign-in.wasm", 900, 300), file("index.html", 50, 20), file("guestlist.wasm", 7_000, 3_000)];
    let table = table(&sizes);
    let sums = |title: &str| {
        table
            .lines()
            .find(|line| line.starts_with(title))
            .unwrap()
            .split_whitespace()
            .rev()
            .take(2)
            .collect::<Vec<_>>()
    };
    assert_eq!(sums("Until"), ["320", "950"]);
    assert_eq!(sums("The portal"), ["3,000", "7,000"]);
}

#[test]
fn a_file_may_not_grow_by_more_than_a_twentieth() {
    let held = |bytes| {
        check_budgets(&[file("index.html", 2_000, bytes), file("404.html", 9, 9)], r#"{"index.html": 1000}"#)
    };
    held(500).unwrap();
    held(1_050).unwrap();
    assert!(held(1_051).unwrap_err().to_string().contains("index.html has 1,051 bytes"));
}

#[test]
fn a_file_without_a_budget_and_a_budget_without_a_file_are_named() {
    let told = check_budgets(&[file("index.html", 1, 1)], r#"{"boot.js": 1}"#).unwrap_err().to_string();
    assert!(told.contains("index.html has no budget") && told.contains("boot.js has a budget"), "{told}");
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
    assert_eq!(names, ["index.html", "a.wasm", "assets/fr-1f.txt"]);
    assert_eq!((sizes[1].raw, sizes[0].raw), (5_000, 1));
    assert!(sizes[1].brotli < 50, "repetition packs well");
    assert_eq!(sizes[0].brotli, 1, "what packing would make bigger is sent as it is");
}
