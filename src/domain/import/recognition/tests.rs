use super::*;
use crate::domain::import::reading::Reading;
use crate::domain::import::table::NotRow;

fn recognised(text: &str, choices: &ColumnChoices) -> (Table, Columns) {
    let mut reading = Reading::new(text.to_owned(), str::to_lowercase);
    while reading.advance(100) {}
    let (mut table, has_columns, _) = reading.finish();
    let columns = recognise(&mut table, has_columns, choices, str::to_lowercase);
    (table, columns)
}

fn uses(text: &str) -> Vec<ColumnUse> {
    recognised(text, &ColumnChoices::default()).1.uses().to_vec()
}

fn asked(text: &str) -> Option<Question> {
    recognised(text, &ColumnChoices::default()).1.question().cloned()
}

use ColumnRole::{Address, LastName, Name, OtherAddress, Redirect};
use ColumnUse::{ByContent, ByHeader, ByHint, Offered, Unused};

#[test]
fn a_header_comes_before_the_cells() {
    assert_eq!(uses("Email,sent_by\nann@fabrikam.com,max@adatum.com"), [ByHeader(Address), Unused]);
    assert_eq!(uses("Partner mail,Note\nann@fabrikam.com,x"), [ByHint(Address), Unused]);
    assert_eq!(uses("UserName,Email\nAnn Lee,ann@fabrikam.com"), [ByHint(Name), ByHeader(Address)]);
    assert_eq!(uses("UserName,Role\nann@fabrikam.com,x"), [ByHint(Address), Unused]);
    assert_eq!(uses("Email,url\nann@fabrikam.com,https://x.example"), [ByHeader(Address), Offered(Redirect)]);
}

#[test]
fn name_is_the_family_name_beside_a_given_name() {
    assert_eq!(uses("Name;Vorname;Email\nLee;Ann;ann@fabrikam.com")[0], ByHeader(LastName));
    assert_eq!(uses("Name;First name;Last name;Email\nAnn Lee;Ann;Lee;ann@fabrikam.com")[0], ByHeader(Name));
    assert_eq!(uses("Nom;Email\nAnn Lee;ann@fabrikam.com")[0], ByHeader(Name));
}

#[test]
fn two_columns_with_different_people_make_a_question() {
    for text in [
        "Email,Mail\nann@fabrikam.com,max@adatum.com",
        "a,b\nann@fabrikam.com,max@adatum.com\nbo@adatum.com,max@adatum.com",
    ] {
        assert_eq!(asked(text), Some(Question::WhichAddress(vec![0, 1])), "{text}");
    }
    assert_eq!(asked("Ann Lee,ann@fabrikam.com,max@adatum.com"), Some(Question::WhichAddress(vec![1, 2])));
    assert_eq!(asked("Email,Mail\nann@fabrikam.com,Ann@Fabrikam.com"), None);
    assert_eq!(asked("Email,Manager mail\nann@fabrikam.com,max@adatum.com"), None);
}

#[test]
fn an_answer_ends_the_question() {
    let text = "Ann Lee,ann@fabrikam.com,max@adatum.com";
    let mut choices = ColumnChoices::default();
    choices.answer_which_address(&[1, 2], &[1]);
    let (_, columns) = recognised(text, &choices);
    assert_eq!((columns.question(), columns.addresses()), (None, [1].as_slice()));
    choices.answer_which_address(&[1, 2], &[1, 2]);
    assert_eq!(recognised(text, &choices).1.addresses(), [1, 2]);
    choices.answer_which_address(&[1, 2], &[]);
    assert_eq!(recognised(text, &choices).1.addresses(), [0; 0]);
}

#[test]
fn without_a_header_only_clear_cells_are_used() {
    assert_eq!(uses("Ann Lee,ann@fabrikam.com\nBo Ek,bo@adatum.com"), [ByContent(Name), ByContent(Address)]);
    let several = uses("Ann Lee,ann@fabrikam.com,Fabrikam Inc\nBo Ek,bo@adatum.com,Adatum Corp");
    assert_eq!(several, [Offered(Name), ByContent(Address), Offered(Name)]);
    assert_eq!(uses("Ann,Lee,ann@fabrikam.com\nBo,Ek,bo@adatum.com"), [Unused, Unused, ByContent(Address)]);
    assert_eq!(uses("李安,ann@fabrikam.com\n王波,bo@adatum.com")[0], ByContent(Name));
}

#[test]
fn the_person_overrides_what_is_recognised() {
    let text = "Name,Email\nann@fabrikam.com,bo@adatum.com";
    let choices = ColumnChoices { roles: [(0, Some(Address)), (1, None)].into(), header: None };
    assert_eq!(recognised(text, &choices).1.addresses(), [0]);
    let choices = ColumnChoices { roles: [(1, Some(OtherAddress))].into(), header: None };
    assert_eq!(recognised(text, &choices).1.others(), [1]);
}

#[test]
fn a_first_row_without_an_address_is_a_header_only_if_it_looks_like_one() {
    let header = |text: &str| recognised(text, &ColumnChoices::default()).1.header();
    assert_eq!(header("Wer,Wohin\nAnn,ann@fabrikam.com\nBo,bo@adatum.com"), Some(0));
    assert_eq!(header("Ann,annfabrikam.com\nBo,bo@adatum.com\nCy,cy@fabrikam.com"), None);
    assert_eq!(header("Ann,\nBo,bo@adatum.com\nCy,cy@fabrikam.com"), None);
    assert_eq!(header("Ann,ann@fabrikam.com\nEmail,bo@adatum.com"), None);
    let told = |header| ColumnChoices { header: Some(header), ..ColumnChoices::default() };
    let text = "Wer,Wohin\nAnn,ann@fabrikam.com\nBo,bo@adatum.com";
    assert_eq!(recognised(text, &told(false)).1.header(), None);
    assert_eq!(recognised("Ann,annfabrikam.com\nBo,bo@adatum.com", &told(true)).1.header(), Some(0));
}

#[test]
fn an_address_above_the_header_is_a_row() {
    let (table, columns) =
        recognised("ann@fabrikam.com,Ann\nEmail,Name\nbo@adatum.com,Bo", &ColumnChoices::default());
    assert_eq!((columns.header(), table.not_rows(NotRow::BeforeHeader)), (None, 0));
}

#[test]
fn recognising_again_takes_back_the_marks() {
    let (mut table, _) =
        recognised("Title,\nEmail,Name\nann@fabrikam.com,Ann\nEmail,Name", &ColumnChoices::default());
    assert_eq!((table.not_rows(NotRow::BeforeHeader), table.not_rows(NotRow::RepeatedHeader)), (1, 1));
    let none = ColumnChoices { header: Some(false), ..ColumnChoices::default() };
    recognise(&mut table, true, &none, str::to_lowercase);
    assert!(table.records().all(|record| record.not_row.is_none()));
}
