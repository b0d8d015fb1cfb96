use super::*;

#[test]
fn other_kinds_of_files_are_named() {
    let zip = |name: &str| [b"PK\x03\x04\x14\0\x06\0".as_slice(), name.as_bytes()].concat();
    let table: [(&[u8], FileKind); 14] = [
        (&zip("[Content_Types].xml … xl/workbook.xml"), FileKind::Workbook),
        (&zip("[Content_Types].xml"), FileKind::Workbook),
        (&zip("[Content_Types].xml … word/document.xml"), FileKind::Archive),
        (&zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), FileKind::OpenDocument),
        (&zip("list.csv"), FileKind::Archive),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::OldOffice),
        (b"%PDF-1.7", FileKind::Pdf),
        (b"\x1f\x8b\x08\0", FileKind::Archive),
        (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
        (b"\x89PNG\r\n", FileKind::Image),
        (b"\xff\xd8\xff\xe0", FileKind::Image),
        (b"GIF89a", FileKind::Image),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileKind::Image),
        (b"a\0\0\0\0b\0\0\0\0\0c", FileKind::Binary),
    ];
    for (bytes, kind) in table {
        assert_eq!(inspect(bytes), Err(SourceProblem::NotAList(kind)), "{bytes:?}");
    }
    let texts = [
        ("BEGIN:VCARD\nFN:Ann", FileKind::ContactCard),
        ("\u{feff}begin:vcard", FileKind::ContactCard),
        ("BEGIN:VCALENDAR", FileKind::Calendar),
        ("  <!DOCTYPE html><p>", FileKind::Html),
        ("<table><tr>", FileKind::Html),
        ("<?xml version=\"1.0\"?>", FileKind::Xml),
        ("{\\rtf1\\ansi", FileKind::RichText),
        ("{ \"value\": [] }", FileKind::Json),
        ("[{\"mail\":\"ann@fabrikam.com\"}]", FileKind::Json),
        ("[]", FileKind::Json),
    ];
    for (text, kind) in texts {
        assert_eq!(inspect_text(text), Err(SourceProblem::NotAList(kind)), "{text}");
    }
}

#[test]
fn lists_pass() {
    for text in
        ["ann@fabrikam.com", "<ann@fabrikam.com>", "[ann@fabrikam.com]", "{ann}", "# note", "Name;Email"]
    {
        assert_eq!(inspect_text(text), Ok(()), "{text}");
        assert!(inspect(text.as_bytes()).is_ok(), "{text}");
    }
}

#[test]
fn s29_size_has_limits_at_both_ends() {
    assert_eq!(check_size(0), Err(SourceProblem::Empty));
    assert_eq!(check_size(LARGEST), Ok(()));
    assert_eq!(check_size(LARGEST + 1), Err(SourceProblem::TooLarge(LARGEST + 1)));
    assert_eq!(inspect(b""), Err(SourceProblem::Empty));
    assert_eq!(inspect_text("\u{feff}\r\n \u{a0}"), Err(SourceProblem::Empty));
}
