//! The files are current, real parsers read them, and each says what the registration must be.

mod play;
mod stand_in;

use serde_json::{Map, Value, json};
use tree_sitter::{Language, Node, Parser, Tree};

use super::*;

/// The generated text of a file in `docs/registration`.
pub(super) fn text_of(name: &str) -> String {
    let path = format!("docs/registration/{name}");
    let files = files(&Workspace::find().unwrap()).unwrap();
    files.into_iter().find(|(known, _)| *known == path).unwrap().1
}

/// What Graph must be sent to create a registration.
pub(super) fn application(set: PermissionSet, redirect_uri: &str) -> Value {
    let access: Vec<_> =
        permissions(set).iter().map(|known| json!({ "id": known.id, "type": "Scope" })).collect();
    json!({
        "displayName": APP_NAME,
        "signInAudience": "AzureADMyOrg",
        "spa": { "redirectUris": [redirect_uri] },
        "web": { "redirectUris": [] },
        "publicClient": { "redirectUris": [] },
        "optionalClaims": { "idToken": [{ "name": "login_hint" }, { "name": "wids" }] },
        "requiredResourceAccess": [
            { "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": access },
        ],
    })
}

fn parse(text: &str, language: &Language) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    if let Some(error) = find(tree.root_node(), &|node| node.is_error() || node.is_missing()).first() {
        panic!("line {}: {}", error.start_position().row + 1, &text[error.byte_range()]);
    }
    tree
}

/// All nodes below this one that fit, in the order of the text; not those inside of a node that fits.
fn find<'tree>(node: Node<'tree>, fits: &dyn Fn(&Node) -> bool) -> Vec<Node<'tree>> {
    if fits(&node) {
        return vec![node];
    }
    let mut cursor = node.walk();
    let children: Vec<_> = node.children(&mut cursor).collect();
    children.into_iter().flat_map(|child| find(child, fits)).collect()
}

#[test]
fn the_files_in_docs_are_current() {
    let workspace = Workspace::find().unwrap();
    for (path, text) in files(&workspace).unwrap() {
        let there = fs::read_to_string(workspace.root.join(path)).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(there, text, "{path} is out of date: run `cargo xtask registration`");
    }
}

#[test]
fn a_gap_that_stays_empty_is_an_error() {
    let gaps = || vec![("own", "text".to_owned())];
    assert_eq!(fill("<<own>> of <<app_name>>, cat <<JSON", gaps()).unwrap(), "text of Guestlist, cat <<JSON");
    assert!(fill("<<own>> and <<other>>", gaps()).unwrap_err().to_string().contains("<<other>>"));
}

#[test]
fn the_sets_are_those_of_the_documents() {
    let names = |set| permissions(set).iter().map(|known| known.name).collect::<Vec<_>>();
    assert_eq!(names(PermissionSet::Minimal), ["User.Read", "User.Read.All", "User.Invite.All"]);
    assert_eq!(names(PermissionSet::Full), PERMISSIONS.map(|known| known.name));
    assert_eq!(clouds().unwrap().len(), CLOUDS.len());
}

/// The value of a node of PowerShell. Variables get their values; the items of a pipeline are those of `wanted`.
fn value_of(node: Node, text: &str, variables: &Map<String, Value>) -> Value {
    let source = &text[node.byte_range()];
    if let Some(value) = variables.get(source) {
        return value.clone();
    }
    let inner = |node: Node| value_of(node, text, variables);
    match node.kind() {
        "hash_literal_expression" => {
            let entries = find(node, &|node| node.kind() == "hash_entry");
            let pair = |entry: Node| {
                let key = entry.named_child(0).unwrap();
                let name = text[key.byte_range()].trim_matches('\'').to_owned();
                (name, inner(entry.named_child(1).unwrap()))
            };
            Value::Object(entries.into_iter().map(pair).collect())
        }
        "array_expression" => {
            let items = find(node, &|inner| inner.kind() == "pipeline");
            Value::Array(items.into_iter().map(inner).collect())
        }
        "string_literal" => source.trim_matches('\'').into(),
        _ => {
            assert_eq!(node.named_child_count(), 1, "{} {source}", node.kind());
            inner(node.named_child(0).unwrap())
        }
    }
}

