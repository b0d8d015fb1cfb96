//! Parts of a view that change, of one type each. A closure in a view has a type of its own, for which the compiler
//! writes the rendering code anew, at one or two kilobytes a piece: what changes goes through these instead.

use leptos::prelude::*;

/// A part of a view that is drawn anew when what it reads changes.
pub type Live = Box<dyn Fn() -> AnyView + Send>;

/// Makes a part of a view live.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> Live {
    Box::new(draw)
}

/// A part that is there only sometimes.
pub fn maybe(draw: impl Fn() -> Option<AnyView> + Send + 'static) -> Live {
    Box::new(move || draw().unwrap_or_else(|| ().into_any()))
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
