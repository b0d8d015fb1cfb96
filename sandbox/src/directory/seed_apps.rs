//! The apps of Contoso: one for every case of assigning a guest to an app, and a few assignments.

use jiff::{Timestamp, ToSpan as _};
use uuid::{Uuid, uuid};

use super::app::{AllowedMembers, AppRole, DEFAULT_ACCESS, Owner, RoleAssignment, ServicePrincipal};
use super::{Directory, GuestState, UserType};
use crate::random::Random;

/// The app id of Microsoft Graph, the same in every tenant [documented].
pub(crate) const MICROSOFT_GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
/// The tenant that owns Microsoft's own apps [documented].
const MICROSOFT: Owner = Owner::Tenant(uuid!("f8cdef31-a31e-4b4a-93e4-5f571e91255a"));
/// The tenant of an app from the gallery [invented].
const VENDOR: Owner = Owner::Tenant(uuid!("83f16a0c-2d97-4be5-a8d4-5c1b7e90f3a6"));

/// Marks an app that the admin centre lists among the enterprise applications [observed].
const ENTERPRISE: &str = "WindowsAzureActiveDirectoryIntegratedApp";
const GALLERY: &str = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1";
/// Hides the app from My Apps [documented].
const HIDDEN: &str = "HideApp";

/// Id, name, description, value, whether it is enabled, who can have it.
type RoleRow = (Uuid, &'static str, &'static str, Option<&'static str>, bool, AllowedMembers);

struct AppRow {
    app_id: Uuid,
    name: &'static str,
    description: Option<&'static str>,
    homepage: Option<&'static str>,
    owner: Owner,
    enabled: bool,
    assignment_required: bool,
    tags: &'static [&'static str],
    roles: &'static [RoleRow],
}

const APPS: &[AppRow] = &[
    AppRow {
        app_id: uuid!("6b1f0c52-9a3e-4d87-b5c1-20e7d94a8f36"),
        name: "Partner Portal",
        description: Some("Orders, tenders and contracts for partners"),
        homepage: Some("https://partners.contoso.com"),
        owner: Owner::Here,
        enabled: true,
        assignment_required: true,
        tags: &[ENTERPRISE],
        roles: &[
            (
                uuid!("2f6d81b4-0e57-4c39-9d12-a6f857c3e041"),
                "Partner",
                "Reads tenders and sends offers",
                Some("Partner"),
                true,
                AllowedMembers::Users,
            ),
            (
                uuid!("91c47e0a-3b28-4f65-8e90-d47b12fa6c58"),
                "Partner Manager",
                "Signs contracts for a partner",
                Some("Partner.Manager"),
                true,
                AllowedMembers::Users,
            ),
            (
                uuid!("4e83a5d9-6f10-4b72-a7c6-3819ed5b02f4"),
                "Supplier (old)",
                "Replaced by Partner",
                Some("Supplier"),
                false,
                AllowedMembers::Users,
            ),
            (
                uuid!("c70b19e2-58d4-4a96-b13f-7ed064a895c2"),
                "Read orders",
                "Lets an app read all orders",
                Some("Orders.Read"),
                true,
                AllowedMembers::Apps,
            ),
        ],
    },
    AppRow {
        app_id: uuid!("a84ed716-50cb-4392-8f6d-1be903d7c25a"),
        name: "Contoso Expenses",
        description: Some("Travel and expenses"),
        homepage: Some("https://expenses.contoso.com"),
        owner: Owner::Here,
        enabled: true,
        assignment_required: false,
        tags: &[ENTERPRISE],
        roles: &[
            (
                uuid!("5d20f8a7-c491-4e63-a05b-96d1e73c4b8f"),
                "Submitter",
                "Hands in expenses",
                Some("Expenses.Submit"),
                true,
                AllowedMembers::Users,
            ),
            (
                uuid!("e19a460d-72b5-4c8f-9337-0fd85ac6b41e"),
                "Approver",
                "Approves expenses",
                Some("Expenses.Approve"),
                true,
                AllowedMembers::Users,
            ),
        ],
    },
    AppRow {
        app_id: uuid!("3c97b2e0-f146-4d5a-8cb9-e60471da528d"),
        name: "Supplier Documents",
        description: Some("Drawings and data sheets"),
        homepage: Some("https://documents.contoso.com"),
        owner: Owner::Here,
        enabled: true,
        assignment_required: true,
        tags: &[ENTERPRISE],
        roles: &[],
    },
    AppRow {
        app_id: uuid!("d5e238c9-1a70-4fb4-96a3-c82f4b06e7d1"),
        name: "Relecloud CRM",
        description: None,
        homepage: Some("https://crm.relecloud.com?metadata=contoso"),
        owner: VENDOR,
        enabled: true,
        assignment_required: true,
        tags: &[ENTERPRISE, GALLERY],
        // The two roles of every gallery app [observed].
        roles: &[
            (
                uuid!("18d14569-c3bd-439b-9a66-3a2aee01d14f"),
                "User",
                "User",
                None,
                true,
                AllowedMembers::Users,
            ),
            (
                uuid!("b9632174-c057-4f7e-951b-be3adc52bfe6"),
                "msiam_access",
                "msiam_access",
                None,
                true,
                AllowedMembers::Users,
            ),
        ],
    },
    AppRow {
        app_id: uuid!("70a954fd-8e31-4c0b-b7d2-6f13ca8590e4"),
        name: "Timesheets (retired)",
        description: Some("Nobody can sign in any more"),
        homepage: None,
        owner: Owner::Here,
        enabled: false,
        assignment_required: false,
        tags: &[ENTERPRISE, HIDDEN],
        roles: &[],
    },
    AppRow {
        app_id: MICROSOFT_GRAPH,
        name: "Microsoft Graph",
        description: None,
        homepage: None,
        owner: MICROSOFT,
        enabled: true,
        assignment_required: false,
        tags: &[],
        // Two of its application permissions; users cannot have them.
        roles: &[
            (
                uuid!("09850681-111b-4a89-9bed-3f2cae46d706"),
                "Invite guest users to the organization",
                "Allows the app to invite guest users to the organization, without a signed-in user.",
                Some("User.Invite.All"),
                true,
                AllowedMembers::Apps,
            ),
            (
                uuid!("df021288-bdef-4463-88db-98f22de89214"),
                "Read all users' full profiles",
                "Allows the app to read user profiles without a signed in user.",
                Some("User.Read.All"),
                true,
                AllowedMembers::Apps,
            ),
        ],
    },
];

