use super::*;
use crate::domain::import::columns::{ColumnChoices, ColumnUse};
use crate::domain::import::reading::Reading;
use crate::domain::import::recognition::recognise;

/// A list with this header and one row.
fn checked(
    header: &str,
    row: &str,
    defaults: InvitationDraft,
    edit: &RowEdit,
) -> (Standing, InvitationDraft, Vec<RowWarning>) {
    let (mut checker, table, columns, place) = parts(header, row, defaults);
    let facts = checker.check(&table, &columns, place, edit);
    let warnings = checker.warnings(&table, &columns, place, edit);
    let can_warn = matches!(facts.standing, Standing::Sound);
    assert!(!can_warn || facts.warned != warnings.is_empty(), "{header}: {row}: {warnings:?}");
    (facts.standing, checker.draft(&table, &columns, place, edit), warnings)
}

fn parts(header: &str, row: &str, defaults: InvitationDraft) -> (RowChecker, Table, Columns, RowPlace) {
    let mut reading = Reading::new(format!("{header}\n{row}\n"), str::to_lowercase);
    while reading.advance(100) {}
    let (mut table, has_columns, _) = reading.finish();
    let columns = recognise(&mut table, has_columns, &ColumnChoices::default(), str::to_lowercase);
    let column = columns.uses().iter().position(|of: &ColumnUse| of.role() == Some(ColumnRole::Address));
    let rules = Rules { own_domains: vec!["contoso.com".into()], ..Rules::default() };
    let checks = Checks { rules, fold: str::to_lowercase };
    let record = table.len() - 1;
    (RowChecker::new(checks, defaults), table, columns, RowPlace { record, column })
}

fn of(header: &str, row: &str) -> (Standing, InvitationDraft, Vec<RowWarning>) {
    checked(header, row, defaults(), &RowEdit::default())
}

fn defaults() -> InvitationDraft {
    InvitationDraft { message: "Welcome".into(), ..InvitationDraft::new("https://contoso.com") }
}

#[test]
fn a_filled_cell_overrides_the_default() {
    let header = "Email,Name,Redirect URL,Message,Language,Cc,Invite as,Send email";
    let (standing, draft, warnings) =
        of(header, "ann@fabrikam.com,Ann Lee,https://contoso.com/a,Hi,,boss@adatum.com,member,no");
    assert_eq!((standing, warnings), (Standing::Sound, Vec::new()));
    let texts = (&*draft.name, &*draft.redirect, &*draft.message, &*draft.cc, draft.send_mail);
    assert_eq!(texts, ("Ann Lee", "https://contoso.com/a", "Hi", "boss@adatum.com", false));
    let (standing, draft, _) = of(header, "ann@fabrikam.com,,,,,,,");
    assert_eq!(standing, Standing::Sound);
    assert_eq!(draft, InvitationDraft { email: "ann@fabrikam.com".into(), ..defaults() });
}

#[test]
fn each_kind_of_row_has_its_standing() {
    let table = [
        ("ann@contoso.com,", Standing::OwnOrganization),
        ("ann@fabrikam,", Standing::NotAnAddress(EmailProblem::BadDomain)),
        ("ann+x@fabrikam.com,", Standing::NotAnAddress(EmailProblem::Refused('+'))),
        (",Ann", Standing::NoAddress),
        ("\"ann@fabrikam.com, bo@adatum.com\",", Standing::Look(Look::SeveralAddresses)),
        ("Ann ann@fabrikam.com,", Standing::Look(Look::WordsBeside)),
        ("ann_fabrikam.com#EXT#@contoso.com,", Standing::Look(Look::GuestUpn)),
        ("Ann Lee <ann@fabrikam.com>,", Standing::Sound),
        ("ann@fabrikam.com,Fr\u{fffd}nzi", Standing::Look(Look::LostCharacters)),
    ];
    for (row, standing) in table {
        assert_eq!(of("Email,Name", row).0, standing, "{row}");
    }
    let long = format!("{}@fabrikam.com,", "a ".repeat(LONGEST_ADDRESS_CELL));
    assert_eq!(of("Email,Name", &long).0, Standing::NotAnAddress(EmailProblem::TooLong));
}

