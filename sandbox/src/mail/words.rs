//! The fixed sentences of the invitation mail, in the languages that the sandbox speaks.
//!
//! The English subjects are [documented] ("invitation email elements"); all other sentences are [invented].

/// The fixed sentences of the mail, in one language.
pub(super) struct Words {
    pub(super) lang: &'static str,
    /// The subject; `{domain}` is the tenant's primary domain.
    pub(super) subject: &'static str,
    /// The subject until December 2025.
    pub(super) former_subject: &'static str,
    pub(super) warning: &'static str,
    pub(super) sender: &'static str,
    pub(super) organization: &'static str,
    pub(super) domain: &'static str,
    pub(super) message: &'static str,
    pub(super) target: &'static str,
    pub(super) accept: &'static str,
    pub(super) block: &'static str,
    pub(super) privacy: &'static str,
    pub(super) unchecked: &'static str,
}

impl Words {
    /// The sentences for a language tag; English if there is no translation.
    pub(super) fn of(tag: &str) -> &'static Self {
        let primary = tag.split('-').next().unwrap_or_default();
        WORDS.iter().find(|words| words.lang.eq_ignore_ascii_case(primary)).unwrap_or(&ENGLISH)
    }
}

const ENGLISH: Words = Words {
    lang: "en",
    subject: "{inviter} invited you to collaborate with {domain}",
    former_subject: "{inviter} invited you to access applications within their organization.",
    warning: "Please only act on this email if you trust the person and the organization shown below. If you did not \
              expect this invitation, proceed with caution: it may be fraudulent.",
    sender: "Sender",
    organization: "Organization",
    domain: "Domain",
    message: "Message from {inviter}:",
    target: "If you accept this invitation, you will be sent to",
    accept: "Accept invitation",
    block: "Block future invitations from this organization",
    privacy: "Privacy statement of {organization}",
    unchecked: "Microsoft facilitated sending this email but did not validate the sender or the message.",
};

const WORDS: &[Words] = &[
    Words {
        lang: "fr",
        subject: "{inviter} vous a invité à collaborer avec {domain}",
        former_subject: "{inviter} vous a invité à accéder aux applications de son organisation",
        warning: "N’agissez sur cet e-mail que si vous faites confiance à la personne et à l’organisation indiquées \
                  ci-dessous. Si vous n’attendiez pas cette invitation, soyez prudent : elle peut être frauduleuse.",
        sender: "Expéditeur",
        organization: "Organisation",
        domain: "Domaine",
        message: "Message de {inviter} :",
        target: "Si vous acceptez cette invitation, vous serez dirigé vers",
        accept: "Accepter l’invitation",
        block: "Bloquer les prochaines invitations de cette organisation",
        privacy: "Déclaration de confidentialité de {organization}",
        unchecked: "Microsoft a facilité l’envoi de cet e-mail mais n’a validé ni l’expéditeur ni le message.",
    },
    Words {
        lang: "de",
        subject: "{inviter} hat Sie zur Zusammenarbeit mit {domain} eingeladen",
        former_subject: "{inviter} hat Sie zum Zugriff auf Anwendungen der Organisation eingeladen",
        warning: "Reagieren Sie nur auf diese E-Mail, wenn Sie der unten genannten Person und Organisation vertrauen. \
                  Wenn Sie diese Einladung nicht erwartet haben, seien Sie vorsichtig: Sie könnte betrügerisch sein.",
        sender: "Absender",
        organization: "Organisation",
        domain: "Domäne",
        message: "Nachricht von {inviter}:",
        target: "Wenn Sie diese Einladung annehmen, gelangen Sie zu",
        accept: "Einladung annehmen",
        block: "Weitere Einladungen dieser Organisation blockieren",
        privacy: "Datenschutzerklärung von {organization}",
        unchecked: "Microsoft hat den Versand dieser E-Mail ermöglicht, aber weder den Absender noch die Nachricht überprüft.",
    },
    Words {
        lang: "nl",
        subject: "{inviter} heeft u uitgenodigd om samen te werken met {domain}",
        former_subject: "{inviter} heeft u uitgenodigd om toepassingen van de organisatie te gebruiken",
        warning: "Reageer alleen op deze e-mail als u de persoon en de organisatie hieronder vertrouwt. Verwachtte u \
                  deze uitnodiging niet, wees dan voorzichtig: ze kan frauduleus zijn.",
        sender: "Afzender",
        organization: "Organisatie",
        domain: "Domein",
        message: "Bericht van {inviter}:",
        target: "Als u deze uitnodiging accepteert, gaat u naar",
        accept: "Uitnodiging accepteren",
        block: "Toekomstige uitnodigingen van deze organisatie blokkeren",
        privacy: "Privacyverklaring van {organization}",
        unchecked: "Microsoft heeft het verzenden van deze e-mail mogelijk gemaakt, maar de afzender en het bericht niet gecontroleerd.",
    },
];
