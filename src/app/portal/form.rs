//! When the text of the Invite form is saved for the next page, and restored. How it is stored is in `app::drafts`. Must
//! not know what the fields mean.

use crate::app::drafts::{self, SavedDraft};
use crate::auth::session::Account;

use super::{Portal, PortalEvent};

impl Portal {
    /// Call this when the page is hidden, since a browser can end the process of a hidden page without an event. It saves
    /// the form for the next page; `form` is `None` if it is empty.
    pub fn page_is_hidden(&self, form: Option<SavedDraft>) {
        self.hidden.set(true);
        if !self.save_draft(form) {
            self.emit(PortalEvent::DraftNotSaved);
        }
    }

    /// Saves the form for the next page; `form` is `None` if it is empty. Returns `false` if the browser does not store it.
    pub fn save_draft(&self, form: Option<SavedDraft>) -> bool {
        match (self.session().account(), form) {
            (Some(account), Some(saved)) => {
                drafts::save(&*self.ports.store, account.key(), saved, self.ports.clock.uncorrected())
            }
            (Some(account), None) => {
                // What was saved earlier has been sent or cleared since.
                drop(self.restore_draft(account));
                true
            }
            (None, _) => true,
        }
    }

    /// Call this when the page is shown again. The form is on the screen, and its text may change or be sent, so the
    /// saved one is removed.
    pub fn page_is_shown(&self) {
        self.hidden.set(false);
        if let Some(account) = self.session().account() {
            drop(self.restore_draft(account));
        }
    }

    /// Call this when the form has changed without the person, because an invitation has ended. If the page is hidden, the
    /// saved form is replaced; `form` is as for [`Self::page_is_hidden`].
    pub fn form_has_changed(&self, form: Option<SavedDraft>) {
        if self.hidden.get() {
            self.page_is_hidden(form);
        }
    }

    /// Call this when the browser leaves the page, with the form as for [`Self::page_is_hidden`].
    pub fn page_hides(&self, form: Option<SavedDraft>) {
        self.page_is_hidden(form);
        self.worker.leave();
    }

    /// The draft of an earlier page that this person typed. A second call returns `None`.
    #[must_use]
    pub fn restore_draft(&self, account: &Account) -> Option<SavedDraft> {
        drafts::take(&*self.ports.store, &account.key(), self.ports.clock.uncorrected())
    }
}
