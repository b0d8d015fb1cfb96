//! The portal's security requirements, S-01 to S-49, in numerical order: a short description. Tests name their
//! requirements themselves, so this table does not list tests.

pub(crate) struct Requirement {
    /// The number in `S-06`.
    pub(crate) number: u8,
    /// A short description, for the console.
    pub(crate) demand: &'static str,
}

const fn tested(number: u8, demand: &'static str) -> Requirement {
    Requirement { number, demand }
}

pub(crate) const REQUIREMENTS: [Requirement; 49] = [
    tested(1, "code flow with PKCE S256, a new verifier from a CSPRNG for each attempt"),
    tested(2, "state and nonce unguessable, per attempt, bound to the tab, single use"),
    tested(3, "wrong, missing or doubled state: an error, no token request"),
    tested(4, "iss of the answer checked where the metadata promises it"),
    tested(5, "the metadata's issuer equals the configured one"),
    tested(6, "id token: aud, iss, exp and nbf, nonce, tid; alg none refused"),
    tested(7, "people are keyed by oid and tid, never by address or name"),
    tested(8, "the redirect URI is one constant"),
    tested(9, "code and state leave address and history before anything else"),
    tested(10, "least scopes; the one that writes only when inviting"),
    tested(11, "the access token goes to the Graph origin only"),
    tested(12, "a redirect of Graph does not carry the token elsewhere"),
    tested(13, "tokens in no storage, cookie or address"),
    tested(14, "scripts of the page cannot read the refresh token"),
    tested(15, "one renewal at a time across tabs"),
    tested(16, "a renewal that needs the person leads to them, nothing is lost"),
    tested(17, "the fixed 24 hours of the refresh token: told in time"),
    tested(18, "signing out clears memory, storage and other tabs"),
    tested(19, "another account never sees the former one's data"),
    tested(20, "no unsafe-inline, no unsafe-eval, no violation in any journey"),
    tested(21, "the policy blocks inline script, eval, foreign images, requests and frames"),
    tested(22, "Trusted Types enforced"),
    tested(23, "not in a frame"),
    tested(24, "the other headers, on every kind of file"),
    tested(
        25,
        "every script, style and wasm has its hash, a language's texts too; a changed byte stops the start",
    ),
    tested(26, "no third party at run time"),
    tested(27, "what Graph says is text, never markup"),
    tested(28, "exports are safe from formulas, and are read back as they were"),
    tested(29, "imports are bounded and checked"),
    tested(30, "storage holds personal data only for an open job, and no address can be read in it"),
    tested(31, "the journal is encrypted, its key cannot be read and goes at sign-out"),
    tested(32, "jobs are removed after a week, by a button and at sign-out"),
    tested(33, "never two invitations for one row, whatever goes wrong"),
    tested(34, "an address alone never acts"),
    tested(35, "the redirect URL of an invitation is https and on the list"),
    tested(36, "links outward are safe, no open redirect"),
    tested(37, "messages between tabs and worker are checked"),
    tested(38, "logs and reports hold no token, code or address"),
    tested(39, "a configuration that cannot be right stops the start"),
    tested(40, "without crypto, wasm or https: says so and stops"),
    tested(41, "claims challenge honoured once; 403 told as a missing role"),
    tested(42, "dependencies pinned, licensed, not yanked; listed; builds reproducible"),
    tested(43, "no secret, source map or test hook is shipped; no page for a missing file"),
    tested(44, "a refused token is renewed once, and then not before the person acts, in all tabs"),
    tested(45, "worker, locks, channels and records belong to one registration of the app"),
    tested(46, "leaving that does not happen lets the person act, and is not taken for a loop"),
    tested(
        47,
        "a sign-out reaches tabs that are elsewhere; a session left open at Microsoft is not used silently",
    ),
    tested(48, "a draft is saved when its page is hidden, for the person who typed it alone"),
    tested(49, "waits are bounded, shared and told; what was not sent is not called uncertain"),
];

#[cfg(test)]
mod tests;
