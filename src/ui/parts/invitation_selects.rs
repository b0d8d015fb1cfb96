//! The two fields of an invitation that are chosen from a list: language of the mail, and guest or member. Must not know
//! whether they are of one invitation or of a list.

use leptos::prelude::*;

use crate::domain::invitation::Rules;
use crate::domain::language;
use crate::domain::rights::May;
use crate::ui::words::{expect_words, say, text};

use super::field::{FieldBinding, SelectField};

#[component]
pub fn LanguageField(field: FieldBinding) -> impl IntoView {
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
pub fn GuestOrMemberField(field: FieldBinding, rules: Memo<Rules>) -> impl IntoView {
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
