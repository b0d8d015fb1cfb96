//! The messages of sign-in errors, as Entra's are commonly seen.

use super::{AssertionError, SignInError};
use crate::directory::TENANT_NAME;

impl SignInError {
    pub(super) fn text(&self) -> String {
        match self {
            Self::UnknownTenant(name) => format!(
                "Tenant '{name}' not found. Check to make sure you have the correct tenant ID and are signing into \
                 the correct cloud."
            ),
            Self::NotForConsumers(client) => format!(
                "Application '{client}' is configured for use by Azure Active Directory users only. Please do not \
                 use the /consumers endpoint to serve this request."
            ),
            Self::NotMultiTenant(app) => format!(
                "Application '{}'({}) is not configured as a multi-tenant application. Usage of the /common \
                 endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint \
                 or configure the application to be multi-tenant.",
                app.id, app.name
            ),
            Self::UnknownInstance => "Unknown or invalid instance.".into(),
            Self::TenantMissing => {
                "No tenant-identifying information found in either the request or implied by any provided \
                 credentials."
                    .into()
            }
            Self::UnknownClient(id) => format!(
                "Application with identifier '{id}' was not found in the directory '{TENANT_NAME}'. This can \
                 happen if the application has not been installed by the administrator of the tenant or consented \
                 to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
            ),
            Self::WrongRedirect { uri, app } => format!(
                "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured \
                 for the application '{}'. Make sure the redirect URI sent in the request matches one added to \
                 your application.",
                app.id
            ),
            Self::MissingParameter(name) => {
                format!("The request body must contain the following parameter: '{name}'.")
            }
            Self::ResponseType(kind) => format!("response_type '{kind}' is not enabled for the application."),
            Self::ResponseMode(mode) => format!("'{mode}' is not a supported value of 'response_mode'."),
            Self::UnknownPrompt => "Unsupported 'prompt' value.".into(),
            Self::Repeated(name) => {
                format!("The request is not properly formatted. The parameter '{name}' is duplicated.")
            }
            Self::UnknownScope(scope) => format!(
                "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."
            ),
            Self::SeveralResources(scope) => format!(
                "Provided value for the input parameter scope is not valid because it contains more than one \
                 resource. Scope {scope} is not valid."
            ),
            Self::UnlistedResource { resource, app } => format!(
                "Invalid resource. The client has requested access to a resource which is not listed in the \
                 requested permissions in the client's application registration. Client app ID: {}({}). Resource \
                 value from request: {resource}.",
                app.id, app.name
            ),
            Self::OnlyDefault(scope) => format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope \
                 value with /.default suffixed to the resource identifier (application ID URI)."
            ),
            Self::PkceMissing => {
                "Proof Key for Code Exchange is required for cross-origin authorization code redemption.".into()
            }
            Self::PkceMethod(method) => {
                format!("The code_challenge_method '{method}' is not supported: use 'S256' or 'plain'.")
            }
            Self::PkceSize => "Invalid size of Code_Challenge parameter.".into(),
            Self::VerifierMismatch => {
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.".into()
            }
            Self::CodeUsed => "OAuth2 Authorization code was already redeemed, please retry with a new valid code \
                               or use an existing refresh token."
                .into(),
            Self::CodeExpired => "The provided authorization code or refresh token has expired due to inactivity. \
                                  Send a new interactive authorization request for this user and resource."
                .into(),
            Self::GrantOfAnother => {
                "Provided grant is invalid or malformed: it was issued to another application.".into()
            }
            Self::Malformed => "Invalid request. Request is malformed or invalid.".into(),
            Self::OriginMissing => "Tokens issued for the 'Single-Page Application' client-type may only be \
                                    redeemed via cross-origin requests."
                .into(),
            Self::OriginForeign(origin) => format!(
                "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. \
                 Request origin: '{origin}'."
            ),
            Self::SecretFromPublicClient => {
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.".into()
            }
            Self::CredentialMissing => {
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
                    .into()
            }
            Self::SecretWrong(app) => format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
                 value, not the client secret ID, for a secret added to app '{}'.",
                app.id
            ),
            Self::Assertion(problem) => problem.text().into(),
            Self::GrantType(kind) => format!("The app requested an unsupported grant type '{kind}'."),
            Self::RefreshExpired { issued } => format!(
                "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited \
                 lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request \
                 must be sent by the SPA to the sign in page. The token was issued on {issued}."
            ),
            Self::RefreshInactive { issued } => format!(
                "The refresh token has expired due to inactivity. The token was issued on {issued} and was \
                 inactive for 90.00:00:00."
            ),
            Self::Revoked { issued } => format!(
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user \
                 might have changed or reset their password. The grant was issued on '{issued}'."
            ),
            Self::SignInFrequency { issued, limit } => format!(
                "The refresh token has expired or is invalid due to sign-in frequency checks by conditional \
                 access. The token was issued on {issued} and the maximum allowed lifetime for this request is \
                 {limit}."
            ),
            Self::ConsentMissing(app) => format!(
                "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send \
                 an interactive authorization request for this user and resource.",
                app.id, app.name
            ),
            Self::NoSession => {
                "Session information is not sufficient for single-sign-on: a silent sign-in request was sent but no \
                 user is signed in."
                    .into()
            }
            Self::SeveralSessions => "Either multiple user identities are available for the current request or \
                                      selected account is not supported for the scenario."
                .into(),
            Self::Cancelled => "The user canceled the authentication.".into(),
            Self::ConsentDeclined => "User declined to consent to access the app.".into(),
            Self::AdminApproval(app) => format!(
                "An administrator of {TENANT_NAME} has set a policy that prevents you from granting {name} the \
                 permissions it is requesting. Contact an administrator of {TENANT_NAME}, who can grant \
                 permissions to this application on your behalf.",
                name = app.name
            ),
            Self::NotAssigned { upn, app } => format!(
                "Your administrator has configured the application {} ('{}') to block users unless they are \
                 specifically granted ('assigned') access to the application. The signed in user '{upn}' is blocked \
                 because they are not a direct member of a group with access, nor had access directly assigned by \
                 an administrator. Please contact your administrator to assign access to this application.",
                app.name, app.id
            ),
            Self::MfaNeeded { .. } => {
                "Due to a configuration change made by your administrator, or because you moved to a new location, \
                 you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'."
                    .into()
            }
            Self::BlockedByPolicy => {
                "Access has been blocked by Conditional Access policies. The access policy does not allow token \
                 issuance."
                    .into()
            }
            Self::DeviceRequired => {
                "Device is not in required device state: unknown. Conditional Access policy requires a compliant \
                 device, and the device is not compliant. The user must enroll their device with an approved MDM \
                 provider like Intune."
                    .into()
            }
            Self::AccountDisabled => "The user account is disabled.".into(),
            Self::AccountGone(name) => format!(
                "The user account {name} does not exist in the {TENANT_NAME} directory. To sign into this \
                 application, the account must be added to the directory."
            ),
            Self::Loop => "The server terminated an operation because it encountered a client request loop. Please \
                           contact your app vendor."
                .into(),
        }
    }
}

impl AssertionError {
    fn text(self) -> &'static str {
        match self {
            Self::Signature => {
                "The certificate with identifier used to sign the client assertion is not registered on \
                 application, or the client assertion failed signature validation."
            }
            Self::Time => "Client assertion is not within its valid time range.",
            Self::Client => "Client assertion application identifier doesn't match 'client_id' parameter.",
            Self::Audience => "Client assertion audience claim does not match Realm issuer.",
        }
    }
}
