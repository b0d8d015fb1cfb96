//! A labelled field. Hint, warning and problem are shown below it, and a screen reader reads them with it. Must not
//! know which field it is.

use leptos::prelude::*;

use super::sentence;

/// The label and texts of a control. The control in `children` must have `id` and
/// `aria-describedby="{id}-say {id}-hint"`.
#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    /// An explanation that is always shown; may be empty.
    #[prop(into)]
    hint: Signal<String>,
    /// Why the form cannot be sent with this value.
    #[prop(into, default = Signal::stored(None::<String>))]
    problem: Signal<Option<String>>,
    /// A hint about the value. It is shown only without a problem.
    #[prop(into, default = Signal::stored(None::<String>))]
    warning: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let say_id = format!("{id}-say");
    // A memo, so that the paragraph is replaced only when its text changes, and not after every typed letter.
    let shown = Memo::new(move |_| match (problem.get(), warning.get()) {
        (Some(problem), _) => Some(("field__say field__say--problem", problem)),
        (None, Some(warning)) => Some(("field__say field__say--warning", warning)),
        (None, None) => None,
    });
    view! {
        <div class="field" class:field--wrong=move || problem.with(Option::is_some)>
            <label class="field__label" for=id>{label}</label>
            {children()}
            <div id=say_id class="field__says">
                {move || shown.get().map(|(class, text)| view! { <p class=class>{sentence(&text)}</p> })}
            </div>
            <p class="field__hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// The values and callbacks of a control.
#[derive(Clone, Copy)]
pub struct FieldBinding {
    pub id: &'static str,
    pub value: Memo<String>,
    /// Called with the new value.
    pub on_input: Callback<String>,
    /// Called with a text that is pasted into an empty control. Returns whether it was taken over, so that the browser must
    /// not insert it.
    pub on_paste: Callback<String, bool>,
    /// Called when the control loses the focus.
    pub on_leave: Callback<()>,
    /// Why the form cannot be sent with this value.
    pub problem: Memo<Option<String>>,
    /// A hint about the value.
    pub warning: Memo<Option<String>>,
}

#[component]
pub fn TextField(
    field: FieldBinding,
    /// The `inputmode`: `email`, `url` or `text`. It decides which keyboard a phone shows.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(into)] label: Signal<String>,
    /// A standing explanation.
    #[prop(into)]
    hint: Signal<String>,
    /// Whether it cannot be used at the moment.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// Whether it must be filled in.
    #[prop(default = false)]
    required: bool,
) -> impl IntoView {
    let FieldBinding { id, value, on_input, on_paste, on_leave, problem, warning } = field;
    view! {
        <Field id label hint problem warning>
            <input
                class="input"
                id=id
                // For the types email and url, browsers have their own checks, which differ from the service's.
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
                on:paste=move |event| {
                    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
                    // Into a text that is already there, the browser inserts as usual.
                    if let Some(text) = text && value.read_untracked().is_empty() && on_paste.run(text) {
                        event.prevent_default();
                    }
                }
                // A field that is removed while it has the focus loses it too, but its callback no longer exists then.
                on:blur=move |_| { on_leave.try_run(()); }
            />
        </Field>
    }
}

#[component]
pub fn TextArea(
    field: FieldBinding,
    #[prop(into)] label: Signal<String>,
    /// A standing explanation.
    #[prop(into)]
    hint: Signal<String>,
) -> impl IntoView {
    let FieldBinding { id, value, on_input, on_leave, warning, .. } = field;
    view! {
        <Field id label hint warning>
            <textarea
                class="input input--area"
                id=id
                rows="4"
                aria-describedby=format!("{id}-say {id}-hint")
                prop:value=value
                on:input:target=move |event| on_input.run(event.target().value())
                on:blur=move |_| { on_leave.try_run(()); }
            ></textarea>
        </Field>
    }
}

/// `children` are the options.
#[component]
pub fn SelectField(
    /// The value of the chosen option.
    field: FieldBinding,
    #[prop(into)] label: Signal<String>,
    /// A standing explanation.
    #[prop(into)]
    hint: Signal<String>,
    /// Whether it cannot be used at the moment.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let FieldBinding { id, on_input, on_leave, problem, warning, .. } = field;
    view! {
        <Field id label hint problem warning>
            <select
                class="select"
                id=id
                disabled=disabled
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-say {id}-hint")
                on:change:target=move |event| on_input.run(event.target().value())
                on:blur=move |_| { on_leave.try_run(()); }
            >
                {children()}
            </select>
        </Field>
    }
}
