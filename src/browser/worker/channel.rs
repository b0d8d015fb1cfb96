//! Message ports and broadcast channels. Each message is a string; anything else is ignored (S-37). Must not know what
//! a message means.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, MessagePort};

use crate::app::ports::Port;

pub(super) struct PortTo(pub(super) MessagePort);

impl Port for PortTo {
    fn post(&self, message: String) {
        // If the other end no longer exists, the message is lost, and that is correct.
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

pub(super) fn on_message(port: &MessagePort, receive: impl Fn(&str) + 'static) {
    port.set_onmessage(Some(&listener(receive)));
}

pub(super) fn on_broadcast(channel: &BroadcastChannel, receive: impl Fn(&str) + 'static) {
    channel.set_onmessage(Some(&listener(receive)));
}

/// The listener is never freed, because it is used as long as the page or worker runs.
fn listener(receive: impl Fn(&str) + 'static) -> js_sys::Function {
    let receive = move |event: MessageEvent| {
        if let Some(message) = event.data().as_string() {
            receive(&message);
        }
    };
    Closure::<dyn Fn(MessageEvent)>::new(receive).into_js_value().unchecked_into()
}
