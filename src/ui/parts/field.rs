//! A labelled field: hint, warning and problem stand below it and are read out with it.

use leptos::prelude::*;

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
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let say_id = format!("{id}-say");
    // A memo, so that the paragraph changes with what it says and not with every letter that is typed.
    let said = Memo::new(move |_| match (problem.get(), warning.get()) {
        (Some(problem), _) => Some(("field__say field__say--problem", problem)),
        (None, Some(warning)) => Some(("field__say field__say--warning", warning)),
        (None, None) => None,
    });
    view! {
        <div class="field" class:field--wrong=move || problem.with(Option::is_some)>
            <label class="field__label" for=id>{label}</label>
            {children()}
            <div id=say_id>
                {move || said.get().map(|(class, text)| view! { <p class=class>{text}</p> })}
            </div>
            <p class="field__hint" id=hint_id>{hint}</p>
        </div>
    }
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
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-say {id}-hint")
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
                // A field that is taken off the page while it has the focus is left too, when nobody listens any more.
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
                on:input:target=move |event| on_input.run(event.target().value())
            ></textarea>
        </Field>
    }
}
