use super::*;

#[test]
fn a_number_out_of_its_range_is_refused_in_words_and_nothing_may_mean_null() {
    let delay = field("limits/writes", "Writes", "", number(1, 60));
    assert_eq!(delay.read("60"), Ok(json!(60)));
    for wrong in ["", "0", "61", "x", "1.5", "99999999999999999999"] {
        assert_eq!(delay.read(wrong), Err("Enter a whole number from 1 to 60.".into()), "{wrong}");
    }
    let open = field("w", "Writes", "", Kind::Number { least: 1, most: 60, or_none: true });
    assert_eq!(open.read(""), Ok(Value::Null));
    assert_eq!(delay.change(json!(5)), json!({ "limits": { "writes": 5 } }));
}

#[test]
fn partners_are_read_as_they_are_shown() {
    let field = field("p", "Fabrikam", "", Kind::Partner);
    for (value, _) in PARTNER {
        let settings = json!({ "p": field.read(value).unwrap() });
        assert_eq!(field.text(&settings), *value);
    }
    assert!(field.read("other").is_err());
}

#[test]
fn a_value_is_told_in_the_words_of_its_control() {
    let settings =
        json!({ "who": "none", "on": true, "off": false, "list": ["a", "b"], "quota": null, "ms": 5 });
    for (name, kind, words) in [
        ("who", Kind::Choice(&[("none", "Nobody")]), "Nobody"),
        ("on", Kind::Switch, "on"),
        ("off", Kind::Switch, "off"),
        ("list", Kind::Lines, "a, b"),
        ("quota", Kind::Text, "empty"),
        ("ms", number(0, 9), "5"),
    ] {
        assert_eq!(field(name, "", "", kind).words(&settings), words);
    }
}

#[test]
fn the_name_of_a_setting_stands_beside_its_label() {
    let shown = |field: Field| field.show("", None).into_string();
    assert!(shown(field("a/b", "Name", "", Kind::Text)).contains("Name</label> <code>a.b</code>"));
    assert!(!shown(unnamed("a/b", "Name", "", Kind::Text)).contains("<code>"));
}

#[test]
fn what_is_typed_is_shown_as_text_with_its_problem() {
    let shown = field("a/b", "Name", "A hint.", Kind::Text).show("\"><b>", Some("Not <that>."));
    let shown = shown.into_string();
    assert!(shown.contains("value=\"&quot;&gt;&lt;b&gt;\"") && shown.contains("Not &lt;that&gt;."));
    assert!(shown.contains("aria-describedby=\"a/b-problem a/b-hint\"") && shown.contains("for=\"a/b\""));
}
