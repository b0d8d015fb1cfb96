//! The guest's side of an invitation: tickets, the pages behind a redemption link, and the change to `Accepted`.
//!
//! Knows tickets and guests. Must not know who may invite.

pub(crate) mod mail;
mod pages;

use std::collections::{HashMap, HashSet};

use http::{Method, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use crate::audit::sign_ins::App;
use crate::audit::{Deed, Initiator};
use crate::control::ledger::Entry;
use crate::directory::{GuestState, Identity};
use crate::tenant::{TENANT_ID, Tenant};
use crate::web::{self, Answer, Ask};

/// One invitation that can be redeemed. No `Debug`: the ticket is a secret of the guest's.
pub(crate) struct Invitation {
    pub(crate) id: Uuid,
    pub(crate) guest: Uuid,
    pub(crate) ticket: String,
    pub(crate) redirect_url: String,
    pub(crate) inviter: String,
}

impl Invitation {
    /// The link in the service's own form: the sign-in site's `redeem` with the true address inside. As there, `user`
    /// carries the invitation's id.
    pub(crate) fn redeem_url(&self, login: &str) -> String {
        let inner = format!(
            "{login}/invitations/redeem/?tenant={TENANT_ID}&user={}&ticket={}&ver=2.0",
            self.id, self.ticket
        );
        format!("{login}/redeem?rd={}", web::encode_lower(&inner))
    }
}

/// The invitations that still resolve: the newest of each guest. A new one kills the older ticket [obs].
#[derive(Default)]
pub(crate) struct Invitations {
    by_ticket: HashMap<String, Invitation>,
    newest: HashMap<Uuid, String>,
    /// Who wants no more mails of this organization, in lower case.
    unsubscribed: HashSet<String>,
}

impl Invitations {
    pub(crate) fn add(&mut self, invitation: Invitation) {
        if let Some(older) = self.newest.insert(invitation.guest, invitation.ticket.clone()) {
            self.by_ticket.remove(&older);
        }
        self.by_ticket.insert(invitation.ticket.clone(), invitation);
    }

    /// Whether this address blocked further invitations.
    pub(crate) fn is_unsubscribed(&self, address: &str) -> bool {
        self.unsubscribed.contains(&address.to_lowercase())
    }

    fn find(&self, ticket: &str, id: &str) -> Option<&Invitation> {
        self.by_ticket.get(ticket).filter(|invitation| invitation.id.to_string() == id)
    }
}

/// What a redemption link leads to.
enum Step {
    /// The guest has not decided yet.
    Decide,
    /// Accepted before: the link just leads on.
    LeadOn,
}

/// Answers `/redeem` and `/invitations/redeem`.
pub(crate) fn answer(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Answer {
    if ask.segments.len() == 1 {
        return unwrap_link(ask);
    }
    if ask.method == Method::POST {
        let form = ask.form();
        let field = |name| form.get(name).unwrap_or_default().to_owned();
        return decided(tenant, &field("ticket"), &field("user"), &field("action"), now);
    }
    if !ask.is_read() {
        return web::text(StatusCode::METHOD_NOT_ALLOWED, "This page takes GET and POST.\n");
    }
    let ours = ask.query("tenant").is_some_and(|id| id.eq_ignore_ascii_case(TENANT_ID));
    let ticket = ask.query("ticket").filter(|_| ours).unwrap_or_default();
    let user = ask.query("user").unwrap_or_default();
    let Some((invitation, step)) = look_up(tenant, ticket, user) else { return pages::dead_link() };
    match step {
        Step::LeadOn => web::redirect(StatusCode::SEE_OTHER, &invitation.redirect_url),
        Step::Decide => pages::review(tenant, invitation),
    }
}

/// `/redeem?rd=…` leads to the address inside, which must be our own: this is no open redirect.
fn unwrap_link(ask: &Ask) -> Answer {
    let own = format!("{}/invitations/redeem/?", ask.origins.login);
    match ask.query("rd") {
        Some(inner) if inner.starts_with(&own) => web::redirect(StatusCode::FOUND, inner),
        Some(_) | None => pages::dead_link(),
    }
}

fn look_up<'a>(tenant: &'a Tenant, ticket: &str, user: &str) -> Option<(&'a Invitation, Step)> {
    let invitation = tenant.invitations.find(ticket, user)?;
    let guest = tenant.directory.user(invitation.guest)?;
    let step = if guest.state == Some(GuestState::Accepted) { Step::LeadOn } else { Step::Decide };
    Some((invitation, step))
}

fn decided(tenant: &mut Tenant, ticket: &str, user: &str, action: &str, now: Timestamp) -> Answer {
    let Some((invitation, step)) = look_up(tenant, ticket, user) else { return pages::dead_link() };
    match (step, action) {
        (Step::Decide, "accept") => {
            let (guest, target) = (invitation.guest, invitation.redirect_url.clone());
            let invitation = invitation.id;
            accept(tenant, guest, invitation, now);
            web::redirect(StatusCode::SEE_OTHER, &target)
        }
        (Step::Decide, _) => pages::not_accepted(),
        (Step::LeadOn, _) => web::redirect(StatusCode::SEE_OTHER, &invitation.redirect_url),
    }
}

/// The guest becomes `Accepted`: the moment is stamped, and the identity is the one that the guest proved, here always
/// the mail address (issuer `mail`, the one-time passcode).
fn accept(tenant: &mut Tenant, id: Uuid, invitation: Uuid, now: Timestamp) {
    let accepted = tenant.directory.change(id, |guest| {
        guest.state = Some(GuestState::Accepted);
        guest.state_changed = Some(now);
        guest.last_sign_in = Some(now);
        let address = guest.addresses().next().unwrap_or_default().to_owned();
        guest.identities = vec![Identity::external("mail", &address)];
        address
    });
    let Some(address) = accepted else { return };
    if let Some(guest) = tenant.directory.user(id) {
        let deeds = [Deed::accepted(guest), Deed::redeemed(guest, Some(invitation), "One Time Passcode")];
        tenant.audit.record(now, &Initiator::Address(address.clone()), deeds);
        tenant.audit.signed_in(now, guest, App::Redemption);
    }
    tenant.ledger.write(Entry {
        time: now,
        caller: address.clone(),
        method: "POST".into(),
        path: "/invitations/redeem".into(),
        address: Some(address),
        status: StatusCode::SEE_OTHER.as_u16(),
    });
}
