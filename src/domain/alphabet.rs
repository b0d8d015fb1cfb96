//! The order of letters in a language, and the keys by which texts are sorted in it.
//!
//! The browser knows the order of every language (`Intl.Collator`), but asking it for each pair of hundreds of thousands of texts
//! takes seconds. So it is asked once to order the letters that occur, and texts are compared by the places of their letters. What a
//! language treats as one letter although it is written with two, such as "ch" in Czech, is two letters here.
//!
//! Must not know what is sorted.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Orders letters: returns the place of each, from 0. Letters that differ only in case, or in what the language does not
/// see as a difference between letters, have the same place. `None`: the character counts for nothing, as an accent that is
/// written behind its letter.
pub type Places = Rc<dyn Fn(&[char]) -> Vec<Option<u16>>>;

/// The order of texts in a language.
#[derive(Clone)]
pub struct Collation {
    /// The language, as a BCP 47 tag.
    pub lang: &'static str,
    pub places: Places,
}

/// A part of a key. Sorted as numbers.
pub type Weight = u16;

const NOTHING: Weight = 0;
/// Before all letters, so that numbers come before them: the number of digits.
const FIRST_NUMBER: Weight = 1;
const MOST_DIGITS: Weight = 60;
const FIRST_LETTER: Weight = FIRST_NUMBER + MOST_DIGITS;

const ASCII: usize = 128;

/// The letters that occur, before they are ordered. ASCII characters count as if all of them occurred.
#[derive(Clone, Debug, Default)]
pub struct Letters(BTreeSet<char>);

/// Letters with their places.
#[derive(Clone, Debug, Default)]
pub struct Alphabet {
    ascii: Vec<Option<Weight>>,
    others: HashMap<char, Weight>,
}

/// A text has a letter that is not in the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLetter;

impl Letters {
    pub fn add(&mut self, text: &str) {
        if !text.is_ascii() {
            self.0.extend(text.chars().filter(|c| !c.is_ascii()));
        }
    }

    #[must_use]
    pub fn ordered(self, collation: &Collation) -> Alphabet {
        let ascii = ('\0'..='\x7f').filter(|c| !c.is_ascii_digit());
        let letters: Vec<char> = ascii.chain(self.0).collect();
        let mut alphabet = Alphabet { ascii: vec![None; ASCII], others: HashMap::new() };
        for (letter, place) in letters.iter().zip((collation.places)(&letters)) {
            let weight = place.map_or(NOTHING, |place| place.saturating_add(FIRST_LETTER));
            match alphabet.ascii.get_mut(*letter as usize) {
                Some(slot) => *slot = Some(weight),
                None => {
                    alphabet.others.insert(*letter, weight);
                }
            }
        }
        alphabet
    }
}

impl Alphabet {
    /// Adds the weights of a text. A number has the weight of its length, and then its digits, so that 9 is before 10.
    ///
    /// # Errors
    /// A letter is unknown. The weights before it are added.
    pub fn add_key(&self, text: &str, key: &mut Vec<Weight>) -> Result<(), UnknownLetter> {
        let mut chars = text.chars();
        let mut rest = text;
        while let Some(c) = chars.next() {
            if c.is_ascii_digit() {
                let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                let (digits, behind) = rest.split_at(length);
                add_number(digits, key);
                chars = behind.chars();
            } else {
                match self.weight(c).ok_or(UnknownLetter)? {
                    NOTHING => {}
                    weight => key.push(weight),
                }
            }
            rest = chars.as_str();
        }
        Ok(())
    }

    fn weight(&self, letter: char) -> Option<Weight> {
        match self.ascii.get(letter as usize) {
            Some(weight) => *weight,
            None => self.others.get(&letter).copied(),
        }
    }
}

fn add_number(digits: &str, key: &mut Vec<Weight>) {
    let digits = digits.trim_start_matches('0');
    let count = Weight::try_from(digits.len()).unwrap_or(MOST_DIGITS).min(MOST_DIGITS - 1);
    key.push(FIRST_NUMBER + count);
    key.extend(digits.bytes().map(|digit| Weight::from(digit - b'0') + 1));
}

#[cfg(test)]
mod tests;
