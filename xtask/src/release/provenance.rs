//! The statement of what a release was made from: an in-toto statement (<https://in-toto.io/Statement/v1>) with SLSA's
//! predicate for builds (<https://slsa.dev/spec/v1.0/provenance>). It has no signature and no time.

use serde_json::{Map, Value, json};

use super::Origin;

/// `subjects` are the files with their SHA-256, `lock` is that of Cargo.lock.
pub(super) fn statement(subjects: &[(String, String)], origin: &Origin, lock: &str) -> Value {
    let subjects: Vec<_> =
        subjects.iter().map(|(name, sum)| json!({ "name": name, "digest": { "sha256": sum } })).collect();
    let mut source = Map::new();
    source.insert("name".to_owned(), "guestlist".into());
    if let Some(repository) = &origin.repository {
        source.insert("uri".to_owned(), repository.as_str().into());
    }
    source.insert("digest".to_owned(), json!({ "gitCommit": origin.commit }));
    let tools: Map<String, Value> =
        origin.tools.iter().map(|(name, version)| (name.clone(), version.as_str().into())).collect();
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects,
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:guestlist:build:v1",
                "externalParameters": {
                    "command": "cargo xtask release",
                    "version": origin.version,
                    "source": source,
                },
                "internalParameters": { "tools": tools },
                "resolvedDependencies": [
                    source,
                    { "name": "Cargo.lock", "digest": { "sha256": lock } },
                ],
            },
            "runDetails": { "builder": { "id": origin.builder } },
        },
    })
}
