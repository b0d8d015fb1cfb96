//! The sign-in and the organization of the signed-in person, and actions on them. Must not know how a sign-in works.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{join, select};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::bulk::kept_list::Lists;
use crate::app::client::Wait;
use crate::app::portal::Portal;
use crate::app::ports::PagePorts;
use crate::app::sign_in::{AfterSignIn, RefusedPermission};
use crate::auth::error::AuthProblem;
use crate::auth::flow::AccountPicker;
use crate::auth::session::{Account, Session};
use crate::domain::moment::Moment;
use crate::domain::rights::Permission;
use crate::graph::error::{GraphError, GraphErrorKind};
use crate::graph::me::{self, Organization};

/// The shortest time after which config.json is loaded again.
const READ_AGAIN: Duration = Duration::from_secs(60);
/// How often config.json is loaded again while the page stays visible.
const READ_AGAIN_VISIBLE: Duration = Duration::from_secs(10 * 60);

/// How long a sign-out waits until the kept lists and the run are removed.
const REMOVAL: Duration = Duration::from_secs(1);

#[derive(Clone, Copy)]
pub struct SessionContext {
    portal: StoredValue<Rc<Portal>, LocalStorage>,
    page: StoredValue<PagePorts, LocalStorage>,
    kept_lists: StoredValue<Rc<Lists>, LocalStorage>,
    session: RwSignal<Session>,
    expires_soon: RwSignal<bool>,
    organization: RwSignal<Option<Organization>>,
    refused_permission: RwSignal<Option<RefusedPermission>>,
    ignored_answer: RwSignal<bool>,
    not_asked: RwSignal<Option<AuthProblem>>,
    configuration_changed: RwSignal<bool>,
    /// When config.json was loaded last.
    configuration_read: StoredValue<Moment>,
    waiting: RwSignal<Option<Wait>>,
    visible: RwSignal<bool>,
    did_not_leave: RwSignal<bool>,
    offline: RwSignal<bool>,
    awaits_answer: StoredValue<bool>,
    draft_not_saved: RwSignal<bool>,
    reads_fail: RwSignal<Option<GraphError>>,
    /// Whether [`Self::watch_configuration`] is running.
    watching: StoredValue<bool>,
}

impl SessionContext {
    pub(super) fn new(portal: Rc<Portal>, page: PagePorts) -> Self {
        Self {
            session: RwSignal::new(portal.session()),
            configuration_read: StoredValue::new(portal.now()),
            portal: StoredValue::new_local(portal),
            kept_lists: StoredValue::new_local(Rc::new(Lists::new(page.lists.clone()))),
            page: StoredValue::new_local(page),
            expires_soon: RwSignal::new(false),
            organization: RwSignal::new(None),
            refused_permission: RwSignal::new(None),
            ignored_answer: RwSignal::new(false),
            not_asked: RwSignal::new(None),
            configuration_changed: RwSignal::new(false),
            waiting: RwSignal::new(None),
            visible: RwSignal::new(true),
            did_not_leave: RwSignal::new(false),
            offline: RwSignal::new(false),
            awaits_answer: StoredValue::new(false),
            draft_not_saved: RwSignal::new(false),
            reads_fail: RwSignal::new(None),
            watching: StoredValue::new(false),
        }
    }

    #[must_use]
    pub fn portal(self) -> Rc<Portal> {
        self.portal.get_value()
    }

    /// The ports for views.
    #[must_use]
    pub fn page(self) -> PagePorts {
        self.page.get_value()
    }

    /// The lists of bulk invitations in the browser.
    pub(super) fn kept_lists(self) -> Rc<Lists> {
        self.kept_lists.get_value()
    }

    #[must_use]
    pub fn session(self) -> ReadSignal<Session> {
        self.session.read_only()
    }

    /// The signed-in person, also while Microsoft requires an interaction.
    #[must_use]
    pub fn account(self) -> Option<Account> {
        self.session.with(|session| session.account().cloned())
    }

    /// Whether Microsoft requires an interaction before anything else is sent.
    #[must_use]
    pub fn is_interrupted(self) -> bool {
        self.session.with(|session| matches!(session, Session::NeedsInteraction(..)))
    }

