use jiff::Timestamp;

use super::*;

#[test]
fn an_assignment_id_begins_with_the_id_of_its_principal() {
    // From the documented example.
    let principal = Uuid::try_parse("cdb555e3-b33e-4fd5-a427-17fadacbdfa7").unwrap();
    let assignment = RoleAssignment {
        grant: Uuid::from_u128(5),
        principal,
        resource: Uuid::from_u128(6),
        role: Uuid::nil(),
        created: Timestamp::UNIX_EPOCH,
    };
    let id = assignment_id(&assignment);
    assert!(id.starts_with("41W1zT6z1U-kJxf62svfp"), "{id}");
    assert_eq!(id.len(), 43);
    assert_eq!(read_assignment_id(&id), Some((principal, assignment.grant)));
    assert_eq!(read_assignment_id("5f2b9a3e-6a3f-4a6e-8d5e-3b1f0c9d2e7a"), None);
}
