use super::*;

fn sight(top: f64, row: f64) -> Sight {
    Sight { top, height: 600.0, row }
}

#[test]
fn few_rows_are_drawn_and_all_of_them_exist() {
    for rows in [0, 1, 5, 50, 5_000] {
        for top in [-50.0, 0.0, 10.0, 44.0, 1_000.0, 219_000.0, 1e9] {
            let sight = sight(top, 44.0);
            let drawn = window_of(sight, SPARE, rows);
            assert!(drawn.end <= rows && drawn.start <= drawn.end && drawn.len() <= most(sight), "{drawn:?}");
        }
    }
    assert!(most(sight(0.0, 44.0)) < 50);
    assert_eq!(window_of(sight(0.0, 44.0), SPARE, 5_000), 0..28);
    assert_eq!(window_of(sight(4_400.0, 44.0), SPARE, 5_000), 87..128);
    assert_eq!(window_of(sight(4_400.0, 44.0), 0.0, 5_000), 100..115);
    assert_eq!(window_of(sight(0.0, 0.0), SPARE, 3), 0..3);
}
