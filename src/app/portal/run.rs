//! What a run of bulk invitations needs of the tab. Must not know a run.

use std::rc::Rc;

use crate::app::ports::Random;

use super::Portal;

impl Portal {
    #[must_use]
    pub fn random(&self) -> Rc<dyn Random> {
        Rc::clone(&self.ports.random)
    }

    /// [`crate::auth::registration::Registration::name`].
    #[must_use]
    pub fn registration_name(&self) -> String {
        self.registration.name()
    }
}
