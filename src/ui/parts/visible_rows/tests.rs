use super::*;

#[test]
fn few_rows_are_drawn_and_all_of_them_exist() {
    for rows in [0, 1, 5, 50, 5_000] {
        for top in [-50.0, 0.0, 10.0, 44.0, 1_000.0, 219_000.0, 1e9] {
            let drawn = window(top, 600.0, 44.0, rows);
            assert!(drawn.end <= rows && drawn.start <= drawn.end && drawn.len() < 50, "{drawn:?}");
        }
    }
    assert_eq!(window(0.0, 600.0, 44.0, 5_000), 0..28);
    assert_eq!(window(4_400.0, 600.0, 44.0, 5_000), 87..128);
    assert_eq!(window(0.0, 600.0, 0.0, 3), 0..3);
}
