use super::*;

#[test]
fn a_marked_sentence_is_found_with_its_paragraph_or_its_code() {
    let text = "/// A list. The maximum is 20 [documented], the answer\n/// [inferred]. Other words.\nfn list() {}\n\
                    // [observed]\n    \"Directory_Full\" => 1,\nlet id = \"x\"; // [invented]\nlet url = \"https://a.test/[invented]\";\n";
    let expected = [
        ("documented", "The maximum is 20 [documented], the answer [inferred]."),
        ("inferred", "The maximum is 20 [documented], the answer [inferred]."),
        ("observed", "`\"Directory_Full\" => 1,`"),
    ];
    let found = marked(text);
    let found: Vec<_> = found.iter().map(|(mark, sentence)| (*mark, sentence.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_list_is_up_to_date() {
    let workspace = Workspace::find().unwrap();
    let written = fs::read_to_string(file(&workspace)).unwrap_or_default();
    assert!(
        written == list(&workspace.root).unwrap(),
        "sandbox/SOURCES.md is old: run `cargo xtask sources`"
    );
}

/// Older marks are no longer read.
#[test]
fn there_are_only_four_marks() {
    let mut files = Vec::new();
    rust_files(&Workspace::find().unwrap().root.join("sandbox/src"), &mut files).unwrap();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let old =
                ["[K]", "[obs]", "[D]", "[O]", "(documented)", "(inferred)", "(observed)", "(invented)"];
            let mark = old.iter().find(|mark| line.contains(*mark));
            assert!(mark.is_none(), "{}:{}: {mark:?}", path.display(), number + 1);
        }
    }
}
