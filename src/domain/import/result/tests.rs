use super::*;
use crate::domain::import::edit::{Decision, RowEdit};
use crate::domain::import::importer::Importer;
use crate::domain::import::row_check::Checks;
use crate::domain::import::verdict::VerdictKind;
use crate::domain::invitation::Rules;

struct English;

impl HeaderNames for English {
    fn own(&self, column: OwnColumn) -> String {
        format!("{column:?}")
    }

    fn numbered(&self, number: usize) -> String {
        format!("Column {number}")
    }
}

fn list(text: &str) -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    Importer::new(text.to_owned(), checks, InvitationDraft::new("https://contoso.com")).finish().unwrap()
}

fn written(list: &ImportList, result: impl Fn(usize) -> RowResult) -> String {
    let format = ResultFormat::of(list);
    let mut text = format.header(list, &English);
    for row in 0..list.len() {
        text.push_str(&format.rows(list, row..row + 1, &result));
    }
    text
}

fn ended(status: ResultStatus) -> RowResult {
    RowResult { status, reason: String::new(), request_id: None, user: None, link: None, at: None }
}

#[test]
fn the_columns_of_the_list_come_first_and_unchanged() {
    let mut list = list("Team;Email;Name\nA \"1\";Ann <ann@fabrikam.com>;\nB;bo@;Bo\n");
    list.change([(1, RowEdit { address: Some("bo@fabrikam.com".to_owned()), ..RowEdit::default() })]);
    let text = written(&list, |row| RowResult {
        status: if row == 0 { ResultStatus::Sent } else { ResultStatus::Failed },
        reason: "Why; so".to_owned(),
        request_id: Some("r-1".to_owned()),
        user: UserId::parse("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
        link: Some("https://login.microsoftonline.com/redeem?rd=x".to_owned()),
        at: Some(Moment::from_unix_millis(1_795_187_136_000)),
    });
    let own = "Row [guestlist.row];Address [guestlist.address];Name [guestlist.name];Status [guestlist.status];\
               Reason [guestlist.reason];RequestId [guestlist.requestId];ObjectId [guestlist.objectId];\
               Link [guestlist.link];Time [guestlist.time]";
    let end = "\"Why; so\";r-1;aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee;\
               https://login.microsoftonline.com/redeem?rd=x;2026-11-20T15:05:36Z";
    let expected = format!(
        "\u{feff}Team;Email;Name;{own}\r\n\
         \"A \"\"1\"\"\";Ann <ann@fabrikam.com>;;2;ann@fabrikam.com;Ann;sent;{end}\r\n\
         B;bo@;Bo;3;bo@fabrikam.com;Bo;failed;{end}\r\n"
    );
    assert_eq!(text, expected);
}

#[test]
fn s28_cells_that_a_spreadsheet_would_calculate_are_marked_and_read_back() {
    let text =
        "Email,Name,Note\nann@fabrikam.com,=1+3,+49 30\nbo@fabrikam.com,\"'=x\",@me\n-cy@fabrikam.com,Cy,'\n";
    let first = list(text);
    let result = written(&first, |_| ended(ResultStatus::Failed));
    for line in result.lines() {
        for cell in line.split(',') {
            let calculated = cell.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!calculated, "{cell:?} in {line:?}");
        }
    }
    let again = list(&result);
    for row in 0..3 {
        assert_eq!(again.draft(row), first.draft(row));
    }
    // A result of the result has no further marks.
    let twice = written(&again, |_| ended(ResultStatus::Failed));
    assert_eq!(twice, result);
}

#[test]
fn a_list_without_header_or_columns_gets_names() {
    let text = written(&list("Ann Lee <ann@fabrikam.com>; bo@fabrikam.com"), |_| ended(ResultStatus::Sent));
    let header = text.lines().next().unwrap();
    assert!(header.starts_with("\u{feff}Column 1,Row [guestlist.row],Address"), "{header}");
    assert!(text.contains("\r\nAnn Lee <ann@fabrikam.com>,1,ann@fabrikam.com,Ann Lee,sent,"), "{text}");
    let text = written(&list("ann@fabrikam.com,Ann\nbo@fabrikam.com,Bo\n"), |_| ended(ResultStatus::Sent));
    assert!(text.starts_with("\u{feff}Column 1,Column 2,Row"), "{text}");
}

#[test]
fn what_the_person_has_decided_about_columns_and_rows_is_read_back() {
    let text = "Email,Boss,Site,Vorname,Name,Cc\nann@a.com,cy@a.com,https://a.com,Ann,Lee,\n\
                bo@a.com,cy@a.com,https://b.com,Bo,Ek,dee@a.com\nnobody,,,,,\n";
    let first = list(text);
    let mut choices = first.choices().clone();
    choices.roles.extend([(2, Some(ColumnRole::Redirect)), (5, None)]);
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    let mut first = Importer::again(first, choices, checks, InvitationDraft::new("https://contoso.com"))
        .finish()
        .unwrap();
    first.change([
        (0, RowEdit { name: Some(String::new()), ..RowEdit::default() }),
        (
            2,
            RowEdit {
                address: Some("dee@a.com".to_owned()),
                decision: Decision::LeftOut,
                ..RowEdit::default()
            },
        ),
    ]);
    let text = written(&first, |row| RowResult::without_run(&first, row, String::new()));
    let again = list(&text);
    for row in 0..3 {
        assert_eq!(again.draft(row), first.draft(row), "{text}");
    }
    assert_eq!(again.kind(0), VerdictKind::WillInvite);
    assert_eq!(again.verdict(2), Verdict::NotNeeded(FileSays::LeftOut));
}

#[test]
fn the_rest_of_a_message_that_a_comma_has_cut_is_read_back() {
    let first = list("Email,Message\nann@a.com,Hello, Ann\nbo@a.com,Hi\n");
    assert_eq!(first.draft(0).message, "Hello, Ann");
    let again = list(&written(&first, |_| ended(ResultStatus::Planned)));
    assert_eq!((again.draft(0), again.draft(1)), (first.draft(0), first.draft(1)));
}

#[test]
fn what_an_earlier_result_has_of_a_sent_row_stays() {
    let first = list("Email\nann@a.com\nbo@a.com\n");
    let sent = |row| RowResult {
        request_id: Some("r-1".to_owned()),
        user: UserId::parse("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
        link: Some("https://login.microsoftonline.com/redeem?rd=x".to_owned()),
        at: Some(Moment::from_unix_millis(1_795_187_136_000)),
        ..ended(if row == 0 { ResultStatus::Sent } else { ResultStatus::Failed })
    };
    let again = list(&written(&first, sent));
    assert_eq!(again.verdict(0), Verdict::NotNeeded(FileSays::Sent));
    let of_first = RowResult::without_run(&again, 0, "Sent before".to_owned());
    assert_eq!(of_first, RowResult { reason: "Sent before".to_owned(), ..sent(0) });
    // A row that is sent now does not keep what the failure had.
    assert_eq!(RowResult::without_run(&again, 1, String::new()), ended(ResultStatus::Planned));
}
