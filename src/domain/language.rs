//! The languages of the standard invitation mail (`messageLanguage`).
//!
//! Microsoft publishes no list; these are languages that Microsoft 365 speaks. What the service does not know, it
//! writes in English. Their names come from the browser (`Intl.DisplayNames`), not from here.

/// BCP 47 tags that are offered.
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
    /// The offered language with that tag.
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
