use super::*;

fn found(bytes: &[u8]) -> (&'static str, DetectedBy) {
    let detected = detect(bytes);
    (detected.encoding.label(), detected.by)
}

#[test]
fn a_mark_names_the_encoding() {
    assert_eq!(found(b"\xef\xbb\xbfann@fabrikam.com"), ("utf-8", DetectedBy::Mark));
    assert_eq!(found(b"\xff\xfea\0"), ("utf-16le", DetectedBy::Mark));
    assert_eq!(found(b"\xfe\xff\0a"), ("utf-16be", DetectedBy::Mark));
}

#[test]
fn without_a_mark_the_bytes_tell() {
    let wide =
        |unit: fn(u16) -> [u8; 2]| "Åsa;asa@fabrikam.com".encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    assert_eq!(found(&wide(u16::to_le_bytes)), ("utf-16le", DetectedBy::Bytes));
    assert_eq!(found(&wide(u16::to_be_bytes)), ("utf-16be", DetectedBy::Bytes));
    assert_eq!(found("Fränzi".as_bytes()), ("utf-8", DetectedBy::Bytes));
    assert_eq!(found(b"ann"), ("utf-8", DetectedBy::Bytes));
    assert_eq!(found(b"Fr\xe4nzi"), ("windows-1252", DetectedBy::Assumption));
    assert_eq!(found(b""), ("utf-8", DetectedBy::Bytes));
}

#[test]
fn a_text_that_was_encoded_twice_is_noticed() {
    for text in ["FrÃ¤nzi", "JosÃ© MuÃ±oz", "Å\u{81}Ä™cka", "ÐÐ½Ð½Ð°", "Itâ€™s", "ä¸\u{ad}æ–‡"]
    {
        assert!(looks_double_encoded(text), "{text}");
    }
    for text in
        ["Fränzi", "José Muñoz", "Łęcka", "Анна", "It’s", "中文", "SÃO PAULO", "Ann Lee", "ÅSE ÄNG", "Ö"]
    {
        assert!(!looks_double_encoded(text), "{text}");
    }
}
