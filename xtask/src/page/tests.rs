use super::*;

fn texts() -> Texts {
    let files = [
        ("en", r#"{"title": "{{ page }} – G", "go": "Go <on>", "n_one": "1", "n_other": "{{ count }}"}"#),
        (
            "fr",
            r#"{"title": "{{ page }} — G", "go": "D\"ac & co", "n_one": "1", "n_many": "{{ count }}", "n_other": "{{ count }}"}"#,
        ),
    ];
    Texts::parse(&files.map(|(tag, json)| (tag.to_owned(), json.to_owned())).into()).unwrap()
}

#[test]
fn an_element_gets_its_text_in_all_languages() {
    let page =
        r#"<title data-text=title data-text-page=go></title><p class=x data-text="go"></p><p>as it is</p>"#;
    assert_eq!(
        with_texts(page, &texts()).unwrap(),
        "<title data-en=\"Go <on> – G\" data-fr=\"D&quot;ac &amp; co — G\">Go &lt;on&gt; – G</title>\
             <p class=\"x\" data-en=\"Go <on>\" data-fr=\"D&quot;ac &amp; co\">Go &lt;on&gt;</p><p>as it is</p>"
    );
}

#[test]
fn a_text_that_is_not_there_is_an_error() {
    for page in ["<p data-text=gone></p>", "<p data-text=n></p>", "<p data-text=go data-text-page=gone></p>"]
    {
        assert!(with_texts(page, &texts()).is_err(), "{page}");
    }
}
