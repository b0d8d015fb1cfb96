//! What can go wrong when signing in, by what one can do about it.
//!
//! Microsoft asks clients to react to `error` and not to numbers. The numbers are used for one thing only: to
//! tell the person more exactly what happened, with `error` as the fall-back.

/// A failed sign-in or renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthProblem {
    /// What happened.
    pub kind: AuthKind,
    /// Entra's number, as in `AADSTS65004`.
    pub code: Option<u32>,
    /// Entra's correlation id, which its support asks for.
    pub correlation_id: Option<String>,
    /// What Microsoft wants proved at the next sign-in (a `claims` request), to be handed back to it as it is.
    pub claims: Option<String>,
}

/// One kind for each thing that a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum AuthKind {
    /// The person pressed Cancel, or declined the permissions.
    Declined,
    /// A permission needs an administrator's consent.
    NeedsAdmin,
    /// A permission has not been consented to.
    NotConsented,
    /// Nobody is signed in at Microsoft, or the session there is over.
    Expired,
    /// A second factor or another interaction is needed.
    MoreNeeded,
    /// A conditional access policy, security defaults or a risk stopped it.
    Blocked,
    /// The person is not assigned to this app.
    NotAssigned,
    /// The account is not in this tenant.
    OtherTenant,
    /// A cross-tenant access policy stopped it.
    CrossTenant,
    /// The app registration lacks or forbids something; only its owner can help.
    Registration,
    /// The app or the tenant in config.json does not exist.
    UnknownApp,
    /// The answer does not belong to a sign-in that this tab began.
    Foreign,
    /// Entra's answer broke a rule that protects from forged sign-ins.
    BadToken,
    /// By this computer's clock the answer is over, or not yet good.
    WrongClock,
    /// The sign-in host could not be reached.
    Unreachable,
    /// Entra is busy or broken.
    Temporary,
    /// The browser went round in circles.
    Loop,
    /// Microsoft goes on asking for what was just proved.
    AskedAgain,
    /// The browser ended the worker that kept the tokens.
    Lost,
    /// The browser keeps nothing for this tab.
    NoStorage,
    /// Anything else.
    Other,
}

/// All of them, in their order.
const KINDS: [AuthKind; 21] = [
    AuthKind::Declined,
    AuthKind::NeedsAdmin,
    AuthKind::NotConsented,
    AuthKind::Expired,
    AuthKind::MoreNeeded,
    AuthKind::Blocked,
    AuthKind::NotAssigned,
    AuthKind::OtherTenant,
    AuthKind::CrossTenant,
    AuthKind::Registration,
    AuthKind::UnknownApp,
    AuthKind::Foreign,
    AuthKind::BadToken,
    AuthKind::WrongClock,
    AuthKind::Unreachable,
    AuthKind::Temporary,
    AuthKind::Loop,
    AuthKind::AskedAgain,
    AuthKind::Lost,
    AuthKind::NoStorage,
    AuthKind::Other,
];

impl AuthProblem {
    /// A problem that this portal found itself.
    #[must_use]
    pub fn own(kind: AuthKind) -> Self {
        Self { kind, code: None, correlation_id: None, claims: None }
    }

    /// Reads `error` and `error_description` of an authorize or token answer.
    #[must_use]
    pub fn read(error: &str, description: &str) -> Self {
        let code = number_after(description, "AADSTS");
        let kind = code.and_then(kind_of_code).unwrap_or_else(|| kind_of_error(error));
        let correlation_id = word_after(description, "Correlation ID: ");
        Self { kind, code, correlation_id, claims: None }
    }

    /// Microsoft wants something proved before it goes on.
    #[must_use]
    pub fn challenge(claims: String) -> Self {
        Self { claims: Some(claims), ..Self::own(AuthKind::MoreNeeded) }
    }

    /// Adds what a refused renewal says beside its error: `suberror` tells what kind of step is needed, unless a number
    /// told it already; `claims` is for the sign-in page.
    #[must_use]
    pub fn with_step(mut self, suberror: &str, claims: String) -> Self {
        let told = self.code.and_then(kind_of_code).is_some();
        if !told && self.asks_for_interaction() {
            self.kind = match suberror {
                "consent_required" => AuthKind::NotConsented,
                "basic_action" | "additional_action" | "message_only" | "user_password_expired" => {
                    AuthKind::MoreNeeded
                }
                _ => self.kind,
            };
        }
        self.claims = (!claims.is_empty()).then_some(claims);
        self
    }

