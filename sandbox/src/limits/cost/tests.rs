use std::sync::Arc;

use bytes::Bytes;

use super::*;

fn cost(method: &str, uri: &str) -> (u32, u32) {
    let request = http::Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap();
    let cost = of(&Request::read(request, Arc::default()));
    (cost.units, cost.writes)
}

#[test]
fn each_row_of_the_table_and_its_modifiers() {
    for (method, uri, expected) in [
        ("GET", "/v1.0/users", (2, 0)),
        ("GET", "/v1.0/users?$select=id", (1, 0)),
        ("GET", "/v1.0/users?$expand=manager", (3, 0)),
        ("GET", "/v1.0/users?$expand=manager&$select=id&$top=5", (1, 0)),
        ("GET", "/v1.0/users?$top=19", (1, 0)),
        ("GET", "/v1.0/users?$top=20", (2, 0)),
        ("GET", "/v1.0/users?$select=id&$top=5", (1, 0)),
        ("GET", "/v1.0/users/x", (1, 0)),
        ("GET", "/v1.0/groups/x/members", (3, 0)),
        ("GET", "/beta/me/transitiveMemberOf/microsoft.graph.group", (2, 0)),
        ("GET", "/v1.0/users/x/memberOf", (2, 0)),
        ("GET", "/v1.0/groups/x/transitiveMembers", (5, 0)),
        ("POST", "/v1.0/directoryObjects/getByIds", (3, 0)),
        ("POST", "/v1.0/servicePrincipals/x/appRoleAssignedTo", (1, 1)),
        ("PUT", "/v1.0/users/x/manager/$ref", (1, 1)),
        ("GET", "/v1.0/subscribedSkus", (3, 0)),
        ("POST", "/v1.0/users/x/checkMemberGroups", (4, 0)),
        ("POST", "/v1.0/me/getMemberGroups", (2, 0)),
        ("POST", "/v1.0/invitations", (1, 1)),
        ("PATCH", "/v1.0/groups/x", (1, 1)),
        ("DELETE", "/v1.0/groups/x/members/y/$ref", (1, 1)),
    ] {
        assert_eq!(cost(method, uri), expected, "{method} {uri}");
    }
}
