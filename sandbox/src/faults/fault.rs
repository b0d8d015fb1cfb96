//! The faults, with their JSON in the control plane.

use http::HeaderValue;
use serde::{Deserialize, Serialize};

use super::scripted_reply::ScriptedReply;

/// What happens to a request. The JSON of the control plane has these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Fault {
    /// 429 with the documented body. Without `retryAfter` the response has no such header.
    Throttle {
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// A failure instead of the response: at Graph in its error shape; for 502 and 504, and at the other sites, an HTML
    /// page of a gateway.
    Status {
        code: u16,
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// The normal response, delayed by `ms` milliseconds.
    Hold { ms: u32 },
    /// The connection is closed without a response, after the request took effect or before.
    HangUp {
        #[serde(default)]
        after: bool,
    },
    /// The request takes effect, and the response is unreadable.
    Malformed { kind: Malformation },
    /// A list gets a wrong next link.
    NextLink { kind: LinkTarget },
    /// A list gets this next link.
    LinkTo { url: String },
    /// A 302 to this address, which Graph never sends. A client must not send its token there.
    Redirect { to: String },
    /// The responses inside a batch response do not match its requests.
    BatchItems { kind: BatchMismatch },
    /// 401, as for an expired token.
    Unauthorized {},
    /// This response, instead of the real one or after its effect.
    Reply(ScriptedReply),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Malformation {
    /// An HTML page, as of a proxy, with status 200.
    Html,
    /// The first half of the normal body, with the normal status.
    Truncated,
    /// Text that is not JSON, declared as JSON, with status 200.
    NotJson,
    /// The normal body with every value replaced by one of another type, with the normal status.
    WrongType,
    /// No body, with status 200.
    Empty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LinkTarget {
    /// To the same page.
    #[serde(rename = "self")]
    Itself,
    /// To a host that is not Graph.
    Foreign,
    /// An empty page that links to itself. The rows come with the next request that gets no fault.
    EmptyPage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BatchMismatch {
    /// One response is left out.
    Missing,
    /// One response comes twice.
    Duplicated,
    /// An extra response, with an id that no request had.
    Foreign,
}

impl Fault {
    pub(super) fn check(&self) -> Result<(), String> {
        match self {
            Self::Status { code, .. } if !(400..=599).contains(code) => {
                Err("a status that is a fault is between 400 and 599".into())
            }
            Self::Hold { ms } if *ms > 600_000 => Err("an answer is held for ten minutes at most".into()),
            Self::Throttle { retry_after: Some(value) } | Self::Status { retry_after: Some(value), .. }
                if HeaderValue::from_str(value).is_err() =>
            {
                Err("retryAfter must be a header's value".into())
            }
            Self::Redirect { to } if HeaderValue::from_str(to).is_err() => {
                Err("the address of a redirect must be a header's value".into())
            }
            Self::Reply(reply) => reply.check().map_err(|problem| problem.to_string()),
            Self::Throttle { .. }
            | Self::Status { .. }
            | Self::Hold { .. }
            | Self::HangUp { .. }
            | Self::Malformed { .. }
            | Self::NextLink { .. }
            | Self::LinkTo { .. }
            | Self::Redirect { .. }
            | Self::BatchItems { .. }
            | Self::Unauthorized {} => Ok(()),
        }
    }
}
