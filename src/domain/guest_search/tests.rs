use super::*;

fn read(typed: &str) -> Vec<Condition> {
    GuestSearch::read(typed, str::to_lowercase).conditions().cloned().collect()
}

fn text(text: &str) -> Condition {
    Condition::Text(text.to_owned())
}

#[test]
fn words_phrases_and_limits_are_told_apart() {
    assert_eq!(read("  Ann   LEE "), [text("ann"), text("lee")]);
    assert_eq!(read("\"Ann Lee\" x"), [text("ann lee"), text("x")]);
    assert_eq!(
        read("domain:@Fabrikam.com company:\"Fabrikam Ltd\" State:Pending older:14"),
        [
            Condition::Domain("fabrikam.com".to_owned()),
            Condition::Company("fabrikam ltd".to_owned()),
            Condition::State(SearchedState::Pending),
            Condition::OlderThan(14),
        ]
    );
    assert_eq!(read("state:none state:blocked state:accepted").len(), 3);
}

#[test]
fn what_is_no_limit_is_text_and_a_limit_without_a_value_is_nothing_yet() {
    for typed in ["state:lost", "older:soon", "older:-1", "colour:red", "a:b:c", "https://fabrikam.com"] {
        assert_eq!(read(typed), [text(&typed.to_lowercase())], "{typed}");
    }
    for typed in ["", "  ", "\"", "\"\"", "domain:", "company:\"\"", "state:", "older:", "\u{200b}"] {
        assert_eq!(read(typed), [], "{typed}");
    }
    assert_eq!(read("\"domain:x\""), [text("domain:x")], "in quotes it is text");
    assert_eq!(read("\"Ann Lee"), [text("ann lee")], "the person is still typing");
    assert_eq!(read("older:99999999999999"), [text("older:99999999999999")]);
}

#[test]
fn a_piece_is_taken_out_of_the_text() {
    let typed = "ann  domain:fabrikam.com lee";
    let search = GuestSearch::read(typed, str::to_lowercase);
    let limit = search.terms.iter().find(|term| term.is_limit()).unwrap();
    assert_eq!(typed.get(limit.place.clone()), Some("domain:fabrikam.com"));
    assert_eq!(without(typed, &limit.place), "ann lee");
    assert_eq!(without("older:14", &(0..8)), "");
}

#[test]
fn a_longer_search_narrows_a_shorter_one() {
    let narrows = |new: &str, old: &str| {
        let read = |typed| GuestSearch::read(typed, str::to_lowercase);
        read(new).narrows(&read(old))
    };
    for (new, old) in [
        ("ann", "an"),
        ("ann", ""),
        ("ann lee", "ann"),
        ("lee ann", "ann l"),
        ("domain:fabrikam", "domain:fab"),
        ("domain:fabrikam", "fab"),
        ("older:30", "older:7"),
        ("state:pending x", "state:pending"),
    ] {
        assert!(narrows(new, old), "{new} / {old}");
    }
    for (new, old) in [
        ("an", "ann"),
        ("", "a"),
        ("bob", "ann"),
        ("fab", "domain:fab"),
        ("company:fab", "domain:fab"),
        ("older:7", "older:30"),
        ("state:accepted", "state:pending"),
    ] {
        assert!(!narrows(new, old), "{new} / {old}");
    }
}

#[test]
fn what_looks_like_a_limit_and_is_none_is_told_apart() {
    let misread = |typed| Misread::first(typed, &GuestSearch::read(typed, str::to_lowercase));
    assert_eq!(misread("ann stat:pending"), Some(Misread::Key("stat")));
    assert_eq!(misread("State:pendng"), Some(Misread::State("pendng")));
    assert_eq!(misread("older:abc"), Some(Misread::Older));
    for fine in ["ann", "state:other", "older:14", "company:", "\"a: b\"", "10:30", ":", "domain:x"] {
        assert_eq!(misread(fine), None, "{fine}");
    }
}
