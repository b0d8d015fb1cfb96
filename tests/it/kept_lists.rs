//! A list that is not sent yet survives its page: it is given to its owner only, whole or not at all, and for a week.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use guestlist::app::bulk::journal::{NotStored, Owner};
use guestlist::app::bulk::kept_list::{Found, KeptList, ListHead, Lists, Place, pieces, sheet};
use guestlist::app::ports::ListPlaces;
use guestlist::domain::import::columns::{ColumnChoices, ColumnRole};
use guestlist::domain::import::edit::{Decision, RowEdit};
use guestlist::domain::import::guest_choices::{GuestChoice, GuestChoices};
use guestlist::domain::import::importer::Importer;
use guestlist::domain::import::list::ImportList;
use guestlist::domain::import::row_check::Checks;
use guestlist::domain::import::table::RowPlace;
use guestlist::domain::invitation::{InvitationDraft, Rules};
use guestlist::domain::moment::Moment;
use guestlist::domain::search_form::Fold;
use guestlist::domain::tenant::{PersonKey, TenantId};

use crate::support::{Locks, NOON, Records, TENANT, run};

const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const TEXT: &str = "Email,Team\nann@fabrikam,Sales\nbo@fabrikam.com,Zo\u{eb}\ncy@fabrikam.com,\n";

type Edits = BTreeMap<usize, Vec<(RowPlace, RowEdit)>>;

/// A browser with some places, which all its tabs share.
struct Browser {
    records: Vec<Rc<Records>>,
    locks: Rc<Locks>,
}

impl Browser {
    fn new(places: usize) -> Self {
        Self { records: (0..places).map(|_| Rc::default()).collect(), locks: Rc::default() }
    }

    fn tab(&self) -> Lists {
        let stores = self.records.iter().map(|records| Rc::clone(records) as _).collect();
        Lists::new(ListPlaces { stores, locks: Rc::clone(&self.locks) as _ })
    }

    fn kept(&self) -> usize {
        self.records.iter().map(|records| records.kept.borrow().len()).sum()
    }
}

fn owner(oid: &str) -> Owner {
    let person = PersonKey { oid: oid.to_owned(), tid: TenantId::parse(TENANT).unwrap() };
    Owner { person, registration: "contoso".to_owned() }
}

fn noon() -> Moment {
    Moment::from_unix_millis(NOON)
}

fn head(owner: Owner, pieces: usize) -> ListHead {
    ListHead {
        owner,
        begun: noon(),
        file: Some("guests.csv".to_owned()),
        choices: ColumnChoices { roles: BTreeMap::from([(1, Some(ColumnRole::Name))]), header: Some(true) },
        defaults: InvitationDraft { send_mail: false, ..defaults() },
        guests: GuestChoices { pending: GuestChoice::Resend, ..GuestChoices::default() },
        pieces,
        with_run: false,
    }
}

fn defaults() -> InvitationDraft {
    InvitationDraft::new("https://myapps.microsoft.com")
}

fn edits(list: &ImportList) -> Edits {
    let mut edits = Edits::new();
    for (place, edit) in list.edits() {
        edits.entry(sheet(place)).or_default().push((place, edit.clone()));
    }
    edits
}

fn import(importer: Importer) -> ImportList {
    importer.finish().unwrap()
}

fn checks() -> Checks {
    Checks { rules: Rules::default(), fold: str::to_lowercase as Fold }
}

/// The list with the columns and changes of the tests.
fn corrected() -> ImportList {
    let head = head(owner("ann"), 0);
    let importer = Importer::new(TEXT.to_owned(), checks(), head.defaults);
    let mut list = import(importer.with_changes(head.choices, []));
    let address = RowEdit { address: Some("ann@fabrikam.com".to_owned()), ..RowEdit::default() };
    list.change([(0, address), (2, RowEdit { decision: Decision::LeftOut, ..RowEdit::default() })]);
    list
}

/// Keeps that list for a person, as a tab does, and returns the place.
fn keep(tab: &Lists, owner: Owner) -> Rc<Place> {
    let place = run(tab.free_place(noon())).unwrap();
    let text = pieces(TEXT);
    run(place.begin(&head(owner, text.len()), &text, &edits(&corrected()))).unwrap();
    place
}

fn restored(found: Found) -> (KeptList, Rc<Place>) {
    match found {
        Found::List(list, place) => (*list, place),
        Found::Nothing => panic!("there is no list"),
        Found::Changed => panic!("the list was changed"),
    }
}

fn restore(tab: &Lists, oid: &str) -> Found {
    run(tab.restore(&owner(oid), noon()))
}

