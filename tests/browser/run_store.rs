//! Runs and lists of bulk invitations in IndexedDB. The database is looked at, and changed, through the browser's own API.

use futures_util::future::join;
use guestlist::app::bulk::journal::{NotStored, RunStore};
use guestlist::browser::RunRecords;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::*;

/// Functions for the JavaScript below. `all` resolves to the names and values of an object store, `change` makes changes
/// in a transaction, `gone` deletes the database, and `goneUnblocked` does not wait for connections that stay open.
const TOOLS: &str = "
    const result = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const gone = () => result(indexedDB.deleteDatabase('guestlist.run'));
    const goneUnblocked = () => new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('guestlist.run');
        request.onsuccess = resolve;
        request.onblocked = () => reject(new Error('blocked'));
    });
    const inside = async (act) => {
        const database = await result(indexedDB.open('guestlist.run'));
        const transaction = database.transaction(['keys', 'records'], 'readwrite');
        const end = new Promise((resolve) => { transaction.oncomplete = resolve; });
        const given = await act(transaction.objectStore('records'), transaction.objectStore('keys'));
        await end;
        database.close();
        return given;
    };
    const all = async (store) => {
        const [names, values] = [store.getAllKeys(), store.getAll()];
        await result(values);
        return names.result.map((name, index) => [name, values.result[index]]);
    };";

/// Runs JavaScript as the body of an async function.
async fn js_async(code: &str) -> JsValue {
    let promise: Promise = js(&format!("return (async () => {{ {TOOLS} {code} }})();")).unchecked_into();
    JsFuture::from(promise).await.unwrap()
}

async fn fresh() -> RunRecords {
    js_async("await gone();").await;
    RunRecords::named(RunRecords::RUN)
}

