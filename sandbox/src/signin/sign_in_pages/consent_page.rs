//! The consent pages.

use maud::{Markup, html};

use super::{PageContext, button};
use crate::apps::consent::may_consent_for_all;
use crate::apps::permissions::Permission;
use crate::directory::{TENANT_NAME, User};
use crate::web::Response;

/// Shown when a permission is missing that only an administrator can grant.
pub(in crate::signin) fn need_admin_approval(
    context: &PageContext,
    person: &User,
    permissions: &[&Permission],
) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { "Need admin approval" }
        p { strong { (context.app.name) } " needs permission to access resources in your organization that only an \
            admin can grant. Please ask an admin to grant permission to this app before you can use it." }
        (permission_list(permissions))
        (context.form(html! {
            div.actions {
                (button("other", false, "Have an admin account? Sign in with that account"))
                (button("without-consent", true, "Return to the application without granting consent"))
            }
        }))
    };
    context.page("Need admin approval", body)
}

/// Shown when the user can grant the permissions. An administrator can also grant them for the organization; on the
/// admin consent page (`whole`) that is the only choice.
pub(in crate::signin) fn permissions_requested(
    context: &PageContext,
    person: &User,
    permissions: &[&Permission],
    whole: bool,
) -> Response {
    let body = html! {
        p.brand { (TENANT_NAME) }
        p.quiet { (person.upn) }
        h1 { "Permissions requested" }
        @if whole { p { "Review for your organization" } }
        p { strong { (context.app.name) } " would like to:" }
        (permission_list(permissions))
        (context.form(html! {
            @if whole {
                p { "If you accept, this app will get access to the specified resources for all users in your \
                     organization. No one else will be prompted to review these permissions." }
            } @else if may_consent_for_all(person) {
                div.check {
                    input type="checkbox" id="organization" name="organization" value="on";
                    label for="organization" { "Consent on behalf of your organization" }
                }
            }
            p.quiet { "Accepting means that you allow this app to use your data as it says in its terms." }
            input type="hidden" name="account" value=(person.id);
            div.actions {
                (button("decline", false, "Cancel"))
                (button("consent", true, "Accept"))
            }
        }))
    };
    context.page("Permissions requested", body)
}

fn permission_list(permissions: &[&Permission]) -> Markup {
    html! {
        ul.permissions {
            @for permission in permissions {
                li { (permission.says) " " code { (permission.name) } }
            }
        }
    }
}
