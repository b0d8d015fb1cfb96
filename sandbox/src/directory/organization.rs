//! The organization that owns the tenant: its id, names and domains.

/// The tenant's id, always the same.
pub const TENANT_ID: &str = "5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10";
pub(crate) const TENANT_NAME: &str = "Contoso";
/// The domain of new members.
pub(crate) const DEFAULT_DOMAIN: &str = "contoso.com";
/// The tenant's first domain. The sign-in names of guests always end with it.
pub(crate) const INITIAL_DOMAIN: &str = "contoso.onmicrosoft.com";
/// The organization's privacy statement, in `/organization` and in invitations.
pub(crate) const PRIVACY_STATEMENT: &str = "https://contoso.com/privacy";

pub(crate) fn is_verified_domain(domain: &str) -> bool {
    [DEFAULT_DOMAIN, INITIAL_DOMAIN].iter().any(|own| own.eq_ignore_ascii_case(domain))
}

/// `name_domain.tld#EXT#@{initial domain}`: the `@` of the address becomes `_` [obs].
pub(crate) fn guest_upn(address: &str) -> String {
    format!("{}#EXT#@{INITIAL_DOMAIN}", address.replace('@', "_"))
}
