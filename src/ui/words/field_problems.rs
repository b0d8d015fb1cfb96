//! Texts for problems and warnings of the Invite form, to show beside a field. Must not check a field.

use crate::domain::email::{EmailProblem, ForeignDomain};
use crate::domain::invitation::{FieldProblem, FieldWarning, LONG_MESSAGE};
use crate::domain::redirect::RedirectProblem;

use super::{Words, named, say};

impl Words {
    /// What the person has to change.
    #[must_use]
    pub fn field_problem(self, problem: &FieldProblem) -> String {
        match problem {
            FieldProblem::Cc(EmailProblem::Several) => say!(self, field.several_cc),
            FieldProblem::Email(problem) | FieldProblem::Cc(problem) => self.email_problem(*problem),
            FieldProblem::NameTooLong => say!(self, field.name_too_long),
            FieldProblem::Redirect(problem) => self.redirect_problem(problem),
            FieldProblem::MemberNotAllowed => say!(self, field.member),
        }
    }

    #[must_use]
    pub fn field_warning(self, warning: &FieldWarning) -> String {
        match warning {
            FieldWarning::InvisibleRemoved => say!(self, field.invisible_removed),
            FieldWarning::WidthChanged => say!(self, field.width_changed),
            FieldWarning::LetterBeforeAt(letter) => {
                say!(self, field.letter_before_at, letter = named(&letter.to_string()))
            }
            FieldWarning::ForeignDomain(ForeignDomain { letters, ascii, looks_alike: false }) => {
                say!(self, field.foreign_domain, letters = named(letters), ascii = named(ascii))
            }
            FieldWarning::ForeignDomain(ForeignDomain { letters, ascii, looks_alike: true }) => {
                say!(self, field.look_alike_domain, letters = named(letters), ascii = named(ascii))
            }
            FieldWarning::LongMessage(length) => {
                let (length, most) = (self.number(*length), self.number(LONG_MESSAGE));
                say!(self, field.long_message, length = length, most = most)
            }
            FieldWarning::Apostrophe => say!(self, field.apostrophe),
            FieldWarning::LanguageIgnored => say!(self, invite.language_ignored),
            FieldWarning::DeadHost => say!(self, field.redirect_dead),
            FieldWarning::ForeignLetters => say!(self, field.redirect_foreign),
            FieldWarning::LookAlike => say!(self, field.redirect_look_alike),
        }
    }

    fn invisible(self, unseen: char) -> String {
        say!(self, field.invisible, code = named(&format!("U+{:04X}", u32::from(unseen))))
    }

    /// What is wrong with an e-mail address.
    #[must_use]
    pub fn email_problem(self, problem: EmailProblem) -> String {
        match problem {
            EmailProblem::Empty => say!(self, field.empty_email),
            EmailProblem::TooLong => say!(self, field.too_long),
            EmailProblem::NameTooLong => say!(self, field.name_part_too_long),
            EmailProblem::TwoStops => say!(self, field.two_stops),
            EmailProblem::Invisible(unseen) => self.invisible(unseen),
            EmailProblem::NoAt => say!(self, field.no_at),
            EmailProblem::ManyAts => say!(self, field.many_ats),
            EmailProblem::Blank => say!(self, field.blank),
            EmailProblem::Refused(char) => say!(self, field.refused, char = named(&char.to_string())),
            EmailProblem::NoName => say!(self, field.no_name),
            EmailProblem::NameEdge(char) => say!(self, field.name_edge, char = named(&char.to_string())),
            EmailProblem::BadDomain => say!(self, field.bad_domain),
            EmailProblem::OwnDomain => say!(self, field.own_domain),
            EmailProblem::Several => say!(self, field.several),
        }
    }

    fn redirect_problem(self, problem: &RedirectProblem) -> String {
        match problem {
            RedirectProblem::Empty => say!(self, field.redirect_empty),
            RedirectProblem::NotAUrl => say!(self, field.redirect_not_url),
            RedirectProblem::Blank => say!(self, field.redirect_blank),
            RedirectProblem::Invisible(unseen) => self.invisible(*unseen),
            RedirectProblem::BadPort => say!(self, field.redirect_port),
            RedirectProblem::BadHost => say!(self, field.redirect_bad_host),
            RedirectProblem::NotHttps => say!(self, field.redirect_not_https),
            RedirectProblem::UserInfo => say!(self, field.redirect_user_info),
            RedirectProblem::IpAddress => say!(self, field.redirect_ip),
            RedirectProblem::HostNotAllowed(host) => say!(self, field.redirect_host, host = named(host)),
        }
    }
}
