use super::*;

/// By code point, where `A` and `ä` are as `a`, and an accent counts for nothing.
fn places(letters: &[char]) -> Vec<Option<u16>> {
    let place = |letter: &char| match letter {
        'ä' | 'A' => Some('a' as u16),
        '\u{301}' => None,
        letter => Some(u16::try_from(u32::from(*letter)).unwrap()),
    };
    letters.iter().map(place).collect()
}

fn alphabet(texts: &[&str]) -> Alphabet {
    let mut letters = Letters::default();
    texts.iter().for_each(|text| letters.add(text));
    letters.ordered(&Collation { lang: "en", places: Rc::new(places) })
}

fn sorted(texts: &[&'static str]) -> Vec<&'static str> {
    let alphabet = alphabet(texts);
    let key = |text: &str| {
        let mut key = Vec::new();
        alphabet.add_key(text, &mut key).unwrap();
        key
    };
    let mut sorted = texts.to_vec();
    sorted.sort_by_key(|text| key(text));
    sorted
}

#[test]
fn texts_have_the_order_of_their_letters() {
    assert_eq!(
        sorted(&["b", "äc", "ab", "a\u{301}bc", "a", "Ad"]),
        ["a", "ab", "a\u{301}bc", "äc", "Ad", "b"]
    );
}

#[test]
fn numbers_have_the_order_of_their_values_and_are_before_letters() {
    assert_eq!(
        sorted(&["a10", "a9", "ab", "a", "a009x", "9 lives", "10 downing"]),
        ["9 lives", "10 downing", "a", "a9", "a009x", "a10", "ab"]
    );
    let long = "1".repeat(100);
    let mut key = Vec::new();
    alphabet(&[]).add_key(&long, &mut key).unwrap();
    assert_eq!(key.len(), 101);
}

#[test]
fn a_letter_that_did_not_occur_is_unknown() {
    let mut key = Vec::new();
    assert_eq!(alphabet(&["ä"]).add_key("aö", &mut key), Err(UnknownLetter));
    assert_eq!(alphabet(&["ab"]).add_key("aß", &mut key), Err(UnknownLetter));
    assert_eq!(alphabet(&["ä"]).add_key("Zä1b", &mut key), Ok(()));
}
