//! Message ports and broadcast channels. Each message is a text; what is none is ignored (S-37).

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, MessagePort};

use crate::app::ports::Port;

/// One end of a message channel.
pub(super) struct PortTo(pub(super) MessagePort);

impl Port for PortTo {
    fn post(&self, message: String) {
        // Nobody is left to be told when the other end is gone.
        let _ = self.0.post_message(&message.into());
    }
}

/// The channel to all other workers.
pub(super) struct ToOthers(pub(super) BroadcastChannel);

impl Port for ToOthers {
    fn post(&self, message: String) {
        let _ = self.0.post_message(&message.into());
    }
}

/// Calls back with each message of a port.
pub(super) fn on_message(port: &MessagePort, receive: impl Fn(&str) + 'static) {
    port.set_onmessage(Some(&listener(receive)));
}

/// Calls back with each message of a channel.
pub(super) fn on_broadcast(channel: &BroadcastChannel, receive: impl Fn(&str) + 'static) {
    channel.set_onmessage(Some(&listener(receive)));
}

/// Lives as long as the page or the worker.
fn listener(receive: impl Fn(&str) + 'static) -> js_sys::Function {
    let receive = move |event: MessageEvent| {
        if let Some(message) = event.data().as_string() {
            receive(&message);
        }
    };
    Closure::<dyn Fn(MessageEvent)>::new(receive).into_js_value().unchecked_into()
}
