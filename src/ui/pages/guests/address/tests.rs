use super::*;
use crate::domain::guest_query::{GuestColumn, GuestTab, PendingAge};

#[test]
fn typing_is_no_step_and_everything_else_is() {
    let earlier = GuestQuery { tab: GuestTab::Pending, search: "an".to_owned(), ..GuestQuery::default() };
    let changed = |change: fn(&mut GuestQuery)| {
        let mut wanted = earlier.clone();
        change(&mut wanted);
        is_step(&earlier, &wanted)
    };
    assert!(!changed(|_| {}));
    assert!(!changed(|query| query.search.push('n')));
    assert!(changed(|query| query.tab = GuestTab::All));
    assert!(changed(|query| query.age = Some(PendingAge::Week)));
    assert!(changed(|query| query.sort = query.sort.clicked(GuestColumn::Name)));
    assert!(changed(|query| {
        query.search.push('n');
        query.sort = query.sort.clicked(GuestColumn::Name);
    }));
}
