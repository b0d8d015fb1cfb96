//! `POST /me/sendMail`. The answer is 202 without a body.

use http::StatusCode;
use serde::Deserialize;

use super::call::Call;
use super::graph_error::GraphError;
use super::invite_rules::check_copy_address;
use super::reply::Reply;
use super::service_error::ServiceError;
use crate::mail::Mail;
use crate::mail::sent_message::{Format, Message};
use crate::tenant::Tenant;

/// Both spellings are in use: the description has capitals, the documented examples do not.
#[derive(Deserialize)]
struct Body {
    #[serde(alias = "Message")]
    message: Draft,
    #[serde(alias = "SaveToSentItems", rename = "saveToSentItems")]
    save_to_sent_items: Option<bool>,
}

/// The supported properties of a message; all others are accepted and ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Draft {
    subject: Option<String>,
    body: Option<Content>,
    to_recipients: Option<Vec<Recipient>>,
    cc_recipients: Option<Vec<Recipient>>,
    bcc_recipients: Option<Vec<Recipient>>,
    reply_to: Option<Vec<Recipient>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    content_type: Option<ContentType>,
    content: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
enum ContentType {
    #[serde(alias = "text", alias = "TEXT")]
    Text,
    #[serde(rename = "HTML", alias = "html", alias = "Html")]
    Html,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: Address,
}

#[derive(Deserialize)]
struct Address {
    address: String,
}

pub(super) fn send(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    let sender = call.me()?;
    if !call.has_any_scope(&["Mail.Send"]) {
        return Err(ServiceError::MailDenied.into());
    }
    // Guests have a mail address, but no mailbox in this tenant.
    let mailbox = sender.mail.clone().filter(|_| !sender.is_external()).ok_or(ServiceError::NoMailbox)?;
    let body: Body = serde_json::from_slice(&call.request.body).map_err(|_| ServiceError::BadMail)?;
    let draft = body.message;
    let (to, cc, bcc) =
        (addresses(draft.to_recipients)?, addresses(draft.cc_recipients)?, addresses(draft.bcc_recipients)?);
    if to.is_empty() && cc.is_empty() && bcc.is_empty() {
        return Err(ServiceError::BadRecipients.into());
    }
    let format = draft.body.as_ref().and_then(|body| body.content_type);
    tenant.outbox.push(Mail::Message(Message {
        id: tenant.random.uuid(),
        sent_date_time: call.now,
        from: mailbox,
        reply_to: addresses(draft.reply_to)?,
        to,
        cc,
        bcc,
        subject: draft.subject.unwrap_or_default(),
        format: match format {
            Some(ContentType::Html) => Format::Html,
            Some(ContentType::Text) | None => Format::Text,
        },
        body: draft.body.and_then(|body| body.content).unwrap_or_default(),
        saved_to_sent_items: body.save_to_sent_items.unwrap_or(true),
    }));
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

fn addresses(recipients: Option<Vec<Recipient>>) -> Result<Vec<String>, ServiceError> {
    let recipients = recipients.into_iter().flatten().map(|recipient| recipient.email_address.address);
    let addresses: Vec<_> = recipients.collect();
    if addresses.iter().any(|address| check_copy_address(address).is_err()) {
        return Err(ServiceError::BadRecipients);
    }
    Ok(addresses)
}
