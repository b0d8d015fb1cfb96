//! Reading users: filters, paging, `$select`, permissions.

use std::collections::HashSet;

use jiff::SignedDuration;
use sandbox::Site;
use serde_json::Value;

use crate::world::{GRAPH, World};

/// All external users: guests, and external members.
const EXTERNAL: &str = "userType eq 'Guest' or creationType eq 'Invitation'";
const GUESTS: &str = "/v1.0/users?$filter=userType eq 'Guest' or creationType eq 'Invitation'";

fn rows(body: &Value) -> &[Value] {
    body["value"].as_array().unwrap()
}

#[test]
fn all_guests_come_in_pages_none_twice() {
    let world = World::with_guests(2_500);
    let token = world.access_token("rune@contoso.com");
    let mut seen = HashSet::new();
    let mut pages = 0;
    let mut next = Some(format!("{GRAPH}{GUESTS}&$select=id,mail,externalUserState&$top=999"));
    while let Some(url) = next {
        let reply = world.graph(&token, url.strip_prefix(GRAPH).unwrap());
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let body = reply.json();
        for row in rows(&body) {
            assert!(seen.insert(row["id"].as_str().unwrap().to_owned()));
            assert_eq!(row.as_object().unwrap().len(), 3);
        }
        pages += 1;
        next = body["@odata.nextLink"].as_str().map(str::to_owned);
    }
    // One untidy guest has neither a user type nor a creation type.
    assert_eq!((seen.len(), pages), (2_499, 3));
}

