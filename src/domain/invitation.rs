//! A draft is what was typed; an invitation is what may be sent. Only the second reaches Graph.

use serde::{Deserialize, Serialize};

use super::email::{CcAddress, EmailProblem, GuestEmail};
use super::guest::GuestState;
use super::guest::UserId;
use super::http_url::ToAscii;
use super::language::MessageLanguage;
use super::look_alike::HostLook;
use super::redirect::{RedirectProblem, RedirectTarget};
use super::rights::May;

/// `displayName` holds at most this many characters (user resource).
const LONGEST_NAME: usize = 256;

/// `invitedUserType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteAs {
    /// The usual kind: sees little of the directory.
    #[default]
    Guest,
    /// As much at home as an employee.
    Member,
}

/// The Invite form, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// The host of the redirect URL has letters beyond a–z.
    ForeignLetters,
    /// The host of the redirect URL is in letters that pass for others.
    LookAlike,
}

/// What the rules depend on beside the typed text.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The organization's verified domains, in lower case.
    pub own_domains: Vec<String>,
    /// Hosts that a redirect URL may name; empty allows all.
    pub redirect_hosts: Vec<String>,
    /// Whether members may be invited.
    pub may_invite_members: Option<May>,
    /// How the browser writes an international host.
    pub to_ascii: ToAscii,
}

/// Two sets of rules that say the same. The browser is the same for all.
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
            dead.or(match url.host_look() {
                HostLook::Plain => None,
                HostLook::International => Some(FieldWarning::ForeignLetters),
                HostLook::LookAlike => Some(FieldWarning::LookAlike),
            })
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
        RedirectTarget::parse(&self.redirect, &rules.redirect_hosts, rules.to_ascii)
            .map_err(FieldProblem::Redirect)
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
mod tests;
