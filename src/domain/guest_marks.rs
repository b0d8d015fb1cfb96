//! The parts of a shown text that a search has found, so that a reader sees why a guest is in the list.
//!
//! A search compares the [search forms](super::search_form) of texts, which have other letters, and more or fewer of them:
//! each letter of the form is led back to those of the text. Must not know how a part is marked.

use std::ops::Range;

use super::guest_search::{Condition, GuestSearch};
use super::search_form::{Decompose, search_form};

/// A text of a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestPart {
    Name,
    Address,
    Company,
}

/// The text in pieces, in their order, and whether the search has found them. Together they are the text.
#[must_use]
pub fn marks<'a>(
    text: &'a str,
    search: &GuestSearch,
    part: GuestPart,
    decompose: Decompose,
) -> Vec<(&'a str, bool)> {
    let mut wanted = search.conditions().filter_map(|condition| Wanted::of(condition, part)).peekable();
    if wanted.peek().is_none() {
        return vec![(text, false)];
    }
    let form = search_form(text, decompose);
    let mut found: Vec<Range<usize>> = wanted.flat_map(|wanted| wanted.places(&form)).collect();
    if found.is_empty() {
        return vec![(text, false)];
    }
    let letters = Letters::of(text, &form, decompose);
    found.sort_unstable_by_key(|place| place.start);
    pieces(text, found.into_iter().map(|place| letters.in_text(&place)))
}

/// What a condition looks for in a part.
struct Wanted<'a> {
    form: &'a str,
    /// Whether it counts only behind the `@`.
    in_domain: bool,
}

impl<'a> Wanted<'a> {
    fn of(condition: &'a Condition, part: GuestPart) -> Option<Self> {
        let (form, in_domain) = match (condition, part) {
            (Condition::Text(form), _) | (Condition::Company(form), GuestPart::Company) => (form, false),
            (Condition::Domain(form), GuestPart::Address) => (form, true),
            (Condition::Company(_), GuestPart::Name | GuestPart::Address)
            | (Condition::Domain(_), GuestPart::Name | GuestPart::Company)
            | (Condition::State(_) | Condition::OlderThan(_), _) => return None,
        };
        (!form.is_empty()).then_some(Self { form, in_domain })
    }

    /// Where it stands in the form of a text.
    fn places(&self, form: &str) -> Vec<Range<usize>> {
        let begin = if self.in_domain { form.find('@').map(|at| at + 1) } else { Some(0) };
        let mut places = Vec::new();
        let mut from = begin.unwrap_or(form.len());
        while let Some(at) = form.get(from..).and_then(|rest| rest.find(self.form)) {
            places.push(from + at..from + at + self.form.len());
            from += at + self.form.len();
        }
        places
    }
}

/// Which letters of a form come from which letters of the text.
enum Letters {
    /// Both have the same places.
    Same,
    /// For each step through the text, where it ends in the form and in the text.
    Steps(Vec<(usize, usize)>),
}

impl Letters {
    fn of(text: &str, form: &str, decompose: Decompose) -> Self {
        if text.is_ascii() && text.len() == form.len() {
            return Self::Same;
        }
        // The form of a text is nearly always that of its characters. The marks of some scripts are put into another
        // order; then the forms of the words make up the form of the text.
        let by_letter = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let by_word = text.match_indices(char::is_whitespace).map(|(at, blank)| at + blank.len());
        let steps = steps(text, form, by_letter, decompose);
        let steps = steps.or_else(|| self::steps(text, form, by_word.chain([text.len()]), decompose));
        Self::Steps(steps.unwrap_or_else(|| vec![(form.len(), text.len())]))
    }

    /// The place in the text for a place in the form, with all accents of its last letter.
    fn in_text(&self, place: &Range<usize>) -> Range<usize> {
        let Self::Steps(steps) = self else { return place.clone() };
        let (mut start, mut end, mut before) = (0, 0, 0);
        for (in_form, in_text) in steps {
            if *in_form <= place.start {
                start = *in_text;
            }
            // A step that adds nothing to the form is an accent, or cannot be seen.
            if before < place.end || *in_form == before {
                end = *in_text;
            } else {
                break;
            }
            before = *in_form;
        }
        start..end
    }
}

/// The steps to the ends that are given, in bytes of the text; `None` if the forms of the steps are not the form of the text.
fn steps(
    text: &str,
    form: &str,
    ends: impl Iterator<Item = usize>,
    decompose: Decompose,
) -> Option<Vec<(usize, usize)>> {
    let (mut steps, mut from, mut made) = (Vec::new(), 0, 0);
    for end in ends {
        let step = search_form(text.get(from..end)?, decompose);
        form.get(made..)?.strip_prefix(step.as_str())?;
        made += step.len();
        steps.push((made, end));
        from = end;
    }
    (made == form.len()).then_some(steps)
}

/// Cuts the text at the marked places, which are in the order of their beginnings and may overlap.
fn pieces(text: &str, marked: impl Iterator<Item = Range<usize>>) -> Vec<(&str, bool)> {
    let (mut pieces, mut done) = (Vec::new(), 0);
    let mut open: Option<Range<usize>> = None;
    let mut add = |range: Range<usize>, marked: bool| {
        pieces.extend(text.get(range).filter(|piece| !piece.is_empty()).map(|piece| (piece, marked)));
    };
    for place in marked {
        if let Some(mark) = open.as_mut().filter(|mark| place.start <= mark.end) {
            mark.end = mark.end.max(place.end);
        } else if let Some(mark) = open.replace(place) {
            add(done..mark.start, false);
            done = mark.end;
            add(mark, true);
        }
    }
    if let Some(mark) = open {
        add(done..mark.start, false);
        done = mark.end;
        add(mark, true);
    }
    add(done..text.len(), false);
    pieces
}

#[cfg(test)]
mod tests;
