//! How long the tenant takes to respond at the largest size it is made for: 300,000 guests.
//!
//! Time in the library alone, without socket and browser. Run with `cargo xtask bench`, which adds start-up time and
//! memory of the program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark"
)]

#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../tests/stories/record.rs"]
mod record;
#[allow(dead_code, reason = "the stories use the rest")]
#[path = "../tests/stories/world.rs"]
mod world;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use world::{INVITE, World, invitation};

const GUESTS: u32 = 300_000;
const ADA: &str = "ada@contoso.com";
/// The properties that the portal's list requests.
const SELECT: &str =
    "id,displayName,mail,userPrincipalName,userType,externalUserState,createdDateTime,companyName";

/// A directory of the largest size, with throttling off.
fn tenant() -> (World, String) {
    let world = World::with_guests(GUESTS);
    world.settings(&json!({ "limits": { "enabled": false } }));
    let token = world.access_token(ADA);
    (world, token)
}

fn pages(criterion: &mut Criterion) {
    let (world, token) = tenant();
    let mut group = criterion.benchmark_group("300,000 guests");
    group.sample_size(20).measurement_time(Duration::from_secs(8));
    let first = format!("/v1.0/users?$filter=userType eq 'Guest'&$select={SELECT}&$top=999");
    group.bench_function("page of 999", |bencher| {
        bencher.iter(|| black_box(world.graph(&token, &first).bytes().len()));
    });
    let filtered = format!("{first}&$count=true")
        .replace("userType eq", "externalUserState eq 'Accepted' and userType eq");
    group.bench_function("page of 999, filtered and counted", |bencher| {
        bencher.iter(|| black_box(world.graph_eventual(&token, &filtered).bytes().len()));
    });
    let search = format!(
        "/v1.0/users?$search=%22displayName:zof%22 OR %22mail:zof%22&$select={SELECT}&$count=true&$top=50"
    );
    assert!(world.graph_eventual(&token, &search).json()["@odata.count"].as_u64().unwrap() > 1_000);
    group.bench_function("search, all matches counted", |bencher| {
        bencher.iter(|| black_box(world.graph_eventual(&token, &search).bytes().len()));
    });
    let nobody = "/v1.0/users?$search=%22displayName:qqq%22&$top=50";
    group.bench_function("search that finds nobody", |bencher| {
        bencher.iter(|| black_box(world.graph_eventual(&token, nobody).bytes().len()));
    });
    group.finish();
}

fn batches(criterion: &mut Criterion) {
    let (world, _) = tenant();
    let token = world.sign_in(ADA, INVITE)["access_token"].as_str().unwrap().to_owned();
    let mut group = criterion.benchmark_group("300,000 guests");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    let mut round = 0_u32;
    group.bench_function("batch of 20 invitations", |bencher| {
        bencher.iter(|| {
            round += 1;
            let reply = world.graph_write(&token, "POST", "/v1.0/$batch", &batch(round));
            assert_eq!(reply.status(), 200);
            black_box(reply.bytes().len())
        });
    });
    group.finish();
}

/// Twenty invitations to addresses that are not guests yet.
fn batch(round: u32) -> Value {
    let item = |number: u32| {
        json!({
            "id": number.to_string(),
            "method": "POST",
            "url": "/invitations",
            "headers": { "Content-Type": "application/json" },
            "body": invitation(&format!("bench.{round}.{number}@studio.example.com")),
        })
    };
    json!({ "requests": (0..20).map(item).collect::<Vec<_>>() })
}

criterion_group!(benches, pages, batches);
criterion_main!(benches);
