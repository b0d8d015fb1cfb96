use super::*;

fn dir(os: &str, vars: &[(&str, &str)]) -> Option<PathBuf> {
    tools_dir(os, |name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
}

#[test]
fn tools_live_where_the_platform_keeps_caches() {
    let home = ("HOME", "/home/ada");
    assert_eq!(dir("linux", &[home]), Some("/home/ada/.cache/guestlist/tools".into()));
    assert_eq!(dir("linux", &[home, ("XDG_CACHE_HOME", "/c")]), Some("/c/guestlist/tools".into()));
    assert_eq!(dir("macos", &[home]), Some("/home/ada/Library/Caches/guestlist/tools".into()));
    assert_eq!(dir("windows", &[home, ("LOCALAPPDATA", "/l")]), Some("/l/guestlist/tools".into()));
}

#[test]
fn the_users_choice_of_directory_wins() {
    let vars = [("GUESTLIST_TOOLS", "/t"), ("XDG_CACHE_HOME", "/c"), ("HOME", "/h")];
    assert_eq!(dir("linux", &vars), Some("/t".into()));
}

#[test]
fn without_a_home_there_is_no_cache() {
    assert_eq!(dir("linux", &[]), None);
}
