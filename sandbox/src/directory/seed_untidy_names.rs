//! Names of untidy guests, all [invented]: display name, given name, surname. An empty part stands for none.
//!
//! Characters that cannot be seen, combine with others or look like others are written as escapes.

type Names = &'static [(&'static str, &'static str, &'static str)];

pub(super) const OTHER_SCRIPTS: Names = &[
    ("王小明", "小明", "王"),
    ("Дмитрий Соколов", "Дмитрий", "Соколов"),
    ("佐藤 花子", "花子", "佐藤"),
    ("नरेन्द्र शर्मा", "नरेन्द्र", "शर्मा"),
    ("김민준", "민준", "김"),
    ("Ελένη Παπαδοπούλου", "Ελένη", "Παπαδοπούλου"),
    ("ปรีชา สุขใจ", "ปรีชา", "สุขใจ"),
    ("ნინო ბერიძე", "ნინო", "ბერიძე"),
    ("ሰላም ተስፋዬ", "ሰላም", "ተስፋዬ"),
    ("Նարե Պետրոսյան", "Նարե", "Պետրոսյան"),
    ("முருகன் செல்வி", "செல்வி", "முருகன்"),
    ("བསྟན་འཛིན", "བསྟན་འཛིན", ""),
    ("សុខ វណ្ណា", "វណ្ណា", "សុខ"),
    ("タナカ ケンジ", "ケンジ", "タナカ"),
    // The first character is outside Unicode's Basic Multilingual Plane: two units of UTF-16.
    ("𠮷田 太郎", "太郎", "𠮷田"),
    ("অনিতা সেন", "অনিতা", "সেন"),
];

pub(super) const RIGHT_TO_LEFT: Names = &[
    ("محمد العلي", "محمد", "العلي"),
    ("נועה לוי", "נועה", "לוי"),
    ("فاطمة Smith (Fabrikam)", "فاطمة", "Smith"),
    ("דוד בן-דוד", "דוד", "בן-דוד"),
    ("عائشہ خان", "عائشہ", "خان"),
];

/// In Unicode's normalization form D, as macOS writes file names.
pub(super) const DECOMPOSED: Names = &[
    ("Zoe\u{308} Bronte\u{308}", "Zoe\u{308}", "Bronte\u{308}"),
    ("Rene\u{301} Franc\u{327}ois", "Rene\u{301}", "Franc\u{327}ois"),
    ("Ho\u{302}\u{300} Thi\u{323} Mai", "Mai", "Ho\u{302}\u{300}"),
    // Hangul in single letters.
    ("\u{1106}\u{1175}\u{11ab} \u{1100}\u{1175}\u{11b7}", "", ""),
    ("So\u{308}ren A\u{30a}berg", "So\u{308}ren", "A\u{30a}berg"),
];

pub(super) const EMOJI: Names = &[
    ("Nadia Rossi 🌍", "Nadia", "Rossi"),
    // A sequence of two emoji with a zero-width joiner.
    ("Ruben Faure 👨\u{200d}💻", "Ruben", "Faure"),
    ("🚀 Launch Team", "", ""),
    ("Luca Gallo 🇮🇹", "Luca", "Gallo"),
    ("Olga ❤\u{fe0f} Engel", "Olga", "Engel"),
];

pub(super) const ZERO_WIDTH: Names = &[
    // Persian, with the non-joiner that its spelling needs.
    ("علی\u{200c}رضا کریمی", "علی\u{200c}رضا", "کریمی"),
    ("Anna\u{200d} Cho", "Anna\u{200d}", "Cho"),
    // Sinhala, with the joiner that its spelling needs.
    ("ශ්\u{200d}රී පෙරේරා", "ශ්\u{200d}රී", "පෙරේරා"),
    ("Hugo\u{200b} Bakker", "Hugo\u{200b}", "Bakker"),
];

pub(super) const PUNCTUATED: Names = &[
    ("Siobhán O'Neill", "Siobhán", "O'Neill"),
    ("Jean-Luc D'Arcy-Smith", "Jean-Luc", "D'Arcy-Smith"),
    ("Mary O\u{2019}Brien", "Mary", "O\u{2019}Brien"),
    ("Kaplan, Isaac (Fabrikam)", "Isaac", "Kaplan"),
    ("Anne-Marie van 't Hof", "Anne-Marie", "van 't Hof"),
];

/// Names with Cyrillic letters among Latin ones. They look like those of employees, and like Microsoft's support.
pub(super) const LOOK_ALIKE: Names = &[
    ("\u{410}da Berg", "\u{410}da", "Berg"),
    ("Micros\u{43e}ft Support", "", ""),
    ("G\u{430}el Hinde", "G\u{430}el", "Hinde"),
];

pub(super) const ACCENTED: Names = &[
    ("Łukasz Żółkiewski", "Łukasz", "Żółkiewski"),
    ("Đặng Thị Hương", "Hương", "Đặng"),
    ("Þórður Jónsson", "Þórður", "Jónsson"),
    // The lower case of the first letter is two characters.
    ("İpek Işık", "İpek", "Işık"),
    ("Jürgen Weiß", "Jürgen", "Weiß"),
];

pub(super) const SHORT: Names = &[("X", "X", ""), ("李", "", "李"), ("Ö", "", "Ö"), ("J.", "J.", "")];

/// Repeated up to the length limit. The first is one word, so a line cannot break in it.
pub(super) const LONG: &[&str] =
    &["Wolfeschlegelsteinhausenbergerdorff", "Maria Josefa Isabel Francisca ", "محمد عبد الرحمن بن خلف "];