/// What a person sees of each row.
fn seen(list: &ImportList) -> Vec<(String, String, String)> {
    let row = |row| (list.draft(row).email, list.draft(row).name, format!("{:?}", list.verdict(row)));
    (0..list.len()).map(row).collect()
}

#[test]
fn a_list_is_the_same_on_the_next_page() {
    let browser = Browser::new(2);
    drop(keep(&browser.tab(), owner("ann")));
    let (kept, _) = restored(restore(&browser.tab(), "ann"));
    assert_eq!(kept.head, head(owner("ann"), 1));
    let KeptList { head, text, edits } = kept;
    let again =
        import(Importer::new(text.concat(), checks(), head.defaults).with_changes(head.choices, edits));
    assert_eq!(seen(&again), seen(&corrected()));
    assert_eq!(seen(&again)[0].0, "ann@fabrikam.com");
    assert_eq!(seen(&again)[1].1, "Zo\u{eb}", "the column that the person has chosen");
    assert!(seen(&again)[2].2.contains("LeftOut"));
}

#[test]
fn a_change_writes_only_itself() {
    let browser = Browser::new(1);
    let place = keep(&browser.tab(), owner("ann"));
    let text = browser.records[0].kept.borrow()["text 0"].clone();
    browser.records[0].kept.borrow_mut().insert("text 0".to_owned(), "as it was".to_owned());
    let at = |record| RowPlace { record, column: Some(0) };
    let left_out = RowEdit { decision: Decision::LeftOut, ..RowEdit::default() };
    let change = Edits::from([(0, Vec::new()), (3, vec![(at(3_500), left_out.clone())])]);
    assert_eq!(sheet(at(3_500)), 3);
    run(place.change(None, &change)).unwrap();
    assert_eq!(browser.records[0].kept.borrow()["text 0"], "as it was");
    browser.records[0].kept.borrow_mut().insert("text 0".to_owned(), text);
    drop(place);
    let (kept, _) = restored(restore(&browser.tab(), "ann"));
    assert_eq!(kept.edits, [(at(3_500), left_out)], "the changes of the first sheet were taken back");
}

#[test]
fn a_text_is_cut_between_characters() {
    let text = "a\u{1f600}".repeat(100_000);
    let cut = pieces(&text);
    assert!(cut.len() > 9 && cut.iter().all(|piece| piece.len() <= 48 * 1024 && piece.len() > 48_000 || piece == cut.last().unwrap()));
    assert_eq!(cut.concat(), text);
    assert_eq!(pieces(""), Vec::<String>::new());
}

#[test]
fn s32_a_list_is_given_to_its_owner_only() {
    let browser = Browser::new(2);
    drop(keep(&browser.tab(), owner("ann")));
    assert!(matches!(restore(&browser.tab(), "bo"), Found::Nothing));
    let other = Owner { registration: "fabrikam".to_owned(), ..owner("ann") };
    assert!(matches!(run(browser.tab().restore(&other, noon())), Found::Nothing));
    // The other person has a list of their own beside it.
    drop(keep(&browser.tab(), owner("bo")));
    assert_eq!(restored(restore(&browser.tab(), "ann")).0.head.owner, owner("ann"));
    assert_eq!(restored(restore(&browser.tab(), "bo")).0.head.owner, owner("bo"));
    assert!(run(browser.tab().free_place(noon())).is_none(), "no place of another list is used");
}

#[test]
fn s32_a_list_is_kept_for_a_week() {
    let browser = Browser::new(1);
    drop(keep(&browser.tab(), owner("ann")));
    let (list, place) = restored(run(browser.tab().restore(&owner("ann"), noon() + WEEK)));
    assert_eq!(list.head.begun, noon());
    drop(place);
    let later = noon() + WEEK + Duration::from_secs(1);
    assert!(matches!(run(browser.tab().restore(&owner("bo"), later)), Found::Nothing));
    assert_eq!(browser.kept(), 0, "removed whoever is signed in");
}

#[test]
fn s31_a_list_that_was_changed_from_outside_is_removed() {
    for name in ["head", "text 0", "edits 0"] {
        let browser = Browser::new(1);
        drop(keep(&browser.tab(), owner("ann")));
        assert!(browser.records[0].kept.borrow().contains_key(name), "{name}");
        browser.records[0].changed.borrow_mut().push(name.to_owned());
        assert!(matches!(restore(&browser.tab(), "ann"), Found::Changed), "{name}");
        assert_eq!(browser.kept(), 0, "{name}");
    }
    let browser = Browser::new(1);
    drop(keep(&browser.tab(), owner("ann")));
    browser.records[0].kept.borrow_mut().remove("text 0");
    assert!(matches!(restore(&browser.tab(), "ann"), Found::Changed), "a part is missing");
}

