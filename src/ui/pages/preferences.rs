//! The settings of this browser: theme, language, and whether keyboard shortcuts are used. They are stored, and applied
//! to the document. Must not know how they are stored.

use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::formats::Formats;
use crate::app::ports::{DocumentRoot, LANGUAGE, PagePorts, SHORTCUTS, THEME};
use crate::ui::words::{LANGUAGES, Words, expect_words, text};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The theme of the operating system.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    fn read(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn apply(self, root: &dyn DocumentRoot) {
        root.set_attribute("data-theme", (self != Self::System).then(|| self.tag()));
    }
}

/// The stored value of the setting for shortcuts that are switched off.
const OFF: &str = "off";

/// The settings, as a context.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    theme: RwSignal<Theme>,
    shortcuts: RwSignal<bool>,
    page: StoredValue<PagePorts, LocalStorage>,
}

impl Settings {
    /// Whether keyboard shortcuts are used.
    pub(super) fn shortcuts(self) -> bool {
        self.shortcuts.get()
    }

    pub(super) fn use_shortcuts(self, on: bool) {
        self.shortcuts.set(on);
        self.page.with_value(|page| page.preferences.put(SHORTCUTS, if on { "on" } else { OFF }));
    }

    fn choose_theme(self, theme: Theme) {
        self.theme.set(theme);
        self.page.with_value(|page| {
            theme.apply(&*page.root);
            page.preferences.put(THEME, theme.tag());
        });
    }
}

pub(super) fn expect_settings() -> Settings {
    expect_context()
}

/// Reads the settings, provides them as a context, and sets the document's language whenever it changes. The future
/// ends when the language is loaded.
pub fn apply_preferences(page: PagePorts, formats: Rc<dyn Formats>) -> (Words, impl Future<Output = ()>) {
    let PagePorts { preferences, root, files, .. } = page.clone();
    let tags: Vec<String> = preferences.get(LANGUAGE).into_iter().chain(preferences.languages()).collect();
    let words = Words::new(formats);
    let loading = words.use_language(tags, files);
    let theme = Theme::read(&preferences.get(THEME).unwrap_or_default());
    theme.apply(&*root);
    let shortcuts = preferences.get(SHORTCUTS).is_none_or(|stored| stored != OFF);
    provide_context(Settings {
        theme: RwSignal::new(theme),
        shortcuts: RwSignal::new(shortcuts),
        page: StoredValue::new_local(page),
    });
    let root = StoredValue::new_local(root);
    Effect::new(move || {
        let tag = words.tag();
        root.with_value(|root| root.set_attribute("lang", Some(tag)));
    });
    (words, loading)
}

#[component]
pub fn Preferences() -> impl IntoView {
    let words = expect_words();
    let settings = expect_settings();
    let choose_theme = move |value: String| settings.choose_theme(Theme::read(&value));
    let choose_language = move |tag: String| {
        let page = settings.page.get_value();
        page.preferences.put(LANGUAGE, &tag);
        spawn_local(words.use_language(vec![tag], page.files));
    };
    let theme_is = move |theme: Theme| settings.theme.get() == theme;
    view! {
        <div class="preferences">
            <label class="preferences__item">
                <span class="preferences__label">{text!(words, shell.theme)}</span>
                <select class="select select--quiet" on:change:target=move |event| choose_theme(event.target().value())>
                    <option value="system" selected=move || theme_is(Theme::System)>{text!(words, shell.theme_system)}</option>
                    <option value="light" selected=move || theme_is(Theme::Light)>{text!(words, shell.theme_light)}</option>
                    <option value="dark" selected=move || theme_is(Theme::Dark)>{text!(words, shell.theme_dark)}</option>
                </select>
            </label>
            <label class="preferences__item">
                <span class="preferences__label">{text!(words, shell.language)}</span>
                <select class="select select--quiet" on:change:target=move |event| choose_language(event.target().value())>
                    {LANGUAGES
                        .map(|(tag, name)| {
                            view! { <option value=tag lang=tag translate="no" selected=move || words.tag() == tag>{name}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
        </div>
    }
}
