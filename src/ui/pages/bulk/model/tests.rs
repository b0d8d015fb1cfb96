use super::*;
use crate::domain::import::columns::ColumnRole;
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::invitation::{InvitationDraft, Rules};

fn list(text: &str) -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    let defaults = InvitationDraft::new("https://myapps.microsoft.com");
    Importer::new(text.to_owned(), checks, defaults).finish().unwrap()
}

#[test]
fn a_column_has_its_header_and_samples_that_differ() {
    let text = "Email,Team\nann@fabrikam.com,Sales\nbo@fabrikam.com,Sales\n\ncy@fabrikam.com,Legal\n";
    let list = list(text);
    let columns = columns(&list);
    assert_eq!(columns.len(), 2);
    let (address, team) = (&columns[0], &columns[1]);
    assert_eq!(address.header.as_deref(), Some("Email"));
    assert_eq!(address.of.role(), Some(ColumnRole::Address));
    assert_eq!(address.samples, ["ann@fabrikam.com", "bo@fabrikam.com", "cy@fabrikam.com"]);
    assert_eq!((team.at, team.of.role()), (1, None));
    assert_eq!(team.samples, ["Sales", "Legal"]);
    assert_eq!(not_rows(&list), (2, vec![Some(NotRow::Header), None]));
}

#[test]
fn people_in_free_text_have_no_columns() {
    assert!(columns(&list("Ann Lee <ann@fabrikam.com>; Bo Lee <bo@fabrikam.com>")).is_empty());
}

#[test]
fn what_can_be_decided_about_a_row_depends_on_what_becomes_of_it() {
    let left_out = [Decision::LeftOut];
    assert_eq!(choices(&Verdict::WillInvite), left_out);
    assert_eq!(choices(&Verdict::LeftOut), [Decision::AsFound]);
    let both = [Decision::TakenIn, Decision::LeftOut];
    assert_eq!(choices(&Verdict::NotNeeded(FileSays::Pending)), both);
    assert_eq!(choices(&Verdict::NeedsALook(Look::OutcomeUnknown)), both);
    // Without an address of a person, taking it in would have no effect.
    assert!(choices(&Verdict::NotNeeded(FileSays::Group)).is_empty());
    assert_eq!(choices(&Verdict::NeedsALook(Look::GuestUpn)), left_out);
}

#[test]
fn a_row_shows_its_number_in_the_spreadsheet() {
    let list = list("Email,Name\nann@fabrikam.com,Ann Lee\nbo@fabrikam,Bo Lee\n");
    let facts = RowFacts::of(&list, 1).unwrap();
    assert_eq!((facts.number, facts.address.as_str(), facts.name.as_str()), (3, "bo@fabrikam", "Bo Lee"));
    assert!(matches!(facts.verdict, Verdict::NotAnAddress(_)));
    assert_eq!(RowFacts::of(&list, 2), None);
}
