//! Settings in the control plane: as JSON, or as a form with one control for each setting.

mod setting_groups;

use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use super::account_settings::{self, current};
use super::answers::{self, Refusal, Refuse, completed, is_form};
use super::draft::{Draft, Problem, show};
use super::fields::{Field, SHOWN};
use super::{reply_form, reset};
use crate::settings::Settings;
use crate::tenant::Tenant;
use crate::web::{self, Form, Request, Response};

impl Draft {
    /// The list of errors, each with a link to its control.
    pub(super) fn summary(&self) -> Markup {
        html! {
            div.alert role="alert" tabindex="-1" autofocus {
                p { "Nothing was saved:" }
                ul {
                    @for problem in &self.problems {
                        li {
                            @match problem.path.as_deref().and_then(find) {
                                Some(field) => {
                                    a href={ "#" (field.path) } { (field.label) } ": " (problem.says)
                                }
                                None => (problem.says),
                            }
                        }
                    }
                }
            }
        }
    }
}

fn all_fields() -> impl Iterator<Item = Field> {
    setting_groups::all().into_iter().flat_map(|group| group.fields).chain(account_settings::all_switches())
}

fn find(path: &str) -> Option<Field> {
    all_fields().chain(reset::fields()).chain(reply_form::fields()).find(|field| field.path == path)
}

pub(super) fn as_json(tenant: &Tenant) -> Response {
    web::json(StatusCode::OK, &json!(tenant.settings))
}

/// Changes settings by JSON (a merge patch) or by a form of the index page. Settings that are not named keep their
/// values.
pub(super) fn change(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    if is_form(request) {
        let form = request.form();
        let known =
            |name: &str| [SHOWN, "section"].contains(&name) || all_fields().any(|field| field.path == name);
        if let Some(refused) = answers::unknown_field(&form, known) {
            return refused;
        }
        return match read(&tenant.settings, &form) {
            Ok(settings) => {
                let says = difference(&tenant.settings, &settings);
                tenant.apply_settings(settings);
                completed(tenant, request, says)
            }
            Err(problems) => refuse(tenant, request, Refusal::Controls(Draft { form, problems })),
        };
    }
    let change = serde_json::from_slice(&request.body).map_err(|error| error.to_string());
    match change.and_then(|change: Value| tenant.settings.with(&change)) {
        Ok(settings) => {
            tenant.apply_settings(settings);
            as_json(tenant)
        }
        Err(problem) => answers::bad_request(&problem),
    }
}

/// What a form has changed, in the words of its controls.
fn difference(before: &Settings, after: &Settings) -> String {
    let (before, after) = (current(before), current(after));
    let changed = |field: &Field| field.value(&before) != field.value(&after);
    let in_words = |field: Field| {
        let whose = field.path.strip_prefix("accounts/").and_then(|rest| rest.split('/').next());
        let whose = whose.map(|upn| format!("{upn}, ")).unwrap_or_default();
        format!("{whose}{}: {}", field.label, field.words(&after))
    };
    let changes: Vec<_> = all_fields().filter(changed).map(in_words).collect();
    match changes.as_slice() {
        [] => "Nothing changed: the settings had these values already.".into(),
        [change] => format!("Setting saved: {change}."),
        [..] => format!("Settings saved: {}.", changes.join("; ")),
    }
}

/// The settings with the changes of a form.
fn read(settings: &Settings, form: &Form) -> Result<Settings, Vec<Problem>> {
    let current = current(settings);
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    for field in all_fields() {
        let Some(typed) = field.typed(form).filter(|typed| *typed != field.text(&current)) else { continue };
        match field.read(&typed) {
            Ok(value) => changes.push((field, value)),
            Err(says) => problems.push(Problem { path: Some(field.path.to_string()), says }),
        }
    }
    match all(settings, &changes) {
        Ok(settings) if problems.is_empty() => Ok(settings),
        Ok(_) => Err(problems),
        Err(says) => {
            problems.push(attribute(settings, &changes, says));
            Err(problems)
        }
    }
}

fn all<'a>(
    settings: &Settings,
    changes: impl IntoIterator<Item = &'a (Field, Value)>,
) -> Result<Settings, String> {
    let mut whole = json!({});
    for (field, value) in changes {
        crate::merge_patch::merge(&mut whole, &field.change(value.clone()));
    }
    settings.with(&whole)
}

/// Finds the change that causes the error `says`: without it, the other changes do not give that error.
fn attribute(settings: &Settings, changes: &[(Field, Value)], says: String) -> Problem {
    let responsible = changes.iter().position(|(field, _)| {
        let others = changes.iter().filter(|(other, _)| other.path != field.path);
        all(settings, others).err().as_ref() != Some(&says)
    });
    let responsible = responsible.and_then(|index| changes.get(index));
    Problem { path: responsible.map(|(field, _)| field.path.to_string()), says }
}

/// The section "Settings" of the index page.
pub(super) fn section(tenant: &Tenant, draft: Option<&Draft>) -> Markup {
    let current = current(&tenant.settings);
    html! {
        p { "A change counts from the next call on. The name in grey is that of the setting in the API, for programs: "
            a href="/_sandbox/settings" { "settings as JSON" } "." }
        form method="post" action="/_sandbox/settings" {
            @for group in setting_groups::all() {
                @let fields = html! { @for field in &group.fields { (show(field, &current, draft)) } };
                @if group.folded {
                    @let open = draft.is_some_and(|draft| {
                        group.fields.iter().any(|field| draft.problem(field).is_some())
                    });
                    details open[open] { summary { (group.title) } fieldset { legend.unseen { (group.title) } (fields) } }
                } @else {
                    fieldset { legend { (group.title) } (fields) }
                }
            }
            div.actions { button.button.main type="submit" { "Save settings" } }
        }
    }
}

#[cfg(test)]
mod tests;
