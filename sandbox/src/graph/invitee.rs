//! Whom an invitation is about: a new guest, an old one, one whose redemption starts anew, or a colleague who shall sign in
//! from elsewhere.

use jiff::SignedDuration;
use uuid::Uuid;

use super::Call;
use super::invite_body::InvitationRequest;
use super::invite_rules::InvitationError;
use crate::directory::{self, GuestState, INITIAL_DOMAIN, Identity, NewGuest, Role, User, UserType};
use crate::policies;
use crate::tenant::Tenant;

/// `User.Invite.All` is not enough to touch somebody who exists.
const CHANGE_USER: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];
const RESETTERS: &[Role] = &[Role::HelpdeskAdministrator, Role::UserAdministrator, Role::GlobalAdministrator];

/// The user behind the invitation. An existing guest with that address stays the same, with the same id; nobody can tell
/// from the answer whether the guest is new.
pub(super) fn find_or_make(
    tenant: &mut Tenant,
    call: &Call,
    wanted: &InvitationRequest,
) -> Result<Uuid, InvitationError> {
    if (wanted.reset || wanted.existing.is_some()) && !call.has_any_scope(CHANGE_USER) {
        return Err(InvitationError::Generic);
    }
    if wanted.reset && wanted.existing.is_none() {
        return Err(InvitationError::ResetNeedsUser);
    }
    if tenant.directory.is_group_address(&wanted.address) {
        return Err(InvitationError::GroupAddress);
    }
    check_domain(tenant, wanted)?;
    if let Some(id) = wanted.existing {
        return existing(tenant, call, wanted, id);
    }
    // Somebody in the bin is not found here, so a new guest is made; what the service does is not established.
    if let Some(user) = tenant.directory.user_by_address(&wanted.address) {
        return if user.is_external() {
            Ok(user.id)
        } else {
            Err(InvitationError::ExistsInside { id: user.id, blocked: !user.enabled })
        };
    }
    if directory::is_verified_domain(domain(&wanted.address)) {
        return Err(InvitationError::OwnDomain);
    }
    let sponsors = sponsors(tenant, call, wanted)?;
    let delay = SignedDuration::from_secs(tenant.settings.replication_seconds.into());
    let user = directory::invited(&NewGuest {
        id: tenant.random.uuid(),
        address: &wanted.address,
        display_name: wanted.display_name.as_deref(),
        user_type: wanted.user_type,
        sponsors: &sponsors,
        is_contact: tenant.directory.is_contact(&wanted.address),
        at: call.now,
        visible_from: if delay.is_zero() { None } else { call.now.checked_add(delay).ok() },
    });
    let id = user.id;
    tenant.directory.add(user);
    Ok(id)
}

fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The policies on domains hold at each invitation, a repeated one too (inferred). Own domains are no matter of theirs.
fn check_domain(tenant: &Tenant, wanted: &InvitationRequest) -> Result<(), InvitationError> {
    let domain = domain(&wanted.address);
    if directory::is_verified_domain(domain) {
        Ok(())
    } else if policies::domain_refused(&tenant.settings, domain) {
        Err(InvitationError::DomainRefused)
    } else if policies::cross_tenant_blocked(&tenant.settings, domain) {
        Err(InvitationError::CrossTenant)
    } else {
        Ok(())
    }
}

/// Those named, or the inviter; an app stamps nobody [K].
fn sponsors(tenant: &Tenant, call: &Call, wanted: &InvitationRequest) -> Result<Vec<Uuid>, InvitationError> {
    let Some(named) = &wanted.sponsors else { return Ok(call.bearer.person.into_iter().collect()) };
    let unknown = named.iter().find(|id| tenant.directory.object(**id).is_none());
    if let Some(id) = unknown {
        return Err(InvitationError::UnknownSponsor(*id));
    }
    // Named twice counts once (inferred).
    let mut sponsors: Vec<Uuid> = Vec::new();
    for id in named {
        if !sponsors.contains(id) {
            sponsors.push(*id);
        }
    }
    Ok(sponsors)
}

/// `invitedUser.id` names somebody: a reset, a conversion, or a guest invited by id.
fn existing(
    tenant: &mut Tenant,
    call: &Call,
    wanted: &InvitationRequest,
    id: Uuid,
) -> Result<Uuid, InvitationError> {
    call.need_role(RESETTERS).map_err(|_| InvitationError::Generic)?;
    let user = tenant.directory.user(id).filter(|user| user.is_visible(call.now));
    let user = user.ok_or(InvitationError::UnknownUser(id))?;
    // Documented for apps: nobody with a role.
    if call.person.is_none() && !user.roles.is_empty() {
        return Err(InvitationError::Generic);
    }
    if !user.addresses().any(|address| address.eq_ignore_ascii_case(&wanted.address)) {
        return Err(InvitationError::AddressMismatch);
    }
    if user.is_external() && !wanted.reset {
        return Ok(id);
    }
    if directory::is_verified_domain(domain(&wanted.address)) {
        return Err(InvitationError::OwnDomain);
    }
    if user.synced.is_some() {
        return Err(InvitationError::OnPremises);
    }
    let address = wanted.address.clone();
    tenant.directory.change(id, |user| reset_redemption(user, &address, call.now));
    // Whoever came before must prove anew who they are.
    tenant.invitations.forget(id);
    Ok(id)
}

/// Pending again under this address; id, sign-in name and groups stay, and so does an internal user's type.
fn reset_redemption(user: &mut User, address: &str, now: jiff::Timestamp) {
    user.state = Some(GuestState::PendingAcceptance);
    user.state_changed = Some(now);
    user.identities = vec![Identity::host(INITIAL_DOMAIN, &user.upn)];
    if user.user_type == UserType::Guest || user.is_external() {
        user.set_mail(Some(address.to_owned()));
    } else {
        // A colleague who is invited becomes an external member [K].
        user.creation_type = Some(directory::CreationType::Invitation);
    }
}
