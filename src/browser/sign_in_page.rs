//! The sign-in page that stands in index.html, and boot.js, which serves it.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::js::BOOT_PAGE;

/// Lets the button of the sign-in page begin a sign-in by `call`; it may have been pressed already. `left` says that
/// somebody just signed out.
pub fn offer_sign_in(left: bool, call: impl Fn() + 'static) {
    let call: Function = Closure::<dyn Fn()>::new(call).into_js_value().unchecked_into();
    BOOT_PAGE.with(|page| page.offer_sign_in(left, &call));
}

/// Has the portal take over this page.
pub fn start_portal() {
    BOOT_PAGE.with(super::js::BootPage::start_portal);
}

/// Whether the button of the sign-in page was pressed. The portal runs then because the sign-in program could not begin the
/// sign-in.
#[must_use]
pub fn wanted_to_sign_in() -> bool {
    BOOT_PAGE.with(super::js::BootPage::pressed)
}
