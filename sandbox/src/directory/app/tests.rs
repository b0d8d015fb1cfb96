use super::*;

const READER: Uuid = Uuid::from_u128(1);
const PERMISSION: Uuid = Uuid::from_u128(2);
const OFF: Uuid = Uuid::from_u128(3);

fn role(id: Uuid, enabled: bool, allowed: AllowedMembers) -> AppRole {
    AppRole { id, name: "", description: "", value: None, enabled, allowed }
}

fn app(roles: Vec<AppRole>) -> ServicePrincipal {
    ServicePrincipal {
        id: Uuid::from_u128(10),
        app_id: Uuid::from_u128(11),
        name: "App".to_owned(),
        description: None,
        homepage: None,
        owner: Owner::Here,
        enabled: true,
        assignment_required: false,
        roles,
        tags: Vec::new(),
        names: Vec::new(),
    }
}

#[test]
fn zeros_stand_for_an_app_without_roles_for_users() {
    let with_roles = app(vec![
        role(READER, true, AllowedMembers::Users),
        role(PERMISSION, true, AllowedMembers::Apps),
        role(OFF, false, AllowedMembers::Users),
    ]);
    let offered = [READER, PERMISSION, OFF, DEFAULT_ACCESS].map(|id| with_roles.offers(id));
    assert_eq!(offered, [true, false, false, false]);
    assert!(app(Vec::new()).offers(DEFAULT_ACCESS));
    assert!(app(vec![role(PERMISSION, true, AllowedMembers::Apps)]).offers(DEFAULT_ACCESS));
}

#[test]
fn a_principal_that_is_gone_has_no_assignments() {
    let mut apps = Apps::default();
    let [one, other] = [Uuid::from_u128(21), Uuid::from_u128(22)];
    for (number, principal) in [(31, one), (32, other)] {
        apps.assign(RoleAssignment {
            grant: Uuid::from_u128(number),
            principal,
            resource: Uuid::from_u128(10),
            role: READER,
            created: Timestamp::UNIX_EPOCH,
        });
    }
    apps.forget(one);
    assert!(!apps.has(one, Uuid::from_u128(10), READER));
    assert!(apps.has(other, Uuid::from_u128(10), READER));
}