    /// Itself as texts.
    #[must_use]
    pub fn pack(self) -> [String; 4] {
        let code = self.code.map(|code| code.to_string());
        let texts = [code, self.correlation_id, self.claims].map(Option::unwrap_or_default);
        let [code, correlation_id, claims] = texts;
        [(self.kind as u8).to_string(), code, correlation_id, claims]
    }

    /// Reads what [`Self::pack`] wrote.
    #[must_use]
    pub fn unpack(texts: &[String]) -> Option<Self> {
        let [kind, code, correlation_id, claims] = texts else { return None };
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Some(Self {
            kind: *KINDS.get(kind.parse::<usize>().ok()?)?,
            code: code.parse().ok(),
            correlation_id: given(correlation_id),
            claims: given(claims),
        })
    }

    /// Whether signing in again with the person's help can solve it.
    #[must_use]
    pub fn asks_for_interaction(&self) -> bool {
        matches!(
            self.kind,
            AuthKind::Expired | AuthKind::MoreNeeded | AuthKind::NotConsented | AuthKind::NeedsAdmin
        )
    }
}

/// The table of `AADSTS` numbers (Entra reference-error-codes).
fn kind_of_code(code: u32) -> Option<AuthKind> {
    Some(match code {
        65_004 => AuthKind::Declined,
        90_094 | 90_093 => AuthKind::NeedsAdmin,
        65_001 => AuthKind::NotConsented,
        50_058 | 50_173 | 70_008 | 700_082 | 700_084 | 70_043 | 54_005 => AuthKind::Expired,
        50_072 | 50_074 | 50_076 | 50_078 | 50_079 => AuthKind::MoreNeeded,
        53_000..=53_004 | 530_035 | 53_011 | 50_053 | 50_057 => AuthKind::Blocked,
        50_105 => AuthKind::NotAssigned,
        50_020 | 16_000 | 50_034 | 51_004 => AuthKind::OtherTenant,
        500_212 | 500_213 => AuthKind::CrossTenant,
        50_011
        | 50_194
        | 65_005
        | 650_052
        | 650_056
        | 650_057
        | 700_025
        | 501_481
        | 9_002_325..=9_002_327 => AuthKind::Registration,
        700_016 | 90_002 => AuthKind::UnknownApp,
        50_196 => AuthKind::Loop,
        _ => return None,
    })
}

fn kind_of_error(error: &str) -> AuthKind {
    match error {
        "access_denied" => AuthKind::Declined,
        "login_required" | "invalid_grant" => AuthKind::Expired,
        "interaction_required" => AuthKind::MoreNeeded,
        "consent_required" => AuthKind::NotConsented,
        "temporarily_unavailable" | "server_error" => AuthKind::Temporary,
        "unauthorized_client"
        | "invalid_client"
        | "invalid_resource"
        | "unsupported_response_type"
        | "invalid_scope" => AuthKind::Registration,
        _ => AuthKind::Other,
    }
}

