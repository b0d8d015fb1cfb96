//! App registrations through Graph: an app that is registered, has a service principal and consent, signs in; and what
//! is refused.

use sandbox::{Site, TENANT_ID};
use serde_json::{Value, json};

use crate::world::{Reply, VERIFIER, World, parameter};

const BACK: &str = "https://guests.example.com/";
const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";
const SCOPE: &str = "User.Read User.Read.All User.Invite.All";

fn registration() -> Value {
    json!({
        "displayName": "Invitations",
        "signInAudience": "AzureADMyOrg",
        "spa": { "redirectUris": [BACK] },
        "web": { "redirectUris": [] },
        "optionalClaims": { "idToken": [{ "name": "login_hint" }] },
        "requiredResourceAccess": [{
            "resourceAppId": GRAPH_APP,
            "resourceAccess": [{ "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" }],
        }],
    })
}

/// A tenant, and a token with the permissions that registering needs.
fn world(upn: &str) -> (World, String) {
    let world = World::new();
    world.consent(None, &["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"]);
    let token = world.access_token(upn);
    (world, token)
}

fn made(reply: &Reply) -> Value {
    assert_eq!(reply.status(), 201, "{}", reply.text());
    reply.json()
}

/// Status, code and message of a refusal.
fn refusal(reply: &Reply) -> (u16, String, String) {
    let error = reply.json()["error"].clone();
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    (reply.status(), text("code"), text("message"))
}

/// The ids of the service principals of an app and of Microsoft Graph.
fn principals(world: &World, token: &str, app_id: &Value) -> (Value, Value) {
    let path = "/v1.0/servicePrincipals";
    let principal = made(&world.graph_write(token, "POST", path, &json!({ "appId": app_id })));
    let graph = world.graph(token, &format!("{path}?$filter=appId eq '{GRAPH_APP}'")).json();
    (principal["id"].clone(), graph["value"][0]["id"].clone())
}

/// What the app gets that asks for tokens from its page.
fn signs_in(world: &World, client: &str) -> Reply {
    let asked =
        [("client_id", client), ("redirect_uri", BACK), ("scope", SCOPE), ("prompt", "select_account")];
    let page = world.authorize(&asked);
    let back = world.pick_account(&page, "ines@contoso.com").location();
    let code = parameter(&back, "code");
    let headers = [("origin", "https://guests.example.com")];
    world.redeem(
        TENANT_ID,
        &headers,
        &[
            ("client_id", client),
            ("grant_type", "authorization_code"),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
            ("code", &code),
        ],
    )
}

#[test]
fn an_app_is_registered_and_signs_in_until_it_is_removed() {
    let (world, token) = world("gael@contoso.com");
    let app = made(&world.graph_write(&token, "POST", "/v1.0/applications", &registration()));
    let client = app["appId"].as_str().unwrap();
    assert_eq!(app["spa"]["redirectUris"], json!([BACK]));
    let found = world.graph(&token, &format!("/v1.0/applications?$filter=appId eq '{client}'")).json();
    let mut one = world.graph(&token, &by_client(client)).json();
    one.as_object_mut().unwrap().remove("@odata.context");
    assert_eq!(found["value"], json!([one]));
    let (client_id, resource_id) = principals(&world, &token, &app["appId"]);
    let grant = json!({
        "clientId": client_id, "consentType": "AllPrincipals", "resourceId": resource_id, "scope": SCOPE,
    });
    let granted = made(&world.graph_write(&token, "POST", "/v1.0/oauth2PermissionGrants", &grant));
    assert_eq!((granted["id"].as_str().unwrap().len(), &granted["principalId"]), (43, &Value::Null));
    let signed_in = signs_in(&world, client);
    assert_eq!(signed_in.status(), 200, "{}", signed_in.text());
    assert!(signed_in.json()["scope"].as_str().unwrap().contains("User.Invite.All"));

    let path = format!("/v1.0/oauth2PermissionGrants/{}", granted["id"].as_str().unwrap());
    assert_eq!(world.graph_write(&token, "PATCH", &path, &json!({ "scope": "User.Read" })).status(), 204);
    let of_app =
        format!("/v1.0/oauth2PermissionGrants?$filter=clientId eq '{}'", client_id.as_str().unwrap());
    assert_eq!(world.graph(&token, &of_app).json()["value"][0]["scope"], "User.Read");
    assert_eq!(world.graph(&token, &path).status(), 200);
    assert_eq!(world.graph_write(&token, "DELETE", &path, &json!({})).status(), 204);
    assert_eq!(world.graph(&token, &of_app).json()["value"], json!([]));

    assert_eq!(world.graph_write(&token, "DELETE", &by_client(client), &json!({})).status(), 204);
    assert_eq!(world.graph(&token, &by_client(client)).status(), 404);
    let principal = format!("/v1.0/servicePrincipals?$filter=appId eq '{client}'");
    assert_eq!(world.graph(&token, &principal).json()["value"], json!([]));
    let refused = world.authorize(&[("client_id", client), ("redirect_uri", BACK)]);
    assert!(refused.text().contains("AADSTS700016"), "{}", refused.text());
}

