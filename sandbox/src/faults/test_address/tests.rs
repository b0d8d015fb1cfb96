use super::*;

#[test]
fn the_local_part_decides_with_a_suffix_or_number() {
    let name = |address| find(address).map(|test_address| test_address.name);
    assert_eq!(name("throttled@fabrikam.com"), Some("throttled"));
    assert_eq!(name("Throttled17@fabrikam.com"), Some("throttled"));
    assert_eq!(name("lost-answer-again@x.example"), Some("lost-answer"));
    assert_eq!(name("cross-cloud@x.example"), Some("cross-cloud"));
    for plain in ["slower@x.example", "groups@x.example", "my-denied@x.example", "slow", "slow.a@x.example"] {
        assert_eq!(name(plain), None, "{plain}");
    }
}
