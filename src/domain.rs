//! Guests, invitations, addresses and rights, as types that cannot hold an invalid value.
//!
//! Does no I/O. Must not know browsers, the JSON of other services, or the current time.

pub mod admin_center;
pub mod ago;
pub mod alphabet;
pub mod app_registration;
pub mod bulk;
pub mod capabilities;
pub mod change;
pub mod cloud;
pub mod clouds;
pub mod created_spans;
pub mod csv;
pub mod email;
pub mod guest;
pub mod guest_csv;
pub mod guest_details;
pub mod guest_finder;
pub mod guest_marks;
pub mod guest_query;
pub mod guest_refresh;
pub mod guest_search;
pub mod guest_sorter;
pub mod guest_table;
pub mod guest_view;
pub mod guid;
pub mod http_url;
pub mod import;
pub mod invisible;
pub mod invitation;
pub mod invited;
pub mod language;
pub mod look_alike;
pub mod moment;
pub mod pasted;
pub mod prefill;
pub mod redeem_link;
pub mod redirect;
pub mod rights;
pub mod roles;
pub mod search_form;
pub mod secret;
pub mod sender;
pub mod tenant;
