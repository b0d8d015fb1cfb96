//! Links, history and the address bar, with the router in the way the portal uses it.

use guestlist::app::ports::Navigator;
use guestlist::browser::AddressBar;
use guestlist::ui::navigation::keep_history_in_step;
use leptos::prelude::{IntoView, component, view};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use super::*;

#[wasm_bindgen_test]
fn the_address_bar_accepts_no_address_of_another_site() {
    let bar = AddressBar;
    let before = bar.here();
    let entries = || window().history().unwrap().length().unwrap();
    let length = entries();
    assert!(bar.home().starts_with("http") && bar.home().ends_with('/'), "{}", bar.home());
    for (path, shown) in [
        ("/guests?state=pending&search=a%26b", "/guests?state=pending&search=a%26b"),
        ("//evil.test/x", "/"),
        ("https://evil.test/", "/"),
        ("javascript:alert(1)", "/"),
        ("invite", "/"),
        ("", "/"),
        ("/\\evil.test", "/"),
        ("/\t/evil.test", "/"),
        ("/invite", "/invite"),
    ] {
        bar.replace(path);
        assert_eq!(bar.here(), shown, "{path:?}");
    }
    assert_eq!(entries(), length, "nothing to go back to");
    bar.replace(&before);
}

/// The router handles plain clicks on links of this site, inside the page. The browser handles all others (S-36).
#[wasm_bindgen_test]
async fn s36_the_router_follows_plain_clicks_on_links_of_this_site_and_no_others() {
    let bar = AddressBar;
    let before = bar.here();
    let body = window().document().unwrap().body().unwrap();
    let router = leptos::mount::mount_to(body, || view! { <Router><Links /></Router> });
    // Returns whether the router left the click to the browser, and then prevents the browser's navigation.
    let click = |link: &str, event: &str| {
        js(&format!(
            "document.body.insertAdjacentHTML('beforeend', `<a {link}><b id=clicked>x</b></a>`);
             let left; addEventListener('click', event => {{ left = !event.defaultPrevented; event.preventDefault(); }}, {{ once: true }});
             const inside = document.getElementById('clicked');
             inside.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true, {event} }}));
             inside.parentNode.remove();
             return left;"
        ))
        .is_truthy()
    };
    for (link, event) in [
        ("href='//evil.test/invite'", ""),
        ("href='/\\\\evil.test/invite'", ""),
        ("href='/&#9;/evil.test/invite'", ""),
        ("href='https://evil.test/guests'", ""),
        ("href='javascript:globalThis.evil = 1'", ""),
        ("href='data:text/html,x'", ""),
        ("href='mailto:ann@fabrikam.com'", ""),
        ("href='/guests' target=_blank", ""),
        ("href='/guests' download", ""),
        ("href='/guests' rel='noopener external'", ""),
        ("href='/guests'", "button: 1"),
        ("href='/guests'", "ctrlKey: true"),
        ("href='/guests'", "metaKey: true"),
        ("href='/guests'", "shiftKey: true"),
        ("href='/guests'", "altKey: true"),
        ("name=x", ""),
    ] {
        assert!(click(link, event), "{link} {event}");
    }
    let soon = || async { BrowserClock::default().sleep(Duration::from_millis(50)).await };
    soon().await;
    assert_eq!(bar.here(), before);
    assert_eq!(js("return typeof globalThis.evil").as_string().as_deref(), Some("undefined"));

    let length = || window().history().unwrap().length().unwrap();
    let entries = length();
    for _ in 0..2 {
        assert!(!click("href='/guests?state=pending'", ""));
        soon().await;
    }
    assert_eq!(bar.here(), "/guests?state=pending");
    assert_eq!(length(), entries + 1, "the page that is shown is no new entry");

    window().history().unwrap().back().unwrap();
    BrowserClock::default().sleep(Duration::from_millis(300)).await;
    assert_eq!(bar.here(), before);
    after_back_and_forward_a_link_to_an_earlier_page_shows_its_address(&before).await;
    drop(router);
}

/// There is only one router, as in the portal: a second one in the same document would not receive the clicks.
#[component]
fn Links() -> impl IntoView {
    keep_history_in_step();
    view! { <FlatRoutes fallback=|| ()><Route path=path!("/guests") view=|| () /></FlatRoutes> }
}

/// The router's own list of addresses is corrected after each step in the history; see `ui::navigation`.
async fn after_back_and_forward_a_link_to_an_earlier_page_shows_its_address(before: &str) {
    let bar = AddressBar;
    let click = async |href: &str| {
        js(&format!(
            "document.body.insertAdjacentHTML('beforeend', `<a href='{href}' id=clicked>x</a>`);
             document.getElementById('clicked').click();
             document.getElementById('clicked').remove();"
        ));
        BrowserClock::default().sleep(Duration::from_millis(50)).await;
    };
    let step = async |by: i32| {
        window().history().unwrap().go_with_delta(by).unwrap();
        BrowserClock::default().sleep(Duration::from_millis(300)).await;
    };
    for href in ["/one", "/two", "/three"] {
        click(href).await;
    }
    step(-1).await;
    step(1).await;
    assert_eq!(bar.here(), "/three");
    click("/two").await;
    assert_eq!(bar.here(), "/two");
    step(-4).await;
    assert_eq!(bar.here(), before);
}
