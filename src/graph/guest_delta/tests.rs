use super::*;
use crate::graph::http::Target;

const ID: &str = "264e6d50-eaec-461e-b187-873b1bcf8501";
const OTHER: &str = "264e6d50-eaec-461e-b187-873b1bcf8502";

fn read(body: &Value) -> Changes {
    let body = body.to_string();
    let response = GraphResponse { status: 200, retry_after: None, request_id: None, body };
    from_now_on().read(&response).unwrap()
}

#[test]
fn changed_and_removed_users_are_told_apart() {
    let id = UserId::parse(ID).unwrap();
    for (entry, is_guest) in [
        (serde_json::json!({ "id": ID, "userType": "Guest" }), true),
        (serde_json::json!({ "id": ID, "userType": "Member", "creationType": "Invitation" }), true),
        (serde_json::json!({ "id": ID, "userType": "Member" }), false),
        (serde_json::json!({ "id": ID, "displayName": null }), false),
    ] {
        let changes = read(&serde_json::json!({ "value": [entry], "@odata.deltaLink": "https://x/later" }));
        assert_eq!(changes.changed, [Changed { id, is_guest }]);
        assert_eq!(changes.next, DeltaLink::Later("https://x/later".to_owned()));
    }
    let gone = serde_json::json!({ "id": OTHER, "@removed": { "reason": "changed" } });
    let changes =
        read(&serde_json::json!({ "value": [gone, { "id": "odd" }], "@odata.nextLink": "https://x/more" }));
    assert_eq!((changes.changed, changes.removed), (vec![], vec![UserId::parse(OTHER).unwrap()]));
    assert_eq!(changes.next, DeltaLink::More("https://x/more".to_owned()));
    assert_eq!(read(&serde_json::json!({ "value": [] })).next, DeltaLink::None);
}

#[test]
fn users_are_asked_for_by_id_and_only_guests_are_wanted() {
    let ids = vec![UserId::parse(ID).unwrap(); 20];
    let Target::Path(path) = guests_with(&ids).request.target else { panic!() };
    assert!(path.contains("id%20eq%20%27264e6d50"), "{path}");
    assert_eq!(path.matches("264e6d50").count(), MOST_IDS);
    assert!(path.contains("userType%20eq%20%27Guest%27"), "{path}");
}
