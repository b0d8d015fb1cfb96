//! What goes to the sign-in host is what it was before the crate oauth2 wrote it: the same parameters with the same values,
//! as the code recorded them that wrote them by hand (`fixtures/sign_in_requests.json`).
//!
//! What differs, and harms nobody: the order of the parameters, and that a token request also says `Accept: application/json`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_executor::block_on;
use guestlist::auth::authority::Authority;
use guestlist::auth::callback::Callback;
use guestlist::auth::consent::admin_consent_url;
use guestlist::auth::flow::{PendingLogin, Prompt, Purpose, Registration, begin, logout_url, resume};
use guestlist::auth::session::Account;
use guestlist::auth::tokens::{self, NotSent};
use guestlist::domain::cloud::Cloud;
use guestlist::domain::rights::Rights;
use guestlist::domain::secret::Secret;
use oauth2::{ClientId, HttpRequest, HttpResponse};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;
use url::form_urlencoded;

const CODE: &str = "0.Ab+c/d= &é";
const REFRESH: &str = "r+/= &é";
/// What is new each time.
const SECRETS: [&str; 4] = ["state", "nonce", "code_challenge", "code_verifier"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    cloud: String,
    tenant: String,
    scopes: Vec<String>,
    prompt: String,
    hint: Option<String>,
    claims: Option<String>,
    authorize: String,
    token: String,
    redeem: String,
    renew: String,
    logout: String,
    consent: String,
}

/// Parameters by name, each there once; those that are new each time without their values.
fn parameters(encoded: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(encoded.as_bytes()).into_owned() {
        let value =
            if SECRETS.contains(&name.as_str()) { format!("{} characters", value.len()) } else { value };
        assert!(found.insert(name.clone(), value).is_none(), "{name} stands twice");
    }
    found
}

/// The address without its parameters, and these.
fn address(url: &str) -> (String, BTreeMap<String, String>) {
    let (page, query) = url.split_once('?').unwrap();
    (page.to_owned(), parameters(query))
}

/// What is sent when nobody answers.
fn sent<F: Future>(asking: impl FnOnce(Box<tokens::SendRequest<'static>>) -> F) -> HttpRequest {
    thread_local! { static SENT: RefCell<Option<HttpRequest>> = const { RefCell::new(None) }; }
    let send = |request| {
        SENT.set(Some(request));
        Box::pin(std::future::ready(Err::<HttpResponse, _>(NotSent::Unreachable))) as _
    };
    block_on(asking(Box::new(send)));
    SENT.take().unwrap()
}

#[test]
fn addresses_and_forms_are_what_they_were() {
    let recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("../fixtures/sign_in_requests.json")).unwrap();
    assert_eq!(recorded.len(), 12);
    for case in recorded {
        let cloud = Cloud::named(&case.cloud).unwrap();
        let registration = Registration {
            authority: Authority::entra(&cloud.login, &case.tenant),
            graph: cloud.graph,
            tenant: case.tenant.clone(),
            client_id: ClientId::new("11112222-bbbb-3333-cccc-4444dddd5555".to_owned()),
            redirect_uri: "https://guests.contoso.com/".to_owned(),
        };
        let scopes: Vec<&'static str> =
            case.scopes.iter().map(|scope| &*Box::leak(scope.clone().into_boxed_str())).collect();
        let purpose = Purpose {
            scopes: scopes.clone(),
            prompt: match case.prompt.as_str() {
                "Silent" => Prompt::Silent,
                "PickAccount" => Prompt::PickAccount,
                _ => Prompt::AsNeeded,
            },
            login_hint: case.hint.clone(),
            return_to: "/guests?state=pending".to_owned(),
            claims: case.claims.clone(),
        };
        let (url, pending) = begin(&registration, purpose).unwrap();
        let (page, mut asked) = address(url.as_str());
        let (recorded_page, mut recorded) = address(&case.authorize);
        // As JSON: the members of the claims may change places.
        let claims = |of: &mut BTreeMap<String, String>| -> serde_json::Value {
            serde_json::from_str(&of.remove("claims").unwrap()).unwrap()
        };
        assert_eq!(claims(&mut asked), claims(&mut recorded));
        assert_eq!((page, asked), (recorded_page, recorded));

        let redeemed = redeemed(&registration, &url, pending);
        assert_eq!(redeemed.uri().to_string(), case.token);
        let form = String::from_utf8(redeemed.into_body()).unwrap();
        assert_eq!(parameters(&form), parameters(&case.redeem));

        let refresh = Secret::new(REFRESH.to_owned());
        let account = Account {
            oid: "o".to_owned(),
            tid: "t".to_owned(),
            name: String::new(),
            username: String::new(),
            login_hint: String::new(),
            rights: Rights::default(),
        };
        let renewed = sent(|send| async {
            tokens::renew(&registration, &account, &refresh, &scopes, 0, &*Box::leak(send)).await.map(drop)
        });
        let header = |name: &str| renewed.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
        assert_eq!((header("accept"), renewed.headers().len()), ("application/json", 2));
        let form = String::from_utf8(renewed.into_body()).unwrap();
        assert_eq!(parameters(&form), parameters(&case.renew));

        let hint = case.hint.unwrap_or_default();
        assert_eq!(address(&logout_url(&registration, &hint)), address(&case.logout));
        let consent = admin_consent_url(&cloud.login, &registration, &scopes).unwrap();
        assert_eq!(address(&consent), address(&case.consent));
    }
}

/// Comes back with a code, and redeems it with the verifier whose challenge was shown.
fn redeemed(registration: &Registration, url: &Url, pending: PendingLogin) -> HttpRequest {
    let of = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let fragment = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", CODE)
        .append_pair("state", &of("state"))
        .finish();
    let exchange = resume(registration, Some(pending), Callback::read(&fragment).unwrap());
    let exchange = exchange.unwrap_or_else(|problem| panic!("{problem:?}"));
    let request =
        sent(|send| async { tokens::redeem(registration, exchange, 0, &*Box::leak(send)).await.map(drop) });
    let form: BTreeMap<_, _> = form_urlencoded::parse(request.body()).into_owned().collect();
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])), of("code_challenge"));
    request
}
