use super::*;
use crate::domain::import::edit::Decision;

const A: RowPlace = RowPlace { record: 1, column: Some(0) };
const B: RowPlace = RowPlace { record: 1, column: Some(1) };

fn edit(address: Option<&str>, decision: Decision) -> RowEdit {
    RowEdit { address: address.map(str::to_owned), name: Some("Ann".to_owned()), decision }
}

#[test]
fn a_row_stays_left_out_under_another_column_and_its_address_comes_back_with_its_own() {
    let corrected = edit(Some("ann@a.com"), Decision::LeftOut);
    let mut changes = Changes::new([(A, corrected.clone())], [A]);
    let under_b = changes.take(B, true);
    assert_eq!(under_b, edit(None, Decision::LeftOut), "the address of the other cell is not corrected");
    let mut changes = Changes::new(changes.rest().into_iter().chain([(B, under_b)]), [B]);
    assert_eq!(changes.take(A, true), corrected);
}

#[test]
fn what_was_decided_last_counts() {
    let mut changes = Changes::new([(A, edit(Some("ann@a.com"), Decision::LeftOut))], [A]);
    drop(changes.take(B, true));
    // The person puts the row back while B has the addresses.
    let mut changes = Changes::new(changes.rest(), [B]);
    assert_eq!(
        changes.take(A, true),
        RowEdit { address: Some("ann@a.com".to_owned()), ..RowEdit::default() }
    );
}

#[test]
fn two_people_of_one_record_have_their_own_changes() {
    let mut changes = Changes::new([(A, edit(None, Decision::LeftOut))], [A]);
    assert_eq!(changes.take(A, false), edit(None, Decision::LeftOut));
    assert_eq!(changes.take(B, false), RowEdit::default());
    let mut changes = Changes::new([(A, edit(None, Decision::LeftOut))], [A, B]);
    assert_eq!(changes.take(B, true), RowEdit::default());
    assert_eq!(changes.rest().len(), 1);
}