fn number_after(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The GUID behind a mark; nothing else is taken over from a text that may hold anything.
fn word_after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    let word: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').take(36).collect();
    (word.len() == 36).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = "\r\nTrace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z";

    #[test]
    fn every_number_of_the_table_has_its_kind() {
        let table = [
            (65_001, "invalid_grant", AuthKind::NotConsented),
            (65_004, "access_denied", AuthKind::Declined),
            (90_094, "access_denied", AuthKind::NeedsAdmin),
            (50_058, "login_required", AuthKind::Expired),
            (50_076, "invalid_grant", AuthKind::MoreNeeded),
            (50_079, "interaction_required", AuthKind::MoreNeeded),
            (50_074, "invalid_grant", AuthKind::MoreNeeded),
            (50_072, "invalid_grant", AuthKind::MoreNeeded),
            (50_078, "invalid_grant", AuthKind::MoreNeeded),
            (53_000, "access_denied", AuthKind::Blocked),
            (53_003, "access_denied", AuthKind::Blocked),
            (530_035, "access_denied", AuthKind::Blocked),
            (53_011, "access_denied", AuthKind::Blocked),
            (50_105, "access_denied", AuthKind::NotAssigned),
            (50_011, "invalid_request", AuthKind::Registration),
            (50_020, "invalid_request", AuthKind::OtherTenant),
            (16_000, "interaction_required", AuthKind::OtherTenant),
            (50_034, "invalid_request", AuthKind::OtherTenant),
            (51_004, "invalid_request", AuthKind::OtherTenant),
            (500_212, "access_denied", AuthKind::CrossTenant),
            (500_213, "access_denied", AuthKind::CrossTenant),
            (50_173, "invalid_grant", AuthKind::Expired),
            (70_008, "invalid_grant", AuthKind::Expired),
            (700_082, "invalid_grant", AuthKind::Expired),
            (700_084, "invalid_grant", AuthKind::Expired),
            (70_043, "invalid_grant", AuthKind::Expired),
            (54_005, "invalid_grant", AuthKind::Expired),
            (50_196, "invalid_grant", AuthKind::Loop),
            (650_052, "invalid_client", AuthKind::Registration),
            (650_056, "invalid_client", AuthKind::Registration),
            (650_057, "invalid_resource", AuthKind::Registration),
            (65_005, "invalid_client", AuthKind::Registration),
            (700_016, "unauthorized_client", AuthKind::UnknownApp),
            (9_002_326, "invalid_request", AuthKind::Registration),
            (9_002_327, "invalid_request", AuthKind::Registration),
            (700_025, "invalid_client", AuthKind::Registration),
            (501_481, "invalid_grant", AuthKind::Registration),
            (50_194, "invalid_request", AuthKind::Registration),
        ];
        for (code, error, kind) in table {
            let problem = AuthProblem::read(error, &format!("AADSTS{code}: Some words.{TAIL}"));
            assert_eq!((problem.kind, problem.code), (kind, Some(code)));
            assert_eq!(problem.correlation_id.as_deref(), Some("aaaa0000-bb11-2222-33cc-444444dddddd"));
        }
    }

    #[test]
    fn without_a_known_number_the_error_decides() {
        let kind = |error: &str| AuthProblem::read(error, "the user canceled the authentication").kind;
        assert_eq!(kind("access_denied"), AuthKind::Declined);
        assert_eq!(kind("login_required"), AuthKind::Expired);
        assert_eq!(kind("consent_required"), AuthKind::NotConsented);
        assert_eq!(kind("server_error"), AuthKind::Temporary);
        assert_eq!(kind("brand_new_error"), AuthKind::Other);
        assert_eq!(AuthProblem::read("invalid_grant", "AADSTS99999: new").kind, AuthKind::Expired);
    }

    #[test]
    fn every_kind_comes_back_from_its_text() {
        for kind in KINDS {
            let problem = AuthProblem {
                code: Some(50_076),
                correlation_id: Some("x".into()),
                claims: Some("{}".into()),
                ..AuthProblem::own(kind)
            };
            assert_eq!(AuthProblem::unpack(&problem.clone().pack()), Some(problem));
        }
        let beyond = KINDS.len().to_string();
        for texts in [vec![], vec![&*beyond, "", "", ""], vec!["x", "", "", ""], vec!["1", "", ""]] {
            let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
            assert_eq!(AuthProblem::unpack(&texts), None, "{texts:?}");
        }
    }

    /// S-16.
    #[test]
    fn s16_a_suberror_tells_the_step_that_is_needed() {
        let step = |error: &str, description: &str, suberror: &str| {
            AuthProblem::read(error, description).with_step(suberror, String::new()).kind
        };
        assert_eq!(step("invalid_grant", "AADSTS99999", "basic_action"), AuthKind::MoreNeeded);
        assert_eq!(step("invalid_grant", "", "consent_required"), AuthKind::NotConsented);
        assert_eq!(step("interaction_required", "", "bad_token"), AuthKind::MoreNeeded);
        assert_eq!(step("invalid_grant", "", "bad_token"), AuthKind::Expired);
        assert_eq!(step("invalid_grant", "AADSTS53003: Blocked", "message_only"), AuthKind::Blocked);
        let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["x"]}}}"#;
        let problem = AuthProblem::read("interaction_required", "").with_step("", claims.to_owned());
        assert_eq!(problem.claims.as_deref(), Some(claims));
    }

    #[test]
    fn a_description_cannot_smuggle_words_in() {
        let odd = AuthProblem::read("x", "AADSTS: Correlation ID: <img src=x onerror=alert(1)>");
        assert_eq!((odd.code, odd.correlation_id), (None, None));
    }
}
