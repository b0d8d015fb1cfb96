//! The worker's own end: takes in the pages that come, and what other workers say.

use std::rc::Rc;

use js_sys::{Function, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    BroadcastChannel, DedicatedWorkerGlobalScope, MessagePort, SharedWorkerGlobalScope, WorkerGlobalScope,
};

use crate::app::ports::{Clock, Port};
use crate::app::token_broker::TokenBroker;
use crate::app::worker::protocol::{self, ToPage};
use crate::app::worker::server::WorkerServer;
use crate::browser::js::accept_connections;

use super::channel::{PortTo, ToOthers, on_broadcast, on_message};
use super::locks::hold_while_alive;

/// Workers of this browser that share no memory hear each other here.
const OTHERS: &str = "guestlist";

/// The portal's own address, as the worker knows it. No page can tell it another.
#[must_use]
pub fn worker_home() -> String {
    let origin = global().dyn_into().map(|scope: WorkerGlobalScope| scope.location().origin());
    format!("{}/", origin.unwrap_or_default())
}

/// Serves the pages that are there, and all that come.
pub fn serve(broker: TokenBroker, clock: Rc<dyn Clock>) {
    let Ok(channel) = BroadcastChannel::new(OTHERS) else { return refuse_connections() };
    let server = WorkerServer::new(broker, Rc::new(ToOthers(channel.clone())), clock);
    let told = Rc::clone(&server);
    on_broadcast(&channel, move |message| told.receive_from_others(message));
    spawn_local(async move {
        // A worker of one tab alone cannot be asked by others, and ends with its page.
        let alive = if global().is_instance_of::<SharedWorkerGlobalScope>() {
            hold_while_alive().await
        } else {
            None
        };
        on_connect(move |page| accept(&server, page, alive.as_deref()));
    });
}

/// Connects a page.
fn accept(server: &Rc<WorkerServer>, page: MessagePort, alive: Option<&str>) {
    let port = Rc::new(PortTo(page.clone()));
    if let Some(lock) = alive {
        port.post(protocol::write(&ToPage::Alive { lock: lock.to_owned() }));
    }
    let connection = server.accept(port);
    let server = Rc::clone(server);
    on_message(&page, move |message| {
        if let Some(answering) = server.receive(connection, message) {
            spawn_local(answering);
        }
    });
}

/// Tells every page that there will be no answers, and ends: the next page that asks gets another worker.
pub fn refuse_connections() {
    end_with(&ToPage::Stopped);
}

/// As [`refuse_connections`], since a part of the program could not be loaded.
pub fn refuse_connections_without_part() {
    end_with(&ToPage::Changed);
}

/// Not before a page has been told: a worker starts sooner than the portal that it was started for.
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

/// Calls back with the pages that came while this was starting, and with all that come. vault.js collects them.
fn on_connect(accept: impl Fn(MessagePort) + 'static) {
    let accept: Function = Closure::<dyn Fn(MessagePort)>::new(accept).into_js_value().unchecked_into();
    accept_connections(&accept);
}
