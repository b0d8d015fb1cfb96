//! The removals: for each control the smallest change that removes it, and the test that must then fail. A test here
//! checks that each still applies to the sources; `cargo xtask security --mutate` runs them.

mod bulk;
mod page;
mod session;
mod sign_in;

use std::borrow::Cow;

/// The removal of one control.
pub(crate) struct Mutation {
    /// The requirement that this breaks, such as 6 for S-06.
    pub(crate) number: u8,
    /// What the change does, for the console.
    pub(crate) what: &'static str,
    /// The file of the control, relative to the root of the repository.
    pub(crate) file: &'static str,
    /// The control: text that occurs in the file exactly once.
    pub(crate) from: &'static str,
    /// The replacement.
    pub(crate) to: &'static str,
    /// The test that must fail.
    pub(crate) proof: Proof,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A Rust test that runs without browser.
    Native {
        package: &'static str,
        /// A part of its name.
        test: &'static str,
    },
    /// A Playwright test, which runs with the release build.
    Journey {
        /// A part of its title, as a regular expression.
        title: Cow<'static, str>,
    },
}

const fn native(test: &'static str) -> Proof {
    Proof::Native { package: "guestlist", test }
}

/// A test of the task runner itself.
const fn own(test: &'static str) -> Proof {
    Proof::Native { package: "xtask", test }
}

const fn journey(title: &'static str) -> Proof {
    Proof::Journey { title: Cow::Borrowed(title) }
}

/// All removals, about in the order of their requirements.
pub(crate) fn all() -> impl Iterator<Item = &'static Mutation> {
    sign_in::REMOVALS.iter().chain(page::REMOVALS).chain(bulk::REMOVALS).chain(session::REMOVALS)
}

#[cfg(test)]
mod tests;