    #[must_use]
    pub fn expires_soon(self) -> ReadSignal<bool> {
        self.expires_soon.read_only()
    }

    /// `None` until the organization is loaded.
    #[must_use]
    pub fn organization(self) -> ReadSignal<Option<Organization>> {
        self.organization.read_only()
    }

    /// `None` if the name is not known or empty.
    #[must_use]
    pub fn organization_name(self) -> Option<String> {
        self.organization.with(|org| org.as_ref().map(|org| org.name.clone())).filter(|name| !name.is_empty())
    }

    /// Why the last requested permission was not granted.
    #[must_use]
    pub fn refused_permission(self) -> ReadSignal<Option<RefusedPermission>> {
        self.refused_permission.read_only()
    }

    /// Whether an answer of the sign-in page was ignored, because it does not belong to a sign-in of this tab.
    #[must_use]
    pub fn ignored_answer(self) -> ReadSignal<bool> {
        self.ignored_answer.read_only()
    }

    /// Whether config.json names another tenant, app or cloud by now than when this page was loaded.
    #[must_use]
    pub fn configuration_changed(self) -> ReadSignal<bool> {
        self.configuration_changed.read_only()
    }

    /// Loads config.json again from time to time, for a page that stays visible. A second call has no effect.
    pub(super) fn watch_configuration(self) {
        if self.watching.get_value() {
            return;
        }
        self.watching.set_value(true);
        let portal = self.portal();
        spawn_local(async move {
            loop {
                portal.sleep(READ_AGAIN_VISIBLE).await;
                self.check_configuration();
            }
        });
    }

    /// Loads config.json again, at most once a minute.
    fn check_configuration(self) {
        let portal = self.portal();
        let now = portal.now();
        if now.since(self.configuration_read.get_value()) < READ_AGAIN {
            return;
        }
        self.configuration_read.set_value(now);
        let files = self.page().files;
        spawn_local(async move {
            if let Some(text) = files.load_config().await {
                self.configuration_changed.set(portal.is_other_registration(&text));
            }
        });
    }

    /// Call this when the person has read about the ignored answer.
    pub fn dismiss_ignored_answer(self) {
        self.ignored_answer.set(false);
    }

    /// What the requests to Graph wait for. A wait of one second is left out: it is too short to read about.
    #[must_use]
    pub fn waiting(self) -> ReadSignal<Option<Wait>> {
        self.waiting.read_only()
    }

    /// Ends the waits that can be ended; their actions fail.
    pub fn stop_waiting(self) {
        self.portal().client.stop_waiting();
    }

    /// Navigates to Microsoft's sign-in page, unless the browser is offline.
    pub fn sign_in(self, picker: AccountPicker) {
        if self.can_leave() {
            self.portal().sign_in(picker);
            self.watch_departure();
        }
    }

    fn can_leave(self) -> bool {
        let online = self.portal().is_online();
        self.offline.set(!online);
        online
    }

    /// Whether the person wanted to go to Microsoft's page while the browser was offline.
    #[must_use]
    pub fn offline(self) -> ReadSignal<bool> {
        self.offline.read_only()
    }

    /// A person who is signed in stays on this page while the browser opens Microsoft's. Without an account, the session
    /// changes, and that starts the watch.
    fn watch_departure(self) {
        self.did_not_leave.set(false);
        if self.account_untracked().is_some() {
            let portal = self.portal();
            spawn_local(async move { portal.watch_departure().await });
        }
    }

    /// Whether Microsoft's page did not open for a person who is signed in.
    #[must_use]
    pub fn did_not_leave(self) -> ReadSignal<bool> {
        self.did_not_leave.read_only()
    }

    /// Signs out here and at Microsoft. While an invitation has no answer, this page stays to tell its outcome.
    pub fn sign_out(self) {
        let (portal, stay) = (self.portal(), self.awaits_answer.get_value());
        let (timers, lists, runs) = (portal.timers(), self.kept_lists(), self.page().runs);
        spawn_local(async move {
            // The browser may end this page's work when Microsoft's page opens.
            select(pin!(join(lists.purge(), runs.purge())), timers.deadline(REMOVAL)).await;
            portal.sign_out(stay).await;
        });
    }

