use super::*;

#[test]
fn a_mail_address_is_a_plain_one() {
    for good in ["a@b.com", "o'brien+tag@sub.fabrikam.com", "a-@b.com", &format!("{}@b.com", "a".repeat(64))]
    {
        assert!(is_mail(good), "{good}");
    }
    for bad in [
        "",
        "nobody",
        "a@b@c.com",
        "<a@b.com>",
        "a@[1.2.3.4]",
        ".a@c.com",
        "a.@c.com",
        "a..b@c.com",
        "\"a b\"@c.com",
        "a(b)@c.com",
        "a,b@c.com",
        "a;b@c.com",
        "a:b@c.com",
        "a\\b@c.com",
        "a@b_c.com",
        "jos\u{e9}@b.com",
        &format!("{}@b.com", "a".repeat(65)),
    ] {
        assert!(!is_mail(bad), "{bad}");
    }
}

#[test]
fn a_sign_in_name_keeps_to_its_characters_and_lengths() {
    let long = |name: usize, domain: usize| format!("{}@{}", "a".repeat(name), "b".repeat(domain));
    for good in ["a@b.com", ".a@b.com", "a'.-_!#^~z@b.com", &long(64, 48)] {
        assert!(domain_of_sign_in_name(good).is_some(), "{good}");
    }
    for bad in ["a", "@b.com", "a.@b.com", ".@b.com", "a b@b.com", "a+b@b.com", &long(65, 5), &long(5, 49)] {
        assert!(domain_of_sign_in_name(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_moment_is_returned_in_utc_and_whole_seconds() {
    for (given, shown) in [
        ("2026-01-01T08:30:00Z", "2026-01-01T08:30:00Z"),
        ("2000-01-01T00:00:00+05:00", "1999-12-31T19:00:00Z"),
        ("2000-01-01T00:00:00.1234567-00:30", "2000-01-01T00:30:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ] {
        assert_eq!(in_utc(given).as_deref(), Some(shown), "{given}");
    }
    for bad in [
        "",
        "yesterday",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00z",
        "2026-01-01T00:00:00Z[UTC]",
        "20260101T000000Z",
        "-000100-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890123Z",
        "2026-01-01T00:00:00+15:00",
        "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00+1:00",
        "2026-01-01T00:00:00 01:00",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2026\u{2010}01-01T00:00:00Z",
    ] {
        assert_eq!(in_utc(bad), None, "{bad}");
    }
}
