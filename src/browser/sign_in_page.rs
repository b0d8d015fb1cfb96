//! The connection to the sign-in page, which is part of index.html and controlled by boot.js. Must not know the page's
//! content.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::js::BOOT_PAGE;

/// Makes the button of the sign-in page call `call`. If it has already been pressed, `call` runs at once. `left` is
/// whether the person has just signed out.
pub fn offer_sign_in(left: bool, call: impl Fn() + 'static) {
    let call: Function = Closure::<dyn Fn()>::new(call).into_js_value().unchecked_into();
    BOOT_PAGE.with(|page| page.offer_sign_in(left, &call));
}

pub fn start_portal() {
    BOOT_PAGE.with(super::js::BootPage::start_portal);
}

/// Whether the button of the sign-in page was pressed. If the portal runs after that, the sign-in program could not
/// begin the sign-in.
#[must_use]
pub fn wanted_to_sign_in() -> bool {
    BOOT_PAGE.with(super::js::BootPage::pressed)
}
