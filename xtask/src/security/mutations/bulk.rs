//! The controls of bulk invitations: S-29 to S-33.

use super::{Mutation, journey, native};

pub(super) const REMOVALS: &[Mutation] = &[
    Mutation {
        number: 29,
        what: "a file may have any size",
        file: "src/domain/import/source.rs",
        from: "1..=LARGEST => Ok(()),",
        to: "1..u64::MAX => Ok(()),",
        proof: native("s29_size"),
    },
    Mutation {
        number: 30,
        what: "the records of a run are stored as they are",
        file: "src/browser/run_store/cipher.rs",
        from: "both.set(&encrypted, VECTOR);",
        to: "both.set(&Uint8Array::from(text.as_bytes()), VECTOR);\n    let _ = encrypted;",
        proof: journey("S-30, S-31: no address"),
    },
    Mutation {
        number: 31,
        what: "a program can read the key",
        file: "src/browser/run_store/cipher.rs",
        from: "subtle().generate_key_with_object(&algorithm, false, &usages)",
        to: "subtle().generate_key_with_object(&algorithm, true, &usages)",
        proof: journey("S-31: the key"),
    },
    Mutation {
        number: 31,
        what: "a row whose state was changed from outside is sent again at once",
        file: "src/app/bulk/journal.rs",
        from: ".unwrap_or(RowState::Unknown { begun: head.begun, undecidable: false, request_id: None }),",
        to: ".unwrap_or(RowState::Planned),",
        proof: native("s31_a_record"),
    },
    Mutation {
        number: 32,
        what: "a run is kept for ever",
        file: "src/app/bulk/journal.rs",
        from: "if now.since(head.begun) > KEPT {",
        to: "if now.since(head.begun) > KEPT * 1_000 {",
        proof: native("s32_a_run"),
    },
    Mutation {
        number: 32,
        what: "a removed run stays in the browser",
        file: "src/ui/state/run.rs",
        from: "let _ = journal.purge().await;",
        to: "drop(journal);",
        proof: journey("S-32: after \"Remove"),
    },
    Mutation {
        number: 33,
        what: "a row that was being sent when the page ended counts as not sent",
        file: "src/domain/bulk/run.rs",
        from: "Self::Sending { begun } => Self::Unknown { begun, undecidable: false, request_id: None },",
        to: "Self::Sending { .. } => Self::Planned,",
        proof: native("s33_a_browser"),
    },
    Mutation {
        number: 33,
        what: "a guest who is not found at once counts as absent",
        file: "src/app/bulk/progress.rs",
        from: "if self.absence_counts_from(*index) > now => {",
        to: "if now.is_zero() => {",
        proof: native("s33_a_clock"),
    },
    Mutation {
        number: 33,
        what: "what follows an empty page of a search is not read",
        file: "src/app/bulk/lookup.rs",
        from: "found.add(following(client, page.next).await?);",
        to: "found.add(following(client, None).await?);",
        proof: native("s33_the_next"),
    },
];
