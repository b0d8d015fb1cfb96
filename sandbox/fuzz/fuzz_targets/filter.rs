//! Query options of `GET /users`: the first byte chooses the option, the rest is its value.

#![no_main]

use libfuzzer_sys::fuzz_target;

const OPTIONS: [&str; 7] = ["$filter", "$search", "$orderby", "$select", "$skiptoken", "$expand", "$top"];

fuzz_target!(init: sandbox_fuzz::ready(), |data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(value) = std::str::from_utf8(rest) else { return };
    let option = OPTIONS[usize::from(*first >> 1) % OPTIONS.len()];
    let query = sandbox_fuzz::form(&[(option, value), ("$count", "true")]);
    sandbox_fuzz::graph("GET", &format!("/v1.0/users?{query}"), first & 1 == 1, b"");
});
