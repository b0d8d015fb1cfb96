//! The body of `POST /$batch`, with valid and invalid content.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(init: sandbox_fuzz::ready(), |data: &[u8]| {
    let Some(answer) = sandbox_fuzz::graph("POST", "/v1.0/$batch", false, data) else { return };
    if answer.status() != 200 {
        return;
    }
    let body: Value = serde_json::from_slice(answer.body()).expect("an envelope is JSON");
    for part in body["responses"].as_array().expect("it has answers") {
        let status = part["status"].as_u64().expect("each with a status");
        if status >= 400 {
            sandbox_fuzz::check_error(status, &part["body"]);
        }
    }
});
