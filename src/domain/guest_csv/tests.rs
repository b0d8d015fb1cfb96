use super::*;
use crate::domain::guest::GuestOrigin;
use crate::domain::import::formula_mark::unprotect;
use crate::domain::import::importer::Importer;
use crate::domain::import::list::ImportList;
use crate::domain::import::row_check::Checks;
use crate::domain::invitation::{InvitationDraft, Rules};

fn id(n: u32) -> UserId {
    UserId::parse(&format!("00000000-0000-4000-8000-{n:012x}")).unwrap()
}

fn guest(n: u32, name: &str) -> Guest {
    Guest {
        name: name.to_owned(),
        address: format!("guest{n}@fabrikam.com"),
        company: "Fabrikam".to_owned(),
        state: GuestState::Pending,
        origin: GuestOrigin::Invitation,
        invited: Some(Moment::from_unix_millis(1_795_187_136_000 + i64::from(n) * 1_000)),
        ..Guest::with_id(id(n))
    }
}

fn table(guests: &[Guest]) -> GuestTable {
    let mut table = GuestTable::new(str::to_lowercase);
    table.extend(guests.iter().cloned());
    table
}

fn all_rows(table: &GuestTable) -> Vec<RowNumber> {
    (0..RowNumber::try_from(table.len()).unwrap()).collect()
}

/// The rest of the file.
fn written(csv: &mut GuestCsv, table: &GuestTable) -> String {
    std::iter::from_fn(|| csv.next_piece(table)).collect()
}

fn file(guests: &[Guest]) -> String {
    let table = table(guests);
    written(&mut GuestCsv::of(&table, &all_rows(&table)), &table)
}

/// The file as Bulk invite reads it.
fn read(text: String) -> ImportList {
    let checks = Checks { rules: Rules::default(), fold: str::to_lowercase };
    Importer::new(text, checks, InvitationDraft::new("https://contoso.com")).finish().unwrap()
}

fn english(column: CsvColumn) -> String {
    format!("{column:?}")
}

fn french(column: CsvColumn) -> String {
    let names =
        ["Nom", "Adresse", "Société", "État", "Bloqué", "Invité le", "Accepté le", "Créé le", "Id d’objet"];
    let at = CsvColumn::ALL.iter().position(|one| *one == column).unwrap();
    names.get(at).copied().unwrap().to_owned()
}

#[test]
fn a_guest_is_a_record() {
    let accepted = Guest {
        state: GuestState::Accepted,
        changed: Some(Moment::from_unix_millis(1_795_500_000_000)),
        blocked: true,
        ..guest(1, "Ann \"A.\" Lee, Dr.")
    };
    let id = "00000000-0000-4000-8000-000000000001";
    assert_eq!(
        file(&[accepted]),
        format!(
            "\"Ann \"\"A.\"\" Lee, Dr.\",guest1@fabrikam.com,Fabrikam,accepted,true,2026-11-20T15:05:37Z,\
             2026-11-24T06:00:00Z,2026-11-20T15:05:37Z,{id}\r\n"
        )
    );
    assert_eq!(
        header(english),
        "Name [guestlist.name],Address [guestlist.address],Company [guestlist.company],State [guestlist.state],\
         Blocked [guestlist.blocked],Invited [guestlist.invited],Accepted [guestlist.accepted],\
         Created [guestlist.created],Id [guestlist.objectId]\r\n"
    );
}

