use super::*;

fn texts() -> Texts {
    let files = [
        (
            "en",
            r#"{"language_name": "English", "title": "{{ page }} – G", "go": "Go <on>", "n_one": "1", "n_other": "{{ count }}"}"#,
        ),
        (
            "fr",
            r#"{"language_name": "Français", "title": "{{ page }} — G", "go": "D\"ac & co", "n_one": "1", "n_many": "{{ count }}", "n_other": "{{ count }}"}"#,
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

#[test]
fn the_list_of_languages_has_an_option_for_each() {
    let page = "<html><select class=x data-languages></select>";
    assert_eq!(
        with_languages(page, &texts()).unwrap(),
        "<html><select class=\"x\"><option value=\"en\" lang=\"en\">English\
         <option value=\"fr\" lang=\"fr\">Français</select>"
    );
    assert!(with_languages("<html>", &texts()).is_err());
}

#[test]
fn the_root_names_the_hosts_of_all_clouds() {
    let page = with_clouds("<html lang=en><p>");
    for cloud in CLOUDS {
        assert!(page.contains(cloud.login) && page.contains(cloud.graph), "{}", cloud.name);
    }
    assert_eq!(page.matches("https://login.microsoftonline.us").count(), 1, "once for both US clouds");
}
