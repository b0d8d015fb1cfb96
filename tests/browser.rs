//! The adapters of `src/browser`, in a real browser: `cargo xtask test --only browser`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use guestlist::app::ports::{
    Clock, Desk, Formats, HttpAsk, HttpReply, Navigator, PluralCategory, TabStore, Transport, TransportError,
};
use guestlist::auth::authority::Authority;
use guestlist::auth::flow::{Prompt, Purpose, Registration, begin};
use guestlist::browser::{
    AddressBar, BrowserClock, BrowserDesk, Fetch, Intl, TabStorage, ascii_address, load_text, take_answer,
};
use guestlist::domain::cloud::Cloud;
use guestlist::domain::moment::Moment;
use guestlist::domain::redirect::{RedirectProblem, RedirectTarget};
use guestlist::ui::navigation::keep_history_in_step;
use guestlist::ui::words::LANGUAGES;
use js_sys::{Function, Reflect};
use leptos::prelude::{IntoView, component, view};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn get(url: &str) -> HttpAsk {
    HttpAsk { method: "GET", url: url.to_owned(), headers: Vec::new(), body: None }
}

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

/// Runs JavaScript.
fn js(code: &str) -> JsValue {
    Function::new_no_args(code).call0(&JsValue::NULL).unwrap()
}

/// Puts `body` in fetch's place until dropped; the last request stands in `globalThis.lastAsk`.
struct Stub(JsValue);

impl Stub {
    fn fetch(body: &str) -> Self {
        let before = Reflect::get(&window(), &"fetch".into()).unwrap();
        let stub = Function::new_with_args("ask", &format!("globalThis.lastAsk = ask; {body}"));
        Reflect::set(&window(), &"fetch".into(), &stub).unwrap();
        Self(before)
    }

    fn asked(code: &str) -> JsValue {
        js(&format!("const ask = globalThis.lastAsk; return {code};"))
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.0).unwrap();
    }
}

#[wasm_bindgen_test]
async fn an_answer_has_status_type_and_body() {
    let reply = Fetch.send(get("data:application/json,%7B%22a%22:%22%C3%A9%22%7D")).await.unwrap();
    assert_eq!((reply.status, reply.body.as_str()), (200, "{\"a\":\"é\"}"));
    assert_eq!(reply.content_type.as_deref(), Some("application/json"));
    assert_eq!((reply.retry_after, reply.request_id), (None, None));
}

#[wasm_bindgen_test]
async fn a_refusal_is_an_answer_and_its_headers_are_read() {
    let _stub = Stub::fetch(
        "return Promise.resolve(new Response('slow down', { status: 429, headers: { 'Retry-After': '2.5', 'request-id': 'r-1' } }));",
    );
    let HttpReply { status, retry_after, request_id, body, .. } =
        Fetch.send(get("https://graph.test/")).await.unwrap();
    assert_eq!((status, body.as_str()), (429, "slow down"));
    assert_eq!((retry_after.as_deref(), request_id.as_deref()), (Some("2.5"), Some("r-1")));
}

/// S-12, and no cookies, cache or address of this page.
#[wasm_bindgen_test]
async fn a_request_follows_no_redirect_and_tells_nothing_of_its_own() {
    let _stub = Stub::fetch("return Promise.resolve(new Response(''));");
    let ask = HttpAsk {
        method: "POST",
        url: "https://graph.test/v1.0/invitations".to_owned(),
        headers: vec![
            ("Authorization", "Bearer x".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ],
        body: Some("{\"é\":1}".to_owned()),
    };
    Fetch.send(ask).await.unwrap();
    let settings = Stub::asked(
        "[ask.method, ask.url, ask.credentials, ask.cache, ask.redirect, ask.referrerPolicy, \
          ask.headers.get('authorization'), ask.headers.get('content-type')].join(' ')",
    );
    assert_eq!(
        settings.as_string().unwrap(),
        "POST https://graph.test/v1.0/invitations omit no-store error no-referrer Bearer x application/json"
    );
    let body = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(Stub::asked("ask.text()"))).await;
    assert_eq!(body.unwrap().as_string().unwrap(), "{\"é\":1}");
}

