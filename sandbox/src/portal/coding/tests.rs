use super::*;

#[test]
fn brotli_comes_first_and_a_weight_of_zero_means_no() {
    assert_eq!(Coding::choose("gzip, deflate, br, zstd"), Coding::Brotli);
    assert_eq!(Coding::choose("br;q=0, gzip;q=0.5"), Coding::Gzip);
    assert_eq!(Coding::choose("identity"), Coding::Identity);
    assert_eq!(Coding::choose(""), Coding::Identity);
}

#[test]
fn both_codings_read_back() {
    let plain = Bytes::from("guest ".repeat(500));
    let mut read = Vec::new();
    let coded = Coding::Brotli.apply(&plain).unwrap();
    brotli::Decompressor::new(coded.as_ref(), 4096).read_to_end(&mut read).unwrap();
    assert_eq!(read, plain);
    let coded = Coding::Gzip.apply(&plain).unwrap();
    let mut read = Vec::new();
    flate2::read::GzDecoder::new(coded.as_ref()).read_to_end(&mut read).unwrap();
    assert_eq!(read, plain);
}
