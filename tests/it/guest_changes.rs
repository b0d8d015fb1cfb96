//! Bringing a complete guest list up to date by what has changed in the directory since it was read.

use std::cell::RefCell;
use std::rc::Rc;

use guestlist::app::guest_changes::{self, GuestChanges, Since};
use guestlist::domain::guest::UserId;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use serde_json::{Value, json as object};

use crate::support::{Answer, World, json, refusal, run, silence, user, with_retry_after};

const DELTA: &str = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=";
const NEXT: &str = "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=";

fn id(number: u8) -> UserId {
    UserId::parse(user(number)["id"].as_str().unwrap()).unwrap()
}

/// A page of changes, which leads to `next`: a link of either kind.
fn page(entries: &[Value], next: &str) -> Value {
    let name = if next.contains("deltatoken") { "@odata.deltaLink" } else { "@odata.nextLink" };
    object!({ "value": entries, name: next })
}

fn removed(number: u8, reason: &str) -> Value {
    object!({ "id": user(number)["id"], "@removed": { "reason": reason } })
}

fn member(number: u8) -> Value {
    object!({ "id": user(number)["id"], "displayName": "An employee", "userType": "Member" })
}

/// A directory that tells these pages of changes, one after the other, and in which reads find these guests. Returns what was asked:
/// the links of changes, and the number of each batch's requests.
fn directory(world: &World, pages: Vec<Value>, guests: Vec<u8>) -> Rc<RefCell<Vec<String>>> {
    let asked: Rc<RefCell<Vec<String>>> = Rc::default();
    let (log, pages) = (Rc::clone(&asked), RefCell::new(pages));
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        if sent.url.contains("/users/delta?") {
            log.borrow_mut().push(sent.url.clone());
            return json(200, &pages.borrow_mut().remove(0).to_string());
        }
        assert!(sent.url.ends_with("/$batch"), "{}", sent.url);
        let body: Value = serde_json::from_str(&sent.body).unwrap();
        let requests = body["requests"].as_array().unwrap();
        log.borrow_mut().push(format!("batch of {}", requests.len()));
        let one = |request: &Value| {
            let url = request["url"].as_str().unwrap();
            let found = guests.iter().map(|guest| user(*guest));
            let found: Vec<_> = found.filter(|user| url.contains(user["id"].as_str().unwrap())).collect();
            object!({ "id": request["id"], "status": 200, "body": { "value": found } })
        };
        json(200, &object!({ "responses": requests.iter().map(one).collect::<Vec<_>>() }).to_string())
    }));
    asked
}

/// What has changed in a list of the guests with these numbers.
fn since(world: &World, list: &[u8]) -> Result<Since, GraphError> {
    since_doubting(world, list, &[])
}

/// The same where the service may not have some of them.
fn since_doubting(world: &World, list: &[u8], doubted: &[u8]) -> Result<Since, GraphError> {
    let (portal, _) = world.signed_in();
    let list: Vec<UserId> = list.iter().map(|number| id(*number)).collect();
    let doubted: Vec<UserId> = doubted.iter().map(|number| id(*number)).collect();
    run(guest_changes::since(&portal.client, format!("{DELTA}1"), |id| list.contains(&id), &doubted))
}

fn enough(outcome: Result<Since, GraphError>) -> GuestChanges {
    match outcome {
        Ok(Since::Changes(changes)) => changes,
        other => panic!("the changes are enough, and not {other:?}"),
    }
}

/// The same where the changes are enough: new and changed guests, and who is gone, by their numbers.
fn changed(world: &World, list: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let changes = enough(since(world, list));
    assert_eq!(changes.link, format!("{DELTA}2"), "the next changes are asked for with the last link");
    let number = |wanted: UserId| (0..=255).find(|number| id(*number) == wanted).unwrap();
    let guests = changes.guests.iter().map(|guest| number(guest.id));
    (guests.collect(), changes.gone.into_iter().map(number).collect())
}

#[test]
fn nothing_has_changed_at_the_price_of_one_request() {
    let world = World::new();
    let asked = directory(&world, vec![page(&[], &format!("{DELTA}2"))], vec![1]);
    assert_eq!(changed(&world, &[1]), (vec![], vec![]));
    assert_eq!(*asked.borrow(), [format!("{DELTA}1")]);
}

#[test]
fn new_and_changed_guests_are_read_and_those_who_are_gone_are_named() {
    let world = World::new();
    let entries = [
        user(1),
        object!({ "id": user(2)["id"], "displayName": "Only this has changed" }),
        removed(3, "changed"),
        removed(4, "deleted"),
        // A user who is not in the list.
        removed(5, "deleted"),
        // A guest who has become a member.
        member(6),
        // An employee, who was in the list at no time, and is not asked for.
        member(7),
        object!({ "id": user(8)["id"], "displayName": "An employee with a new name" }),
    ];
    let asked = directory(&world, vec![page(&entries, &format!("{DELTA}2"))], vec![1, 2]);
    assert_eq!(changed(&world, &[2, 3, 4, 6]), (vec![1, 2], vec![3, 4, 6]));
    assert_eq!(*asked.borrow(), [format!("{DELTA}1"), "batch of 1".to_owned()]);
}

