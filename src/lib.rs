//! Guestlist.
