use super::*;

const TAIL: &str = "\r\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z";

/// The errors of sign-ins that docs/errors.md lists and the journeys provoke.
#[derive(serde::Deserialize)]
struct Listed {
    code: u32,
    error: String,
    meaning: String,
    /// The variant of [`AuthKind`].
    kind: String,
}

fn listed() -> Vec<Listed> {
    serde_json::from_str(include_str!("../../../tests/fixtures/sign_in_errors.json")).unwrap()
}

#[test]
fn every_listed_number_has_its_kind() {
    for Listed { code, error, meaning, kind } in listed() {
        let problem = AuthProblem::read(&error, &format!("AADSTS{code}: {meaning}{TAIL}"));
        assert_eq!((format!("{:?}", problem.kind), problem.code), (kind, Some(code)));
        assert_eq!(problem.correlation_id.as_deref(), Some("aaaa0000-bb11-2222-33cc-444444dddddd"));
        assert_eq!(problem.trace_id.as_deref(), Some("0000aaaa-11bb-cccc-dd22-eeeeee333333"));
    }
}

#[test]
fn every_number_that_the_portal_knows_is_listed() {
    let known = (0..10_000_000).filter(|&code| kind_of_code(code).is_some());
    let mut listed: Vec<u32> = listed().into_iter().map(|row| row.code).collect();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(known.collect::<Vec<_>>(), listed);
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
