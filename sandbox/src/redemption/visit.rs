//! A guest at a redemption link: sign-in, consent, redirect. Steps that were done before are skipped.

use http::{StatusCode, header};
use jiff::Timestamp;

use super::guest_visit::{BlockReason, Visit};
use super::identity_provider::{self, IdentityProvider};
use super::redemption_pages;
use crate::audit::sign_ins::App;
use crate::audit::{Initiator, NewEvent};
use crate::directory::{GuestState, User};
use crate::invitations::passcode::CodeCheck;
use crate::ledger::Entry;
use crate::mail::Mail;
use crate::mail::passcode_mail::PasscodeMail;
use crate::policies::{self, tenants};
use crate::settings::RedemptionPages;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// The next step of the redemption.
enum Step {
    Blocked(BlockReason),
    SignIn(IdentityProvider),
    Consent,
    /// Both tenants allow redemption without a consent page.
    AutomaticConsent,
    Redirect,
}

impl Visit {
    fn guest<'a>(&self, tenant: &'a Tenant) -> Option<&'a User> {
        tenant.directory.user(self.invitation.guest)
    }

    fn has_accepted(&self, tenant: &Tenant) -> bool {
        self.guest(tenant).is_some_and(|guest| guest.state == Some(GuestState::Accepted))
    }

    fn provider(&self, tenant: &Tenant) -> IdentityProvider {
        let provider =
            self.guest(tenant).map(|guest| IdentityProvider::of(&tenant.settings, guest, &self.address));
        provider.unwrap_or(IdentityProvider::Passcode)
    }

    fn step(&self, tenant: &Tenant, request: &Request, now: Timestamp) -> Step {
        if let Some(block_reason) = self.block_reason(tenant) {
            return Step::Blocked(block_reason);
        }
        let short = tenant.settings.redemption == RedemptionPages::Short;
        if !short && !tenant.invitations.sessions.holds(request, self.invitation.guest, now) {
            return Step::SignIn(self.provider(tenant));
        }
        if self.has_accepted(tenant) {
            Step::Redirect
        } else if self.consents_automatically(tenant) {
            Step::AutomaticConsent
        } else {
            Step::Consent
        }
    }

    /// Cross-tenant access is checked at every sign-in, the domain lists only before the guest has accepted.
    fn block_reason(&self, tenant: &Tenant) -> Option<BlockReason> {
        let domain = identity_provider::domain(&self.address);
        if self.guest(tenant).is_some_and(|guest| !guest.enabled) {
            Some(BlockReason::Disabled)
        } else if !self.has_accepted(tenant) && policies::domain_refused(&tenant.settings, domain) {
            Some(BlockReason::Domain)
        } else if policies::cross_tenant_blocked(&tenant.settings, domain) {
            Some(BlockReason::CrossTenant)
        } else {
            None
        }
    }

    /// Automatic redemption is a setting of single partners, in both tenants. The partner's setting is assumed to be
    /// on.
    fn consents_automatically(&self, tenant: &Tenant) -> bool {
        let home = tenants::of_domain(identity_provider::domain(&self.address));
        let partners = &tenant.settings.cross_tenant_access.partners;
        let rules = home.and_then(|home| partners.get(&home.id));
        rules.is_some_and(|rules| rules.automatic_user_consent_settings.inbound_allowed)
    }

    /// The page of the next step.
    pub(super) fn show(&self, tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
        match self.step(tenant, request, now) {
            Step::Blocked(block_reason) => redemption_pages::stopped(block_reason, &self.address),
            Step::SignIn(provider) => redemption_pages::identity_pages::sign_in(self, &provider),
            Step::Consent => redemption_pages::review(self),
            Step::AutomaticConsent => self.accept(tenant, now),
            Step::Redirect => self.redirect(),
        }
    }

    /// Handles a button. A button of another step shows the page of the current one.
    pub(super) fn submit(
        &self,
        tenant: &mut Tenant,
        request: &Request,
        action: &str,
        code: &str,
        now: Timestamp,
    ) -> Response {
        match (self.step(tenant, request, now), action) {
            (Step::SignIn(_) | Step::Consent, "cancel") => redemption_pages::not_accepted(),
            (Step::SignIn(IdentityProvider::Passcode), "send-code") => {
                self.send_code(tenant, now);
                redemption_pages::identity_pages::code(self, request, None)
            }
            (Step::SignIn(IdentityProvider::Passcode), "enter-code") => {
                match tenant.invitations.passcodes.enter(self.invitation.guest, code, now) {
                    CodeCheck::Right => self.signed_in(tenant, request, now),
                    wrong @ (CodeCheck::Wrong | CodeCheck::Expired) => {
                        redemption_pages::identity_pages::code(self, request, Some(wrong))
                    }
                }
            }
            (
                Step::SignIn(
                    IdentityProvider::Work(_) | IdentityProvider::Google | IdentityProvider::MicrosoftAccount,
                ),
                "sign-in",
            ) => self.signed_in(tenant, request, now),
            (Step::Consent, "accept") => self.accept(tenant, now),
            (_, _) => self.show(tenant, request, now),
        }
    }

    fn send_code(&self, tenant: &mut Tenant, now: Timestamp) {
        let (code, until) =
            tenant.invitations.passcodes.issue(self.invitation.guest, &mut tenant.random, now);
        let id = tenant.random.uuid();
        let mail = PasscodeMail::new(id, now, self.address.clone(), code, until);
        tenant.outbox.push(Mail::Passcode(mail));
    }

    /// Starts the guest's session in this browser and redirects to the link, which shows the next step.
    fn signed_in(&self, tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
        let guest = self.invitation.guest;
        if self.has_accepted(tenant) {
            tenant.directory.change(guest, |guest| guest.last_sign_in = Some(now));
            self.record_sign_in(tenant, now);
        }
        let cookie = tenant.invitations.sessions.add(request, guest, &mut tenant.random, now);
        let mut response = web::redirect(StatusCode::SEE_OTHER, &self.invitation.path());
        web::add(&mut response, header::SET_COOKIE, &cookie);
        response
    }

    /// Sets the guest to `Accepted`, with the identity of this sign-in.
    fn accept(&self, tenant: &mut Tenant, now: Timestamp) -> Response {
        let provider = self.provider(tenant);
        let identity = provider.identity(&self.address);
        tenant.directory.change(self.invitation.guest, |guest| {
            guest.state = Some(GuestState::Accepted);
            guest.state_changed = Some(now);
            guest.last_sign_in = Some(now);
            guest.identities = vec![identity];
        });
        if let Some(guest) = tenant.directory.user(self.invitation.guest) {
            let redeemed = NewEvent::redeemed(guest, Some(self.invitation.id), provider.source());
            let by = Initiator::Address(self.address.clone());
            tenant.audit.record(now, &by, [NewEvent::accepted(guest), redeemed]);
        }
        self.record_sign_in(tenant, now);
        tenant.ledger.write(Entry {
            time: now,
            caller: self.address.clone(),
            method: "POST".into(),
            path: "/invitations/redeem".into(),
            address: Some(self.address.clone()),
            status: StatusCode::SEE_OTHER.as_u16(),
            fault: false,
            warning: None,
        });
        self.redirect()
    }

    fn record_sign_in(&self, tenant: &mut Tenant, now: Timestamp) {
        if let Some(guest) = tenant.directory.user(self.invitation.guest) {
            tenant.audit.signed_in(now, guest, App::Redemption);
        }
    }

    fn redirect(&self) -> Response {
        web::redirect(StatusCode::SEE_OTHER, &self.invitation.redirect_url)
    }
}
