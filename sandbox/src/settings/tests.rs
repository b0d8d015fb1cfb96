use serde_json::json;

use super::*;

#[test]
fn a_change_touches_only_what_it_names() {
    let next = Settings::default().with(&json!({ "allowInvitesFrom": "adminsAndGuestInviters" })).unwrap();
    assert_eq!(next.allow_invites_from, InvitesFrom::AdminsAndGuestInviters);
    assert_eq!(next.access_token_seconds, 3599);
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let refused = Settings::default().with(&json!({ "alowInvitesFrom": "none" })).unwrap_err();
    assert!(refused.contains("alowInvitesFrom"));
}

#[test]
fn an_account_is_taken_away_by_null() {
    let named = Settings::default().with(&json!({ "accounts": { "ada@contoso.com": { "mfa": true } } }));
    let again = named.unwrap().with(&json!({ "accounts": { "ada@contoso.com": null } })).unwrap();
    assert_eq!(again, Settings::default());
}

#[test]
fn a_token_must_live_at_least_a_second() {
    let refused = Settings::default().with(&json!({ "accessTokenSeconds": 0 })).unwrap_err();
    assert!(refused.contains("accessTokenSeconds"));
}
