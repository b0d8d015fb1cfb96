//! What will become of a row of a list, and what its columns are for. Must not decide it.

use crate::domain::import::columns::ColumnRole;
use crate::domain::import::guest_choices::{GuestChoice, GuestClass};
use crate::domain::import::list::ImportList;
use crate::domain::import::verdict::{
    FileSays, ListedGuest, Look, RowProblem, RowWarning, Verdict, VerdictKind,
};

use super::{Words, named, say};

impl Words {
    /// What will become of a row, and what the person can do about it.
    #[must_use]
    pub fn row_verdict(self, list: &ImportList, verdict: &Verdict) -> String {
        match verdict {
            Verdict::WillInvite => say!(self, bulk.kind_will_invite),
            Verdict::AlreadyGuest(guest) => self.already_guest(guest),
            Verdict::InviteAgain(guest) => {
                say!(self, bulk.invite_again, guest = self.already_guest(guest))
            }
            Verdict::NewLink(guest) => say!(self, bulk.new_link_only, guest = self.already_guest(guest)),
            Verdict::InternalUser => say!(self, bulk.internal_user),
            Verdict::Duplicate { of, other_name: None } => {
                say!(self, bulk.duplicate, row = self.row_number(list, *of))
            }
            Verdict::Duplicate { of, other_name: Some(name) } => {
                say!(self, bulk.duplicate_name, row = self.row_number(list, *of), name = named(name))
            }
            Verdict::OwnOrganization => say!(self, field.own_domain),
            Verdict::NotAnAddress(problem) => self.email_problem(*problem),
            Verdict::NoAddress => say!(self, bulk.row_without_address),
            Verdict::Problems(problems) => {
                let texts: Vec<String> = problems.iter().map(|problem| self.row_problem(problem)).collect();
                texts.join(" ")
            }
            Verdict::NeedsALook(look) => self.look(*look),
            Verdict::NotNeeded(says) => self.file_says(*says),
            Verdict::Unanswered => say!(self, bulk.unanswered),
            Verdict::LeftOut => say!(self, bulk.kind_left_out),
        }
    }

    /// What a person should know about a row that can be sent.
    #[must_use]
    pub fn row_warning(self, list: &ImportList, warning: &RowWarning) -> String {
        match warning {
            RowWarning::Field(_, warning) => self.field_warning(warning),
            RowWarning::DoubleEncoded(_) => say!(self, bulk.double_encoded),
            RowWarning::PerhapsSameMailbox(row) => {
                say!(self, bulk.same_mailbox, row = self.row_number(list, *row))
            }
            RowWarning::OnlyFirstCopy => say!(self, bulk.only_first_copy),
            RowWarning::LanguageNotKnown => say!(self, bulk.language_not_known),
            RowWarning::MoreCells => say!(self, bulk.more_cells),
            RowWarning::TornQuote => say!(self, bulk.torn_quote),
            RowWarning::NameOfOtherRow(row) => {
                say!(self, bulk.name_of_row, row = self.row_number(list, *row))
            }
        }
    }

    /// A kind of verdicts, for a number of rows.
    #[must_use]
    pub fn verdict_kind(self, kind: VerdictKind) -> String {
        match kind {
            VerdictKind::WillInvite => say!(self, bulk.kind_will_invite),
            VerdictKind::InviteAgain => say!(self, bulk.kind_invite_again),
            VerdictKind::NewLink => say!(self, bulk.kind_new_link),
            VerdictKind::AlreadyGuest => say!(self, bulk.kind_already_guest),
            VerdictKind::InternalUser => say!(self, bulk.kind_internal_user),
            VerdictKind::Duplicate => say!(self, bulk.kind_duplicate),
            VerdictKind::OwnOrganization => say!(self, bulk.kind_own_organization),
            VerdictKind::NotAnAddress => say!(self, bulk.kind_not_an_address),
            VerdictKind::NoAddress => say!(self, bulk.kind_no_address),
            VerdictKind::Problems => say!(self, bulk.kind_problems),
            VerdictKind::NeedsALook => say!(self, bulk.kind_needs_a_look),
            VerdictKind::NotNeeded => say!(self, bulk.kind_not_needed),
            VerdictKind::Unanswered => say!(self, bulk.kind_unanswered),
            VerdictKind::LeftOut => say!(self, bulk.kind_left_out),
        }
    }

