//! What all rows begin with: page after accepting, mail, message, language, copy, guest or member. Must not check a field:
//! `domain::invitation` does.

use leptos::prelude::*;

use crate::domain::invitation::{Field, Rules};
use crate::domain::language;
use crate::domain::rights::May;
use crate::ui::parts::{FieldBinding, SelectField, TextArea, TextField, sentence};
use crate::ui::state::{BulkContext, expect_bulk, expect_invite};
use crate::ui::words::{Words, expect_words, say, text};

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
                    <Language field=bind("bulk-language", Field::Language) />
                    <TextField
                        field=bind("bulk-cc", Field::Cc)
                        kind="email"
                        label=text!(words, invite.cc)
                        hint=text!(words, invite.cc_hint)
                    />
                </Show>
                <GuestOrMember field=bind("bulk-invite-as", Field::InviteAs) rules />
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

#[component]
fn Language(field: FieldBinding) -> impl IntoView {
    let words = expect_words();
    let chosen = field.value;
    // By their names in the language of the interface, which change with it.
    let sorted = move || {
        let mut named: Vec<_> = language::OFFERED.map(|tag| (words.language_with_own_name(tag), tag)).into();
        named.sort_by(|(one, _), (other, _)| words.compare(one, other));
        named
    };
    view! {
        <SelectField field label=text!(words, invite.language) hint=text!(words, invite.language_hint)>
            <option value="" selected=move || chosen.read().is_empty()>{text!(words, invite.language_auto)}</option>
            {move || {
                sorted()
                    .into_iter()
                    .map(|(name, tag)| {
                        view! { <option value=tag selected=move || *chosen.read() == tag>{name}</option> }
                    })
                    .collect_view()
            }}
        </SelectField>
    }
}

#[component]
fn GuestOrMember(field: FieldBinding, rules: Memo<Rules>) -> impl IntoView {
    let words = expect_words();
    let member = Memo::new(move |_| rules.with(|rules| rules.may_invite_members.unwrap_or(May::Unknown)));
    let hint = Signal::derive(move || match member.get() {
        May::Yes => say!(words, invite.as_hint),
        May::No => say!(words, invite.as_hint_no_member),
        May::Unknown => say!(words, invite.as_hint_unknown),
    });
    let chosen = field.value;
    view! {
        <SelectField field label=text!(words, invite.invite_as) hint>
            <option value="guest" selected=move || *chosen.read() == "guest">{text!(words, invite.as_guest)}</option>
            <option
                value="member"
                selected=move || *chosen.read() == "member"
                disabled=move || member.get() == May::No
            >
                {text!(words, invite.as_member)}
            </option>
        </SelectField>
    }
}
