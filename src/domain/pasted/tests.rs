use super::*;

fn one(address: &str, name: Option<&str>) -> Pasted {
    Pasted::One { address: address.to_owned(), name: name.map(str::to_owned) }
}

#[test]
fn an_address_is_taken_out_of_what_is_around_it() {
    for text in [
        "ann@fabrikam.com",
        "<ann@fabrikam.com>",
        "mailto:ann@fabrikam.com?subject=Hi%20there",
        "MAILTO:ann%40fabrikam.com",
        "SMTP:ann@fabrikam.com",
        "smtp:ann@fabrikam.com;",
        "ann@fabrikam.com,",
        "ann@fabrikam.com.",
        "ann@fabrikam.com;",
        "'ann@fabrikam.com'",
        "\"ann@fabrikam.com\"",
        "‘ann@fabrikam.com’",
        "“ann@fabrikam.com”",
        "„ann@fabrikam.com“",
        "(ann@fabrikam.com)",
        "[mailto:ann@fabrikam.com]",
        "<mailto:ann@fabrikam.com>;",
        "ann@fabrikam.com <ann@fabrikam.com>",
        "\u{200b}ann@fabrikam.com\u{feff}",
        "\u{202a}ann\u{ad}@fabri\u{2060}kam.com\u{202c}",
        "\u{a0}ann＠fabrikam。com\u{3000}",
    ] {
        assert_eq!(read(text), one("ann@fabrikam.com", None), "{text}");
    }
}

#[test]
fn the_name_beside_an_address_is_read() {
    let table = [
        ("Ann Lee <ann@fabrikam.com>", "Ann Lee"),
        ("Ann Lee <ann@fabrikam.com>;", "Ann Lee"),
        ("'Ann Lee' <ann@fabrikam.com>", "Ann Lee"),
        ("“Ann Lee” <ann@fabrikam.com>", "Ann Lee"),
        ("Ann Lee [mailto:ann@fabrikam.com]", "Ann Lee"),
        ("Ann Lee (ann@fabrikam.com)", "Ann Lee"),
        ("Ann Lee <mailto:ann@fabrikam.com>", "Ann Lee"),
        ("\"Lee, Ann\" <ann@fabrikam.com>", "Lee, Ann"),
        ("\"Lee, Ann \\\"AJ\\\"\" <ann@fabrikam.com>", "Lee, Ann \"AJ\""),
        ("Lee, Ann <ann@fabrikam.com>", "Lee, Ann"),
        ("Ann Lee\tann@fabrikam.com", "Ann Lee"),
        ("ann@fabrikam.com\tAnn Lee", "Ann Lee"),
        ("Ann Lee\r\nann@fabrikam.com", "Ann Lee"),
        ("ann@fabrikam.com (Ann Lee)", "Ann Lee"),
        ("Ann O'Brien <ann@fabrikam.com>", "Ann O'Brien"),
    ];
    for (text, name) in table {
        assert_eq!(read(text), one("ann@fabrikam.com", Some(name)), "{text}");
    }
}

#[test]
fn several_addresses_are_kept_as_a_list() {
    for (text, kept) in [
        ("ann@fabrikam.com; bo@fabrikam.com", "ann@fabrikam.com; bo@fabrikam.com"),
        ("ann@fabrikam.com\nbo@fabrikam.com", "ann@fabrikam.com; bo@fabrikam.com"),
        ("ann@fabrikam.com bo@fabrikam.com", "ann@fabrikam.com bo@fabrikam.com"),
        ("Ann <ann@fabrikam.com>, Bo <bo@fabrikam.com>", "Ann <ann@fabrikam.com>, Bo <bo@fabrikam.com>"),
    ] {
        assert_eq!(read(text), Pasted::Several(kept.to_owned()), "{text}");
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_left_as_it_is() {
    for text in ["kim lee@fabrikam.com", "ann", "", "ann lee", "@fabrikam.com", "call ann@fabrikam.com now"] {
        assert_eq!(read(text), Pasted::Other(text.to_owned()));
    }
    assert_eq!(read("ann@b@c.com"), one("ann@b@c.com", None), "the check of addresses names its mistake");
}

#[test]
fn a_typographic_apostrophe_inside_an_address_becomes_the_plain_one() {
    assert_eq!(read("o’brien@fabrikam.com"), one("o'brien@fabrikam.com", None));
}

#[test]
fn a_quote_that_does_not_end_joins_no_words() {
    assert_eq!(addresses("\"ann@fabrikam.com"), ["ann@fabrikam.com"]);
    assert_eq!(
        addresses("kim\"ann@fabrikam.com"),
        ["kim\"ann@fabrikam.com"],
        "the check of addresses names the quote"
    );
}

#[test]
fn marks_that_are_doubled_or_not_closed_do_not_become_a_part_of_the_name() {
    for text in ["Ann Lee <<ann@fabrikam.com>>", "Ann Lee <ann@fabrikam.com>."] {
        let name = Some("Ann Lee".to_owned());
        assert_eq!(read(text), Pasted::One { address: "ann@fabrikam.com".to_owned(), name }, "{text}");
    }
    assert!(matches!(read("Ann <Bob <bob@fabrikam.com>"), Pasted::Other(_)));
}
