use super::*;

const INVISIBLE: &str = "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180e}\u{200b}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2061}\u{2065}\u{2066}\u{2067}\u{2068}\u{2069}\u{206f}\u{2800}\u{3164}\u{feff}\u{ffa0}\u{fff9}\u{fffb}\u{fffc}\u{1d173}\u{e0001}\u{e0061}\u{e007f}";

#[test]
fn invisible_characters_are_removed_from_every_kind_of_text() {
    for c in INVISIBLE.chars() {
        let text = format!("a{c}b");
        for kind in [TextKind::Code, TextKind::Name, TextKind::Message] {
            assert_eq!(visible(&text, kind), "ab", "U+{:04X}", u32::from(c));
        }
        assert_eq!(first_invisible(&text), Some(c));
        assert!(is_blank(&format!(" {c}\n")));
    }
}

#[test]
fn joiners_and_variation_selectors_stay_in_names_and_messages() {
    for c in ['\u{200c}', '\u{200d}', '\u{fe0e}', '\u{fe0f}', '\u{e0100}'] {
        let text = format!("a{c}b");
        assert_eq!(visible(&text, TextKind::Code), "ab");
        assert_eq!(visible(&text, TextKind::Name), text);
        assert_eq!(visible(&text, TextKind::Message), text);
        assert!(is_blank(&c.to_string()), "alone it is nothing");
    }
}

#[test]
fn control_characters_are_removed_and_line_breaks_stay_in_messages() {
    assert_eq!(visible("a\0b\u{7}c\u{9f}", TextKind::Name), "abc");
    assert_eq!(visible("a\tb\r\nc\u{2028}d", TextKind::Name), "a b c d");
    assert_eq!(visible("a\tb\r\nc\rd\u{2029}e\0", TextKind::Message), "a\tb\nc\nd\ne");
}

#[test]
fn letters_of_all_scripts_stay() {
    for text in ["Zoë", "Jose\u{301}", "محمد", "דוד", "山田", "👩🏽", "नमस्ते", "o’brien", "Ⅷ", "\u{600}1"]
    {
        for kind in [TextKind::Code, TextKind::Name, TextKind::Message] {
            assert_eq!(visible(text, kind), text);
        }
    }
}

#[test]
fn full_width_signs_become_ascii() {
    assert_eq!(half_width("ａｎｎ＠fabrikam。com"), "ann@fabrikam.com");
    assert_eq!(half_width("ann\u{fe6b}fabrikam．com"), "ann@fabrikam.com");
    assert_eq!(half_width("山田@例え.テスト"), "山田@例え.テスト");
}

#[test]
fn an_address_shows_the_characters_that_a_reader_cannot_see() {
    assert_eq!(revealed("ann\u{202e}@fabrikam.com\0"), "ann[U+202E]@fabrikam.com[U+0000]");
    assert_eq!(revealed("zoë@fabrikam.com"), "zoë@fabrikam.com");
}
