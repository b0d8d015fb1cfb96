use serde_json::json;

use super::*;
use crate::domain::guest::{GuestOrigin, GuestState};
use crate::graph::error::GraphErrorKind;
use crate::graph::http::{GraphResponse, Target};

const ID: &str = "264e6d50-eaec-461e-b187-873b1bcf855f";

fn call() -> Call<GuestDetails> {
    of_guest(UserId::parse(ID).unwrap())
}

fn response(status: u16, body: &Value) -> GraphResponse {
    GraphResponse { status, retry_after: None, request_id: None, body: body.to_string() }
}

fn read(body: &Value) -> GuestDetails {
    call().read(&response(200, body)).unwrap()
}

#[test]
fn the_request_names_the_guest_by_id_and_selects_what_is_shown() {
    let Target::Path(path) = call().request.target else { panic!("a path") };
    let (resource, options) = path.split_once('?').unwrap();
    assert_eq!(resource, format!("/v1.0/users/{ID}"));
    for property in ["identities", "otherMails", "externalUserState", "department", "userPrincipalName"] {
        assert!(options.contains(property), "without $select, {property} does not come");
    }
}

#[test]
fn a_guest_is_read() {
    let details = read(&json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users(id)/$entity",
        "id": ID, "displayName": "Ann Lee", "givenName": "Ann", "surname": "Lee", "mail": "ann@fabrikam.com",
        "otherMails": ["ann@adatum.com"],
        "identities": [{ "signInType": "federated", "issuer": "google.com", "issuerAssignedId": "ann@gmail.com" }],
        "userType": "Guest", "creationType": "Invitation", "externalUserState": "Accepted",
        "externalUserStateChangeDateTime": "2026-11-21T08:00:00Z", "createdDateTime": "2026-11-20T08:00:00Z",
        "companyName": "Fabrikam", "department": null, "jobTitle": "Buyer", "accountEnabled": false,
        "userPrincipalName": "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com",
    }));
    assert!(!details.is_partial());
    assert_eq!(details.addresses().len(), 3);
    assert_eq!((details.state, details.origin), (Some(GuestState::Accepted), Some(GuestOrigin::Invitation)));
    assert_eq!(details.created, Some(Moment::parse("2026-11-20T08:00:00Z")));
    assert_eq!(details.department.as_deref(), Some(""));
    assert_eq!((details.blocked, details.kind), (Some(true), Some(AccountKind::Guest)));
}

#[test]
fn null_and_odd_values_say_that_there_is_none_and_missing_ones_that_it_is_not_known() {
    let odd = read(&json!({
        "id": null, "displayName": "  ", "givenName": 7, "surname": null, "mail": null, "otherMails": null,
        "identities": null, "userType": null, "creationType": null, "externalUserState": null,
        "externalUserStateChangeDateTime": null, "createdDateTime": "0001-01-01T00:00:00Z", "companyName": [],
        "department": {}, "jobTitle": true, "accountEnabled": null, "userPrincipalName": null,
    }));
    assert!(!odd.is_partial());
    assert_eq!((odd.name.as_deref(), odd.given_name.as_deref()), (Some(""), Some("")));
    assert_eq!((odd.identities.as_deref(), odd.kind.as_ref()), (Some(&[][..]), Some(&AccountKind::Unsaid)));
    assert_eq!((odd.state, odd.created, odd.blocked), (Some(GuestState::NoState), Some(None), None));

    let little = read(&json!({ "id": ID, "displayName": "Ann" }));
    assert!(little.is_partial());
    assert_eq!(little, GuestDetails { name: Some("Ann".to_owned()), ..GuestDetails::default() });
}

#[test]
fn an_odd_entry_costs_that_entry_and_not_the_list() {
    let details = read(&json!({
        "otherMails": [null, "ann@adatum.com", 3],
        "identities": [
            null, {}, 4, "mail", { "signInType": "federated", "issuer": null, "issuerAssignedId": null },
            { "signInType": 1, "issuer": "mail", "issuerAssignedId": "ann@adatum.com", "more": {} },
            { "issuer": "mail", "issuerAssignedId": "ann@adatum.com" },
        ],
        "userType": "Robot",
    }));
    assert_eq!(details.other_mails, Some(vec!["ann@adatum.com".to_owned()]));
    let only = Identity {
        sign_in_type: String::new(),
        issuer: "mail".to_owned(),
        assigned: "ann@adatum.com".to_owned(),
    };
    assert_eq!(details.identities, Some(vec![only]));
    assert_eq!(details.kind, Some(AccountKind::Other("Robot".to_owned())));
}

#[test]
fn a_refusal_keeps_its_kind() {
    let refused = |status, code: &str| {
        let body = json!({ "error": { "code": code, "message": "No." } });
        call().read(&response(status, &body)).unwrap_err().kind
    };
    assert_eq!(refused(404, "Request_ResourceNotFound"), GraphErrorKind::NotFound);
    assert_eq!(refused(403, "Authorization_RequestDenied"), GraphErrorKind::Forbidden);
    assert_eq!(refused(501, "NotImplemented"), GraphErrorKind::NotOffered);
    assert_eq!(call().read(&response(200, &json!([]))).unwrap_err().kind, GraphErrorKind::Unreadable);
}
