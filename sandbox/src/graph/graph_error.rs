//! Graph's errors, with the service's status codes, error codes and messages.
//!
//! Directory APIs have codes such as `Authorization_RequestDenied`; the invitation API mirrors the HTTP status instead.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{StatusCode, header};
use serde_json::Value;

use super::app_role_error::AppRoleError;
use super::directory_error::DirectoryError;
use super::error_body;
use super::invite_rules::InvitationError;
use super::registration_error::RegistrationError;
use super::service_error::ServiceError;
use super::trace::Trace;
use crate::odata::QueryError;
use crate::sessions::bearer::TokenError;
use crate::web::{self, Response};

/// The message of a claims challenge [observed].
const OUTDATED: &str = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
                        TokenCreatedWithOutdatedPolicies";

#[derive(Debug)]
pub(super) enum GraphError {
    Token(TokenError),
    /// A claims challenge: the client must get a token with these claims.
    Claims(Value),
    /// A permission or role is missing; message of the directory.
    Denied,
    /// `signInActivity` without licence or permission; code [inferred].
    Premium,
    NotFound(String),
    /// No such path [observed]. A 404 is for objects that do not exist.
    NoSegment(String),
    /// Neither `v1.0` nor `beta` [observed].
    NoVersion,
    /// `signInActivity` of a user who is named by the sign-in name. Message [observed], status and code [inferred].
    ActivityByName,
    /// A wrong method, or an action that exists in beta only [documented].
    Method,
    /// The body exceeds the limit; code and message [inferred].
    TooLarge,
    InvitationsAreNotListed,
    /// `/directory/deletedItems` without a cast to a type [inferred].
    CastNeeded,
    /// `/me` with an app-only token.
    MeNeedsPerson,
    /// `/$count` without `ConsistencyLevel: eventual`.
    CountNeedsHeader,
    Query(QueryError),
    Invite(InvitationError),
    Service(ServiceError),
    Change(DirectoryError),
    Registration(RegistrationError),
    /// Always 400, code `Request_BadRequest`.
    AppRole(AppRoleError),
}

impl From<QueryError> for GraphError {
    fn from(problem: QueryError) -> Self {
        Self::Query(problem)
    }
}

impl From<DirectoryError> for GraphError {
    fn from(error: DirectoryError) -> Self {
        Self::Change(error)
    }
}

impl From<AppRoleError> for GraphError {
    fn from(error: AppRoleError) -> Self {
        Self::AppRole(error)
    }
}

impl From<RegistrationError> for GraphError {
    fn from(error: RegistrationError) -> Self {
        Self::Registration(error)
    }
}

impl From<InvitationError> for GraphError {
    fn from(error: InvitationError) -> Self {
        Self::Invite(error)
    }
}

impl From<ServiceError> for GraphError {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl GraphError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Token(_) | Self::Claims(_) => StatusCode::UNAUTHORIZED,
            Self::Denied | Self::Premium => StatusCode::FORBIDDEN,
            Self::NotFound(_) | Self::InvitationsAreNotListed => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoSegment(_)
            | Self::NoVersion
            | Self::ActivityByName
            | Self::CountNeedsHeader
            | Self::MeNeedsPerson
            | Self::CastNeeded
            | Self::AppRole(_) => StatusCode::BAD_REQUEST,
            Self::Query(problem) => problem.status(),
            Self::Invite(error) => error.status(),
            Self::Service(error) => error.status(),
            Self::Change(error) => error.status(),
            Self::Registration(error) => error.status(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Token(_) | Self::Claims(_) => "InvalidAuthenticationToken",
            Self::Denied => "Authorization_RequestDenied",
            Self::Premium => "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            Self::NotFound(_) => "Request_ResourceNotFound",
            Self::Method | Self::CountNeedsHeader | Self::CastNeeded | Self::AppRole(_) => {
                "Request_BadRequest"
            }
            Self::TooLarge => "RequestEntityTooLarge",
            Self::NoSegment(_) | Self::NoVersion | Self::ActivityByName | Self::MeNeedsPerson => "BadRequest",
            Self::InvitationsAreNotListed => "UnknownError",
            Self::Query(problem) => problem.code(),
            Self::Invite(error) => error.code(),
            Self::Service(error) => error.code(),
            Self::Change(error) => error.code(),
            Self::Registration(error) => error.code(),
        }
    }

    fn message(&self) -> String {
        match self {
            // The messages of token errors are [inferred].
            Self::Token(TokenError::Empty) => "Access token is empty.".into(),
            Self::Token(TokenError::Malformed) => {
                "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE \
                 Compact Serialization Format."
                    .into()
            }
            Self::Token(TokenError::Signature) => "Access token validation failure. Invalid signature.".into(),
            Self::Token(TokenError::Expired) => "Lifetime validation failed, the token is expired.".into(),
            Self::Token(TokenError::Audience) => "Access token validation failure. Invalid audience.".into(),
            Self::Token(TokenError::UnknownUser) => {
                "The identity of the calling user could not be established in this tenant.".into()
            }
            Self::Claims(_) => OUTDATED.into(),
            Self::Denied => "Insufficient privileges to complete the operation.".into(),
            Self::Premium => "Neither tenant is B2C or tenant doesn't have premium license".into(),
            Self::NotFound(id) => format!(
                "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
            ),
            Self::NoSegment(segment) => format!("Resource not found for the segment '{segment}'."),
            Self::NoVersion => "Invalid version.".into(),
            Self::ActivityByName => {
                "Get By Key only supports UserId and the key has to be a valid Guid".into()
            }
            Self::TooLarge => "The size of the request exceeds the maximum limit.".into(),
            Self::Method => "Specified HTTP method is not allowed for the request target.".into(),
            Self::InvitationsAreNotListed => {
                "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \
                 \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"><html><head><title>404 - File or directory \
                 not found.</title></head><body><h1>Server Error</h1></body></html>"
                    .into()
            }
            Self::CastNeeded => "The request is invalid: it must be cast to a type of directory object.".into(),
            // [inferred]
            Self::MeNeedsPerson => "/me request is only valid with delegated authentication flow.".into(),
            Self::CountNeedsHeader => "$count is not currently supported.".into(),
            Self::Query(problem) => problem.message(),
            Self::Invite(error) => error.message(),
            Self::Service(error) => error.message(),
            Self::Change(error) => error.message(),
            Self::Registration(error) => error.message(),
            Self::AppRole(error) => error.message(),
        }
    }

    /// The response in Graph's error shape.
    pub(super) fn response(&self, trace: &Trace, login: &str) -> Response {
        let mut response = if let Self::Change(error) = self {
            error.response(trace)
        } else {
            error_body::response(self.status(), self.code(), &self.message(), trace)
        };
        let challenge = if let Self::Claims(claims) = self {
            let claims = STANDARD.encode(claims.to_string());
            let more = format!(
                ", error=\"insufficient_claims\", claims=\"{claims}\", errorDescription=\"{OUTDATED}\""
            );
            Some(more)
        } else {
            matches!(self, Self::Token(_)).then(String::new)
        };
        if let Some(more) = challenge {
            let challenge = format!(
                "Bearer realm=\"\", authorization_uri=\"{login}/common/oauth2/authorize\", \
                 client_id=\"00000003-0000-0000-c000-000000000000\"{more}"
            );
            web::set(&mut response, header::WWW_AUTHENTICATE, &challenge);
        }
        response
    }
}
