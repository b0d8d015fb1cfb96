use super::*;

#[test]
fn an_interrupted_install_leaves_nothing_under_the_final_name() {
    let home = env::temp_dir().join(format!("guestlist-into-place-{}", std::process::id()));
    let failed = into_place(&home, |part| {
        fs::create_dir_all(part)?;
        fs::write(part.join("half"), "")?;
        bail!("interrupted")
    });
    assert!(failed.is_err() && !home.exists());

    let fill = |text: &'static str| {
        move |part: &Path| {
            fs::create_dir_all(part)?;
            Ok(fs::write(part.join("whole"), text)?)
        }
    };
    into_place(&home, fill("first")).unwrap();
    into_place(&home, fill("second")).unwrap();
    assert_eq!(fs::read_to_string(home.join("whole")).unwrap(), "second");
    fs::remove_dir_all(home).unwrap();
}
