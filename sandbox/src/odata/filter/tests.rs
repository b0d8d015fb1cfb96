use super::*;

fn eq(path: &str, text: &str) -> Clause {
    Clause::Compare { path: path.into(), operator: Operator::Eq, value: Literal::String(text.into()) }
}

#[test]
fn and_binds_closer_than_or() {
    let read = read("a eq '1' or b eq '2' and c eq '3'").unwrap();
    assert_eq!(read, Clause::Or(vec![eq("a", "1"), Clause::And(vec![eq("b", "2"), eq("c", "3")])]));
}

#[test]
fn a_doubled_quote_is_one_quote() {
    assert_eq!(read("mail eq 'o''brien@x.org'").unwrap(), eq("mail", "o'brien@x.org"));
}

#[test]
fn not_takes_parentheses_or_a_space() {
    let expected = Clause::Not(Box::new(eq("a", "1")));
    assert_eq!(read("not(a eq '1')").unwrap(), expected);
    assert_eq!(read("NOT a eq '1'").unwrap(), expected);
}

#[test]
fn a_lambda_names_its_variable() {
    let read = read("otherMails/any(x:x eq 'a@b.c')").unwrap();
    let inner = Box::new(eq("x", "a@b.c"));
    assert_eq!(read, Clause::Any { collection: "otherMails".into(), variable: "x".into(), inner });
}

#[test]
fn moments_days_numbers_and_ids_need_no_quotes() {
    for text in ["t ge 2026-01-31T00:00:00Z", "t ge 2026-01-31"] {
        let Clause::Compare { value: Literal::DateTime(at), .. } = read(text).unwrap() else {
            panic!("{text}")
        };
        assert_eq!(at.to_string(), "2026-01-31T00:00:00Z");
    }
    assert!(read("id eq 5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a").is_ok());
    assert!(read("x/$count eq 0").is_ok());
}

#[test]
fn what_cannot_be_read_says_where() {
    for (text, at) in
        [("mail eq", 7), ("mail eq 'a' and", 12), ("mail like 'a'", 10), ("", 0), ("(a eq '1'", 9)]
    {
        let QueryError::Syntax { at: found, .. } = read(text).unwrap_err() else { panic!("{text}") };
        assert!(found >= at.min(text.len()).saturating_sub(3), "{text}: {found}");
    }
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = format!("{}a eq '1'{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(read(&deep).is_err());
    assert!(read(&"not ".repeat(4_000)).is_err());
    assert!(read(&format!("{}a eq '1'{}", "(".repeat(20), ")".repeat(20))).is_ok());
}

proptest::proptest! {
    /// Any text gives a clause or an error, never a panic.
    #[test]
    fn hostile_text_is_read_or_refused(text in r"[ -~é]{0,200}") {
        let _ = read(&text);
    }

    /// Text made of tokens of the language gets further into the parser than random characters.
    #[test]
    fn shuffled_pieces_are_read_or_refused(pieces in proptest::collection::vec(
        proptest::sample::select(vec![
            "mail", " eq ", "'a'", "(", ")", " and ", " or ", "not ", "any(x:", "/", "in ", ",", "startswith(",
            "''", "'", "null", "2026-01-01", " ", "x", "$count",
        ]), 0..60)) {
        let _ = read(&pieces.concat());
    }
}
