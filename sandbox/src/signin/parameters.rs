//! Parameters of a request to the sign-in site.

use http::Method;

use crate::web::{Form, Request};

/// Parameters of an endpoint that accepts them as a query or as a form.
pub(super) struct Parameters<'a> {
    request: &'a Request,
    form: Option<Form>,
}

impl<'a> Parameters<'a> {
    pub(super) fn of(request: &'a Request) -> Self {
        Self { request, form: (request.method == Method::POST).then(|| request.declared_form()) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.form.as_ref().and_then(|form| form.get(name)).or_else(|| self.request.query(name))
    }

    /// A name that the query or the form has twice.
    pub(super) fn repeated(&self) -> Option<&str> {
        self.form.as_ref().and_then(Form::repeated).or_else(|| self.request.repeated())
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}
