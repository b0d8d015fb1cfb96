//! The organization that owns the tenant: its id, names and domains.

use crate::clouds::Cloud;

/// The tenant's id, always the same.
pub const TENANT_ID: &str = "5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10";
pub(crate) const TENANT_NAME: &str = "Contoso";
/// The domain of new members.
pub(crate) const DEFAULT_DOMAIN: &str = "contoso.com";
/// The tenant's first domain in the global cloud, for which the directory is generated. `Directory::move_to` changes it
/// for another cloud, so everything that handles requests takes `Directory::initial_domain`.
pub(crate) const INITIAL_DOMAIN: &str = "contoso.onmicrosoft.com";
/// The organization's privacy statement, in `/organization` and in invitations.
pub(crate) const PRIVACY_STATEMENT: &str = "https://contoso.com/privacy";

/// The tenant's first domain in this cloud. The endings are those of the clouds [documented].
pub(super) fn initial_domain(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Global => INITIAL_DOMAIN,
        Cloud::UsGov | Cloud::UsGovDod => "contoso.onmicrosoft.us",
        Cloud::China => "contoso.partner.onmschina.cn",
    }
}

/// `name_domain.tld#EXT#@{initial domain}`: the `@` of the address becomes `_` [observed].
pub(crate) fn guest_upn(address: &str, initial_domain: &str) -> String {
    format!("{}#EXT#@{initial_domain}", address.replace('@', "_"))
}
