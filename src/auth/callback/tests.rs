use super::*;

#[test]
fn a_response_is_distinguished_from_an_ordinary_fragment() {
    assert!(Callback::read("").is_none());
    assert!(Callback::read("#section-2").is_none());
    assert!(
        matches!(Callback::read("#code=a%2Fb&state=s&session_state=x"), Some(Callback::Code { code, state, iss: None })
            if code.secret() == "a/b" && state == "s")
    );
    let named = Callback::read("#code=a&iss=https%3A%2F%2Fa%2Fb&state=s").unwrap();
    assert_eq!(named.origin(), Some(("s", Some("https://a/b"))));
    assert!(matches!(
        Callback::read("error=access_denied&error_description=x&state=s"),
        Some(Callback::Refused { .. })
    ));
}

#[test]
fn s03_missing_and_repeated_parameters_are_malformed() {
    for fragment in [
        "code=a",
        "code=a&state=s&state=t",
        "code=a&code=b&state=s",
        "code=&state=s",
        "error=x",
        "code=a&error=x&state=s",
        "code=a&state=s&iss=x&iss=x",
    ] {
        assert!(matches!(Callback::read(fragment), Some(Callback::Malformed)), "{fragment}");
    }
}
