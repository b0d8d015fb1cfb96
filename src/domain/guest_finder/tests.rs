use super::super::guest::{Guest, GuestState, UserId};
use super::*;

const NOW: Moment = Moment::from_unix_millis(1_795_176_000_000);
const WORDS: [&str; 9] = ["ann", "anna", "bo", "lee", "ek", "fabrikam", "müller", "example", "x"];

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn guest(&mut self, n: usize) -> Guest {
        let states = [GuestState::Pending, GuestState::Accepted, GuestState::NoState];
        let days = u32::try_from(self.below(40)).unwrap();
        Guest {
            name: format!("{} {}", self.word(), self.word().to_uppercase()),
            address: format!("{}.{}@{}.com", self.word(), self.word(), self.word()),
            company: if self.below(2) == 0 { String::new() } else { self.word().to_owned() },
            state: states[self.below(3)].clone(),
            invited: (self.below(5) > 0).then(|| NOW - DAY * days),
            blocked: self.below(4) == 0,
            ..Guest::with_id(UserId::parse(&format!("00000000-0000-4000-8000-{n:012x}")).unwrap())
        }
    }

    fn search(&mut self) -> String {
        let term = |numbers: &mut Self| match numbers.below(8) {
            0 => format!("domain:{}", numbers.word()),
            1 => format!("company:{}", numbers.word()),
            2 => ["state:pending", "state:accepted", "state:none", "state:blocked"][numbers.below(4)]
                .to_owned(),
            3 => format!("older:{}", numbers.below(40)),
            _ => {
                let word = numbers.word();
                word.chars().take(1 + numbers.below(word.chars().count())).collect()
            }
        };
        (0..self.below(4)).map(|_| term(self)).collect::<Vec<_>>().join(" ")
    }
}

/// The same, row by row.
fn slowly(table: &GuestTable, search: &GuestSearch) -> Vec<RowNumber> {
    let fits = |row: &RowNumber| {
        let (forms, standing) = (table.forms(*row).unwrap(), table.standing(*row).unwrap());
        let text = format!("{}\t{}\t{}", forms.name, forms.address, forms.company);
        search.conditions().all(|condition| match condition {
            Condition::Text(part) => text.contains(part.as_str()),
            Condition::Domain(part) => forms.address.split_once('@').unwrap().1.contains(part.as_str()),
            Condition::Company(part) => forms.company.contains(part.as_str()),
            Condition::State(SearchedState::Pending) => standing.group == Group::Pending,
            Condition::State(SearchedState::Accepted) => standing.group == Group::Accepted,
            Condition::State(SearchedState::NoState) => standing.group == Group::NoState,
            Condition::State(SearchedState::Other) => standing.group == Group::Other,
            Condition::State(SearchedState::Blocked) => standing.blocked,
            Condition::OlderThan(days) => {
                standing.group == Group::Pending
                    && standing.invited.is_some_and(|at| NOW.since(at).as_secs() / 86_400 > u64::from(*days))
            }
        })
    };
    (0..RowNumber::try_from(table.len()).unwrap()).filter(fits).collect()
}

#[test]
fn a_quick_search_finds_what_a_slow_one_finds_while_the_list_grows_and_changes() {
    let (mut numbers, mut table) = (Numbers(7), GuestTable::new(str::to_lowercase));
    let (mut finder, mut typed) = (GuestFinder::default(), String::new());
    for step in 0..400 {
        match numbers.below(6) {
            0 if table.len() < 3_000 => {
                let first = table.len();
                (first..first + 200).for_each(|n| table.put(&numbers.guest(n)));
            }
            1 if !table.is_empty() => {
                let n = numbers.below(table.len());
                table.put(&numbers.guest(n));
            }
            2 => typed.push_str(numbers.word()),
            3 => drop(typed.pop()),
            _ => typed = numbers.search(),
        }
        let search = GuestSearch::read(&typed, str::to_lowercase);
        let found: Vec<RowNumber> = finder.find(&table, &search, NOW).iter().collect();
        assert_eq!(found, slowly(&table, &search), "step {step}: {typed}");
        assert_eq!(finder.find(&table, &search, NOW).count(), found.len());
    }
    assert_eq!(table.len(), 3_000);
}

#[test]
fn a_word_does_not_reach_from_one_field_or_row_into_the_next() {
    let mut table = GuestTable::new(str::to_lowercase);
    let guest = |n: u8, name: &str, address: &str| Guest {
        name: name.to_owned(),
        address: address.to_owned(),
        ..Guest::with_id(UserId::parse(&format!("00000000-0000-4000-8000-0000000000{n:02x}")).unwrap())
    };
    table.extend([guest(1, "an", "n@fabrikam.com"), guest(2, "comb", "x@y.com")]);
    let found = |typed: &str| {
        let search = GuestSearch::read(typed, str::to_lowercase);
        GuestFinder::default().find(&table, &search, NOW).iter().collect::<Vec<_>>()
    };
    assert!(found("ann").is_empty());
    assert_eq!(found("com"), [0, 1]);
    assert!(found("domain:n@fab").is_empty(), "only what is behind the @");
    assert_eq!(found("domain:com"), [0, 1]);
    assert!(found("domain:comb").is_empty());
}

#[test]
fn the_age_is_told_anew_on_another_day() {
    let mut table = GuestTable::new(str::to_lowercase);
    table.put(&Guest {
        state: GuestState::Pending,
        invited: Some(NOW),
        ..Guest::with_id(UserId::parse("00000000-0000-4000-8000-000000000001").unwrap())
    });
    let (mut finder, search) = (GuestFinder::default(), GuestSearch::read("older:3", str::to_lowercase));
    let day = |days: u32| NOW + DAY * days;
    assert_eq!(finder.find(&table, &search, day(3)).count(), 0, "three days are not more than three");
    assert_eq!(finder.find(&table, &search, day(4)).count(), 1);
}
