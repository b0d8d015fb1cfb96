//! The requests to the sign-in host have the same parameters and values as before the crate oauth2 was used. An earlier
//! version of the portal, which wrote them by hand, recorded them in `fixtures/sign_in_requests.json`.
//!
//! Two differences are harmless: the order of the parameters, and the header `Accept: application/json` of token
//! requests.

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_executor::block_on;
use guestlist::auth::admin_consent::admin_consent_url;
use guestlist::auth::authority::Authority;
use guestlist::auth::callback::Callback;
use guestlist::auth::flow::{PendingLogin, Prompt, Purpose, begin, logout_url, resume};
use guestlist::auth::id_token::Clocks;
use guestlist::auth::registration::Registration;
use guestlist::auth::session::Account;
use guestlist::auth::tokens::{self, NotSent};
use guestlist::domain::cloud::Cloud;
use guestlist::domain::moment::Moment;
use guestlist::domain::rights::Rights;
use guestlist::domain::secret::Secret;
use guestlist::domain::tenant::{Tenant, TenantId};
use oauth2::{ClientId, HttpRequest, HttpResponse};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;
use url::form_urlencoded;

const CODE: &str = "0.Ab+c/d= &é";
const REFRESH: &str = "r+/= &é";
/// The parameters with a new value in each request.
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

/// The parameters by name, each once. Instead of a secret value, there is its length.
fn parameters(encoded: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(encoded.as_bytes()).into_owned() {
        let value =
            if SECRETS.contains(&name.as_str()) { format!("{} characters", value.len()) } else { value };
        assert!(found.insert(name.clone(), value).is_none(), "{name} stands twice");
    }
    found
}

/// Splits an address into the part before its query, and the parameters.
fn address(url: &str) -> (String, BTreeMap<String, String>) {
    let (page, query) = url.split_once('?').unwrap();
    (page.to_owned(), parameters(query))
}

/// Runs `call` with a sender that never gets a response, and returns the request.
fn sent<F: Future>(call: impl FnOnce(Box<tokens::SendRequest<'static>>) -> F) -> HttpRequest {
    thread_local! { static SENT: RefCell<Option<HttpRequest>> = const { RefCell::new(None) }; }
    let send = |request| {
        SENT.set(Some(request));
        Box::pin(std::future::ready(Err::<HttpResponse, _>(NotSent::Unreachable))) as _
    };
    block_on(call(Box::new(send)));
    SENT.take().unwrap()
}

#[test]
fn addresses_and_forms_are_the_same_as_the_recorded_ones() {
    let recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("../fixtures/sign_in_requests.json")).unwrap();
    assert_eq!(recorded.len(), 12);
    for case in recorded {
        let cloud = Cloud::named(&case.cloud).unwrap();
        let tenant = Tenant::parse(&case.tenant).unwrap();
        let registration = Registration {
            authority: Authority::entra(&cloud.login, &tenant),
            graph: cloud.graph,
            tenant,
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
        let (page, mut requested) = address(url.as_str());
        let (recorded_page, mut recorded) = address(&case.authorize);
        // They are compared as JSON, because the order of the members may differ.
        let claims = |of: &mut BTreeMap<String, String>| -> serde_json::Value {
            serde_json::from_str(&of.remove("claims").unwrap()).unwrap()
        };
        assert_eq!(claims(&mut requested), claims(&mut recorded));
        assert_eq!((page, requested), (recorded_page, recorded));

        let redeemed = redeemed(&registration, &url, pending);
        assert_eq!(redeemed.uri().to_string(), case.token);
        let form = String::from_utf8(redeemed.into_body()).unwrap();
        assert_eq!(parameters(&form), parameters(&case.redeem));

        let refresh = Secret::new(REFRESH.to_owned());
        let account = Account {
            oid: "o".to_owned(),
            tid: TenantId::parse("11111111-2222-4333-8444-555555555555").unwrap(),
            name: String::new(),
            username: String::new(),
            login_hint: String::new(),
            rights: Rights::default(),
        };
        let renewed = sent(|send| async {
            tokens::renew(
                &registration,
                &account,
                &refresh,
                &scopes,
                Clocks { host: Moment::default(), computer: Moment::default() },
                &*Box::leak(send),
            )
            .await
            .map(drop)
        });
        let header = |name: &str| renewed.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
        assert_eq!((header("accept"), renewed.headers().len()), ("application/json", 2));
        let form = String::from_utf8(renewed.into_body()).unwrap();
        assert_eq!(parameters(&form), parameters(&case.renew));

        let hint = case.hint.unwrap_or_default();
        assert_eq!(address(&logout_url(&registration, Some(&hint))), address(&case.logout));
        let consent = admin_consent_url(&cloud.login, &registration, &scopes).unwrap();
        assert_eq!(address(&consent), address(&case.consent));
    }
}

/// Returns the request that redeems a code, after checking that its verifier belongs to the challenge in `url`.
fn redeemed(registration: &Registration, url: &Url, pending: PendingLogin) -> HttpRequest {
    let of = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let fragment = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", CODE)
        .append_pair("state", &of("state"))
        .finish();
    let exchange = resume(registration, Some(pending), Callback::read(&fragment).unwrap());
    let exchange = exchange.unwrap_or_else(|problem| panic!("{problem:?}"));
    let request = sent(|send| async {
        tokens::redeem(
            registration,
            exchange,
            Clocks { host: Moment::default(), computer: Moment::default() },
            &*Box::leak(send),
        )
        .await
        .map(drop)
    });
    let form: BTreeMap<_, _> = form_urlencoded::parse(request.body()).into_owned().collect();
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])), of("code_challenge"));
    request
}