fn records(named: &[(&str, &str)]) -> Vec<(String, String)> {
    named.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// What another store reads, such as that of the next page, in the order of the names.
async fn later() -> Vec<(String, Option<String>)> {
    RunRecords::named(RunRecords::RUN).read().await.unwrap()
}

fn readable(named: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
    records(named).into_iter().map(|(name, text)| (name, Some(text))).collect()
}

#[wasm_bindgen_test]
async fn records_are_read_by_the_store_of_a_later_page() {
    let store = fresh().await;
    assert_eq!(later().await, []);
    store.write(records(&[("head", "h"), ("row 2", "Zo\u{eb} \u{1f600}")])).await.unwrap();
    store.write(records(&[("row 2", "again"), ("state 2", "")])).await.unwrap();
    assert_eq!(later().await, readable(&[("head", "h"), ("row 2", "again"), ("state 2", "")]));
    assert_eq!(store.read().await.unwrap(), later().await);
    store.write(Vec::new()).await.unwrap();
    store.replace(records(&[("head", "new"), ("row 3", "c")])).await.unwrap();
    assert_eq!(later().await, readable(&[("head", "new"), ("row 3", "c")]), "in place of all others");
}

#[wasm_bindgen_test]
async fn many_records_are_read_as_they_were_written() {
    let store = fresh().await;
    let many: Vec<_> =
        (0..1_203).map(|row| (format!("row {row:04}"), format!("guest{row}@fabrikam.com"))).collect();
    store.replace(many.clone()).await.unwrap();
    let read: Vec<_> = later().await.into_iter().map(|(name, text)| (name, text.unwrap())).collect();
    assert_eq!(read, many);
}

/// A write counts only when the transaction is complete and on the disk, and it is whole or not at all.
#[wasm_bindgen_test]
async fn a_write_is_on_the_disk_when_it_is_done() {
    let store = fresh().await;
    js("const real = IDBDatabase.prototype.transaction;
        globalThis.transactions = [];
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
            const made = real.call(this, stores, mode, options);
            const entry = { mode, durability: made.durability, complete: false };
            made.addEventListener('complete', () => { entry.complete = true; });
            globalThis.transactions.push(entry);
            return made;
        };
        globalThis.undo = () => { IDBDatabase.prototype.transaction = real; };");
    let told = || {
        js(
            "return JSON.stringify(globalThis.transactions.splice(0).filter(({ mode }) => mode === 'readwrite'));",
        )
    };
    let once = r#"[{"mode":"readwrite","durability":"strict","complete":true}]"#;
    store.write(records(&[("head", "h")])).await.unwrap();
    assert!(told().as_string().unwrap().ends_with(&once[1..]), "with a new key");
    store.write(records(&[("row 1", "a"), ("row 2", "b"), ("row 3", "c")])).await.unwrap();
    assert_eq!(told().as_string().as_deref(), Some(once), "all in one transaction");
    store.replace(records(&[("row 4", "d"), ("row 5", "e")])).await.unwrap();
    assert_eq!(told().as_string().as_deref(), Some(once), "the others are removed in the same");
    store.purge().await.unwrap();
    assert_eq!(told().as_string().as_deref(), Some(once));
    js("globalThis.undo();");
}

/// A full disk ends a transaction in the same way.
#[wasm_bindgen_test]
async fn a_transaction_that_the_browser_ends_changes_nothing() {
    let store = fresh().await;
    store.write(records(&[("head", "h"), ("row 1", "a")])).await.unwrap();
    js("const real = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, key) {
            const request = real.call(this, value, key);
            if (key === 'row 2') { globalThis.refuse(this); }
            return request;
        };
        globalThis.undo = () => { IDBObjectStore.prototype.put = real; };");
    let pair = || records(&[("row 1", "changed"), ("row 2", "b")]);
    for end in ["store.transaction.abort();", "throw new DOMException('no', 'DataCloneError');"] {
        js(&format!("globalThis.refuse = (store) => {{ {end} }};"));
        assert_eq!(store.write(pair()).await, Err(NotStored), "{end}");
        assert_eq!(store.replace(pair()).await, Err(NotStored), "{end}");
    }
    js("globalThis.undo();");
    assert_eq!(later().await, readable(&[("head", "h"), ("row 1", "a")]));
    store.write(pair()).await.unwrap();
}

#[wasm_bindgen_test]
async fn s30_the_database_holds_no_address_that_can_be_read() {
    let store = fresh().await;
    let row = r#"{"draft":{"email":"ann@fabrikam.com","name":"Ann"}}"#;
    store.replace(records(&[("head", "Ann"), ("row 1", row)])).await.unwrap();
    store.write(records(&[("state 1", row)])).await.unwrap();
    let dump = js_async(
        "const [names, stores] = [(await indexedDB.databases()).map(({ name }) => name), []];
         await inside(async (records, keys) => {
             for (const [name, value] of [...await all(records), ...await all(keys)]) {
                 const bytes = value instanceof Uint8Array;
                 stores.push([name, bytes ? String.fromCharCode(...value) : String(value)]);
             }
         });
         return JSON.stringify([names, stores]);",
    );
    let dump = dump.await.as_string().unwrap();
    for plain in ["fabrikam", "Ann", "ann@", "draft", "f\\u0000a\\u0000b"] {
        assert!(!dump.contains(plain), "{plain} in {dump}");
    }
    for name in ["guestlist.run", "head", "row 1", "state 1", "key", "name", "[object CryptoKey]"] {
        assert!(dump.contains(&format!("\"{name}\"")), "{name} in {dump}");
    }
}

#[wasm_bindgen_test]
async fn s31_the_key_cannot_be_read_and_no_record_is_encrypted_as_another() {
    let store = fresh().await;
    store.write(records(&[("row 1", "the same"), ("row 2", "the same")])).await.unwrap();
    let before = js_async("return JSON.stringify(await inside(all));").await;
    store.write(records(&[("row 1", "the same")])).await.unwrap();
    let told = js_async(
        "const [key, now] = await inside(async (records, keys) =>
             [await result(keys.get('key')), await all(records)]);
         let read = true;
         for (const format of ['raw', 'jwk']) { try { await crypto.subtle.exportKey(format, key); read = false; } catch { } }
         const vectors = now.map(([, bytes]) => bytes.slice(0, 12).join());
         return JSON.stringify([key.algorithm.name, key.algorithm.length, key.extractable, key.usages.sort(), read, new Set(vectors).size, now[0][1].length]);",
    );
    let expected = r#"["AES-GCM",256,false,["decrypt","encrypt"],true,2,36]"#;
    assert_eq!(told.await.as_string().as_deref(), Some(expected));
    let after = js_async("return JSON.stringify(await inside(all));").await;
    assert_ne!(before, after, "a new vector for each write");
}

