//! One-time passcodes: eight digits that are good for half an hour, and once.
//!
//! The half hour is documented; the number of digits is [K]; that a newer code ends the older one is inferred.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::random::Random;

const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// No `Debug`: codes are secrets of the guests'.
struct Passcode {
    digits: String,
    until: Timestamp,
}

/// The codes that are out, one a guest.
#[derive(Default)]
pub(super) struct Passcodes(HashMap<Uuid, Passcode>);

/// What a typed code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeCheck {
    Right,
    Wrong,
    /// It was right once.
    Expired,
}

impl Passcodes {
    /// A new code and its end.
    pub(super) fn issue(&mut self, guest: Uuid, random: &mut Random, now: Timestamp) -> (String, Timestamp) {
        let digits = format!("{:08}", random.below(100_000_000));
        let until = now.checked_add(LIFE).unwrap_or(now);
        self.0.insert(guest, Passcode { digits: digits.clone(), until });
        (digits, until)
    }

    /// Compares what a guest typed, blanks aside. The right code is used up.
    pub(super) fn enter(&mut self, guest: Uuid, typed: &str, now: Timestamp) -> CodeCheck {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        match self.0.get(&guest).filter(|passcode| passcode.digits == typed) {
            None => CodeCheck::Wrong,
            Some(passcode) if passcode.until <= now => CodeCheck::Expired,
            Some(_) => {
                self.0.remove(&guest);
                CodeCheck::Right
            }
        }
    }

    pub(super) fn forget(&mut self, guest: Uuid) {
        self.0.remove(&guest);
    }
}

#[cfg(test)]
mod tests;
