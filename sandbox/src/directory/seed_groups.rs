//! The groups and contacts of Contoso: at least one group of every kind.

use jiff::{Timestamp, ToSpan as _};

use super::directory_store::Directory;
use super::group::{Contact, Group, GroupKind};
use super::organization::DEFAULT_DOMAIN;
use super::user::UserType;
use crate::random::Random;

/// Name, description, nickname, kind, whether it is role-assignable, percentage of the guests who are members.
const GROUPS: &[(&str, &str, &str, GroupKind, bool, u32)] = &[
    ("Project Aurora", "Everybody on the Aurora project", "aurora", GroupKind::Unified, false, 6),
    ("Project Borealis", "Everybody on the Borealis project", "borealis", GroupKind::Unified, false, 3),
    (
        "Partner Portal Users",
        "Access to the partner portal",
        "partner-portal",
        GroupKind::Security,
        false,
        10,
    ),
    (
        "Supplier Documents",
        "Read access to supplier documents",
        "supplier-docs",
        GroupKind::Security,
        false,
        4,
    ),
    ("External Auditors", "Yearly audit", "auditors", GroupKind::Security, false, 1),
    ("All Guests", "Every guest who may sign in, by rule", "all-guests", GroupKind::Dynamic, false, 100),
    ("Headquarters Staff", "Mastered on-premises", "hq-staff", GroupKind::Synced, false, 0),
    ("Finance Alerts", "A mail-enabled security group", "finance-alerts", GroupKind::MailSecurity, false, 0),
    ("Projects", "The project mailing list", "projects", GroupKind::Distribution, false, 0),
    ("Directory Operators", "May be given directory roles", "dir-operators", GroupKind::Security, true, 0),
    (
        "Partner Sponsors",
        "Employees who answer for guests",
        "partner-sponsors",
        GroupKind::Security,
        false,
        0,
    ),
];

/// Name, address and company of the contacts.
const CONTACTS: &[(&str, &str, &str)] = &[
    ("Edda Fontaine", "edda.fontaine@relecloud.com", "Relecloud"),
    ("Hugo Bakker", "hugo.bakker@litwareinc.com", "Litware, Inc."),
];

/// Adds groups and contacts. The members come from the users that exist already.
pub(super) fn add_to(directory: &mut Directory, random: &mut Random, anchor: Timestamp) {
    for (name, description, nickname, kind, role_assignable, share) in GROUPS {
        let mut group = Group {
            id: random.uuid(),
            kind: *kind,
            display_name: (*name).to_owned(),
            description: Some((*description).to_owned()),
            nickname: (*nickname).to_owned(),
            mail: None,
            role_assignable: *role_assignable,
            members: Vec::new(),
            created: anchor.checked_sub((24 * 700).hours()).unwrap_or(anchor),
        };
        if group.mail_enabled() {
            group.mail = Some(format!("{nickname}@{DEFAULT_DOMAIN}"));
        }
        // The members of a dynamic group are not stored: `graph::groups::members` evaluates its rule.
        if *kind != GroupKind::Dynamic {
            let picked = directory.users().iter().filter(|user| match user.user_type {
                Some(UserType::Guest) => random.random_bool(*share),
                Some(UserType::Member) | None => *share == 0 && random.random_bool(40),
            });
            // A limit that keeps paging by hand possible with 300,000 guests.
            group.members = picked.take(2_500).map(|user| user.id).collect();
        }
        directory.groups.push(group);
    }
    nest(directory);
    for (name, mail, company) in CONTACTS {
        directory.contacts.push(Contact {
            id: random.uuid(),
            display_name: (*name).to_owned(),
            mail: (*mail).to_owned(),
            company,
        });
    }
}

/// Makes Supplier Documents a member of Partner Portal Users, so that transitive membership differs from direct.
fn nest(directory: &mut Directory) {
    let id =
        |name: &str| directory.groups.iter().find(|group| group.display_name == name).map(|group| group.id);
    let (inner, outer) = (id("Supplier Documents"), id("Partner Portal Users"));
    if let (Some(inner), Some(outer)) = (inner, outer.and_then(|id| directory.group_mut(id))) {
        outer.members.push(inner);
    }
}
