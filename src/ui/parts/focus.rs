//! Moves the focus, and tells whose the keys are. With `elements`, this is the only view that uses elements of the browser directly.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Where a letter is text, or selects an option.
const FIELDS: &str = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
/// What is open above the page. A browser that does not know one of these has none of it open.
const OPEN: [&str; 2] = ["dialog:modal", ":popover-open"];

/// Moves the focus to the element with this id, if it exists.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        // If the element cannot have the focus, the focus does not move.
        let _ = element.focus();
    }
}

/// The same. Returns whether the element exists.
#[must_use]
pub fn focus_if_there(id: &str) -> bool {
    by_id(id).is_some_and(|element| element.focus().is_ok())
}

/// Whether the focus is in the element with this id, or nowhere: an element that is removed loses it.
#[must_use]
pub fn is_focus_in_or_lost(id: &str) -> bool {
    let Some(focused) = document().active_element() else { return true };
    let lost = focused.tag_name().eq_ignore_ascii_case("body");
    lost || focused.closest(&format!("#{id}")).is_ok_and(|around| around.is_some())
}

/// The same for an element at the edge of the window, which is always in view: the page does not scroll.
pub fn focus_at_edge(id: &str) {
    if let Some(element) = by_id(id) {
        focus_in_place(&element);
    }
}

fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok()
}

/// Moves the focus to an element that is in view: the page does not scroll.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Moves the focus to the page's search field. Returns whether there is one.
pub fn focus_search() -> bool {
    let found = document().query_selector("main input[type=search]").ok().flatten();
    let Some(field) = found.and_then(|field| field.dyn_into::<HtmlElement>().ok()) else { return false };
    field.focus().is_ok()
}

/// Whether a key belongs to the field that has the focus, or to what is open above the page.
#[must_use]
pub fn keys_are_taken() -> bool {
    is_in_field() || is_covered()
}

/// Whether a field has the focus in which letters are typed.
#[must_use]
pub fn is_in_field() -> bool {
    let field = document().active_element().and_then(|element| element.closest(FIELDS).ok());
    field.flatten().is_some()
}

/// Whether something is open above the page, such as a menu.
#[must_use]
pub fn is_covered() -> bool {
    let is_open = |what: &str| document().query_selector(what).is_ok_and(|open| open.is_some());
    OPEN.into_iter().any(is_open)
}

/// Scrolls as little as needed to show this element above the bar at the lower edge.
pub fn reveal(id: &str) {
    if let Some(element) = by_id(id) {
        reveal_element(&element);
    }
}

/// The same for the field that has the focus, with its label and hint. A browser scrolls by itself to a field that gets the
/// focus by keyboard, but not to one that is clicked.
pub fn reveal_focused_field() {
    let focused = document().active_element().filter(|_| is_in_field());
    if let Some(field) = focused.and_then(|element| element.closest(".field").ok().flatten()) {
        reveal_element(&field);
    }
}

fn reveal_element(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
