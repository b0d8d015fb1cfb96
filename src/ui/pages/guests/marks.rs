//! Texts of guests in which what the search has found is marked. Must not know what a search is made of.

use leptos::either::Either;
use leptos::prelude::*;

use crate::domain::guest_marks::{GuestPart, marks};
use crate::domain::guest_search::GuestSearch;
use crate::domain::search_form::Decompose;

/// The search that is marked.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    search: Memo<GuestSearch>,
    decompose: Decompose,
}

/// A text in pieces, and whether each is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marked(Vec<(String, bool)>);

impl Marks {
    pub(super) fn new(search: Memo<GuestSearch>, decompose: Decompose) -> Self {
        Self { search, decompose }
    }

    /// What is marked changes with the search.
    pub(super) fn track(self) {
        self.search.track();
    }

    /// A text with its marks, or `missing` in place of an empty one, in which no search finds anything.
    pub(super) fn in_text(self, text: &str, missing: String, part: GuestPart) -> Marked {
        if text.is_empty() {
            return Marked(vec![(missing, false)]);
        }
        self.search.with_untracked(|search| {
            if search.is_empty() {
                return Marked(vec![(text.to_owned(), false)]);
            }
            let pieces = marks(text, search, part, self.decompose);
            Marked(pieces.into_iter().map(|(piece, marked)| (piece.to_owned(), marked)).collect())
        })
    }
}

impl Marked {
    /// The text in two parts, of which the second begins with the last `sign`.
    pub(super) fn parted(mut self, sign: char) -> [Self; 2] {
        let Some(at) = self.0.iter().rposition(|(piece, _)| piece.contains(sign)) else {
            return [self, Self::default()];
        };
        let mut behind = self.0.split_off(at);
        if let Some((piece, marked)) = behind.first_mut() {
            let rest = piece.rfind(sign).map(|at| piece.split_off(at)).unwrap_or_default();
            self.0.push((std::mem::replace(piece, rest), *marked));
        }
        self.0.retain(|(piece, _)| !piece.is_empty());
        [self, Self(behind)]
    }

    pub(super) fn into_view(self) -> impl IntoView + use<> {
        let piece = |(text, marked)| {
            if marked { Either::Left(view! { <mark>{text}</mark> }) } else { Either::Right(text) }
        };
        self.0.into_iter().map(piece).collect::<Vec<_>>()
    }
}

#[cfg(test)]
mod tests;
