//! What kind of content a file or a pasted text has, and how large it may be.
//!
//! Looks at the content alone: names of files lie, as a workbook called `.csv` does.

use super::encoding::{Detected, detect};

/// In bytes: the largest file.
pub const LARGEST: u64 = 20 * 1024 * 1024;
/// The most rows of a list.
pub const MOST_ROWS: usize = 50_000;

/// How many bytes are looked at.
const SAMPLE: usize = 4_096;

/// A kind of content that is no list of guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Excel's present format (`.xlsx`).
    Workbook,
    /// A file of older Office programs (`.xls`), or a saved Outlook message (`.msg`).
    OldOffice,
    /// A table of LibreOffice (`.ods`).
    OpenDocument,
    /// A zip file, or a document of another kind that is one.
    Archive,
    Pdf,
    /// `.vcf`.
    ContactCard,
    /// `.ics`.
    Calendar,
    Json,
    /// A web page. Some programs save one with the ending `.xls` or `.csv`.
    Html,
    Xml,
    /// `.rtf`.
    RichText,
    Image,
    /// None of these, and no text.
    Binary,
}

/// Why a file or text is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceProblem {
    Empty,
    /// It has this many bytes, which is more than [`LARGEST`].
    TooLarge(u64),
    NotAList(FileKind),
    /// It has this many rows, which is more than [`MOST_ROWS`].
    TooManyRows(usize),
}

/// Whether a file of this size is read. To be asked before its bytes are.
///
/// # Errors
/// It is empty or too large.
pub fn check_size(bytes: u64) -> Result<(), SourceProblem> {
    match bytes {
        0 => Err(SourceProblem::Empty),
        1..=LARGEST => Ok(()),
        _ => Err(SourceProblem::TooLarge(bytes)),
    }
}

/// The encoding of a file that is a text.
///
/// # Errors
/// It is empty, too large, or something other than a text.
pub fn inspect(bytes: &[u8]) -> Result<Detected, SourceProblem> {
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    if let Some(kind) = by_first_bytes(bytes) {
        return Err(SourceProblem::NotAList(kind));
    }
    let detected = detect(bytes);
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let wide = matches!(
        detected.encoding,
        super::encoding::TextEncoding::Utf16Le | super::encoding::TextEncoding::Utf16Be
    );
    if !wide && sample.contains(&0) {
        return Err(SourceProblem::NotAList(FileKind::Binary));
    }
    Ok(detected)
}

/// Whether a decoded or pasted text can be a list.
///
/// # Errors
/// It is empty or too large, or it is the text of something else, such as a contact card.
pub fn inspect_text(text: &str) -> Result<(), SourceProblem> {
    let text = text.trim_start_matches('\u{feff}');
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(SourceProblem::Empty);
    }
    check_size(u64::try_from(text.len()).unwrap_or(u64::MAX))?;
    by_first_words(text).map_or(Ok(()), |kind| Err(SourceProblem::NotAList(kind)))
}

fn by_first_bytes(bytes: &[u8]) -> Option<FileKind> {
    const IMAGES: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\0", b"II*\0"];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(kind_of_zip(bytes));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(FileKind::OldOffice);
    }
    if bytes.starts_with(b"%PDF-") {
        return Some(FileKind::Pdf);
    }
    if bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"7z\xbc\xaf") || bytes.starts_with(b"Rar!") {
        return Some(FileKind::Archive);
    }
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    (webp || IMAGES.iter().any(|image| bytes.starts_with(image))).then_some(FileKind::Image)
}

/// The names of the files in an archive stand before their content. A workbook begins with some of its own names.
fn kind_of_zip(bytes: &[u8]) -> FileKind {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let has = |name: &[u8]| sample.windows(name.len()).any(|window| window == name);
    if has(b"xl/") || (has(b"[Content_Types].xml") && !has(b"word/") && !has(b"ppt/")) {
        FileKind::Workbook
    } else if has(b"application/vnd.oasis.opendocument.spreadsheet") {
        FileKind::OpenDocument
    } else {
        FileKind::Archive
    }
}

fn by_first_words(text: &str) -> Option<FileKind> {
    let text = text.trim_start();
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    if begins("begin:vcard") {
        return Some(FileKind::ContactCard);
    }
    if begins("begin:vcalendar") {
        return Some(FileKind::Calendar);
    }
    if begins("{\\rtf") {
        return Some(FileKind::RichText);
    }
    if ["<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<div"].into_iter().any(begins) {
        return Some(FileKind::Html);
    }
    if begins("<?xml") {
        return Some(FileKind::Xml);
    }
    is_json(text).then_some(FileKind::Json)
}

/// An object with a name, or an array of objects, arrays or strings. `[ann@fabrikam.com]` is neither.
fn is_json(text: &str) -> bool {
    let second = |open: char| text.strip_prefix(open).map(|rest| rest.trim_start().chars().next());
    matches!(second('{'), Some(Some('"' | '}'))) || matches!(second('['), Some(Some('{' | '[' | '"' | ']')))
}

#[cfg(test)]
mod tests;
