use super::*;

/// The sender of a new tenant in this cloud.
pub(in crate::mail) fn sender(kind: InvitationSender, cloud: Cloud) -> Sender {
    let mut directory = Directory::default();
    directory.move_to(cloud);
    let settings = Settings { invitation_sender: kind, ..Settings::default() };
    Sender::of(&settings, &directory, DEFAULT_DOMAIN)
}

#[test]
fn each_cloud_has_its_senders() {
    for (cloud, tenants, microsofts) in [
        (Cloud::Global, "invites@contoso.onmicrosoft.com", "invites@microsoft.com"),
        (Cloud::UsGov, "invites@contoso.onmicrosoft.us", "invites@azuread.us"),
        (Cloud::UsGovDod, "invites@contoso.onmicrosoft.us", "invites@azuread.us"),
        (Cloud::China, "invites@contoso.partner.onmschina.cn", "Invites@oe.21vianet.com"),
    ] {
        assert_eq!(sender(InvitationSender::Tenant, cloud).address(), tenants);
        assert_eq!(sender(InvitationSender::CustomDomain, cloud).address(), "invites@contoso.com");
        assert_eq!(sender(InvitationSender::Microsoft, cloud).address(), microsofts);
        let without_mail = Sender { has_mail: false, ..sender(InvitationSender::CustomDomain, cloud) };
        assert_eq!(without_mail.address(), microsofts);
    }
}

#[test]
fn the_subject_names_the_primary_domain_and_the_older_one_does_not() {
    let subject = |kind| sender(kind, Cloud::Global).subject(Words::of("en"), "A {domain}");
    assert_eq!(subject(InvitationSender::Tenant), "A {domain} invited you to collaborate with contoso.com");
    assert_eq!(
        subject(InvitationSender::Microsoft),
        "A {domain} invited you to access applications within their organization."
    );
}
