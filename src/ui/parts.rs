//! Components for several pages. Must not know the pages.

mod copy;
mod dialog;
mod elements;
mod field;
mod filter_tabs;
mod focus;
mod invitation_selects;
mod notice;
mod seconds;
mod sentence;
mod side_panel;
mod state_badge;
mod visible_rows;

pub use copy::{COPYING_TAKES, CopyId, CopyLink, CopyRowLink, CopyText};
pub use dialog::{Dialog, Question};
pub use elements::{
    is_pressed, is_shown, is_text_selected, move_to_end, press_control_in, set_class, spot_of_event,
    spot_of_focus, text_in,
};
pub use field::{Field, FieldBinding, SelectField, TextArea, TextField};
pub use filter_tabs::FilterTabs;
pub use focus::{
    focus, focus_at_edge, focus_if_there, focus_in_place, focus_search, is_covered, is_focus_in_or_lost,
    is_in_field, keys_are_taken, reveal, reveal_focused_field,
};
pub use invitation_selects::{GuestOrMemberField, LanguageField};
pub use notice::{Details, Notice, Tone};
pub use seconds::seconds_pass;
pub use sentence::{advice, sentence};
pub use side_panel::SidePanel;
pub use state_badge::{StateBadge, badge_class};
pub use visible_rows::VisibleRows;
