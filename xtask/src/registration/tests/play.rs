//! What the scripts send is sent to a sandbox tenant: `guestlist.sh` runs by bash with a stand-in for `az`, and the
//! objects of `guestlist.ps1` are sent as PowerShell would send them.

use std::sync::atomic::Ordering;

use serde_json::{Map, Value, json};

use super::super::{APP_NAME, PermissionSet};
use super::stand_in::{Said, Tenant};
use super::{application, powershell_application, powershell_objects};

const URI: &str = "https://guests.example.com/";
const ALL: &[&str] = &["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"];
const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";

fn here() -> Tenant {
    Tenant::new("global", "AzureCloud", ALL)
}

/// The client id that the script printed for config.json.
fn client_id(said: &Said) -> String {
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    said.out.split("\"clientId\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn by_client(client: &str) -> String {
    format!("/applications(appId='{client}')")
}

/// The properties of the registration that `wanted` has.
fn registered(tenant: &Tenant, client: &str, wanted: &Value) -> Value {
    let (status, app) = tenant.graph("GET", &by_client(client), None);
    assert_eq!(status, 200, "{app}");
    let names = wanted.as_object().unwrap().keys();
    let of = |name: &String| match name.as_str() {
        "web" => json!({ "redirectUris": app["web"]["redirectUris"] }),
        _ => app[name.as_str()].clone(),
    };
    Value::Object(names.map(|name| (name.clone(), of(name))).collect())
}

/// The consents of an app.
fn consents(tenant: &Tenant, client: &str) -> Value {
    let principal = tenant.graph("GET", &format!("/servicePrincipals?$filter=appId eq '{client}'"), None).1;
    let Some(id) = principal["value"][0]["id"].as_str() else { return json!([]) };
    tenant.graph("GET", &format!("/oauth2PermissionGrants?$filter=clientId eq '{id}'"), None).1["value"]
        .clone()
}

#[test]
fn the_shell_script_registers_verifies_updates_and_removes() {
    for (set, full) in [(PermissionSet::Minimal, &[][..]), (PermissionSet::Full, &["--full"][..])] {
        let tenant = here();
        let run = |words: &[&str]| tenant.script(&[words, full].concat());
        let client = client_id(&run(&["create", "--redirect-uri", URI]));
        let wanted = application(set, URI);
        assert_eq!(registered(&tenant, &client, &wanted), wanted);
        let scope = consents(&tenant, &client)[0]["scope"].as_str().unwrap().split(' ').count();
        assert_eq!(scope, wanted["requiredResourceAccess"][0]["resourceAccess"].as_array().unwrap().len());
        let known = ["--redirect-uri", URI, "--client-id", &client];
        let verified = run(&[&["verify"][..], &known].concat());
        assert_eq!(
            (verified.code, verified.out.contains("WRONG")),
            (0, false),
            "{}{}",
            verified.out,
            verified.err
        );

        let wrong = json!({
            "spa": { "redirectUris": [] }, "web": { "redirectUris": [URI] }, "optionalClaims": null,
            "signInAudience": "AzureADMultipleOrgs", "requiredResourceAccess": [],
        });
        assert_eq!(tenant.graph("PATCH", &by_client(&client), Some(&wrong)).0, 204);
        let grant =
            format!("/oauth2PermissionGrants/{}", consents(&tenant, &client)[0]["id"].as_str().unwrap());
        assert_eq!(tenant.graph("PATCH", &grant, Some(&json!({ "scope": "User.Read" }))).0, 204);
        let verified = run(&[&["verify"][..], &known].concat());
        assert_eq!(verified.code, 1, "{}{}", verified.out, verified.err);
        for line in [
            "WRONG  accounts that may sign in: AzureADMyOrg is missing",
            "WRONG  redirect URI of the single-page application: https://guests.example.com/ is missing",
            "WRONG  redirect URIs under Web (AADSTS9002326): https://guests.example.com/",
            "WRONG  optional claim of the id token: wids is missing",
            "WRONG  permission User.Invite.All: 63dd7cd9-b489-4adf-a28c-ac38b9a0f962 is missing",
            "WRONG  consent for the organization: User.Invite.All is missing",
            "ok     consent for the organization: User.Read",
            "ok     secrets: none",
        ] {
            assert!(verified.out.lines().any(|known| known == line), "{line}\n{}", verified.out);
        }

        assert_eq!(client_id(&run(&[&["update"][..], &known].concat())), client);
        assert_eq!(registered(&tenant, &client, &wanted), wanted);
        assert_eq!(run(&[&["verify"][..], &known].concat()).code, 0);
        assert_eq!(tenant.script(&["remove", "--client-id", &client]).code, 0);
        assert_eq!(tenant.graph("GET", &by_client(&client), None).0, 404);
        let gone = run(&[&["verify"][..], &known].concat());
        assert!(
            gone.code == 2 && gone.err.contains("has no registration with the client id"),
            "{}",
            gone.err
        );
    }
}

#[test]
fn the_shell_script_leaves_consent_to_another_administrator() {
    let tenant = Tenant::new("global", "AzureCloud", &["Application.ReadWrite.All"]);
    let refused = tenant.script(&["create", "--redirect-uri", URI]);
    assert!(
        refused.code == 2 && refused.err.contains("is registered, but you may not consent"),
        "{}",
        refused.err
    );
    let tenant = Tenant::new("global", "AzureCloud", &["Application.ReadWrite.All"]);
    let client = client_id(&tenant.script(&["create", "--redirect-uri", URI, "--no-consent"]));
    let known = ["verify", "--redirect-uri", URI, "--no-consent", "--client-id", &client];
    assert_eq!(tenant.script(&known).code, 0);
}

#[test]
fn the_shell_script_says_what_a_policy_of_the_organization_forbids() {
    let tenant = here();
    // The tenant has no such policies. Status, code and text are made up: no stored source has this answer.
    let error =
        json!({ "error": { "code": "Forbidden", "message": "Blocked by the policy Redirect URIs." } });
    tenant.refuse_next("POST", "/applications", 403, &error);
    let refused = tenant.script(&["create", "--redirect-uri", URI]);
    assert!(
        refused.code != 0 && refused.err.contains("Blocked by the policy Redirect URIs."),
        "{}",
        refused.err
    );
    assert!(!refused.out.contains("clientId"), "{}", refused.out);
    assert_eq!(tenant.graph("GET", "/applications", None).1["value"], json!([]));
}

#[test]
fn the_shell_script_waits_until_the_app_is_known_everywhere() {
    let tenant = here();
    tenant.unknown.store(3, Ordering::Relaxed);
    let client = client_id(&tenant.script(&["create", "--redirect-uri", URI]));
    assert_eq!(tenant.unknown.load(Ordering::Relaxed), 0);
    assert_eq!(consents(&tenant, &client).as_array().unwrap().len(), 1);
}

#[test]
fn the_shell_script_knows_the_clouds() {
    for known in super::clouds().unwrap() {
        let name = known.cloud.name;
        let tenant = Tenant::new(name, known.azure_cli, ALL);
        let said = tenant.script(&["create", "--redirect-uri", URI, "--cloud", name]);
        client_id(&said);
        assert!(said.out.contains(&format!("\"cloud\": \"{name}\",")), "{}", said.out);
    }
    let elsewhere = Tenant::new("usgov", "AzureCloud", ALL).script(&[
        "create",
        "--redirect-uri",
        URI,
        "--cloud",
        "usgov",
    ]);
    assert!(
        elsewhere.code == 2 && elsewhere.err.contains("az cloud set --name AzureUSGovernment"),
        "{}",
        elsewhere.err
    );
}

#[test]
fn the_shell_script_stops_before_it_sends_something_wrong() {
    let tenant = here();
    client_id(&tenant.script(&[
        "create",
        "--redirect-uri",
        "http://localhost:8080/guests/",
        "--name",
        "Second",
    ]));
    client_id(&tenant.script(&["create", "--redirect-uri", URI]));
    let id = "11112222-bbbb-3333-cccc-4444dddd5555";
    let cases: [(&[&str], &str); 9] = [
        (&[], "the first word is create, verify, update or remove"),
        (&["create", "--redirect-uri", "https://guests.example.com"], "with a slash at the end"),
        (&["create", "--redirect-uri", "http://guests.example.com/"], "https"),
        (&["create", "--redirect-uri", "https://guests.example.com/\",\"https://evil.example/"], "https"),
        (&["create", "--redirect-uri", URI, "--name", "a\"b"], "no quotation mark"),
        (&["create", "--redirect-uri", URI, "--client-id", id], "did you mean update?"),
        (&["create", "--redirect-uri", URI], "there is an app with the name Guestlist: update it (client id"),
        (
            &["create", "--redirect-uri", URI, "--cloud", "moon"],
            "--cloud is one of global, usgov, usgov-dod, china",
        ),
        (&["remove"], "--client-id must be the application (client) id"),
    ];
    for (words, problem) in cases {
        let said = tenant.script(words);
        assert!(said.code == 2 && said.err.contains(problem), "{words:?}: {} {}", said.code, said.err);
    }
    let missing = tenant.script(&["update", "--redirect-uri", URI, "--client-id", id]);
    assert!(missing.code != 0 && missing.err.contains("Request_ResourceNotFound"), "{}", missing.err);
    let all = tenant.graph("GET", "/applications?$select=displayName", None).1;
    assert_eq!(all["value"], json!([{ "displayName": "Second" }, { "displayName": APP_NAME }]));
}

#[test]
fn the_tenant_takes_what_powershell_sends() {
    for set in [PermissionSet::Minimal, PermissionSet::Full] {
        let tenant = here();
        let body = powershell_application(set, URI);
        let (status, app) = tenant.graph("POST", "/applications", Some(&body));
        assert_eq!(status, 201, "{app}");
        let client = app["appId"].as_str().unwrap();
        assert_eq!(registered(&tenant, client, &body), body);
        let (_, graph) =
            tenant.graph("GET", &format!("/servicePrincipals?$filter=appId eq '{GRAPH_APP}'"), None);
        let mut variables = Map::new();
        variables.insert("$AppId".to_owned(), client.into());
        variables.insert("$resource".to_owned(), graph["value"][0]["id"].clone());
        variables.insert("$scope".to_owned(), "User.Read User.Read.All".into());
        variables.insert("$Client".to_owned(), Value::Null);
        let principal = &powershell_objects("new", &variables)[1];
        let (status, principal) = tenant.graph("POST", "/servicePrincipals", Some(principal));
        assert_eq!(status, 201, "{principal}");
        variables.insert("$Client".to_owned(), principal["id"].clone());
        let (status, grant) =
            tenant.graph("POST", "/oauth2PermissionGrants", Some(&powershell_objects("new", &variables)[0]));
        assert_eq!(status, 201, "{grant}");
        variables.insert("$scope".to_owned(), "User.Read".into());
        let path = format!("/oauth2PermissionGrants/{}", grant["id"].as_str().unwrap());
        assert_eq!(tenant.graph("PATCH", &path, Some(&powershell_objects("change", &variables)[0])).0, 204);
        assert_eq!(consents(&tenant, client)[0]["scope"], "User.Read");
        assert_eq!(tenant.graph("PATCH", &by_client(client), Some(&powershell_application(set, URI))).0, 204);
    }
}
