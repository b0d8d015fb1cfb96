//! Decodes the bytes of a file in pieces so small that a page can draw between them. Must not know what the text is.

use super::ports::{ChosenFiles, Clock};

/// In bytes. A browser decodes so much in some milliseconds.
const PIECE: usize = 1 << 20;

/// The text of a file; `None` if the browser does not know the encoding.
pub async fn decode(files: &dyn ChosenFiles, clock: &dyn Clock, bytes: &[u8], label: &str) -> Option<String> {
    let mut decoder = files.decoder(label)?;
    let mut text = String::with_capacity(bytes.len());
    let mut pieces = bytes.chunks(PIECE).peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        text.push_str(&decoder.decode(piece, last));
        if !last {
            clock.give_way().await;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests;
