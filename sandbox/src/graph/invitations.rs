//! `POST /invitations`.
//!
//! Invitations cannot be listed, changed or deleted; what remains is the user.

use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Call, USER_ADMINS};
use super::graph_error::GraphError;
use super::invite_body::{self, InvitationRequest};
use super::invite_rules::InvitationError;
use super::invitee;
use super::reply::Reply;
use crate::audit::{Activity, NewEvent};
use crate::directory::{GuestState, Role, UserType};
use crate::invitations::Invitation;
use crate::mail::{Mail, Sender};
use crate::settings::InvitesFrom;
use crate::tenant::Tenant;

const SCOPES: &[&str] = &["User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"];

/// Roles that may invite under every policy except `none`.
const INVITERS: &[Role] =
    &[Role::GuestInviter, Role::UserAdministrator, Role::GlobalAdministrator, Role::DirectoryWriters];

/// Handles `POST /invitations`.
pub(super) fn create(tenant: &mut Tenant, call: &Call) -> Result<Reply, GraphError> {
    if !call.has_any_scope(SCOPES) {
        return Err(InvitationError::MissingPermission.into());
    }
    if !may_invite(tenant.settings.allow_invites_from, call) {
        return Err(InvitationError::NotAllowed.into());
    }
    let wanted = invite_body::read(&call.request.body)?;
    if wanted.user_type == UserType::Member {
        call.need_role(USER_ADMINS).map_err(|_| InvitationError::Generic)?;
    }
    let before = tenant.directory.users().len();
    let activity = activity(tenant, &wanted);
    let guest = match invitee::find_or_make(tenant, call, &wanted) {
        Ok(guest) => guest,
        Err(error) => {
            let new_event = NewEvent::to_address(activity, &wanted.address).failed(error.message());
            tenant.audit.record(call.now, &call.initiator(), [new_event]);
            return Err(error.into());
        }
    };
    let is_new = tenant.directory.users().len() > before;
    let state = tenant.directory.user(guest).and_then(|user| user.state);
    let invitation = Invitation {
        id: tenant.random.uuid(),
        guest,
        ticket: tenant.random.ticket(),
        redirect_url: wanted.redirect_url.clone(),
        inviter: call.caller_name().to_owned(),
    };
    let redeem_url = invitation.redeem_url(&call.request.origins);
    let body = response(tenant, call, &wanted, &invitation, &redeem_url, state);
    let id = invitation.id;
    tenant.invitations.add(invitation);
    // A guest who has blocked invitations gets no mail; the user object is created nevertheless.
    let unsubscribed = wanted.send_message && tenant.invitations.is_unsubscribed(&wanted.address);
    if wanted.send_message && !unsubscribed {
        post_mail(tenant, call, &wanted, guest, redeem_url);
    }
    if let Some(guest) = tenant.directory.user(guest) {
        let added = is_new.then(|| NewEvent::to_user(Activity::AddUser, guest));
        let invited = NewEvent::to_user(activity, guest)
            .detail("InvitationId", id.to_string())
            .detail("invitedUserEmailAddress", wanted.address.as_str());
        let unsent = unsubscribed.then(|| NewEvent::to_user(Activity::EmailNotSent, guest));
        let new_events = added.into_iter().chain([invited]).chain(unsent);
        tenant.audit.record(call.now, &call.initiator(), new_events);
    }
    Ok(Reply::created(body))
}

/// The activity in the audit log.
fn activity(tenant: &Tenant, wanted: &InvitationRequest) -> Activity {
    let existing = wanted.existing.and_then(|id| tenant.directory.user(id));
    match existing {
        Some(user) if !user.is_external() => Activity::InviteInternalUser,
        Some(_) if wanted.reset => Activity::InviteAnew,
        Some(_) | None => Activity::InviteExternalUser,
    }
}

/// The tenant's policy `allowInvitesFrom`. By default everybody may invite, guests too.
fn may_invite(policy: InvitesFrom, call: &Call) -> bool {
    // [observed] When the policy restricts inviting, an app needs `User.Invite.All`; other permissions and roles are
    // not enough.
    if call.person.is_none() {
        return match policy {
            InvitesFrom::None => false,
            InvitesFrom::Everyone => true,
            InvitesFrom::AdminsAndGuestInviters | InvitesFrom::AdminsGuestInvitersAndAllMembers => {
                call.has_any_scope(&["User.Invite.All"])
            }
        };
    }
    let privileged = INVITERS.iter().any(|role| call.has_role(*role));
    match policy {
        InvitesFrom::None => false,
        InvitesFrom::AdminsAndGuestInviters => privileged,
        InvitesFrom::AdminsGuestInvitersAndAllMembers => privileged || !call.is_guest(),
        InvitesFrom::Everyone => true,
    }
}

/// The invitation in the response. Without a copy it has an empty recipient [observed].
fn response(
    tenant: &Tenant,
    call: &Call,
    wanted: &InvitationRequest,
    invitation: &Invitation,
    redeem_url: &str,
    state: Option<GuestState>,
) -> Value {
    // Names are [documented]; `Completed` for a guest who has accepted before is [inferred].
    let status = if state == Some(GuestState::Accepted) { "Completed" } else { "PendingAcceptance" };
    let cc = wanted.message.cc.as_ref();
    let upn = tenant.directory.user(invitation.guest).map(|user| user.upn.as_str());
    json!({
        "@odata.context": call.context("invitations/$entity"),
        "id": invitation.id,
        "inviteRedeemUrl": redeem_url,
        "invitedUserDisplayName": wanted.display_name,
        "invitedUserType": wanted.user_type.name(),
        "invitedUserEmailAddress": wanted.address,
        "sendInvitationMessage": wanted.send_message,
        "resetRedemption": wanted.reset,
        "inviteRedirectUrl": wanted.redirect_url,
        "status": status,
        "invitedUserMessageInfo": {
            "messageLanguage": wanted.message.language,
            "customizedMessageBody": wanted.message.body,
            "ccRecipients": [{
                "emailAddress": { "name": cc.map(|cc| &cc.name), "address": cc.map(|cc| &cc.address) },
            }],
        },
        "invitedUser": { "id": invitation.guest, "userPrincipalName": upn },
    })
}

/// Puts the mail into the outbox. Without a mailbox, the inviter's message is dropped without an error.
fn post_mail(tenant: &mut Tenant, call: &Call, wanted: &InvitationRequest, guest: Uuid, accept_url: String) {
    let mailbox = call.person.and_then(|person| person.mail.clone());
    let message = wanted.message.body.clone().filter(|_| mailbox.is_some());
    // With a customized message, `messageLanguage` is ignored and the guest's preferred language counts.
    let asked = wanted.message.language.clone().filter(|_| wanted.message.body.is_none());
    let preferred = tenant.directory.user(guest).and_then(|user| user.preferred_language.as_deref());
    let preferred = preferred.map(str::to_owned);
    let mail = Mail::invitation(crate::mail::Draft {
        id: tenant.random.uuid(),
        at: call.now,
        to: wanted.address.clone(),
        cc: wanted.message.cc.as_ref().map(|cc| cc.address.clone()),
        sender: Sender::of(&tenant.settings, &tenant.directory, tenant.primary_domain()),
        inviter: call.caller_name().to_owned(),
        reply_to: mailbox,
        language: asked.or(preferred),
        requested_language: wanted.message.language.clone(),
        message,
        accept_url,
        block_url: crate::invitations::unsubscribe_link(&call.request.origins.login, &wanted.address),
        redirect_url: wanted.redirect_url.clone(),
    });
    tenant.outbox.push(mail);
}
