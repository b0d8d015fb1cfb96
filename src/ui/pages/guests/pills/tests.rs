use super::*;

fn read(typed: &str, age: Option<PendingAge>) -> (GuestQuery, Vec<Pill>) {
    let query = GuestQuery { tab: GuestTab::Pending, age, search: typed.to_owned(), ..GuestQuery::default() };
    let search = GuestSearch::read(typed, str::to_lowercase);
    let pills = pills(&query, &search);
    (query, pills)
}

fn filters(typed: &str, age: Option<PendingAge>) -> Vec<Filter> {
    read(typed, age).1.into_iter().map(|pill| pill.filter).collect()
}

fn word(word: &str) -> Filter {
    Filter::Word(word.to_owned())
}

#[test]
fn a_single_word_has_no_pill_and_everything_else_has() {
    for typed in ["", " ", "Ann", "domain:"] {
        assert_eq!(filters(typed, None), [], "{typed}");
    }
    assert_eq!(filters("Ann Lee", None), [word("Ann"), word("Lee")]);
    assert_eq!(filters("\"Ann Lee\"", None), [Filter::Phrase("Ann Lee".to_owned())]);
    assert_eq!(filters("Ann", Some(PendingAge::Week)), [Filter::Age(PendingAge::Week), word("Ann")]);
    assert_eq!(
        filters("Ann domain:@Fabrikam.com company:\"A B\" State:none older:14", None),
        [
            word("Ann"),
            Filter::Domain("Fabrikam.com".to_owned()),
            Filter::Company("A B".to_owned()),
            Filter::State(SearchedState::NoState),
            Filter::OlderThan(14),
        ]
    );
}

#[test]
fn an_age_of_another_tab_has_no_pill() {
    let query = GuestQuery { age: Some(PendingAge::Week), ..GuestQuery::default() };
    assert_eq!(pills(&query, &GuestSearch::default()), []);
}

#[test]
fn each_pill_removes_its_own_condition() {
    let typed = " Ann  domain:fabrikam.com \"x y\" Ann";
    for (at, rest) in [
        (0, " Ann  domain:fabrikam.com \"x y\" Ann"),
        (1, "domain:fabrikam.com \"x y\" Ann"),
        (2, " Ann \"x y\" Ann"),
        (3, " Ann  domain:fabrikam.com Ann"),
        (4, " Ann  domain:fabrikam.com \"x y\""),
    ] {
        let (mut query, pills) = read(typed, Some(PendingAge::Month));
        pills[at].remove_from(&mut query);
        assert_eq!(query.search, rest, "{at}");
        assert_eq!(query.age.is_none(), at == 0);
    }
}
