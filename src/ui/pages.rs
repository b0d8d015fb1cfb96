//! The pages, and the frame around them.

mod access;
mod consent;
mod copy;
mod guests;
mod invite;
mod not_found;
mod part;
mod preferences;
mod shell;
mod sign_in;
mod stop;

use access::AccessPage;
use guests::GuestsPage;

pub use invite::InvitePage;
pub use not_found::NotFoundPage;
pub use part::{PARTS, Part, PartPage};
pub use preferences::{Preferences, Theme, apply_preferences};
pub use shell::Shell;
pub use sign_in::{Ending, Interrupted, SignInPage};
pub use stop::StopPage;
