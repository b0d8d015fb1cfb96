//! The worker's end of the connections to pages and to other workers. Must not know what a message means.

use std::rc::Rc;

use js_sys::{Function, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    BroadcastChannel, DedicatedWorkerGlobalScope, MessagePort, SharedWorkerGlobalScope, WorkerGlobalScope,
};

use crate::app::ports::{Clock, Port};
use crate::app::token_broker::TokenBroker;
use crate::app::worker::protocol::{self, ToPage, ToWorker};
use crate::app::worker::server::WorkerServer;
use crate::browser::js::accept_connections;

use super::channel::{PortTo, ToOthers, on_broadcast, on_message};
use super::locks::{self, InvitationLocks, hold_while_alive, on_end};

/// The beginning of the name of the channel between the workers of several tabs, in browsers where each tab has its own.
const OTHERS: &str = "guestlist";

/// The portal's own address. It is read from the worker's location, so that no page can set another one.
#[must_use]
pub fn worker_home() -> String {
    let origin = global().dyn_into().map(|scope: WorkerGlobalScope| scope.location().origin());
    format!("{}/", origin.unwrap_or_default())
}

/// Serves all pages, also those that connected earlier. `registration` is the name of the broker's registration.
pub fn serve(broker: TokenBroker, clock: Rc<dyn Clock>, registration: String) {
    let channel = BroadcastChannel::new(&format!("{OTHERS} {registration}"));
    let Ok(channel) = channel else { return refuse_connections() };
    let locks = InvitationLocks::new(registration.clone());
    let server = WorkerServer::new(broker, Rc::new(ToOthers(channel.clone())), Rc::new(locks), clock);
    let receiver = Rc::clone(&server);
    on_broadcast(&channel, move |message| receiver.receive_from_others(message));
    spawn_local(async move {
        // A worker of a single tab needs no lock: other tabs cannot use it, and it ends with its page.
        let lock = if global().is_instance_of::<SharedWorkerGlobalScope>() {
            hold_while_alive(locks::WORKER).await
        } else {
            None
        };
        let alive = protocol::write(&ToPage::Alive { registration, lock });
        on_connect(move |page| accept(&server, page, &alive));
    });
}

fn accept(server: &Rc<WorkerServer>, page: MessagePort, alive: &str) {
    let port = Rc::new(PortTo(page.clone()));
    port.post(alive.to_owned());
    let connection = server.accept(port);
    let server = Rc::clone(server);
    let receive = move |message: &str| {
        if let Some(answering) = server.receive(connection, message) {
            spawn_local(answering);
        }
    };
    let left = receive.clone();
    on_message(&page, move |message| match protocol::read(message) {
        Some(ToWorker::Here { lock }) => {
            let left = left.clone();
            on_end(&lock, move || left(&protocol::write(&ToWorker::Leave)));
        }
        Some(
            ToWorker::Request { .. } | ToWorker::Cancel { .. } | ToWorker::Release { .. } | ToWorker::Leave,
        )
        | None => receive(message),
    });
}

/// Sends [`ToPage::Stopped`] to a page and ends the worker. The next page starts another worker.
fn refuse_connections() {
    end_with(&ToPage::Stopped);
}

/// Sends [`ToPage::Unconfigured`] to a page and ends the worker.
pub fn refuse_connections_without_configuration() {
    end_with(&ToPage::Unconfigured);
}

/// Sends [`ToPage::Changed`] to a page and ends the worker.
pub fn refuse_connections_without_part() {
    end_with(&ToPage::Changed);
}

/// The worker must not end before a page has connected and received the message. It starts earlier than the portal for
/// which it was started.
fn end_with(last: &ToPage) {
    let last = protocol::write(last);
    on_connect(move |page| {
        PortTo(page).post(last.clone());
        close();
    });
}

fn close() {
    match global().dyn_into::<SharedWorkerGlobalScope>() {
        Ok(shared) => shared.close(),
        Err(other) => {
            if let Ok(of_one_tab) = other.dyn_into::<DedicatedWorkerGlobalScope>() {
                of_one_tab.close();
            }
        }
    }
}

/// Calls `accept` for each page, also for those that connected while this program was starting: vault.js collects them.
fn on_connect(accept: impl Fn(MessagePort) + 'static) {
    let accept: Function = Closure::<dyn Fn(MessagePort)>::new(accept).into_js_value().unchecked_into();
    accept_connections(&accept);
}
