use super::*;

const AT: Cell = Cell { place: 50, column: Column::Name };

fn place(from: Cell, key: &str) -> usize {
    moved(from, key, 20, 100).unwrap().place
}

#[test]
fn arrows_pages_and_ends_move_within_the_list() {
    assert_eq!(place(AT, "ArrowDown"), 51);
    assert_eq!(place(AT, "ArrowUp"), 49);
    assert_eq!(place(AT, "PageDown"), 69, "the last row in sight becomes the first");
    assert_eq!(place(AT, "PageUp"), 31);
    assert_eq!(place(AT, "End"), 99);
    assert_eq!(place(AT, "Home"), 0);
    let last = Cell { place: 99, ..AT };
    assert_eq!((place(last, "ArrowDown"), place(last, "PageDown")), (99, 99));
    assert_eq!(place(Cell { place: 0, ..AT }, "ArrowUp"), 0);
    assert_eq!(moved(AT, "a", 20, 100), None);
    assert_eq!(moved(AT, "End", 20, 0), None, "there is no row");
    assert_eq!(moved(AT, "ArrowDown", 20, 3).unwrap().place, 2, "the list has become shorter");
}

#[test]
fn arrows_move_over_the_columns() {
    let column = |from, key: &str| moved(Cell { column: from, ..AT }, key, 20, 100).unwrap().column;
    assert_eq!(column(Column::Name, "ArrowRight"), Column::Address);
    assert_eq!(column(Column::Name, "ArrowLeft"), Column::Select);
    assert_eq!(column(Column::Select, "ArrowLeft"), Column::Select);
    assert_eq!(column(Column::Again, "ArrowRight"), Column::Again);
}

#[test]
fn an_id_names_a_cell() {
    for column in Column::ALL {
        assert_eq!(cell_with_id(&cell_id(17, column)), Some((17, column)));
    }
    for id in ["cell-1", "cell-x-1", "cell-1-9", "panel", "guest-list"] {
        assert_eq!(cell_with_id(id), None, "{id}");
    }
}
