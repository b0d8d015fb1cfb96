//! One-time passcodes: eight digits, valid for 30 minutes and for one use.
//!
//! The 30 minutes are [documented]; the number of digits is [inferred]; that a new code invalidates the older one is
//! [inferred].

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::random::Random;

const LIFETIME: SignedDuration = SignedDuration::from_mins(30);

/// No `Debug`: the code is a secret.
struct Passcode {
    digits: String,
    until: Timestamp,
}

/// The valid codes, one per guest.
#[derive(Default)]
pub(crate) struct Passcodes(HashMap<Uuid, Passcode>);

/// The result of comparing a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeCheck {
    Right,
    Wrong,
    /// The right code, too late.
    Expired,
}

impl Passcodes {
    /// A new code, and when it expires.
    pub(crate) fn issue(&mut self, guest: Uuid, random: &mut Random, now: Timestamp) -> (String, Timestamp) {
        let digits = format!("{:08}", random.below(100_000_000));
        let until = now.checked_add(LIFETIME).unwrap_or(now);
        self.0.insert(guest, Passcode { digits: digits.clone(), until });
        (digits, until)
    }

    /// Compares the typed code, ignoring spaces. A right code is used up.
    pub(crate) fn enter(&mut self, guest: Uuid, typed: &str, now: Timestamp) -> CodeCheck {
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

    pub(crate) fn forget(&mut self, guest: Uuid) {
        self.0.remove(&guest);
    }
}

#[cfg(test)]
mod tests;
