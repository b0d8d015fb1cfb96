//! Files that a person gives to the page or gets from it, and the decoding of texts. Must not know what a file is for.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlAnchorElement, HtmlInputElement, TextDecodeOptions, TextDecoder, Url};

use crate::app::ports::{ChosenFile, ChosenFiles, Downloads, LongText, TextDecoding};

use super::long_text::BlobText;

/// The files of the page's controls.
pub(super) struct PageFiles;

impl ChosenFiles for PageFiles {
    fn take(&self, control: &str) -> Option<Rc<dyn ChosenFile>> {
        let document = web_sys::window()?.document()?;
        let control: HtmlInputElement = document.get_element_by_id(control)?.dyn_into().ok()?;
        let file = control.files()?.get(0)?;
        control.set_value("");
        Some(Rc::new(ComputerFile(file)))
    }

    fn decoder(&self, label: &str) -> Option<Box<dyn TextDecoding>> {
        Some(Box::new(Decoder(TextDecoder::new_with_label(label).ok()?)))
    }
}

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
pub(super) fn save(name: &str, blob: &Blob) {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.and_then(|document| document.create_element("a").ok());
    let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let (Some(link), Ok(url)) = (link, Url::create_object_url_with_blob(blob)) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
        wasm_bindgen_futures::spawn_local(async move {
            gloo_timers::future::sleep(SAVED).await;
            let _ = Url::revoke_object_url(&url);
        });
    }
}

struct ComputerFile(File);

impl ChosenFile for ComputerFile {
    fn name(&self) -> String {
        self.0.name()
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a browser has the size as a number without fraction or sign"
    )]
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn read(&self) -> LocalBoxFuture<'_, Option<Vec<u8>>> {
        let reading = self.0.array_buffer();
        Box::pin(async move { Some(Uint8Array::new(&JsFuture::from(reading).await.ok()?).to_vec()) })
    }
}

struct Decoder(TextDecoder);

impl TextDecoding for Decoder {
    fn decode(&mut self, bytes: &[u8], last: bool) -> String {
        let options = TextDecodeOptions::new();
        options.set_stream(!last);
        // It throws an exception only if it is told to refuse wrong bytes.
        self.0.decode_with_u8_array_and_options(bytes, &options).unwrap_or_default()
    }
}
