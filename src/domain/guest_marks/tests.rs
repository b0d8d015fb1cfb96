use unicode_normalization::UnicodeNormalization;

use super::*;

fn decompose(text: &str) -> String {
    text.nfkd().collect::<String>().to_lowercase()
}

/// The text with the marked pieces in brackets.
fn marked(text: &str, typed: &str, part: GuestPart) -> String {
    let search = GuestSearch::read(typed, decompose);
    let pieces = marks(text, &search, part, decompose);
    pieces
        .into_iter()
        .map(|(piece, mark)| if mark { format!("[{piece}]") } else { piece.to_owned() })
        .collect()
}

fn name(text: &str, typed: &str) -> String {
    marked(text, typed, GuestPart::Name)
}

#[test]
fn each_word_is_marked_wherever_it_stands() {
    for (text, typed, shown) in [
        ("Ann Lee", "", "Ann Lee"),
        ("Ann Lee", "bo", "Ann Lee"),
        ("Ann Lee", "lee AN", "[An]n [Lee]"),
        ("Anna Banana", "ana", "Anna B[ana]na"),
        ("Ann Lee", "\"nn l\"", "A[nn L]ee"),
        ("Ann Lee", "ann nn", "[Ann] Lee"),
        ("Ann Lee", "an nn", "[Ann] Lee"),
        ("Ann\tLee", "\"ann lee\"", "[Ann\tLee]"),
        ("", "ann", ""),
    ] {
        assert_eq!(name(text, typed), shown, "{typed}");
    }
}

#[test]
fn what_is_marked_is_the_text_as_it_is_written() {
    for (text, typed, shown) in [
        ("Jürgen Müller", "muller", "Jürgen [Müller]"),
        ("Mu\u{308}ller", "mu", "[Mu\u{308}]ller"),
        ("Mu\u{308}ller", "ll", "Mu\u{308}[ll]er"),
        ("Søren Groß", "gros", "Søren [Groß]"),
        ("Groß und klein", "ss u", "Gro[ß] [u]nd klein"),
        ("Łukasz", "luk", "[Łuk]asz"),
        ("Kærgård", "kaer", "[Kær]gård"),
        ("ﬁn ａｎｎ ①", "fi ann 1", "[ﬁ]n [ａｎｎ] [①]"),
        ("ﬁn", "f", "[ﬁ]n"),
        ("山田 太郎", "太", "山田 [太]郎"),
        ("한국어", "한구", "[한국]어"),
        ("İpek Işık", "isik", "İpek [Işık]"),
        ("Νίκος", "ΝΙΚΟΣ", "[Νίκος]"),
        ("O’Brien", "o'b", "[O’B]rien"),
        ("A\u{200b}nn", "ann", "[A\u{200b}nn]"),
        ("מֹשֶׁה", "משה", "[מֹשֶׁה]"),
    ] {
        assert_eq!(name(text, typed), shown, "{typed}");
    }
}

#[test]
fn marks_that_are_put_into_another_order_mark_the_word() {
    // Unicode orders the sign below before the point above.
    let text = "ab q\u{93c}\u{94d} q\u{94d}\u{93c}x cd";
    let search = format!("q{}x", "\u{93c}\u{94d}");
    assert_eq!(name(text, &search), "ab q\u{93c}\u{94d} [q\u{94d}\u{93c}x ]cd");
    assert_eq!(name(text, "cd"), "ab q\u{93c}\u{94d} q\u{94d}\u{93c}x [cd]");
}

#[test]
fn a_limit_marks_only_its_part() {
    let parts = [GuestPart::Name, GuestPart::Address, GuestPart::Company];
    let all = |typed: &str| parts.map(|part| marked("fab@fabrikam.com", typed, part));
    assert_eq!(all("fab"), ["[fab]@[fab]rikam.com"; 3]);
    assert_eq!(all("domain:fab"), ["fab@fabrikam.com", "fab@[fab]rikam.com", "fab@fabrikam.com"]);
    assert_eq!(all("domain:@fab")[1], "fab@[fab]rikam.com");
    assert_eq!(all("company:fab"), ["fab@fabrikam.com", "fab@fabrikam.com", "[fab]@[fab]rikam.com"]);
    assert_eq!(all("state:pending older:14 domain:@"), ["fab@fabrikam.com"; 3]);
    assert_eq!(marked("fabrikam.com", "domain:fab", GuestPart::Address), "fabrikam.com");
}
