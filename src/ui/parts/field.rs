//! A labelled field: hint, warning and problem stand below it and are read out with it.

use leptos::prelude::*;

use crate::ui::parts::{Inner, IntoPart};

use super::{event, flag, line, maybe};

/// Label, the control itself, and what is to say about it. The control must carry `id`, and
/// `aria-describedby="{id}-hint {id}-say"`.
#[component]
pub fn Field(
    /// The control's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A standing explanation; may be empty.
    #[prop(into)]
    hint: Signal<String>,
    /// What keeps it from being sent.
    #[prop(into, default = Signal::stored(None::<String>))]
    problem: Signal<Option<String>>,
    /// What one may want to know.
    #[prop(into, default = Signal::stored(None::<String>))]
    warning: Signal<Option<String>>,
    /// The control.
    children: Inner,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let say_id = format!("{id}-say");
    let said = move || match (problem.get(), warning.get()) {
        (Some(problem), _) => Some(("field__say field__say--problem", problem)),
        (None, Some(warning)) => Some(("field__say field__say--warning", warning)),
        (None, None) => None,
    };
    let class =
        line(move || (if problem.with(Option::is_some) { "field field--wrong" } else { "field" }).to_owned());
    view! {
        <div class=class>
            <label class="field__label" for=id>{label}</label>
            {children.draw()}
            <div id=say_id>
                {maybe(move || said().map(|(class, text)| view! { <p class=class>{text}</p> }.part()))}
            </div>
            <p class="field__hint" id=hint_id>{hint}</p>
        </div>
    }
    .part()
}

/// One line of text.
#[component]
pub fn TextField(
    /// The control's id.
    id: &'static str,
    /// `email`, `url` or `text`: which keyboard a phone shows.
    #[prop(default = "text")]
    kind: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A standing explanation.
    #[prop(into)]
    hint: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// The field was left.
    #[prop(into)]
    on_leave: Callback<()>,
    /// What keeps it from being sent.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// What one may want to know.
    #[prop(into, default = Signal::stored(None::<String>))]
    warning: Signal<Option<String>>,
    /// Whether it matters at the moment.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// Whether it must be filled in.
    #[prop(default = false)]
    required: bool,
) -> impl IntoView {
    view! {
        <Field id label hint problem warning>
            <input
                class="input"
                id=id
                // The browser's own checks for email and url differ from the service's.
                type="text"
                inputmode=kind
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                required=required
                disabled=disabled
                aria-invalid=flag(move || problem.with(Option::is_some))
                aria-describedby=format!("{id}-say {id}-hint")
                prop:value=value
                on:input=event(move |event| { on_input.try_run(event_target_value(&event)); })
                on:blur=move |_| { on_leave.try_run(()); }
            />
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The control's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A standing explanation.
    #[prop(into)]
    hint: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Whether it matters at the moment.
    #[prop(into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <Field id label hint>
            <textarea
                class="input input--area"
                id=id
                rows="4"
                disabled=disabled
                aria-describedby=format!("{id}-say {id}-hint")
                prop:value=value
                on:input=event(move |event| { on_input.try_run(event_target_value(&event)); })
            ></textarea>
        </Field>
    }
}
