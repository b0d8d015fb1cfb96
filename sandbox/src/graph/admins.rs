//! Directory roles that open doors beside the inviting ones, by their template ids: the values of the `wids` claim.

use super::{Call, Refusal};

// Template ids are the same in every tenant [K].
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/// May change the authorization policy; documented as Privileged Role Administrator, who a Global Administrator is too.
const POLICY_WRITERS: &[&str] = &[GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/// Whether the token may change the authorization policy as far as roles go. Apps of their own need none.
pub(super) fn need_policy_writer(call: &Call) -> Result<(), Refusal> {
    if holds_any(call, POLICY_WRITERS) { Ok(()) } else { Err(Refusal::Denied) }
}

fn holds_any(call: &Call, roles: &[&str]) -> bool {
    call.person.is_none() || call.bearer.wids.iter().any(|id| roles.contains(&id.as_str()))
}
