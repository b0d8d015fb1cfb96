//! A draft is what was typed; an invitation is what may be sent. Only the second reaches Graph.

use super::email::{CcAddress, EmailProblem, GuestEmail};
use super::guest::GuestState;
use super::guest::UserId;
use super::language::MessageLanguage;
use super::redirect::{RedirectProblem, RedirectTarget};
use super::rights::May;

/// `displayName` holds at most this many characters (user resource).
const LONGEST_NAME: usize = 256;

/// `invitedUserType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InviteAs {
    /// The usual kind: sees little of the directory.
    #[default]
    Guest,
    /// As much at home as an employee.
    Member,
}

/// The Invite form, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationDraft {
    /// Email address.
    pub email: String,
    /// Display name; may stay empty.
    pub name: String,
    /// Redirect URL.
    pub redirect: String,
    /// Whether Microsoft sends its mail.
    pub send_mail: bool,
    /// Personal message, plain text.
    pub message: String,
    /// Tag of the mail's language; empty for Microsoft's own choice.
    pub language: String,
    /// Cc, one address.
    pub cc: String,
    /// Guest or Member.
    pub invite_as: InviteAs,
}

/// A field of the Invite form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Email address.
    Email,
    /// Display name.
    Name,
    /// Redirect URL.
    Redirect,
    /// Cc.
    Cc,
    /// Invite as.
    InviteAs,
}

/// What keeps a field from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// The address.
    Email(EmailProblem),
    /// The name has more than 256 characters.
    NameTooLong,
    /// The redirect URL.
    Redirect(RedirectProblem),
    /// The copy's address.
    Cc(EmailProblem),
    /// This person's roles do not allow inviting members.
    MemberNotAllowed,
}

/// What is worth a word but stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldWarning {
    /// The service may refuse an apostrophe.
    Apostrophe,
    /// The host of the redirect URL is known not to answer any more.
    DeadHost,
    /// The host of the redirect URL has letters beyond a–z, so that it may pass for another.
    ForeignLetters,
}

/// What the rules depend on beside the typed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The organization's verified domains, in lower case.
    pub own_domains: Vec<String>,
    /// Hosts that a redirect URL may name; empty allows all.
    pub redirect_hosts: Vec<String>,
    /// Whether members may be invited.
    pub may_invite_members: Option<May>,
}

/// What may be sent: `POST /invitations` can be written from it without another check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// `invitedUserEmailAddress`.
    pub email: GuestEmail,
    /// `invitedUserDisplayName`.
    pub name: Option<String>,
    /// `inviteRedirectUrl`.
    pub redirect: RedirectTarget,
    /// `sendInvitationMessage` with `invitedUserMessageInfo`; `None` sends nothing.
    pub mail: Option<InvitationMail>,
    /// `invitedUserType`.
    pub invite_as: InviteAs,
}

/// `invitedUserMessageInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationMail {
    /// `customizedMessageBody`, plain text.
    pub message: Option<String>,
    /// `messageLanguage`; the service ignores it beside an own message, today.
    pub language: Option<MessageLanguage>,
    /// The one entry of `ccRecipients`.
    pub cc: Option<CcAddress>,
}

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentInvitation {
    /// The guest's object id (`invitedUser.id`).
    pub user: UserId,
    /// The link that redeems (`inviteRedeemUrl`). It cannot be read back later.
    pub redeem_url: String,
    /// `status`, in the words of the guest's state.
    pub state: GuestState,
}

impl InvitationDraft {
    /// An empty form with the configured redirect URL.
    #[must_use]
    pub fn new(default_redirect: &str) -> Self {
        Self {
            email: String::new(),
            name: String::new(),
            redirect: default_redirect.to_owned(),
            send_mail: true,
            message: String::new(),
            language: String::new(),
            cc: String::new(),
            invite_as: InviteAs::Guest,
        }
    }

