use super::*;
use crate::domain::cloud::Cloud;

#[test]
fn only_a_documented_sender_is_returned() {
    assert_eq!(invitation_sender(&Cloud::named("global").unwrap().graph), Some("invites@microsoft.com"));
    let sandbox = Origin::loopback("http://127.0.0.1:8082").unwrap();
    assert_eq!(invitation_sender(&sandbox), None);
}