#[test]
fn of_several_entries_of_a_user_the_last_counts() {
    let world = World::new();
    let pages = vec![
        page(&[user(1), removed(2, "changed"), user(1)], &format!("{NEXT}a")),
        page(&[], &format!("{NEXT}b")),
        page(&[removed(1, "deleted"), user(2), user(3), member(3)], &format!("{DELTA}2")),
    ];
    let asked = directory(&world, pages, vec![2]);
    assert_eq!(changed(&world, &[1, 2, 3]), (vec![2], vec![1, 3]));
    assert_eq!(asked.borrow()[..3], [format!("{DELTA}1"), format!("{NEXT}a"), format!("{NEXT}b")]);
}

#[test]
fn many_changed_guests_are_read_in_few_batches() {
    let world = World::new();
    let all: Vec<u8> = (0..=255).collect();
    let entries: Vec<Value> = all.iter().map(|number| user(*number)).collect();
    let asked = directory(&world, vec![page(&entries, &format!("{DELTA}2"))], all.clone());
    assert_eq!(changed(&world, &[]), (all, vec![]));
    assert_eq!(asked.borrow().len(), 2, "256 guests are 20 requests in one batch: {:?}", asked.borrow());
}

#[test]
fn a_new_guest_whom_reads_do_not_find_yet_is_not_forgotten() {
    let world = World::new();
    directory(&world, vec![page(&[user(1), user(2)], &format!("{DELTA}2"))], vec![1]);
    assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew), "the list is read anew");
    // A known one stays as it is: the next changes will tell.
    directory(&world, vec![page(&[user(1), user(2)], &format!("{DELTA}2"))], vec![1]);
    assert_eq!(changed(&world, &[1, 2]), (vec![1], vec![]));
}

#[test]
fn a_link_that_has_expired_or_is_refused_means_that_the_list_is_read_anew() {
    for (status, code) in [
        (410, "syncStateNotFound"),
        (410, "resyncRequired"),
        (404, "syncStateNotFound"),
        (400, "Request_BadRequest"),
        (400, "Directory_ExpiredPageToken"),
    ] {
        let world = World::new();
        world.services.graph_says([refusal(status, code, "")]);
        assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew), "{status} {code}");
        assert_eq!(world.services.graph_requests().len(), 1, "{status} {code}");
    }
}

/// Otherwise each refresh would ask once more.
#[test]
fn a_service_that_tells_this_person_no_changes_is_told_apart_from_an_expired_link() {
    for (status, code) in [
        (401, "Unauthorized"),
        (403, "Authorization_RequestDenied"),
        (404, "Request_ResourceNotFound"),
        (501, "NotImplemented"),
    ] {
        let world = World::new();
        world.services.graph_says([refusal(status, code, "")]);
        assert_eq!(since(&world, &[1]), Ok(Since::NotTold), "{status} {code}");
        assert_eq!(world.services.graph_requests().len(), 1, "{status} {code}");

        let (portal, _) = world.signed_in();
        world.services.graph_says([refusal(status, code, "")]);
        let error = run(guest_changes::from_now_on(&portal.client)).unwrap_err();
        assert!(guest_changes::tells_no_changes(&error), "{status} {code}");
    }
    // Where the guests themselves are refused, changes may still be told.
    let world = World::new();
    let batch =
        object!({ "responses": [{ "id": "0", "status": 403, "body": { "error": { "code": "x" } } }] });
    world.services.graph_says([
        json(200, &page(&[user(1)], &format!("{DELTA}2")).to_string()),
        json(200, &batch.to_string()),
    ]);
    assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew));
}

/// Reading a long list anew takes hundreds of requests.
#[test]
fn a_service_that_is_overloaded_or_down_is_not_asked_for_the_whole_list() {
    let failing = |status: u16| move || refusal(status, "x", "");
    let cases: [(GraphErrorKind, Box<dyn Fn() -> Answer>); 4] = [
        (GraphErrorKind::Throttled, Box::new(|| with_retry_after(429, "600"))),
        (GraphErrorKind::Throttled, Box::new(failing(429))),
        (GraphErrorKind::ServiceDown, Box::new(failing(503))),
        (GraphErrorKind::Filtered, Box::new(|| json(403, "<html>Sign in to this network</html>"))),
    ];
    for (kind, answer) in cases {
        let world = World::new();
        let answer = Rc::new(answer);
        let all = Rc::clone(&answer);
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |_| all()));
        assert_eq!(since(&world, &[1]).unwrap_err().kind, kind);
        let changes = page(&[user(1)], &format!("{DELTA}2"));
        *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
            if sent.url.contains("/users/delta?") { json(200, &changes.to_string()) } else { answer() }
        }));
        assert_eq!(since(&world, &[1]).unwrap_err().kind, kind);
    }
}

