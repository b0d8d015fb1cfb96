//! The page for a configuration with which the portal cannot start. Must not need a session or the router.

use leptos::prelude::*;

use crate::app::config::ConfigProblem;
use crate::ui::parts::sentence;
use crate::ui::words::{Words, say, text};

use super::preferences::Preferences;

#[component]
pub fn StopPage(why: ConfigProblem, words: Words, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    provide_context(words);
    Effect::new(move || document().set_title(&say!(words, shell.title, page = say!(words, stop.heading))));
    let text = move || sentence(&words.config_problem(&why));
    view! {
        <div class="stage">
            <main class="card stage__card" role="main">
                <p class="brand brand--large" translate="no">{text!(words, brand)}</p>
                <h1>{text!(words, stop.heading)}</h1>
                <p role="alert" class="stop__why">{text}</p>
                <p class="quiet">{text!(words, stop.owner)}</p>
                <button type="button" class="button button--primary" on:click=move |_| reload.run(())>
                    {text!(words, stop.reload)}
                </button>
            </main>
            <footer class="stage__foot"><Preferences /></footer>
        </div>
    }
}
