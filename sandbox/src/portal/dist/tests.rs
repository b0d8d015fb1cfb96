use super::*;

#[test]
fn types_are_the_right_ones() {
    let mime = |path: &str| Asset::new(path, Bytes::new()).mime;
    assert_eq!(mime("a.wasm"), "application/wasm");
    assert_eq!(mime("a.js"), "text/javascript; charset=utf-8");
    assert_eq!(mime("a.css"), "text/css; charset=utf-8");
    assert_eq!(mime("a.svg"), "image/svg+xml");
    assert_eq!(mime("a.webmanifest"), "application/manifest+json; charset=utf-8");
    assert_eq!(mime("a.unknown"), "application/octet-stream");
}
