use super::*;

#[test]
fn names_are_spelled_as_documented_and_ids_stay() {
    for (segment, spelling) in [
        ("Users", vec!["users"]),
        ("signins", vec!["signIns"]),
        ("DIRECTORYAUDITS", vec!["directoryAudits"]),
        ("Microsoft.Graph.User", vec!["microsoft.graph.user"]),
        ("users('ann''s@contoso.com')", vec!["users", "ann's@contoso.com"]),
        ("Delta()", vec!["delta()"]),
        (
            "findtenantinformationbytenantid(tenantId='X')",
            vec!["findTenantInformationByTenantId(tenantId='X')"],
        ),
        ("Ada@Contoso.com", vec!["Ada@Contoso.com"]),
        ("Nothing('x')", vec!["Nothing('x')"]),
    ] {
        assert_eq!(spelled(segment), spelling, "{segment}");
    }
}

#[test]
fn every_name_stands_once() {
    for name in KEYED.iter().chain(NAMES) {
        let same = KEYED.iter().chain(NAMES).filter(|other| other.eq_ignore_ascii_case(name));
        assert_eq!(same.count(), 1, "{name}");
    }
}
