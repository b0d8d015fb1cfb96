//! The requests to Graph, and the reading of responses as Microsoft documents them.
//!
//! The responses in this file are written by hand, following the documentation. If the documented examples themselves
//! are beside the checkout (`../shared/facts/examples`), they are read too; otherwise that test prints that it was
//! skipped.

use std::fs;
use std::path::Path;

use guestlist::domain::capabilities::{InvitesFrom, Mailbox, Policy, UserType};
use guestlist::domain::guest::{GuestOrigin, GuestState};
use guestlist::domain::invitation::{Invitation, InvitationDraft, Rules};
use guestlist::domain::moment::Moment;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use guestlist::graph::http::{GraphRequest, GraphResponse, Method, Target};
use guestlist::graph::me::{Me, MyRole};
use guestlist::graph::{invitations, me, policies, users};
use serde_json::{Value, json};

fn path(request: &GraphRequest) -> &str {
    match &request.target {
        Target::Path(path) => path,
        Target::Link(link) => link,
    }
}

/// The decoded OData options of a path.
fn options(request: &GraphRequest) -> Vec<(String, String)> {
    let query = path(request).split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn option(request: &GraphRequest, name: &str) -> String {
    options(request).into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

fn reply(status: u16, body: &Value) -> GraphResponse {
    GraphResponse {
        status,
        retry_after: None,
        request_id: Some("from-header".to_owned()),
        body: body.to_string(),
    }
}

fn invitation(address: &str) -> Option<Invitation> {
    let draft = InvitationDraft {
        email: address.to_owned(),
        send_mail: false,
        ..InvitationDraft::new("https://myapp.contoso.com")
    };
    draft.check(&Rules::default()).ok()
}

#[test]
fn the_list_requests_guests_and_invited_members_with_all_columns() {
    let request = users::guests().request;
    assert!(path(&request).starts_with("/v1.0/users?$filter="), "{}", path(&request));
    assert_eq!(option(&request, "$filter"), "userType eq 'Guest' or creationType eq 'Invitation'");
    assert_eq!(option(&request, "$top"), "999");
    let select = option(&request, "$select");
    for column in [
        "id",
        "displayName",
        "mail",
        "otherMails",
        "userType",
        "creationType",
        "externalUserState",
        "externalUserStateChangeDateTime",
        "createdDateTime",
    ] {
        assert!(
            select.split(',').any(|selected| selected == column),
            "without $select, {column} does not come"
        );
    }
    assert_eq!((request.method, request.body), (Method::Get, None));
}

/// An advanced query needs more time of the service, and its result may be a little out of date.
#[test]
fn the_usual_requests_are_not_advanced_queries() {
    let email = "ann@fabrikam.com".parse().unwrap();
    for request in [
        users::guests().request,
        users::with_address(&email).request,
        me::organization().request,
        me::me().request,
    ] {
        for (name, value) in options(&request) {
            assert!(matches!(name.as_str(), "$filter" | "$select" | "$top"), "{name}");
            assert!(
                !value.contains("endsWith") && !value.contains(" ne ") && !value.contains("not("),
                "{value}"
            );
        }
    }
}

#[test]
fn an_address_is_searched_in_all_address_fields_but_not_in_the_upn() {
    let request = users::with_address(&"Ann.O'Brien@fabrikam.com".parse().unwrap()).request;
    assert_eq!(
        option(&request, "$filter"),
        "mail eq 'Ann.O''Brien@fabrikam.com' or otherMails/any(m:m eq 'Ann.O''Brien@fabrikam.com') or proxyAddresses/any(p:p eq 'smtp:Ann.O''Brien@fabrikam.com')"
    );
    assert!(!path(&request).contains([' ', '+', '\'']), "{}", path(&request));
    assert!(!option(&request, "$filter").contains("userPrincipalName"));
}

#[test]
fn a_link_is_requested_unchanged() {
    let link = "https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAoAAQ%2BAA%3D&$top=999";
    assert_eq!(users::more_guests(link.to_owned()).request.target, Target::Link(link.to_owned()));
}

#[test]
fn a_page_of_guests_is_read_with_missing_and_unknown_values() {
    let body = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users",
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=x",
        "value": [
            {"id": "264e6d50-eaec-461e-b187-873b1bcf8501", "displayName": "Ann Lee", "mail": "ann@fabrikam.com", "otherMails": ["x@fabrikam.com"],
             "userType": "Guest", "externalUserState": "Accepted", "externalUserStateChangeDateTime": "2026-11-20T15:05:36Z", "createdDateTime": "2026-11-19T10:00:00.123Z", "creationType": "Invitation"},
            {"id": "264e6d50-eaec-461e-b187-873b1bcf8502", "displayName": null, "mail": null, "otherMails": ["second@fabrikam.com"],
             "userType": "Guest", "externalUserState": "PendingAcceptance", "externalUserStateChangeDateTime": null, "createdDateTime": null},
            {"id": "264e6d50-eaec-461e-b187-873b1bcf8503", "displayName": "Self", "mail": "", "userType": "Guest", "externalUserState": null, "creationType": null},
            {"id": "264e6d50-eaec-461e-b187-873b1bcf8504", "displayName": "New", "mail": "n@fabrikam.com", "externalUserState": "InProgress", "brandNew": {"a": 1}},
            {"id": "not a guid", "displayName": "Odd"},
        ],
    });
    let page = users::guests().read(&reply(200, &body)).unwrap();
    let row = |at: usize| page.items.get(at).unwrap();
    assert_eq!(page.items.len(), 4);
    assert_eq!(
        (row(0).address.as_str(), &row(0).state, row(0).changed),
        ("ann@fabrikam.com", &GuestState::Accepted, Some(Moment::from_unix_millis(1_795_187_136_000)))
    );
    assert_eq!(
        (row(1).name.as_str(), row(1).address.as_str(), row(1).invited),
        ("", "second@fabrikam.com", None)
    );
    assert_eq!((row(2).address.as_str(), &row(2).state), ("", &GuestState::NoState));
    assert_eq!((&row(0).origin, &row(2).origin), (&GuestOrigin::Invitation, &GuestOrigin::Unsaid));
    assert_eq!(row(3).state, GuestState::Other("InProgress".to_owned()));
    assert_eq!(page.next.as_deref(), Some("https://graph.microsoft.com/v1.0/users?$skiptoken=x"));
}

