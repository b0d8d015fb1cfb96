//! Files that a person gets from the page. Must not know what is in them.
//!
//! A long text is made in pieces, each of which the browser keeps as a blob. A blob of blobs refers to them, so that many
//! megabytes are nowhere in this program's memory at once, and no step with them takes long.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::app::ports::{Downloads, LongText};

use super::js::{ClipboardContent, ClipboardItem, ClipboardOwner, NAVIGATOR, dictionary};

/// Saves a file by a link that is not in the document.
pub(super) struct SavedFiles;

/// A browser has read the file by then. Before that, the link must stay.
const SAVED: Duration = Duration::from_secs(60);

impl Downloads for SavedFiles {
    fn save(&self, name: &str, pieces: Vec<String>) {
        let text = BlobText::default();
        pieces.iter().for_each(|piece| text.add(piece));
        text.save(name);
    }

    fn begin(&self) -> Rc<dyn LongText> {
        Rc::new(BlobText::default())
    }
}

/// Lets the browser save a blob as a file.
fn save(name: &str, blob: &Blob) {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let (Some(link), Ok(url)) = (link, Url::create_object_url_with_blob(blob)) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
        spawn_local(async move {
            gloo_timers::future::sleep(SAVED).await;
            let _ = Url::revoke_object_url(&url);
        });
    }
}

/// A text as blobs.
#[derive(Default)]
struct BlobText {
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
        let by_type: ClipboardContent = dictionary();
        by_type.set(PLAIN, &content);
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
