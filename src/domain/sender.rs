//! The sender of Microsoft's invitation mail. Must not know the mail's text.

use super::cloud::Origin;
use super::clouds::CLOUDS;

/// The documented address of the cloud with this Graph host; `None` for any other host.
#[must_use]
pub fn invitation_sender(graph: &Origin) -> Option<&'static str> {
    let cloud = CLOUDS.iter().find(|cloud| cloud.graph == graph.as_str())?;
    Some(cloud.invitation_sender)
}

#[cfg(test)]
mod tests;