#[test]
fn states_are_told_apart_and_missing_dates_are_empty() {
    let with = |n, state| Guest { state, invited: None, ..guest(n, "Ann") };
    let date = Some(Moment::from_unix_millis(1_795_187_136_000));
    let guests = [
        with(1, GuestState::Pending),
        with(2, GuestState::NoState),
        with(3, GuestState::Other("InProgress".to_owned())),
        with(4, GuestState::Accepted),
        // The date of a change is one of acceptance only for guests who have accepted.
        Guest { changed: date, ..with(5, GuestState::Pending) },
        // This one was not invited, as far as is known.
        Guest { origin: GuestOrigin::Unsaid, invited: date, ..with(6, GuestState::NoState) },
        Guest {
            name: String::new(),
            address: String::new(),
            company: String::new(),
            ..with(7, GuestState::NoState)
        },
    ];
    let text = file(&guests);
    let lines: Vec<&str> = text.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    let expected = [
        "Ann,guest1@fabrikam.com,Fabrikam,pending,false,,,",
        "Ann,guest2@fabrikam.com,Fabrikam,no state,false,,,",
        "Ann,guest3@fabrikam.com,Fabrikam,InProgress,false,,,",
        "Ann,guest4@fabrikam.com,Fabrikam,accepted,false,,,",
        "Ann,guest5@fabrikam.com,Fabrikam,pending,false,,,",
        "Ann,guest6@fabrikam.com,Fabrikam,no state,false,,,2026-11-20T15:05:36Z",
        ",,,no state,false,,,",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn s28_no_cell_begins_like_a_formula_and_bulk_invite_reads_every_name_as_it_was() {
    let names = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+49 30",
        "-Ann",
        "@Ann",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u{200b}=1",
        "＝1",
        "'=1",
        "'Ann",
        "Ann \"A\" Lee",
        "Lee, Ann; Dr.",
        "Ann\nLee",
        "Ann\r\nLee",
        "\"",
        "",
        "Zoë 小明 محمد 🌍",
    ];
    let guests: Vec<Guest> = (1..).zip(names).map(|(n, name)| guest(n, name)).collect();
    let hostile = |guest: Guest| Guest { company: guest.name.clone(), ..guest };
    let mut guests: Vec<Guest> = guests.into_iter().map(hostile).collect();
    guests.push(Guest { address: "-cy@fabrikam.com".to_owned(), ..guest(50, "Cy") });
    let text = file(&guests);
    let list = read(format!("{}{text}", header(english)));
    assert_eq!(list.len(), guests.len());
    for (row, guest) in guests.iter().enumerate() {
        let record = list.place(row).unwrap().record;
        let cells: Vec<&str> = list.table().cells(record).collect();
        assert_eq!(cells.len(), CsvColumn::ALL.len(), "{cells:?}");
        for cell in &cells {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{cell:?}");
        }
        assert_eq!((unprotect(cells[0]), unprotect(cells[2])), (guest.name.as_str(), guest.company.as_str()));
        let named = guest.name.starts_with(['=', '+', '-', '@', '\'', '＝']);
        let draft = list.draft(row);
        assert_eq!(draft.email, guest.address);
        assert!(!named || draft.name == guest.name, "{:?}", draft.name);
    }
}

#[test]
fn bulk_invite_finds_addresses_and_names_in_any_language() {
    let guests: Vec<Guest> = (1..=40).map(|n| guest(n, &format!("Ann Lee{n}"))).collect();
    for names in [english, french] {
        let list = read(format!("\u{feff}{}{}", header(names), file(&guests)));
        assert_eq!(list.len(), guests.len());
        assert!(list.columns().question().is_none());
        for (row, guest) in guests.iter().enumerate() {
            let draft = list.draft(row);
            assert_eq!((draft.email, draft.name), (guest.address.clone(), guest.name.clone()));
        }
    }
}

#[test]
fn pieces_are_whole_records_in_the_order_of_the_rows() {
    let guests: Vec<Guest> = (0..1_234).map(|n| guest(n, &format!("Ann, {n}\n"))).collect();
    let table = table(&guests);
    let rows: Vec<RowNumber> = all_rows(&table).into_iter().rev().filter(|row| row % 3 != 0).collect();
    let mut csv = GuestCsv::of(&table, &rows);
    let pieces: Vec<String> = std::iter::from_fn(|| csv.next_piece(&table)).collect();
    assert_eq!(pieces.len(), rows.len().div_ceil(ROWS_AT_ONCE));
    assert_eq!(csv.written(), rows.len());
    let one_by_one = rows.iter().map(|row| file(&guests[*row as usize..=*row as usize]));
    assert_eq!(pieces.concat(), one_by_one.collect::<String>());
    assert!(pieces.iter().all(|piece| piece.ends_with("\r\n")));
    assert_eq!(GuestCsv::of(&table, &[]).next_piece(&table), None);
}

#[test]
fn each_guest_is_written_once_while_others_arrive_change_and_are_removed() {
    let mut guests: Vec<Guest> = (0..1_500).map(|n| guest(n, "Ann")).collect();
    let mut table = table(&guests);
    let mut csv = GuestCsv::of(&table, &all_rows(&table));
    let mut text = csv.next_piece(&table).unwrap();
    // The last guest takes the row of the one who is removed.
    table.remove(id(3));
    table.remove(id(700));
    table.put(&guest(1_600, "New"));
    guests[900].name = "Bo".to_owned();
    table.put(&guests[900]);
    text += &csv.next_piece(&table).unwrap();
    // The list is loaded again, in another order.
    let mut again = table.clone_empty();
    again.extend(guests.iter().rev().filter(|guest| guest.id != id(1_200)).cloned());
    table.replace(again);
    text += &written(&mut csv, &table);
    let expected = guests.iter().filter(|guest| ![id(700), id(1_200)].contains(&guest.id));
    assert_eq!(text, expected.map(|guest| file(std::slice::from_ref(guest))).collect::<String>());
    assert_eq!(csv.written(), 1_498);
    table.clear();
    assert_eq!(written(&mut csv, &table), "");
}

#[test]
fn the_name_of_a_file_says_whether_guests_are_missing() {
    let at = Moment::from_unix_millis(1_795_187_136_000);
    assert_eq!(file_name(true, at), "guests-2026-11-20.csv");
    assert_eq!(file_name(false, at), "guests-partial-2026-11-20.csv");
}
