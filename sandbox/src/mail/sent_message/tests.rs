use super::*;

fn message(format: Format, body: &str) -> Message {
    Message {
        id: Uuid::nil(),
        sent_date_time: Timestamp::UNIX_EPOCH,
        from: "ada@contoso.com".into(),
        reply_to: Vec::new(),
        to: vec!["g@fabrikam.com".into()],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: "<i>Hello</i>".into(),
        format,
        body: body.into(),
        saved_to_sent_items: true,
    }
}

#[test]
fn html_is_shown_as_its_text_and_never_as_html() {
    let body = "<style>p{}</style><p>Dear &lt;you&gt;,</p><p>come<br>in</p><script>alert(1)</script>\
                    <img src=x onerror=alert(2)>";
    assert_eq!(plain(body), "Dear <you>,\ncome\nin");
    let shown = message(Format::Html, body).show().into_string();
    assert!(shown.contains("Dear &lt;you&gt;,") && shown.contains("&lt;i&gt;Hello&lt;/i&gt;"));
    assert!(!shown.contains("<script") && !shown.contains("<img") && !shown.contains("<i>"));
    let text = message(Format::Text, "<b>as it is</b>").show().into_string();
    assert!(text.contains("&lt;b&gt;as it is&lt;/b&gt;"));
}

#[test]
fn only_links_to_the_web_can_be_followed() {
    let body = "<a href=\"http://l/redeem?rd=a&amp;b\">in</a> <a href='javascript:alert(1)'>x</a>\
                    <a href=\"http://l/redeem?rd=a&amp;b\">again</a>";
    assert_eq!(links(body), ["http://l/redeem?rd=a&b"]);
    let shown = message(Format::Html, body).show().into_string();
    assert!(!shown.contains("javascript:") && shown.contains("href=\"http://l/redeem?rd=a&amp;b\""));
}

#[test]
fn broken_html_is_no_problem() {
    for body in ["<", "<<p", "a<b", "<script>", "</", "<p title='>'>x", "&amp", "<style", "é<é>é"] {
        message(Format::Html, body).show();
    }
}
