//! The removals: for each control the smallest change that takes it away, and the test that must notice. They are
//! kept current by a test here; `cargo xtask security --mutate` runs them.

use std::borrow::Cow;

/// A control that is taken away.
pub(crate) struct Mutation {
    /// The requirement that then does not hold.
    pub(crate) number: u8,
    /// What is taken away.
    pub(crate) what: &'static str,
    /// The file it stands in.
    pub(crate) file: &'static str,
    /// The control: a text that stands in the file once.
    pub(crate) from: &'static str,
    /// What stands there without it.
    pub(crate) to: &'static str,
    /// The test that must fail then.
    pub(crate) proof: Proof,
}

/// A test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// One that cargo runs natively.
    Native {
        /// The package.
        package: &'static str,
        /// A part of its name.
        test: &'static str,
    },
    /// One that Playwright runs against the release bundle.
    Journey {
        /// A part of its title, as a regular expression.
        title: Cow<'static, str>,
    },
}

const fn native(test: &'static str) -> Proof {
    Proof::Native { package: "guestlist", test }
}

/// One of the task runner's own tests.
const fn own(test: &'static str) -> Proof {
    Proof::Native { package: "xtask", test }
}

const fn journey(title: &'static str) -> Proof {
    Proof::Journey { title: Cow::Borrowed(title) }
}

