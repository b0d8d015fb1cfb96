//! In which encoding the bytes of a file are, and texts that were encoded twice.
//!
//! Only names the encoding: the browser's `TextDecoder` decodes.

/// How many bytes are looked at for zeros.
const SAMPLE: usize = 4_096;

/// An encoding that `TextDecoder` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// What Excel writes as CSV in western Europe and America.
    Windows1252,
    /// What Excel writes as CSV in central Europe. Never detected: a person can choose it.
    Windows1250,
    /// What Excel writes as CSV in China. Never detected.
    Gb18030,
    /// What Excel writes as CSV in Taiwan and Hong Kong. Never detected.
    Big5,
}

impl TextEncoding {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1252,
        Self::Windows1250,
        Self::Gb18030,
        Self::Big5,
    ];

    /// The label for `TextDecoder`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::Windows1250 => "windows-1250",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
        }
    }
}

/// How an encoding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetectedBy {
    /// By a byte order mark.
    Mark,
    /// The bytes are valid in it, and would hardly be if they were in another.
    Bytes,
    /// Nothing says so. The person should see in which encoding the file is read.
    Assumption,
}

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    pub encoding: TextEncoding,
    pub by: DetectedBy,
}

/// Finds out the encoding of a text file.
#[must_use]
pub fn detect(bytes: &[u8]) -> Detected {
    let (encoding, by) = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        (TextEncoding::Utf8, DetectedBy::Mark)
    } else if bytes.starts_with(&[0xff, 0xfe]) {
        (TextEncoding::Utf16Le, DetectedBy::Mark)
    } else if bytes.starts_with(&[0xfe, 0xff]) {
        (TextEncoding::Utf16Be, DetectedBy::Mark)
    } else if let Some(encoding) = utf16_by_zeros(bytes) {
        (encoding, DetectedBy::Bytes)
    } else if std::str::from_utf8(bytes).is_ok() {
        (TextEncoding::Utf8, DetectedBy::Bytes)
    } else {
        (TextEncoding::Windows1252, DetectedBy::Assumption)
    };
    Detected { encoding, by }
}

/// Every second byte of ASCII in UTF-16 is zero, and addresses are nearly all ASCII.
fn utf16_by_zeros(bytes: &[u8]) -> Option<TextEncoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        if let [a, b] = pair {
            first += usize::from(*a == 0);
            second += usize::from(*b == 0);
        }
    }
    let pairs = sample.len() / 2;
    let many = |zeros: usize| pairs > 1 && zeros * 10 >= pairs * 3;
    let few = |zeros: usize| zeros * 20 <= pairs;
    match (many(first), many(second)) {
        (false, true) if few(first) => Some(TextEncoding::Utf16Le),
        (true, false) if few(second) => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

/// Whether a text looks like UTF-8 that a program read as Windows-1252 and encoded again: `FrÃ¤nzi` for Fränzi.
#[must_use]
pub fn looks_double_encoded(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let bytes: Vec<Option<u8>> = text.chars().map(windows_1252).collect();
    let continues =
        |at: usize| bytes.get(at).copied().flatten().is_some_and(|byte| (0x80..0xc0).contains(&byte));
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        // The first bytes of Latin, Greek and Cyrillic letters.
        Some(0xc2..=0xc5 | 0xce..=0xd1) => continues(at + 1),
        // Of typographic signs and of letters of East Asia.
        Some(0xe2..=0xe9) => continues(at + 1) && continues(at + 2),
        Some(_) | None => false,
    })
}

/// The byte of a character in Windows-1252; `None` if it has none.
fn windows_1252(c: char) -> Option<u8> {
    /// From 0x80 on. Five bytes have no character; programs keep them as controls.
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if let Some(at) = UPPER.iter().position(|upper| *upper == c) {
        return u8::try_from(at + 0x80).ok();
    }
    u8::try_from(u32::from(c)).ok()
}

#[cfg(test)]
mod tests;
