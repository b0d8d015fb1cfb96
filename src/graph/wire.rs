//! Lists of users as Graph's JSON has them, field for field: they may be long, so they are read into their own types.
//! These never leave `graph`.

use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    pub(super) next_link: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    pub(super) display_name: Option<String>,
    pub(super) mail: Option<String>,
    pub(super) other_mails: Option<Vec<String>>,
    pub(super) user_type: Option<String>,
    pub(super) external_user_state: Option<String>,
    pub(super) external_user_state_change_date_time: Option<String>,
    pub(super) created_date_time: Option<String>,
    pub(super) account_enabled: Option<bool>,
}
