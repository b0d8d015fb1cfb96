use super::*;

fn entry(method: &str, path: &str, status: u16) -> Entry {
    Entry {
        time: jiff::Timestamp::UNIX_EPOCH,
        caller: "ada@contoso.com".into(),
        method: method.into(),
        path: path.into(),
        address: Some("kim@fabrikam.com".into()),
        status,
        fault: false,
        warning: None,
    }
}

#[test]
fn the_result_of_a_request_is_told_in_words() {
    for (method, path, status, words) in [
        ("POST", "/v1.0/Invitations", 201, "Invited kim@fabrikam.com"),
        ("POST", "/v1.0/invitations", 403, "Refused; nothing changed"),
        ("POST", "/invitations/redeem", 303, "kim@fabrikam.com accepted the invitation"),
        ("PATCH", "/beta/users/1", 204, "Changed properties of kim@fabrikam.com"),
        ("DELETE", "/v1.0/users/1", 204, "Deleted kim@fabrikam.com"),
        ("DELETE", "/v1.0/users/1/sponsors/2/$ref", 204, "Removed a sponsor of kim@fabrikam.com"),
        ("POST", "/v1.0/me/sendMail", 202, "Sent a mail"),
        ("POST", "/v1.0/groups/1/members/$ref", 204, "Added a member to a group"),
        ("POST", "/v1.0/other", 200, "Carried out"),
    ] {
        assert_eq!(result(&entry(method, path, status)), words, "{method} {path}");
    }
    let replaced = Entry { fault: true, ..entry("POST", "/v1.0/invitations", 201) };
    assert_eq!(result(&replaced), "A fault answered; nothing changed");
}

#[test]
fn the_newest_entry_is_first_and_a_long_log_is_cut() {
    let entries =
        [entry("POST", "/v1.0/a", 201), entry("POST", "/v1.0/b", 201), entry("POST", "/v1.0/c", 201)];
    let shown = table(&entries, 2).into_string();
    let place = |path: &str| shown.find(&format!("<code>{path}</code>"));
    assert!(place("/v1.0/c") < place("/v1.0/b") && place("/v1.0/b").is_some());
    assert_eq!(place("/v1.0/a"), None);
}
