//! Company branding: the default, one localization, and their images.

use http::header;
use serde_json::{Value, json};

use super::super::service_error::ServiceError;
use super::super::single;
use super::logo;
use crate::directory::TENANT_ID;
use crate::graph::call::Call;
use crate::graph::graph_error::GraphError;
use crate::graph::reply::Reply;
use crate::tenant::Tenant;

/// The id of the default branding, and the `Accept-Language` that selects it.
const DEFAULT: &str = "0";
const FRENCH: &str = "fr-FR";

/// Handles `/organization/{id}/branding` and below.
pub(super) fn handle(tenant: &Tenant, call: &Call, rest: &[&str]) -> Result<Reply, GraphError> {
    if !tenant.settings.branding {
        return Err(ServiceError::NoBranding.into());
    }
    let set = format!("organization('{TENANT_ID}')/branding");
    match rest {
        [] => single::object(call, &set, "microsoft.graph.organizationalBranding", body(asked_locale(call))),
        ["bannerLogo"] => Ok(Reply::picture(logo::banner())),
        ["squareLogo"] => Ok(Reply::picture(logo::square())),
        ["localizations"] => single::list(
            call,
            &format!("{set}/localizations"),
            "microsoft.graph.organizationalBrandingLocalization",
            vec![body(DEFAULT), body(FRENCH)],
        ),
        ["localizations", locale, rest @ ..] => {
            let known = [DEFAULT, FRENCH].into_iter().find(|known| known.eq_ignore_ascii_case(locale));
            let known = known.ok_or_else(|| GraphError::NotFound((*locale).to_owned()))?;
            match rest {
                [] => single::object(
                    call,
                    &format!("{set}/localizations"),
                    "microsoft.graph.organizationalBrandingLocalization",
                    body(known),
                ),
                ["bannerLogo"] => Ok(Reply::picture(logo::banner())),
                ["squareLogo"] => Ok(Reply::picture(logo::square())),
                [.., last] => Err(GraphError::NoSegment((*last).to_owned())),
            }
        }
        [.., last] => Err(GraphError::NoSegment((*last).to_owned())),
    }
}

/// `Accept-Language: 0` selects the default. That a language without a localization gets it too is [inferred].
fn asked_locale(call: &Call) -> &'static str {
    let asked = call.request.header(header::ACCEPT_LANGUAGE).unwrap_or(DEFAULT);
    let first = asked.split([',', ';']).next().unwrap_or_default().trim();
    if first.eq_ignore_ascii_case(FRENCH) { FRENCH } else { DEFAULT }
}

fn body(locale: &str) -> Value {
    let text = if locale == FRENCH { "Bienvenue chez Contoso" } else { "Welcome to Contoso" };
    let hint = if locale == FRENCH { "nom@contoso.com" } else { "name@contoso.com" };
    let picture =
        |name: &str| format!("{TENANT_ID}/logintenantbranding/{locale}/{name}?ts=638000000000000000");
    json!({
        "id": locale,
        "backgroundColor": "#0B5A43",
        "backgroundImageRelativeUrl": null,
        "bannerLogoRelativeUrl": picture("bannerlogo"),
        // A reserved name: the sandbox fetches nothing from other hosts.
        "cdnList": ["cdn.contoso.example"],
        "contentCustomization": null,
        "customAccountResetCredentialsUrl": null,
        "customCannotAccessYourAccountText": null,
        "customCannotAccessYourAccountUrl": null,
        "customCSSRelativeUrl": null,
        "customForgotMyPasswordText": null,
        "customPrivacyAndCookiesText": null,
        "customPrivacyAndCookiesUrl": null,
        "customResetItNowText": null,
        "customTermsOfUseText": null,
        "customTermsOfUseUrl": null,
        "faviconRelativeUrl": null,
        "headerBackgroundColor": null,
        "headerLogoRelativeUrl": null,
        "loginPageLayoutConfiguration":
            { "isFooterShown": true, "isHeaderShown": false, "layoutTemplateType": "default" },
        "loginPageTextVisibilitySettings": null,
        "signInPageText": text,
        "squareLogoDarkRelativeUrl": null,
        "squareLogoRelativeUrl": picture("squarelogo"),
        "usernameHintText": hint,
    })
}
