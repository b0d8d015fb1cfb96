//! AES-GCM of the browser (W3C Web Cryptography API), with keys that no program can read. Must not know where records are
//! stored.

use futures_util::future::{join_all, try_join_all};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, CryptoKey, MessageChannel, SubtleCrypto};

use crate::app::bulk::journal::{NotStored, ReadRecord};
use crate::browser::js::GLOBAL;

const ALGORITHM: &str = "AES-GCM";
/// The bits of a key.
const KEY_BITS: u16 = 256;
/// The bytes of an initialization vector: 96 bits, random for each record (NIST SP 800-38D). It precedes the ciphertext.
const VECTOR: u32 = 12;
/// How many records are encrypted, or decrypted, in one task of the page. A longer task would delay it.
const AT_ONCE: usize = 100;

/// A new key. It can be stored, and used by the portal, but its bytes cannot be read.
pub(super) async fn new_key() -> Result<CryptoKey, NotStored> {
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let algorithm = AesKeyGenParams::new(ALGORITHM, KEY_BITS);
    let key = subtle().generate_key_with_object(&algorithm, false, &usages);
    Ok(settled(key).await?.unchecked_into())
}

/// The bytes of records, each a name and a text. The name is authenticated too, so that records cannot be exchanged.
pub(super) async fn encrypt(
    key: &CryptoKey,
    records: &[(String, String)],
) -> Result<Vec<Uint8Array>, NotStored> {
    let mut encrypted = Vec::with_capacity(records.len());
    for some in records.chunks(AT_ONCE) {
        if !encrypted.is_empty() {
            next_task().await;
        }
        let each = some.iter().map(|(name, text)| encrypt_one(key, name, text));
        encrypted.extend(try_join_all(each).await?);
    }
    Ok(encrypted)
}

/// The texts of records, each a name and its value in the database; `None` for a value that [`encrypt`] did not make with
/// this key and name.
pub(super) async fn decrypt(key: Option<&CryptoKey>, records: Vec<(String, JsValue)>) -> Vec<ReadRecord> {
    let mut decrypted = Vec::with_capacity(records.len());
    for some in records.chunks(AT_ONCE) {
        if !decrypted.is_empty() {
            next_task().await;
        }
        let each = some.iter().map(async |(name, value)| {
            let text = match key {
                Some(key) => decrypt_one(key, name, value).await,
                None => None,
            };
            (name.clone(), text)
        });
        decrypted.extend(join_all(each).await);
    }
    decrypted
}

async fn encrypt_one(key: &CryptoKey, name: &str, text: &str) -> Result<Uint8Array, NotStored> {
    let vector = Uint8Array::new_with_length(VECTOR);
    GLOBAL
        .with(|global| global.crypto().get_random_values_with_js_u8_array(&vector))
        .map_err(|_| NotStored)?;
    let encrypted =
        subtle().encrypt_with_object_and_u8_array(&parameters(&vector, name), key, text.as_bytes());
    let encrypted = Uint8Array::new(&settled(encrypted).await?);
    let both = Uint8Array::new_with_length(VECTOR + encrypted.length());
    both.set(&vector, 0);
    both.set(&encrypted, VECTOR);
    Ok(both)
}

async fn decrypt_one(key: &CryptoKey, name: &str, value: &JsValue) -> Option<String> {
    let both: &Uint8Array = value.dyn_ref()?;
    let (vector, encrypted) = (both.subarray(0, VECTOR), both.subarray(VECTOR, both.length()));
    let text = subtle().decrypt_with_object_and_js_u8_array(&parameters(&vector, name), key, &encrypted);
    let text = settled(text).await.ok()?;
    String::from_utf8(Uint8Array::new(&text).to_vec()).ok()
}

fn parameters(vector: &Uint8Array, name: &str) -> AesGcmParams {
    let parameters = AesGcmParams::new(ALGORITHM, vector);
    parameters.set_additional_data_u8_array(&Uint8Array::from(name.as_bytes()));
    parameters
}

fn subtle() -> SubtleCrypto {
    GLOBAL.with(|global| global.crypto().subtle())
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, NotStored> {
    JsFuture::from(promise.map_err(|_| NotStored)?).await.map_err(|_| NotStored)
}

/// Lets the page do other work first. Chromium answers many small requests of this API within one task, and a timer takes a
/// second in a hidden page, but a message does not.
async fn next_task() {
    let Ok(channel) = MessageChannel::new() else { return };
    let (receiver, sender) = (channel.port1(), channel.port2());
    let received = Promise::new(&mut |done, _| receiver.set_onmessage(Some(&done)));
    if sender.post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(received).await;
    }
    receiver.close();
}
