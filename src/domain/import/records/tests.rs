use super::*;

/// The records of a text, each with its cells.
fn records(text: &str, delimiter: u8) -> Vec<(Vec<String>, Quotes)> {
    let mut reader = RecordReader::new(delimiter);
    let mut at = 0;
    let mut found = Vec::new();
    while at < text.len() {
        let extent = reader.extent(text, at);
        let mut cells = Vec::new();
        reader.cells(&text[at..extent.end], extent.quotes, |cell| cells.push(cell.to_owned()));
        found.push((cells, extent.quotes));
        at = extent.next;
    }
    found
}

fn sound(text: &str) -> Vec<Vec<String>> {
    let found = records(text, b',');
    assert!(found.iter().all(|(_, quotes)| *quotes == Quotes::Sound), "{text}");
    found.into_iter().map(|(cells, _)| cells).collect()
}

#[test]
fn lines_end_in_three_ways() {
    for text in ["a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\nc,d"] {
        assert_eq!(sound(text), [["a", "b"], ["c", "d"]], "{text:?}");
    }
}

#[test]
fn a_blank_line_is_a_record_of_its_own() {
    assert_eq!(sound("a\n\nb").len(), 3);
    assert_eq!(sound("a\r\n\r\nb").len(), 3);
}

#[test]
fn quotes_hold_delimiters_line_breaks_and_quotes() {
    assert_eq!(sound("\"Lee, Ann\",x\n"), [["Lee, Ann", "x"]]);
    assert_eq!(sound("\"a\r\nb\",\"c\"\"d\"\n"), [["a\r\nb", "c\"d"]]);
    assert_eq!(sound("a,\"\"\n"), [["a", ""]]);
    assert_eq!(sound("a,\"b\" \nc,d"), [["a", "b "], ["c", "d"]]);
    assert_eq!(sound("5\" pipe,x\n6\",y"), [["5\" pipe", "x"], ["6\"", "y"]]);
}

#[test]
fn blanks_before_a_quote_do_not_end_it() {
    assert_eq!(sound("a, \"Lee, Ann\", b"), [["a", "Lee, Ann", " b"]]);
    assert_eq!(sound("a, \"x\ny\",b"), [["a", "x\ny", "b"]]);
    assert_eq!(sound("a \"b\" c, d"), [["a \"b\" c", " d"]]);
}

#[test]
fn a_quote_that_is_never_closed_ends_with_its_line() {
    for (text, torn) in [
        ("a,\"b\nc,d\ne,f", 0),
        ("x,y\n\"a,b\nc,d\ne,f", 1),
        ("a,\"b\nc,\"d\",e\nf", 0),
        ("\"a,b\n\"c\",d\ne,f", 0),
    ] {
        let found = records(text, b',');
        assert_eq!(found.len(), text.lines().count(), "{text:?}");
        for (at, (_, quotes)) in found.iter().enumerate() {
            assert_eq!(*quotes == Quotes::Torn, at == torn, "{text:?}, record {at}");
        }
    }
    assert_eq!(records("a,\"b,c\nd", b',')[0].0, ["a", "\"b", "c"]);
}

#[test]
fn a_file_full_of_torn_quotes_is_read_in_one_go() {
    let text = "\"a,b\n".repeat(20_000);
    assert_eq!(records(&text, b',').len(), 20_000);
}

#[test]
fn a_quote_that_closes_in_the_wrong_place_joins_no_words() {
    assert_eq!(sound("\"Ann\" Lee,x\nb,c"), [["Ann Lee", "x"], ["b", "c"]]);
    let found = records("\"ann@a.com\"Ann,x\nb,c", b',');
    assert_eq!(found[0], (vec!["\"ann@a.com\"Ann".to_owned(), "x".to_owned()], Quotes::Torn));
    assert_eq!(found[1].1, Quotes::Sound);
}

#[test]
fn many_odd_quotes_do_not_end_quoted_line_breaks() {
    let text = format!("{}\"x\ny\",z\n", "\"a\"b,c\n".repeat(10));
    assert_eq!(records(&text, b',').last().unwrap().0, ["x\ny", "z"]);
}
