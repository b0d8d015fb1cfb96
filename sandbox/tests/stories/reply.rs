//! What the sandbox answered, as the stories read it.

use sandbox::{Delivery, Response};
use serde_json::Value;

use super::{between, parameter};

pub(crate) struct Reply(pub(super) Response);

impl Reply {
    pub(crate) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// How the host is asked to deliver the response.
    pub(crate) fn delivery(&self) -> Delivery {
        Delivery::of(&self.0)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> String {
        self.header("location").unwrap_or_else(|| panic!("no redirect: {}", self.text())).to_owned()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(self.0.body()).into_owned()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.body()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// `error` and the first AADSTS number of a token error, whose body must have Entra's shape.
    pub(crate) fn token_error(&self) -> (String, u64) {
        let body = self.json();
        let number = body["error_codes"][0].as_u64().unwrap_or_else(|| panic!("no refusal: {body}"));
        assert!(body["error_description"].as_str().unwrap().starts_with(&format!("AADSTS{number}: ")));
        for name in ["timestamp", "trace_id", "correlation_id", "error_uri"] {
            assert!(body[name].is_string(), "{name}");
        }
        (body["error"].as_str().unwrap().to_owned(), number)
    }

    /// `error` and AADSTS number of a redirect with an error.
    pub(crate) fn redirect_error(&self) -> (String, u64) {
        let location = self.location();
        let description = parameter(&location, "error_description");
        let number = between(&description, "AADSTS", ":").parse().unwrap();
        assert!(parameter(&location, "error_uri").ends_with(&format!("/error?code={number}")));
        (parameter(&location, "error"), number)
    }

    /// Status, code and message of a Graph error, which must have Graph's shape.
    pub(crate) fn graph_error(&self) -> (u16, String, String) {
        let error = self.json()["error"].clone();
        let inner = &error["innerError"];
        assert!(inner["request-id"].is_string() && inner["date"].is_string(), "{error}");
        assert_eq!(inner["request-id"].as_str(), self.header("request-id"));
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        (self.status(), text("code"), text("message"))
    }
}
