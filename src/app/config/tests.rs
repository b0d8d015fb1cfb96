use super::*;
use serde_json::{Value, json};

fn parse(text: &str) -> Result<Config, ConfigProblem> {
    Config::parse(text, |_| None)
}

fn sound() -> Value {
    json!({
        "$schema": "./config.schema.json",
        "tenant": "contoso.com",
        "clientId": "11112222-bbbb-3333-cccc-4444dddd5555",
        "cloud": "global",
        "defaultRedirectUrl": "https://myapps.microsoft.com",
    })
}

fn with(key: &str, value: Value) -> Result<Config, ConfigProblem> {
    let mut config = sound();
    config[key] = value;
    parse(&config.to_string())
}

#[test]
fn a_valid_file_is_read() {
    let config = parse(&format!("\u{feff}{}", sound())).unwrap();
    assert_eq!(config.cloud, Cloud::named("global").unwrap());
    let local =
        with("cloud", json!({"login": "http://127.0.0.1:8081", "graph": "http://127.0.0.1:8082"})).unwrap();
    assert_eq!(local.cloud.graph.as_str(), "http://127.0.0.1:8082");
    let issuer = "http://127.0.0.1:8081/realm";
    let own = json!({"login": "http://127.0.0.1:8081", "graph": "http://127.0.0.1:8082", "issuer": issuer});
    assert_eq!(with("cloud", own).unwrap().cloud.issuer.as_deref(), Some(issuer));
    for name in ["usgov", "usgov-dod", "china"] {
        assert_eq!(with("cloud", json!(name)).unwrap().cloud, Cloud::named(name).unwrap());
    }
    assert!(with("tenant", json!("69997834-fa40-45da-9999-382c3bdc66c3")).is_ok());
    assert_eq!(with("redirectHosts", json!(["microsoft.com"])).unwrap().redirect_hosts, ["microsoft.com"]);
}

#[test]
fn the_name_of_the_organization_is_trimmed() {
    let name = |text: &str| with("organizationName", json!(text)).unwrap().organization_name;
    assert_eq!(parse(&sound().to_string()).unwrap().organization_name, None);
    assert_eq!(name("Contoso").as_deref(), Some("Contoso"));
    assert_eq!(name(" Contoso & <b>Söhne</b>\n").as_deref(), Some("Contoso & <b>Söhne</b>"));
    assert_eq!(name(&"ü".repeat(100)), Some("ü".repeat(100)));
}

#[test]
fn s39_each_bad_value_names_its_key() {
    let cases = [
        ("tenant", json!("common")),
        ("tenant", json!("contoso.com/..")),
        ("tenant", json!("")),
        ("tenant", json!(7)),
        ("clientId", json!("not-a-guid")),
        ("clientId", json!("11112222-bbbb-3333-cccc-4444dddd555")),
        ("cloud", json!("moon")),
        ("cloud", json!("Global")),
        ("cloud", json!(["global"])),
        ("cloud", json!(["http://127.0.0.1:1", "http://127.0.0.1:2"])),
        ("cloud", json!({"login": "https://login.evil.test", "graph": "https://graph.evil.test"})),
        ("cloud", json!({"login": "http://127.0.0.1:1"})),
        ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "x": 1})),
        ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "issuer": 1})),
        (
            "cloud",
            json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:2", "issuer": "http://127.0.0.1:3"}),
        ),
        ("cloud", json!({"login": "http://127.0.0.1:1", "graph": "http://127.0.0.1:1", "login ": "x"})),
        ("cloud", json!({"login": "http://127.0.0.1:1", "issuer": "http://127.0.0.1:1", "x": "x"})),
        ("defaultRedirectUrl", json!("http://contoso.com")),
        ("defaultRedirectUrl", json!("javascript:alert(1)")),
        ("defaultRedirectUrl", json!(null)),
        ("redirectHosts", json!("contoso.com")),
        ("redirectHosts", json!(null)),
        ("redirectHosts", json!(["contoso.com", 7])),
        ("redirectHosts", json!(["https://contoso.com"])),
        ("organizationName", json!(7)),
        ("organizationName", json!(null)),
        ("organizationName", json!("")),
        ("organizationName", json!(" \t")),
        ("organizationName", json!("x".repeat(101))),
        ("organizationName", json!("Contoso\nFabrikam")),
        ("organizationName", json!("\u{202e}osotnoC")),
        ("organizationName", json!("Con\u{200b}toso")),
    ];
    for (key, value) in cases {
        assert_eq!(with(key, value.clone()), Err(ConfigProblem::BadValue(key)), "{value}");
    }
    let outside = json!(["contoso.com"]);
    assert_eq!(with("redirectHosts", outside), Err(ConfigProblem::BadValue("defaultRedirectUrl")));
}