#[test]
fn a_page_has_100_rows_and_the_default_properties_unless_asked() {
    let world = World::with_guests(250);
    let token = world.access_token("ada@contoso.com");
    let body = world.graph(&token, "/v1.0/users").json();
    assert_eq!(rows(&body).len(), 100);
    let names: Vec<_> = rows(&body)[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(names.len(), 11);
    assert!(!names.iter().any(|name| name == "userType"));
    let next = body["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with(&format!("{GRAPH}/v1.0/users?$skiptoken=")), "{next}");
}

#[test]
fn a_foreign_or_broken_paging_token_is_refused() {
    let world = World::with_guests(250);
    let token = world.access_token("ada@contoso.com");
    let (status, code, _) = world.graph(&token, "/v1.0/users?$skiptoken=m~AAAA").graph_error();
    assert_eq!((status, code.as_str()), (400, "Directory_ExpiredPageToken"));
}

#[test]
fn the_link_to_a_next_page_expires_and_does_not_survive_a_reset() {
    let world = World::with_guests(250);
    let next = |token: &str, path: &str| {
        let link = world.graph(token, path).json()["@odata.nextLink"].as_str().unwrap().to_owned();
        link.strip_prefix(GRAPH).unwrap().to_owned()
    };
    let expired = |path: &str| {
        let token = world.access_token("ada@contoso.com");
        let refused = world.graph(&token, path).graph_error();
        let text =
            "The specified page token value has expired and can no longer be included in your request.";
        assert_eq!(refused, (400, "Directory_ExpiredPageToken".into(), text.into()), "{path}");
    };
    let token = world.access_token("ada@contoso.com");
    let page = next(&token, "/v1.0/users");
    world.wait(SignedDuration::from_mins(59));
    let token = world.access_token("ada@contoso.com");
    assert_eq!(world.graph(&token, &page).status(), 200);
    world.wait(SignedDuration::from_mins(1));
    expired(&page);

    let page = next(&world.access_token("ada@contoso.com"), "/v1.0/users");
    world.send(Site::Graph, "POST", "/_sandbox/reset", &[], "");
    expired(&page);
}

#[test]
fn count_comes_only_with_header_and_only_on_the_first_page() {
    let world = World::with_guests(300);
    let token = world.access_token("ada@contoso.com");
    let path = format!("{GUESTS}&$count=true");
    assert!(world.graph(&token, &path).json()["@odata.count"].is_null());
    let first = world.graph_eventual(&token, &path).json();
    assert_eq!(first["@odata.count"], 300);
    let next = first["@odata.nextLink"].as_str().unwrap().strip_prefix(GRAPH).unwrap().to_owned();
    assert!(world.graph_eventual(&token, &next).json()["@odata.count"].is_null());
    assert_eq!(world.graph_eventual(&token, &format!("/v1.0/users/$count?$filter={EXTERNAL}")).text(), "300");
    let refused = world.graph(&token, "/v1.0/users/$count").graph_error();
    assert_eq!(refused, (400, "Request_BadRequest".into(), "$count is not currently supported.".into()));
}

#[test]
fn filters_find_what_they_say() {
    let world = World::with_guests(400);
    let token = world.access_token("ada@contoso.com");
    let find = |filter: &str| {
        let path = format!(
            "/v1.0/users?$top=999&$select=id,mail,userType,displayName,externalUserState,createdDateTime,companyName,\
             otherMails,accountEnabled&$count=true&$filter={filter}"
        );
        let reply = world.graph_eventual(&token, &path);
        assert_eq!(reply.status(), 200, "{filter}: {}", reply.text());
        reply.json()["value"].as_array().unwrap().clone()
    };
    let guests = find("userType eq 'Guest'");
    let mail = guests[0]["mail"].as_str().unwrap().to_owned();
    let is = |rows: &[Value], name: &str, value: &str| {
        !rows.is_empty() && rows.iter().all(|row| row[name] == value)
    };
    assert_eq!(find(&format!("mail eq '{}'", mail.to_uppercase())).len(), 1);
    assert_eq!(find(&format!("otherMails/any(x:x eq '{mail}')")).len(), 1);
    assert_eq!(find(&format!("proxyAddresses/any(p:p eq 'smtp:{mail}')")).len(), 1);
    assert_eq!(find(&format!("mail in ('{mail}','nobody@x.example')")).len(), 1);
    assert_eq!(find(&format!("not({EXTERNAL})")).len(), 11);
    let others = find("userType ne 'Guest'");
    assert!(others.iter().all(|row| row["userType"] == "Member" || row["userType"].is_null()));
    assert!(others.iter().any(|row| row["userType"].is_null()), "null is no guest, either");
    assert!(is(&find("userType eq 'Member' and creationType eq 'Invitation'"), "userType", "Member"));
    assert_eq!(find("mail eq 'o''nobody@x.example'").len(), 0);
    assert!(is(&find("externalUserState eq 'PendingAcceptance'"), "externalUserState", "PendingAcceptance"));
    assert!(is(
        &find("userType eq 'Guest' and externalUserState eq 'Accepted'"),
        "externalUserState",
        "Accepted"
    ));
    assert!(
        find("startsWith(displayName,'a') or startswith(displayName,'B')")
            .iter()
            .all(|row| { row["displayName"].as_str().unwrap().to_lowercase().starts_with(['a', 'b']) })
    );
    assert!(!find("endsWith(mail,'@fabrikam.com')").is_empty());
    assert!(is(&find("companyName eq 'fabrikam, inc.'"), "companyName", "Fabrikam, Inc."));
    let early = find("userType eq 'Guest' and createdDateTime le 2025-06-01T00:00:00Z");
    let late = find("userType eq 'Guest' and createdDateTime ge 2025-06-01T00:00:01Z");
    let dateless: Vec<_> = guests.iter().filter(|guest| guest["createdDateTime"].is_null()).collect();
    assert_eq!(early.len() + late.len() + dateless.len(), guests.len());
    assert!(!dateless.is_empty());
    let identity =
        "identities/any(c:c/issuerAssignedId eq 'ada@contoso.com' and c/issuer eq 'contoso.onmicrosoft.com')";
    assert_eq!(find(identity).len(), 1);
    assert!(!find("accountEnabled eq false and userType eq 'Member'").is_empty());
}

#[test]
fn each_refused_query_is_refused_in_the_services_words() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let many = (0..16).map(|n| format!("mail eq 'a{n}@x.example'")).collect::<Vec<_>>().join(" or ");
    let sixteen = format!("$filter={many}");
    for (query, status, code, message) in [
        (
            "$filter=userType ne 'Guest'",
            400,
            "Request_UnsupportedQuery",
            "Unsupported property filter clause operator 'NotEqualsMatch'.",
        ),
        (
            "$filter=contains(displayName,'a')",
            400,
            "Request_UnsupportedQuery",
            "Unsupported property filter clause operator 'Contains'.",
        ),
        ("$filter=not(userType eq 'Guest')", 400, "Request_UnsupportedQuery", "Unsupported Query."),
        ("$filter=city eq null", 400, "Request_UnsupportedQuery", "Unsupported Query."),
        (
            "$filter=identities/any(i:i/issuer eq 'mail')",
            400,
            "Request_UnsupportedQuery",
            "Complex query on property identities is not supported.",
        ),
        (
            "$filter=mobilePhone eq '1'",
            400,
            "Request_UnsupportedQuery",
            "The request uses a filter property that is not",
        ),
        ("$filter=endsWith(mail,'x')", 400, "Request_UnsupportedQuery", "Unsupported Query."),
        (
            "$filter=companyName eq 'x'",
            400,
            "Request_UnsupportedQuery",
            "The request uses a filter property that is not",
        ),
        (
            "$filter=createdDateTime gt 2026-01-01T00:00:00Z",
            400,
            "Request_UnsupportedQuery",
            "Unsupported or invalid",
        ),
        (&sixteen, 400, "Request_UnsupportedQuery", "Too many child clauses"),
        (
            "$filter=shoeSize eq 3",
            400,
            "BadRequest",
            "Invalid filter clause: Could not find a property named 'shoeSize'",
        ),
        ("$filter=mail eq", 400, "BadRequest", "Invalid filter clause"),
        ("$filter=accountEnabled eq 'x'", 400, "BadRequest", "Invalid filter clause"),
        (
            "$search=\"displayName:a\"",
            400,
            "Request_UnsupportedQuery",
            "Request with $search query parameter only works",
        ),
        ("$select=skills", 501, "NotImplemented", "This operation target is not yet supported."),
        ("$select=signInActivity", 403, "Authorization_RequestDenied", "Insufficient privileges"),
        ("$select=shoeSize", 400, "BadRequest", "Parsing OData Select and Expand failed"),
        ("$top=1000", 400, "Request_BadRequest", "Invalid page size"),
        ("$skip=10", 400, "Request_BadRequest", "'$skip' is not supported by the service."),
        (
            "$orderby=createdDateTime",
            400,
            "Request_UnsupportedQuery",
            "Unsupported sort property 'createdDateTime' for 'User'.",
        ),
        (
            "$filter=userType eq 'Guest'&$orderby=displayName",
            400,
            "Request_UnsupportedQuery",
            "Sorting not supported for current query.",
        ),
    ] {
        let path = format!("/v1.0/users?{query}").replace('"', "%22");
        let (found, name, text) = world.graph(&token, &path).graph_error();
        assert_eq!((found, name.as_str()), (status, code), "{query}: {text}");
        assert!(text.starts_with(message), "{query}: {text}");
    }
    assert_eq!(world.graph_eventual(&token, &format!("/v1.0/users?$count=true&{sixteen}")).status(), 200);
}

#[test]
fn lists_are_ordered_across_pages() {
    let world = World::with_guests(200);
    let token = world.access_token("ada@contoso.com");
    let mut names: Vec<String> = Vec::new();
    let mut next =
        Some(format!("{GUESTS}&$orderby=displayName desc&$count=true&$select=displayName&$top=90"));
    while let Some(path) = next {
        let body = world.graph_eventual(&token, &path).json();
        names.extend(rows(&body).iter().map(|row| row["displayName"].as_str().unwrap().to_lowercase()));
        next = body["@odata.nextLink"].as_str().map(|url| url.strip_prefix(GRAPH).unwrap().to_owned());
    }
    assert_eq!(names.len(), 200);
    assert!(names.is_sorted_by(|a, b| a >= b));
}

#[test]
fn one_user_is_found_by_id_or_sign_in_name() {
    let world = World::with_guests(5);
    let token = world.access_token("ada@contoso.com");
    let guest = world.graph(&token, GUESTS).json()["value"][0].clone();
    let (id, upn) = (guest["id"].as_str().unwrap(), guest["userPrincipalName"].as_str().unwrap());
    assert!(upn.ends_with("#EXT#@contoso.onmicrosoft.com"));
    for key in [id, upn] {
        let body = world.graph(&token, &format!("/v1.0/users/{key}?$select=id,userType")).json();
        assert_eq!((&body["id"], &body["userType"]), (&guest["id"], &Value::from("Guest")), "{key}");
    }
    let (status, code, message) = world.graph(&token, "/v1.0/users/nobody@contoso.com").graph_error();
    assert_eq!((status, code.as_str()), (404, "Request_ResourceNotFound"));
    assert!(message.contains("nobody@contoso.com"));
}

#[test]
fn me_and_the_organization_are_as_documented() {
    let world = World::new();
    let token = world.access_token("ines@contoso.com");
    let me = world.graph(&token, "/v1.0/me");
    assert_eq!(me.json()["userPrincipalName"], "ines@contoso.com");
    assert_eq!(me.json()["@odata.context"], format!("{GRAPH}/v1.0/$metadata#users/$entity"));
    assert!(me.header("content-type").unwrap().starts_with("application/json;odata.metadata=minimal"));
    let body = world.graph(&token, "/v1.0/organization?$select=id,displayName,verifiedDomains").json();
    let organization = &body["value"][0];
    assert_eq!(organization.as_object().unwrap().len(), 3);
    let names: Vec<_> = organization["verifiedDomains"]
        .as_array()
        .unwrap()
        .iter()
        .map(|domain| domain["name"].clone())
        .collect();
    assert_eq!(names, ["contoso.com", "contoso.onmicrosoft.com"]);
}

#[test]
fn a_browser_reads_the_headers_that_the_service_shows() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    let bearer = format!("Bearer {token}");
    let id = "0c2f4a9e-0d0e-4a52-9a29-4a4b1bdb1c7e";
    let headers = [("authorization", bearer.as_str()), ("origin", "http://p"), ("client-request-id", id)];
    let reply = world.send(Site::Graph, "GET", "/v1.0/me", &headers, "");
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert_eq!(reply.header("client-request-id"), Some(id));
    let exposed = reply.header("access-control-expose-headers").unwrap();
    assert!(
        exposed.contains("Retry-After")
            && exposed.contains("request-id")
            && !exposed.contains("resource-unit")
    );
    let asked =
        [("origin", "http://p"), ("access-control-request-headers", "authorization,consistencylevel")];
    let preflight = world.send(Site::Graph, "OPTIONS", "/v1.0/users", &asked, "");
    assert_eq!(preflight.status(), 200);
    assert_eq!(preflight.header("access-control-allow-headers"), Some("authorization,consistencylevel"));
    // CORS headers are on errors, too.
    let refused = world.send(Site::Graph, "GET", "/v1.0/me", &[("origin", "http://p")], "");
    assert_eq!((refused.status(), refused.header("access-control-allow-origin")), (401, Some("*")));
}

#[test]
fn unknown_paths_and_methods_are_refused_in_graphs_shape() {
    let world = World::new();
    let token = world.access_token("ada@contoso.com");
    assert_eq!(world.graph(&token, "/v1.0/nothing").graph_error().0, 400);
    assert_eq!(world.graph(&token, "/v3/me").graph_error().0, 400);
    let (status, code, _) = world.graph(&token, "/v1.0/invitations").graph_error();
    assert_eq!((status, code.as_str()), (404, "UnknownError"));
    let bearer = format!("Bearer {token}");
    let reply = world.send(Site::Graph, "DELETE", "/v1.0/me", &[("authorization", &bearer)], "");
    assert_eq!(reply.graph_error().0, 405);
    let big = vec![b' '; sandbox::BODY_LIMIT + 1];
    let reply = world.send(Site::Graph, "POST", "/v1.0/invitations", &[("authorization", &bearer)], big);
    assert_eq!(reply.graph_error().0, 413);
}
