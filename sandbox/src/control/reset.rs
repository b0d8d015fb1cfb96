//! `POST /_sandbox/reset`: a new directory and default settings.

use maud::{Markup, html};
use serde::Deserialize;

use super::answers::{Refusal, Refuse, bad_request, completed, is_form, unknown_field};
use super::draft::{Draft, Problem};
use super::fields::{Field, Kind, field};
use crate::directory::{DeletionState, Directory, GuestState, User, UserType};
use crate::tenant::Tenant;
use crate::web::{Form, Request, Response};

const MAX_GUESTS: u32 = 300_000;

/// A missing member means the value given at the start of the program.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ResetRequest {
    guests: Option<u32>,
    seed: Option<u64>,
    untidy: Option<u32>,
}

/// The controls of the form. They are not settings.
pub(super) fn fields() -> [Field; 3] {
    [
        field(
            "guests",
            "Number of guests",
            "0 to 300,000. Empty: as at the start.",
            Kind::Number { least: 0, most: 300_000, or_none: true },
        ),
        field(
            "seed",
            "Seed of the generated people",
            "The same number gives the same people. Another one ends all sessions. Empty: as at the start.",
            Kind::Number { least: 0, most: i64::MAX, or_none: true },
        ),
        field(
            "untidy",
            "Percent of untidy guests",
            "These have unusual names, addresses and origins, or missing values. Empty: as at the start.",
            Kind::Number { least: 0, most: 100, or_none: true },
        ),
    ]
}

/// Handles `POST /_sandbox/reset`, as JSON or as a form.
pub(super) fn handle(tenant: &mut Tenant, request: &Request, refuse: Refuse) -> Response {
    if is_form(request) {
        let form = request.form();
        if let Some(refused) = unknown_field(&form, |name| fields().iter().any(|field| field.path == name)) {
            return refused;
        }
        return match typed(&form) {
            Ok(wanted) => {
                tenant.reset(wanted.guests, wanted.seed, wanted.untidy);
                let says = done(tenant);
                completed(tenant, request, says)
            }
            Err(problems) => refuse(tenant, request, Refusal::Controls(Draft { form, problems })),
        };
    }
    let wanted = if request.body.is_empty() {
        Ok(ResetRequest::default())
    } else {
        let wanted = serde_json::from_slice::<Option<ResetRequest>>(&request.body);
        wanted.map(Option::unwrap_or_default).map_err(|error| error.to_string())
    };
    match wanted {
        Ok(wanted) if wanted.guests.is_some_and(|guests| guests > MAX_GUESTS) => {
            bad_request(&format!("guests must be between 0 and {MAX_GUESTS}"))
        }
        Ok(wanted) if wanted.untidy.is_some_and(|percent| percent > 100) => {
            bad_request("untidy must be between 0 and 100")
        }
        Ok(wanted) => {
            tenant.reset(wanted.guests, wanted.seed, wanted.untidy);
            let says = done(tenant);
            completed(tenant, request, says)
        }
        Err(problem) => bad_request(&problem),
    }
}

fn done(tenant: &Tenant) -> String {
    let seed = tenant.current_seed();
    format!(
        "Tenant reset with {} guests (seed {}, {} percent untidy). Settings are the defaults, faults and logs are empty.",
        seed.guests, seed.number, seed.untidy
    )
}

fn typed(form: &Form) -> Result<ResetRequest, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut number = |field: Field| match field.read(&field.typed(form).unwrap_or_default()) {
        Ok(value) => value.as_u64(),
        Err(says) => {
            problems.push(Problem { path: Some(field.path.into_owned()), says });
            None
        }
    };
    let [guests, seed, untidy] = fields().map(&mut number);
    let [guests, untidy] =
        [guests, untidy].map(|number| number.and_then(|number| u32::try_from(number).ok()));
    if problems.is_empty() { Ok(ResetRequest { guests, seed, untidy }) } else { Err(problems) }
}

/// The section "Directory" of the index page.
pub(super) fn section(tenant: &Tenant, draft: Option<&Draft>) -> Markup {
    let seed = tenant.current_seed();
    html! {
        table.counts {
            caption { "What the directory holds" }
            thead { tr { th scope="col" { "Kind" } th scope="col" { "How many" } } }
            tbody {
                @for (kind, count) in counts(&tenant.directory) {
                    tr { th scope="row" { (kind) } td { (count) } }
                }
            }
        }
        p.quiet { "Made with " (seed.guests) " guests from seed " (seed.number) "; " (seed.untidy)
            " percent of them are untidy." }
        h3 { "Start again" }
        p { "Directory, settings, faults, outbox and log go back to the beginning. Empty fields keep the values that the \
            program was started with." }
        form method="post" action="/_sandbox/reset" {
            @for field in &fields() {
                @let text = draft.and_then(|draft| field.typed(&draft.form)).unwrap_or_default();
                (field.show(&text, draft.and_then(|draft| draft.problem(field))))
            }
            div.actions { button.button type="submit" { "Reset the tenant" } }
        }
    }
}

fn counts(directory: &Directory) -> [(&'static str, usize); 10] {
    let of = |wanted: &dyn Fn(&User) -> bool| directory.users().iter().filter(|user| wanted(user)).count();
    let here = |user: &User| user.deletion_state == DeletionState::Present;
    let guest = |user: &User| here(user) && user.user_type == Some(UserType::Guest);
    let state = |state| of(&|user| guest(user) && user.state == state);
    [
        (
            "Members",
            of(&|user| here(user) && user.user_type == Some(UserType::Member) && !user.is_external()),
        ),
        (
            "External members",
            of(&|user| here(user) && user.user_type == Some(UserType::Member) && user.is_external()),
        ),
        ("Guests", of(&guest)),
        ("Guests who accepted", state(Some(GuestState::Accepted))),
        ("Guests who did not accept yet", state(Some(GuestState::PendingAcceptance))),
        ("Guests without a state", state(None)),
        ("Users without a user type", of(&|user| here(user) && user.user_type.is_none())),
        ("Deleted users", of(&|user| user.deleted().is_some())),
        ("Groups", directory.groups.len()),
        ("Contacts", directory.contacts.len()),
    ]
}
