use super::sender::tests::sender;
use super::*;
use crate::clouds::Cloud;
use crate::settings::InvitationSender;

fn mail(language: Option<&str>, message: Option<&str>) -> Mail {
    Mail::invitation(Draft {
        id: Uuid::nil(),
        at: Timestamp::UNIX_EPOCH,
        to: "g@fabrikam.com".into(),
        cc: None,
        sender: sender(InvitationSender::Tenant, Cloud::UsGov),
        inviter: "Ada Berg".into(),
        reply_to: None,
        language: language.map(str::to_owned),
        requested_language: None,
        message: message.map(str::to_owned),
        accept_url: "http://l/redeem".into(),
        block_url: "http://l/unsubscribe".into(),
        redirect_url: "https://t".into(),
    })
}

#[test]
fn the_frame_speaks_the_asked_language_and_falls_back_to_english() {
    let shown = |language| mail(language, None).show().into_string();
    assert!(shown(Some("fr-CA")).contains("vous a invité à collaborer avec contoso.com"));
    assert!(shown(None).contains("invited you to collaborate with contoso.com"));
    let unknown = shown(Some("zh-Hant"));
    assert!(unknown.contains("invited you to collaborate") && unknown.contains("zh-Hant"));
}

#[test]
fn it_names_the_clouds_sender_and_links_the_privacy_statement() {
    let shown = mail(Some("de"), None).show().into_string();
    assert!(shown.contains("contoso.com &lt;invites@contoso.onmicrosoft.us&gt;"), "{shown}");
    assert!(shown.contains("href=\"https://contoso.com/privacy\""), "{shown}");
    assert!(shown.contains("Datenschutzerklärung von Contoso</a>"), "{shown}");
}

#[test]
fn a_message_is_plain_text() {
    let shown = mail(None, Some("<b>Hello</b>")).show().into_string();
    assert!(shown.contains("&lt;b&gt;Hello&lt;/b&gt;") && !shown.contains("<b>"));
}
