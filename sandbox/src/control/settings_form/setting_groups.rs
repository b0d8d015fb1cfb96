//! The settings that the page offers, in groups, with their labels.

use std::borrow::Cow;

use crate::control::fields::{Field, Kind, field, number};
use crate::policies::tenants;
use crate::settings::MOST_OBJECTS;

pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) fields: Vec<Field>,
    /// Collapsed until the user opens it.
    pub(super) folded: bool,
}

pub(super) fn all() -> Vec<Group> {
    let group = |title, fields| Group { title, fields, folded: false };
    let folded = |title, fields| Group { title, fields, folded: true };
    vec![
        group("Invitations", invitations()),
        group("Redemption", redemption()),
        group("Other organizations", cross_tenant()),
        folded("Single organizations", partners()),
        group("This organization", organization()),
        folded("Rest of the authorization policy", authorization()),
        group("Time", time()),
        group("Sign-in", sign_in()),
        group("Limits", limits()),
    ]
}

fn invitations() -> Vec<Field> {
    let domains = Kind::Lines;
    vec![
        field("allowInvitesFrom", "Who may invite guests", "", Kind::Choice(INVITERS)),
        field(
            "allowedDomains",
            "Only these domains",
            "One a line. Guests of any other domain are refused. Either this list or the next.",
            domains,
        ),
        field("blockedDomains", "Not these domains", "One a line.", domains),
        field(
            "invitersHaveMailbox",
            "Inviters have a mailbox",
            "Without one the service drops their personal message, and they cannot send mail.",
            Kind::Switch,
        ),
        field(
            "invitationSender",
            "Who sends the invitation mail",
            "The custom domain needs a tenant with mail: without a mailbox of the inviters Microsoft sends.",
            Kind::Choice(SENDERS),
        ),
        field(
            "initialDomainIsDefault",
            "The initial domain is the default domain",
            "Such as contoso.onmicrosoft.com. As in a tenant that has no domain of its own yet.",
            Kind::Switch,
        ),
    ]
}

const INVITERS: &[(&str, &str)] = &[
    ("everyone", "Everyone, guests too"),
    ("adminsGuestInvitersAndAllMembers", "Administrators, Guest Inviters and members"),
    ("adminsAndGuestInviters", "Only administrators and Guest Inviters"),
    ("none", "Nobody"),
];

const SENDERS: &[(&str, &str)] = &[
    ("tenant", "The tenant's initial domain"),
    ("customDomain", "The tenant's custom domain"),
    ("microsoft", "Microsoft, as before December 2025"),
];

fn redemption() -> Vec<Field> {
    vec![
        field("redemption", "What a guest goes through", "", Kind::Choice(PAGES)),
        field(
            "emailOneTimePasscode",
            "Mail a one-time passcode to guests without an account",
            "Otherwise they need a Microsoft account.",
            Kind::Switch,
        ),
    ]
}

const PAGES: &[(&str, &str)] = &[("full", "Sign-in or passcode, then consent"), ("short", "Consent alone")];

const ACCESS: &[(&str, &str)] = &[("allowed", "Allowed"), ("blocked", "Blocked")];

fn cross_tenant() -> Vec<Field> {
    vec![
        field(
            "crossTenantAccess/default/b2bCollaborationInbound",
            "Guests from elsewhere",
            "",
            Kind::Choice(ACCESS),
        ),
        field(
            "crossTenantAccess/default/b2bCollaborationOutbound",
            "Our people as guests elsewhere",
            "",
            Kind::Choice(ACCESS),
        ),
        field(
            "crossTenantAccess/default/isMfaAccepted",
            "A second factor that guests gave at home counts here",
            "",
            Kind::Switch,
        ),
    ]
}

fn partners() -> Vec<Field> {
    let partner = |tenant: &'static tenants::OtherTenant| Field {
        path: Cow::Owned(format!("crossTenantAccess/partners/{}", tenant.id)),
        label: Cow::Borrowed(tenant.name),
        hint: "",
        kind: Kind::Partner,
    };
    tenants::others().map(partner).collect()
}

fn organization() -> Vec<Field> {
    vec![
        field(
            "licence",
            "Licence",
            "Without a premium licence there is no sign-in activity, and reports reach back 7 days.",
            Kind::Choice(LICENCES),
        ),
        field("branding", "Company branding", "", Kind::Switch),
        field("authorizationPolicy/guestUserRoleId", "What guests may see", "", Kind::Choice(GUEST_ROLES)),
    ]
}

