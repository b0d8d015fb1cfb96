//! The visible half of a sign-in: `/authorize` and the pages behind it.
//!
//! Checks client and redirect URI before anything else: a request that fails there gets a page and never a redirect.

use http::{StatusCode, header};
use jiff::Timestamp;
use uuid::Uuid;

use super::consent::{self, Permission, Scopes};
use super::error::{Incident, Refusal};
use super::store::{AuthorizeRequest, CODE_LIFE, Code, Grant, INTERACTION_LIFE, Prompt, ResponseMode};
use super::{Authority, pages, session};
use crate::directory::User;
use crate::tenant::{CLIENT_ID, Tenant};
use crate::web::{self, Answer, Ask};

/// Where a refused request ends.
enum Stop {
    /// Nobody to send it back to.
    Page(Refusal),
    /// Back to the app, with its state.
    Back(Way, Refusal),
}

/// The way back to the app.
struct Way {
    redirect_uri: String,
    mode: ResponseMode,
    state: Option<String>,
}

/// What the consent of a person still lacks.
enum Lacking {
    Nothing,
    /// Only an administrator could grant these.
    Admin(Vec<&'static Permission>),
    Own(Vec<&'static Permission>),
}

/// `GET /{tenant}/oauth2/v2.0/authorize`.
pub(super) fn begin(tenant: &mut Tenant, segment: &str, ask: &Ask, now: Timestamp) -> Answer {
    match read(segment, ask) {
        Ok(request) => decide(tenant, request, ask, now),
        Err(Stop::Page(refusal)) => stop_page(tenant, refusal, ask.query("client-request-id"), now),
        Err(Stop::Back(way, refusal)) => {
            let incident = Incident::new(refusal, ask.query("client-request-id"), &mut tenant.random, now);
            back(&way, &incident)
        }
    }
}

fn read(segment: &str, ask: &Ask) -> Result<AuthorizeRequest, Stop> {
    let origins = &ask.origins;
    Authority::signing_in(segment).map_err(Stop::Page)?;
    let needed = |name| ask.query(name).ok_or(Stop::Page(Refusal::MissingParameter(name)));
    let client = needed("client_id")?;
    if !client.eq_ignore_ascii_case(CLIENT_ID) {
        return Err(Stop::Page(Refusal::UnknownClient(client.to_owned())));
    }
    let redirect_uri = needed("redirect_uri")?;
    if redirect_uri != origins.redirect_uri() {
        return Err(Stop::Page(Refusal::WrongRedirect(redirect_uri.to_owned())));
    }
    let (mode, mode_problem) = match ask.query("response_mode") {
        None | Some("query") => (ResponseMode::Query, None),
        Some("fragment") => (ResponseMode::Fragment, None),
        Some(other) => (ResponseMode::Query, Some(Refusal::ResponseMode(other.to_owned()))),
    };
    let state = ask.query("state").map(str::to_owned);
    let refused = |refusal| {
        Stop::Back(Way { redirect_uri: redirect_uri.to_owned(), mode, state: state.clone() }, refusal)
    };
    if let Some(refusal) = mode_problem {
        return Err(refused(refusal));
    }
    match ask.query("response_type") {
        Some("code") => {}
        Some(other) => return Err(refused(Refusal::ResponseType(other.to_owned()))),
        None => return Err(refused(Refusal::MissingParameter("response_type"))),
    }
    let scope = ask.query("scope").ok_or_else(|| refused(Refusal::MissingParameter("scope")))?;
    let scopes = Scopes::read(scope, origins).map_err(|scope| refused(Refusal::UnknownScope(scope)))?;
    let challenge = ask.query("code_challenge").ok_or_else(|| refused(Refusal::PkceMissing))?;
    if ask.query("code_challenge_method") != Some("S256") {
        return Err(refused(Refusal::PkceMethod));
    }
    let prompt = match ask.query("prompt") {
        Some("none") => Prompt::None,
        // `consent` asks again even if consent is there; the account page stands in for it.
        Some("login" | "select_account" | "consent") => Prompt::Ask,
        Some(_) | None => Prompt::Absent,
    };
    Ok(AuthorizeRequest {
        redirect_uri: redirect_uri.to_owned(),
        mode,
        nonce: ask.query("nonce").map(str::to_owned),
        challenge: challenge.to_owned(),
        scopes,
        prompt,
        login_hint: ask.query("login_hint").map(str::to_owned),
        correlation: ask.query("client-request-id").map(str::to_owned),
        state,
    })
}

/// Signs in at once where the session allows it, asks otherwise, and refuses where asking is not allowed.
fn decide(tenant: &mut Tenant, request: AuthorizeRequest, ask: &Ask, now: Timestamp) -> Answer {
    let session = session::current(tenant, ask);
    let people = session.as_ref().map(|(_, session)| session.people.clone()).unwrap_or_default();
    let hinted = request.login_hint.as_deref().map(|hint| session::hinted(tenant, hint));
    let known = match hinted {
        Some(hinted) => hinted.filter(|person| people.contains(person)).ok_or(Refusal::NoSession),
        None => match people.as_slice() {
            [] => Err(Refusal::NoSession),
            [person] => Ok(*person),
            [_, ..] => Err(Refusal::SeveralSessions),
        },
    };
    match (request.prompt, known, session) {
        (Prompt::None | Prompt::Absent, Ok(person), Some((_, session))) => {
            conclude(tenant, request, person, session.sid, ask, now)
        }
        (Prompt::None, Err(refusal), _) => refuse(tenant, &request, refusal, now),
        (Prompt::None, Ok(_), None) => refuse(tenant, &request, Refusal::NoSession, now),
        (Prompt::Absent | Prompt::Ask, _, _) => account_page(tenant, request, ask, now),
    }
}

/// `POST /{tenant}/login`: a button of one of the pages.
pub(super) fn resume(tenant: &mut Tenant, ask: &Ask, now: Timestamp) -> Answer {
    let form = ask.form();
    let open = form.get("ctx").and_then(|ctx| tenant.signins.interactions.remove(ctx));
    let Some((request, _)) = open.filter(|(_, until)| *until > now) else {
        return stop_page(tenant, Refusal::Malformed, None, now);
    };
    let person = form.get("account").and_then(|id| Uuid::try_parse(id).ok());
    match (form.get("action"), person) {
        (Some("cancel"), _) => refuse(tenant, &request, Refusal::Cancelled, now),
        (Some("decline"), _) => refuse(tenant, &request, Refusal::ConsentDeclined, now),
        (Some("without-consent"), _) => refuse(tenant, &request, Refusal::AdminApproval, now),
        (Some("consent"), Some(person)) => match session::current(tenant, ask) {
            Some((_, session)) if session.people.contains(&person) => {
                let asked = request.scopes.graph.iter().filter(|permission| !permission.admin_only);
                let names: Vec<_> = asked.map(|permission| permission.name).collect();
                tenant.signins.consents.entry(person).or_default().extend(names);
                conclude(tenant, request, person, session.sid, ask, now)
            }
            Some(_) | None => account_page(tenant, request, ask, now),
        },
        (None, Some(person)) if session::is_account(tenant, person) => {
            let (cookie, sid) = session::sign_in(tenant, ask, person);
            let mut answer = conclude(tenant, request, person, sid, ask, now);
            web::add(&mut answer, header::SET_COOKIE, &cookie);
            answer
        }
        (Some(_) | None, _) => account_page(tenant, request, ask, now),
    }
}

fn conclude(
    tenant: &mut Tenant,
    request: AuthorizeRequest,
    person: Uuid,
    sid: Uuid,
    ask: &Ask,
    now: Timestamp,
) -> Answer {
    let Some(user) = tenant.directory.user(person).cloned() else {
        return refuse(tenant, &request, Refusal::NoSession, now);
    };
    match (lacking(tenant, &user, &request.scopes), request.prompt) {
        (Lacking::Nothing, _) => with_code(tenant, &request, person, sid, now),
        (Lacking::Admin(_) | Lacking::Own(_), Prompt::None) => {
            refuse(tenant, &request, Refusal::ConsentNeedsInteraction, now)
        }
        (Lacking::Admin(permissions), _) => {
            let ctx = keep(tenant, request, now);
            pages::need_admin_approval(&ask.origins, &ctx, &user, &permissions)
        }
        (Lacking::Own(permissions), _) => {
            let ctx = keep(tenant, request, now);
            pages::permissions_requested(&ask.origins, &ctx, &user, &permissions)
        }
    }
}

fn lacking(tenant: &Tenant, user: &User, scopes: &Scopes) -> Lacking {
    let own = tenant.signins.consents.get(&user.id).map(Vec::as_slice).unwrap_or_default();
    let granted = consent::granted(user, own);
    let missing = scopes.graph.iter().copied().filter(|asked| !granted.contains(&asked.name));
    let (admin, own): (Vec<_>, Vec<_>) = missing.partition(|permission| permission.admin_only);
    match (admin.is_empty(), own.is_empty()) {
        // No account of this tenant may consent for the organisation: not even a User Administrator.
        (false, _) => Lacking::Admin(admin),
        (true, false) => Lacking::Own(own),
        (true, true) => Lacking::Nothing,
    }
}

fn with_code(
    tenant: &mut Tenant,
    request: &AuthorizeRequest,
    person: Uuid,
    sid: Uuid,
    now: Timestamp,
) -> Answer {
    let code = format!("1.{}", tenant.random.token());
    let grant =
        Grant { person, sid, open_id: request.scopes.open_id, nonce: request.nonce.clone(), signed_in: now };
    let expires = now.checked_add(CODE_LIFE).unwrap_or(now);
    tenant.signins.codes.retain(|_, code| code.expires > now);
    tenant.signins.codes.insert(
        code.clone(),
        Code {
            grant,
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            expires,
            used: false,
        },
    );
    let state = request.state.clone().map(|state| ("state", state));
    let parameters = [("code", code)].into_iter().chain(state).chain([("session_state", sid.to_string())]);
    web::redirect(StatusCode::FOUND, &with_parameters(&request.redirect_uri, request.mode.mark(), parameters))
}

fn refuse(tenant: &mut Tenant, request: &AuthorizeRequest, refusal: Refusal, now: Timestamp) -> Answer {
    let incident = Incident::new(refusal, request.correlation.as_deref(), &mut tenant.random, now);
    let way =
        Way { redirect_uri: request.redirect_uri.clone(), mode: request.mode, state: request.state.clone() };
    back(&way, &incident)
}

fn back(way: &Way, incident: &Incident) -> Answer {
    let refusal = &incident.refusal;
    let cancel = (*refusal == Refusal::Cancelled).then(|| ("error_subcode", "cancel".to_owned()));
    let suberror = refusal.suberror().map(|name| ("suberror", name.to_owned()));
    let parameters = [("error", refusal.error().to_owned())]
        .into_iter()
        .chain(cancel)
        .chain([("error_description", incident.description())])
        .chain(suberror)
        .chain(way.state.clone().map(|state| ("state", state)));
    web::redirect(StatusCode::FOUND, &with_parameters(&way.redirect_uri, way.mode.mark(), parameters))
}

impl ResponseMode {
    fn mark(self) -> char {
        match self {
            Self::Query => '?',
            Self::Fragment => '#',
        }
    }
}

pub(super) fn with_parameters(
    uri: &str,
    mark: char,
    parameters: impl IntoIterator<Item = (&'static str, String)>,
) -> String {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    if encoded.is_empty() { uri.to_owned() } else { format!("{uri}{mark}{encoded}") }
}

fn stop_page(tenant: &mut Tenant, refusal: Refusal, correlation: Option<&str>, now: Timestamp) -> Answer {
    let incident = Incident::new(refusal, correlation, &mut tenant.random, now);
    pages::trouble(&incident)
}

fn account_page(tenant: &mut Tenant, request: AuthorizeRequest, ask: &Ask, now: Timestamp) -> Answer {
    let hint = request.login_hint.as_deref().and_then(|hint| session::hinted(tenant, hint));
    let ctx = keep(tenant, request, now);
    pages::pick_account(&ask.origins, &tenant.directory, &ctx, hint)
}

/// Keeps a request open while a page is shown; the page carries the returned name.
fn keep(tenant: &mut Tenant, request: AuthorizeRequest, now: Timestamp) -> String {
    let ctx = tenant.random.token();
    let until = now.checked_add(INTERACTION_LIFE).unwrap_or(now);
    tenant.signins.interactions.retain(|_, (_, until)| *until > now);
    tenant.signins.interactions.insert(ctx.clone(), (request, until));
    ctx
}