#[test]
fn a_list_that_is_null_is_read_as_empty() {
    let body = json!({"value": [{"id": "264e6d50-eaec-461e-b187-873b1bcf8501", "otherMails": null}]});
    assert_eq!(users::guests().read(&reply(200, &body)).unwrap().items.len(), 1);
    let body = json!({"value": [{"id": "x", "displayName": null, "verifiedDomains": null}]});
    assert_eq!(me::organization().read(&reply(200, &body)).unwrap().domains, Vec::<String>::new());
}

#[test]
fn the_domains_of_the_organization_are_read() {
    let body = json!({"value": [{"id": "x", "displayName": "Contoso", "verifiedDomains": [
        {"capabilities": "Email", "isDefault": true, "isInitial": false, "name": "Contoso.com", "type": "Managed"},
        {"name": "contoso.onmicrosoft.com"}]}]});
    let organization = me::organization().read(&reply(200, &body)).unwrap();
    assert_eq!(
        (organization.name.as_str(), organization.domains),
        ("Contoso", vec!["contoso.com".to_owned(), "contoso.onmicrosoft.com".to_owned()])
    );
    assert_eq!(me::organization().read(&reply(200, &json!({"value": []}))).unwrap().name, "");
}

#[test]
fn an_inviter_without_mail_has_no_mailbox() {
    for (mail, mailbox) in [
        (json!("ada@contoso.com"), Mailbox::Present),
        (json!(""), Mailbox::Missing),
        (Value::Null, Mailbox::Missing),
    ] {
        let body = json!({"id": "x", "mail": mail, "userType": "Member"});
        assert_eq!(me::me().read(&reply(200, &body)), Ok(Me { mailbox, user_type: Some(UserType::Member) }));
    }
    let without_user_type = me::me().read(&reply(200, &json!({"id": "x", "mail": "a@b.example"})));
    assert_eq!(without_user_type, Ok(Me { mailbox: Mailbox::Present, user_type: None }));
}

#[test]
fn roles_are_requested_with_an_advanced_query() {
    let call = me::roles();
    let (resource, _) = path(&call.request).split_once('?').unwrap();
    assert_eq!(resource, "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole");
    assert_eq!((option(&call.request, "$count").as_str(), call.request.is_advanced()), ("true", true));
    let body = json!({"@odata.count": 2, "value": [
        {"displayName": "Guest Inviter", "roleTemplateId": "95e79109-95c0-4d8e-aee3-d01accf2d47b"},
        {"displayName": "Made here", "roleTemplateId": null},
    ]});
    let inviter =
        MyRole { id: "95e79109-95c0-4d8e-aee3-d01accf2d47b".to_owned(), name: "Guest Inviter".to_owned() };
    assert_eq!(call.read(&reply(200, &body)), Ok(vec![inviter]));

    // Roles that the app may not read are listed without content. This must not be read as "no roles".
    let blank = json!({"value": [{"@odata.type": "#microsoft.graph.directoryRole", "displayName": null, "roleTemplateId": null}]});
    assert_eq!(call.read(&reply(200, &blank)).unwrap_err().kind, GraphErrorKind::Forbidden);
    assert_eq!(call.read(&reply(200, &json!({"value": []}))), Ok(Vec::new()));
}

