//! Theme and language: kept on this machine, applied to the document.

use std::future::Future;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::ports::{Desk, Formats};
use crate::ui::words::{LANGUAGES, Words, expect_words, text};

const THEME: &str = "guestlist.theme";
const LANGUAGE: &str = "guestlist.language";

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
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

    fn apply(self, desk: &dyn Desk) {
        desk.mark_document("data-theme", (self != Self::System).then(|| self.tag()));
    }
}

/// The settings as signals, in context.
#[derive(Clone, Copy)]
struct Chosen {
    theme: RwSignal<Theme>,
    desk: StoredValue<Rc<dyn Desk>, LocalStorage>,
}

/// Reads the settings, puts them in context, and keeps the document in step with the language. The second part ends when
/// the words are there.
pub fn apply_preferences(desk: Rc<dyn Desk>, formats: Rc<dyn Formats>) -> (Words, impl Future<Output = ()>) {
    let chosen: Vec<String> = desk.setting(LANGUAGE).into_iter().chain(desk.languages()).collect();
    let words = Words::new(formats);
    let speaking = words.speak(chosen, Rc::clone(&desk));
    let theme = Theme::read(&desk.setting(THEME).unwrap_or_default());
    theme.apply(&*desk);
    let desk = StoredValue::new_local(desk);
    provide_context(Chosen { theme: RwSignal::new(theme), desk });
    Effect::new(move || {
        let tag = words.tag();
        desk.with_value(|desk| desk.mark_document("lang", Some(tag)));
    });
    (words, speaking)
}

/// The two lists to choose from.
#[component]
pub fn Preferences() -> impl IntoView {
    let words = expect_words();
    let chosen = expect_context::<Chosen>();
    let choose_theme = move |value: String| {
        let theme = Theme::read(&value);
        chosen.theme.set(theme);
        chosen.desk.with_value(|desk| {
            theme.apply(&**desk);
            desk.keep_setting(THEME, theme.tag());
        });
    };
    let choose_language = move |tag: String| {
        let desk = chosen.desk.get_value();
        desk.keep_setting(LANGUAGE, &tag);
        spawn_local(words.speak(vec![tag], desk));
    };
    let theme_is = move |theme: Theme| chosen.theme.get() == theme;
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
                            view! { <option value=tag lang=tag selected=move || words.tag() == tag>{name}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
        </div>
    }
}
