use super::*;

fn row(name: &str) -> Guest {
    let id = UserId::parse("264e6d50-eaec-461e-b187-873b1bcf8501").unwrap();
    Guest { name: name.to_owned(), ..Guest::with_id(id) }
}

#[test]
fn details_are_read_again_when_the_list_knows_something_newer_and_only_then() {
    let known = Known { row: row("Ann"), loads: 3 };
    let ready = ListPhase::Ready;
    assert_eq!(known.newer(&row("Ann"), 3, &ready), Newer::Nothing);
    assert_eq!(known.newer(&row("Ann Lee"), 3, &ready), Newer::Row);
    assert_eq!(known.newer(&row("Ann Lee"), 4, &ListPhase::Loading), Newer::Row);
    // A refresh counts when it has ended.
    assert_eq!(known.newer(&row("Ann"), 4, &ListPhase::Loading), Newer::Nothing);
    assert_eq!(known.newer(&row("Ann"), 4, &ready), Newer::List);
    let failed = ListPhase::Failed(GraphError::without_answer(GraphErrorKind::NoAnswer));
    assert_eq!(known.newer(&row("Ann"), 4, &failed), Newer::Nothing);
    let id = UserId::parse("264e6d50-eaec-461e-b187-873b1bcf8502").unwrap();
    assert_eq!(known.newer(&Guest::with_id(id), 4, &ready), Newer::Nothing, "another guest");
}
