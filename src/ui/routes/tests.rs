use super::*;

#[test]
fn every_address_survives_writing_and_reading() {
    for route in [
        Route::Home,
        Route::Invite,
        Route::Access,
        Route::Guests(GuestQuery::read("state=pending&search=a+b&sort=name")),
    ] {
        let href = route.href();
        let (path, search) = href.split_once('?').unwrap_or((&href, ""));
        assert_eq!(Route::read(path, search), Some(route));
        assert_eq!(Route::corrected(path, search), None, "{href}");
    }
    assert_eq!(Route::read("/nowhere", ""), None);
    assert_eq!(Route::corrected("/nowhere", ""), None);
}

#[test]
fn an_address_in_another_spelling_is_corrected_and_keeps_its_query() {
    for (path, search, corrected) in [
        ("/guests/", "", "/guests"),
        ("/Guests", "state=pending&search=a//b", "/guests?state=pending&search=a//b"),
        ("/GUESTS//", "", "/guests"),
        ("/Invite", "email=ann%40fabrikam.com", "/invite?email=ann%40fabrikam.com"),
        ("/Access/", "", "/access"),
        ("/index.html", "", "/"),
        ("/INDEX.HTML/", "x=y", "/?x=y"),
        ("", "", "/"),
        ("//", "", "/"),
    ] {
        assert_eq!(Route::corrected(path, search).as_deref(), Some(corrected), "{path}");
    }
}

#[test]
fn s36_no_address_that_names_another_site_is_a_page() {
    for path in [
        "//evil.test/invite",
        "/\\evil.test",
        "/\\evil.test/invite",
        "https://evil.test/",
        "javascript:x",
        "/x",
    ] {
        assert_eq!(Route::read(path, ""), None, "{path}");
        assert_eq!(Route::corrected(path, "next=//evil.test"), None, "{path}");
    }
}
