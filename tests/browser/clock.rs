//! Time and the browser's timeline.

use super::*;

#[wasm_bindgen_test]
async fn a_page_that_gives_way_lets_what_waits_run() {
    js("globalThis.ran = false; setTimeout(() => (globalThis.ran = true));");
    let clock = BrowserClock::default();
    for _ in 0..100_000 {
        clock.give_way().await;
        if js("return globalThis.ran").is_truthy() {
            return;
        }
    }
    panic!("a timer that is due was never run");
}

#[wasm_bindgen_test]
fn a_mark_is_in_the_timeline() {
    BrowserClock::default().mark("a mark of this test");
    assert_eq!(js("return performance.getEntriesByName('a mark of this test', 'mark').length"), 1.0);
}
