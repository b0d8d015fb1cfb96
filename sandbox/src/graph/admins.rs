//! Checks of directory roles for policies and reports, by template id (the `wids` claim).

use super::call::Call;
use super::graph_error::GraphError;
use super::service_error::ServiceError;

// Template ids are the same in every tenant [inferred].
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";
const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
const SECURITY_READER: &str = "5d6b6bb7-de71-4623-b4af-96380a352509";
const SECURITY_OPERATOR: &str = "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f";
const SECURITY_ADMINISTRATOR: &str = "194ae4cb-b126-40b2-bd5b-6091b380977d";
const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a26ee74c451d";

/// Roles that may read audit logs and sign-ins [inferred].
const REPORT_READERS: &[&str] = &[
    GLOBAL_ADMINISTRATOR,
    REPORTS_READER,
    SECURITY_READER,
    SECURITY_OPERATOR,
    SECURITY_ADMINISTRATOR,
    GLOBAL_READER,
];

/// Permissions to read policies.
pub(super) const READ_POLICIES: &[&str] = &["Policy.Read.All"];

/// Roles that may change the authorization policy. Privileged Role Administrator is [documented]; Global Administrator
/// includes it.
const POLICY_WRITERS: &[&str] = &[GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/// Denied when the user's token has no role that may change the authorization policy. Apps need no role.
pub(super) fn need_policy_writer(call: &Call) -> Result<(), GraphError> {
    if holds_any(call, POLICY_WRITERS) { Ok(()) } else { Err(GraphError::Denied) }
}

/// Denied when the user's token has no role that may read reports. Apps need no role.
pub(super) fn need_report_reader(call: &Call) -> Result<(), GraphError> {
    if holds_any(call, REPORT_READERS) { Ok(()) } else { Err(ServiceError::ReportRole.into()) }
}

fn holds_any(call: &Call, roles: &[&str]) -> bool {
    call.person.is_none() || call.bearer.wids.iter().any(|id| roles.contains(&id.as_str()))
}
