//! The directory is searched for the addresses of a list, a hundred in one request.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use guestlist::app::bulk::lookup::{ADDRESSES_PER_REQUEST, Searched, search};
use guestlist::domain::email::GuestEmail;
use guestlist::graph::error::GraphErrorKind;
use serde_json::{Value, json};

use crate::support::{Sent, World, json as reply, refusal, run};

fn emails(count: usize) -> Vec<GuestEmail> {
    (0..count).map(|number| format!("user{number}@fabrikam.com").parse().unwrap()).collect()
}

/// The ids of the reads in a batch.
fn ids(sent: &Sent) -> Vec<String> {
    let body: Value = serde_json::from_str(&sent.body).unwrap();
    let requests = body["requests"].as_array().unwrap();
    requests.iter().map(|request| request["id"].as_str().unwrap().to_owned()).collect()
}

/// Answers each batch: `part` makes the response to a read from its id and the number of the batch.
fn answers(world: &World, part: impl Fn(&str, u32) -> Value + 'static) {
    let batches = Cell::new(0);
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        batches.set(batches.get() + 1);
        let responses: Vec<_> = ids(sent)
            .iter()
            .map(|id| {
                let mut response = part(id, batches.get());
                response["id"] = json!(id);
                response
            })
            .collect();
        reply(200, &json!({ "responses": responses }).to_string())
    }));
}

fn user(id: &str, members: Value) -> Value {
    let mut user = json!({ "id": format!("264e6d50-eaec-461e-b187-873b1bcf85{id}") });
    user.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    user
}

#[test]
fn a_hundred_addresses_are_one_request_of_twenty_reads() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    answers(&world, |_, _| json!({ "status": 200, "body": { "value": [] } }));
    let found = run(search(&portal.client, &emails(ADDRESSES_PER_REQUEST), |_| None)).unwrap();
    assert_eq!(found, Searched::Found(Default::default()));
    let requests = world.services.graph_requests();
    assert_eq!((requests.len(), ids(&requests[0]).len()), (1, 20));
}

#[test]
fn a_user_is_found_by_any_address_and_an_employee_counts_more_than_a_guest() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let others =
        json!({ "userType": "Guest", "otherMails": ["User1@Fabrikam.com"], "externalUserState": "Accepted" });
    let proxies = json!({ "userType": "Guest", "proxyAddresses": ["X500:/o=x", "smtp:user2@fabrikam.com"] });
    let guest = json!({ "userType": "Guest", "mail": "user3@fabrikam.com", "externalUserState": "PendingAcceptance" });
    let employee = json!({ "userType": "Member", "otherMails": ["user3@fabrikam.com"] });
    let users = json!([user("01", others), user("02", proxies), user("03", guest), user("04", employee)]);
    answers(&world, move |_, _| json!({ "status": 200, "body": { "value": users } }));
    let Searched::Found(found) = run(search(&portal.client, &emails(5), |_| None)).unwrap() else { panic!() };
    let id_of =
        |address: &str| found.get(address).map(|existing| existing.guest.id.to_string()[34..].to_owned());
    assert_eq!(
        ["user0", "user1", "user2", "user3"].map(|name| id_of(&format!("{name}@fabrikam.com"))),
        [None, Some("01".to_owned()), Some("02".to_owned()), Some("04".to_owned())]
    );
    assert!(found["user3@fabrikam.com"].internal);
}

#[test]
fn of_a_batch_only_the_throttled_reads_are_repeated_after_the_longest_wait() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let asked: Rc<RefCell<Vec<String>>> = Rc::default();
    let log = Rc::clone(&asked);
    answers(&world, move |id, batch| {
        log.borrow_mut().push(format!("{batch}:{id}"));
        let throttled = |seconds: &str| json!({ "status": 429, "headers": { "Retry-After": seconds }, "body": { "error": { "code": "TooManyRequests" } } });
        match (batch, id) {
            (1, "1") => throttled("9"),
            (1, "3") => throttled("30"),
            _ => json!({ "status": 200, "body": { "value": [] } }),
        }
    });
    run(search(&portal.client, &emails(20), |_| None)).unwrap();
    assert_eq!(asked.borrow()[4..], ["2:0", "2:1"], "two of four reads again");
    assert_eq!(*world.clock.slept.borrow(), [Duration::from_secs(30)]);
}

