//! A guest's visit of a redemption link: prove who you are, agree, be led on. What was done before is skipped.

use http::{StatusCode, header};
use jiff::Timestamp;

use super::mail::Mail;
use super::mail::passcode::PasscodeMail;
use super::passcode::Typed;
use super::way::{self, Way};
use super::{Invitation, pages};
use crate::audit::sign_ins::App;
use crate::audit::{Initiator, NewEvent};
use crate::control::ledger::Entry;
use crate::directory::{GuestState, User};
use crate::policies::{self, tenants};
use crate::settings::RedemptionPages;
use crate::tenant::Tenant;
use crate::web::{self, Request, Response};

/// An invitation that resolves, and whom it is for.
pub(super) struct Visit {
    pub(super) invitation: Invitation,
    pub(super) name: String,
    pub(super) address: String,
}

/// What keeps a guest out, whatever they prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Barrier {
    /// The guest's account here is blocked.
    Disabled,
    /// The allow or block list forbids the domain by now: it is looked at again at redemption.
    Domain,
    CrossTenant,
}

/// Where the guest stands.
enum Step {
    Stop(Barrier),
    Prove(Way),
    Agree,
    /// Both organizations agreed beforehand that no guest is asked for consent.
    AgreedAlready,
    LeadOn,
}

impl Visit {
    pub(super) fn find(tenant: &Tenant, ticket: &str, id: &str) -> Option<Self> {
        let invitation = tenant.invitations.find(ticket, id)?;
        let guest = tenant.directory.user(invitation.guest)?;
        let address = guest.addresses().next().unwrap_or_default().to_owned();
        Some(Self { invitation: invitation.clone(), name: guest.display_name.clone(), address })
    }

    fn guest<'a>(&self, tenant: &'a Tenant) -> Option<&'a User> {
        tenant.directory.user(self.invitation.guest)
    }

    fn accepted(&self, tenant: &Tenant) -> bool {
        self.guest(tenant).is_some_and(|guest| guest.state == Some(GuestState::Accepted))
    }

    fn way(&self, tenant: &Tenant) -> Way {
        let way = self.guest(tenant).map(|guest| Way::of(&tenant.settings, guest, &self.address));
        way.unwrap_or(Way::Passcode)
    }

    fn step(&self, tenant: &Tenant, request: &Request, now: Timestamp) -> Step {
        if let Some(barrier) = self.barrier(tenant) {
            return Step::Stop(barrier);
        }
        let short = tenant.settings.redemption == RedemptionPages::Short;
        if !short && !tenant.invitations.proofs.holds(request, self.invitation.guest, now) {
            return Step::Prove(self.way(tenant));
        }
        if self.accepted(tenant) {
            Step::LeadOn
        } else if self.agreed_already(tenant) {
            Step::AgreedAlready
        } else {
            Step::Agree
        }
    }

    /// Cross-tenant access counts at every sign-in; the lists of domains leave those alone who are in.
    fn barrier(&self, tenant: &Tenant) -> Option<Barrier> {
        let domain = way::domain(&self.address);
        if self.guest(tenant).is_some_and(|guest| !guest.enabled) {
            Some(Barrier::Disabled)
        } else if !self.accepted(tenant) && policies::domain_refused(&tenant.settings, domain) {
            Some(Barrier::Domain)
        } else if policies::cross_tenant_blocked(&tenant.settings, domain) {
            Some(Barrier::CrossTenant)
        } else {
            None
        }
    }

    /// Automatic redemption is set for single partners, on both sides. The partner's side is taken as given.
    fn agreed_already(&self, tenant: &Tenant) -> bool {
        let home = tenants::of_domain(way::domain(&self.address));
        let partners = &tenant.settings.cross_tenant_access.partners;
        let rules = home.and_then(|home| partners.get(&home.id));
        rules.is_some_and(|rules| rules.automatic_user_consent_settings.inbound_allowed)
    }

    /// The page of the step that comes next.
    pub(super) fn show(&self, tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
        match self.step(tenant, request, now) {
            Step::Stop(barrier) => pages::stopped(barrier, &self.address),
            Step::Prove(way) => pages::prove::sign_in(self, &way),
            Step::Agree => pages::review(self),
            Step::AgreedAlready => self.accept(tenant, now),
            Step::LeadOn => self.lead_on(),
        }
    }

    /// A button of one of the pages. One that does not belong to the step shows the step's page.
    pub(super) fn press(
        &self,
        tenant: &mut Tenant,
        request: &Request,
        action: &str,
        code: &str,
        now: Timestamp,
    ) -> Response {
        match (self.step(tenant, request, now), action) {
            (Step::Prove(_) | Step::Agree, "cancel") => pages::not_accepted(),
            (Step::Prove(Way::Passcode), "send-code") => {
                self.send_code(tenant, now);
                pages::prove::code(self, request, None)
            }
            (Step::Prove(Way::Passcode), "enter-code") => {
                match tenant.invitations.passcodes.enter(self.invitation.guest, code, now) {
                    Typed::Right => self.proved(tenant, request, now),
                    wrong @ (Typed::Wrong | Typed::Expired) => pages::prove::code(self, request, Some(wrong)),
                }
            }
            (Step::Prove(Way::Work(_) | Way::Google | Way::MicrosoftAccount), "sign-in") => {
                self.proved(tenant, request, now)
            }
            (Step::Agree, "accept") => self.accept(tenant, now),
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

    /// The browser is the guest's from here on; back to the link, which knows what comes next.
    fn proved(&self, tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
        let guest = self.invitation.guest;
        if self.accepted(tenant) {
            tenant.directory.change(guest, |guest| guest.last_sign_in = Some(now));
            self.note_sign_in(tenant, now);
        }
        let cookie = tenant.invitations.proofs.add(request, guest, &mut tenant.random, now);
        let mut response = web::redirect(StatusCode::SEE_OTHER, &self.invitation.path());
        web::add(&mut response, header::SET_COOKIE, &cookie);
        response
    }

    /// The guest becomes `Accepted`: the moment is stamped, and the identity is the one that was proved.
    fn accept(&self, tenant: &mut Tenant, now: Timestamp) -> Response {
        let way = self.way(tenant);
        let identity = way.identity(&self.address);
        tenant.directory.change(self.invitation.guest, |guest| {
            guest.state = Some(GuestState::Accepted);
            guest.state_changed = Some(now);
            guest.last_sign_in = Some(now);
            guest.identities = vec![identity];
        });
        if let Some(guest) = tenant.directory.user(self.invitation.guest) {
            let redeemed = NewEvent::redeemed(guest, Some(self.invitation.id), way.source());
            let by = Initiator::Address(self.address.clone());
            tenant.audit.record(now, &by, [NewEvent::accepted(guest), redeemed]);
        }
        self.note_sign_in(tenant, now);
        tenant.ledger.write(Entry {
            time: now,
            caller: self.address.clone(),
            method: "POST".into(),
            path: "/invitations/redeem".into(),
            address: Some(self.address.clone()),
            status: StatusCode::SEE_OTHER.as_u16(),
        });
        self.lead_on()
    }

    fn note_sign_in(&self, tenant: &mut Tenant, now: Timestamp) {
        if let Some(guest) = tenant.directory.user(self.invitation.guest) {
            tenant.audit.signed_in(now, guest, App::Redemption);
        }
    }

    fn lead_on(&self) -> Response {
        web::redirect(StatusCode::SEE_OTHER, &self.invitation.redirect_url)
    }
}
