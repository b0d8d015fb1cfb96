use super::*;

#[test]
fn a_function_belongs_to_the_crate_that_its_name_begins_with() {
    for (name, of) in [
        ("_ZN3url6parser6Parser10parse_file17h7e688cb8432e8827E", "url"),
        (
            "_ZN76_$LT$guestlist..wire..UniqueNames$u20$as$u20$serde_core..de..Deserialize$GT$11deserialize17hff3011ef9495e294E",
            "guestlist",
        ),
        (
            "_ZN98_$LT$$RF$mut$u20$serde_json..de..Deserializer$LT$R$GT$$u20$as$u20$serde_core..de..Deserializer$GT$15deserialize_any17hb2cd0b62953c65d7E",
            "serde_json",
        ),
        (
            "_RNvMs0_NtCsjqx8TIyZbP9_8dlmalloc8dlmallocINtB5_8DlmallocNtNtB7_3sys6SystemE6mallocCsebHcaeoSrxy_3std",
            "(standard library)",
        ),
        ("main", "(other)"),
        ("", "(other)"),
    ] {
        assert_eq!(crate_of(name), of, "{name}");
    }
}
