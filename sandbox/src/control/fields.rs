//! A setting as a labelled form control: its HTML, and the value typed into it.
//!
//! Must not know which settings exist.

use std::borrow::Cow;

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::web::Form;

type Text = Cow<'static, str>;

pub(super) struct Field {
    /// The setting's JSON pointer without its first slash. It is also the name and the id of the control.
    pub(super) path: Text,
    pub(super) label: Text,
    /// The setting's name in JSON, shown beside the label; `None` when the control is no setting.
    pub(super) name: Option<Text>,
    /// A sentence of help, or empty.
    pub(super) hint: &'static str,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// One of these values; each comes with its label.
    Choice(&'static [(&'static str, &'static str)]),
    Number {
        least: i64,
        most: i64,
        /// Empty input means `null`.
        or_none: bool,
    },
    Switch,
    /// A list of strings, one per line.
    Lines,
    /// Empty input means `null`.
    Text,
    /// The cross-tenant access of one partner; see `PARTNER`.
    Partner,
}

/// The choices of `Kind::Partner` with their labels. They set only two members of the partner's rules.
const PARTNER: &[(&str, &str)] = &[
    ("default", "As for all others"),
    ("allowed", "Guests may come"),
    ("automatic", "Guests may come, and are not asked for consent"),
    ("blocked", "Guests are kept out"),
];

/// The name of a hidden field that lists the checkboxes in a form. A browser sends nothing for an unchecked one, so the
/// form must say which checkboxes it has.
pub(super) const SHOWN: &str = "shown";

/// A control for the setting at this path.
pub(super) fn field(path: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> Field {
    Field { name: Some(Cow::Owned(path.replace('/', "."))), ..unnamed(path, label, hint, kind) }
}

/// A control that is no setting.
pub(super) const fn unnamed(
    path: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: Kind,
) -> Field {
    Field { path: Cow::Borrowed(path), label: Cow::Borrowed(label), name: None, hint, kind }
}

pub(super) const fn number(least: i64, most: i64) -> Kind {
    Kind::Number { least, most, or_none: false }
}

impl Field {
    /// The value of this setting in the JSON of all settings.
    pub(super) fn value<'a>(&self, settings: &'a Value) -> &'a Value {
        settings.pointer(&format!("/{}", self.path)).unwrap_or(&Value::Null)
    }

    /// The value as the text of the control.
    pub(super) fn text(&self, settings: &Value) -> String {
        let value = self.value(settings);
        match self.kind {
            Kind::Switch => if value == &Value::Bool(true) { "on" } else { "" }.to_owned(),
            Kind::Lines => {
                let lines: Vec<_> =
                    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                lines.join("\n")
            }
            Kind::Partner => partner(value).to_owned(),
            Kind::Choice(_) | Kind::Text => value.as_str().unwrap_or_default().to_owned(),
            Kind::Number { .. } => value.as_i64().map(|number| number.to_string()).unwrap_or_default(),
        }
    }

    /// The value of this setting in the JSON of all settings, in words.
    pub(super) fn words(&self, settings: &Value) -> String {
        let text = self.text(settings);
        let label = self.choices().iter().find(|(value, _)| *value == text).map(|(_, label)| *label);
        match (self.kind, label) {
            (_, Some(label)) => label.to_owned(),
            (Kind::Switch, None) => if text == "on" { "on" } else { "off" }.to_owned(),
            (_, None) if text.is_empty() => "empty".to_owned(),
            (_, None) => text.replace('\n', ", "),
        }
    }

    /// What was typed; `None` when the form does not have this control.
    pub(super) fn typed(&self, form: &Form) -> Option<String> {
        match self.kind {
            Kind::Switch if form.get(&self.path).is_some() => Some("on".into()),
            Kind::Switch => form.all(SHOWN).any(|path| path == self.path).then(String::new),
            Kind::Choice(_) | Kind::Number { .. } | Kind::Lines | Kind::Text | Kind::Partner => {
                form.raw(&self.path).map(|text| text.trim().to_owned())
            }
        }
    }

