//! `/auditLogs`: changes in the directory, and sign-ins.
//!
//! Both need a permission and, for users, one of the roles that may read reports; sign-ins also need a premium licence.
//! Throttling is in `limits`.

mod directory_audit;
mod sign_in;

use http::Method;

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::service_error::ServiceError;
use super::{admins, lists};
use crate::audit::Event;
use crate::audit::sign_ins::SignIn;
use crate::odata::list::{self, Source};
use crate::odata::shape::Shape;
use crate::tenant::Tenant;

const AUDITS: &str = "auditLogs/directoryAudits";
const SIGN_INS: &str = "auditLogs/signIns";

/// Handles a call below `/auditLogs`.
pub(super) fn handle(tenant: &Tenant, call: &Call, rest: &[&str]) -> Result<Reply, GraphError> {
    let known = matches!(rest, ["directoryAudits" | "signIns"] | ["directoryAudits" | "signIns", _]);
    if let (false, Some(last)) = (known, rest.last()) {
        return Err(GraphError::NoSegment((*last).to_owned()));
    }
    // In a cloud without this report the segment is unknown [inferred].
    if rest.first() == Some(&"directoryAudits") && !tenant.directory.cloud().has_directory_audits() {
        return Err(GraphError::NoSegment("directoryAudits".to_owned()));
    }
    if call.request.method != Method::GET {
        return Err(GraphError::Method);
    }
    if !call.has_any_scope(&["AuditLog.Read.All"]) {
        return Err(ServiceError::ReportPermission.into());
    }
    admins::need_report_reader(call)?;
    match rest {
        ["directoryAudits"] => audits(tenant, call),
        ["directoryAudits", id] => audit(tenant, call, id),
        ["signIns"] => sign_ins(tenant, call),
        ["signIns", id] => sign_in(tenant, call, id),
        [..] => Err(GraphError::NoSegment("auditLogs".into())),
    }
}

fn audits(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    let list = list::read::<Event>(call.list_query())?;
    let shape = Shape::new(list.select.as_deref(), None)?;
    let events = events(tenant, call);
    let reply = lists::page(call, AUDITS, &list, &Source::all(&events), |event| {
        let mut body = shape.object(event);
        directory_audit::fill_targets(event, &mut body);
        Ok(body)
    })?;
    Ok(with_tips(call, reply, AUDITS, "activityDateTime,activityDisplayName"))
}

/// [documented] A list without `$select` contains the advice to use it. [inferred] The names in it are the first two
/// properties.
fn with_tips(call: &Call, mut reply: Reply, set: &str, names: &str) -> Reply {
    if call.request.query("$select").is_none() {
        let tips = format!(
            "Use $select to choose only the properties your app needs, as this can lead to performance improvements. \
             For example: GET {set}?$select={names}"
        );
        reply.annotate("@microsoft.graph.tips", tips);
    }
    reply
}

fn audit(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    let events = events(tenant, call);
    let found = events.iter().find(|event| event.full_id().eq_ignore_ascii_case(id));
    let event = found.ok_or_else(|| ServiceError::NoReport(id.to_owned()))?;
    let select = call.select();
    let mut body = Shape::new(select.as_deref(), None)?.object(event);
    directory_audit::fill_targets(event, &mut body);
    Ok(lists::entity(call, &format!("{}/$entity", lists::selected(AUDITS, select.as_deref())), body))
}

fn events(tenant: &Tenant, call: &Call) -> Vec<Event> {
    tenant.audit.events(&tenant.directory, tenant.settings.licence.retention_days(), call.now)
}

fn sign_ins(tenant: &Tenant, call: &Call) -> Result<Reply, GraphError> {
    licensed(tenant)?;
    let all = tenant.audit.sign_ins(&tenant.directory, tenant.settings.licence.retention_days(), call.now);
    let reply = lists::list(call, SIGN_INS, &Source::all(&all))?;
    Ok(with_tips(call, reply, SIGN_INS, "appDisplayName,appId"))
}

fn sign_in(tenant: &Tenant, call: &Call, id: &str) -> Result<Reply, GraphError> {
    licensed(tenant)?;
    let all = tenant.audit.sign_ins(&tenant.directory, tenant.settings.licence.retention_days(), call.now);
    let found = all.iter().find(|one: &&SignIn| one.id.to_string().eq_ignore_ascii_case(id));
    lists::single(call, SIGN_INS, found.ok_or_else(|| ServiceError::NoReport(id.to_owned()))?)
}

/// Sign-ins need a premium licence.
fn licensed(tenant: &Tenant) -> Result<(), GraphError> {
    if tenant.settings.licence.is_premium() { Ok(()) } else { Err(GraphError::Premium) }
}
