//! The languages of the standard invitation mail (`messageLanguage`).
//!
//! Microsoft publishes no list; these are languages of Microsoft 365. For a language that the service does not know, it
//! writes in English. Must not know the languages' names: the browser has them (`Intl.DisplayNames`).

/// The BCP 47 tags that the form offers.
pub const OFFERED: [&str; 37] = [
    "ar-SA", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-DE", "el-GR", "en-GB", "en-US", "es-ES", "et-EE",
    "fi-FI", "fr-FR", "he-IL", "hr-HR", "hu-HU", "id-ID", "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV",
    "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sv-SE", "th-TH",
    "tr-TR", "uk-UA", "zh-CN", "zh-TW",
];

/// One of the offered languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageLanguage(&'static str);

impl MessageLanguage {
    /// `None` if the form does not offer this tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        OFFERED.into_iter().find(|offered| *offered == tag).map(Self)
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.0
    }
}
