use super::*;

#[test]
fn tags_are_read_however_they_are_quoted() {
    let page = r#"<!doctype html><P>1 < 2<link crossorigin href=/a.js title="a > b" lang='"'><br/></p>"#;
    let seen: Vec<_> = tags(page).collect();
    let names: Vec<_> = seen.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["p", "link", "br"]);
    assert_eq!(seen[1].get("href"), Some("/a.js"));
    assert_eq!(seen[1].get("title"), Some("a > b"));
    assert_eq!(seen[1].get("lang"), Some("\""));
    assert_eq!(seen[1].get("crossorigin"), None);
    assert_eq!(seen[1].values().count(), 3);
    assert_eq!(rewrite(page, |_| {}), page, "nothing was changed");
}

#[test]
fn a_changed_tag_is_written_anew_and_the_rest_left_alone() {
    let page = "<head><script src=/boot.js async></script><i title=x>";
    let new = rewrite(page, |tag| {
        if tag.name == "script" {
            tag.set("src", "/b.js");
            tag.set("integrity", "sha384-x");
        }
    });
    assert_eq!(new, r#"<head><script async src="/b.js" integrity="sha384-x"></script><i title=x>"#);
}

/// Adds an attribute to every tag, which shows what counts as a tag.
fn marked(page: &str) -> String {
    rewrite(page, |tag| tag.set("m", "1"))
}

#[test]
fn what_only_looks_like_a_tag_is_none() {
    for same in [
        "<!-- <script src=/a.js> -- > <b> -->",
        "<!-->x--!><!--->",
        "a <3 b < c <> <",
        "</p class=x>",
        "<!doctype html SYSTEM '<p>'>",
        "<p class='never closed",
    ] {
        assert_eq!(marked(same), same);
    }
}

#[test]
fn scripts_styles_and_titles_hold_text_up_to_their_end() {
    assert_eq!(
        marked("<script>if (a<b && '<i>') x('</scripts>')</script ><p>"),
        "<script m=\"1\">if (a<b && '<i>') x('</scripts>')</script ><p m=\"1\">"
    );
    assert_eq!(marked("<title><b></title><b>"), "<title m=\"1\"><b></title><b m=\"1\">");
    assert_eq!(marked("<style>a<b{}</style>"), "<style m=\"1\">a<b{}</style>");
}

#[test]
fn character_references_in_values_are_read_and_written() {
    let page = "<a href='/?a=1&amp;b=2' title=&quot;&#x3c;&eacute;&quot; alt='a \"b\" &copy=1'>";
    let tag = tags(page).next().unwrap();
    assert_eq!(tag.get("href"), Some("/?a=1&b=2"));
    assert_eq!(tag.get("title"), Some("\"<é\""));
    assert_eq!(tag.get("alt"), Some("a \"b\" &copy=1"), "no reference: it goes on with an equals sign");
    let new = marked(page);
    let href = r#"href="/?a=1&amp;b=2""#;
    assert_eq!(new, format!(r#"<a {href} title="&quot;<é&quot;" alt="a &quot;b&quot; &amp;copy=1" m="1">"#));
    let again = tags(&new).next().unwrap();
    assert!(tag.values().eq(again.values().take(3)), "what was written is read as the same");
}

#[test]
fn a_slash_at_the_end_of_a_tag_stays_and_belongs_to_no_value() {
    assert_eq!(marked("<br/><path d=M0/><p />"), "<br m=\"1\"/><path d=\"M0/\" m=\"1\"><p m=\"1\"/>");
}

#[test]
fn of_two_attributes_with_one_name_the_first_counts() {
    let tag = tags("<p ID=a id=b Class>").next().unwrap();
    assert_eq!(tag.attributes, [("id".to_owned(), "a".to_owned()), ("class".to_owned(), String::new())]);
}

#[test]
fn tags_are_found_behind_line_ends_and_letters_of_any_width() {
    let page = "<title>Où ?</title>\r\n<p\r\n lang=fr>😀 s’arrête &nbsp;&lt;\r\n<b>";
    assert_eq!(
        marked(page),
        "<title m=\"1\">Où ?</title>\r\n<p lang=\"fr\" m=\"1\">😀 s’arrête &nbsp;&lt;\r\n<b m=\"1\">"
    );
}

#[test]
fn a_tag_is_added_behind_the_one_that_is_meant() {
    let page = "<!-- <meta charset=x> --><meta charset=utf-8><meta charset=late>";
    let mut new = Tag::new("meta");
    new.set("content", "default-src 'self'; \"&");
    let matches = |tag: &Tag| tag.name == "meta" && tag.get("charset").is_some();
    assert_eq!(
        insert_after(page, matches, &new).unwrap(),
        "<!-- <meta charset=x> --><meta charset=utf-8>\
             <meta content=\"default-src 'self'; &quot;&amp;\"><meta charset=late>"
    );
    assert_eq!(insert_after("<p>", matches, &new), None);
}
