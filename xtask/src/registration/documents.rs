//! What goes into the gaps of the guide, and the table of `docs/permissions.md`.

use anyhow::{Context, Result};
use serde_json::json;

use super::{
    APP_NAME, ID_TOKEN_CLAIMS, PERMISSIONS, PermissionSet, SIGN_IN_AUDIENCE, clouds, joined, permissions,
};
use crate::app_registration::{Asked, GraphPermission};

/// Of `docs/registration/README.md`.
pub(super) fn guide() -> Result<Vec<(&'static str, String)>> {
    let clouds = clouds()?;
    let row = |known: &GraphPermission| {
        let set = match known.set {
            PermissionSet::Minimal => "minimal, full",
            PermissionSet::Full => "full",
        };
        let (name, id, asked, reason) = (known.name, known.id, asked(known.asked), known.reason);
        format!("| `{name}` | `{id}` | {set} | {asked} | {reason} |")
    };
    let code = |text: &str| format!("`{text}`");
    let minimal = permissions(PermissionSet::Minimal);
    let further = PERMISSIONS.iter().filter(|known| known.set == PermissionSet::Full);
    let mut centers: Vec<String> = Vec::new();
    for known in &clouds {
        let center = format!("[{0}]({0})", known.cloud.admin_center);
        if !centers.contains(&center) {
            centers.push(center);
        }
    }
    let others = clouds
        .iter()
        .skip(1)
        .map(|known| format!("`az cloud set --name {}` for `{}`", known.azure_cli, known.cloud.name));
    let claim =
        |known: &crate::app_registration::OptionalClaim| format!("`{}` ({})", known.name, known.reason);
    Ok(vec![
        ("permission_rows", joined(PERMISSIONS.iter().map(row), "\n")),
        ("claim_words", joined(ID_TOKEN_CLAIMS.iter().map(claim), "; ") + ". Both may be left out"),
        ("claim_list", joined(ID_TOKEN_CLAIMS.iter().map(|known| code(known.name)), ", ")),
        ("claim_count", ID_TOKEN_CLAIMS.len().to_string()),
        ("minimal_words", joined(minimal.iter().map(|known| code(known.name)), ", ")),
        ("further_words", joined(further.map(|known| code(known.name)), ", ")),
        ("az_clouds", joined(others, ", ")),
        ("admin_centers", joined(centers, ", ")),
        ("m365_minimal", m365(PermissionSet::Minimal)),
        ("m365_full", m365(PermissionSet::Full)),
    ])
}

/// The line for the CLI for Microsoft 365. Its manifest has the form of the admin center's older one, where the name is
/// `name`; what is in it, is what the options cannot say.
fn m365(set: PermissionSet) -> String {
    let claims: Vec<_> = ID_TOKEN_CLAIMS.iter().map(|claim| json!({ "name": claim.name })).collect();
    let manifest = json!({
        "name": APP_NAME,
        "signInAudience": SIGN_IN_AUDIENCE,
        "optionalClaims": { "idToken": claims },
    });
    let apis =
        permissions(set).into_iter().map(|known| format!("https://graph.microsoft.com/{}", known.name));
    format!(
        "m365 entra app add --manifest '{manifest}' --platform spa --redirectUris https://guests.example.com/ \
         --apisDelegated '{}' --grantAdminConsent",
        joined(apis, ",")
    )
}

/// When the portal asks for a permission, in words.
const fn asked(when: Asked) -> &'static str {
    match when {
        Asked::AtSignIn => "at every sign-in",
        Asked::AtFirstUse => "when it is first needed",
    }
}

const BEGIN: &str = "<!-- Made by `cargo xtask registration`: begin -->\n";
const END: &str = "<!-- Made by `cargo xtask registration`: end -->\n";

/// The text of `docs/permissions.md` with the current table between its marks.
pub(super) fn with_table(text: &str) -> Result<String> {
    let marks = "docs/permissions.md lacks the marks of the table";
    let text = text.replace("\r\n", "\n");
    let (before, rest) = text.split_once(BEGIN).context(marks)?;
    let (_, after) = rest.split_once(END).context(marks)?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", table()))
}

fn table() -> String {
    let head = "| Permission (delegated) | Asked for | For | Without it | Consent | Least Entra role of the person |\n|---|---|---|---|---|---|\n";
    let row = |known: GraphPermission| {
        let consent = if known.admin_only { "admin" } else { "user" };
        format!(
            "| `{}` | {} | {} | {} | {consent} | {} |\n",
            known.name,
            asked(known.asked),
            known.reason,
            known.without,
            known.least_role
        )
    };
    head.to_owned() + &joined(PERMISSIONS.into_iter().map(row), "")
}
