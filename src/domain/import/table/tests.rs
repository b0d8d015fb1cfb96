use super::*;

fn table(rows: &[&[&str]]) -> Table {
    let mut table = Table::new(b',', 0);
    for (row, number) in rows.iter().zip(1..) {
        table.begin(number, false);
        row.iter().for_each(|cell| table.add_cell(cell));
        table.end(None);
    }
    table
}

#[test]
fn cells_are_kept_as_they_are() {
    let table = table(&[&["a", "", " b "], &["c"], &[]]);
    assert_eq!(table.cells(0).collect::<Vec<_>>(), ["a", "", " b "]);
    assert_eq!(
        (table.cell(0, 2), table.cell(1, 0), table.cell(1, 1), table.cell(9, 0)),
        (" b ", "c", "", "")
    );
    assert_eq!((table.width(), table.count(0), table.count(1)), (3, 3, 1));
}

#[test]
fn records_without_text_are_counted_only() {
    let table = table(&[&["a"], &["", " ", "\u{200b}"], &["b", "c"]]);
    assert_eq!((table.len(), table.blank_lines(), table.width()), (2, 1, 2));
    assert_eq!(table.cells(1).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(table.record(1).unwrap().number, 3);
}

#[test]
fn what_is_no_row_is_counted_by_reason() {
    let mut table = table(&[&["a"], &["b"]]);
    table.mark(0, Some(NotRow::Header));
    assert_eq!((table.not_rows(NotRow::Header), table.not_rows(NotRow::Comment)), (1, 0));
}
