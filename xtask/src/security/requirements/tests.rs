use super::*;

#[test]
fn every_number_stands_once_and_in_order() {
    let numbers: Vec<_> = REQUIREMENTS.iter().map(|requirement| requirement.number).collect();
    assert_eq!(numbers, (1..=49).collect::<Vec<u8>>());
}
