//! Requests with `fetch`.

use std::pin::pin;

use futures_util::future::{Either, select};
use guestlist::app::ports::{HttpResponse, TransportError};
use guestlist::graph::http::Method;

use super::*;

#[wasm_bindgen_test]
async fn a_response_has_status_type_and_body() {
    let reply = Fetch.send(get("data:application/json,%7B%22a%22:%22%C3%A9%22%7D")).await.unwrap();
    assert_eq!((reply.status, reply.body.as_str()), (200, "{\"a\":\"é\"}"));
    assert_eq!(reply.content_type.as_deref(), Some("application/json"));
    assert_eq!((reply.retry_after, reply.request_id), (None, None));
}

#[wasm_bindgen_test]
async fn an_error_response_is_a_response_and_its_headers_are_read() {
    let _stub = Stub::fetch(
        "return Promise.resolve(new Response('slow down', { status: 429, headers: { 'Retry-After': '2.5', 'request-id': 'r-1' } }));",
    );
    let HttpResponse { status, retry_after, request_id, body, .. } =
        Fetch.send(get("https://graph.test/")).await.unwrap();
    assert_eq!((status, body.as_str()), (429, "slow down"));
    assert_eq!((retry_after.as_deref(), request_id.as_deref()), (Some("2.5"), Some("r-1")));
}

/// It also uses no cookies and no cache, and does not send this page's address (S-12).
#[wasm_bindgen_test]
async fn a_request_follows_no_redirect_and_adds_nothing_about_the_page() {
    let _stub = Stub::fetch("return Promise.resolve(new Response(''));");
    let request = HttpRequest {
        method: Method::Post,
        url: "https://graph.test/v1.0/invitations".to_owned(),
        headers: vec![
            ("Authorization", "Bearer x".to_owned()),
            ("Content-Type", "application/json".to_owned()),
        ],
        body: Some("{\"é\":1}".to_owned()),
        limit: HttpRequest::LIMIT,
    };
    Fetch.send(request).await.unwrap();
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
async fn without_a_server_there_is_no_response() {
    // No server listens at these addresses. A page cannot distinguish a closed port from a forbidden one.
    for url in ["http://127.0.0.1:9/", "http://127.0.0.1:1/", "http://no-such-host.invalid/"] {
        assert_eq!(Fetch.send(get(url)).await.unwrap_err(), TransportError::NoAnswer, "{url}");
    }
}

#[wasm_bindgen_test]
async fn dropping_the_future_aborts_the_request() {
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
async fn a_waiting_request_is_not_aborted() {
    let _stub = Stub::fetch("return new Promise(() => {});");
    let mut waiting = pin!(Fetch.send(get("https://graph.test/")));
    let _ = select(waiting.as_mut(), BrowserClock::default().sleep(Duration::from_millis(20))).await;
    assert_eq!(Stub::asked("ask.signal.aborted"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn files_of_the_portal_are_loaded_or_missing() {
    assert_eq!(
        guestlist::browser::load_current("data:text/plain,%EF%BB%BF%7B%7D")
            .await
            .unwrap()
            .trim_start_matches('\u{feff}'),
        "{}"
    );
    assert!(guestlist::browser::load_current("/there-is-no-such-file.json").await.is_none());
}

#[wasm_bindgen_test]
async fn a_file_with_another_hash_is_not_loaded() {
    // printf Oui | openssl dgst -sha384 -binary | openssl base64 -A
    let oui = "sha384-JDoO3iPahuHyme7YN4pQE5eFTPNA71/5G09Z4l3IzLkfg058ZCulcmn9d9N6a3lR";
    assert_eq!(page_ports().files.load_text("data:text/plain,Oui", oui).await.as_deref(), Some("Oui"));
    assert_eq!(page_ports().files.load_text("data:text/plain,Non", oui).await, None);
}
