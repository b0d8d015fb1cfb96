//! Files that a person gives to the page, and the decoding of texts. Must not know what a file is for.

use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, TextDecodeOptions, TextDecoder};

use crate::app::ports::{ChosenFile, ChosenFiles, TextDecoding};

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