/// All removals.
pub(crate) const MUTATIONS: &[Mutation] = &[
    Mutation {
        number: 1,
        what: "the challenge is the verifier itself",
        file: "src/auth/flow.rs",
        from: "\"code_challenge_method\", \"S256\"",
        to: "\"code_challenge_method\", \"plain\"",
        proof: native("s01_"),
    },
    Mutation {
        number: 2,
        what: "any state will do",
        file: "src/auth/flow.rs",
        from: "if state != pending.state {",
        to: "if state.is_empty() {",
        proof: native("s02_"),
    },
    Mutation {
        number: 2,
        what: "an answer counts as often as it comes",
        file: "src/app/sign_in.rs",
        from: "let pending = self.store.take(PENDING);",
        to: "let pending = self.store.get(PENDING);",
        proof: native("s02_an_answer_counts"),
    },
    Mutation {
        number: 3,
        what: "of two codes the first counts",
        file: "src/auth/callback.rs",
        from: "([code], []) if",
        to: "([code, ..], []) if",
        proof: native("s03_missing"),
    },
    Mutation {
        number: 4,
        what: "the issuer of an answer is not looked at",
        file: "src/auth/flow.rs",
        from: "if !registration.authority.vouches_for(iss, &registration.tenant)",
        to: "if iss == Some(\"\")",
        proof: native("s04_an_answer"),
    },
    Mutation {
        number: 5,
        what: "a discovery document may be another issuer's",
        file: "src/auth/discovery.rs",
        from: "if named != issuer {",
        to: "if named.is_empty() {",
        proof: native("s05_a_document"),
    },
    Mutation {
        number: 6,
        what: "an id token needs no signature",
        file: "src/auth/id_token.rs",
        from: "header.text(\"alg\") == Some(\"RS256\")",
        to: "header.text(\"alg\").is_some()",
        proof: native("s06_only"),
    },
    Mutation {
        number: 6,
        what: "the clocks may be a quarter of an hour apart",
        file: "src/auth/id_token.rs",
        from: "SKEW_SECONDS: i64 = 300",
        to: "SKEW_SECONDS: i64 = 900",
        proof: native("s06_the_time"),
    },
    Mutation {
        number: 6,
        what: "an id token may be meant for another app",
        file: "src/auth/id_token.rs",
        from: "        && for_us\n",
        to: "",
        proof: native("s06_each_bad"),
    },
    Mutation {
        number: 6,
        what: "an id token may be another issuer's",
        file: "src/auth/id_token.rs",
        from: "        && expected.authority.is_called(iss, |tenant| tenant == tid)\n",
        to: "",
        proof: native("s06_each_bad"),
    },
    Mutation {
        number: 6,
        what: "an id token may be of another sign-in",
        file: "src/auth/id_token.rs",
        from: "        && expected.nonce.is_none_or(|nonce| claims.text(\"nonce\") == Some(nonce))\n",
        to: "",
        proof: native("s06_each_bad"),
    },
    Mutation {
        number: 6,
        what: "an id token may be another tenant's",
        file: "src/auth/id_token.rs",
        from: "if is_guid(expected.tenant) && !tid.eq_ignore_ascii_case(expected.tenant)",
        to: "if expected.tenant.is_empty()",
        proof: native("s06_another_tenant"),
    },
    Mutation {
        number: 7,
        what: "a person is known by their name",
        file: "src/auth/session.rs",
        from: "format!(\"{}.{}\", self.oid, self.tid)",
        to: "self.username.clone()",
        proof: native("s07_"),
    },
    Mutation {
        number: 8,
        what: "a sign-in comes back to whatever page it began on",
        file: "src/auth/flow.rs",
        from: "&registration.redirect_uri)\n        .append_pair(\"scope\"",
        to: "&pending.return_to)\n        .append_pair(\"scope\"",
        proof: native("s08_"),
    },
    Mutation {
        number: 9,
        what: "the answer stays in the address",
        file: "public/boot.js",
        from: "history.replaceState(null, \"\", location.pathname + location.search);",
        to: "",
        proof: journey("S-09: the answer"),
    },
    Mutation {
        number: 10,
        what: "every sign-in asks for the permission to invite",
        file: "src/app/gate.rs",
        from: "[&str; 2] = [USER_READ, READ_GUESTS]",
        to: "[&str; 3] = [USER_READ, READ_GUESTS, \"User.Invite.All\"]",
        proof: native("s10_"),
    },
    Mutation {
        number: 11,
        what: "links of Graph are followed wherever they lead",
        file: "src/app/gate.rs",
        from: "(graph.owns(&url) && resource)",
        to: "resource",
        proof: native("s11_"),
    },
    Mutation {
        number: 12,
        what: "redirects are followed",
        file: "src/browser/fetch.rs",
        from: "RequestRedirect::Error",
        to: "RequestRedirect::Follow",
        proof: journey("S-12"),
    },
    Mutation {
        number: 13,
        what: "a token is among what a page keeps for a reload",
        file: "src/app/gate.rs",
        from: "let signed = Signed { account, ends };\n        *held",
        to: "let mut account = account;\n        account.login_hint = tokens.access.expose().to_owned();\n        let signed = Signed { account, ends };\n        *held",
        proof: journey("S-13: tokens"),
    },
    Mutation {
        number: 14,
        what: "a page is told a token",
        file: "src/app/gate.rs",
        from: "let signed = Signed { account, ends };\n        *held",
        to: "let mut account = account;\n        account.username = tokens.access.expose().to_owned();\n        let signed = Signed { account, ends };\n        *held",
        proof: native("s14_"),
    },
    Mutation {
        number: 14,
        what: "a page is told a token, as a hostile script sees it",
        file: "src/app/gate.rs",
        from: "let signed = Signed { account, ends };\n        *held",
        to: "let mut account = account;\n        account.username = tokens.access.expose().to_owned();\n        let signed = Signed { account, ends };\n        *held",
        proof: journey("S-13, S-14: a script"),
    },
    Mutation {
        number: 15,
        what: "every question renews the tokens",
        file: "src/app/gate.rs",
        from: "let fresh = current.good_until.0 > self.clock.now().0;",
        to: "let fresh = false;",
        proof: native("s15_"),
    },
    Mutation {
        number: 15,
        what: "vaults that share no memory renew at once",
        file: "src/app/gate.rs",
        from: "let _turn = self.turnstile.turn().await;",
        to: "",
        proof: journey("S-15: without shared"),
    },
    Mutation {
        number: 16,
        what: "what Microsoft wants proved is not handed on",
        file: "src/app/portal.rs",
        from: "problem.claims.clone()",
        to: "None",
        proof: native("s16_a_renewal"),
    },
    Mutation {
        number: 17,
        what: "nobody is warned before the sign-in ends",
        file: "src/app/portal.rs",
        from: "30 * 60 * 1_000",
        to: "0",
        proof: native("s17_"),
    },
    Mutation {
        number: 18,
        what: "other vaults do not hear that somebody signed out",
        file: "src/app/vault/keeper.rs",
        from: "self.others.post(vec![SIGNED_OUT.to_owned()]);",
        to: "",
        proof: native("s18_"),
    },
    Mutation {
        number: 18,
        what: "what comes after signing out is handed on",
        file: "src/app/gate.rs",
        from: "if before != self.forgotten.get() {\n            return Err(ended());\n        }",
        to: "",
        proof: native("s18_what_comes"),
    },
    Mutation {
        number: 19,
        what: "a question is asked with whoever's token is there",
        file: "src/app/gate.rs",
        from: ".filter(|signed| signed.account.key() == whose)",
        to: ".filter(|_| !whose.is_empty())",
        proof: native("s19_"),
    },
    Mutation {
        number: 20,
        what: "inline scripts are allowed",
        file: "xtask/src/headers.rs",
        from: "\"script-src 'self' 'wasm-unsafe-eval'\",",
        to: "\"script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'\",",
        proof: own("s20_"),
    },
    Mutation {
        number: 20,
        what: "the worker tells nobody what the policy forbade it",
        file: "public/vault.js",
        from: "forbidden.postMessage([effectiveDirective, blockedURI]);",
        to: "",
        proof: journey("S-20: a whole"),
    },
    Mutation {
        number: 21,
        what: "inline scripts are allowed, where a browser has no Trusted Types",
        file: "xtask/src/headers.rs",
        from: "\"script-src 'self' 'wasm-unsafe-eval'\",",
        to: "\"script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'\",",
        proof: journey("S-21: scripts"),
    },
    Mutation {
        number: 21,
        what: "forms may be sent anywhere",
        file: "xtask/src/headers.rs",
        from: "\"form-action 'none'\",",
        to: "\"form-action *\",",
        proof: journey("S-21: what"),
    },
    Mutation {
        number: 22,
        what: "Trusted Types are not enforced",
        file: "xtask/src/headers.rs",
        from: "                \"require-trusted-types-for 'script'\",\n",
        to: "",
        proof: journey("S-22: Trusted"),
    },
    Mutation {
        number: 22,
        what: "the policy makes whatever address it is asked for",
        file: "src/browser/vault.rs",
        from: "Closure::<dyn Fn() -> JsValue>::new(move || only.clone())",
        to: "Closure::<dyn Fn(JsValue) -> JsValue>::new(move |asked: JsValue| if only.is_null() { only.clone() } else { asked })",
        proof: journey("S-22: the one"),
    },
    Mutation {
        number: 22,
        what: "a view hands HTML to the browser's parser",
        file: "xtask/src/finish.rs",
        from: "            && let Some(fragment) = fragment_of_html(&bytes)",
        to: "            && let Some(fragment) = fragment_of_html(&[])",
        proof: own("s22_a_program"),
    },
    Mutation {
        number: 23,
        what: "anybody may frame the portal",
        file: "xtask/src/headers.rs",
        from: "\"frame-ancestors 'none'\",",
        to: "\"frame-ancestors *\",",
        proof: journey("S-23: no other"),
    },
    Mutation {
        number: 23,
        what: "in a frame it runs",
        file: "public/boot.js",
        from: "  if (top !== self) return \"framed\";\n",
        to: "",
        proof: journey("S-23: where a host"),
    },
    Mutation {
        number: 24,
        what: "types are guessed",
        file: "xtask/src/headers.rs",
        from: "(\"X-Content-Type-Options\", \"nosniff\".to_owned())",
        to: "(\"X-Content-Type-Options\", \"sniff\".to_owned())",
        proof: journey("S-24: every kind"),
    },
    Mutation {
        number: 25,
        what: "the page names no integrity",
        file: "xtask/src/finish.rs",
        from: "tag.set(\"integrity\", integrity);",
        to: "tag.set(\"integrity\", integrity.get(..0).unwrap_or_default());",
        proof: journey("S-25: one changed byte in base.css"),
    },
    Mutation {
        number: 25,
        what: "the program is started unchecked",
        file: "public/boot.js",
        from: "fetch(url, { integrity })",
        to: "fetch(url, integrity && {})",
        proof: journey("S-25: one changed byte in guestlist.wasm"),
    },
    Mutation {
        number: 25,
        what: "the worker's script is run unchecked",
        file: "src/browser/vault.rs",
        from: "RequestBuilder::new(&script).integrity(&integrity)",
        to: "RequestBuilder::new(&script)",
        proof: journey("S-25: one changed byte in vault.js"),
    },
    Mutation {
        number: 26,
        what: "the page wants something from elsewhere",
        file: "index.html",
        from: "<link rel=\"icon\" href=\"/icon.svg\"",
        to: "<link rel=\"icon\" href=\"http://127.0.0.1:9/icon.svg\"",
        proof: journey("S-26"),
    },
    Mutation {
        number: 27,
        what: "a guest's name is markup",
        file: "src/ui/pages/guests/list.rs",
        from: "<td role=\"cell\" class=\"list__name\" title=name>{shown_name}</td>",
        to: "<td role=\"cell\" class=\"list__name\" title=name inner_html=shown_name></td>",
        proof: journey("S-27"),
    },
    Mutation {
        number: 34,
        what: "a link writes over what somebody has typed",
        file: "src/domain/prefill.rs",
        from: "if draft.email.is_empty() && draft.name.is_empty()",
        to: "if draft.cc.is_empty()",
        proof: native("s34_"),
    },
    Mutation {
        number: 35,
        what: "guests may land at a bare address",
        file: "src/domain/redirect.rs",
        from: "if address.is_ip()",
        to: "if address.user_info && address.is_ip()",
        proof: native("s35_"),
    },
    Mutation {
        number: 36,
        what: "a link that leads out tells where it was followed",
        file: "src/ui/pages/consent.rs",
        from: "rel=\"noopener noreferrer\"",
        to: "rel=\"opener\"",
        proof: journey("S-36: every link"),
    },
    Mutation {
        number: 37,
        what: "a question needs no number",
        file: "src/app/vault/message.rs",
        from: "is_number(id).then_some((id, question))",
        to: "Some((id, question))",
        proof: native("s37_"),
    },
    Mutation {
        number: 38,
        what: "what is asked is logged",
        file: "src/browser/fetch.rs",
        from: "    let mut builder = RequestBuilder::new(&ask.url)",
        to: "    web_sys::console::log_1(&ask.url.as_str().into());\n    let mut builder = RequestBuilder::new(&ask.url)",
        proof: journey("S-38"),
    },
    Mutation {
        number: 39,
        what: "a key that does not exist is passed over",
        file: "src/app/config.rs",
        from: "!KEYS.contains(&key.as_str())",
        to: "key.is_empty()",
        proof: native("s39_missing"),
    },
    Mutation {
        number: 40,
        what: "without https it runs",
        file: "public/boot.js",
        from: "  if (!isSecureContext) return \"insecure\";\n",
        to: "",
        proof: journey("S-40: over plain"),
    },
    Mutation {
        number: 40,
        what: "without cryptography it runs",
        file: "public/boot.js",
        from: "globalThis.WebAssembly && globalThis.crypto?.subtle ? undefined : \"browser\"",
        to: "globalThis.WebAssembly ? undefined : \"browser\"",
        proof: journey("S-40: without crypt"),
    },
    Mutation {
        number: 41,
        what: "a 403 is no sign of a missing role",
        file: "src/domain/access.rs",
        from: "if facts.reading_refused {",
        to: "if facts.reading_refused && facts.mailbox.is_some() {",
        proof: native("s41_a_refusal"),
    },
    Mutation {
        number: 41,
        what: "the same challenge is honoured for ever",
        file: "src/app/sign_in.rs",
        from: "if again {",
        to: "if false {",
        proof: native("s41_a_claims_challenge_is"),
    },
    Mutation {
        number: 42,
        what: "scripts are not among the checksums",
        file: "xtask/src/supply.rs",
        from: "if name == SUMS || name == \"config.json\" {",
        to: "if name == SUMS || name == \"config.json\" || name.contains(\".js\") {",
        proof: own("s42_the_checksums"),
    },
    Mutation {
        number: 42,
        what: "packages for builds count as shipped",
        file: "xtask/src/supply.rs",
        from: "kind.get(\"kind\").is_none_or(Value::is_null)",
        to: "kind.get(\"kind\").is_some()",
        proof: own("s42_the_bill"),
    },
    Mutation {
        number: 42,
        what: "a withdrawn package is as good as another",
        file: "xtask/src/yanked.rs",
        from: "Some((_, true)) => found.push(package.clone()),",
        to: "Some((_, true)) => {}",
        proof: own("s42_a_withdrawn"),
    },
    Mutation {
        number: 43,
        what: "the program names folders of the machine that built it",
        file: "xtask/src/build.rs",
        from: "flags.push_str(&format!(\" --remap-path-prefix={path}={name}\"));",
        to: "flags.push_str(if path == name { \" \" } else { \"\" });",
        proof: journey("S-43: the release"),
    },
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::security::mutate::mutated;
    use crate::security::requirements::REQUIREMENTS;

    #[test]
    fn every_requirement_that_is_tested_has_a_removal() {
        for requirement in REQUIREMENTS.iter().filter(|requirement| requirement.instead.is_none()) {
            let number = requirement.number;
            assert!(MUTATIONS.iter().any(|mutation| mutation.number == number), "S-{number:02}");
        }
    }

    #[test]
    fn every_removal_still_has_something_to_remove() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for mutation in MUTATIONS {
            let text = fs::read_to_string(root.join(mutation.file)).unwrap();
            let changed = mutated(&text, mutation).unwrap();
            assert_ne!(changed, text, "{}", mutation.what);
        }
    }
}
