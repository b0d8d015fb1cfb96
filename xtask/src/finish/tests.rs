use std::path::PathBuf;

use super::*;

/// A hash as Trunk puts it into file names.
const HASH: &str = "0123456789abcdef";

struct Dist(PathBuf);
impl Dist {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("guestlist-finish-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&dir));
        fs::create_dir_all(&dir).unwrap();
        let dist = Self(dir);
        dist.put(
                "index.html",
                &"<meta charset=utf-8><script data-sign-in=/sign-in.js data-sign-in-wasm=/sign-in_bg.wasm data-portal=/app-{H}.js data-portal-wasm=/app-{H}_bg.wasm data-vault=/vault.js src=/boot.js type=module>\
                 </script><link href=/base-{H}.css integrity=sha384-old rel=stylesheet><link href=/icon.svg rel=icon>\
                 <link href=/pages-{H}.css integrity=sha384-old rel=stylesheet>\
                 <link data-for=portal href=/list-{H}.css integrity=sha384-old rel=stylesheet>\
                 <link crossorigin href=/sign-in.js rel=modulepreload>".replace("{H}", HASH),
            );
        dist.put("sign-in.js", "glue");
        dist.put("sign-in_bg.wasm", "\0asm");
        dist.put(&format!("app-{HASH}.js"), "portal's glue");
        dist.put(&format!("app-{HASH}_bg.wasm"), "\0asm of the portal");
        dist.put("boot.js", "boot");
        dist.put("vault.js", r#"import("%sign-in%", '%sign-in-wasm%', "%sign-in-wasm-integrity%")"#);
        dist.put(&format!("base-{HASH}.css"), "css");
        dist.put(&format!("pages-{HASH}.css"), " of pages");
        dist.put(&format!("list-{HASH}.css"), "css of the portal");
        dist.put("icon.svg", "svg");
        dist
    }
    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }
    fn page(&self) -> String {
        fs::read_to_string(self.0.join(PAGE)).unwrap()
    }
    fn tags(&self) -> Vec<Tag> {
        html::tags(&self.page()).collect()
    }
}
impl Drop for Dist {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn s25_every_script_style_and_wasm_has_the_hash_of_its_content_in_its_name_and_its_integrity_where_it_is_loaded()
 {
    let dist = Dist::new("all");
    finish(&dist.0, None).unwrap();
    let holds = |url: &str, integrity: &str| {
        let bytes = fs::read(dist.0.join(&url[1..])).unwrap();
        assert_eq!(name("x.y", &bytes).integrity, integrity, "{url}");
    };
    let mut loaded = 0;
    for tag in dist.tags() {
        for (attribute, value) in tag.values().filter(|(_, value)| value.starts_with("/assets/")) {
            let beside = if attribute.starts_with("data-") {
                format!("{attribute}-integrity")
            } else {
                "integrity".into()
            };
            holds(value, tag.get(&beside).unwrap());
            loaded += 1;
        }
    }
    assert_eq!(loaded, 9, "{}", dist.page());
    let files: Vec<_> = fingerprint::files(&dist.0, &["."]).unwrap();
    assert_eq!(files.len(), 10);
    assert!(dist.page().contains("href=/icon.svg"), "what is no code keeps its name");
}

#[test]
fn the_styles_are_one_file_for_the_page_and_one_for_the_portal_in_the_order_of_the_page() {
    let dist = Dist::new("styles");
    finish(&dist.0, None).unwrap();
    let sheets: Vec<_> = dist.tags().into_iter().filter(|tag| tag.get("rel") == Some("stylesheet")).collect();
    assert_eq!(sheets.len(), 1, "{}", dist.page());
    let file = sheets[0].get("href").unwrap();
    assert_eq!(fs::read_to_string(dist.0.join(&file[1..])).unwrap(), "css of pages");
    let tags = dist.tags();
    let later = tags.iter().find_map(|tag| tag.get("data-portal-style")).unwrap();
    assert_eq!(fs::read_to_string(dist.0.join(&later[1..])).unwrap(), "css of the portal");
}

#[test]
fn the_workers_script_says_what_it_loads() {
    let dist = Dist::new("vault");
    finish(&dist.0, None).unwrap();
    let tags = dist.tags();
    let boot = tags.iter().find(|tag| tag.name == "script").unwrap();
    let vault = fs::read_to_string(dist.0.join(&boot.get("data-vault").unwrap()[1..])).unwrap();
    let said = ["data-sign-in", "data-sign-in-wasm", "data-sign-in-wasm-integrity"]
        .map(|name| boot.get(name).unwrap());
    assert_eq!(vault, format!("import(\"{}\", '{}', \"{}\")", said[0], said[1], said[2]));
}

#[test]
fn a_change_of_the_glue_alone_gives_new_names_to_all_that_name_it() {
    let names = |glue: &str| {
        let dist = Dist::new("change");
        dist.put("sign-in.js", glue);
        finish(&dist.0, None).unwrap();
        let tags = dist.tags();
        let boot = tags.iter().find(|tag| tag.name == "script").unwrap();
        ["data-sign-in", "data-vault", "data-sign-in-wasm"].map(|name| boot.get(name).unwrap().to_owned())
    };
    let (before, after) = (names("glue"), names("Glue"));
    assert!(before[0] != after[0] && before[1] != after[1]);
    assert_eq!(before[2], after[2]);
}

#[test]
fn what_nothing_loads_and_what_lies_deeper_is_not_shipped_in_silence() {
    let dist = Dist::new("stray");
    dist.put("stray.js", "");
    assert_eq!(finish(&dist.0, None).unwrap_err().to_string(), "nothing loads stray.js");
    let dist = Dist::new("deep");
    fs::create_dir(dist.0.join("snippets")).unwrap();
    dist.put("snippets/inline0.js", "");
    assert!(finish(&dist.0, None).unwrap_err().to_string().contains("snippets/inline0.js"));
}

#[test]
fn a_page_can_tell_its_policy_itself_before_it_loads_anything() {
    let dist = Dist::new("meta");
    finish(&dist.0, Some("script-src 'self'")).unwrap();
    let tags = dist.tags();
    assert_eq!(tags[1].get("http-equiv"), Some("Content-Security-Policy"));
    assert_eq!(tags[1].get("content"), Some("script-src 'self'"));
    assert_eq!(tags[2].name, "script");
}

#[test]
fn s22_a_program_with_html_in_it_is_not_shipped() {
    let dist = Dist::new("inert");
    dist.put("sign-in_bg.wasm", "\0asm <span class=\"mark\"></span>brand");
    let error = finish(&dist.0, None).unwrap_err().to_string();
    assert!(error.contains("</span>"), "{error}");
    finish_unchecked(&dist.0, None).unwrap();
    assert_eq!(fragment_of_html(b"a < b </ c <brand <img"), None);
    assert!(fragment_of_html(b"\0<hr class=\"line\">\0").is_some(), "what is never closed is HTML too");
}

/// A build whose hash began with zeros had a file without a budget.
#[test]
fn trunks_hash_is_removed_from_a_name_also_where_it_begins_with_zeros() {
    for hash in ["0123456789abcdef", "85d75a22160e907", "5a22160e907"] {
        let url = name(&format!("guestlist-{hash}_bg.wasm"), b"x").url;
        assert!(url.starts_with("/assets/guestlist-") && !url.contains(hash), "{url}");
        assert_eq!(url.len(), "/assets/guestlist-.wasm".len() + 16, "{url}");
    }
    assert!(name("guestlist-access.wasm", b"x").url.starts_with("/assets/guestlist-access-"));
}
