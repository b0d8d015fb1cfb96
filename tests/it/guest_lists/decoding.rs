//! What the browser does for the portal: decoding, and lower case with composed letters; as far as the lists need it.

use guestlist::domain::import::encoding::TextEncoding;

pub(super) fn decode(bytes: &[u8], encoding: TextEncoding) -> String {
    match encoding {
        TextEncoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        TextEncoding::Utf16Le => wide(bytes, u16::from_le_bytes),
        TextEncoding::Utf16Be => wide(bytes, u16::from_be_bytes),
        TextEncoding::Windows1252 => bytes.iter().copied().map(windows_1252).collect(),
        TextEncoding::Windows1250 | TextEncoding::Gb18030 | TextEncoding::Big5 => {
            panic!("{encoding:?} is never detected")
        }
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// As Latin 1: between 0x80 and 0x9f, the lists have no bytes that they compare.
fn windows_1252(byte: u8) -> char {
    char::from(byte)
}

pub(super) fn fold(text: &str) -> String {
    let composed = [("e\u{301}", "é"), ("a\u{308}", "ä"), ("o\u{308}", "ö"), ("u\u{308}", "ü")];
    composed.iter().fold(text.to_lowercase(), |text, (parts, letter)| text.replace(parts, letter))
}