    /// Call this when an invitation was sent (`true`), and when its outcome is known (`false`).
    pub(super) fn set_awaits_answer(self, awaits: bool) {
        self.awaits_answer.set_value(awaits);
    }

    /// Whether the browser asks the person before the page is left: because an invitation has no answer so far.
    pub(super) fn awaits_answer(self) -> bool {
        self.awaits_answer.get_value()
    }

    /// Whether the browser cannot keep the form when the page is left.
    #[must_use]
    pub fn draft_not_saved(self) -> ReadSignal<bool> {
        self.draft_not_saved.read_only()
    }

    pub(super) fn set_draft_not_saved(self) {
        self.draft_not_saved.set(true);
    }

    /// Why everything that is read from Graph fails, if something between the browser and Microsoft answers, or if the
    /// organization does not know the app.
    #[must_use]
    pub fn reads_fail(self) -> ReadSignal<Option<GraphError>> {
        self.reads_fail.read_only()
    }

    pub(super) fn set_reads_fail(self, error: &GraphError) {
        use GraphErrorKind::{AppUnknown, Filtered, SignInFiltered};
        if matches!(error.kind, Filtered | SignInFiltered | AppUnknown) {
            self.reads_fail.set(Some(error.clone()));
        }
    }

    /// Tries again to sign out at Microsoft.
    pub fn end_session(self) {
        let portal = self.portal();
        spawn_local(async move { portal.end_session().await });
    }

    /// Navigates to Microsoft's sign-in page to request a permission. Afterwards this page is shown again, and does
    /// nothing by itself.
    pub fn ask_for(self, permission: Permission) {
        if let Some(account) = self.account_untracked().filter(|_| self.can_leave()) {
            self.not_asked.set(self.portal().ask_for(&account, &[permission]).err());
            self.watch_departure();
        }
    }

    /// Why the permission could not be requested: the browser does not let this tab store the request.
    #[must_use]
    pub fn not_asked(self) -> ReadSignal<Option<AuthProblem>> {
        self.not_asked.read_only()
    }

    /// Call this when the refusal need not be shown any more.
    pub fn forget_refused_permission(self) {
        self.refused_permission.set(None);
    }

    pub(super) fn account_untracked(self) -> Option<Account> {
        self.session.with_untracked(|session| session.account().cloned())
    }

    pub(super) fn is_signed_in_untracked(self) -> bool {
        self.session.with_untracked(Session::is_signed_in)
    }

    pub(super) fn set(self, session: Session) {
        self.session.set(session);
    }

    pub(super) fn set_waiting(self, wait: Option<Wait>) {
        // The same wait is told again when another one has ended.
        if self.waiting.with_untracked(|shown| *shown != wait) {
            let now = self.portal().now();
            self.waiting.set(wait.filter(|wait| wait.seconds_left(now).is_none_or(|seconds| seconds > 1)));
        }
    }

    /// Whether the person can see the page: it is not behind another tab or window.
    #[must_use]
    pub fn visible(self) -> ReadSignal<bool> {
        self.visible.read_only()
    }

    /// Call this when the page becomes hidden or visible. A page that becomes visible loads config.json again, at most
    /// once a minute.
    pub fn set_visible(self, visible: bool) {
        self.visible.set(visible);
        if visible {
            self.check_configuration();
        }
    }

    pub(super) fn set_did_not_leave(self) {
        self.did_not_leave.set(true);
    }

    pub(super) fn set_expires_soon(self, soon: bool) {
        self.expires_soon.set(soon);
    }

    pub(super) fn set_after_sign_in(self, after: AfterSignIn) {
        self.refused_permission.set(after.refused_permission);
        self.ignored_answer.set(after.ignored_answer);
    }

    pub(super) async fn load_organization(self) {
        match self.portal().client.call(&me::organization()).await {
            Ok(organization) => {
                self.reads_fail.set(None);
                self.organization.set(Some(organization));
            }
            Err(error) => self.set_reads_fail(&error),
        }
    }

    pub(super) fn clear(self) {
        self.organization.set(None);
        self.refused_permission.set(None);
        self.ignored_answer.set(false);
        self.not_asked.set(None);
        self.waiting.set(None);
        self.did_not_leave.set(false);
        self.offline.set(false);
        self.draft_not_saved.set(false);
        self.reads_fail.set(None);
    }
}
