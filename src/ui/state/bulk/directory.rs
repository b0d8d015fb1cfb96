//! The search of the directory for the addresses of the list, while the person looks on. Must not know how it is asked:
//! `app::bulk::lookup` does.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::directory_queue::{Batch, DirectoryQueue};
use crate::app::bulk::everyone;
use crate::app::bulk::lookup::{Searched, search};
use crate::domain::import::verdict::InDirectory;
use crate::graph::error::{GraphError, GraphErrorKind};

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

    /// Call this when invitations are sent: what is known of the directory will be wrong.
    pub fn forget_searched(self) {
        self.queue.update_value(DirectoryQueue::forget);
    }

    /// Call this when the person is signed in again. A search that stopped for that goes on.
    pub fn resume_search(self) {
        let ended = |search: &DirectorySearch| matches!(search, DirectorySearch::Failed(error) if error.kind == GraphErrorKind::SignInEnded);
        if self.directory.with_untracked(ended) {
            self.search_directory();
        }
    }

    async fn search_rows(self, sign_outs: u32) -> DirectorySearch {
        loop {
            let Some(batch) = self.look_at_rows(sign_outs).await else { return DirectorySearch::Idle };
            if batch.emails.is_empty() {
                return DirectorySearch::Done;
            }
            if let Err(end) = self.search_batch(batch, sign_outs).await {
                return end;
            }
        }
    }

    /// The rows that are to be searched for; `None` if there is no list, or after a sign-out.
    async fn look_at_rows(self, sign_outs: u32) -> Option<Batch> {
        let timers = self.session.portal().timers();
        let mut rows = Batch::default();
        loop {
            // The page draws first.
            timers.give_way().await;
            if self.sign_outs.get_value() != sign_outs {
                return None;
            }
            let rules = untrack(|| self.invite.rules());
            let mut next = self.story.with_untracked(|story| {
                let list = story.list()?;
                self.queue.try_update_value(|queue| queue.next(list, &rules))
            })?;
            self.mark(std::mem::take(&mut next.found));
            rows.append(next);
            if rows.is_last {
                return Some(rows);
            }
        }
    }

    /// `Err` is what ends the search.
    async fn search_batch(self, mut batch: Batch, sign_outs: u32) -> Result<(), DirectorySearch> {
        let portal = self.session.portal();
        let (client, to_ascii, all) = (&portal.client, portal.to_ascii(), batch.emails.len());
        let tell = |read: usize, of: usize| self.tell_left(all - all * read / of.max(1));
        if let Some(searched) = everyone::search(client, &batch.emails, to_ascii, tell).await.transpose() {
            return self.take(batch, searched, sign_outs);
        }
        while !batch.emails.is_empty() && self.queue.with_value(|queue| queue.is_current(&batch)) {
            self.tell_left(batch.emails.len());
            let part = batch.take_part();
            let searched = search(client, &part.emails, to_ascii).await;
            self.take(part, searched, sign_outs)?;
        }
        Ok(())
    }

    fn take(
        self,
        batch: Batch,
        searched: Result<Searched, GraphError>,
        sign_outs: u32,
    ) -> Result<(), DirectorySearch> {
        if self.sign_outs.get_value() != sign_outs {
            return Err(DirectorySearch::Idle);
        }
        match searched {
            Ok(Searched::Found(users)) => {
                let found = self.queue.try_update_value(|queue| queue.answer(batch, &users));
                self.mark(found.unwrap_or_default());
                Ok(())
            }
            Ok(Searched::NotAllowed) => Err(DirectorySearch::NotAllowed),
            Err(error) => {
                self.queue.update_value(DirectoryQueue::failed);
                Err(DirectorySearch::Failed(error))
            }
        }
    }

    /// Tells how many rows are searched, if so many addresses are not.
    fn tell_left(self, addresses: usize) {
        let looked_at = self.queue.with_value(DirectoryQueue::looked_at);
        self.directory.set(DirectorySearch::Running(looked_at.saturating_sub(addresses)));
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
