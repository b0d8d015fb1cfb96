//! Properties that hardly any user has, by their Graph names: what a person tells about themselves, and details for
//! personnel.
//!
//! Must not know queries or JSON.

use std::collections::BTreeMap;

/// The value of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Also a date and time, in UTC.
    Text(String),
    Texts(Vec<String>),
    Switch(bool),
    /// The members of an object.
    Members(BTreeMap<&'static str, String>),
}

/// The properties that a user has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile(BTreeMap<&'static str, Detail>);

impl Profile {
    pub(crate) fn get(&self, name: &str) -> Option<&Detail> {
        self.0.get(name)
    }

    /// A text property.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Detail::Text(text) => Some(text),
            Detail::Texts(_) | Detail::Switch(_) | Detail::Members(_) => None,
        }
    }

    /// Sets a property, or removes it.
    pub(crate) fn set(&mut self, name: &'static str, value: Option<Detail>) {
        match value {
            Some(value) => self.0.insert(name, value),
            None => self.0.remove(name),
        };
    }
}
