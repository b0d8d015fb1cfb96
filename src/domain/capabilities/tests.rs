//! Verdicts over scopes, roles, policy and kind of account, as one table each.

use super::*;

const READING: &str = "openid User.Read User.Read.All";
const INVITING: &str = "openid User.Read User.Read.All User.Invite.All";
const NO_SCOPE: &str = "openid";

const GUEST_INVITER: &str = "95e79109-95c0-4d8e-aee3-d01accf2d47b";
const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
/// A role that the portal does not know, such as one that an organization has defined.
const UNKNOWN_ROLE: &str = "0f0f0f0f-0000-4000-8000-00000000abcd";

/// The kinds of account, in the order of the three letters of each table cell.
const KINDS: [Option<UserType>; 3] = [Some(UserType::Member), Some(UserType::Guest), None];

fn rights(scopes: &str, roles: Option<&[&str]>) -> Rights {
    Rights::new(scopes, roles.map(|roles| roles.iter().map(|&role| role.to_owned()).collect()))
}

fn policy(invites: InvitesFrom) -> Option<Policy> {
    Some(Policy { invites, guests_like_members: false, members_read: true })
}

/// A letter for each verdict, so that the tables below are short.
fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Works => 'W',
        Verdict::WorksUnlessOff => 'w',
        Verdict::NeedsConsent(_) => 'C',
        Verdict::NeedsRole(_) => 'R',
        Verdict::SwitchedOff => 'X',
        Verdict::NeedsMailbox => 'M',
        Verdict::CannotTell => '?',
    }
}

fn letters(capability: Capability, rights: &Rights, policy: Option<Policy>) -> String {
    let inputs =
        |user_type| AccessInputs { rights: rights.clone(), user_type, policy, ..AccessInputs::default() };
    KINDS.map(|user_type| letter(verdict(capability, &inputs(user_type)))).into_iter().collect()
}

