//! Texts that many guests have in common, each stored once.

use std::collections::BTreeMap;

/// Texts with numbers from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    numbers: BTreeMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    /// The number of a text, which is a new one if the text is.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