#[wasm_bindgen_test]
async fn s31_a_record_that_was_changed_is_not_read() {
    let store = fresh().await;
    for change in [
        "bytes[0] ^= 1",
        "bytes[14] ^= 1",
        "bytes[bytes.length - 1] ^= 128",
        "value = bytes.slice(0, -1)",
        "value = bytes.slice(0, 5)",
        "value = new Uint8Array(0)",
        "value = 'ann@fabrikam.com'",
        "value = null",
        "value = { length: 40 }",
    ] {
        store.replace(records(&[("head", "h"), ("row 1", "a"), ("row 2", "b")])).await.unwrap();
        js_async(&format!(
            "await inside(async (records) => {{
                 const bytes = await result(records.get('row 1'));
                 let value = bytes; {change};
                 records.put(value, 'row 1'); records.put(bytes, 7);
             }});"
        ))
        .await;
        let mut expected = readable(&[("head", "h"), ("row 1", "a"), ("row 2", "b")]);
        for (name, text) in &mut expected {
            if name == "row 1" {
                *text = None;
            }
        }
        assert_eq!(later().await, expected, "{change}");
    }
}

#[wasm_bindgen_test]
async fn s31_a_record_under_the_name_of_another_is_not_read() {
    let store = fresh().await;
    store.write(records(&[("state 1", "sent"), ("state 2", "planned")])).await.unwrap();
    js_async(
        "await inside(async (records) => {
             const [one, two] = [await result(records.get('state 1')), await result(records.get('state 2'))];
             records.put(two, 'state 1'); records.put(one, 'state 2'); records.put(one, 'state 3');
         });",
    )
    .await;
    let read = later().await;
    assert_eq!(read.len(), 3);
    assert!(read.iter().all(|(_, text)| text.is_none()), "{read:?}");
}

#[wasm_bindgen_test]
async fn s31_s32_after_a_purge_there_is_no_record_and_no_key_for_a_copy() {
    let store = fresh().await;
    store.write(records(&[("head", "h"), ("row 1", "ann@fabrikam.com")])).await.unwrap();
    js_async("globalThis.copy = await inside(all);").await;
    store.purge().await.unwrap();
    let left = "return JSON.stringify(await inside(async (records, keys) => [await all(records), await all(keys)]));";
    assert_eq!(js_async(left).await.as_string().as_deref(), Some("[[],[]]"));
    let copied = "await inside((records) => { for (const [name, bytes] of globalThis.copy) { records.put(bytes, name); } });";
    js_async(copied).await;
    let lost = [("head".to_owned(), None), ("row 1".to_owned(), None)];
    assert_eq!(store.read().await.unwrap(), lost);
    store.replace(records(&[("head", "new")])).await.unwrap();
    js_async(copied).await;
    assert_eq!(later().await, lost, "the next key is another one");
    store.purge().await.unwrap();
    store.purge().await.unwrap();
    assert_eq!(later().await, []);
}

#[wasm_bindgen_test]
async fn s31_a_purge_also_deletes_a_database_of_another_version() {
    let store = fresh().await;
    js_async(
        "const request = indexedDB.open('guestlist.run', 2);
         request.onupgradeneeded = () => { request.result.createObjectStore('others').put('ann@fabrikam.com', 1); };
         (await result(request)).close();",
    )
    .await;
    assert_eq!(store.read().await, Err(NotStored));
    assert_eq!(store.write(records(&[("head", "h")])).await, Err(NotStored));
    store.purge().await.unwrap();
    assert_eq!(js_async("return (await indexedDB.databases()).length;").await.as_f64(), Some(0.0));
    store.write(records(&[("head", "h")])).await.unwrap();
}

#[wasm_bindgen_test]
async fn stores_of_several_tabs_share_one_key() {
    let one = fresh().await;
    let both = join(one.write(records(&[("row 1", "a")])), one.write(records(&[("row 2", "b")]))).await;
    assert_eq!(both, (Ok(()), Ok(())));
    assert_eq!(later().await, readable(&[("row 1", "a"), ("row 2", "b")]));
    let one = fresh().await;
    let other = RunRecords::named(RunRecords::RUN);
    let (first, second) =
        join(one.write(records(&[("row 1", "a")])), other.write(records(&[("row 2", "b")]))).await;
    assert_eq!((first, second), (Ok(()), Ok(())));
    let (first, second) =
        join(one.write(records(&[("row 3", "c")])), one.write(records(&[("row 4", "d")]))).await;
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!(later().await, readable(&[("row 1", "a"), ("row 2", "b"), ("row 3", "c"), ("row 4", "d")]));
}

