use super::*;

/// The records of a text: number, reason, first cell.
fn read(text: &str) -> Vec<(u32, Option<NotRow>, String)> {
    let mut reading = Reading::new(text.to_owned(), str::to_lowercase);
    while reading.advance(1) {}
    let (table, ..) = reading.finish();
    table
        .records()
        .enumerate()
        .map(|(at, record)| (record.number, record.not_row, table.cell(at, 0).to_owned()))
        .collect()
}

fn row(number: u32, cell: &str) -> (u32, Option<NotRow>, String) {
    (number, None, cell.to_owned())
}

#[test]
fn lines_that_are_no_rows_are_kept_with_the_reason() {
    let found = read("#TYPE x,\nversion:v1.0,\n# note,\na,ann@fabrikam.com\n---,---\n#1,bo@adatum.com\n");
    let reasons: Vec<_> = found.iter().map(|(_, why, _)| *why).collect();
    let expected = [
        Some(NotRow::TypeLine),
        Some(NotRow::Version),
        Some(NotRow::Comment),
        None,
        Some(NotRow::Ruler),
        None,
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn a_line_that_tells_the_delimiter_is_not_counted_by_a_spreadsheet() {
    for text in
        ["sep=;\r\na;ann@fabrikam.com", "\u{feff}\"sep=;\"\na;ann@fabrikam.com", "SEP=;\ra;ann@fabrikam.com"]
    {
        let found = read(text);
        assert_eq!(found[0].1, Some(NotRow::Separator), "{text:?}");
        assert_eq!(found[1], row(1, "a"), "{text:?}");
    }
    assert_eq!(told_delimiter("sep=\t\na"), Some((b'\t', 6)));
    assert_eq!(told_delimiter("sep=ab\na"), None);
    assert_eq!(told_delimiter("sep=;"), None);
}

#[test]
fn numbers_are_those_of_a_spreadsheet() {
    let found = read("Name,Email\n\n\"a\nb\",ann@fabrikam.com\nc,bo@adatum.com\n");
    let numbers: Vec<u32> = found.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, [1, 3, 4]);
}

#[test]
fn people_have_the_number_of_their_line() {
    let found = read("ann@fabrikam.com bo@adatum.com\n\ncy@fabrikam.com");
    assert_eq!(found, [row(1, "ann@fabrikam.com"), row(1, "bo@adatum.com"), row(3, "cy@fabrikam.com")]);
    let long = format!("{}\ncy@fabrikam.com", "ann@fabrikam.com ".repeat(5_000));
    let found = read(&long);
    assert_eq!((found.len(), found[4_999].0, found[5_000].0), (5_001, 1, 2));
}

#[test]
fn names_go_with_the_next_address_and_are_not_lost_without() {
    let found = read("Ann\nann@fabrikam.com\nBo\nbo@adatum.com\nCy\n");
    assert_eq!(found.last(), Some(&row(5, "Cy")));
    let text = format!("{}Cy\nDee\ndee@adatum.com\nEve\n", "Ann\nann@fabrikam.com\n".repeat(4_000));
    let found = read(&text);
    assert_eq!(found[3_999], row(7_999, "Ann\nann@fabrikam.com"));
    assert_eq!(found[4_000..], [row(8_001, "Cy"), row(8_002, "Dee\ndee@adatum.com"), row(8_004, "Eve")]);
}

#[test]
fn records_beyond_the_most_are_counted_and_not_kept() {
    let text = "a,ann@fabrikam.com\n".repeat(MOST_ROWS + SPARE + 7);
    let mut reading = Reading::new(text, str::to_lowercase);
    while reading.advance(10_000) {}
    let (table, has_columns, more) = reading.finish();
    assert_eq!((table.len(), has_columns, more), (MOST_ROWS + SPARE, true, 7));
}