/// Rows: roles. Columns: the policy (not read, nobody, administrators, members, everyone, an unknown value).
type Table = [(Option<&'static [&'static str]>, [&'static str; 6]); 7];

fn holds(capability: Capability, scopes: &str, table: Table) {
    let policies = [
        None,
        policy(InvitesFrom::Nobody),
        policy(InvitesFrom::Admins),
        policy(InvitesFrom::Members),
        policy(InvitesFrom::Everyone),
        policy(InvitesFrom::Other),
    ];
    for (roles, row) in table {
        let found = policies.map(|policy| letters(capability, &rights(scopes, roles), policy));
        assert_eq!(found, row, "{capability:?} with {roles:?}");
    }
}

#[test]
fn inviting_depends_on_scope_roles_policy_and_kind_of_account() {
    holds(
        Capability::Invite,
        INVITING,
        [
            (None, ["???", "XXX", "???", "W??", "WWW", "???"]),
            (Some(&[]), ["???", "XXX", "RRR", "WR?", "WWW", "???"]),
            (Some(&[REPORTS_READER]), ["???", "XXX", "RRR", "WR?", "WWW", "???"]),
            (Some(&[REPORTS_READER, UNKNOWN_ROLE]), ["???", "XXX", "???", "W??", "WWW", "???"]),
            (Some(&[GUEST_INVITER]), ["www", "XXX", "WWW", "WWW", "WWW", "www"]),
            (Some(&[USER_ADMINISTRATOR]), ["www", "XXX", "WWW", "WWW", "WWW", "www"]),
            (Some(&[GLOBAL_ADMINISTRATOR]), ["www", "XXX", "WWW", "WWW", "WWW", "www"]),
        ],
    );
}

#[test]
fn inviting_a_member_also_needs_a_higher_role() {
    holds(
        Capability::InviteMember,
        INVITING,
        [
            (None, ["???", "XXX", "???", "???", "???", "???"]),
            (Some(&[]), ["RRR", "XXX", "RRR", "RRR", "RRR", "RRR"]),
            (Some(&[REPORTS_READER]), ["RRR", "XXX", "RRR", "RRR", "RRR", "RRR"]),
            (Some(&[UNKNOWN_ROLE]), ["???", "XXX", "???", "???", "???", "???"]),
            (Some(&[GUEST_INVITER]), ["RRR", "XXX", "RRR", "RRR", "RRR", "RRR"]),
            (Some(&[USER_ADMINISTRATOR]), ["www", "XXX", "WWW", "WWW", "WWW", "www"]),
            (Some(&[GLOBAL_ADMINISTRATOR]), ["www", "XXX", "WWW", "WWW", "WWW", "www"]),
        ],
    );
}

#[test]
fn without_the_scope_consent_is_missing_whatever_the_roles_are() {
    let all = ["CCC"; 6];
    for capability in [Capability::Invite, Capability::InviteMember] {
        let rows = [None, Some(&[][..]), Some(&[REPORTS_READER][..]), Some(&[GUEST_INVITER][..])];
        let [a, b, c, d] = rows.map(|roles| (roles, all));
        let rest = [USER_ADMINISTRATOR_ROW, GLOBAL_ADMINISTRATOR_ROW, UNKNOWN_ROW];
        let [e, f, g] = rest.map(|roles| (Some(roles), all));
        holds(capability, READING, [a, b, c, d, e, f, g]);
    }
    let facts = AccessInputs { rights: rights(READING, None), ..AccessInputs::default() };
    assert_eq!(verdict(Capability::Invite, &facts), Verdict::NeedsConsent(Permission::Invite));
}

const USER_ADMINISTRATOR_ROW: &[&str] = &[USER_ADMINISTRATOR];
const GLOBAL_ADMINISTRATOR_ROW: &[&str] = &[GLOBAL_ADMINISTRATOR];
const UNKNOWN_ROW: &[&str] = &[UNKNOWN_ROLE];

#[test]
fn seeing_guests_depends_on_scope_roles_policy_and_kind_of_account() {
    let shown = |guests_like_members, members_read| {
        Some(Policy { invites: InvitesFrom::Everyone, guests_like_members, members_read })
    };
    for capability in [Capability::See, Capability::Find] {
        let row = |roles| {
            [None, shown(false, true), shown(true, true), shown(false, false)]
                .map(|policy| letters(capability, &rights(READING, roles), policy))
        };
        assert_eq!(row(None), ["W??", "W??", "WW?", "???"]);
        assert_eq!(row(Some(&[])), ["W??", "WR?", "WW?", "RR?"]);
        assert_eq!(row(Some(&[UNKNOWN_ROLE])), row(None));
        assert_eq!(row(Some(&[GUEST_INVITER])), ["WWW", "WWW", "WWW", "WWW"]);
        assert_eq!(letters(capability, &rights(NO_SCOPE, None), None), "CCC");
    }
}

#[test]
fn s41_a_refusal_by_the_service_counts_more_than_roles_and_policy() {
    let refused = AccessInputs {
        rights: rights(READING, Some(&[GUEST_INVITER])),
        user_type: Some(UserType::Member),
        reading_refused: true,
        ..AccessInputs::default()
    };
    assert_eq!(verdict(Capability::See, &refused), Verdict::NeedsRole(READERS));
}

#[test]
fn a_message_needs_a_mailbox() {
    let with = |mailbox| verdict(Capability::Message, &AccessInputs { mailbox, ..AccessInputs::default() });
    assert_eq!(
        [Some(Mailbox::Present), Some(Mailbox::Missing), None].map(with),
        [Verdict::Works, Verdict::NeedsMailbox, Verdict::CannotTell]
    );
}

#[test]
fn only_an_invitation_that_is_certain_to_fail_is_barred() {
    let consent = Verdict::NeedsConsent(Permission::Invite);
    let barred = |roles| is_barred(consent, &rights(READING, roles));
    assert!(barred(Some(&[])), "nobody else's consent is asked for");
    assert!(!barred(Some(&[GLOBAL_ADMINISTRATOR])) && !barred(Some(&[UNKNOWN_ROLE])) && !barred(None));
    let anybody = rights(INVITING, None);
    assert!(is_barred(Verdict::NeedsRole(INVITERS), &anybody) && is_barred(Verdict::SwitchedOff, &anybody));
    for trying in [Verdict::Works, Verdict::WorksUnlessOff, Verdict::NeedsMailbox, Verdict::CannotTell] {
        assert!(!is_barred(trying, &anybody), "{trying:?}");
    }
}
