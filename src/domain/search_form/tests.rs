use unicode_normalization::UnicodeNormalization;

use super::*;

fn decompose(text: &str) -> String {
    text.nfkd().collect::<String>().to_lowercase()
}

fn form(text: &str) -> String {
    search_form(text, decompose)
}

#[test]
fn case_accents_and_other_forms_of_letters_do_not_matter() {
    for (text, searched) in [
        ("Ann Lee", "ann lee"),
        ("MÜLLER", "muller"),
        ("Mu\u{308}ller", "muller"),
        ("Ångström", "angstrom"),
        ("Łukasz Świątek", "lukasz swiatek"),
        ("Søren Kærgård", "soren kaergard"),
        ("Groß", "gross"),
        ("GROẞ", "gross"),
        ("Đorđe", "dorde"),
        ("İpek Işık", "ipek isik"),
        ("Nguyễn Thị Hồng", "nguyen thi hong"),
        ("Œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("Νίκος", "νικοσ"),
        ("Андрей Ёлкин", "андреи елкин"),
        ("ﬁn ａｎｎ ①", "fin ann 1"),
        ("山田 太郎", "山田 太郎"),
        ("מֹשֶׁה", "משה"),
        ("مُحَمَّد", "محمد"),
        ("O’Brien", "o'brien"),
    ] {
        assert_eq!(form(text), searched, "{text}");
    }
}

#[test]
fn what_cannot_be_seen_is_left_out_and_white_space_is_a_blank() {
    assert_eq!(form("A\u{200b}n\u{ad}n\u{feff}"), "ann");
    assert_eq!(form("Ann\tLee\nBo\u{a0}Ek\u{2003}!"), "ann lee bo ek !");
    assert_eq!(form("A\u{0}nn\u{7f}"), "ann");
    assert_eq!(form("Ann\u{1}Müller\u{1}"), "annmuller");
}

#[test]
fn signs_that_are_letters_of_their_own_stay() {
    assert_ne!(form("か"), form("が"));
    assert_ne!(form("क"), form("कि"));
    assert!(form("한국어").contains(&form("한국")));
}

#[test]
fn the_form_of_a_form_is_itself() {
    for text in ["MÜLLER ﬁ", "Ångström ①", "ß’–", "한국어", "مُحَمَّد"] {
        assert_eq!(form(&form(text)), form(text), "{text}");
    }
}
