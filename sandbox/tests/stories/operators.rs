//! Filters of users, compared with Microsoft's table of operators: each property with each operator, as a plain and as an
//! advanced query.
//!
//! The table is in `../shared/facts`, which is not part of this repository. Without it the test prints that it was skipped.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};

use crate::world::World;

const OPERATORS: [&str; 8] = ["eq", "ne", "not", "ge", "le", "in", "startsWith", "null"];

/// Cells where the tenant differs from the table, with the level that holds instead.
struct Difference {
    property: &'static str,
    operators: &'static [&'static str],
    level: &'static str,
    source: Source,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// [documented] The description of the property in the OpenAPI file (2026) is newer than the table and lists the
    /// operator. [inferred] It needs the advanced query, because the description does not say whether it does.
    Description,
    /// [observed] Many public clients send `id in (…)` without the header.
    Clients,
    /// [documented] The property is in beta only.
    Beta,
    /// [inferred] The description of the property lists no null, and an item of a collection is never null.
    NoNull,
}

const fn described(property: &'static str, operators: &'static [&'static str]) -> Difference {
    Difference { property, operators, level: "advanced", source: Source::Description }
}

const DIFFERENCES: &[Difference] = &[
    described("businessPhones", &["ge", "le", "startsWith"]),
    described("city", &["le"]),
    described("displayName", &["ge", "le"]),
    described("employeeHireDate", &["not"]),
    described("employeeId", &["not", "ge", "in"]),
    described("employeeType", &["not"]),
    described("givenName", &["not"]),
    described("jobTitle", &["not", "startsWith"]),
    described("mail", &["not", "null"]),
    described("mailNickname", &["not"]),
    described("mobilePhone", &["not"]),
    described("officeLocation", &["not"]),
    described("onPremisesExtensionAttributes", &["not"]),
    described("onPremisesImmutableId", &["not"]),
    described("onPremisesLastSyncDateTime", &["not"]),
    described("onPremisesSamAccountName", &["not"]),
    described("onPremisesSyncEnabled", &["not", "null"]),
    described("onPremisesUserPrincipalName", &["not"]),
    described("otherMails", &["not"]),
    described("passwordPolicies", &["not"]),
    described("postalCode", &["not"]),
    described("preferredLanguage", &["not"]),
    described("proxyAddresses", &["not"]),
    described("signInActivity", &["not"]),
    described("state", &["not"]),
    described("streetAddress", &["not"]),
    described("surname", &["not"]),
    described("usageLocation", &["not", "null"]),
    described("userPrincipalName", &["not", "ge"]),
    Difference { property: "id", operators: &["in"], level: "default", source: Source::Clients },
    Difference { property: "proxyAddresses", operators: &["null"], level: "none", source: Source::NoNull },
    Difference {
        property: "infoCatalogs",
        operators: &["eq", "ne", "ge", "le", "startsWith"],
        level: "none",
        source: Source::Beta,
    },
];

/// A file of facts; `None` when the folder is not beside this checkout.
fn facts(name: &str) -> Option<Value> {
    let shared = env::var_os("GUESTLIST_SHARED").map_or_else(|| "../../shared".into(), PathBuf::from);
    let text = fs::read_to_string(shared.join("facts").join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// The filter that uses the operator on the property.
fn filter(property: &str, operator: &str) -> String {
    let value = match property {
        "accountEnabled" | "isResourceAccount" | "onPremisesSyncEnabled" | "showInAddressList" => "true",
        "createdDateTime"
        | "deletedDateTime"
        | "employeeHireDate"
        | "onPremisesLastSyncDateTime"
        | "signInActivity" => "2026-01-01T00:00:00Z",
        _ => "'a'",
    };
    let clause = |path: &str| match operator {
        "eq" | "ne" | "ge" | "le" => format!("{path} {operator} {value}"),
        "not" => format!("{path} eq {value}"),
        "in" => format!("{path} in ({value})"),
        "null" => format!("{path} eq null"),
        function => format!("{function}({path},'a')"),
    };
    let clause = match property {
        "businessPhones" | "imAddresses" | "otherMails" | "proxyAddresses" => {
            format!("{property}/any(x:{})", clause("x"))
        }
        "assignedLicenses" => format!("{property}/any(x:{})", clause("x/skuId")),
        "assignedPlans" => format!("{property}/any(x:{})", clause("x/servicePlanId")),
        "identities" => format!("{property}/any(x:{} and x/issuer eq 'a')", clause("x/issuerAssignedId")),
        "onPremisesExtensionAttributes" => clause("onPremisesExtensionAttributes/extensionAttribute1"),
        "signInActivity" => clause("signInActivity/lastSignInDateTime"),
        _ => clause(property),
    };
    if operator == "not" { format!("not({clause})") } else { clause }
}

/// What the tenant does with the operator on the property, in the table's words.
fn level(world: &World, token: &str, property: &str, operator: &str) -> &'static str {
    let path = format!("/v1.0/users?$count=true&$top=1&$select=id&$filter={}", filter(property, operator));
    let plain = world.graph(token, &path).status();
    let advanced = world.graph_eventual(token, &path).status();
    match (plain, advanced) {
        (200, 200) => "default",
        (400, 200) => "advanced",
        (400, 400) => "none",
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn each_operator_works_where_the_table_says() {
    let Some(table) = facts("filter-operators.json") else {
        eprintln!("skipped: the table of operators is not beside this checkout");
        return;
    };
    let world = World::with_guests(20);
    world.settings(&json!({ "limits": { "enabled": false } }));
    world.consent(None, &["AuditLog.Read.All"]);
    let token = world.access_token("gael@contoso.com");
    let users = table["users"].as_object().unwrap();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (property, cells) in users {
        for operator in OPERATORS {
            let told = cells[operator].as_str().unwrap();
            let listed = DIFFERENCES
                .iter()
                .find(|known| known.property == property && known.operators.contains(&operator));
            if listed.is_some_and(|known| known.level == told) {
                wrong.push(format!("{property} {operator}: listed as a difference, but is none"));
            }
            let wanted = listed.map_or(told, |known| known.level);
            let found = level(&world, &token, property, operator);
            if found != wanted {
                wrong.push(format!("{property} {operator}: {found} instead of {wanted}"));
            }
            compared += 1;
        }
        let advanced = table["endsWith"]["advanced"].as_array().unwrap().contains(&json!(property));
        let wanted = if advanced { "advanced" } else { "none" };
        let found = level(&world, &token, property, "endsWith");
        if found != wanted {
            wrong.push(format!("{property} endsWith: {found} instead of {wanted}"));
        }
        compared += 1;
    }
    println!("{compared} cells compared, {} listed differences", differences());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn differences() -> usize {
    DIFFERENCES.iter().map(|known| known.operators.len()).sum()
}

#[test]
fn the_descriptions_list_what_the_table_lacks() {
    let Some(document) = facts("graph-openapi.json") else {
        eprintln!("skipped: the description is not beside this checkout");
        return;
    };
    let parts = document["components"]["schemas"]["microsoft.graph.user"]["allOf"].as_array().unwrap();
    for known in DIFFERENCES.iter().filter(|known| known.source == Source::Description) {
        let text = parts.iter().find_map(|part| part["properties"][known.property]["description"].as_str());
        let Some((_, filters)) = text.and_then(|text| text.split_once("$filter (")) else {
            // The attributes are described as a whole.
            assert_eq!(known.property, "onPremisesExtensionAttributes", "{text:?}");
            continue;
        };
        for operator in known.operators {
            assert!(filters.contains(operator), "{} {operator}: {filters}", known.property);
        }
    }
}

#[test]
fn items_of_collections_are_compared_one_by_one() {
    let world = World::with_guests(40);
    let token = world.access_token("ada@contoso.com");
    let find = |filter: &str| {
        let path = format!("/v1.0/users?$count=true&$top=999&$select=id,otherMails&$filter={filter}");
        let reply = world.graph_eventual(&token, &path);
        assert_eq!(reply.status(), 200, "{filter}: {}", reply.text());
        reply.json()["value"].as_array().unwrap().clone()
    };
    let all = find("otherMails/any(x:startsWith(x,'a') or x ge 'b')");
    let mails: Vec<_> = all.iter().filter_map(|row| row["otherMails"][0].as_str()).collect();
    let (first, second) = (mails[0], mails[1]);
    assert_eq!(find(&format!("otherMails/any(x:x in ('{first}','{second}','nobody@x.example'))")).len(), 2);
    let upper = find("otherMails/any(x:x ge 'n')").len();
    let lower = find("otherMails/any(x:x le 'n')").len();
    assert!(upper > 0 && lower > 0 && upper + lower == all.len(), "{upper} {lower} {}", all.len());
    assert_eq!(find(&format!("otherMails/any(x:x ne '{first}')")).len(), all.len() - 1);
    assert_eq!(find("assignedLicenses/$count eq 0").len(), find("accountEnabled in (true,false)").len());
    assert!(find("assignedLicenses/any(l:l/skuId eq 84a661c4-e949-4bd2-a560-ed7766fcaf2b)").is_empty());
}
