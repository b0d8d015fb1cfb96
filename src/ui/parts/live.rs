//! Parts of a view that change, of one type each. A closure in a view has a type of its own, for which the compiler
//! writes the rendering code anew, at one or two kilobytes a piece: what changes goes through these instead.

use std::future::Future;
use std::pin::Pin;

use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;

use crate::ui::parts::Part;

/// A part of a view that is drawn anew when what it reads changes.
pub type Live = Box<dyn Fn() -> Part + Send>;

/// Makes a part of a view live.
pub fn live(draw: impl Fn() -> Part + Send + 'static) -> Live {
    Box::new(draw)
}

/// A part that is there only sometimes.
pub fn maybe(draw: impl Fn() -> Option<Part> + Send + 'static) -> Live {
    Box::new(move || draw().unwrap_or_else(Part::nothing))
}

/// A text that changes, as content or as an attribute.
pub fn line(read: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(read)
}

/// `true` or `false` as ARIA wants it.
pub fn flag(read: impl Fn() -> bool + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || (if read() { "true" } else { "false" }).to_owned())
}

/// A switch for an attribute that is there or not.
pub fn switch(read: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(read)
}

/// Does something now, and again whenever what it reads changes. For the outside only: title, focus, address bar.
pub fn effect(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(move |_: Option<()>| act());
}

/// Runs a future that needs nobody to wait for it.
pub fn task(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    leptos::task::spawn_local(future);
}

/// What a click does.
pub fn click(act: impl Fn() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| act())
}

/// What any other event does.
pub fn event(act: impl Fn(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(act)
}
