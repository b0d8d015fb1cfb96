//! What signing in and addresses take from the browser.

use guestlist::auth::authority::Authority;
use guestlist::auth::flow::{Prompt, Purpose, Registration, begin};
use guestlist::browser::{ascii_address, take_answer};
use guestlist::domain::cloud::Cloud;
use guestlist::domain::redirect::{RedirectProblem, RedirectTarget};

use super::*;

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
fn a_sign_in_answer_is_taken_once() {
    assert_eq!(take_answer(), None);
    js(
        "Object.defineProperty(globalThis, 'guestlistAnswer', { value: '#code=x&state=y', configurable: true })",
    );
    assert_eq!(take_answer().as_deref(), Some("#code=x&state=y"));
    assert_eq!(take_answer(), None);
    assert_eq!(js("return typeof globalThis.guestlistAnswer").as_string().as_deref(), Some("undefined"));
}
