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
            "Domains that may be invited",
            "One a line. Empty: every domain. Either this list or the next one.",
            domains,
        ),
        field("blockedDomains", "Domains that may not be invited", "One a line.", domains),
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
            "The tenant has no domain of its own yet",
            "Its default domain is the initial one, such as contoso.onmicrosoft.com.",
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
        field("redemption", "Pages that a guest sees when accepting", "", Kind::Choice(PAGES)),
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
            "Guests of other organizations",
            "",
            Kind::Choice(ACCESS),
        ),
        field(
            "crossTenantAccess/default/b2bCollaborationOutbound",
            "People of this organization as guests of others",
            "",
            Kind::Choice(ACCESS),
        ),
        field(
            "crossTenantAccess/default/isMfaAccepted",
            "A second factor (MFA) of the guest’s own organization counts here",
            "",
            Kind::Switch,
        ),
    ]
}

fn partners() -> Vec<Field> {
    let partner = |tenant: &'static tenants::OtherTenant| Field {
        path: Cow::Owned(format!("crossTenantAccess/partners/{}", tenant.id)),
        label: Cow::Borrowed(tenant.name),
        name: Some(Cow::Owned(tenant.id.to_string())),
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
            "Extra time for every answer, in milliseconds",
            "For Graph and for the token endpoint.",
            number(0, 60_000),
        ),
        field(
            "replicationSeconds",
            "Seconds until a new guest is listed",
            "Until then the guest exists, but is not found (replication).",
            number(0, 3_600),
        ),
        field(
            "writeReplicationSeconds",
            "Seconds until a new guest can be changed",
            "Until then changes fail, even when the guest is listed already.",
            number(0, 3_600),
        ),
        field(
            "clockOffsetSeconds",
            "Seconds that the tenant’s clock is ahead",
            "Compared with the clock of this machine; negative for behind.",
            number(-366 * 86_400, 366 * 86_400),
        ),
    ]
}

fn sign_in() -> Vec<Field> {
    vec![
        field("accessTokenSeconds", "Seconds that a new access token is valid", "", number(1, 86_400)),
        field("caeTokenSeconds", "The same for apps that handle claims challenges", "", number(1, 172_800)),
        field(
            "rolesInIdToken",
            "The id token names the person’s roles",
            "The optional claim wids of the app registration.",
            Kind::Switch,
        ),
        field(
            "requiredAuthContext",
            "Authentication context that Graph requires",
            "Such as c1: calls without it get a claims challenge. Empty: none.",
            Kind::Text,
        ),
    ]
}

fn limits() -> Vec<Field> {
    let count = Kind::Number { least: 1, most: 1_000_000, or_none: true };
    let quota = Kind::Number { least: 0, most: MOST_OBJECTS, or_none: true };
    vec![
        field("limits/enabled", "Answer 429 to calls beyond the limits (throttling)", "", Kind::Switch),
        field("limits/tenantSize", "Size of the tenant", "", Kind::Choice(SIZES)),
        field(
            "limits/resourceUnitsPer10s",
            "Resource units in 10 seconds",
            "A small number, such as 5, shows at once what happens beyond the limit. Empty: by the size.",
            count,
        ),
        field("limits/writesPer150s", "Writes in 150 seconds", "Empty: 3,000.", count),
        field("limits/retryAfter", "How an answer 429 gives the time to wait", "", Kind::Choice(STYLES)),
        field(
            "directoryQuota",
            "Objects that the directory may hold",
            "Users, groups and contacts. With as many, nobody can be invited. Empty: any number.",
            quota,
        ),
        field(
            "personQuota",
            "Objects that a person without a role may create",
            "Microsoft’s number is 250. Empty: any number.",
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
