use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn s24_the_files_in_public_are_current() {
    let public = root().join("public");
    for (name, text) in files_for(&cloud(&public.join("config.json")).unwrap()) {
        let there = fs::read_to_string(public.join(name)).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(there, text, "public/{name} is out of date: run `cargo xtask headers`");
    }
}

#[test]
fn s24_every_host_is_told_every_header() {
    let cloud = cloud(&root().join("public").join("config.json")).unwrap();
    // Beside their modules are the tests of the two templates, which name some headers in their own way.
    let others = ["_redirects", "front-door.json", "cloudfront.json"];
    for (name, text) in files_for(&cloud).into_iter().filter(|(name, _)| !others.contains(name)) {
        for (header, value) in cloud.headers() {
            assert!(text.contains(header) && text.contains(&value), "{name} lacks {header}");
        }
        for value in [IMMUTABLE, UNCHANGED, NO_CACHE] {
            assert!(text.contains(value), "{name} lacks the cache rule {value}");
        }
    }
    let age = cloud.headers().into_iter().find(|(name, _)| *name == "Strict-Transport-Security").unwrap().1;
    let seconds: u64 = age.strip_prefix("max-age=").unwrap().split(';').next().unwrap().parse().unwrap();
    assert!(seconds >= 31_536_000 && age.contains("includeSubDomains"), "{age}");
}

#[test]
fn no_two_rules_name_the_same_header_for_one_path() {
    let text = underscore_headers(&cloud(&root().join("public").join("config.json")).unwrap());
    let paths: Vec<_> = text.lines().filter(|line| line.starts_with('/')).collect();
    let mut once = paths.clone();
    once.dedup();
    assert_eq!(paths, once);
    assert_eq!(paths.iter().filter(|path| path.contains('*')).count(), 2, "{paths:?}");
    let all = text.split("/assets/*").next().unwrap();
    assert!(!all.contains("Cache-Control"), "what all paths share says nothing of caches");
}

/// <https://developers.cloudflare.com/pages/configuration/headers/>: at most 100 rules, and 2,000 characters in a line.
#[test]
fn the_lists_of_cloudflare_pages_are_within_its_limits() {
    let cloud = cloud(&root().join("public").join("config.json")).unwrap();
    for text in [underscore_headers(&cloud), underscore_redirects()] {
        assert!(text.lines().filter(|line| line.starts_with('/')).count() <= 100);
        assert!(text.lines().all(|line| line.len() <= 2000));
    }
    for line in underscore_redirects().lines() {
        let fields: Vec<_> = line.split(' ').collect();
        assert!(matches!(fields[..], [page, "/", "200"] if PAGES.contains(&page)), "{line}");
    }
}

/// <https://learn.microsoft.com/azure/static-web-apps/configuration>: the keys, that a route has one of `rewrite` and
/// `redirect`, and that the file has at most 20 kB.
#[test]
fn the_file_of_azure_static_web_apps_has_its_form() {
    let text = static_web_app(&cloud(&root().join("public").join("config.json")).unwrap());
    assert!(text.len() <= 20_000);
    let config: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<_> = config.as_object().unwrap().keys().map(String::as_str).collect();
    let known = ["globalHeaders", "mimeTypes", "responseOverrides", "routes"];
    assert!(keys.iter().all(|key| known.contains(key)), "{keys:?}");
    let mut told = Vec::new();
    for route in config["routes"].as_array().unwrap() {
        let fields = route.as_object().unwrap();
        assert!(fields.keys().all(|key| ["route", "rewrite", "headers"].contains(&&**key)), "{route}");
        let path = fields["route"].as_str().unwrap();
        let page = PAGES.contains(&path) && path != "/";
        assert_eq!(fields.get("rewrite"), page.then(|| json!("/index.html")).as_ref(), "{path}");
        told.push((path, route["headers"]["Cache-Control"].as_str().unwrap()));
    }
    for page in PAGES.into_iter().chain(["/index.html", "/config.json"]) {
        assert!(told.contains(&(page, UNCHANGED)), "{page}");
    }
    assert!(told.contains(&("/assets/*", IMMUTABLE)) && told.contains(&("/icon.svg", NO_CACHE)));
}
