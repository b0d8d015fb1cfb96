//! The only source of randomness.
//!
//! Seeded once: with entropy from the host, or with a number for the directory. Never asks the system.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use uuid::Uuid;

/// No `Debug`: the state determines all future secrets.
pub(crate) struct Random(ChaCha20Rng);

impl Random {
    pub(crate) fn from_entropy(entropy: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(entropy))
    }

    pub(crate) fn from_number(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    pub(crate) fn uuid(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// 256 random bits in base64url, for codes, tickets and cookies.
    pub(crate) fn token(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// 240 random bits in standard base64 with padding [documented], for the tickets of redemption links. Every ticket
    /// contains `+`, `/` and `=`, so a client that decodes or encodes a link once too often fails each time and not only
    /// sometimes [invented].
    pub(crate) fn ticket(&mut self) -> String {
        let mut bytes = self.bytes::<32>();
        // In base64 these 16 bits begin with `+/`. They are at a multiple of three bytes, where a letter begins.
        if let Some(place) = bytes.get_mut(12..14) {
            place.copy_from_slice(&[0xfb, 0xff]);
        }
        STANDARD.encode(bytes)
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A number below `limit`, or 0 when `limit` is 0. The bias of the multiplication is negligible here.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        u32::try_from((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32).unwrap_or_default()
    }

    /// A random item.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items.get(index as usize)
    }

    pub(crate) fn random_bool(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
}
