//! Finds or creates the user of an invitation: a new guest, an existing one, a reset, or the conversion of an internal
//! user.

use jiff::SignedDuration;
use uuid::Uuid;

use super::call::Call;
use super::invite_body::InvitationRequest;
use super::invite_rules::InvitationError;
use super::{addresses, quota};
use crate::directory::{self, GuestState, Identity, NewGuest, Role, User};
use crate::policies;
use crate::tenant::Tenant;

/// `User.Invite.All` is not enough to change an existing user.
const CHANGE_USER: &[&str] = &["User.ReadWrite.All", "Directory.ReadWrite.All"];
const RESETTERS: &[Role] = &[Role::HelpdeskAdministrator, Role::UserAdministrator, Role::GlobalAdministrator];

/// The id of the invited user. An existing guest with that address keeps its id; the response does not show whether the
/// guest is new.
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
    // Deleted users are not found here, so a new guest is created. What the service does is not known.
    if let Some(user) = tenant.directory.user_by_address(&wanted.address) {
        return if user.is_external() {
            Ok(user.id)
        } else {
            Err(InvitationError::ExistsInside { id: user.id, blocked: !user.enabled })
        };
    }
    // A guest whose record has lost the address still has the sign-in name made of it, which must not occur twice. The
    // guest gets the address back [invented].
    let upn = directory::guest_upn(&wanted.address, tenant.directory.initial_domain());
    let lost = tenant.directory.user_by_upn(&upn);
    if let Some(id) = lost.filter(|user| user.is_external()).map(|user| user.id) {
        tenant.directory.change(id, |user| user.other_mails.push(wanted.address.clone()));
        return Ok(id);
    }
    if tenant.directory.is_verified_domain(domain(&wanted.address)) {
        return Err(InvitationError::OwnDomain);
    }
    let sponsors = sponsors(tenant, call, wanted)?;
    quota::check(tenant, call).map_err(InvitationError::Quota)?;
    let settings = &tenant.settings;
    let after = |seconds: u32| {
        let delay = SignedDuration::from_secs(seconds.into());
        if delay.is_zero() { None } else { call.now.checked_add(delay).ok() }
    };
    let user = directory::invited(&NewGuest {
        id: tenant.random.uuid(),
        address: &wanted.address,
        display_name: wanted.display_name.as_deref(),
        user_type: wanted.user_type,
        sponsors: &sponsors,
        is_contact: tenant.directory.is_contact(&wanted.address),
        at: call.now,
        initial_domain: tenant.directory.initial_domain(),
        visible_from: after(settings.replication_seconds),
        writable_from: after(settings.write_replication_seconds),
    });
    let id = user.id;
    match call.person {
        Some(person) => tenant.directory.add_by(person.id, user),
        None => tenant.directory.add(user),
    }
    Ok(id)
}

fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The domain policies are checked at every invitation, also a repeated one [inferred]. They do not concern the
/// tenant's own domains.
fn check_domain(tenant: &Tenant, wanted: &InvitationRequest) -> Result<(), InvitationError> {
    let domain = domain(&wanted.address);
    if tenant.directory.is_verified_domain(domain) {
        Ok(())
    } else if policies::domain_refused(&tenant.settings, domain) {
        Err(InvitationError::DomainRefused)
    } else if policies::cross_tenant_blocked(&tenant.settings, domain) {
        Err(InvitationError::CrossTenant)
    } else {
        Ok(())
    }
}

/// The named sponsors, or the inviter. An invitation by an app sets none [inferred].
fn sponsors(tenant: &Tenant, call: &Call, wanted: &InvitationRequest) -> Result<Vec<Uuid>, InvitationError> {
    let Some(named) = &wanted.sponsors else { return Ok(call.bearer.person.into_iter().collect()) };
    let unknown = named.iter().find(|id| !tenant.directory.is_found(**id, call.now));
    if let Some(id) = unknown {
        return Err(InvitationError::UnknownSponsor(*id));
    }
    // A sponsor named twice counts once [inferred].
    let mut sponsors: Vec<Uuid> = Vec::new();
    for id in named {
        if !sponsors.contains(id) {
            sponsors.push(*id);
        }
    }
    Ok(sponsors)
}

/// An invitation with `invitedUser.id`: a reset, a conversion, or a guest named by id.
fn existing(
    tenant: &mut Tenant,
    call: &Call,
    wanted: &InvitationRequest,
    id: Uuid,
) -> Result<Uuid, InvitationError> {
    call.need_role(RESETTERS).map_err(|_| InvitationError::Generic)?;
    let user = tenant.directory.user(id).filter(|user| user.is_visible(call.now));
    let user = user.ok_or(InvitationError::UnknownUser(id))?;
    // Documented for apps: they cannot reset users who have a role.
    if call.person.is_none() && !user.roles.is_empty() {
        return Err(InvitationError::Generic);
    }
    if !user.addresses().any(|address| address.eq_ignore_ascii_case(&wanted.address)) {
        return Err(InvitationError::AddressMismatch);
    }
    if user.is_external() && !wanted.reset {
        return Ok(id);
    }
    if tenant.directory.is_verified_domain(domain(&wanted.address)) {
        return Err(InvitationError::OwnDomain);
    }
    if user.synced.is_some() {
        return Err(InvitationError::OnPremises);
    }
    // Only a guest gets the address as `mail`.
    if user.is_external() && addresses::owner(&tenant.directory, &wanted.address, id).is_some() {
        return Err(InvitationError::AddressTaken);
    }
    let (address, initial_domain) = (wanted.address.clone(), tenant.directory.initial_domain());
    tenant.directory.change(id, |user| reset_redemption(user, &address, initial_domain, call.now));
    // A reset ends the guest's sessions at the redemption pages.
    tenant.invitations.forget(id);
    Ok(id)
}

/// Sets the user to PendingAcceptance with this address. Id, sign-in name, groups and the type of an internal user
/// stay.
fn reset_redemption(user: &mut User, address: &str, initial_domain: &'static str, now: jiff::Timestamp) {
    user.state = Some(GuestState::PendingAcceptance);
    user.state_changed = Some(now);
    user.identities = vec![Identity::host(initial_domain, &user.upn)];
    if user.is_external() {
        user.set_mail(Some(address.to_owned()));
    } else {
        // An internal user who is invited becomes an external member [inferred].
        user.creation_type = Some(directory::CreationType::Invitation);
    }
}
