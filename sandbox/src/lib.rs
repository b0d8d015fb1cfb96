//! A tenant in a box.