fn by_client(client: &str) -> String {
    format!("/v1.0/applications(appId='{client}')")
}

#[test]
fn a_redirect_uri_of_the_wrong_type_is_mended_by_an_update() {
    let (world, token) = world("gael@contoso.com");
    let mut wrong = registration();
    wrong["web"] = wrong["spa"].take();
    wrong["spa"] = json!({ "redirectUris": [] });
    let app = made(&world.graph_write(&token, "POST", "/v1.0/applications", &wrong));
    let client = app["appId"].as_str().unwrap();
    let grants = world.control(
        "POST",
        "consents",
        &json!({ "clientId": client, "permissions": SCOPE.split(' ').collect::<Vec<_>>() }),
    );
    assert_eq!(grants.status(), 204);
    assert!(signs_in(&world, client).text().contains("AADSTS9002326"));
    let path = format!("/v1.0/applications/{}", app["id"].as_str().unwrap());
    assert_eq!(world.graph_write(&token, "PATCH", &path, &registration()).status(), 204);
    assert_eq!(world.graph(&token, &path).json()["web"]["redirectUris"], json!([]));
    assert_eq!(signs_in(&world, client).status(), 200);
}

#[test]
fn what_cannot_be_registered_is_refused() {
    let (world, token) = world("gael@contoso.com");
    let post = |path: &str, body: &Value| world.graph_write(&token, "POST", &format!("/v1.0/{path}"), body);
    let bad = |code: &str, message: &str| (400, code.to_owned(), message.to_owned());
    assert_eq!(
        refusal(&post("applications", &json!({}))),
        bad(
            "Request_BadRequest",
            "A value is required for property 'displayName' of resource 'Application'."
        )
    );
    for (name, value) in [
        ("spa", json!({ "redirectUris": ["http://guests.example.com/"] })),
        ("signInAudience", json!("Everybody")),
        ("optionalClaims", json!({ "token": [] })),
        ("requiredResourceAccess", json!([{ "resourceAppId": GRAPH_APP }])),
    ] {
        let mut body = registration();
        body[name] = value;
        let message = format!("Invalid value specified for property '{name}' of resource 'Application'.");
        assert_eq!(refusal(&post("applications", &body)), bad("Request_BadRequest", &message));
    }
    let unknown = json!({ "appId": "11112222-bbbb-3333-cccc-4444dddd5555" });
    assert_eq!(
        refusal(&post("servicePrincipals", &unknown)),
        bad(
            "Request_BadRequest",
            "The appId '11112222-bbbb-3333-cccc-4444dddd5555' of the service principal does not reference a valid \
             application object."
        )
    );
    let app = made(&post("applications", &registration()));
    let (client_id, resource_id) = principals(&world, &token, &app["appId"]);
    let again = refusal(&post("servicePrincipals", &json!({ "appId": app["appId"] })));
    assert_eq!((again.0, &*again.1), (409, "Request_MultipleObjectsWithSameKeyValue"));
    let grant = |scope: &str| {
        let body = json!({
            "clientId": client_id, "consentType": "AllPrincipals", "resourceId": resource_id, "scope": scope,
        });
        post("oauth2PermissionGrants", &body)
    };
    assert_eq!(refusal(&grant("User.Reed")).0, 400);
    made(&grant("User.Read"));
    let (status, code, message) = refusal(&grant("User.Read.All"));
    assert_eq!(
        (status, &*code, &*message),
        (409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.")
    );
    assert_eq!(world.send(Site::Graph, "GET", "/v1.0/applications", &[], "").status(), 401);
}

#[test]
fn registering_needs_an_administrator_and_the_permission() {
    let (world, token) = world("ada@contoso.com");
    let (status, code, _) =
        refusal(&world.graph_write(&token, "POST", "/v1.0/applications", &registration()));
    assert_eq!((status, &*code), (403, "Authorization_RequestDenied"));
    let bare = World::new();
    let token = bare.access_token("gael@contoso.com");
    for path in ["applications", "oauth2PermissionGrants"] {
        assert_eq!(bare.graph(&token, &format!("/v1.0/{path}")).status(), 403, "{path}");
    }
}
