//! What the dialogs say: the keyboard shortcuts and the switch for them; version, licence, and which data goes where.
//! Must not know how a shortcut is read.

use leptos::prelude::*;

use crate::ui::pages::preferences::expect_settings;
use crate::ui::parts::{CopyId, sentence};
use crate::ui::state::expect_session;
use crate::ui::words::{expect_words, named, say, text};

use super::choice::{Help, OpenHelp};
use super::session_log::SessionLog;

#[component]
pub(in crate::ui::pages) fn HelpContent() -> impl IntoView {
    let open = expect_context::<OpenHelp>();
    move || {
        open.get().map(|help| match help {
            Help::Shortcuts => view! { <Shortcuts /> }.into_any(),
            Help::About => view! { <About /> }.into_any(),
            Help::Log => view! { <SessionLog /> }.into_any(),
        })
    }
}

#[component]
fn Shortcuts() -> impl IntoView {
    let words = expect_words();
    let settings = expect_settings();
    view! {
        <dl class="facts">
            <Keys keys=&["/"] does=text!(words, guests.search) />
            <Keys keys=&["g", "i"] does=text!(words, help.go_invite) />
            <Keys keys=&["g", "g"] does=text!(words, help.go_guests) />
            <Keys keys=&["?"] does=text!(words, help.show) />
        </dl>
        <h3>{text!(words, help.list)}</h3>
        <dl class="facts">
            <NamedKeys keys=text!(words, help.list_move_keys) does=text!(words, help.list_move) />
            <NamedKeys keys=text!(words, help.list_select_keys) does=text!(words, help.list_select) />
            <NamedKeys keys=text!(words, help.list_range_keys) does=text!(words, help.list_range) />
            <Keys keys=&["Ctrl+A"] does=text!(words, help.list_all) />
            <Keys keys=&["Ctrl+C"] does=text!(words, help.list_copy) />
            <NamedKeys keys=text!(words, help.list_open_keys) does=text!(words, help.list_open) />
            <NamedKeys keys=text!(words, help.list_leave_keys) does=text!(words, help.list_leave) />
        </dl>
        <div>
            <label class="switch">
                <input
                    type="checkbox"
                    class="switch__box"
                    aria-describedby="help-use-hint"
                    prop:checked=move || settings.shortcuts()
                    on:change:target=move |event| settings.use_shortcuts(event.target().checked())
                />
                {text!(words, help.enabled)}
            </label>
            <p class="quiet" id="help-use-hint">{text!(words, help.enabled_hint)}</p>
        </div>
    }
}

#[component]
fn Keys(keys: &'static [&'static str], does: Signal<String>) -> impl IntoView {
    let words = expect_words();
    let shown = keys.iter().enumerate().map(|(at, key)| {
        let then = (at > 0).then(|| view! { <span class="quiet">" "{text!(words, help.then)}" "</span> });
        view! {
            {then}
            <kbd translate="no">{*key}</kbd>
        }
    });
    let shown = shown.collect_view();
    view! { <div class="facts__row facts__row--keys"><dt>{does}</dt><dd>{shown}</dd></div> }
}

/// Keys that have a name in each language.
#[component]
fn NamedKeys(keys: Signal<String>, does: Signal<String>) -> impl IntoView {
    view! { <div class="facts__row facts__row--keys"><dt>{does}</dt><dd><kbd>{keys}</kbd></dd></div> }
}

#[component]
fn About() -> impl IntoView {
    let words = expect_words();
    let config = expect_session().portal().config.clone();
    let cloud = config.cloud;
    let to_microsoft = move || {
        let host = |address: &str| named(address.trim_start_matches("https://"));
        say!(
            words,
            help.flow_microsoft,
            login = host(cloud.login.as_str()),
            graph = host(cloud.graph.as_str())
        )
    };
    let app = config.client_id.to_string();
    view! {
        <dl class="facts">
            <div class="facts__row"><dt>{text!(words, help.version)}</dt><dd translate="no">{env!("CARGO_PKG_VERSION")}</dd></div>
            <div class="facts__row"><dt>{text!(words, help.license)}</dt><dd translate="no">{env!("CARGO_PKG_LICENSE")}</dd></div>
            <div class="facts__row">
                <dt>{text!(words, help.app)}</dt>
                <dd class="facts__id"><span translate="no">{app.clone()}</span><CopyId id=Signal::stored(app) named=text!(words, help.app) /></dd>
            </div>
        </dl>
        <h3>{text!(words, help.flow)}</h3>
        <ul class="dialog__list">
            <li>{move || sentence(&to_microsoft())}</li>
            <li>{text!(words, help.flow_host)}</li>
            <li>{text!(words, help.flow_browser)}</li>
        </ul>
        <h3>{text!(words, help.docs)}</h3>
        <p>{text!(words, help.docs_text)}</p>
    }
}