/// A guest who was invited a moment ago may not be listed; one whose details were not found may be gone.
#[test]
fn doubted_guests_are_looked_for_with_those_who_have_changed() {
    let world = World::new();
    let asked = directory(&world, vec![page(&[user(1)], &format!("{DELTA}2"))], vec![1, 2]);
    let changes = enough(since_doubting(&world, &[1, 2, 3], &[2, 3]));
    assert_eq!((changes.guests.len(), changes.gone, changes.missing), (2, vec![], vec![id(3)]));
    assert_eq!(*asked.borrow(), [format!("{DELTA}1"), "batch of 1".to_owned()]);
    // One who is told to be removed is gone.
    directory(&world, vec![page(&[removed(2, "changed")], &format!("{DELTA}2"))], vec![]);
    let changes = enough(since_doubting(&world, &[1, 2], &[2]));
    assert_eq!((changes.gone, changes.missing), (vec![id(2)], vec![]));
}

#[test]
fn a_connection_that_is_lost_ends_it_because_reading_anew_would_fail_too() {
    let world = World::new();
    *world.services.graph_does.borrow_mut() = Some(Box::new(|_| silence()));
    assert_eq!(since(&world, &[1]).unwrap_err().kind, GraphErrorKind::NoAnswer);

    // It may be lost between the changes and the guests.
    let world = World::new();
    let changes = page(&[user(1)], &format!("{DELTA}2"));
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        if sent.url.contains("/users/delta?") { json(200, &changes.to_string()) } else { silence() }
    }));
    assert_eq!(since(&world, &[1]).unwrap_err().kind, GraphErrorKind::NoAnswer);
}

#[test]
fn what_is_not_as_documented_means_that_the_list_is_read_anew() {
    let one = page(&[user(1)], &format!("{DELTA}2"));
    let without_link = object!({ "value": [] });
    for body in [without_link.to_string(), "[]".to_owned(), String::new(), "{\"value\":7}".to_owned()] {
        let world = World::new();
        world.services.graph_says([json(200, &body)]);
        assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew), "{body}");
    }
    for batch in [
        object!({ "responses": [] }),
        object!({ "responses": [{ "id": "0", "status": 404, "body": { "error": { "code": "x" } } }] }),
        object!({ "responses": [{ "id": "0", "status": 200, "body": { "value": [{}] } }] }),
        object!({ "responses": [{ "id": "0", "status": 200, "body": { "value": [], "@odata.nextLink": NEXT } }] }),
        // Of a user who was not asked for.
        object!({ "responses": [{ "id": "0", "status": 200, "body": { "value": [user(1), user(2)] } }] }),
    ] {
        let world = World::new();
        world.services.graph_says([json(200, &one.to_string()), json(200, &batch.to_string())]);
        assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew), "{batch}");
    }
}

#[test]
fn too_many_changes_mean_that_the_list_is_read_anew() {
    // A link that leads on and on.
    let world = World::new();
    let asked: Rc<RefCell<usize>> = Rc::default();
    let count = Rc::clone(&asked);
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |_| {
        *count.borrow_mut() += 1;
        json(200, &page(&[], &format!("{NEXT}{}", count.borrow())).to_string())
    }));
    assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew));
    assert!(*asked.borrow() <= 50, "{}", asked.borrow());

    let world = World::new();
    let guest = |number: usize| object!({ "id": format!("00000000-0000-4000-8000-{number:012x}"), "userType": "Guest" });
    let entries: Vec<Value> = (0..3_001).map(guest).collect();
    let asked = directory(&world, vec![page(&entries, &format!("{DELTA}2"))], vec![]);
    assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew));
    assert_eq!(asked.borrow().len(), 1, "no user is read");
}

/// The token goes to no other host (S-13).
#[test]
fn a_link_to_another_host_is_refused() {
    for link in [
        "https://graph.evil.example/v1.0/users/delta?$deltatoken=1",
        "https://graph.microsoft.com.evil.example/x",
    ] {
        let world = World::new();
        let (portal, _) = world.signed_in();
        let outcome = run(guest_changes::since(&portal.client, link.to_owned(), |_| true, &[]));
        assert_eq!(outcome, Ok(Since::ReadAnew), "{link}");
        assert_eq!(world.services.graph_requests().len(), 0, "{link} was followed");

        let world = World::new();
        world
            .services
            .graph_says([json(200, &object!({ "value": [], "@odata.nextLink": link }).to_string())]);
        assert_eq!(since(&world, &[1]), Ok(Since::ReadAnew), "{link}");
        assert_eq!(world.services.graph_requests().len(), 1, "{link} was followed");
    }
}
