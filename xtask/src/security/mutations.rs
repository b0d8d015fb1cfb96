//! The removals: for each control the smallest change that takes it away, and the test that must notice. They are
//! kept current by a test here; `cargo xtask security --mutate` runs them.

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
        title: &'static str,
    },
}

const fn native(test: &'static str) -> Proof {
    Proof::Native { package: "guestlist", test }
}

const fn journey(title: &'static str) -> Proof {
    Proof::Journey { title }
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
        number: 15,
        what: "every question renews the tokens",
        file: "src/app/gate.rs",
        from: "let fresh = current.good_until.0 - RENEW_EARLY_MS > self.clock.now().0;",
        to: "let fresh = false;",
        proof: native("s15_"),
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
        number: 19,
        what: "a question is asked with whoever's token is there",
        file: "src/app/gate.rs",
        from: ".filter(|signed| signed.account.key() == whose)",
        to: ".filter(|_| !whose.is_empty())",
        proof: native("s19_"),
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
        number: 39,
        what: "a key that does not exist is passed over",
        file: "src/app/config.rs",
        from: "!KEYS.contains(&key.as_str())",
        to: "key.is_empty()",
        proof: native("s39_missing"),
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
        number: 37,
        what: "a question needs no number",
        file: "src/app/vault/message.rs",
        from: "is_number(id).then_some((id, question))",
        to: "Some((id, question))",
        proof: native("s37_"),
    },
    Mutation {
        number: 41,
        what: "the same challenge is honoured for ever",
        file: "src/app/sign_in.rs",
        from: "if again {",
        to: "if false {",
        proof: native("s41_a_claims_challenge_is"),
    },
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::security::mutate::mutated;

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
