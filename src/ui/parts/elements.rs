//! Reads and moves elements of the page that are found by their id or by what is around them, for lists whose rows have no event
//! handlers of their own. Must not know what the elements show.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, EventTarget, HtmlElement};

fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Where in a list an event has happened, or the focus is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The id of the element around it that fits the selector.
    pub id: String,
    /// Whether it is in a button or link.
    pub in_control: bool,
}

fn spot(element: &Element, selector: &str) -> Option<Spot> {
    let id = element.closest(selector).ok()??.id();
    Some(Spot { id, in_control: element.closest("button, a").is_ok_and(|control| control.is_some()) })
}

/// Where an event has happened; `None` if nothing around it fits the selector.
#[must_use]
pub fn spot_of_event(target: Option<EventTarget>, selector: &str) -> Option<Spot> {
    spot(&target?.dyn_into::<Element>().ok()?, selector)
}

/// Where the focus is.
#[must_use]
pub fn spot_of_focus(selector: &str) -> Option<Spot> {
    spot(&document().active_element()?, selector)
}

/// Whether the style sheet shows an element.
#[must_use]
pub fn is_shown(id: &str) -> bool {
    let element = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.offset_parent().is_some())
}

/// Whether a press of a mouse or finger has begun in an element and goes on.
#[must_use]
pub fn is_pressed(id: &str) -> bool {
    by_id(id).is_some_and(|element| element.matches(":active").unwrap_or(false))
}

/// The text in an element; `None` if there is none.
#[must_use]
pub fn text_in(id: &str) -> Option<String> {
    by_id(id)?.text_content().filter(|text| !text.is_empty())
}

/// Presses the control in an element. Returns whether there is one.
#[must_use]
pub fn press_control_in(id: &str) -> bool {
    let control = by_id(id).and_then(|element| element.query_selector("input, a, button").ok().flatten());
    let control = control.and_then(|control| control.dyn_into::<HtmlElement>().ok());
    control.inspect(HtmlElement::click).is_some()
}

/// Makes an element the first or the last of those beside it.
pub fn move_to_end(id: &str, first: bool) {
    if let Some(element) = by_id(id)
        && let Some(parent) = element.parent_element()
    {
        let before = if first { parent.first_child() } else { None };
        // The element has this parent already, so it can be moved in it.
        let _ = parent.insert_before(&element, before.as_ref());
    }
}

/// Gives an element a class, or takes it away. Returns whether the element is there.
pub fn set_class(id: &str, class: &str, set: bool) -> bool {
    by_id(id).is_some_and(|element| element.class_list().toggle_with_force(class, set).is_ok())
}

/// Whether the person has selected text, which a click or a command to copy is about.
#[must_use]
pub fn is_text_selected() -> bool {
    let selected = window().get_selection().ok().flatten();
    selected.is_some_and(|selected| !selected.is_collapsed())
}
