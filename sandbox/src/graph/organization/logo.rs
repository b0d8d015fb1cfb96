//! The tenant's two logos, generated as PNG: a ring on a plain background.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

const GROUND: [u8; 3] = [11, 90, 67];
const RING: [u8; 3] = [255, 255, 255];

/// 245 by 36 pixels, the documented maximum.
pub(super) fn banner() -> Vec<u8> {
    png(245, 36)
}

/// 240 by 240 pixels.
pub(super) fn square() -> Vec<u8> {
    png(240, 240)
}

/// A ring at the left edge, as high as the image, open to the right like the letter C.
fn pixel(x: u32, y: u32, height: u32) -> [u8; 3] {
    let (x, y, middle) = (f64::from(x), f64::from(y), f64::from(height) / 2.0);
    let (across, down) = (x - middle, y - middle);
    let radius = across.hypot(down) / middle;
    let open = across > 0.0 && down.abs() < across * 0.8;
    if (0.45..0.8).contains(&radius) && !open { RING } else { GROUND }
}

/// An RGB PNG without row filters.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0);
        for x in 0..width {
            pixels.extend_from_slice(&pixel(x, y, height));
        }
    }
    let mut header = Vec::new();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    // Eight bits per channel, RGB, no interlacing.
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"IDAT", &packed(&pixels));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(data);
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(name);
    file.extend_from_slice(data);
    file.extend_from_slice(&sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests;
