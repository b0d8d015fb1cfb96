use super::*;

const TAIL: &str = "\r\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z";

#[test]
fn every_number_of_the_table_has_its_kind() {
    let table = [
        (65_001, "invalid_grant", AuthKind::NotConsented),
        (65_004, "access_denied", AuthKind::Declined),
        (90_094, "access_denied", AuthKind::NeedsAdmin),
        (50_058, "login_required", AuthKind::Expired),
        (50_076, "invalid_grant", AuthKind::MoreNeeded),
        (50_079, "interaction_required", AuthKind::MoreNeeded),
        (50_074, "invalid_grant", AuthKind::MoreNeeded),
        (50_072, "invalid_grant", AuthKind::MoreNeeded),
        (50_078, "invalid_grant", AuthKind::MoreNeeded),
        (53_000, "access_denied", AuthKind::Device),
        (53_001, "access_denied", AuthKind::Device),
        (53_004, "access_denied", AuthKind::Risk),
        (53_003, "access_denied", AuthKind::Blocked),
        (530_035, "access_denied", AuthKind::Blocked),
        (53_011, "access_denied", AuthKind::Risk),
        (50_053, "invalid_grant", AuthKind::Locked),
        (50_057, "invalid_grant", AuthKind::AccountDisabled),
        (500_021, "access_denied", AuthKind::NetworkRestricted),
        (500_014, "invalid_resource", AuthKind::AppDisabled),
        (7_000_112, "unauthorized_client", AuthKind::AppDisabled),
        (500_011, "invalid_resource", AuthKind::Registration),
        (90_072, "invalid_request", AuthKind::OtherTenant),
        (16_002, "interaction_required", AuthKind::Expired),
        (50_132, "invalid_grant", AuthKind::Expired),
        (50_133, "invalid_grant", AuthKind::Expired),
        (500_133, "invalid_grant", AuthKind::Expired),
        (70_044, "invalid_grant", AuthKind::Expired),
        (70_046, "invalid_grant", AuthKind::Expired),
        (50_105, "access_denied", AuthKind::NotAssigned),
        (50_011, "invalid_request", AuthKind::Registration),
        (50_020, "invalid_request", AuthKind::OtherTenant),
        (16_000, "interaction_required", AuthKind::OtherTenant),
        (50_034, "invalid_request", AuthKind::OtherTenant),
        (51_004, "invalid_request", AuthKind::OtherTenant),
        (500_212, "access_denied", AuthKind::CrossTenant),
        (500_213, "access_denied", AuthKind::CrossTenant),
        (50_173, "invalid_grant", AuthKind::Expired),
        (70_008, "invalid_grant", AuthKind::Expired),
        (700_082, "invalid_grant", AuthKind::Expired),
        (700_084, "invalid_grant", AuthKind::Expired),
        (70_043, "invalid_grant", AuthKind::Expired),
        (54_005, "invalid_grant", AuthKind::Expired),
        (50_196, "invalid_grant", AuthKind::Loop),
        (650_052, "invalid_client", AuthKind::Registration),
        (650_056, "invalid_client", AuthKind::Registration),
        (650_057, "invalid_resource", AuthKind::Registration),
        (65_005, "invalid_client", AuthKind::Registration),
        (700_016, "unauthorized_client", AuthKind::UnknownApp),
        (9_002_326, "invalid_request", AuthKind::Registration),
        (9_002_327, "invalid_request", AuthKind::Registration),
        (700_025, "invalid_client", AuthKind::Registration),
        (501_481, "invalid_grant", AuthKind::Registration),
        (50_194, "invalid_request", AuthKind::Registration),
    ];
    for (code, error, kind) in table {
        let problem = AuthProblem::read(error, &format!("AADSTS{code}: Some words.{TAIL}"));
        assert_eq!((problem.kind, problem.code), (kind, Some(code)));
        assert_eq!(problem.correlation_id.as_deref(), Some("aaaa0000-bb11-2222-33cc-444444dddddd"));
        assert_eq!(problem.trace_id.as_deref(), Some("0000aaaa-11bb-cccc-dd22-eeeeee333333"));
    }
}

#[test]
fn without_a_known_number_the_error_decides() {
    let kind = |error: &str| AuthProblem::read(error, "the user canceled the authentication").kind;
    assert_eq!(kind("access_denied"), AuthKind::Declined);
    assert_eq!(kind("login_required"), AuthKind::Expired);
    assert_eq!(kind("consent_required"), AuthKind::NotConsented);
    assert_eq!(kind("server_error"), AuthKind::Temporary);
    assert_eq!(kind("brand_new_error"), AuthKind::Other);
    assert_eq!(AuthProblem::read("invalid_grant", "AADSTS99999: new").kind, AuthKind::Expired);
}

#[test]
fn s16_a_suberror_names_the_needed_interaction() {
    let step = |error: &str, description: &str, suberror: &str| {
        AuthProblem::read(error, description).with_step(suberror, None).kind
    };
    assert_eq!(step("invalid_grant", "AADSTS99999", "basic_action"), AuthKind::MoreNeeded);
    assert_eq!(step("invalid_grant", "", "consent_required"), AuthKind::NotConsented);
    assert_eq!(step("interaction_required", "", "bad_token"), AuthKind::MoreNeeded);
    assert_eq!(step("invalid_grant", "", "bad_token"), AuthKind::Expired);
    assert_eq!(step("invalid_grant", "AADSTS53003: Blocked", "message_only"), AuthKind::Blocked);
    let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["x"]}}}"#;
    let problem = AuthProblem::read("interaction_required", "").with_step("", Some(claims.to_owned()));
    assert_eq!(problem.claims.as_deref(), Some(claims));
}

#[test]
fn numbers_and_ids_are_read_from_their_members_if_the_description_has_none() {
    let id = "aaaa0000-bb11-2222-33cc-444444dddddd";
    let ids = |id: &str| (Some(id.to_owned()), Some(id.to_owned()));
    let (correlation, trace) = ids(id);
    let problem = AuthProblem::read("invalid_grant", "").with_ids(Some(50_076), correlation, trace);
    assert_eq!((problem.kind, problem.code), (AuthKind::MoreNeeded, Some(50_076)));
    assert_eq!((problem.correlation_id.as_deref(), problem.trace_id.as_deref()), (Some(id), Some(id)));
    let (correlation, trace) = ids("<img src=x>");
    let problem = AuthProblem::read("invalid_grant", &format!("AADSTS65001: x{TAIL}"));
    assert_eq!(problem.clone().with_ids(Some(50_076), correlation, trace), problem, "the description counts");
    let (correlation, trace) = ids("<img src=x>");
    let odd = AuthProblem::read("x", "").with_ids(None, correlation, trace);
    assert_eq!((odd.correlation_id, odd.trace_id), (None, None));
}

#[test]
fn only_guids_are_taken_from_a_description() {
    let odd = AuthProblem::read("x", "AADSTS: Correlation ID: <img src=x onerror=alert(1)>");
    assert_eq!((odd.code, odd.correlation_id), (None, None));
}

#[test]
fn a_code_with_two_meanings_is_told_apart_by_its_text() {
    let kind = |text: &str| AuthProblem::read("access_denied", &format!("AADSTS90093: {text}{TAIL}")).kind;
    assert_eq!(kind("This operation can only be performed by an administrator."), AuthKind::NeedsAdmin);
    let quota = "The directory object quota limit for the Tenant has been exceeded. Quota: 50000.";
    assert_eq!(kind(quota), AuthKind::DirectoryFull);
}
