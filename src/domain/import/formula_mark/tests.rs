use super::*;

#[test]
fn s28_what_begins_like_a_formula_has_a_mark() {
    for cell in [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+49 30 1234",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        " =1+1",
        "\u{feff}=1",
        "\u{a0}-1",
        "＝1",
        "'=1",
        "''=1",
        "' =1",
    ] {
        assert_eq!(protect(cell), format!("'{cell}"), "{cell:?}");
    }
    for cell in ["", "Ann", "a=1", "'", "''", "'Ann", "0", "ann@fabrikam.com", "O'Neil -"] {
        assert_eq!(protect(cell), cell);
    }
}

#[test]
fn s28_the_mark_is_taken_away_again() {
    for start in ["", "'", "''", " ", "' ", " '", "\t", "\r\n"] {
        for rest in ["", "=1", "+1", "-1", "@a", "Ann", "'", "'=", "＝1"] {
            let cell = format!("{start}{rest}");
            assert_eq!(unprotect(&protect(&cell)), cell, "{cell:?}");
        }
    }
}
