use super::*;
use crate::domain::import::edit::{Decision, RowEdit};
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::invitation::{InvitationDraft, Rules};

fn list() -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    let text = "ann@fabrikam.com\nbo@fabrikam\nANN@fabrikam.com\ncy@fabrikam.com\n".to_owned();
    let mut list =
        Importer::new(text, checks, InvitationDraft::new("https://myapps.microsoft.com")).finish().unwrap();
    list.change([(3, RowEdit { decision: Decision::LeftOut, ..RowEdit::default() })]);
    list
}

#[test]
fn each_row_is_shown_by_all_and_by_one_other_filter() {
    let list = list();
    for kind in VerdictKind::ALL {
        assert_eq!(RowFilter::ALL.into_iter().filter(|filter| filter.has(kind)).count(), 2, "{kind:?}");
    }
    let counts = RowFilter::ALL.map(|filter| filter.count(list.tally()));
    assert_eq!(counts, [4, 1, 1, 1, 1]);
    let rows = RowFilter::ALL.map(|filter| filter.rows(&list, &BTreeSet::new()));
    assert_eq!(rows, [vec![0, 1, 2, 3], vec![0], vec![1], vec![2], vec![3]]);
}

#[test]
fn a_row_that_is_corrected_stays_in_view_and_is_not_counted() {
    let mut list = list();
    let edit = RowEdit { address: Some("bo@fabrikam.com".to_owned()), ..RowEdit::default() };
    list.change([(1, edit)]);
    assert_eq!(RowFilter::Problems.count(list.tally()), 0);
    assert_eq!(RowFilter::Problems.rows(&list, &BTreeSet::from([1])), [1]);
    assert_eq!(RowFilter::Problems.rows(&list, &BTreeSet::new()), [0_usize; 0]);
}
