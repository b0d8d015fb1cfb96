//! Generators for hostile inputs: random bytes, almost correct queries, and valid documents with one change.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

/// Tokens of the query language, valid and invalid, in random order.
pub(super) fn random_query() -> impl Strategy<Value = String> {
    let words = select(vec![
        "userType",
        "mail",
        "displayName",
        "createdDateTime",
        "identities",
        "otherMails",
        "proxyAddresses",
        "nothing",
        "signInActivity/lastSignInDateTime",
        "accountEnabled",
        "eq",
        "ne",
        "not",
        "in",
        "and",
        "or",
        "ge",
        "le",
        "gt",
        "startsWith",
        "endsWith",
        "any",
        "all",
        "(",
        ")",
        "((",
        "))",
        ",",
        "'",
        "''",
        "'Guest'",
        "'a''b'",
        "'\u{1F600}'",
        "null",
        "true",
        "false",
        "1",
        "-1",
        "1e999",
        "99999999999999999999999999",
        "2026-11-20T09:00:00Z",
        "2026-99-99T99:99:99Z",
        "c:c/issuer",
        "x:x",
        "/$count",
        "$count",
        "asc",
        "desc",
        "\"displayName:ann\"",
        "\"",
        "\\",
        "OR",
        "AND",
        "NOT",
        "*",
        "%",
        "%00",
        "\0",
        "\u{202E}",
        "\u{FFFD}",
        "\u{130}",
        "ß",
        "+",
        "#",
        "?",
        "&",
        ";",
        "$filter",
        "manager",
        "sponsors",
        "($select=id)",
        "@odata.type",
        "microsoft.graph.user",
        "cast(",
        "\t",
        "\r\n",
    ]);
    let word = prop_oneof![8 => words.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[ -~]{0,12}"];
    let separator = select(vec![" ", "", "  "]);
    vec((word, separator), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(word, separator)| word + separator).collect())
}

/// A valid filter with random text in one place, or cut off there.
pub(super) fn damaged_filter() -> impl Strategy<Value = String> {
    let good = select(vec![
        "userType eq 'Guest' and startsWith(displayName,'a')",
        "identities/any(c:c/issuerAssignedId eq 'a@b.example' and c/issuer eq 'contoso.onmicrosoft.com')",
        "createdDateTime le 2026-11-20T09:00:00Z and not endsWith(mail,'.example')",
        "externalUserState in ('PendingAcceptance','Accepted') or otherMails/any(m:startsWith(m,'a'))",
        "id in ('1','2') or (accountEnabled eq true and companyName ne null)",
    ]);
    (good, any::<Index>(), random_query(), any::<bool>()).prop_map(|(good, place, other, cut)| {
        let place = place.index(good.len());
        let rest = if cut { "" } else { &good[place..] };
        format!("{}{other}{rest}", &good[..place])
    })
}

/// Any JSON of moderate size.
pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        random_query().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A valid document with members replaced, added or removed at the JSON pointers `names`.
pub(super) fn mutated(good: Vec<Value>, names: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let change = (select(names), proptest::option::weighted(0.8, any_json()));
    (select(good), vec(change, 1..3)).prop_map(|(mut body, changes)| {
        for (pointer, value) in changes {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            match (body.pointer_mut(parent), value) {
                (Some(Value::Object(members)), Some(value)) => drop(members.insert(name.to_owned(), value)),
                (Some(Value::Object(members)), None) => drop(members.remove(name)),
                (Some(Value::Array(list)), Some(value)) => list.push(value),
                _ => {}
            }
        }
        body
    })
}

/// A document as JSON; rarely cut off, or random bytes instead.
pub(super) fn serialized(document: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<u8>> {
    let cut = |(body, place): (Value, Index)| {
        let mut text = body.to_string().into_bytes();
        text.truncate(place.index(text.len() + 1));
        text
    };
    (document, any::<Index>(), vec(any::<u8>(), 0..64), 0..20_u32).prop_map(
        move |(body, place, bytes, dice)| match dice {
            0 => bytes,
            1 | 2 => cut((body, place)),
            _ => body.to_string().into_bytes(),
        },
    )
}
