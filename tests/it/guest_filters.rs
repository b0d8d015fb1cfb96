//! What the list of guests is filtered by, with generated texts: an address opens the view that made it, a filter that is
//! removed leaves the others, and what is marked is what was searched for.

use guestlist::domain::guest::UserId;
use guestlist::domain::guest_marks::{GuestPart, marks};
use guestlist::domain::guest_query::{GuestColumn, GuestQuery, GuestSort, GuestTab, PendingAge};
use guestlist::domain::guest_search::{Condition, GuestSearch, without};
use guestlist::domain::search_form::search_form;
use guestlist::ui::routes::Route;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;

/// What searches and names are made of, besides any character.
const PIECES: [&str; 42] = [
    " ",
    " ",
    " ",
    "\"",
    "\"",
    ":",
    "domain:",
    "company:",
    "state:",
    "older:",
    "pending",
    "14",
    "-1",
    "@",
    "a",
    "an",
    "Ann",
    "lee",
    "fabrikam.com",
    "&",
    "=",
    "+",
    "%",
    "%20",
    "#",
    "?",
    ";",
    "/",
    "\\",
    "é",
    "e\u{301}",
    "ß",
    "Ø",
    "ﬁ",
    "İ",
    "Σ",
    "한",
    "が",
    "\u{200b}",
    "\u{202e}",
    "\u{93c}\u{94d}",
    "\u{94d}\u{93c}",
];

fn decompose(text: &str) -> String {
    text.nfkd().collect::<String>().to_lowercase()
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&PIECES[..]).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn queries() -> impl Strategy<Value = GuestQuery> {
    let sort = (select(&GuestColumn::ALL[..]), any::<bool>())
        .prop_map(|(column, descending)| GuestSort { column, descending });
    let age = proptest::option::of(select(&PendingAge::ALL[..]));
    let open = proptest::option::of(any::<[u8; 16]>());
    (select(&GuestTab::ALL[..]), age, texts(), sort, open).prop_map(|(tab, age, search, sort, open)| {
        // Only pending invitations have an age.
        let age = age.filter(|_| tab == GuestTab::Pending);
        let open = open.and_then(|bytes| UserId::parse(&uuid::Uuid::from_bytes(bytes).to_string()));
        GuestQuery { tab, age, search, sort, open }
    })
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_address_opens_the_view_that_made_it(query in queries()) {
        prop_assert_eq!(&GuestQuery::read(&query.write()), &query);
        let address = Route::Guests(query.clone()).href();
        // A browser reads and writes the address, too.
        let read = url::Url::parse("https://guests.example").unwrap().join(&address).unwrap();
        prop_assert_eq!(read.path(), "/guests");
        prop_assert_eq!(read.fragment(), None);
        prop_assert_eq!(GuestQuery::read(read.query().unwrap_or_default()), query);
    }

    #[test]
    fn a_filter_that_is_removed_leaves_the_others(typed in texts()) {
        let search = GuestSearch::read(&typed, decompose);
        for removed in &search.terms {
            let left = GuestSearch::read(&without(&typed, &removed.place), decompose);
            let others = search.terms.iter().filter(|term| *term != removed).map(|term| &term.condition);
            prop_assert_eq!(left.conditions().collect::<Vec<_>>(), others.collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_pieces_of_a_marked_text_are_the_text(text in texts(), typed in texts()) {
        let search = GuestSearch::read(&typed, decompose);
        for part in [GuestPart::Name, GuestPart::Address, GuestPart::Company] {
            let pieces = marks(&text, &search, part, decompose);
            prop_assert_eq!(pieces.iter().map(|(piece, _)| *piece).collect::<String>(), text.clone());
        }
    }

    #[test]
    fn a_word_is_marked_exactly_where_it_is_found(text in texts(), word in texts()) {
        let search = GuestSearch::read(&word, decompose);
        let [Condition::Text(wanted)] = &search.conditions().cloned().collect::<Vec<_>>()[..] else { return Ok(()) };
        let marked: Vec<String> = marks(&text, &search, GuestPart::Name, decompose)
            .into_iter()
            .filter(|(_, mark)| *mark)
            .map(|(piece, _)| search_form(piece, decompose))
            .collect();
        let is_found = search_form(&text, decompose).contains(wanted.as_str());
        prop_assert_eq!(is_found, !marked.is_empty());
        for piece in marked {
            prop_assert!(piece.contains(wanted.as_str()), "{piece:?} has no {wanted:?}");
        }
    }
}