    /// Guests whom the directory has already.
    #[must_use]
    pub fn guest_class(self, class: GuestClass) -> String {
        match class {
            GuestClass::Pending => say!(self, bulk.guests_pending),
            GuestClass::Accepted => say!(self, bulk.guests_accepted),
            GuestClass::Other => say!(self, bulk.guests_stateless),
        }
    }

    /// What becomes of such guests.
    #[must_use]
    pub fn guest_choice(self, choice: GuestChoice) -> String {
        match choice {
            GuestChoice::Skip => say!(self, bulk.guests_skip),
            GuestChoice::Resend => say!(self, bulk.guests_resend),
            GuestChoice::NewLink => say!(self, bulk.guests_new_link),
        }
    }

    /// What a column is for.
    #[must_use]
    pub fn column_role(self, role: ColumnRole) -> String {
        match role {
            ColumnRole::Address => say!(self, bulk.role_address),
            ColumnRole::OtherAddress => say!(self, bulk.role_other_address),
            ColumnRole::Name => say!(self, bulk.role_name),
            ColumnRole::FirstName => say!(self, bulk.role_first_name),
            ColumnRole::LastName => say!(self, bulk.role_last_name),
            ColumnRole::Redirect => say!(self, bulk.role_redirect),
            ColumnRole::Message => say!(self, bulk.role_message),
            ColumnRole::Language => say!(self, bulk.role_language),
            ColumnRole::Cc => say!(self, bulk.role_cc),
            ColumnRole::InviteAs => say!(self, bulk.role_invite_as),
            ColumnRole::SendMail => say!(self, bulk.role_send_mail),
            ColumnRole::UserType => say!(self, bulk.role_user_type),
            ColumnRole::PrincipalType => say!(self, bulk.role_principal_type),
            ColumnRole::InvitationState => say!(self, bulk.role_invitation_state),
            ColumnRole::FormerOutcome => say!(self, bulk.role_former_outcome),
        }
    }

    /// The number of a row, as a spreadsheet shows it.
    fn row_number(self, list: &ImportList, row: usize) -> String {
        list.number(row).map(|number| self.number(number as usize)).unwrap_or_default()
    }

    fn already_guest(self, guest: &ListedGuest) -> String {
        let state = named(&self.guest_state(&guest.state));
        match guest.since {
            Some(since) => say!(self, bulk.already_guest_since, state = state, date = self.date(since)),
            None => say!(self, bulk.already_guest, state = state),
        }
    }

    fn row_problem(self, problem: &RowProblem) -> String {
        match problem {
            RowProblem::Field(_, problem) => self.field_problem(problem),
            RowProblem::Unreadable(role) => say!(self, bulk.unknown_word, column = self.column_role(*role)),
        }
    }

    fn look(self, look: Look) -> String {
        match look {
            Look::SeveralAddresses => say!(self, bulk.look_several),
            Look::WordsBeside => say!(self, bulk.look_words),
            Look::GuestUpn => say!(self, bulk.look_upn),
            Look::OtherColumn => say!(self, bulk.look_column),
            Look::Shifted => say!(self, bulk.look_shifted),
            Look::LostCharacters => say!(self, bulk.look_lost),
            Look::OutcomeUnknown => say!(self, bulk.look_unknown),
        }
    }

    fn file_says(self, says: FileSays) -> String {
        match says {
            FileSays::Member => say!(self, bulk.says_member),
            FileSays::Group => say!(self, bulk.says_group),
            FileSays::Pending => say!(self, bulk.says_pending),
            FileSays::Accepted => say!(self, bulk.says_accepted),
            FileSays::Sent => say!(self, bulk.says_sent),
            FileSays::LeftOut => say!(self, bulk.says_left_out),
        }
    }
}
