use super::*;

fn matches(pattern: &str, path: &str) -> bool {
    let path: Vec<_> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Pattern::try_from(pattern.to_owned()).unwrap().matches(&path)
}

#[test]
fn a_path_is_an_end_or_a_pattern_for_all() {
    for (pattern, path, expected) in [
        ("/users", "/users", true),
        ("Users", "/groups/x/users", true),
        ("/users", "/users/x", false),
        ("/users", "/powerusers", false),
        ("/users/*", "/users/x", true),
        ("/users/*", "/users", false),
        ("/users/*", "/users/x/sponsors", false),
        ("/users/**", "/users/x/sponsors", true),
        ("/users/**", "/users", false),
        ("/groups/*/members/$ref", "/groups/x/members/$ref", true),
        ("/a/b/c", "/b/c", false),
    ] {
        assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
    }
    for bad in ["", "/", "/user*", "/**/x"] {
        assert!(Pattern::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}
