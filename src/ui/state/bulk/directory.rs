//! The search of the directory for the addresses of the list, while the person looks on. Must not know how it is asked:
//! `app::bulk::lookup` does.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::directory_queue::Batch;
use crate::app::bulk::lookup::{Searched, search};
use crate::domain::import::verdict::InDirectory;
use crate::graph::error::GraphErrorKind;

use super::{BulkContext, BulkStory, DirectorySearch};

impl BulkContext {
    /// Searches for the rows that were not searched for yet, unless the person may not, or a search is running.
    pub fn search_directory(self) {
        let is_off = |search: &DirectorySearch| {
            matches!(search, DirectorySearch::Running(_) | DirectorySearch::NotAllowed)
        };
        if self.directory.with_untracked(is_off) {
            return;
        }
        self.directory.set(DirectorySearch::Running(0));
        let sign_outs = self.sign_outs.get_value();
        spawn_local(async move {
            let outcome = self.search_rows(sign_outs).await;
            if self.sign_outs.get_value() == sign_outs {
                self.directory.set(outcome);
            }
        });
    }

    /// Call this when the person is signed in again. A search that stopped for that goes on.
    pub fn resume_search(self) {
        let ended = |search: &DirectorySearch| matches!(search, DirectorySearch::Failed(error) if error.kind == GraphErrorKind::SignInEnded);
        if self.directory.with_untracked(ended) {
            self.search_directory();
        }
    }

    async fn search_rows(self, sign_outs: u32) -> DirectorySearch {
        let portal = self.session.portal();
        let timers = portal.timers();
        while self.sign_outs.get_value() == sign_outs {
            let Some(mut batch) = self.next_batch() else { return DirectorySearch::Idle };
            self.mark(std::mem::take(&mut batch.found));
            let is_last = batch.is_last;
            if batch.emails.is_empty() {
                if is_last {
                    return DirectorySearch::Done;
                }
                timers.sleep(Duration::ZERO).await;
                continue;
            }
            match search(&portal.client, &batch.emails, portal.to_ascii()).await {
                Ok(_) if self.sign_outs.get_value() != sign_outs => break,
                Ok(Searched::Found(users)) => {
                    let found = self.queue.try_update_value(|queue| queue.answer(batch, &users));
                    self.mark(found.unwrap_or_default());
                }
                Ok(Searched::NotAllowed) => return DirectorySearch::NotAllowed,
                Err(error) => {
                    self.queue.update_value(|queue| queue.failed());
                    return DirectorySearch::Failed(error);
                }
            }
        }
        DirectorySearch::Idle
    }

    /// `None` if there is no list.
    fn next_batch(self) -> Option<Batch> {
        let rules = untrack(|| self.invite.rules());
        let batch = self.story.with_untracked(|story| {
            let list = story.list()?;
            self.queue.try_update_value(|queue| queue.next(list, &rules))
        })?;
        self.directory.set(DirectorySearch::Running(self.queue.with_value(|queue| queue.looked_at())));
        Some(batch)
    }

    fn mark(self, found: Vec<(usize, InDirectory)>) {
        if found.is_empty() {
            return;
        }
        self.story.update(|story| {
            if let BulkStory::Checked(list) = story {
                for (row, user) in found {
                    list.found_in_directory(row, user);
                }
            }
        });
    }
}