/// A read of a batch can be refused for its token although the batch is not. Only a single request renews the token.
#[test]
fn a_token_that_is_refused_within_a_batch_is_renewed_by_a_single_request() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let sent: Rc<RefCell<Vec<String>>> = Rc::default();
    let log = Rc::clone(&sent);
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |request| {
        let read = match request.url.ends_with("$batch") {
            true => ids(request).join(","),
            false => "single".to_owned(),
        };
        log.borrow_mut().push(read);
        if log.borrow().last().is_some_and(|read| read == "single") {
            return match log.borrow().len() {
                2 => refusal(401, "InvalidAuthenticationToken", "Access token has expired."),
                _ => reply(200, r#"{"value":[]}"#),
            };
        }
        let refused = json!({ "error": { "code": "InvalidAuthenticationToken", "message": "Expired." } });
        let part = |id: &String| match log.borrow().len() {
            1 => json!({ "id": id, "status": 401, "body": refused }),
            _ => json!({ "id": id, "status": 200, "body": { "value": [] } }),
        };
        reply(200, &json!({ "responses": ids(request).iter().map(part).collect::<Vec<_>>() }).to_string())
    }));
    let found = run(search(&portal.client, &emails(15), |_| None)).unwrap();
    assert_eq!(found, Searched::Found(Default::default()));
    assert_eq!(*sent.borrow(), ["0,1,2", "single", "single", "0,1"]);
    assert_eq!(world.services.token_requests().len(), 2, "at the sign-in, and after the refusal");
}

/// Graph may answer with an empty page although users follow. A user who is not seen would be invited again.
#[test]
fn s33_the_next_pages_of_a_search_are_read_too() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let guest = json!({ "userType": "Guest", "mail": "user1@fabrikam.com", "externalUserState": "PendingAcceptance" });
    let page = |number: u32| format!("https://graph.microsoft.com/v1.0/users?$skiptoken={number}");
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        let body = match sent.url.rsplit_once('=') {
            Some((_, "1")) => json!({ "value": [], "@odata.nextLink": page(2) }),
            Some((_, "2")) => json!({ "value": [user("01", guest.clone())] }),
            _ => {
                let first = json!({ "value": [], "@odata.nextLink": page(1) });
                json!({ "responses": [{ "id": "0", "status": 200, "body": first }] })
            }
        };
        reply(200, &body.to_string())
    }));
    let Searched::Found(found) = run(search(&portal.client, &emails(3), |_| None)).unwrap() else { panic!() };
    assert_eq!(found.keys().collect::<Vec<_>>(), ["user1@fabrikam.com"]);
}

#[test]
fn a_search_whose_next_page_is_itself_is_an_error() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    let itself =
        json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=1" });
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        let batch = json!({ "responses": [{ "id": "0", "status": 200, "body": itself }] });
        reply(200, &(if sent.url.ends_with("$batch") { &batch } else { &itself }).to_string())
    }));
    let error = run(search(&portal.client, &emails(3), |_| None)).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::BadNextLink);
}

#[test]
fn a_person_who_may_not_search_is_told_apart_from_a_search_without_a_result() {
    for status in [403, 404, 501] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        answers(
            &world,
            move |_, _| json!({ "status": status, "body": { "error": { "code": "Authorization_RequestDenied" } } }),
        );
        assert_eq!(run(search(&portal.client, &emails(3), |_| None)), Ok(Searched::NotAllowed), "{status}");
    }
    // A batch that is not answered is an error, and nothing is known.
    let world = World::new();
    let (portal, _) = world.signed_in();
    *world.services.graph_does.borrow_mut() = Some(Box::new(|_| refusal(400, "BadRequest", "no")));
    let error = run(search(&portal.client, &emails(3), |_| None)).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::BadRequest);
}

#[test]
fn where_batches_are_refused_the_same_reads_are_single_requests() {
    for status in [403, 404, 501] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
            if sent.url.ends_with("/$batch") {
                return refusal(status, "Refused", "no");
            }
            let guest = json!({ "userType": "Guest", "mail": "user6@fabrikam.com" });
            reply(200, &json!({ "value": [user("07", guest)] }).to_string())
        }));
        let Ok(Searched::Found(found)) = run(search(&portal.client, &emails(7), |_| None)) else { panic!() };
        assert_eq!(found.keys().collect::<Vec<_>>(), ["user6@fabrikam.com"], "{status}");
        let requests = world.services.graph_requests();
        assert_eq!(requests.iter().filter(|sent| sent.url.contains("/users?")).count(), 2, "{status}");
    }
}
