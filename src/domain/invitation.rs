//! The Invite form as typed (a draft), the rules for its fields, and the checked result (an invitation).
//!
//! Only an [`Invitation`] can be written into a request to Graph. Must not know the request's JSON, nor the wording of
//! problems.

mod typed;

use serde::{Deserialize, Serialize};

use super::email::{CcAddress, EmailProblem, ForeignDomain, GuestEmail};
use super::guest::GuestState;
use super::guest::UserId;
use super::http_url::ToAscii;
use super::invisible::{TextKind, is_blank, visible};
use super::language::MessageLanguage;
use super::redirect::{RedirectProblem, RedirectTarget};
use super::rights::May;

/// The maximum of `displayName` (Graph, user resource), in UTF-16 code units. That the service counts these is inferred.
const LONGEST_NAME: usize = 256;
/// In UTF-16 code units. Microsoft's mail leaves out a message that is longer (observed, not documented).
pub const LONG_MESSAGE: usize = 1_800;

/// `invitedUserType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteAs {
    /// The usual kind of account, which sees little of the directory.
    #[default]
    Guest,
    /// An account with the same access to the directory as an employee.
    Member,
}

/// The Invite form, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationDraft {
    pub email: String,
    /// The display name; may be empty.
    pub name: String,
    pub redirect: String,
    /// Whether Microsoft sends its mail.
    pub send_mail: bool,
    /// The personal message, in plain text.
    pub message: String,
    /// The tag of the mail's language; empty for the service's own choice.
    pub language: String,
    /// The one address that gets a copy.
    pub cc: String,
    pub invite_as: InviteAs,
}

/// Whether an invitation has reached the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// Nothing was sent, or the service refused it.
    NotSent,
    /// It was sent and no response has arrived: the service may have created the invitation.
    Unknown,
}

/// A field of the Invite form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Email,
    Name,
    InviteAs,
    Message,
    Language,
    Cc,
    Redirect,
}

/// In the order of the form.
pub const FIELDS: [Field; 7] =
    [Field::Email, Field::Name, Field::InviteAs, Field::Message, Field::Language, Field::Cc, Field::Redirect];

/// An error in a field. The form is not sent while there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    Email(EmailProblem),
    /// The name has more than 256 UTF-16 code units.
    NameTooLong,
    Redirect(RedirectProblem),
    Cc(EmailProblem),
    /// The roles of the signed-in person do not allow inviting members.
    MemberNotAllowed,
}

/// A hint about a field. The form can still be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldWarning {
    /// Invisible or control characters were removed from what was typed.
    InvisibleRemoved,
    /// Full-width signs were replaced by those of ASCII.
    WidthChanged,
    /// The service may refuse an apostrophe.
    Apostrophe,
    /// The service usually refuses this letter before the `@`.
    LetterBeforeAt(char),
    /// The domain is not only ASCII.
    ForeignDomain(ForeignDomain),
    /// The message has this many UTF-16 code units, and Microsoft's mail may leave it out.
    LongMessage(usize),
    /// The language has no effect: the service uses it for its standard text, which a personal message replaces.
    LanguageIgnored,
    /// The host of the redirect URL is known to be out of service.
    DeadHost,
    /// The host of the redirect URL has letters other than a–z.
    ForeignLetters,
    /// The host of the redirect URL has letters that look like other letters.
    LookAlike,
}

/// Everything that the rules depend on, apart from the typed text.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The organization's verified domains, in lower case.
    pub own_domains: Vec<String>,
    /// The allowed hosts of a redirect URL; empty allows all.
    pub redirect_hosts: Vec<String>,
    pub may_invite_members: Option<May>,
    /// The browser's conversion of an international host to ASCII.
    pub to_ascii: ToAscii,
}

/// Leaves out `to_ascii`, which is always the same function: function pointers have no meaningful equality.
impl PartialEq for Rules {
    fn eq(&self, other: &Self) -> bool {
        let Self { own_domains, redirect_hosts, may_invite_members, to_ascii: _ } = self;
        *own_domains == other.own_domains
            && *redirect_hosts == other.redirect_hosts
            && *may_invite_members == other.may_invite_members
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            own_domains: Vec::new(),
            redirect_hosts: Vec::new(),
            may_invite_members: None,
            to_ascii: |_| None,
        }
    }
}

/// A checked invitation: `POST /invitations` is written from it without another check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// `invitedUserEmailAddress`.
    pub email: GuestEmail,
    /// `invitedUserDisplayName`.
    pub name: Option<String>,
    /// `inviteRedirectUrl`.
    pub redirect: RedirectTarget,
    /// `sendInvitationMessage` with `invitedUserMessageInfo`; with `None` the service sends no mail.
    pub mail: Option<InvitationMail>,
    /// `invitedUserType`.
    pub invite_as: InviteAs,
}

/// The form that gives this invitation.
impl From<&Invitation> for InvitationDraft {
    fn from(invitation: &Invitation) -> Self {
        let mail = invitation.mail.clone().unwrap_or_default();
        Self {
            email: invitation.email.as_str().to_owned(),
            name: invitation.name.clone().unwrap_or_default(),
            redirect: invitation.redirect.as_str().to_owned(),
            send_mail: invitation.mail.is_some(),
            message: mail.message.unwrap_or_default(),
            language: mail.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            cc: mail.cc.map(|cc| cc.as_str().to_owned()).unwrap_or_default(),
            invite_as: invitation.invite_as,
        }
    }
}

