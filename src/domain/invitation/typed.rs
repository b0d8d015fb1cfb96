//! What becomes of a typed or pasted text when its field is left, and the warnings about it.
//!
//! Must not refuse anything: the checks of `InvitationDraft` do.

use crate::domain::email::ForeignDomain;
use crate::domain::invisible::{TextKind, half_width, is_blank, visible};
use crate::domain::look_alike::HostLook;
use crate::domain::pasted::{self, Pasted};
use crate::domain::redirect;

use super::{Field, FieldWarning, InvitationDraft, LONG_MESSAGE, Rules};

impl InvitationDraft {
    /// Takes what is typed or pasted apart: an address out of what was copied with it, and its name into an empty name
    /// field. Removes characters that a reader cannot see. The result says what a reader may not notice.
    pub fn tidy(&mut self, field: Field) -> Vec<FieldWarning> {
        let typed = self.text(field).to_owned();
        let text = match field {
            Field::Email | Field::Cc => match pasted::read(&typed) {
                Pasted::One { address, name } => {
                    if field == Field::Email && is_blank(&self.name) {
                        self.name = name.unwrap_or_default();
                    }
                    address
                }
                Pasted::Several(list) => list,
                Pasted::Other(text) => text,
            },
            Field::Name => visible(&typed, TextKind::Name),
            Field::Message => visible(&typed, TextKind::Message),
            Field::Redirect => redirect::tidied(&typed),
            Field::InviteAs | Field::Language => return Vec::new(),
        };
        let kind = match field {
            Field::Message => TextKind::Message,
            Field::Name => TextKind::Name,
            Field::Email | Field::Cc | Field::Redirect | Field::InviteAs | Field::Language => TextKind::Code,
        };
        let plain = visible(&typed, TextKind::Message);
        let unseen = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let removed = unseen(&visible(&typed, kind)) < unseen(&typed);
        let widened =
            matches!(field, Field::Email | Field::Cc | Field::Redirect) && half_width(&plain) != plain;
        self.set_text(field, text);
        let said = [(removed, FieldWarning::InvisibleRemoved), (widened, FieldWarning::WidthChanged)];
        said.into_iter().filter(|(happened, _)| *happened).map(|(_, warning)| warning).collect()
    }

    #[must_use]
    pub fn warnings(&self, field: Field, rules: &Rules) -> Vec<FieldWarning> {
        match field {
            Field::Email => self.read_email(rules).map_or_else(
                |_| Vec::new(),
                |email| {
                    let apostrophe = email.has_apostrophe().then_some(FieldWarning::Apostrophe);
                    let letter = email.foreign_letter().map(FieldWarning::LetterBeforeAt);
                    let domain = ForeignDomain::of(email.as_str(), rules.to_ascii);
                    let domain = domain.map(FieldWarning::ForeignDomain);
                    apostrophe.into_iter().chain(letter).chain(domain).collect()
                },
            ),
            Field::Cc => {
                let cc = self.read_cc(rules).ok().flatten();
                let domain = cc.and_then(|cc| ForeignDomain::of(cc.as_str(), rules.to_ascii));
                domain.map(FieldWarning::ForeignDomain).into_iter().collect()
            }
            Field::Redirect => self.redirect_warning(rules).into_iter().collect(),
            Field::Language => {
                let ignored = self.send_mail && !is_blank(&self.message) && !self.language.is_empty();
                ignored.then_some(FieldWarning::LanguageIgnored).into_iter().collect()
            }
            Field::Message => {
                let length = self.message_length();
                let long = self.send_mail && length > LONG_MESSAGE;
                long.then_some(FieldWarning::LongMessage(length)).into_iter().collect()
            }
            Field::Name | Field::InviteAs => Vec::new(),
        }
    }

    fn redirect_warning(&self, rules: &Rules) -> Option<FieldWarning> {
        let url = self.read_redirect(rules).ok()?;
        let dead = url.is_known_dead().then_some(FieldWarning::DeadHost);
        dead.or(match url.host_look() {
            HostLook::Plain => None,
            HostLook::International => Some(FieldWarning::ForeignLetters),
            HostLook::LookAlike => Some(FieldWarning::LookAlike),
        })
    }

    /// The length of the message, in UTF-16 code units.
    #[must_use]
    pub fn message_length(&self) -> usize {
        self.message.trim().encode_utf16().count()
    }
}