const LICENCES: &[(&str, &str)] = &[("free", "Entra ID Free"), ("P1", "Entra ID P1"), ("P2", "Entra ID P2")];

const GUEST_ROLES: &[(&str, &str)] = &[
    ("a0b1b346-4d3e-4e8b-98f8-753987be4970", "As much as members"),
    ("10dae51f-b6af-4016-8d66-8c2a99b929b3", "A limited part"),
    ("2af84b1e-32c8-42b7-82bc-daa82404023b", "Only themselves"),
];

fn authorization() -> Vec<Field> {
    let switch = |path, label| field(path, label, "", Kind::Switch);
    vec![
        switch("authorizationPolicy/allowedToUseSSPR", "Administrators may reset their own password"),
        switch(
            "authorizationPolicy/allowEmailVerifiedUsersToJoinOrganization",
            "People may join by a verified address",
        ),
        switch(
            "authorizationPolicy/allowedToSignUpEmailBasedSubscriptions",
            "People may sign up for subscriptions",
        ),
        switch(
            "authorizationPolicy/defaultUserRolePermissions/allowedToReadOtherUsers",
            "Members may read other users",
        ),
        switch(
            "authorizationPolicy/defaultUserRolePermissions/allowedToCreateApps",
            "Members may register apps",
        ),
        switch(
            "authorizationPolicy/defaultUserRolePermissions/allowedToCreateSecurityGroups",
            "Members may create security groups",
        ),
    ]
}

fn time() -> Vec<Field> {
    vec![
        field(
            "latencyMs",
            "Latency in milliseconds",
            "Every answer of Graph and of the token endpoint takes that much longer.",
            number(0, 60_000),
        ),
        field(
            "replicationSeconds",
            "Replication delay in seconds",
            "For so long reads do not find a new guest.",
            number(0, 3_600),
        ),
        field(
            "writeReplicationSeconds",
            "Replication delay of writes in seconds",
            "For so long writes to a new guest fail, even when reads already find the guest.",
            number(0, 3_600),
        ),
        field(
            "clockOffsetSeconds",
            "Clock offset in seconds",
            "How far the tenant's clock is ahead of this machine's; negative for behind.",
            number(-366 * 86_400, 366 * 86_400),
        ),
    ]
}

fn sign_in() -> Vec<Field> {
    vec![
        field("accessTokenSeconds", "Life of new access tokens in seconds", "", number(1, 86_400)),
        field(
            "caeTokenSeconds",
            "The same for clients that handle claims challenges",
            "",
            number(1, 172_800),
        ),
        field(
            "rolesInIdToken",
            "The id token names the person's roles",
            "The optional claim wids of the registration.",
            Kind::Switch,
        ),
        field(
            "requiredAuthContext",
            "Authentication context that Graph requires",
            "Such as c1: tokens without it are challenged. Empty for none.",
            Kind::Text,
        ),
    ]
}

fn limits() -> Vec<Field> {
    let count = Kind::Number { least: 1, most: 1_000_000, or_none: true };
    let quota = Kind::Number { least: 0, most: MOST_OBJECTS, or_none: true };
    vec![
        field("limits/enabled", "Throttle calls beyond the limits", "", Kind::Switch),
        field("limits/tenantSize", "Size of the tenant", "", Kind::Choice(SIZES)),
        field(
            "limits/resourceUnitsPer10s",
            "Resource units in 10 seconds (empty: by size)",
            "A small number, such as 5, shows at once what a throttled client does.",
            count,
        ),
        field("limits/writesPer150s", "Writes in 150 seconds (empty: 3,000)", "", count),
        field("limits/retryAfter", "How the time to wait is told", "", Kind::Choice(STYLES)),
        field(
            "directoryQuota",
            "Objects that the directory may hold (empty: no quota)",
            "Users, groups and contacts. When there are as many, nobody can be invited.",
            quota,
        ),
        field(
            "personQuota",
            "Objects that a person without a role may create (empty: no quota)",
            "Microsoft's number is 250.",
            quota,
        ),
    ]
}

const SIZES: &[(&str, &str)] = &[
    ("auto", "By the number of users"),
    ("S", "Small: 3,500 units in 10 seconds"),
    ("M", "Medium: 5,000 units"),
    ("L", "Large: 8,000 units"),
];

const STYLES: &[(&str, &str)] = &[
    ("seconds", "In whole seconds"),
    ("fractional", "In seconds with a fraction"),
    ("date", "As a date"),
    ("none", "Not at all"),
];
