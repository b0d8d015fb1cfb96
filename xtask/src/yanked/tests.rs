use super::*;

fn index(name: &str) -> Result<Vec<(String, bool)>> {
    Ok(match name {
        "kept" => vec![("0.9.0".to_owned(), true), ("1.0.0".to_owned(), false)],
        "gone" => vec![("2.0.0".to_owned(), true), ("2.0.1".to_owned(), false)],
        _ => Vec::new(),
    })
}

#[test]
fn s42_a_withdrawn_version_is_found_and_another_version_of_the_same_package_is_not() {
    let package = |name: &str, version: &str| (name.to_owned(), version.to_owned());
    let locked = [package("kept", "1.0.0"), package("gone", "2.0.0")];
    assert_eq!(find_yanked(&locked, index).unwrap(), [package("gone", "2.0.0")]);
}

#[test]
fn a_package_that_the_index_does_not_know_is_no_package_that_is_fine() {
    let unknown = vec![("new".to_owned(), "1.0.0".to_owned())];
    assert!(find_yanked(&unknown, index).is_err());
    assert!(find_yanked(&[("kept".to_owned(), "3.0.0".to_owned())], index).is_err());
}
