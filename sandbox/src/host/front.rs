//! What stands between a listener and the tenant: which site a request is for, and the moment it is answered.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use sandbox::{Answer, Sandbox, Site};

use super::serve::Handler;

/// One site of the tenant.
#[derive(Clone)]
pub(super) struct Front {
    pub(super) site: Site,
    pub(super) sandbox: Arc<Sandbox>,
}

impl Handler for Front {
    /// Compressing and signing take milliseconds of pure work, so they stay off the threads that serve sockets.
    async fn answer(&self, request: http::Request<Bytes>) -> Answer {
        let Self { site, sandbox } = self.clone();
        let done = tokio::task::spawn_blocking(move || sandbox.answer(site, request, Timestamp::now())).await;
        done.unwrap_or_else(|_| {
            let mut answer = Answer::new(Bytes::from_static(b"The sandbox failed to answer.\n"));
            *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            answer
        })
    }
}