    /// The form for the next person: what is about one person is empty, what one sets for a series stays.
    #[must_use]
    pub fn for_another(&self) -> Self {
        Self { email: String::new(), name: String::new(), ..self.clone() }
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn problem(&self, field: Field, rules: &Rules) -> Option<FieldProblem> {
        match field {
            Field::Email => self.read_email(rules).err(),
            Field::Name => self.read_name().err(),
            Field::Redirect => self.read_redirect(rules).err(),
            Field::Cc => self.read_cc().err(),
            Field::InviteAs => self.read_invite_as(rules).err(),
        }
    }

    /// What one might want to know about a field.
    #[must_use]
    pub fn warning(&self, field: Field, rules: &Rules) -> Option<FieldWarning> {
        let apostrophe = || self.read_email(rules).is_ok_and(|email| email.has_apostrophe());
        let host = || {
            let url = self.read_redirect(rules).ok()?;
            let dead = url.is_known_dead().then_some(FieldWarning::DeadHost);
            dead.or_else(|| url.has_foreign_letters().then_some(FieldWarning::ForeignLetters))
        };
        match field {
            Field::Email => apostrophe().then_some(FieldWarning::Apostrophe),
            Field::Redirect => host(),
            Field::Name | Field::Cc | Field::InviteAs => None,
        }
    }

    /// What may be sent, or every problem, in the order of the form.
    ///
    /// # Errors
    /// All fields with a problem.
    pub fn check(&self, rules: &Rules) -> Result<Invitation, Vec<(Field, FieldProblem)>> {
        let parts = (
            self.read_email(rules),
            self.read_name(),
            self.read_redirect(rules),
            self.read_cc(),
            self.read_invite_as(rules),
        );
        if let (Ok(email), Ok(name), Ok(redirect), Ok(cc), Ok(invite_as)) = parts {
            let message = Some(self.message.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
            let language = MessageLanguage::parse(&self.language);
            let mail = self.send_mail.then_some(InvitationMail { message, language, cc });
            return Ok(Invitation { email, name, redirect, mail, invite_as });
        }
        let fields = [Field::Email, Field::Name, Field::InviteAs, Field::Cc, Field::Redirect];
        Err(fields.into_iter().filter_map(|field| Some((field, self.problem(field, rules)?))).collect())
    }

    fn read_email(&self, rules: &Rules) -> Result<GuestEmail, FieldProblem> {
        let email: GuestEmail = self.email.parse().map_err(FieldProblem::Email)?;
        if rules.own_domains.contains(&email.domain()) {
            return Err(FieldProblem::Email(EmailProblem::OwnDomain));
        }
        Ok(email)
    }

    fn read_name(&self) -> Result<Option<String>, FieldProblem> {
        let name = self.name.trim();
        if name.chars().count() > LONGEST_NAME {
            return Err(FieldProblem::NameTooLong);
        }
        Ok((!name.is_empty()).then(|| name.to_owned()))
    }

    fn read_redirect(&self, rules: &Rules) -> Result<RedirectTarget, FieldProblem> {
        RedirectTarget::parse(&self.redirect, &rules.redirect_hosts).map_err(FieldProblem::Redirect)
    }

    /// Without a mail there is no copy of it: what stands in the field is kept, and does not matter.
    fn read_cc(&self) -> Result<Option<CcAddress>, FieldProblem> {
        if !self.send_mail || self.cc.trim().is_empty() {
            return Ok(None);
        }
        self.cc.parse().map(Some).map_err(FieldProblem::Cc)
    }

    fn read_invite_as(&self, rules: &Rules) -> Result<InviteAs, FieldProblem> {
        if self.invite_as == InviteAs::Member && rules.may_invite_members == Some(May::No) {
            return Err(FieldProblem::MemberNotAllowed);
        }
        Ok(self.invite_as)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> InvitationDraft {
        InvitationDraft {
            email: " ann@fabrikam.com ".to_owned(),
            name: " Ann Lee ".to_owned(),
            message: "  Welcome!\nBring tea. ".to_owned(),
            language: "fr-FR".to_owned(),
            cc: "pa@contoso.com".to_owned(),
            ..InvitationDraft::new("https://myapps.microsoft.com")
        }
    }

    #[test]
    fn a_sound_draft_becomes_an_invitation_without_loose_blanks() {
        let sent = draft().check(&Rules::default()).unwrap();
        assert_eq!(sent.email.as_str(), "ann@fabrikam.com");
        assert_eq!(sent.name.as_deref(), Some("Ann Lee"));
        let mail = sent.mail.unwrap();
        assert_eq!(mail.message.as_deref(), Some("Welcome!\nBring tea."));
        assert_eq!(mail.cc.unwrap().as_str(), "pa@contoso.com");
    }

    #[test]
    fn the_language_goes_along_even_beside_an_own_message() {
        assert!(draft().check(&Rules::default()).unwrap().mail.unwrap().language.is_some());
        let plain = InvitationDraft { message: " \n".to_owned(), ..draft() };
        assert_eq!(plain.check(&Rules::default()).unwrap().mail.unwrap().language.unwrap().tag(), "fr-FR");
    }

    #[test]
    fn without_a_mail_nothing_about_the_mail_is_sent_or_checked() {
        let quiet = InvitationDraft { send_mail: false, cc: "nonsense".to_owned(), ..draft() };
        assert_eq!(quiet.check(&Rules::default()).unwrap().mail, None);
    }

    #[test]
    fn all_problems_are_told_at_once_in_the_order_of_the_form() {
        let rules = Rules {
            own_domains: vec!["contoso.com".to_owned()],
            redirect_hosts: vec![],
            may_invite_members: Some(May::No),
        };
        let bad = InvitationDraft {
            email: "ann@Contoso.com".to_owned(),
            name: "x".repeat(257),
            redirect: "http://contoso.com".to_owned(),
            cc: "a@b.com, c@d.com".to_owned(),
            invite_as: InviteAs::Member,
            ..draft()
        };
        let problems = bad.check(&rules).unwrap_err();
        assert_eq!(
            problems,
            [
                (Field::Email, FieldProblem::Email(EmailProblem::OwnDomain)),
                (Field::Name, FieldProblem::NameTooLong),
                (Field::InviteAs, FieldProblem::MemberNotAllowed),
                (Field::Cc, FieldProblem::Cc(EmailProblem::Several)),
                (Field::Redirect, FieldProblem::Redirect(RedirectProblem::NotHttps)),
            ]
        );
    }

    #[test]
    fn where_the_roles_are_unknown_the_service_decides() {
        let member = InvitationDraft { invite_as: InviteAs::Member, ..draft() };
        let rules = Rules { may_invite_members: Some(May::Unknown), ..Rules::default() };
        assert_eq!(member.check(&rules).unwrap().invite_as, InviteAs::Member);
    }

    #[test]
    fn an_apostrophe_and_a_dead_host_only_warn() {
        let odd = InvitationDraft {
            email: "o'brien@fabrikam.com".to_owned(),
            redirect: "https://myapps.azure.com".to_owned(),
            ..draft()
        };
        let rules = Rules::default();
        assert!(odd.check(&rules).is_ok());
        assert_eq!(odd.warning(Field::Email, &rules), Some(FieldWarning::Apostrophe));
        assert_eq!(odd.warning(Field::Redirect, &rules), Some(FieldWarning::DeadHost));
    }

    #[test]
    fn the_next_form_keeps_what_is_set_for_a_series() {
        let next = draft().for_another();
        assert!(next.email.is_empty() && next.name.is_empty());
        assert_eq!((next.message, next.cc), (draft().message, draft().cc));
    }
}
