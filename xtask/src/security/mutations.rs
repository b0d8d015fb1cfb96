//! The removals: for each control the smallest change that takes it away, and the test that must notice. They are
//! kept current by a test here; `cargo xtask security --mutate` runs them.

mod page;
mod sign_in;

use std::borrow::Cow;

/// A control that is taken away.
pub(crate) struct Mutation {
    /// The requirement that then does not hold.
    pub(crate) number: u8,
    /// What is taken away.
    pub(crate) what: &'static str,
    /// The file it stands in.
    pub(crate) file: &'static str,
    /// The control: a text that stands in the file once.
    pub(crate) from: &'static str,
    /// What stands there without it.
    pub(crate) to: &'static str,
    /// The test that must fail then.
    pub(crate) proof: Proof,
}

/// A test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// One that cargo runs natively.
    Native {
        /// The package.
        package: &'static str,
        /// A part of its name.
        test: &'static str,
    },
    /// One that Playwright runs against the release bundle.
    Journey {
        /// A part of its title, as a regular expression.
        title: Cow<'static, str>,
    },
}

const fn native(test: &'static str) -> Proof {
    Proof::Native { package: "guestlist", test }
}

/// One of the task runner's own tests.
const fn own(test: &'static str) -> Proof {
    Proof::Native { package: "xtask", test }
}

const fn journey(title: &'static str) -> Proof {
    Proof::Journey { title: Cow::Borrowed(title) }
}

/// All removals, in the order of their requirements.
pub(crate) fn all() -> impl Iterator<Item = &'static Mutation> {
    sign_in::REMOVALS.iter().chain(page::REMOVALS)
}

#[cfg(test)]
mod tests;