#[wasm_bindgen_test]
async fn nobody_there_is_no_answer() {
    // Nothing listens on these; a page cannot tell a closed port from a forbidden one.
    for url in ["http://127.0.0.1:9/", "http://127.0.0.1:1/", "http://no-such-host.invalid/"] {
        assert_eq!(Fetch.send(get(url)).await.unwrap_err(), TransportError::NoAnswer, "{url}");
    }
}

#[wasm_bindgen_test]
async fn dropping_the_future_ends_the_request() {
    let _stub = Stub::fetch("return new Promise(() => {});");
    {
        let waiting = Fetch.send(get("https://graph.test/"));
        let Either::Right(_) =
            select(waiting, BrowserClock::default().sleep(Duration::from_millis(20))).await
        else {
            panic!("an answer came")
        };
        // Both futures end with this block.
    }
    assert_eq!(Stub::asked("ask.signal.aborted"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn a_waiting_request_is_not_ended_early() {
    let _stub = Stub::fetch("return new Promise(() => {});");
    let mut waiting = pin!(Fetch.send(get("https://graph.test/")));
    let _ = select(waiting.as_mut(), BrowserClock::default().sleep(Duration::from_millis(20))).await;
    assert_eq!(Stub::asked("ask.signal.aborted"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn own_files_are_read_or_missing() {
    assert_eq!(
        load_text("data:text/plain,%EF%BB%BF%7B%7D").await.unwrap().0.trim_start_matches('\u{feff}'),
        "{}"
    );
    assert!(load_text("/there-is-no-such-file.json").await.is_none());
}

#[wasm_bindgen_test]
async fn a_file_with_another_hash_is_none() {
    // printf Oui | openssl dgst -sha384 -binary | openssl base64 -A
    let oui = "sha384-JDoO3iPahuHyme7YN4pQE5eFTPNA71/5G09Z4l3IzLkfg058ZCulcmn9d9N6a3lR";
    assert_eq!(BrowserDesk.load_text("data:text/plain,Oui", oui).await.as_deref(), Some("Oui"));
    assert_eq!(BrowserDesk.load_text("data:text/plain,Non", oui).await, None);
}

#[wasm_bindgen_test]
fn the_tabs_storage_keeps_gives_and_forgets() {
    let store = TabStorage;
    assert_eq!(store.get("test.key"), None);
    store.put("test.key", "é \"x\"");
    assert_eq!(store.get("test.key").as_deref(), Some("é \"x\""));
    assert_eq!(
        window().session_storage().unwrap().unwrap().get_item("test.key").unwrap().as_deref(),
        Some("é \"x\"")
    );
    assert_eq!(
        window().local_storage().unwrap().unwrap().get_item("test.key").unwrap(),
        None,
        "this tab only"
    );
    assert_eq!(store.take("test.key").as_deref(), Some("é \"x\""));
    assert_eq!(store.take("test.key"), None);
    store.put("test.key", "again");
    store.remove("test.key");
    assert_eq!(store.get("test.key"), None);
}

#[wasm_bindgen_test]
async fn the_clock_tells_waits_and_draws() {
    let before = BrowserClock::default().now();
    assert!(before > Moment(1_700_000_000_000), "milliseconds since 1970");
    BrowserClock::default().sleep(Duration::from_millis(50)).await;
    let waited = BrowserClock::default().now().0 - before.0;
    assert!((45..5_000).contains(&waited), "{waited} ms");
    let draw = || {
        let mut bytes = [0; 32];
        BrowserClock::default().random(&mut bytes);
        bytes
    };
    let (one, other) = (draw(), draw());
    assert_ne!(one, other);
    assert!(one.iter().collect::<std::collections::BTreeSet<_>>().len() > 8, "{one:?} is hardly chance");
}

#[wasm_bindgen_test]
fn s01_every_draw_is_made_by_the_browsers_own_generator() {
    js("const real = crypto.getRandomValues.bind(crypto); globalThis.draws = 0;
        crypto.getRandomValues = (bytes) => { globalThis.draws += 1; real(bytes); return bytes.fill(7); };");
    let mut bytes = [0; 32];
    BrowserClock::default().random(&mut bytes);
    js("delete crypto.getRandomValues;");
    assert_eq!(bytes, [7; 32], "all of it is what the generator gave");
    assert_eq!(js("return globalThis.draws;"), JsValue::from(1));
}

/// The crate oauth2 draws from a generator of its own, which the browser's seeds.
#[wasm_bindgen_test]
fn s01_the_secrets_of_a_sign_in_come_from_the_browsers_own_generator() {
    js("const real = crypto.getRandomValues.bind(crypto); globalThis.seeds = 0;
        crypto.getRandomValues = (bytes) => { globalThis.seeds += bytes.length; return real(bytes); };");
    let cloud = Cloud::named("global").unwrap();
    let registration = Registration {
        authority: Authority::entra(&cloud.login, "contoso.com"),
        graph: cloud.graph,
        tenant: "contoso.com".to_owned(),
        client_id: oauth2::ClientId::new("app".to_owned()),
        redirect_uri: "https://guests.contoso.com/".to_owned(),
    };
    let purpose = || Purpose {
        scopes: vec!["User.Read"],
        prompt: Prompt::AsNeeded,
        login_hint: None,
        return_to: "/".to_owned(),
        claims: None,
    };
    let (one, _) = begin(&registration, purpose()).unwrap();
    let (other, _) = begin(&registration, purpose()).unwrap();
    js("delete crypto.getRandomValues;");
    assert!(js("return globalThis.seeds;").as_f64().unwrap() >= 32.0, "seeded by 256 bits at least");
    let drawn =
        |url: &url::Url, name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(drawn(&one, name), drawn(&other, name), "{name}");
    }
}

/// The same names as in the tests of `domain::redirect`, whose browser is made up.
#[wasm_bindgen_test]
fn s35_the_browser_writes_international_hosts_in_ascii_and_hides_none() {
    assert_eq!(ascii_address("https://cont\u{43e}so.com/a").as_deref(), Some("https://xn--contso-zqf.com/a"));
    assert_eq!(
        ascii_address("https://B\u{dc}cher.example/").as_deref(),
        Some("https://xn--bcher-kva.example/")
    );
    assert_eq!(ascii_address("https://[\u{e9}]/"), None);
    let parse = |typed: &str, allowed: &[String]| {
        RedirectTarget::parse(typed, allowed, ascii_address).map(|target| target.as_str().to_owned())
    };
    let allowed = ["contoso.com".to_owned()];
    let elsewhere = |host: &str| Err(RedirectProblem::HostNotAllowed(host.to_owned()));
    for host in [
        "cont\u{43e}so.com",
        "contoso\u{3002}com",
        "evil.test\u{3002}contoso.com",
        "\u{ff43}ontoso.com",
        "contoso.com\u{ff0e}evil.test",
    ] {
        assert_eq!(parse(&format!("https://{host}"), &allowed), elsewhere(host), "{host}");
    }
    for host in ["contoso\u{3002}com", "\u{ff43}ontoso.com", "\u{212a}.example", "\u{2460}.example"] {
        assert_eq!(parse(&format!("https://{host}"), &[]), Err(RedirectProblem::NotAUrl), "{host}");
    }
    for host in ["\u{ff11}27.0.0.1", "\u{2460}.2.3.4", "127\u{3002}0.0.1"] {
        assert_eq!(parse(&format!("https://{host}"), &[]), Err(RedirectProblem::IpAddress), "{host}");
    }
    // As some keyboards type it: a letter and its accent.
    assert_eq!(
        parse("https://bu\u{308}cher.example/x", &[]).as_deref(),
        Ok("https://xn--bcher-kva.example/x")
    );
}

#[wasm_bindgen_test]
async fn the_clock_is_set_by_the_portals_own_host() {
    let off = |clock: &BrowserClock| clock.now().0 - BrowserClock::default().now().0;
    for date in [None, Some("yesterday"), Some("")] {
        assert!(off(&BrowserClock::set_by(date)).abs() < 100, "{date:?}");
    }
    for minutes in [-600, -10, 10] {
        let date = js(&format!("return new Date(Date.now() + {minutes} * 60000).toUTCString();"));
        let clock = BrowserClock::set_by(date.as_string().as_deref());
        assert!((off(&clock) - minutes * 60_000).abs() < 2_000, "{minutes}: {}", off(&clock));
    }
    let answer = |headers| format!("return Promise.resolve(new Response('{{}}', {{ headers: {headers} }}));");
    let there = "Date: new Date(Date.now() + 600000).toUTCString()";
    {
        let _stub = Stub::fetch(&answer(format!("{{ {there} }}")));
        assert!(off(&load_text("/config.json").await.unwrap().1) > 590_000);
    }
    let _stub = Stub::fetch(&answer(format!("{{ {there}, Age: '600' }}")));
    assert!(
        off(&load_text("/config.json").await.unwrap().1).abs() < 100,
        "a copy from a cache tells no time"
    );
}

#[wasm_bindgen_test]
fn dates_and_numbers_are_written_as_the_language_does() {
    let (intl, noon) = (Intl::default(), Moment(1_795_176_000_000));
    assert_eq!(intl.date("en-GB", noon), "20 Nov 2026");
    assert_eq!(intl.date("fr", noon), "20 nov. 2026");
    assert_eq!(intl.date("en-US", noon), "Nov 20, 2026", "each language has its own formatter");
    let time = intl.date_time("fr", noon);
    assert!(time.starts_with("20 nov. 2026") && time.contains(':'), "{time}");
    assert_eq!(intl.number("en", 300_000), "300,000");
    assert_eq!(intl.number("fr", 300_000).replace(['\u{202f}', '\u{a0}'], " "), "300 000");
    assert_eq!(intl.number("en", 0), "0");
}

#[wasm_bindgen_test]
fn numbers_take_the_form_that_each_language_has_for_them() {
    use PluralCategory::{Few, Many, One, Other};
    let intl = Intl::default();
    let forms = |lang| [0, 1, 2, 5, 12, 22, 1_000_000].map(|count| intl.plural(lang, count));
    assert_eq!(forms("en"), [Other, One, Other, Other, Other, Other, Other]);
    assert_eq!(forms("fr"), [One, One, Other, Other, Other, Other, Many]);
    assert_eq!(forms("pl"), [Many, One, Few, Many, Many, Few, Many]);
    assert_eq!(forms("zh-Hant"), [Other; 7]);
    // Polish keeps the last of its four forms for fractions, which nothing here counts.
    let fraction = js("return new Intl.PluralRules('pl').select(1.5);").as_string().unwrap();
    assert_eq!(PluralCategory::named(&fraction), Other);
}

/// The build takes the categories from another copy of CLDR than the browser has.
#[wasm_bindgen_test]
fn every_language_has_texts_for_the_forms_that_this_browser_asks_for() {
    let files = [("en", include_str!("../locales/en.json")), ("fr", include_str!("../locales/fr.json"))];
    assert!(files.iter().map(|(tag, _)| tag).eq(LANGUAGES.iter().map(|(tag, _)| tag)));
    for (tag, json) in files {
        let here = js(&format!(
            "return Object.keys({json}.guests).filter(key => key.startsWith('count_'))
                .map(key => key.slice('count_'.length)).sort().join();"
        ));
        let asked =
            format!("return new Intl.PluralRules('{tag}').resolvedOptions().pluralCategories.sort().join();");
        assert_eq!(here, js(&asked), "{tag}");
    }
}

#[wasm_bindgen_test]
fn names_fold_to_lower_case_in_every_script() {
    let fold = Intl::default().fold();
    for (name, folded) in [("Ann LEE", "ann lee"), ("ÅSA Émile", "åsa émile"), ("ЖАННА", "жанна"), ("", "")]
    {
        assert_eq!(fold(name), folded);
        assert_eq!(fold(name), name.to_lowercase());
    }
}

#[wasm_bindgen_test]
fn languages_have_names_in_each_language() {
    let intl = Intl::default();
    assert_eq!(intl.language_name("en", "fr"), "French");
    assert_eq!(intl.language_name("fr", "de").to_lowercase(), "allemand");
    assert_eq!(intl.language_name("en", "no language at all"), "no language at all");
}

#[wasm_bindgen_test]
fn settings_outlive_the_tab_and_the_document_is_marked() {
    let desk = BrowserDesk;
    assert_eq!(desk.setting("test.theme"), None);
    desk.keep_setting("test.theme", "dark");
    assert_eq!(desk.setting("test.theme").as_deref(), Some("dark"));
    let settings = window().local_storage().unwrap().unwrap();
    assert_eq!(settings.get_item("test.theme").unwrap().as_deref(), Some("dark"));
    settings.remove_item("test.theme").unwrap();

    let root = window().document().unwrap().document_element().unwrap();
    desk.mark_document("data-test", Some("x"));
    assert_eq!(root.get_attribute("data-test").as_deref(), Some("x"));
    desk.mark_document("data-test", None);
    assert_eq!(root.get_attribute("data-test"), None);
    assert!(!desk.languages().is_empty());
}

#[wasm_bindgen_test]
fn coming_and_going_is_told() {
    let (gone, back) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let count = |of: &Rc<Cell<i32>>| {
        let of = Rc::clone(of);
        Box::new(move || of.set(of.get() + 1))
    };
    BrowserDesk.before_leaving(count(&gone));
    BrowserDesk.on_return(count(&back));
    js("dispatchEvent(new PageTransitionEvent('pagehide'))");
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))");
    assert_eq!((gone.get(), back.get()), (1, 0), "a first show is no return");
    js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    assert_eq!((gone.get(), back.get()), (1, 1));
}

#[wasm_bindgen_test]
fn the_address_bar_names_no_other_site() {
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

/// S-36, and what else the router does with a click: what it follows stays in this page, all else is the browser's.
#[wasm_bindgen_test]
async fn s36_plain_clicks_on_links_of_this_site_are_followed_here_and_all_others_by_the_browser() {
    let bar = AddressBar;
    let before = bar.here();
    let body = window().document().unwrap().body().unwrap();
    let router = leptos::mount::mount_to(body, || view! { <Router><Links /></Router> });
    // Says whether the browser was left to follow the link; then keeps it from doing so.
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

/// As in a page, there is one router: a second one in the same document would not hear the clicks.
#[component]
fn Links() -> impl IntoView {
    keep_history_in_step();
    view! { <FlatRoutes fallback=|| ()><Route path=path!("/guests") view=|| () /></FlatRoutes> }
}

/// The list that the router keeps of its own is put right after each step in the history; see `ui::navigation`.
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

#[wasm_bindgen_test]
fn a_sign_in_answer_is_taken_once() {
    assert_eq!(take_answer(), None);
    js(
        "Object.defineProperty(globalThis, 'guestlistAnswer', { value: '#code=x&state=y', configurable: true })",
    );
    assert_eq!(take_answer().as_deref(), Some("#code=x&state=y"));
    assert_eq!(take_answer(), None);
    assert_eq!(js("return typeof globalThis.guestlistAnswer").as_string().as_deref(), Some("undefined"));
}
