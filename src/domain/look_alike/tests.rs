use super::*;

fn look(host: &str) -> HostLook {
    let label = |label: &str| match label.is_ascii() {
        true => label.to_owned(),
        false => format!("xn--{}", idna::punycode::encode_str(label).unwrap()),
    };
    host_look(&host.split('.').map(label).collect::<Vec<_>>().join("."))
}

#[test]
fn names_of_one_script_are_international() {
    assert_eq!(look("portal.contoso.com"), HostLook::Plain);
    for host in
        ["bücher.example", "пример.example", "例え.example", "δοκιμή.example", "a.łódź.example", "faß.de"]
    {
        assert_eq!(look(host), HostLook::International, "{host}");
    }
}

#[test]
fn s35_names_that_look_like_others_are_found() {
    for host in [
        "cont\u{43e}so.com",                // one Cyrillic letter
        "\u{441}\u{430}\u{440}\u{435}.com", // Cyrillic only, looks like "cape"
        "\u{3bf}\u{3bf}.com",               // Greek only, looks like "oo"
        "fabri\u{39a}am.com",               // a Greek capital
    ] {
        assert_eq!(look(host), HostLook::LookAlike, "{host}");
    }
    for coded in ["xn--99999999999.com", "xn--a.com"] {
        assert_eq!(host_look(coded), HostLook::LookAlike, "{coded}: a code for no letters");
    }
}
