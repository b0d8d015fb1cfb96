//! The pages and their common frame. Must not keep state that outlives a page: the contexts in `ui::state` do.

mod account_menu;
mod bulk;
mod guests;
mod help;
mod invite;
mod missing_permission;
mod not_found;
mod notices;
mod part;
mod preferences;
mod shell;
mod shortcuts;
mod sign_in;
mod sign_out;
mod stop;
mod title;
mod your_access;

pub use invite::InvitePage;
pub use not_found::NotFoundPage;
pub use notices::{
    ConfigurationChanged, ConsentAnswered, DraftNotSaved, IgnoredAnswer, NotAsked, NotSent, Offline,
    ReadsFail, UnfinishedRun,
};
pub use part::{PARTS, Part, PartPage};
pub use preferences::{Preferences, Theme, apply_preferences};
pub use shell::Shell;
pub use sign_in::{Ending, INTERRUPTED, Interrupted, SignInPage};
pub use stop::StopPage;
