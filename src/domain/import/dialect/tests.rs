use super::*;

fn chosen(text: &str) -> Layout {
    layout(text, str::to_lowercase)
}

#[test]
fn the_delimiter_is_the_one_that_makes_columns() {
    let table = [
        ("Name;Email;Note\nLee, Ann;ann@fabrikam.com;a, b, c\nEk, Bo;bo@adatum.com;d, e, f\n", b';'),
        ("Name,Email\nAnn; Lee,ann@fabrikam.com\nBo,bo@adatum.com", b','),
        ("Name\tEmail\nLee, Ann\tann@fabrikam.com\n", b'\t'),
        ("a|ann@fabrikam.com\nb|bo@adatum.com", b'|'),
        ("a^ann@fabrikam.com\nb^bo@adatum.com", b'^'),
        ("Email\nann@fabrikam.com\n", NO_DELIMITER),
        ("Mitarbeiter;Adresse\nAnn Lee;Hauptstr. 1\n", b';'),
        ("Ann Lee,ann@fabrikam.com,max@adatum.com", b','),
        ("ann@fabrikam.com,max@adatum.com\nbo@adatum.com,max@adatum.com", b','),
        ("ann@fabrikam.com,\nbo@adatum.com,\n", b','),
    ];
    for (text, delimiter) in table {
        assert_eq!(chosen(text), Layout::Table(delimiter), "{text}");
    }
}

#[test]
fn people_are_no_table() {
    for text in [
        "ann@fabrikam.com",
        "ann@fabrikam.com, bo@adatum.com",
        "ann@fabrikam.com;bo@adatum.com;\ncy@fabrikam.com;dee@adatum.com;",
        "Ann <ann@fabrikam.com>, Bo <bo@adatum.com>\nCy <cy@fabrikam.com>, Dee <dee@adatum.com>",
        "Lee, Ann <ann@fabrikam.com>, Ek, Bo <bo@adatum.com>",
        "a@x.org, b@x.org, c@x.org, d@x.org\ne@x.org, f@x.org, g@x.org, h@x.org",
        "Hello, all\nplease invite ann@fabrikam.com, thanks",
    ] {
        assert_eq!(chosen(text), Layout::People, "{text}");
    }
}

#[test]
fn names_and_addresses_can_take_turns() {
    assert_eq!(chosen("Ann Lee\nann@fabrikam.com\nBo Ek\nbo@adatum.com"), Layout::NameThenAddress);
    assert_eq!(chosen("Guests:\nann@fabrikam.com\nMore:\nbo@adatum.com"), Layout::People);
    assert_eq!(chosen("Ann Lee\nann@fabrikam.com\nBo Ek"), Layout::People);
}

#[test]
fn a_long_text_is_judged_by_its_beginning() {
    let text = format!("Name;Email\n{}", "Ann;ann@fabrikam.com\n".repeat(100_000));
    assert_eq!(chosen(&text), Layout::Table(b';'));
    let line = "ä".repeat(200_000);
    assert_eq!(chosen(&line), Layout::People);
}

#[test]
fn several_people_in_a_line_are_no_columns_however_they_are_written() {
    for text in [
        "ann@fabrikam.com, bob@fabrikam.com; carl@fabrikam.com",
        "ann@fabrikam.com, bob@fabrikam.com and carl@fabrikam.com",
        "Ann <ann@fabrikam.com>, Bob <bob@fabrikam.com>.",
        "Ann <ann@fabrikam.com>; Bob <bob@fabrikam.com>.\nCarl <carl@fabrikam.com>; Dora <dora@fabrikam.com>.",
        "Ann <mailto:ann@fabrikam.com>, Bob <mailto:bob%40fabrikam.com>",
        "“Lee, Ann” <ann@fabrikam.com>, ‘Bob’ <bob@fabrikam.com>.",
        "Ann <ann@fabrikam.com>; Bob <bob@fabrikam.com",
        "Ann <<ann@fabrikam.com>>, Bob <bob@fabrikam.com>",
    ] {
        assert_eq!(layout(text, str::to_lowercase), Layout::People, "{text}");
    }
    // Two columns with different people: the person is asked.
    let columns = "ann@fabrikam.com;max@contoso.com\nbo@fabrikam.com;max@contoso.com\n";
    assert_eq!(layout(columns, str::to_lowercase), Layout::Table(b';'));
}