    /// The typed text as a JSON value. The error is a sentence for the user.
    pub(super) fn read(&self, typed: &str) -> Result<Value, String> {
        match self.kind {
            Kind::Choice(choices) => choice(choices, typed).map(|()| typed.into()),
            Kind::Partner => choice(PARTNER, typed).map(|()| rules(typed)),
            Kind::Switch => Ok((typed == "on").into()),
            Kind::Lines => Ok(typed.split_whitespace().collect()),
            Kind::Text | Kind::Number { or_none: true, .. } if typed.is_empty() => Ok(Value::Null),
            Kind::Text => Ok(typed.into()),
            Kind::Number { least, most, .. } => match typed.parse::<i64>() {
                Ok(number) if (least..=most).contains(&number) => Ok(number.into()),
                Ok(_) | Err(_) => Err(format!("Enter a whole number from {least} to {most}.")),
            },
        }
    }

    /// A merge patch that sets this setting alone.
    pub(super) fn change(&self, value: Value) -> Value {
        self.path.rsplit('/').fold(value, |inner, name| json!({ name: inner }))
    }

    /// The control with label, hint and error.
    pub(super) fn show(&self, text: &str, problem: Option<&str>) -> Markup {
        let path = self.path.as_ref();
        let (hint, error) = (format!("{path}-hint"), format!("{path}-problem"));
        let described = match (self.hint.is_empty(), problem) {
            (true, None) => None,
            (false, None) => Some(hint.clone()),
            (true, Some(_)) => Some(error.clone()),
            (false, Some(_)) => Some(format!("{error} {hint}")),
        };
        let invalid = problem.map(|_| "true");
        let label = html! {
            div.name {
                label for=(path) { (self.label) }
                @if let Some(name) = &self.name { " " code { (name) } }
            }
        };
        let notes = html! {
            @if !self.hint.is_empty() { p.hint id=(hint) { (self.hint) } }
            @if let Some(problem) = problem { p.problem id=(error) { (problem) } }
        };
        html! {
            div.field {
                @match self.kind {
                    Kind::Switch => {
                        input type="hidden" name=(SHOWN) value=(path);
                        div.check {
                            input id=(path) name=(path) type="checkbox" value="on" checked[text == "on"]
                                aria-describedby=[described] aria-invalid=[invalid];
                            (label)
                        }
                        (notes)
                    }
                    Kind::Choice(_) | Kind::Partner => {
                        (label) (notes)
                        select id=(path) name=(path) aria-describedby=[described] aria-invalid=[invalid] {
                            @for (value, says) in self.choices() {
                                option value=(value) selected[*value == text] { (says) }
                            }
                        }
                    }
                    Kind::Number { least, most, .. } => {
                        (label) (notes)
                        input id=(path) name=(path) type="number" min=(least) max=(most) value=(text)
                            aria-describedby=[described] aria-invalid=[invalid];
                    }
                    Kind::Lines => {
                        (label) (notes)
                        textarea id=(path) name=(path) rows="3" cols="32" spellcheck="false"
                            aria-describedby=[described] aria-invalid=[invalid] { (text) }
                    }
                    Kind::Text => {
                        (label) (notes)
                        input id=(path) name=(path) type="text" value=(text) autocomplete="off"
                            aria-describedby=[described] aria-invalid=[invalid];
                    }
                }
            }
        }
    }

    fn choices(&self) -> &'static [(&'static str, &'static str)] {
        match self.kind {
            Kind::Choice(choices) => choices,
            Kind::Partner => PARTNER,
            Kind::Number { .. } | Kind::Switch | Kind::Lines | Kind::Text => &[],
        }
    }
}

fn choice(choices: &[(&str, &str)], typed: &str) -> Result<(), String> {
    let known = choices.iter().any(|(value, _)| *value == typed);
    if known { Ok(()) } else { Err("Choose one of the list.".into()) }
}

fn partner(rules: &Value) -> &'static str {
    let automatic = rules.pointer("/automaticUserConsentSettings/inboundAllowed");
    if rules.is_null() {
        "default"
    } else if rules.pointer("/b2bCollaborationInbound").and_then(Value::as_str) == Some("blocked") {
        "blocked"
    } else if automatic == Some(&Value::Bool(true)) {
        "automatic"
    } else {
        "allowed"
    }
}

fn rules(choice: &str) -> Value {
    if choice == "default" {
        return Value::Null;
    }
    let inbound = if choice == "blocked" { "blocked" } else { "allowed" };
    json!({
        "b2bCollaborationInbound": inbound,
        "automaticUserConsentSettings": { "inboundAllowed": choice == "automatic" },
    })
}

#[cfg(test)]
mod tests;