#[test]
fn a_missing_value_of_a_policy_is_read_as_the_services_default() {
    let call = policies::authorization();
    assert!(path(&call.request).starts_with("/v1.0/policies/authorizationPolicy?"));
    assert!(option(&call.request, "$select").starts_with("allowInvitesFrom,"));
    let read = |body: Value| call.read(&reply(200, &body)).unwrap();
    let words = [
        ("none", InvitesFrom::Nobody),
        ("adminsAndGuestInviters", InvitesFrom::Admins),
        ("adminsGuestInvitersAndAllMembers", InvitesFrom::Members),
        ("everyone", InvitesFrom::Everyone),
        ("unknownFutureValue", InvitesFrom::Other),
    ];
    for (word, invites) in words {
        let policy = Policy { invites, guests_like_members: false, members_read: true };
        assert_eq!(read(json!({"allowInvitesFrom": word})), policy);
    }
    let open = read(json!({"guestUserRoleId": "a0b1b346-4d3e-4e8b-98f8-753987be4970",
        "defaultUserRolePermissions": {"allowedToReadOtherUsers": false}}));
    assert_eq!((open.guests_like_members, open.members_read), (true, false));
}

#[test]
fn the_default_domain_and_the_one_that_microsoft_assigned_are_recognized() {
    let read = |domains: Value| {
        let body = json!({"value": [{"displayName": "Contoso", "verifiedDomains": domains}]});
        me::organization().read(&reply(200, &body)).unwrap()
    };
    let initial = |domains: Value| read(domains).initial_domain;
    let own = read(json!([
        {"name": "contoso.com", "isDefault": true},
        {"name": "contoso.mail.onmicrosoft.com", "isDefault": false},
        {"name": "contoso.onmicrosoft.com", "isDefault": false},
    ]));
    assert_eq!(own.default_domain.as_deref(), Some("contoso.com"));
    assert_eq!(own.initial_domain.as_deref(), Some("contoso.onmicrosoft.com"));
    for name in ["Contoso.onmicrosoft.com", "contoso.onmicrosoft.us", "contoso.partner.onmschina.cn"] {
        assert_eq!(initial(json!([{"name": name, "isDefault": true}])), Some(name.to_lowercase()));
    }
    assert_eq!(initial(json!([{"name": "evilonmicrosoft.com", "isDefault": true}])), None);
}

#[test]
fn errors_of_any_shape_are_read_as_errors() {
    let shapes = [
        (400, json!({"error": {"code": "", "message": "x", "innererror": {"request-id": "from-body"}}})),
        (400, json!({"error": {"message": null}})),
        (404, json!({"error": "not_found"})),
        (403, json!("<html>")),
        (401, Value::Null),
    ];
    for (status, body) in shapes {
        let error = users::guests().read(&reply(status, &body)).unwrap_err();
        assert_eq!(
            (error.status, error.request_id.as_deref()),
            (Some(status), Some("from-header")),
            "{body}"
        );
    }
    let mut bare = reply(
        403,
        &json!({"error": {"code": "Forbidden", "message": "", "innererror": {"request-id": "from-body"}}}),
    );
    bare.request_id = None;
    assert_eq!(GraphError::read(&bare).request_id.as_deref(), Some("from-body"));
}

#[test]
fn documented_responses_are_read() {
    let examples = Path::new("../shared/facts/examples");
    if !examples.is_dir() {
        eprintln!("skipped: the documented examples are not beside this checkout");
        return;
    }
    let read = |name: &str| -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(examples.join(name)).unwrap()).unwrap()
    };
    let mut posts = 0;
    for example in read("invitation-post.current.json") {
        let (asked, answer) = (&example["request"]["body"], &example["response"]["body"]);
        // Some examples have a placeholder instead of an address. Some are resets, which this portal does not send.
        let address =
            asked["invitedUserEmailAddress"].as_str().filter(|_| asked.get("resetRedemption").is_none());
        let Some(invitation) = address.and_then(invitation) else { continue };
        let call = invitations::invite(&invitation);
        let body: Value = serde_json::from_str(call.request.body.as_deref().unwrap()).unwrap();
        assert_eq!(
            (&body["invitedUserEmailAddress"], body["sendInvitationMessage"].as_bool()),
            (&asked["invitedUserEmailAddress"], Some(false))
        );
        let sent = call.read(&reply(201, answer)).unwrap();
        assert_eq!(
            (sent.state, sent.user.map(|user| user.to_string()).as_deref()),
            (GuestState::Pending, answer["invitedUser"]["id"].as_str())
        );
        assert_eq!(sent.redeem_url.as_deref(), answer["inviteRedeemUrl"].as_str());
        posts += 1;
    }
    assert!(posts > 0, "no documented invitation was read");
    let unspecific = [GraphErrorKind::BadRequest, GraphErrorKind::Unreadable, GraphErrorKind::ServiceDown];
    for example in read("invitation-errors.observed.json") {
        // These texts are from the admin centre. Graph does not use them.
        if example["name"].as_str().unwrap().starts_with("portal_only") {
            continue;
        }
        let answer = &example["response"];
        // For some examples the status is not known, so the sentence alone must be enough.
        let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(400);
        let error = GraphError::read(&reply(status, &answer["body"]));
        assert!(!unspecific.contains(&error.kind), "{}: {error:?}", example["name"]);
    }
}
