use super::*;

fn read(status: u16, code: &str, message: &str) -> GraphError {
    let body = serde_json::json!({"error": {"code": code, "message": message,
            "innerError": {"date": "2026-11-20T15:05:36", "request-id": "from-body"}}});
    GraphError::read(&GraphResponse { status, retry_after: None, request_id: None, body: body.to_string() })
}

#[test]
fn every_known_error_of_an_invitation_has_its_kind() {
    let internal = |blocked| GraphErrorKind::AlreadyInternal {
        id: UserId::parse("dc8b9eaa-68c0-4781-aa4f-be3a015c90f0"),
        blocked,
    };
    let table = [
        (
            401,
            "Unauthorized",
            "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite",
            GraphErrorKind::MissingScope,
        ),
        (
            401,
            "InvalidAuthenticationToken",
            "Lifetime validation failed, the token is expired.",
            GraphErrorKind::SignInEnded,
        ),
        (403, "Forbidden", "Generic authorization exception.", GraphErrorKind::Forbidden),
        (
            403,
            "Forbidden",
            "Guest invitations not allowed for your company. Contact your company administrator for more details.",
            GraphErrorKind::InvitesNotAllowed,
        ),
        (
            400,
            "BadRequest",
            "The email you’re using to invite this user doesn’t match any emails on the user object. Please add this email to the user object and try again.",
            GraphErrorKind::AddressNotOnUser,
        ),
        (
            400,
            "BadRequest",
            "The invited user already exists in the directory as object ID: dc8b9eaa-68c0-4781-aa4f-be3a015c90f0. They can use that account to sign in to shared apps and resources.",
            internal(false),
        ),
        (
            400,
            "BadRequest",
            "The invited user already exists in the directory as objectID: dc8b9eaa-68c0-4781-aa4f-be3a015c90f0, but the account is blocked from signing in. If the account is unblocked, they can…",
            internal(true),
        ),
        (
            400,
            "BadRequest",
            "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
            GraphErrorKind::OwnDomain,
        ),
        (400, "BadRequest", "Group email address is not supported.", GraphErrorKind::GroupAddress),
        (
            400,
            "Request_BadRequest",
            "Another object with the same value for property proxyAddresses already exists.",
            GraphErrorKind::AddressInUse,
        ),
        (
            403,
            "Forbidden",
            "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must…",
            GraphErrorKind::CrossTenantBlocked,
        ),
        (
            400,
            "",
            "This action can't be completed because the Microsoft B2B Cross Cloud Worker application has been disabled in the invited user’s tenant.",
            GraphErrorKind::CrossCloudDisabled,
        ),
        (500, "InternalServerError", "Unable to find target address", GraphErrorKind::HomeAccountMissing),
        (
            400,
            "BadRequest",
            "This user cannot be invited because the domain of the user's email address is not allowed by the invitation policy of this directory.",
            GraphErrorKind::DomainNotAllowed,
        ),
        (403, "Forbidden", "The domain is blocked.", GraphErrorKind::DomainNotAllowed),
        (
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            GraphErrorKind::Forbidden,
        ),
        (404, "Request_ResourceNotFound", "Resource 'x' does not exist", GraphErrorKind::NotFound),
        (429, "TooManyRequests", "Please retry again later.", GraphErrorKind::Throttled),
        (400, "Request_UnsupportedQuery", "Unsupported Query.", GraphErrorKind::BadRequest),
        (501, "NotImplemented", "", GraphErrorKind::NotOffered),
        (503, "UnknownError", "", GraphErrorKind::ServiceDown),
    ];
    for (status, code, message, kind) in table {
        let error = read(status, code, message);
        assert_eq!(error.kind, kind, "{message}");
        assert_eq!(error.request_id.as_deref(), Some("from-body"));
    }
}

#[test]
fn an_error_without_a_json_body_has_a_kind() {
    let reply = GraphResponse {
        status: 502,
        retry_after: None,
        request_id: Some("from-header".into()),
        body: "<html>".into(),
    };
    let error = GraphError::read(&reply);
    assert_eq!((error.kind, error.request_id.as_deref()), (GraphErrorKind::ServiceDown, Some("from-header")));
}

#[test]
fn the_outcome_is_unknown_only_if_the_request_may_have_taken_effect() {
    assert!(GraphError::without_answer(GraphErrorKind::NoAnswer).outcome_unknown());
    assert!(read(500, "x", "").outcome_unknown());
    assert!(!read(503, "x", "").outcome_unknown());
    assert!(!read(403, "x", "").outcome_unknown());
}

#[test]
fn a_code_says_more_than_its_status() {
    for status in [400, 403] {
        let full =
            read(status, "Directory_QuotaExceeded", "The directory object quota limit has been exceeded.");
        assert_eq!(full.kind, GraphErrorKind::DirectoryFull, "{status}");
    }
    let table = [
        (
            400,
            "Directory_ExpiredPageToken",
            "The specified page token value has expired.",
            GraphErrorKind::PageExpired,
        ),
        (
            404,
            "Directory_ObjectNotFound",
            "Unable to read the company information.",
            GraphErrorKind::NotReadyYet,
        ),
        (
            401,
            "Authorization_IdentityNotFound",
            "The identity could not be established.",
            GraphErrorKind::AppUnknown,
        ),
        (404, "Request_ResourceNotFound", "Resource does not exist.", GraphErrorKind::NotFound),
    ];
    for (status, code, message, kind) in table {
        assert_eq!(read(status, code, message).kind, kind, "{code}");
    }
}

#[test]
fn the_property_with_a_wrong_value_is_named() {
    let error = read(
        400,
        "Request_BadRequest",
        "Invalid value specified for property 'otherMails' of resource 'User'.",
    );
    assert_eq!(error.kind, GraphErrorKind::InvalidValue("otherMails".to_owned()));
    assert!(!error.outcome_unknown());
}
