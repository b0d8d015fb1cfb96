//! Looking on while another tab sends, and taking over when it has ended. Must not send.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::told::RunTold;

use super::begin::RunFound;
use super::{RunContext, RunStory};

/// How often it is looked whether the other tab has ended. The run is open here within five seconds after that.
const LOOK: Duration = Duration::from_secs(2);

impl RunContext {
    /// Shows the numbers that the other tab tells, until it has ended.
    pub(super) fn follow(self) {
        let sign_outs = self.sign_outs.get_value();
        spawn_local(async move {
            let timers = self.session.portal().timers();
            loop {
                timers.sleep(LOOK).await;
                if self.sign_outs.get_value() != sign_outs || !self.is_elsewhere() {
                    return;
                }
                match self.find().await {
                    RunFound::Elsewhere => self.read_told(),
                    found @ (RunFound::None | RunFound::Here(_)) => {
                        if self.sign_outs.get_value() == sign_outs {
                            self.found(found);
                        }
                        return;
                    }
                }
            }
        });
    }

    /// The browser's storage has changed: another tab may have told new numbers, or have begun a run.
    pub fn read_told(self) {
        let Some(told) = RunTold::read(&*self.session.page().browser_store) else { return };
        if self.is_elsewhere() {
            self.story.set(RunStory::Elsewhere(told));
        } else if self.story.with_untracked(|story| matches!(story, RunStory::None)) {
            self.look();
        }
    }

    fn is_elsewhere(self) -> bool {
        self.story.with_untracked(|story| matches!(story, RunStory::Elsewhere(_)))
    }
}
