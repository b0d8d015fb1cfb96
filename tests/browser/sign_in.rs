//! The functions of the browser that a sign-in and redirect URLs need.

use guestlist::auth::authority::Authority;
use guestlist::auth::flow::{Prompt, Purpose, begin};
use guestlist::auth::registration::Registration;
use guestlist::browser::{ascii_address, take_answer};
use guestlist::domain::cloud::Cloud;
use guestlist::domain::redirect::{RedirectProblem, RedirectTarget};
use guestlist::domain::tenant::Tenant;

use super::*;

/// The crate oauth2 has its own random generator, and `crypto.getRandomValues` gives its seed.
#[wasm_bindgen_test]
fn s01_the_secrets_of_a_sign_in_use_the_browsers_random_generator() {
    js("const real = crypto.getRandomValues.bind(crypto); globalThis.seeds = 0;
        crypto.getRandomValues = (bytes) => { globalThis.seeds += bytes.length; return real(bytes); };");
    let cloud = Cloud::named("global").unwrap();
    let tenant = Tenant::parse("contoso.com").unwrap();
    let registration = Registration {
        authority: Authority::entra(&cloud.login, &tenant),
        graph: cloud.graph,
        tenant,
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

/// The same hosts as in the tests of `domain::redirect`, which replace the browser by a function.
#[wasm_bindgen_test]
fn s35_the_browser_converts_international_hosts_to_ascii_and_no_other_host_is_accepted() {
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
        assert_eq!(parse(&format!("https://{host}"), &[]), Err(RedirectProblem::BadHost), "{host}");
    }
    for host in ["\u{ff11}27.0.0.1", "\u{2460}.2.3.4", "127\u{3002}0.0.1"] {
        assert_eq!(parse(&format!("https://{host}"), &[]), Err(RedirectProblem::IpAddress), "{host}");
    }
    // Some keyboards type a letter and its accent as two characters.
    assert_eq!(
        parse("https://bu\u{308}cher.example/x", &[]).as_deref(),
        Ok("https://xn--bcher-kva.example/x")
    );
}

#[wasm_bindgen_test]
fn a_sign_in_response_can_be_read_only_once() {
    assert_eq!(take_answer(), None);
    js(
        "Object.defineProperty(globalThis, 'guestlistAnswer', { value: '#code=x&state=y', configurable: true })",
    );
    assert_eq!(take_answer().as_deref(), Some("#code=x&state=y"));
    assert_eq!(take_answer(), None);
    assert_eq!(js("return typeof globalThis.guestlistAnswer").as_string().as_deref(), Some("undefined"));
}