/// Every how many guests who accepted have the role Partner, and how many at most: a list that can be paged by hand.
const PARTNERS: (u128, usize) = (9, 250);
/// How many members may use Contoso Expenses.
const MOST_MEMBERS: usize = 50;

/// Adds apps and assignments. They have random numbers of their own, so the users do not depend on them.
pub(super) fn add_to(directory: &mut Directory, seed: u64, anchor: Timestamp) {
    let mut random = Random::from_number(seed ^ 0x6170_7073);
    for row in APPS {
        let app = principal(row, random.uuid());
        directory.apps.principals.push(app);
    }
    let created = anchor.checked_sub((24 * 200).hours()).unwrap_or(anchor);
    for (principal, app, role) in assigned(directory) {
        let resource = directory.apps.principals.iter().find(|known| known.name == app);
        let found = resource.map(|app| {
            let named = app.roles.iter().find(|known| known.name == role);
            (app.id, named.map_or(DEFAULT_ACCESS, |role| role.id))
        });
        if let Some((resource, role)) = found {
            directory.apps.assign(RoleAssignment {
                grant: random.uuid(),
                principal,
                resource,
                role,
                created,
            });
        }
    }
}

fn principal(row: &AppRow, id: Uuid) -> ServicePrincipal {
    let roles = row.roles.iter().map(|(id, name, description, value, enabled, allowed)| AppRole {
        id: *id,
        name,
        description,
        value: *value,
        enabled: *enabled,
        allowed: *allowed,
    });
    ServicePrincipal {
        id,
        app_id: row.app_id,
        name: row.name.to_owned(),
        description: row.description,
        homepage: row.homepage,
        owner: row.owner,
        enabled: row.enabled,
        assignment_required: row.assignment_required,
        roles: roles.collect(),
        tags: row.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        names: [Some(row.app_id.to_string()), row.homepage.map(str::to_owned)]
            .into_iter()
            .flatten()
            .collect(),
    }
}

/// User or group, app and role. An empty role means access without a role.
fn assigned(directory: &Directory) -> Vec<(Uuid, &'static str, &'static str)> {
    let mut rows = Vec::new();
    for group in &directory.groups {
        match group.display_name.as_str() {
            "Partner Portal Users" => rows.push((group.id, "Partner Portal", "Partner")),
            "Supplier Documents" => rows.push((group.id, "Supplier Documents", "")),
            _ => {}
        }
    }
    let users = directory.users();
    let members =
        users.iter().filter(|user| user.user_type == Some(UserType::Member) && user.state.is_none());
    for (number, member) in members.take(MOST_MEMBERS).enumerate() {
        let role = if number == 0 { "Approver" } else { "Submitter" };
        rows.push((member.id, "Contoso Expenses", role));
    }
    let (of, most) = PARTNERS;
    let accepted = users.iter().filter(|user| user.state == Some(GuestState::Accepted));
    let partners = accepted.filter(|guest| guest.id.as_u128().is_multiple_of(of)).take(most);
    rows.extend(partners.map(|guest| (guest.id, "Partner Portal", "Partner")));
    rows
}
