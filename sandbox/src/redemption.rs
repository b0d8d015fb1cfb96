//! The guest's side of an invitation: tickets, the pages behind a redemption link, the change to `Accepted`, mails, and
//! blocked mails.
//!
//! Knows tickets and guests. Must not know who may invite.
//!
//! Not simulated: just-in-time redemption by a tenant's own link such as `https://myapps.microsoft.com/?tenantid=…`,
//! and terms of use.

mod guest_sessions;
mod identity_provider;
pub(crate) mod mail;
mod passcode;
mod redemption_pages;
pub(crate) mod unsubscribe;
mod visit;

use std::collections::{BTreeSet, HashMap};

use http::{Method, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use crate::clouds;
use crate::tenant::{Origins, TENANT_ID, Tenant};
use crate::web::{self, Request, Response};
use guest_sessions::GuestSessions;
use passcode::Passcodes;
use visit::Visit;

/// An invitation that can be redeemed. No `Debug`: the ticket is a secret.
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: Uuid,
    pub(crate) guest: Uuid,
    pub(crate) ticket: String,
    pub(crate) redirect_url: String,
    pub(crate) inviter: String,
}

impl Invitation {
    /// The link in the service's form: `redeem` at the sign-in site, with the real address as a parameter.
    pub(crate) fn redeem_url(&self, origins: &Origins) -> String {
        let inner = format!("{}?{}", clouds::redemption(origins), self.query());
        format!("{}/redeem?rd={}", origins.login, web::encode_lower(&inner))
    }

    /// The redemption page at the sign-in site.
    fn path(&self) -> String {
        format!("/invitations/redeem/?{}", self.query())
    }

    /// As in the service's links, `user` is the id of the invitation.
    fn query(&self) -> String {
        format!("tenant={TENANT_ID}&user={}&ticket={}&ver=2.0", self.id, self.ticket)
    }
}

/// The valid invitations: the newest of each guest. A new one invalidates the older ticket [obs].
#[derive(Default)]
pub(crate) struct Invitations {
    by_ticket: HashMap<String, Invitation>,
    newest: HashMap<Uuid, String>,
    sessions: GuestSessions,
    passcodes: Passcodes,
    /// Addresses that have blocked invitation mails, in lower case.
    unsubscribed: BTreeSet<String>,
}

impl Invitations {
    pub(crate) fn add(&mut self, invitation: Invitation) {
        if let Some(older) = self.newest.insert(invitation.guest, invitation.ticket.clone()) {
            self.by_ticket.remove(&older);
        }
        self.by_ticket.insert(invitation.ticket.clone(), invitation);
    }

    /// Whether the address has blocked invitation mails.
    pub(crate) fn is_unsubscribed(&self, address: &str) -> bool {
        self.unsubscribed.contains(&address.to_lowercase())
    }

    /// Ends the guest's sessions and passcodes, for a reset of the redemption.
    pub(crate) fn forget(&mut self, guest: Uuid) {
        self.sessions.forget(guest);
        self.passcodes.forget(guest);
    }

    /// Invalidates the guest's invitation.
    pub(crate) fn withdraw(&mut self, guest: Uuid) {
        self.forget(guest);
        if let Some(ticket) = self.newest.remove(&guest) {
            self.by_ticket.remove(&ticket);
        }
    }

    /// Ends the sessions and passcodes of all guests.
    pub(crate) fn end_sessions(&mut self) {
        self.sessions = GuestSessions::default();
        self.passcodes = Passcodes::default();
    }

    fn find(&self, ticket: &str, id: &str) -> Option<&Invitation> {
        self.by_ticket.get(ticket).filter(|invitation| invitation.id.to_string() == id)
    }
}

/// Handles `/redeem` and `/invitations/redeem`. A `/redeem` with a ticket is an older form of the link, on its own
/// host.
pub(crate) fn handle(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Response {
    if request.segments.len() == 1 && request.query("ticket").is_none() {
        return unwrap_link(request);
    }
    if request.method == Method::POST {
        let form = request.form();
        let field = |name| form.get(name).unwrap_or_default();
        return match Visit::find(tenant, field("ticket"), field("user")) {
            Some(visit) => visit.submit(tenant, request, field("action"), field("code"), now),
            None => redemption_pages::dead_link(),
        };
    }
    if !request.is_read() {
        return web::text(StatusCode::METHOD_NOT_ALLOWED, "This page takes GET and POST.\n");
    }
    let ours = request.query("tenant").is_some_and(|id| id.eq_ignore_ascii_case(TENANT_ID));
    let ticket = request.query("ticket").filter(|_| ours).unwrap_or_default();
    match Visit::find(tenant, ticket, request.query("user").unwrap_or_default()) {
        Some(visit) => visit.show(tenant, request, now),
        None => redemption_pages::dead_link(),
    }
}

/// Redirects `/redeem?rd=…` to the address in it, which must be the sandbox's own: this is no open redirect. The page
/// is on the sign-in host even if the link names another one, so a browser does not need to resolve that.
fn unwrap_link(request: &Request) -> Response {
    let own = clouds::redemption(&request.origins);
    let inner = request.query("rd").and_then(|inner| inner.strip_prefix(&own)?.strip_prefix('?'));
    match inner {
        Some(query) => {
            let page = format!("{}/invitations/redeem/?{query}", request.origins.login);
            web::redirect(StatusCode::FOUND, &page)
        }
        None => redemption_pages::dead_link(),
    }
}
