use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_executor::block_on;
use futures_util::future::LocalBoxFuture;

use super::*;
use crate::app::ports::{ChosenFile, TextDecoding};
use crate::domain::moment::Moment;

#[derive(Default)]
struct Files {
    pieces: Rc<RefCell<Vec<(usize, bool)>>>,
}

impl ChosenFiles for Files {
    fn take(&self, _: &str) -> Option<Rc<dyn ChosenFile>> {
        None
    }

    fn decoder(&self, label: &str) -> Option<Box<dyn TextDecoding>> {
        let decoder: Box<dyn TextDecoding> = Box::new(Pieces(Rc::clone(&self.pieces)));
        (label == "utf-8").then_some(decoder)
    }
}

struct Pieces(Rc<RefCell<Vec<(usize, bool)>>>);

impl TextDecoding for Pieces {
    fn decode(&mut self, bytes: &[u8], last: bool) -> String {
        self.0.borrow_mut().push((bytes.len(), last));
        String::from_utf8_lossy(bytes).into_owned()
    }
}

#[derive(Default)]
struct Pauses(RefCell<usize>);

impl Clock for Pauses {
    fn now(&self) -> Moment {
        Moment::default()
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
        *self.0.borrow_mut() += 1;
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_large_file_is_decoded_in_pieces_with_a_pause_between_them() {
    let (files, pauses) = (Files::default(), Pauses::default());
    let bytes = vec![b'a'; 2 * PIECE + 5];
    let text = block_on(decode(&files, &pauses, &bytes, "utf-8")).unwrap();
    assert_eq!(text.len(), bytes.len());
    assert_eq!(*files.pieces.borrow(), [(PIECE, false), (PIECE, false), (5, true)]);
    assert_eq!(*pauses.0.borrow(), 2);
}

#[test]
fn an_encoding_that_the_browser_does_not_know_gives_no_text() {
    assert_eq!(block_on(decode(&Files::default(), &Pauses::default(), b"a", "utf-9")), None);
}