#[test]
fn the_lists_own_columns_steer_until_the_person_decides() {
    let taken = RowEdit { decision: Decision::TakenIn, ..RowEdit::default() };
    for (header, row, standing) in [
        ("Email,userType", "ann@fabrikam.com,Member", Standing::NotNeeded(FileSays::Member)),
        (
            "Email,User or Group Type",
            "ann@fabrikam.com,SharePointGroup",
            Standing::NotNeeded(FileSays::Group),
        ),
        ("Email,invitationState", "ann@fabrikam.com,Accepted", Standing::NotNeeded(FileSays::Accepted)),
        ("Email,Status [guestlist.status]", "ann@fabrikam.com,sent", Standing::NotNeeded(FileSays::Sent)),
        ("Email,Status [guestlist.status]", "ann@fabrikam.com,unknown", Standing::Look(Look::OutcomeUnknown)),
    ] {
        assert_eq!(of(header, row).0, standing, "{header}");
        assert_eq!(checked(header, row, defaults(), &taken).0, Standing::Sound, "{header}");
    }
    assert_eq!(of("Email,userType", "ann@fabrikam.com,Guest").0, Standing::Sound);
    assert_eq!(of("Email,Status [guestlist.status]", "ann@fabrikam.com,failed").0, Standing::Sound);
    assert_eq!(
        checked("Email,userType", "ann@contoso.com,Member", defaults(), &taken).0,
        Standing::OwnOrganization
    );
}

#[test]
fn a_problem_of_the_defaults_counts_for_rows_that_do_not_override_it() {
    let no_redirect = InvitationDraft::new("");
    let edit = RowEdit::default();
    let header = "Email,Redirect URL";
    assert_eq!(checked(header, "ann@fabrikam.com,", no_redirect.clone(), &edit).0, Standing::Problems);
    let own = "ann@fabrikam.com,https://contoso.com";
    assert_eq!(checked(header, own, no_redirect, &edit).0, Standing::Sound);
    let (checker, table, columns, place) = parts(header, "ann@fabrikam.com,", InvitationDraft::new(""));
    let problems = checker.problems(&table, &columns, place, &edit);
    assert!(matches!(problems.as_slice(), [RowProblem::Field(Field::Redirect, _)]), "{problems:?}");
}

#[test]
fn a_word_that_is_not_known_is_not_guessed() {
    assert_eq!(of("Email,Send email", "ann@fabrikam.com,perhaps").0, Standing::Problems);
    assert_eq!(of("Email,Invite as", "ann@fabrikam.com,admin").0, Standing::Problems);
    let (standing, draft, warnings) = of("Email,Language", "ann@fabrikam.com,Klingon");
    assert_eq!((standing, draft.language.as_str()), (Standing::Sound, ""));
    assert_eq!(warnings, [RowWarning::LanguageNotKnown]);
}

#[test]
fn corrections_come_before_cells() {
    let edit =
        RowEdit { address: Some("bo@adatum.com".into()), name: Some(String::new()), ..RowEdit::default() };
    let (standing, draft, _) = checked("Email,Name", "nobody,Ann Lee", defaults(), &edit);
    assert_eq!((standing, draft.email.as_str(), draft.name.as_str()), (Standing::Sound, "bo@adatum.com", ""));
    let edit = RowEdit {
        address: Some("Bo <bo@adatum.com>".into()),
        name: Some(String::new()),
        ..RowEdit::default()
    };
    assert_eq!(checked("Email,Name", "nobody,Ann Lee", defaults(), &edit).1.name, "");
}

#[test]
fn a_result_of_ours_loses_the_mark_before_formulas() {
    let header = "Email,Name,Status [guestlist.status]";
    assert_eq!(of(header, "ann@fabrikam.com,'=1+3,failed").1.name, "=1+3");
    assert_eq!(of(header, "ann@fabrikam.com,'Ann',failed").1.name, "'Ann'");
    assert_eq!(of("Email,Name", "ann@fabrikam.com,'=1+3").1.name, "'=1+3");
}

#[test]
fn spellings_of_an_address_have_one_key() {
    let key = |address: &str| {
        let checks = Checks {
            rules: Rules {
                to_ascii: |url| Some(url.replace("bücher", "xn--bcher-kva")), ..Rules::default()
            },
            fold: |text| text.to_lowercase().replace("e\u{301}", "é"),
        };
        super::key(&address.parse().unwrap(), &checks)
    };
    assert_eq!(key("Ann@Fabrikam.COM"), "ann@fabrikam.com");
    assert_eq!(key("ann@bücher.example"), key("ann@xn--bcher-kva.example"));
    assert_eq!(key("jose\u{301}@fabrikam.com"), key("JOSÉ@fabrikam.com"));
    assert_eq!(mailbox("a.lee@gmail.com"), mailbox("alee@googlemail.com"));
    assert_eq!(mailbox("ann@fabrikam.com"), None);
}
