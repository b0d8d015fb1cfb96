use std::io::Read as _;

use super::*;

#[test]
fn a_picture_unpacks_to_its_pixels_and_shows_a_ring() {
    let file = square();
    assert!(file.starts_with(b"\x89PNG\r\n\x1a\n") && file.ends_with(b"IEND\xae\x42\x60\x82"));
    let start = file.windows(4).position(|name| name == b"IDAT").unwrap() + 4;
    let mut pixels = Vec::new();
    flate2::read::ZlibDecoder::new(&file[start..]).read_to_end(&mut pixels).unwrap();
    assert_eq!(pixels.len(), 240 * (240 * 3 + 1));
    let at = |x: usize, y: usize| &pixels[y * 721 + 1 + x * 3..][..3];
    assert_eq!((at(120, 120), at(40, 120), at(200, 120)), (&GROUND[..], &RING[..], &GROUND[..]));
}
