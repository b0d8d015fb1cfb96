//! A long list is compared with all users of the directory, if these are not many more.

use std::cell::RefCell;
use std::rc::Rc;

use guestlist::app::bulk::everyone::search;
use guestlist::app::bulk::lookup::Searched;
use guestlist::domain::email::GuestEmail;
use guestlist::graph::error::{GraphError, GraphErrorKind};
use serde_json::{Value, json};

use crate::support::{World, json as reply, refusal, run, silence};

const LONG: usize = 300;

type Found = Result<Option<Searched>, GraphError>;

fn emails(count: usize) -> Vec<GuestEmail> {
    (0..count).map(|number| format!("user{number}@fabrikam.com").parse().unwrap()).collect()
}

/// A directory that says it has `count` users, and gives them in pages.
fn directory(world: &World, count: usize, pages: Vec<Vec<Value>>) -> Rc<RefCell<Vec<String>>> {
    let urls: Rc<RefCell<Vec<String>>> = Rc::default();
    let log = Rc::clone(&urls);
    *world.services.graph_does.borrow_mut() = Some(Box::new(move |sent| {
        log.borrow_mut().push(sent.url.clone());
        if sent.url.contains("$count=true") {
            assert_eq!(sent.header("ConsistencyLevel"), Some("eventual"));
            return reply(200, &json!({ "@odata.count": count, "value": [] }).to_string());
        }
        let number = sent.url.rsplit_once("skiptoken=").map_or(0, |(_, number)| number.parse().unwrap());
        let mut page = json!({ "value": pages[number] });
        if number + 1 < pages.len() {
            page["@odata.nextLink"] =
                format!("https://graph.microsoft.com/v1.0/users?$skiptoken={}", number + 1).into();
        }
        reply(200, &page.to_string())
    }));
    urls
}

fn user(id: &str, kind: &str, address: &str) -> Value {
    json!({ "id": format!("264e6d50-eaec-461e-b187-873b1bcf85{id}"), "userType": kind, "mail": address })
}

fn searched(world: &World, emails: &[GuestEmail]) -> (Found, Vec<(usize, usize)>) {
    let (portal, _) = world.signed_in();
    let mut told = Vec::new();
    let found = run(search(&portal.client, emails, |_| None, |read, of| told.push((read, of))));
    (found, told)
}

#[test]
fn all_users_are_read_once_and_compared() {
    let world = World::new();
    let first = vec![user("01", "Guest", "User7@Fabrikam.com"), user("02", "Guest", "user9@fabrikam.com")];
    let second = vec![user("03", "Member", "user9@fabrikam.com"), user("04", "Member", "else@contoso.com")];
    let urls = directory(&world, 4, vec![first, Vec::new(), second]);
    let (found, told) = searched(&world, &emails(LONG));
    let Ok(Some(Searched::Found(found))) = found else { panic!("{found:?}") };
    let mut keys: Vec<_> = found.keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["user7@fabrikam.com", "user9@fabrikam.com"]);
    assert!(found["user9@fabrikam.com"].internal, "an employee counts more than a guest");
    assert_eq!((urls.borrow().len(), told), (4, vec![(2, 4), (2, 4), (4, 4)]));
}

#[test]
fn filters_are_used_for_a_short_list_and_for_a_large_directory() {
    let world = World::new();
    let urls = directory(&world, 1_000_000, Vec::new());
    assert_eq!(searched(&world, &emails(LONG - 1)).0, Ok(None));
    assert!(urls.borrow().is_empty(), "the directory is not even counted");
    assert_eq!(searched(&world, &emails(LONG)).0, Ok(None));
    assert_eq!(urls.borrow().len(), 1);
}

/// A user who is missing in a part would be taken for new.
#[test]
fn a_part_of_the_directory_is_not_taken_for_all_of_it() {
    let world = World::new();
    directory(&world, 3, vec![vec![user("01", "Guest", "user7@fabrikam.com")]]);
    assert_eq!(searched(&world, &emails(LONG)).0, Ok(None));
}

#[test]
fn filters_are_used_if_the_service_does_not_give_all_users() {
    let itself = json!({ "value": [user("01", "Guest", "a@b.com")],
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=1" });
    let counted = || reply(200, r#"{"@odata.count":3,"value":[]}"#);
    let page = || reply(200, &itself.to_string());
    for answers in [
        vec![refusal(400, "Request_UnsupportedQuery", "No.")],
        vec![refusal(403, "Authorization_RequestDenied", "No.")],
        vec![refusal(404, "ResourceNotFound", "No.")],
        vec![reply(200, "<html>")],
        vec![silence(), silence(), silence()],
        vec![counted(), page(), page(), page(), page(), page()],
        vec![counted(), page(), refusal(400, "Directory_ExpiredPageToken", "Expired.")],
    ] {
        let world = World::new();
        world.services.graph_says(answers);
        assert_eq!(searched(&world, &emails(LONG)).0, Ok(None));
    }
}

#[test]
fn an_ended_sign_in_ends_the_search() {
    let world = World::new();
    let (portal, _) = world.signed_in();
    portal.client.set_person(None);
    let error = run(search(&portal.client, &emails(LONG), |_| None, |_, _| ())).unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::SignInEnded);
}
