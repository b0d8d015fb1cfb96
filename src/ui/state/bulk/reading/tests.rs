use super::*;

#[test]
fn the_progress_never_goes_back() {
    let steps = [
        Progress::Reading(0, 0),
        Progress::Reading(1, 2),
        Progress::Reading(2, 2),
        Progress::Checking(0, 7),
        Progress::Checking(6, 7),
        Progress::Done,
    ];
    assert_eq!(steps.map(percent), [0, 25, 50, 50, 92, 100]);
}
