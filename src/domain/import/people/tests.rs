use super::*;

#[test]
fn a_line_is_cut_between_its_people() {
    let table: [(&str, &[&str]); 12] = [
        ("ann@a.com", &["ann@a.com"]),
        ("ann@a.com bo@b.com", &["ann@a.com", "bo@b.com"]),
        ("ann@a.com, bo@b.com;cy@c.com", &["ann@a.com", "bo@b.com", "cy@c.com"]),
        ("Ann <ann@a.com>; \"Ek, Bo\" <bo@b.com>", &["Ann <ann@a.com>", "\"Ek, Bo\" <bo@b.com>"]),
        ("Lee, Ann <ann@a.com>, Ek, Bo <bo@b.com>", &["Lee, Ann <ann@a.com>", "Ek, Bo <bo@b.com>"]),
        ("Lee, Ann <ann@a.com>", &["Lee, Ann <ann@a.com>"]),
        ("Ann <ann@a.com> Bo <bo@b.com>", &["Ann <ann@a.com>", "Bo <bo@b.com>"]),
        ("Lee, ann@a.com, bo@b.com", &["Lee", "ann@a.com", "bo@b.com"]),
        ("To: ann@a.com; bo@b.com", &["ann@a.com", "bo@b.com"]),
        ("ann@a.com <ann@a.com>", &["ann@a.com <ann@a.com>"]),
        ("ann@a.com；bo@b.com、cy@c.com", &["ann@a.com", "bo@b.com", "cy@c.com"]),
        ("Hello, all", &["Hello, all"]),
    ];
    for (line, expected) in table {
        assert_eq!(entries(line), expected, "{line}");
    }
}

#[test]
fn a_very_long_line_is_cut_behind_a_separator() {
    let line = "ann@fabrikam.com, ".repeat(10_000);
    let at = cut(&line);
    assert!(at <= LONGEST_LINE && line[..at].ends_with(','), "{at}");
    assert_eq!(cut("ann@fabrikam.com"), 16);
    let solid = "ä".repeat(LONGEST_LINE);
    assert!(solid.is_char_boundary(cut(&solid)) && cut(&solid) > 0);
}