/// The hashtables that the script assigns to a variable of this name.
pub(super) fn powershell_objects(name: &str, variables: &Map<String, Value>) -> Vec<Value> {
    let text = text_of("guestlist.ps1");
    let tree = parse(&text, &tree_sitter_powershell::LANGUAGE.into());
    let assignments = find(tree.root_node(), &|node| {
        node.kind() == "assignment_expression"
            && text[node.byte_range()].starts_with(&format!("${name} = @{{"))
    });
    assignments
        .into_iter()
        .map(|node| value_of(node.child_by_field_name("value").unwrap(), &text, variables))
        .collect()
}

/// What PowerShell sends for an app registration with this set.
pub(super) fn powershell_application(set: PermissionSet, redirect_uri: &str) -> Value {
    let sets = powershell_objects_of_sets();
    let name = if set == PermissionSet::Minimal { "Minimal" } else { "Full" };
    let access: Vec<_> =
        sets[name].as_object().unwrap().values().map(|id| json!({ "id": id, "type": "Scope" })).collect();
    let text = text_of("guestlist.ps1");
    let pipeline = "@($wanted.Values | ForEach-Object { @{ id = $_; type = 'Scope' } })";
    assert!(text.contains(pipeline) && text.contains("$wanted = $sets[$Permissions]"));
    let mut variables = Map::new();
    variables.insert("$RedirectUri".to_owned(), redirect_uri.into());
    variables.insert(pipeline.to_owned(), access.into());
    let mut body = powershell_objects("registration", &variables).remove(0);
    assert!(text.contains("$body = $registration.Clone()") && text.contains("$body['displayName'] = $Name"));
    body["displayName"] = APP_NAME.into();
    body
}

fn powershell_objects_of_sets() -> Value {
    // `[ordered]` keeps the order of a hashtable, and changes nothing else.
    let text = text_of("guestlist.ps1").replace("[ordered]", "");
    let tree = parse(&text, &tree_sitter_powershell::LANGUAGE.into());
    let sets = find(tree.root_node(), &|node| {
        node.kind() == "assignment_expression" && text[node.byte_range()].starts_with("$sets = ")
    });
    value_of(sets[0].child_by_field_name("value").unwrap(), &text, &Map::new())
}

/// The same, where the order of items does not matter.
fn sorted(mut body: Value) -> Value {
    let access = body["requiredResourceAccess"][0]["resourceAccess"].as_array_mut().unwrap();
    access.sort_by_key(ToString::to_string);
    body
}

#[test]
fn powershell_sends_the_registration() {
    for set in [PermissionSet::Minimal, PermissionSet::Full] {
        let uri = "https://guests.example.com/";
        assert_eq!(sorted(powershell_application(set, uri)), sorted(application(set, uri)));
    }
    let environments = &powershell_objects("environments", &Map::new())[0];
    assert_eq!(
        *environments,
        json!({ "global": "Global", "usgov": "USGov", "usgov-dod": "USGovDoD", "china": "China" })
    );
}

#[test]
fn powershell_names_no_function_or_cmdlet_that_is_not_there() {
    let text = text_of("guestlist.ps1");
    let tree = parse(&text, &tree_sitter_powershell::LANGUAGE.into());
    let own: Vec<_> = find(tree.root_node(), &|node| node.kind() == "function_name");
    let own: Vec<_> = own.into_iter().map(|node| &text[node.byte_range()]).collect();
    let used: Vec<_> = find(tree.root_node(), &|node| node.kind() == "command_name");
    for node in used {
        let name = &text[node.byte_range()];
        assert!(own.contains(&name) || CMDLETS.contains(&name), "{name}");
    }
}

/// Cmdlets of PowerShell, of Microsoft.Graph.Authentication, .Applications and .Identity.SignIns.
const CMDLETS: [&str; 18] = [
    "Connect-MgGraph",
    "ForEach-Object",
    "Get-MgApplication",
    "Get-MgContext",
    "Get-MgOauth2PermissionGrant",
    "Get-MgServicePrincipal",
    "New-MgApplication",
    "New-MgOauth2PermissionGrant",
    "New-MgServicePrincipal",
    "Out-Null",
    "Remove-MgApplication",
    "Select-Object",
    "Start-Sleep",
    "Update-MgApplication",
    "Update-MgOauth2PermissionGrant",
    "Where-Object",
    "exit",
    "throw",
];

