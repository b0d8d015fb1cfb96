//! The bytes of a file: they are refused, or they become a list of which the properties of `tests/it/guest_lists` hold. The
//! last byte is the number of records that are read in one step.

#![no_main]

use guestlist::domain::import::source::inspect;
use libfuzzer_sys::fuzz_target;

#[path = "../../it/guest_lists/decoding.rs"]
mod decoding;
#[path = "../../it/guest_lists/properties.rs"]
mod properties;

fuzz_target!(|data: &[u8]| {
    let Some((step, bytes)) = data.split_last() else { return };
    let Ok(detected) = inspect(bytes) else { return };
    let text = decoding::decode(bytes, detected.encoding);
    if let Some(list) = properties::imported(&text, usize::from(*step).max(1)) {
        properties::nothing_is_lost(&text, &list);
        properties::sendable_rows_are_sound(&text, &list);
    }
});