/// Otherwise a run would go on with a journal that lacks its head and its rows.
#[wasm_bindgen_test]
async fn nothing_is_added_to_records_that_another_tab_has_removed() {
    let one = fresh().await;
    let other = RunRecords::named(RunRecords::RUN);
    one.write(records(&[("head", "h")])).await.unwrap();
    other.purge().await.unwrap();
    for _ in 0..2 {
        assert_eq!(one.write(records(&[("state 1", "sent")])).await, Err(NotStored));
    }
    other.replace(records(&[("head", "theirs")])).await.unwrap();
    assert_eq!(one.write(records(&[("state 1", "sent")])).await, Err(NotStored), "under another key");
    assert_eq!(later().await, readable(&[("head", "theirs")]));
    one.replace(records(&[("head", "mine")])).await.unwrap();
    one.write(records(&[("state 1", "sent")])).await.unwrap();
    assert_eq!(later().await, readable(&[("head", "mine"), ("state 1", "sent")]));
}

#[wasm_bindgen_test]
async fn the_database_can_be_deleted_under_an_open_store() {
    let store = fresh().await;
    store.write(records(&[("head", "h")])).await.unwrap();
    js_async("await goneUnblocked();").await;
    assert_eq!(store.write(records(&[("state 1", "sent")])).await, Err(NotStored));
    assert_eq!(store.read().await.unwrap(), []);
    store.write(records(&[("head", "h")])).await.unwrap();
    let (written, _) = join(store.write(records(&[("row 1", "a")])), js_async("await gone();")).await;
    assert!(matches!(written, Ok(()) | Err(NotStored)), "and does not wait for ever");
    assert_eq!(later().await, []);
}

#[wasm_bindgen_test]
async fn a_database_that_does_not_open_is_not_waited_for_forever() {
    let store = fresh().await.waiting(Duration::from_millis(200));
    // A tab that does not close its connection, while another deletes the database.
    js_async("globalThis.held = await result(indexedDB.open('guestlist.run')); globalThis.deleted = gone();")
        .await;
    assert_eq!(store.write(records(&[("head", "h")])).await, Err(NotStored));
    assert_eq!(store.read().await, Err(NotStored));
    assert_eq!(store.purge().await, Err(NotStored));
    js_async("globalThis.held.close(); await globalThis.deleted;").await;
    // The connection that opened too late is closed when the database is to be deleted.
    js_async("await goneUnblocked();").await;
    RunRecords::named(RunRecords::RUN).write(records(&[("head", "h")])).await.unwrap();
}

#[wasm_bindgen_test]
async fn without_a_database_nothing_is_stored() {
    let store = fresh().await;
    js("globalThis.real = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');");
    for browser in [
        "get() { throw new DOMException('not allowed', 'SecurityError'); }",
        "value: undefined",
        "value: null",
        "value: { open() { throw new DOMException('no', 'SecurityError'); }, deleteDatabase() { throw 1; } }",
    ] {
        js(&format!("Object.defineProperty(globalThis, 'indexedDB', {{ configurable: true, {browser} }});"));
        assert_eq!(store.write(records(&[("head", "h")])).await, Err(NotStored), "{browser}");
        assert_eq!(store.replace(records(&[("head", "h")])).await, Err(NotStored), "{browser}");
        assert_eq!(store.read().await, Err(NotStored), "{browser}");
        assert_eq!(store.purge().await, Err(NotStored), "{browser}");
    }
    js("Object.defineProperty(globalThis, 'indexedDB', globalThis.real);");
    store.write(records(&[("head", "h")])).await.unwrap();
}

/// A purge of the list must not end a run, nor the other way round.
#[wasm_bindgen_test]
async fn databases_with_different_names_have_records_and_keys_of_their_own() {
    let (run, list) = (fresh().await, RunRecords::named(format!("{} 1", RunRecords::LIST)));
    run.write(records(&[("head", "run")])).await.unwrap();
    list.write(records(&[("head", "list")])).await.unwrap();
    assert_eq!(list.read().await.unwrap(), readable(&[("head", "list")]));
    run.purge().await.unwrap();
    assert_eq!(later().await, []);
    list.write(records(&[("edit", "e")])).await.unwrap();
    assert_eq!(list.read().await.unwrap(), readable(&[("edit", "e"), ("head", "list")]));
    run.write(records(&[("head", "next")])).await.unwrap();
    list.purge().await.unwrap();
    assert_eq!(list.read().await.unwrap(), []);
    run.write(records(&[("row 1", "a")])).await.unwrap();
    assert_eq!(later().await, readable(&[("head", "next"), ("row 1", "a")]));
    js_async("await result(indexedDB.deleteDatabase('guestlist.list 1'));").await;
}
