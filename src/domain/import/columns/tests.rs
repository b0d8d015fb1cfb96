use super::*;

#[test]
fn the_first_column_of_a_role_counts() {
    let uses = vec![
        ColumnUse::ByHeader(ColumnRole::Name),
        ColumnUse::Offered(ColumnRole::Redirect),
        ColumnUse::Chosen(Some(ColumnRole::Address)),
        ColumnUse::Chosen(Some(ColumnRole::Address)),
        ColumnUse::Chosen(None),
    ];
    let columns = Columns::new(Some(0), uses, None, Vec::new());
    assert_eq!((columns.of(ColumnRole::Name), columns.of(ColumnRole::Redirect)), (Some(0), None));
    assert_eq!(columns.addresses(), [2, 3]);
}

#[test]
fn no_column_has_guests_while_a_question_is_open() {
    let uses = vec![ColumnUse::Offered(ColumnRole::Address); 2];
    let columns = Columns::new(None, uses, Some(Question::WhichAddress(vec![0, 1])), Vec::new());
    assert!(columns.addresses().is_empty());
}

#[test]
fn an_answer_names_the_guests_and_the_others() {
    let mut choices = ColumnChoices::default();
    choices.answer_which_address(&[1, 2], &[2]);
    assert_eq!(choices.roles, [(1, None), (2, Some(ColumnRole::Address))].into());
}
