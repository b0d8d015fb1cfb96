//! Errors of app registrations, their service principals and consents, with the directory's codes.

use http::StatusCode;

#[derive(Debug)]
pub(super) enum RegistrationError {
    /// [observed] msgraph-sdk-dotnet#3108: also for a while after the app was registered.
    NoApplication(String),
    /// The app has a service principal already [inferred].
    PrincipalExists(String),
    /// [observed] terraform-provider-azuread#690: there is one consent for an app, an API and a person, or all people.
    GrantExists,
}

impl RegistrationError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NoApplication(_) => StatusCode::BAD_REQUEST,
            Self::PrincipalExists(_) | Self::GrantExists => StatusCode::CONFLICT,
        }
    }

    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NoApplication(_) => "Request_BadRequest",
            Self::PrincipalExists(_) | Self::GrantExists => "Request_MultipleObjectsWithSameKeyValue",
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Self::NoApplication(id) => {
                format!(
                    "The appId '{id}' of the service principal does not reference a valid application object."
                )
            }
            Self::PrincipalExists(id) => format!(
                "The service principal cannot be created, updated, or restored because the service principal name \
                 {id} is already in use."
            ),
            Self::GrantExists => "Permission entry already exists.".into(),
        }
    }
}
