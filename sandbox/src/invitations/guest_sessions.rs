//! Sessions of guests at the redemption pages: a browser with the cookie needs no new sign-in for 24 hours. That is the
//! documented lifetime after a one-time passcode; here it applies to all guests.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::origins::Origins;
use crate::random::Random;
use crate::web::Request;

const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

#[derive(Clone, Copy)]
struct GuestSession {
    guest: Uuid,
    until: Timestamp,
}

/// By the value of the cookie. No `Debug`: these values are secrets.
#[derive(Default)]
pub(crate) struct GuestSessions(HashMap<String, Vec<GuestSession>>);

impl GuestSessions {
    /// Whether the browser has a session of this guest.
    pub(crate) fn holds(&self, request: &Request, guest: Uuid, now: Timestamp) -> bool {
        let sessions = request.cookie(&cookie_name(&request.origins)).and_then(|cookie| self.0.get(cookie));
        sessions.is_some_and(|sessions| {
            sessions.iter().any(|session| session.guest == guest && session.until > now)
        })
    }

    /// Adds a session of this guest, beside those of other guests in the same browser, and returns the `Set-Cookie`
    /// header. The value is new each time, which prevents session fixation.
    pub(crate) fn add(
        &mut self,
        request: &Request,
        guest: Uuid,
        random: &mut Random,
        now: Timestamp,
    ) -> String {
        let cookie = cookie_name(&request.origins);
        let mut sessions = request.cookie(&cookie).and_then(|old| self.0.remove(old)).unwrap_or_default();
        sessions.retain(|session| session.guest != guest && session.until > now);
        sessions.push(GuestSession { guest, until: now.checked_add(LIFETIME).unwrap_or(now) });
        let name = random.token();
        let secure = if request.origins.login.starts_with("https:") { "; Secure" } else { "" };
        let line = format!(
            "{cookie}={name}; Path=/invitations; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
            LIFETIME.as_secs()
        );
        self.0.insert(name, sessions);
        line
    }

    pub(crate) fn forget(&mut self, guest: Uuid) {
        for sessions in self.0.values_mut() {
            sessions.retain(|session| session.guest != guest);
        }
    }
}

/// Browsers send the cookies of a host to all its ports, so the name contains the port, if there is one.
fn cookie_name(origins: &Origins) -> String {
    let port = url::Url::parse(&origins.login).ok().and_then(|login| login.port());
    port.map_or("GUESTAUTH".to_owned(), |port| format!("GUESTAUTH-{port}"))
}
