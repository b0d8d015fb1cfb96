//! Several texts as one, for the tab's storage. Whatever they hold, they come back as they were.

/// Packs texts. Their names are for whoever looks into the storage.
#[must_use]
pub fn pack(texts: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, text) in texts {
        out.append_pair(name, text);
    }
    out.finish()
}

/// The texts that [`pack`] packed.
#[must_use]
pub fn unpack(packed: &str) -> Vec<String> {
    form_urlencoded::parse(packed.as_bytes()).map(|(_, text)| text.into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        for texts in [vec![], vec![""], vec!["", "a=b&c +%", "", "é\n\"", ""]] {
            let named: Vec<_> = texts.iter().map(|text| ("a", *text)).collect();
            assert_eq!(unpack(&pack(&named)), texts);
        }
    }
}
