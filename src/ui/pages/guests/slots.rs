//! The rows in the document: each shows one guest after the other. Must not know what a row shows.
//!
//! The row at a place of the list is shown by the slot with the place's number modulo the number of slots. So a scroll by one row
//! changes one row, and another search changes no element of the document but the texts in it. A keyed list of Leptos would move all
//! rows for that.
//!
//! Rows stand where their style puts them. Their elements get the order of the list when it rests, for screen readers and for text that is
//! selected: a browser computes all styles of an element that is moved, which takes too long while a person scrolls.

use std::ops::Range;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::parts::{VisibleRows, is_pressed, is_text_selected, move_to_end};

use super::cells::LIST;
use super::line::{Line, row_id};

/// What a slot shows, and the number of the content that it was made from.
#[derive(Clone, Debug, Default)]
struct Slot {
    line: ArcRwSignal<Option<Line>>,
    made_from: u64,
}

#[derive(Clone, Copy)]
pub(super) struct Slots {
    slots: StoredValue<Vec<Slot>>,
    seen: VisibleRows,
    /// Makes the rows out of sight follow. The number says how often that was put off.
    rest: StoredValue<Option<(TimeoutHandle, u8)>>,
    /// The places whose elements have the order of the list; `None` while all elements have the order of the slots.
    ordered: StoredValue<Option<Range<usize>>>,
    /// Gives the others their order.
    order: StoredValue<Option<TimeoutHandle>>,
}

/// The rows out of sight follow when the list has not changed for this long: then a person who types does not wait for them.
const REST: Duration = Duration::from_millis(250);
/// So often at most they are put off, since a list that is being loaded changes all the time.
const MOST_REST: u8 = 8;

impl Slots {
    pub(super) fn new(seen: VisibleRows) -> Self {
        let slots = StoredValue::new(Vec::new());
        let (rest, order) = (StoredValue::new(None), StoredValue::new(None));
        Self { slots, seen, rest, ordered: StoredValue::new(None), order }
    }

    /// What a slot shows.
    pub(super) fn line(self, slot: usize) -> ArcRwSignal<Option<Line>> {
        self.slot(slot).map(|slot| slot.line).unwrap_or_default()
    }

    /// The slot that shows a place of the list, if it is in the document.
    pub(super) fn of_place(self, place: usize) -> Option<usize> {
        let most = self.seen.most.get().max(1);
        self.seen.range.with(|range| range.contains(&place)).then_some(place % most)
    }

    fn slot(self, slot: usize) -> Option<Slot> {
        self.slots.try_update_value(|slots| {
            if slots.len() <= slot {
                slots.resize_with(slot + 1, Slot::default);
            }
            slots.get(slot).cloned()
        })?
    }

    /// Makes the rows show the list. `content` changes whenever something has changed besides the place that is seen; then the rows out
    /// of sight follow later. `line` makes what the row at a place shows, and `leave` is called before a slot shows
    /// another guest, is hidden, or is moved in the document, which takes the focus from what is in it.
    pub(super) fn show(
        self,
        content: Memo<u64>,
        line: impl Fn(usize) -> Option<Line> + Copy + Send + Sync + 'static,
        leave: impl Fn(usize) + Copy + Send + Sync + 'static,
    ) {
        let fill = move |places: Range<usize>| {
            let Some((content, most)) = content.try_get_untracked().zip(self.seen.most.try_get_untracked())
            else {
                return;
            };
            for place in places {
                self.fill(place, place % most.max(1), content, line, leave);
            }
        };
        Effect::new(move |before: Option<(u64, Range<usize>, usize)>| {
            let (range, most, content) = (self.seen.range.get(), self.seen.most.get(), content.get());
            let was = before.as_ref().map_or(0..0, |(_, range, _)| range.clone());
            if before.as_ref().is_some_and(|(.., before)| *before != most) {
                self.hide_others(&range, leave);
                // The new rows are not in the document yet.
                self.ordered.update_value(|ordered| *ordered = ordered.as_ref().map(|_| 0..0));
                if self.seen.is_printed() {
                    // Paper has the rows in the order of their elements, and is made before the next frame.
                    spawn_local(async move { self.put_in_order(leave) });
                } else {
                    request_animation_frame(move || self.put_in_order(leave));
                }
            } else {
                self.hide(&was, &range, leave);
                if was != range {
                    self.order_later(leave);
                }
            }
            untrack(|| fill(self.seen.in_sight.get()));
            if before.is_none_or(|(before, ..)| before != content) {
                self.fill_later(fill);
            }
            if self.rest.with_value(Option::is_none) || self.seen.is_printed() {
                untrack(|| fill(range.clone()));
            }
            (content, range, most)
        });
    }

