//! A form of the index page with errors.

use maud::Markup;
use serde_json::Value;

use super::fields::Field;
use crate::web::Form;

/// A form with errors: what was typed, and the errors.
pub(super) struct Draft {
    pub(super) form: Form,
    pub(super) problems: Vec<Problem>,
}

/// An error of the control with this path; `None` when it belongs to no single control.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) path: Option<String>,
    pub(super) says: String,
}

impl Draft {
    /// The text of the control: what was typed, else the present value.
    pub(super) fn text(&self, field: &Field, current: &Value) -> String {
        field.typed(&self.form).unwrap_or_else(|| field.text(current))
    }

    pub(super) fn problem(&self, field: &Field) -> Option<&str> {
        let mine = |problem: &&Problem| problem.path.as_deref() == Some(field.path.as_ref());
        self.problems.iter().find(mine).map(|problem| problem.says.as_str())
    }
}

/// A control with what was typed, else with the present value.
pub(super) fn show(field: &Field, current: &Value, draft: Option<&Draft>) -> Markup {
    let text = draft.map_or_else(|| field.text(current), |draft| draft.text(field, current));
    field.show(&text, draft.and_then(|draft| draft.problem(field)))
}
