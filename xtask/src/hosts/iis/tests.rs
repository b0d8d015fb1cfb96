use super::*;

#[test]
fn s24_iis_is_told_every_header_in_xml_that_can_be_read() {
    let cloud = Cloud::of_config(r#"{"cloud": "global"}"#).unwrap();
    let text = iis(&cloud);
    let config = roxmltree::Document::parse(&text).unwrap();
    let all = |parent: &str, name: &str| -> Vec<(String, String)> {
        let inside = config.descendants().filter(|node| node.has_tag_name(parent));
        let found = inside.flat_map(|node| node.children()).filter(|node| node.has_tag_name(name));
        let attribute = |node: roxmltree::Node, keys: [&str; 3]| {
            keys.iter().find_map(|key| node.attribute(*key).map(str::to_owned))
        };
        found
            .map(|node| {
                let key = attribute(node, ["name", "fileExtension", "segment"]).unwrap();
                (key, attribute(node, ["value", "mimeType", "stopProcessing"]).unwrap_or_default())
            })
            .collect()
    };
    let mut told = all("customHeaders", "add");
    assert_eq!(told.pop().unwrap(), ("Cache-Control".to_owned(), NO_STORE.to_owned()));
    assert_eq!(told, cloud.headers().map(|(name, value)| (name.to_owned(), value)));
    assert!(all("staticContent", "mimeMap").contains(&(".wasm".to_owned(), "application/wasm".to_owned())));
    let hidden: Vec<_> = all("hiddenSegments", "add").into_iter().map(|(segment, _)| segment).collect();
    assert_eq!(hidden, ["_headers", "_redirects", "staticwebapp.config.json"]);
    let rewritten: Vec<_> = config
        .descendants()
        .filter(|node| node.has_tag_name("outboundRules"))
        .flat_map(|rules| rules.descendants())
        .filter_map(|node| node.attribute("value"))
        .collect();
    assert_eq!(rewritten, [NO_CACHE, IMMUTABLE, UNCHANGED]);
}
