//! Content codings: the choice by `Accept-Encoding`, and compression.

use std::io::{self, Read as _, Write as _};

use bytes::Bytes;

/// A compromise: realistic sizes and a quick start of the demo.
const BROTLI_QUALITY: u32 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// The best coding that an `Accept-Encoding` header allows.
    pub(super) fn choose(header: &str) -> Self {
        let allows = |wanted: &str| {
            header.split(',').any(|item| {
                let mut parts = item.split(';').map(str::trim);
                let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
                let weight =
                    parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
                named && weight.is_ok_and(|weight| weight > 0.0)
            })
        };
        if allows("br") {
            Self::Brotli
        } else if allows("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The value of `Content-Encoding`.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// Compresses the bytes.
    pub(super) fn apply(self, plain: &Bytes) -> io::Result<Bytes> {
        match self {
            Self::Identity => Ok(plain.clone()),
            Self::Brotli => {
                let mut coded = Vec::new();
                brotli::CompressorReader::new(plain.as_ref(), 16_384, BROTLI_QUALITY, 22)
                    .read_to_end(&mut coded)?;
                Ok(coded.into())
            }
            Self::Gzip => {
                let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                coder.write_all(plain)?;
                coder.finish().map(Bytes::from)
            }
        }
    }
}

#[cfg(test)]
mod tests;