#[test]
fn terraform_declares_the_registration() {
    let body = hcl::parse(&text_of("main.tf")).unwrap();
    let found = |kind: &str, label: &str| {
        let block = body.blocks().find(|block| {
            block.identifier() == kind && block.labels().first().is_some_and(|first| first.as_str() == label)
        });
        block.unwrap_or_else(|| panic!("{kind} {label}")).body().clone()
    };
    let text = |body: &hcl::Body, name: &str| {
        body.attributes()
            .find(|one| one.key() == name)
            .unwrap()
            .expr()
            .to_string()
            .trim_matches('"')
            .to_owned()
    };
    let app = found("resource", "azuread_application");
    assert_eq!(text(&app, "sign_in_audience"), SIGN_IN_AUDIENCE);
    let inner = |name: &str| app.blocks().find(|block| block.identifier() == name).unwrap().body().clone();
    assert_eq!(text(&inner("single_page_application"), "redirect_uris"), "[\n  var.redirect_uri\n]");
    let claims: Vec<_> = inner("optional_claims").blocks().map(|block| text(block.body(), "name")).collect();
    assert_eq!(claims, ID_TOKEN_CLAIMS.map(|claim| claim.name));
    assert_eq!(text(&found("data", "azuread_service_principal"), "client_id"), GRAPH_APP_ID);
    let locals = body.blocks().find(|block| block.identifier() == "locals").unwrap().body();
    for (name, set) in [("minimal", PermissionSet::Minimal), ("full", PermissionSet::Full)] {
        let value = text(locals, name);
        let rows = permissions(set);
        assert_eq!(value.matches('=').count(), rows.len(), "{value}");
        for row in rows {
            assert!(value.contains(&format!("\"{}\" = \"{}\"", row.name, row.id)), "{value}");
        }
    }
    found("resource", "azuread_service_principal");
    found("resource", "azuread_service_principal_delegated_permission_grant");
}

#[test]
fn bicep_declares_the_registration() {
    let text = text_of("main.bicep");
    // The grammar does not know the statement.
    let extension = "extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'\n";
    assert!(text.contains(extension));
    let text = text.replace(extension, "");
    let tree = parse(&text, &tree_sitter_bicep::LANGUAGE.into());
    let kinds = find(tree.root_node(), &|node| node.kind() == "resource_declaration");
    let kinds: Vec<_> =
        kinds.into_iter().map(|node| text[node.byte_range()].split('\'').nth(1).unwrap()).collect();
    let kind = |name: &str| format!("Microsoft.Graph/{name}@v1.0");
    let wanted = ["servicePrincipals", "applications", "servicePrincipals", "oauth2PermissionGrants"];
    assert_eq!(kinds, wanted.map(kind));
    let variables = find(tree.root_node(), &|node| node.kind() == "variable_declaration");
    for (name, set) in [("minimal", PermissionSet::Minimal), ("full", PermissionSet::Full)] {
        let declared = variables.iter().map(|node| &text[node.byte_range()]);
        let declared = declared.filter(|text| text.starts_with(&format!("var {name} "))).collect::<String>();
        let rows = permissions(set);
        assert_eq!(declared.matches("id:").count(), rows.len(), "{declared}");
        for row in rows {
            assert!(
                declared.contains(&format!("{{ name: '{}', id: '{}' }}", row.name, row.id)),
                "{declared}"
            );
        }
    }
    for part in
        [SIGN_IN_AUDIENCE, "redirectUris: [redirectUri]", "{ name: 'login_hint' }", "{ name: 'wids' }"]
    {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn the_line_for_microsoft_365_has_a_manifest_and_the_permissions() {
    let guide = text_of("README.md");
    let lines: Vec<_> = guide.lines().filter(|line| line.starts_with("m365 entra app add ")).collect();
    for (line, set) in lines.iter().zip([PermissionSet::Minimal, PermissionSet::Full]) {
        let manifest: Value = serde_json::from_str(line.split('\'').nth(1).unwrap()).unwrap();
        let whole = application(set, "");
        assert_eq!(manifest["optionalClaims"], whole["optionalClaims"]);
        assert_eq!(
            (&manifest["name"], &manifest["signInAudience"]),
            (&json!(APP_NAME), &whole["signInAudience"])
        );
        let wanted: Vec<_> = permissions(set)
            .iter()
            .map(|known| format!("https://graph.microsoft.com/{}", known.name))
            .collect();
        assert!(
            line.contains(&format!("--apisDelegated '{}' --grantAdminConsent", wanted.join(","))),
            "{line}"
        );
        assert!(line.contains("--platform spa --redirectUris https://"), "{line}");
    }
    assert_eq!(lines.len(), 2);
}
