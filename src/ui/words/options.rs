//! The summary of the fields that most invitations leave as they are. Must not check them.

use crate::domain::invisible::is_blank;
use crate::domain::invitation::InvitationDraft;

use super::{Words, named, say};

impl Words {
    /// What the folded part of the Invite form contains, in one line.
    #[must_use]
    pub fn invitation_options(self, draft: &InvitationDraft) -> String {
        let mut parts = Vec::new();
        if draft.send_mail {
            parts.push(match is_blank(&draft.message) {
                true => say!(self, invite.option_no_message),
                false => say!(self, invite.option_message),
            });
            parts.push(match draft.language.as_str() {
                "" => say!(self, invite.option_language_auto),
                tag => say!(self, invite.option_language, language = self.language_name(tag)),
            });
            if !is_blank(&draft.cc) {
                parts.push(say!(self, invite.option_cc, address = named(draft.cc.trim())));
            }
        } else {
            parts.push(say!(self, invite.option_no_mail));
        }
        let page = draft.redirect.trim();
        let host = page.split_once("://").map_or(page, |(_, rest)| rest).split(['/', '?', '#']).next();
        parts.push(say!(self, invite.option_page, host = named(host.unwrap_or_default())));
        parts.join(" · ")
    }
}
