//! A text that is made in pieces, each of which the browser keeps as a blob. Must not know what is in it.
//!
//! A blob of blobs refers to them: a text of many megabytes is nowhere in this program's memory at once, and no step with it
//! takes long.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, BlobPropertyBag};

use crate::app::ports::LongText;

use super::files::save;
use super::js::{ClipboardItem, ClipboardOwner, NAVIGATOR};

#[derive(Default)]
pub(super) struct BlobText {
    pieces: Array,
}

impl BlobText {
    fn whole(&self, media_type: &str) -> Option<Blob> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.pieces, &options).ok()
    }
}

impl LongText for BlobText {
    fn add(&self, piece: &str) {
        let bytes = Uint8Array::from(piece.as_bytes());
        let blob = Blob::new_with_u8_array_sequence(&Array::of1(&bytes));
        // A blob can also be made of bytes.
        self.pieces.push(&blob.map_or_else(|_| bytes.into(), JsValue::from));
    }

    fn save(&self, name: &str) {
        if let Some(blob) = self.whole("text/csv;charset=utf-8") {
            save(name, &blob);
        }
    }

    fn copy(self: Rc<Self>, made: LocalBoxFuture<'static, bool>) -> LocalBoxFuture<'static, bool> {
        const PLAIN: &str = "text/plain";
        let content = future_to_promise(async move {
            let blob = if made.await { self.whole(PLAIN) } else { None };
            blob.map(JsValue::from).ok_or(JsValue::NULL)
        });
        let by_type = Object::new();
        // It fails only for what is not an object.
        let _ = Reflect::set(&by_type, &JsValue::from(PLAIN), &content);
        // Outside a secure context there is no clipboard, and older browsers have no items with promises.
        let clipboard = NAVIGATOR.with(ClipboardOwner::clipboard).ok().flatten();
        let item = ClipboardItem::new(&by_type).ok();
        let writing = clipboard.zip(item);
        let writing = writing.and_then(|(clipboard, item)| clipboard.write(&Array::of1(&item)).ok());
        // A text that is not completed is no error of the page, also if the browser has refused before.
        spawn_local(async move {
            let _ = JsFuture::from(content).await;
        });
        Box::pin(async move {
            match writing {
                Some(writing) => JsFuture::from(writing).await.is_ok(),
                None => false,
            }
        })
    }
}
