//! Moves the focus. This is the only view that uses an element of the browser directly.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

/// Moves the focus to the element with this id, if it exists.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // If the element cannot have the focus, the focus does not move.
        let _ = element.focus();
    }
}
