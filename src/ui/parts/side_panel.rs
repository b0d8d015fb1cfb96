//! A panel beside the page where the window is wide enough, and a modal dialog where it is not. In both cases it is one element
//! of the browser (`<dialog>`), opened in one way or the other. Must not know what stands in it.

use leptos::ev::{keydown, resize};
use leptos::html;
use leptos::prelude::*;

use super::focus::{
    focus_at_edge, focus_if_there, focus_search, is_covered, is_focus_in_or_lost, is_in_field,
};

/// The smallest width of a window with room for a panel beside the page, in CSS pixels.
const WIDE: f64 = 1_100.0;

/// The heading in it has the id of the panel with `-heading` behind it, and gets the focus when the panel opens.
#[component]
pub fn SidePanel(
    id: &'static str,
    /// The id of what it shows; `None` while it is closed. Where an element has this id, it gets the focus at the end.
    #[prop(into)]
    opener: Signal<Option<String>>,
    /// The id of the element that gets the focus at the end otherwise. Without this one, the page's search field gets it.
    or: &'static str,
    /// The name of the panel.
    #[prop(into)]
    label: Signal<String>,
    /// Called when the person closes it.
    #[prop(into)]
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let wide = RwSignal::new(is_wide());
    let resizing = window_event_listener(resize, move |_| {
        if wide.get_untracked() != is_wide() {
            wide.update(|wide| *wide = !*wide);
        }
    });
    // The browser closes a modal dialog by Escape, and nothing else.
    let escaping = window_event_listener(keydown, move |event| {
        let beside = wide.get_untracked() && opener.with_untracked(Option::is_some);
        let elsewhere = is_covered() || (is_in_field() && !is_focus_in_or_lost(id));
        if event.key() == "Escape" && beside && !elsewhere && !event.default_prevented() {
            event.prevent_default();
            on_close.run(());
        }
    });
    on_cleanup(move || {
        resizing.remove();
        escaping.remove();
    });
    Effect::new(move |before: Option<(Option<String>, bool)>| {
        let now = (opener.get(), wide.get());
        let (last, was_wide) = before.unwrap_or_default();
        let Some(dialog) = dialog.get() else { return (None, now.1) };
        let Some(opened_by) = &now.0 else {
            let returns = is_focus_in_or_lost(id);
            dialog.close();
            if let Some(last) = last.filter(|_| returns)
                && !focus_if_there(&last)
                && !focus_if_there(or)
            {
                focus_search();
            }
            return now;
        };
        if dialog.open() && was_wide != now.1 {
            dialog.close();
        }
        if !dialog.open() {
            // A press beside a panel is for the page, and a press beside a dialog closes it. Not all browsers know this.
            let _ = dialog.set_attribute("closedby", if now.1 { "none" } else { "any" });
            if now.1 {
                dialog.show();
            } else {
                let _ = dialog.show_modal();
            }
        }
        if last.as_ref() != Some(opened_by) {
            focus_at_edge(&format!("{id}-heading"));
        }
        now
    });
    let closed = move |_| {
        let open = dialog.get_untracked().is_some_and(|dialog| dialog.open());
        if !open && opener.with_untracked(Option::is_some) {
            on_close.run(());
        }
    };
    view! {
        <dialog id=id class="side" node_ref=dialog aria-label=label on:close=closed>
            {children()}
        </dialog>
    }
}

fn is_wide() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_none_or(|width| width >= WIDE)
}