    /// Makes the rows out of sight follow after a rest. Until then, they follow only as they come into sight.
    fn fill_later(self, fill: impl Fn(Range<usize>) + 'static) {
        let rest = move || {
            // The list may be gone by then.
            if self.rest.try_set_value(None).is_none()
                && let Some(range) = self.seen.range.try_get_untracked()
            {
                untrack(|| fill(range));
            }
        };
        let before = self.rest.get_value();
        let put_off = before.as_ref().map_or(0, |(_, before)| before + 1);
        if put_off > MOST_REST {
            return;
        }
        before.inspect(|(handle, _)| handle.clear());
        self.rest.set_value(set_timeout_with_handle(rest, REST).ok().map(|handle| (handle, put_off)));
    }

    /// Hides the rows that were in the document and are not any more, where no other takes their element.
    fn hide(self, was: &Range<usize>, now: &Range<usize>, leave: impl Fn(usize)) {
        for place in was.clone().filter(|place| !now.contains(place)) {
            let number = place % self.seen.most.get_untracked().max(1);
            if let Some(Slot { line, .. }) = self.slot(number) {
                hide_if(&line, |line| line.place == place, || leave(number));
            }
        }
    }

    /// Hides the rows that do not show a place of `now` with their own number, since the number of rows has changed.
    fn hide_others(self, now: &Range<usize>, leave: impl Fn(usize)) {
        let most = self.seen.most.get_untracked().max(1);
        let lines =
            self.slots.with_value(|slots| slots.iter().map(|slot| slot.line.clone()).collect::<Vec<_>>());
        for (slot, line) in lines.into_iter().enumerate() {
            let is_other = |line: &Line| !now.contains(&line.place) || line.place % most != slot;
            hide_if(&line, is_other, || leave(slot));
        }
    }

    /// Gives the elements of the rows their order after a rest. An element that is moved loses a press that has begun in it, and the text that
    /// is selected in it.
    fn order_later(self, leave: impl Fn(usize) + Copy + 'static) {
        let order = move || {
            if is_pressed(LIST) || is_text_selected() {
                self.order_later(leave);
            } else {
                self.put_in_order(leave);
            }
        };
        let handle = set_timeout_with_handle(order, REST).ok();
        let before = self.order.try_update_value(|known| std::mem::replace(known, handle));
        before.flatten().inspect(TimeoutHandle::clear);
    }

    /// Gives the elements of the rows the order of the list.
    fn put_in_order(self, leave: impl Fn(usize)) {
        // The list may be gone by then.
        let Some(now) = self.seen.range.try_get_untracked() else { return };
        let Some(ordered) = self.ordered.try_get_value() else { return };
        // At the top of the list, a place and its slot have the same number.
        if ordered.is_none() && now.start == 0 {
            return;
        }
        self.ordered.set_value(Some(now.clone()));
        let was = ordered.unwrap_or(0..0);
        let most = self.seen.most.get_untracked().max(1);
        let move_to = |place: usize, first: bool| {
            leave(place % most);
            move_to_end(&row_id(place % most), first);
        };
        let near = was.start < now.end && now.start < was.end;
        let before = now.clone().filter(|place| near && *place < was.start).rev();
        before.for_each(|place| move_to(place, true));
        let behind = now.clone().filter(|place| !near || *place >= was.end);
        behind.for_each(|place| move_to(place, false));
    }

    fn fill(
        self,
        place: usize,
        slot: usize,
        content: u64,
        line: impl Fn(usize) -> Option<Line>,
        leave: impl Fn(usize),
    ) {
        let Some(known) = self.slot(slot) else { return };
        let is_right =
            |line: &Option<Line>| line.as_ref().is_some_and(|line| line.place == place && line.there);
        if known.made_from == content && known.line.with_untracked(is_right) {
            return;
        }
        let new = line(place);
        let id = |line: &Option<Line>| line.as_ref().map(|line| line.id);
        let (same, same_guest) = known.line.with_untracked(|line| (*line == new, id(line) == id(&new)));
        if !same_guest {
            leave(slot);
        }
        if !same {
            known.line.set(new);
        }
        self.slots.update_value(|slots| {
            if let Some(slot) = slots.get_mut(slot) {
                slot.made_from = content;
            }
        });
    }
}

fn hide_if(line: &ArcRwSignal<Option<Line>>, is_meant: impl Fn(&Line) -> bool, leave: impl Fn()) {
    if line.with_untracked(|line| line.as_ref().is_some_and(|line| line.there && is_meant(line))) {
        leave();
        line.update(|line| {
            if let Some(line) = line {
                line.there = false;
            }
        });
    }
}