#[test]
fn s39_missing_and_unknown_keys_are_named() {
    for key in ["tenant", "clientId", "cloud", "defaultRedirectUrl"] {
        let mut config = sound();
        config.as_object_mut().unwrap().remove(key);
        assert_eq!(parse(&config.to_string()), Err(ConfigProblem::MissingKey(key)));
    }
    assert_eq!(with("clientID", json!("x")), Err(ConfigProblem::UnknownKey("clientID".to_owned())));
    let twice = sound().to_string().replacen('{', r#"{"tenant": "fabrikam.com","#, 1);
    assert_eq!(parse(&twice), Err(ConfigProblem::DuplicateKey("tenant".to_owned())));
    assert_eq!(parse("[]"), Err(ConfigProblem::NotAnObject));
    assert_eq!(parse(r#"["x","contoso.com"]"#), Err(ConfigProblem::NotAnObject));
    assert_eq!(parse("{\n \"tenant\": ,"), Err(ConfigProblem::NotJson { line: 2, column: 12 }));
}

/// The text of a file with these bytes, as the browser decodes it.
fn decoded(bytes: &[u8]) -> Result<Config, ConfigProblem> {
    parse(&String::from_utf8_lossy(bytes))
}

#[test]
fn s39_a_file_in_another_encoding_is_named() {
    let text = sound().to_string();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [&[&[0xff, 0xfe], &little[..]].concat(), &[&[0xfe, 0xff], &big[..]].concat(), &little, &big]
    {
        assert_eq!(decoded(bytes), Err(ConfigProblem::Utf16));
    }
    let latin = text.replace("contoso.com", "conto\u{1}o.com").into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    assert_eq!(decoded(&latin), Err(ConfigProblem::NotUtf8));
    assert_eq!(decoded(text.replace("contoso", "con\0oso").as_bytes()), Err(ConfigProblem::NotUtf8));
    let gzip = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0xcb, 0x31, 0x45][..].repeat(20)].concat();
    assert_eq!(decoded(&gzip), Err(ConfigProblem::NotUtf8));
}

#[test]
fn s39_what_is_no_json_is_named_as_what_it_is() {
    assert_eq!(parse(""), Err(ConfigProblem::Empty));
    assert_eq!(parse(" \r\n"), Err(ConfigProblem::Empty));
    assert_eq!(parse("<!doctype html><title>Portal</title>"), Err(ConfigProblem::WebPage));
    let quotes = "{\r\n  \"tenant\": \"contoso.com\",\r\n  “clientId”: \"x\"\r\n}";
    assert_eq!(parse(quotes), Err(ConfigProblem::TypographicQuotes { line: 3 }));
    let twice = "{\n\"tenant\": \"a.test\",\n\"tenant\": \"b.test\"}";
    assert_eq!(parse(twice), Err(ConfigProblem::DuplicateKey("tenant".to_owned())));
    for text in ["{\"tenant\": \"contoso.com\",}", "{ // a comment\n}", "{\"tenant\" “"] {
        assert!(!matches!(parse(text), Ok(_) | Err(ConfigProblem::Empty | ConfigProblem::WebPage)), "{text}");
    }
    // Inside a value they are letters like others.
    assert_eq!(with("tenant", json!("“contoso.com”")), Err(ConfigProblem::BadValue("tenant")));
}