#[test]
fn two_tabs_have_lists_of_their_own() {
    let browser = Browser::new(2);
    let (one, other) = (browser.tab(), browser.tab());
    let place = keep(&one, owner("ann"));
    assert!(matches!(restore(&other, "ann"), Found::Nothing), "the first tab has it");
    let beside = keep(&other, owner("ann"));
    run(beside.change(Some(&ListHead { file: None, ..head(owner("ann"), 1) }), &Edits::new())).unwrap();
    assert!(run(browser.tab().free_place(noon())).is_none());
    drop(place);
    let (list, held) = restored(restore(&browser.tab(), "ann"));
    assert_eq!(list.head.file.as_deref(), Some("guests.csv"));
    drop(beside);
    assert_eq!(restored(restore(&browser.tab(), "ann")).0.head.file, None, "while the first is in use");
    drop(held);
}

#[test]
fn a_page_that_ends_while_a_list_is_written_leaves_none() {
    let browser = Browser::new(1);
    let place = run(browser.tab().free_place(noon())).unwrap();
    browser.records[0].kept.borrow_mut().insert("text 0".to_owned(), "half".to_owned());
    drop(place);
    assert!(matches!(restore(&browser.tab(), "ann"), Found::Nothing));
    let (list, _) = {
        drop(keep(&browser.tab(), owner("ann")));
        restored(restore(&browser.tab(), "ann"))
    };
    assert_eq!(list.text.concat(), TEXT);
}

#[test]
fn a_full_storage_is_told() {
    let browser = Browser::new(1);
    let place = run(browser.tab().free_place(noon())).unwrap();
    browser.records[0].full.set(true);
    let text = pieces(TEXT);
    let begun = run(place.begin(&head(owner("ann"), text.len()), &text, &Edits::new()));
    assert_eq!(begun, Err(NotStored));
    assert_eq!(run(place.change(Some(&head(owner("ann"), 1)), &Edits::new())), Err(NotStored));
}

#[test]
fn s32_after_a_sign_out_nothing_is_there_and_nothing_is_written() {
    let browser = Browser::new(2);
    let (here, elsewhere) = (browser.tab(), browser.tab());
    let (place, other) = (keep(&here, owner("ann")), keep(&elsewhere, owner("ann")));
    run(here.purge());
    assert_eq!(browser.kept(), 0, "also that of another tab");
    assert_eq!(run(place.change(Some(&head(owner("ann"), 1)), &Edits::new())), Err(NotStored));
    let text = pieces(TEXT);
    assert_eq!(run(place.begin(&head(owner("ann"), 1), &text, &Edits::new())), Err(NotStored));
    // The other tab is told of the sign-out, and does the same.
    run(elsewhere.purge());
    assert_eq!(run(other.change(Some(&head(owner("ann"), 1)), &Edits::new())), Err(NotStored));
    assert_eq!(browser.kept(), 0);
}

/// The records are written after the removal.
#[test]
fn s32_what_is_being_written_during_a_sign_out_is_removed() {
    let browser = Browser::new(1);
    let tab = browser.tab();
    let place = run(tab.free_place(noon())).unwrap();
    let text = pieces(TEXT);
    *browser.records[0].during_write.borrow_mut() =
        Some(Box::new(move || tab.purge().now_or_never().unwrap()));
    assert_eq!(run(place.begin(&head(owner("ann"), 1), &text, &Edits::new())), Err(NotStored));
    assert_eq!(browser.kept(), 0);
}

#[test]
fn a_list_that_is_discarded_while_it_is_written_is_removed() {
    let browser = Browser::new(1);
    let place = keep(&browser.tab(), owner("ann"));
    run(place.purge()).unwrap();
    assert_eq!(run(place.change(Some(&head(owner("ann"), 1)), &Edits::new())), Err(NotStored));
    assert_eq!(browser.kept(), 0);
}

/// The run of a tab that has ended is removed in another one, which has a list of its own.
#[test]
fn with_a_run_only_its_own_list_is_removed() {
    let browser = Browser::new(4);
    let text = pieces(TEXT);
    let sent = |person| ListHead { with_run: true, ..head(owner(person), text.len()) };
    for person in ["ann", "bo"] {
        let place = run(browser.tab().free_place(noon())).unwrap();
        run(place.begin(&sent(person), &text, &Edits::new())).unwrap();
    }
    let own = keep(&browser.tab(), owner("ann"));
    run(browser.tab().purge_of_run(&owner("ann"), noon()));
    let has_list = browser.records.iter().map(|place| !place.kept.borrow().is_empty());
    assert_eq!(has_list.collect::<Vec<_>>(), [false, true, true, false]);
    drop(own);
    assert!(!restored(restore(&browser.tab(), "ann")).0.head.with_run);
}
