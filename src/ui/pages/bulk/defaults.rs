//! What all rows begin with: page after accepting, mail, message, language, copy, guest or member. Must not check a field:
//! `domain::invitation` does.

use leptos::prelude::*;

use crate::domain::invitation::{Field, Rules};
use crate::ui::parts::{FieldBinding, GuestOrMemberField, LanguageField, TextArea, TextField, sentence};
use crate::ui::state::{BulkContext, expect_bulk, expect_invite};
use crate::ui::words::{Words, expect_words, text};

#[component]
pub(super) fn Defaults() -> impl IntoView {
    let words = expect_words();
    let (bulk, invite) = (expect_bulk(), expect_invite());
    let rules = Memo::new(move |_| invite.rules());
    let bind = move |id, field| bind(bulk, rules, words, id, field);
    let mailed = Memo::new(move |_| bulk.defaults().read().send_mail);
    let summary = Memo::new(move |_| bulk.defaults().with(|draft| words.invitation_options(draft)));
    view! {
        <details class="bulk__setting">
            <summary>
                <span class="bulk__name">{text!(words, bulk.defaults)}</span>
                " "
                <span class="quiet">{move || sentence(&summary.read())}</span>
            </summary>
            <div class="bulk__fields">
                <p class="quiet">{text!(words, bulk.defaults_hint)}</p>
                <TextField
                    field=bind("bulk-redirect", Field::Redirect)
                    kind="url"
                    label=text!(words, invite.redirect)
                    hint=text!(words, invite.redirect_hint)
                    required=true
                />
                <label class="switch">
                    <input
                        type="checkbox"
                        class="switch__box"
                        prop:checked=mailed
                        on:change:target=move |event| {
                            bulk.change_defaults(|draft| draft.send_mail = event.target().checked());
                        }
                    />
                    <span>{text!(words, invite.send_mail)}</span>
                </label>
                <Show when=move || mailed.get()>
                    <TextArea
                        field=bind("bulk-message", Field::Message)
                        label=text!(words, invite.message)
                        hint=text!(words, invite.message_hint)
                    />
                    <LanguageField field=bind("bulk-language", Field::Language) />
                    <TextField
                        field=bind("bulk-cc", Field::Cc)
                        kind="email"
                        label=text!(words, invite.cc)
                        hint=text!(words, invite.cc_hint)
                    />
                </Show>
                <GuestOrMemberField field=bind("bulk-invite-as", Field::InviteAs) rules />
            </div>
        </details>
    }
}

fn bind(bulk: BulkContext, rules: Memo<Rules>, words: Words, id: &'static str, field: Field) -> FieldBinding {
    let defaults = bulk.defaults();
    FieldBinding {
        id,
        value: Memo::new(move |_| defaults.with(|draft| draft.text(field).to_owned())),
        on_input: Callback::new(move |text| bulk.change_defaults(|draft| draft.set_text(field, text))),
        on_paste: Callback::new(|_| false),
        on_leave: Callback::new(move |()| {
            bulk.change_defaults(|draft| {
                draft.tidy(field);
            });
        }),
        problem: Memo::new(move |_| {
            let problem = defaults.with(|draft| rules.with(|rules| draft.problem(field, rules)));
            problem.map(|problem| words.field_problem(&problem))
        }),
        warning: Memo::new(move |_| {
            let warnings = defaults.with(|draft| rules.with(|rules| draft.warnings(field, rules)));
            warnings.first().map(|warning| words.field_warning(warning))
        }),
    }
}
