//! The portal cannot start: which key of config.json is wrong, or what the browser lacks.

use leptos::prelude::*;

use crate::app::config::ConfigProblem;
use crate::ui::parts::{click, effect, line};
use crate::ui::words::{Words, say, text};

use super::preferences::Preferences;

/// Why it cannot start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopWhy {
    /// config.json.
    Config(ConfigProblem),
    /// Plain http from another machine.
    Insecure,
}

/// Says why, and what to do.
#[component]
pub fn StopPage(
    /// Why.
    why: StopWhy,
    /// The language.
    words: Words,
    /// Loads the page anew.
    #[prop(into)]
    reload: Callback<()>,
) -> impl IntoView {
    provide_context(words);
    effect(move || document().set_title(&say!(words, shell.title, page = say!(words, stop.heading))));
    let insecure = why == StopWhy::Insecure;
    let text = move || match &why {
        StopWhy::Config(problem) => words.config_problem(problem),
        StopWhy::Insecure => say!(words, stop.insecure),
    };
    view! {
        <div class="stage">
            <main class="card stage__card" role="main">
                <p class="brand brand--large">{text!(words, brand)}</p>
                <h1>{text!(words, stop.heading)}</h1>
                <p role="alert" class="stop__why">{line(text)}</p>
                {(!insecure).then(|| view! {
                    <p class="quiet">{text!(words, stop.owner)}</p>
                    <button type="button" class="button button--primary" on:click=click(move || reload.run(()))>
                        {text!(words, stop.reload)}
                    </button>
                })}
            </main>
            <footer class="stage__foot"><Preferences /></footer>
        </div>
    }
}
