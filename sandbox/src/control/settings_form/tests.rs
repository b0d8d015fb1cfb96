use super::*;

#[test]
fn every_setting_of_the_tenant_has_a_control_that_shows_it() {
    let current = current(&Settings::default());
    for field in all_fields().filter(|field| !matches!(field.kind, super::super::fields::Kind::Partner)) {
        let found = current.pointer(&format!("/{}", field.path));
        assert!(found.is_some(), "{} is no setting", field.path);
        assert_eq!(field.read(&field.text(&current)).as_ref(), found.map(Ok).unwrap(), "{}", field.path);
    }
    let shown: Vec<_> = all_fields().map(|field| field.path.into_owned()).collect();
    for name in current.as_object().unwrap().keys() {
        assert!(shown.iter().any(|path| path.split('/').next() == Some(name)), "{name} has no control");
    }
}
