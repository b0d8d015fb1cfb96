//! Lists that a generator makes.
