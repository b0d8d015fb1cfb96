use serde_json::json;

use super::*;
use crate::domain::guest::{Guest, GuestOrigin, GuestState};
use crate::graph::error::GraphErrorKind;
use crate::graph::http::{GraphResponse, Target};

const ID: &str = "264e6d50-eaec-461e-b187-873b1bcf855f";

fn call() -> Call<(UserId, GuestDetails)> {
    of_guest(UserId::parse(ID).unwrap())
}

fn response(status: u16, body: &Value) -> GraphResponse {
    GraphResponse { status, retry_after: None, request_id: None, body: body.to_string() }
}

fn read(body: &Value) -> GuestDetails {
    call().read(&response(200, body)).unwrap().1
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
fn null_says_that_there_is_none_and_a_missing_value_that_it_is_not_known() {
    let none = read(&json!({
        "id": ID, "displayName": "  ", "givenName": null, "surname": null, "mail": null, "otherMails": null,
        "identities": null, "userType": null, "creationType": null, "externalUserState": null,
        "externalUserStateChangeDateTime": null, "createdDateTime": "0001-01-01T00:00:00Z", "companyName": null,
        "department": null, "jobTitle": null, "accountEnabled": null, "userPrincipalName": null,
    }));
    assert!(!none.is_partial());
    assert_eq!((none.name.as_deref(), none.given_name.as_deref()), (Some(""), Some("")));
    assert_eq!((none.identities.as_deref(), none.kind.as_ref()), (Some(&[][..]), Some(&AccountKind::Unsaid)));
    assert_eq!((none.state, none.created, none.blocked), (Some(GuestState::NoState), Some(None), None));

    let little = read(&json!({ "id": ID, "displayName": "Ann" }));
    assert!(little.is_partial());
    assert_eq!(little, GuestDetails { name: Some("Ann".to_owned()), ..GuestDetails::default() });
}

#[test]
fn a_value_of_another_type_is_not_known_and_leaves_the_row_as_it_is() {
    let pending = Guest {
        name: "Ann Lee".to_owned(),
        address: "ann@fabrikam.com".to_owned(),
        state: GuestState::Pending,
        origin: GuestOrigin::Invitation,
        invited: Moment::parse("2026-11-20T08:00:00Z"),
        changed: Moment::parse("2026-11-20T08:00:00Z"),
        company: "Fabrikam".to_owned(),
        blocked: true,
        ..Guest::with_id(UserId::parse(ID).unwrap())
    };
    for odd in [json!(7), json!(true), json!({}), json!([])] {
        let mut user = json!({ "id": ID, "externalUserStateChangeDateTime": "soon", "createdDateTime": odd });
        for name in ["displayName", "companyName", "mail", "userType", "creationType", "externalUserState"] {
            user[name] = odd.clone();
        }
        for name in ["givenName", "surname", "department", "jobTitle", "userPrincipalName"] {
            user[name] = odd.clone();
        }
        for name in ["otherMails", "identities", "accountEnabled"] {
            user[name] = json!("odd");
        }
        let details = read(&user);
        assert_eq!(details, GuestDetails::default(), "{odd}");
        assert_eq!(details.over(pending.clone()), pending);
    }
}

#[test]
fn a_response_that_names_no_user_is_an_error() {
    for body in [json!({}), json!({ "id": null }), json!({ "id": "ann" }), json!({ "id": 7 })] {
        assert_eq!(
            call().read(&response(200, &body)).unwrap_err().kind,
            GraphErrorKind::Unreadable,
            "{body}"
        );
    }
    let upper = call().read(&response(200, &json!({ "id": ID.to_uppercase() }))).unwrap();
    assert_eq!(Some(upper.0), UserId::parse(ID));
}

#[test]
fn an_odd_entry_costs_that_entry_and_not_the_list() {
    let details = read(&json!({
        "id": ID,
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
