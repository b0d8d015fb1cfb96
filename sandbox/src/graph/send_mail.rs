//! `POST /me/sendMail`: a mail in one's own name. It is answered before it is sent, with 202 and no body.

use http::StatusCode;
use serde::Deserialize;

use super::invite_rules::check_copy_address;
use super::service_error::ServiceError;
use super::{Call, GraphError, Reply};
use crate::redemption::mail::Mail;
use crate::redemption::mail::sent_message::{Format, Message};
use crate::tenant::Tenant;

/// The two spellings are both in use: the description has capitals, the documentation's examples have none.
#[derive(Deserialize)]
struct Body {
    #[serde(alias = "Message")]
    message: Draft,
    #[serde(alias = "SaveToSentItems", rename = "saveToSentItems")]
    save_to_sent_items: Option<bool>,
}

/// What of a message is imitated; its many other properties are accepted and dropped.
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
    // Guests have an address, but no mailbox in this tenant.
    let mailbox = sender.mail.clone().filter(|_| !sender.is_external()).ok_or(ServiceError::NoMailbox)?;
    let body: Body = serde_json::from_slice(&call.request.body)
        .map_err(|problem| ServiceError::BadMail(problem.to_string()))?;
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