/// `invitedUserMessageInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationMail {
    /// `customizedMessageBody`, plain text.
    pub message: Option<String>,
    /// `messageLanguage`. At present the service ignores it if there is a message.
    pub language: Option<MessageLanguage>,
    /// The one entry of `ccRecipients`.
    pub cc: Option<CcAddress>,
}

/// The service's response to an invitation that it has created. Each part can be missing or unusual, and the invitation
/// exists all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentInvitation {
    /// The guest's object id (`invitedUser.id`).
    pub user: Option<UserId>,
    /// The link with which the guest accepts (`inviteRedeemUrl`), as the service wrote it. It is returned only once.
    pub redeem_url: Option<String>,
    /// `status`, as a guest's state.
    pub state: GuestState,
    /// Whether the status is `Error`: the guest exists, and the mail may not have been sent.
    pub reported_error: bool,
    /// The id of the request, for Microsoft's support.
    pub request_id: Option<String>,
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

    /// The form for the next person. Address and name are cleared; the other fields are usually the same for a whole
    /// group.
    #[must_use]
    pub fn for_another(&self) -> Self {
        Self { email: String::new(), name: String::new(), ..self.clone() }
    }

    /// The text of a field's control. For the kind of account it is `guest` or `member`.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Email => &self.email,
            Field::Name => &self.name,
            Field::InviteAs => match self.invite_as {
                InviteAs::Guest => "guest",
                InviteAs::Member => "member",
            },
            Field::Message => &self.message,
            Field::Language => &self.language,
            Field::Cc => &self.cc,
            Field::Redirect => &self.redirect,
        }
    }

    /// Writes the text of a control into its field.
    pub fn set_text(&mut self, field: Field, text: String) {
        match field {
            Field::Email => self.email = text,
            Field::Name => self.name = text,
            Field::InviteAs => {
                self.invite_as = if text == "member" { InviteAs::Member } else { InviteAs::Guest };
            }
            Field::Message => self.message = text,
            Field::Language => self.language = text,
            Field::Cc => self.cc = text,
            Field::Redirect => self.redirect = text,
        }
    }

    #[must_use]
    pub fn problem(&self, field: Field, rules: &Rules) -> Option<FieldProblem> {
        match field {
            Field::Email => self.read_email(rules).err(),
            Field::Name => self.read_name().err(),
            Field::Redirect => self.read_redirect(rules).err(),
            Field::Cc => self.read_cc(rules).err(),
            Field::InviteAs => self.read_invite_as(rules).err(),
            Field::Message | Field::Language => None,
        }
    }

    /// The invitation, if no field has a problem.
    ///
    /// # Errors
    /// Every field with a problem, in the order of the form.
    pub fn check(&self, rules: &Rules) -> Result<Invitation, Vec<(Field, FieldProblem)>> {
        let parts = (
            self.read_email(rules),
            self.read_name(),
            self.read_redirect(rules),
            self.read_cc(rules),
            self.read_invite_as(rules),
        );
        if let (Ok(email), Ok(name), Ok(redirect), Ok(cc), Ok(invite_as)) = parts {
            let message = visible(&self.message, TextKind::Message);
            let message = Some(message.trim()).filter(|text| !is_blank(text)).map(str::to_owned);
            let language = MessageLanguage::parse(&self.language);
            let mail = self.send_mail.then_some(InvitationMail { message, language, cc });
            return Ok(Invitation { email, name, redirect, mail, invite_as });
        }
        Err(FIELDS.into_iter().filter_map(|field| Some((field, self.problem(field, rules)?))).collect())
    }

    /// The address, checked as [`Self::check`] does.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_email(&self, rules: &Rules) -> Result<GuestEmail, FieldProblem> {
        let email: GuestEmail = self.email.parse().map_err(FieldProblem::Email)?;
        let ascii = email.ascii_domain(rules.to_ascii).ok_or(FieldProblem::Email(EmailProblem::BadDomain))?;
        let typed = email.domain();
        let own = |domain: &String| *domain == typed || *domain == ascii;
        if rules.own_domains.iter().any(own) {
            return Err(FieldProblem::Email(EmailProblem::OwnDomain));
        }
        Ok(email)
    }

    fn read_name(&self) -> Result<Option<String>, FieldProblem> {
        let name = visible(&self.name, TextKind::Name);
        let name = name.trim();
        if name.encode_utf16().count() > LONGEST_NAME {
            return Err(FieldProblem::NameTooLong);
        }
        Ok((!is_blank(name)).then(|| name.to_owned()))
    }

    fn read_redirect(&self, rules: &Rules) -> Result<RedirectTarget, FieldProblem> {
        RedirectTarget::parse(&self.redirect, &rules.redirect_hosts, rules.to_ascii)
            .map_err(FieldProblem::Redirect)
    }

    /// Without a mail there is no copy of it, so the field is not checked. Its text stays in the draft.
    fn read_cc(&self, rules: &Rules) -> Result<Option<CcAddress>, FieldProblem> {
        if !self.send_mail || is_blank(&self.cc) {
            return Ok(None);
        }
        let cc: CcAddress = self.cc.parse().map_err(FieldProblem::Cc)?;
        let sound = cc.ascii_domain(rules.to_ascii).is_some();
        if sound { Ok(Some(cc)) } else { Err(FieldProblem::Cc(EmailProblem::BadDomain)) }
    }

    fn read_invite_as(&self, rules: &Rules) -> Result<InviteAs, FieldProblem> {
        if self.invite_as == InviteAs::Member && rules.may_invite_members == Some(May::No) {
            return Err(FieldProblem::MemberNotAllowed);
        }
        Ok(self.invite_as)
    }
}

#[cfg(test)]
mod tests;
