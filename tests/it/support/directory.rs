//! Graph with a directory: it makes guests of invitations, and finds users by their addresses in a batch.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use guestlist::graph::http::Method;
use serde_json::{Value, json};

use super::services::{Answer, GraphDoes, Sent, json as reply, silence};

/// What happens to an invitation in place of a response with 201.
#[derive(Clone)]
pub(crate) enum Happens {
    /// It is carried out, and the response is lost.
    LostAfter,
    /// It is not carried out, and there is no response.
    LostBefore,
    Says(Answer),
}

/// Gets the address that is invited.
type Before = Box<dyn Fn(&str)>;
type Lags = Box<dyn Fn() -> bool>;

#[derive(Default)]
pub(crate) struct Directory {
    /// How often each address was invited.
    pub(crate) invited: RefCell<BTreeMap<String, u32>>,
    /// Whether no search finds a guest yet.
    pub(crate) lags: RefCell<Option<Lags>>,
    /// The next things that happen, each to the invitation of an address that begins like this.
    pub(crate) happens: RefCell<VecDeque<(String, Happens)>>,
    /// Whether the person may search.
    pub(crate) may_not_search: Cell<bool>,
    pub(crate) searches: Cell<u32>,
    /// How many of the next searches have no response.
    pub(crate) lost_searches: Cell<u32>,
    /// Runs before each invitation.
    pub(crate) before: RefCell<Option<Before>>,
}

impl Directory {
    pub(crate) fn answers(self: &Rc<Self>) -> GraphDoes {
        let directory = Rc::clone(self);
        Box::new(move |sent| directory.answer(sent))
    }

    /// The addresses that were invited more than once.
    pub(crate) fn doubled(&self) -> Vec<String> {
        self.invited
            .borrow()
            .iter()
            .filter(|(_, times)| **times > 1)
            .map(|(address, _)| address.clone())
            .collect()
    }

    pub(crate) fn happens(&self, to: &str, what: Happens) {
        self.happens.borrow_mut().push_back((to.to_owned(), what));
    }

    fn answer(&self, sent: &Sent) -> Answer {
        let body: Value = serde_json::from_str(&sent.body).unwrap_or_default();
        if sent.url.ends_with("/$batch") {
            self.searches.set(self.searches.get() + 1);
            if let Some(left) = self.lost_searches.get().checked_sub(1) {
                self.lost_searches.set(left);
                return silence();
            }
            let requests = body["requests"].as_array().unwrap();
            let responses: Vec<_> = requests.iter().map(|request| self.part(request)).collect();
            return reply(200, &json!({ "responses": responses }).to_string());
        }
        if sent.method != Method::Post {
            return reply(200, r#"{"value":[{"displayName":"Contoso","verifiedDomains":[]}]}"#);
        }
        let address = body["invitedUserEmailAddress"].as_str().unwrap().to_owned();
        if let Some(before) = &*self.before.borrow() {
            before(&address);
        }
        let mut happens = self.happens.borrow_mut();
        let next = happens.iter().position(|(to, _)| address.starts_with(to));
        match next.and_then(|next| happens.remove(next)) {
            Some((_, Happens::Says(answer))) => answer,
            Some((_, Happens::LostBefore)) => silence(),
            Some((_, Happens::LostAfter)) => {
                self.invite(&address);
                silence()
            }
            None => {
                self.invite(&address);
                let made = json!({
                    "inviteRedeemUrl": format!("https://login.microsoftonline.com/redeem?rd={address}"),
                    "status": "PendingAcceptance", "invitedUser": { "id": id_of(&address) },
                });
                reply(201, &made.to_string())
            }
        }
    }

    pub(crate) fn invite(&self, address: &str) {
        *self.invited.borrow_mut().entry(address.to_owned()).or_default() += 1;
    }

    /// The response to one search of a batch.
    fn part(&self, request: &Value) -> Value {
        let id = &request["id"];
        if self.may_not_search.get() {
            return json!({ "id": id, "status": 403, "body": { "error": { "code": "Authorization_RequestDenied" } } });
        }
        let query = request["url"].as_str().unwrap().split_once('?').unwrap().1;
        let filter =
            url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "$filter").unwrap().1;
        let lags = self.lags.borrow().as_ref().is_some_and(|lags| lags());
        let found: Vec<_> = self
            .invited
            .borrow()
            .keys()
            .filter(|address| !lags && filter.contains(&format!("mail eq '{address}'")))
            .map(|address| {
                json!({ "id": id_of(address), "mail": address, "userType": "Guest", "externalUserState": "PendingAcceptance" })
            })
            .collect();
        json!({ "id": id, "status": 200, "headers": {}, "body": { "value": found } })
    }
}

/// An object id for an address.
fn id_of(address: &str) -> String {
    let sum = address.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("264e6d50-eaec-461e-b187-{:012x}", sum & 0xffff_ffff_ffff)
}
