//! Paths of Graph that the sandbox answers as Graph does if the caller has no licence: entitlement management and chats.
//! `tests/contract/not-imitated.js` lists them all.

use http::Method;

use super::call::Call;
use super::graph_error::GraphError;
use super::reply::Reply;
use super::service_error::ServiceError;

const GOVERNANCE_READ: &[&str] = &[
    "EntitlementManagement.Read.All",
    "EntitlementManagement.ReadWrite.All",
    "EntitlementMgmt-SubjectAccess.ReadWrite",
];
const GOVERNANCE_WRITE: &[&str] =
    &["EntitlementManagement.ReadWrite.All", "EntitlementMgmt-SubjectAccess.ReadWrite"];

/// Paths below `/identityGovernance`.
pub(super) fn governance(call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    let ["entitlementManagement", _, ..] = path else {
        let segment = path.last().copied().unwrap_or("identityGovernance");
        return Err(GraphError::NoSegment(segment.to_owned()));
    };
    let read = call.request.method == Method::GET;
    call.need_scope(if read { GOVERNANCE_READ } else { GOVERNANCE_WRITE })?;
    Err(ServiceError::GovernanceUnlicensed.into())
}

/// Paths below `/chats`.
pub(super) fn chats(call: &Call, path: &[&str]) -> Result<Reply, GraphError> {
    let scopes: &[&str] = match path {
        [] => &["Chat.Create"],
        [_, "messages"] => &["ChatMessage.Send"],
        [.., last] => return Err(GraphError::NoSegment((*last).to_owned())),
    };
    if call.request.method != Method::POST {
        return Err(GraphError::Method);
    }
    call.need_scope(scopes)?;
    Err(ServiceError::ChatUnlicensed.into())
}
