//! What goes into the gaps of the scripts, in the language of each.

use anyhow::Result;
use serde_json::{Value, json};

use super::{ID_TOKEN_CLAIMS, PermissionSet, clouds, joined, permissions};

type Gaps = Vec<(&'static str, String)>;

/// `requiredResourceAccess[].resourceAccess`: `Scope` means a delegated permission.
fn access(set: PermissionSet) -> Value {
    let of = |id: &str| json!({ "id": id, "type": "Scope" });
    permissions(set).iter().map(|permission| of(permission.id)).collect()
}

/// `oauth2PermissionGrant.scope`.
fn scope(set: PermissionSet) -> String {
    joined(permissions(set).iter().map(|permission| permission.name.to_owned()), " ")
}

fn claims() -> Value {
    ID_TOKEN_CLAIMS.iter().map(|claim| json!({ "name": claim.name })).collect()
}

/// Of `guestlist.sh`. Its bodies are JSON with variables of the shell in it.
pub(super) fn shell() -> Result<Gaps> {
    let case = |name: &str, az: &str, graph: &str| format!("  {name}) az_cloud={az} graph={graph} ;;");
    let cases = clouds()?.into_iter().map(|known| case(known.cloud.name, known.azure_cli, known.cloud.graph));
    let check = |name: &str, id: &str| format!("has 'permission {name}' {id} \"$ids\"");
    let minimal = permissions(PermissionSet::Minimal);
    let checks = permissions(PermissionSet::Full).into_iter().map(|permission| {
        let line = check(permission.name, permission.id);
        let always = minimal.iter().any(|known| known.id == permission.id);
        if always { format!("  {line}") } else { format!("  [ \"$full\" = no ] || {line}") }
    });
    Ok(vec![
        ("cloud_cases", joined(cases, "\n")),
        ("minimal_access", access(PermissionSet::Minimal).to_string()),
        ("full_access", access(PermissionSet::Full).to_string()),
        ("minimal_scope", scope(PermissionSet::Minimal)),
        ("full_scope", scope(PermissionSet::Full)),
        ("claims", claims().to_string()),
        ("claim_names", joined(ID_TOKEN_CLAIMS.iter().map(|claim| claim.name.to_owned()), " ")),
        ("permission_checks", joined(checks, "\n")),
    ])
}

/// Of `guestlist.ps1`.
pub(super) fn powershell() -> Result<Gaps> {
    let clouds = clouds()?;
    let names = clouds.iter().map(|known| format!("'{}'", known.cloud.name));
    let environments: Value =
        clouds.iter().map(|known| (known.cloud.name.to_owned(), json!(known.powershell))).collect();
    let set = |set| -> String {
        let rows =
            permissions(set).into_iter().map(|known| format!("        '{}' = '{}'", known.name, known.id));
        format!("[ordered]@{{\n{}\n    }}", joined(rows, "\n"))
    };
    let registration = json!({
        "signInAudience": super::SIGN_IN_AUDIENCE,
        "spa": { "redirectUris": ["$RedirectUri"] },
        "web": { "redirectUris": [] },
        "publicClient": { "redirectUris": [] },
        "optionalClaims": { "idToken": claims() },
        "requiredResourceAccess": [{
            "resourceAppId": super::GRAPH_APP_ID,
            "resourceAccess": "$wanted.Values | ForEach-Object { @{ id = $_; type = 'Scope' } }",
        }],
    });
    let grant = json!({
        "clientId": "$Client",
        "consentType": "AllPrincipals",
        "resourceId": "$resource",
        "scope": "$scope",
    });
    Ok(vec![
        ("cloud_set", joined(names, ", ")),
        ("environments", hashtable(&environments, "")),
        (
            "permission_sets",
            format!(
                "@{{\n    Minimal = {}\n    Full = {}\n}}",
                set(PermissionSet::Minimal),
                set(PermissionSet::Full)
            ),
        ),
        ("registration", hashtable(&registration, "")),
        ("grant", hashtable(&grant, "        ")),
        ("grant_change", "@{ scope = $scope }".to_owned()),
        ("principal", "@{ appId = $AppId }".to_owned()),
        ("claim_names", joined(ID_TOKEN_CLAIMS.iter().map(|claim| format!("'{}'", claim.name)), ", ")),
    ])
}

/// A value in PowerShell. A text that begins with `$` is an expression; in an array it gives the items.
fn hashtable(value: &Value, indent: &str) -> String {
    let inner = format!("{indent}    ");
    match value {
        Value::Object(fields) => {
            let key = |name: &str| {
                let bare = name.chars().all(char::is_alphanumeric);
                if bare { name.to_owned() } else { format!("'{name}'") }
            };
            let rows = fields
                .iter()
                .map(|(name, value)| format!("{inner}{} = {}", key(name), hashtable(value, &inner)));
            format!("@{{\n{}\n{indent}}}", joined(rows, "\n"))
        }
        Value::Array(items) if items.is_empty() => "@()".to_owned(),
        Value::Array(items) => {
            let rows = items.iter().map(|item| format!("{inner}{}", hashtable(item, &inner)));
            format!("@(\n{}\n{indent})", joined(rows, "\n"))
        }
        Value::String(text) if text.contains(" | ") => format!("@({text})"),
        Value::String(text) if text.starts_with('$') => text.clone(),
        Value::String(text) => format!("'{text}'"),
        Value::Null | Value::Bool(_) | Value::Number(_) => format!("${value}"),
    }
}

/// Of `main.tf`.
pub(super) fn terraform() -> Result<Gaps> {
    let clouds = clouds()?;
    let aligned = |rows: Vec<(&str, &str)>| {
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 2;
        let row = |(name, value): (&str, &str)| format!("    {:width$} = \"{value}\"", format!("\"{name}\""));
        joined(rows.into_iter().map(row), "\n")
    };
    let set = |set| aligned(permissions(set).iter().map(|known| (known.name, known.id)).collect());
    let claim = |name: &str| format!("    id_token {{\n      name = \"{name}\"\n    }}");
    Ok(vec![
        ("cloud_list", joined(clouds.iter().map(|known| format!("\"{}\"", known.cloud.name)), ", ")),
        ("environments", aligned(clouds.iter().map(|known| (known.cloud.name, known.terraform)).collect())),
        ("minimal", set(PermissionSet::Minimal)),
        ("full", set(PermissionSet::Full)),
        ("claims", joined(ID_TOKEN_CLAIMS.iter().map(|known| claim(known.name)), "\n")),
    ])
}

/// Of `main.bicep`.
pub(super) fn bicep() -> Gaps {
    let row = |name: &str, id: &str| format!("  {{ name: '{name}', id: '{id}' }}");
    let set = |set| joined(permissions(set).iter().map(|known| row(known.name, known.id)), "\n");
    let claims = ID_TOKEN_CLAIMS.iter().map(|known| format!("      {{ name: '{}' }}", known.name));
    vec![
        ("minimal", set(PermissionSet::Minimal)),
        ("full", set(PermissionSet::Full)),
        ("claims", joined(claims, "\n")),
    ]
}
