use std::collections::BinaryHeap;

use super::*;

const LATENCIES: [u64; 4] = [50, 200, 110, 140];

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A service with a token bucket, which answers after some time.
struct Service {
    bucket: Pacer,
    throttled: u32,
    taken: u32,
    /// Whether a 429 tells how long to wait.
    tells: bool,
}

impl Service {
    fn new(quota: Quota, tells: bool) -> Self {
        Self {
            bucket: Pacer { at_once: f64::MAX, ..Pacer::new(quota, Duration::ZERO) },
            throttled: 0,
            taken: 0,
            tells,
        }
    }

    fn answer(&mut self, now: Duration) -> Ended {
        match self.bucket.next(now) {
            Next::Now => {
                self.bucket.begin(now);
                self.bucket.running = 0;
                self.taken += 1;
                Ended::Answered
            }
            Next::After(wait) => {
                self.throttled += 1;
                // Whole seconds, as the service writes them.
                let seconds = wait.as_secs() + 1;
                Ended::Throttled { retry_after: self.tells.then(|| Duration::from_secs(seconds)) }
            }
            Next::WhenOneEnds => panic!("the service has no limit of requests at the same time"),
        }
    }
}

/// Sends `count` requests in simulated time, and returns how long it took.
fn send(count: u32, pacer: &mut Pacer, service: &mut Service) -> Duration {
    let (mut now, mut planned, mut sent) = (Duration::ZERO, count, 0_usize);
    let mut running: BinaryHeap<std::cmp::Reverse<(Duration, usize)>> = BinaryHeap::new();
    let mut answers = Vec::new();
    loop {
        let next = if planned == 0 { Next::WhenOneEnds } else { pacer.next(now) };
        let first_end = running.peek().map(|std::cmp::Reverse((at, _))| *at);
        match (next, first_end) {
            (Next::Now, _) => {
                pacer.begin(now);
                planned -= 1;
                let latency = millis(LATENCIES[sent % LATENCIES.len()]);
                answers.push(service.answer(now + latency / 2));
                running.push(std::cmp::Reverse((now + latency, sent)));
                sent += 1;
            }
            (Next::After(wait), first_end) if first_end.is_none_or(|end| now + wait < end) => now += wait,
            (Next::After(_) | Next::WhenOneEnds, Some(end)) => {
                now = end;
                let std::cmp::Reverse((_, index)) = running.pop().unwrap();
                pacer.end(answers[index], now, 128);
                if matches!(answers[index], Ended::Throttled { .. }) {
                    planned += 1;
                }
            }
            (Next::After(_) | Next::WhenOneEnds, None) => return now,
        }
    }
}

#[test]
fn under_the_documented_quota_a_run_takes_the_time_that_the_quota_wants() {
    let service_quota = Quota { at_once: 3_000, per_second: 20.0 };
    let mut service = Service::new(service_quota, true);
    let took = send(5_000, &mut Pacer::new(Quota::WRITES, Duration::ZERO), &mut service);
    assert_eq!((service.throttled, service.taken), (0, 5_000));
    assert!(took.as_secs_f64() < 100.0 / 0.99, "{took:?}");
}

#[test]
fn a_quota_that_is_smaller_than_documented_is_found_with_few_requests_in_vain() {
    for tells in [true, false] {
        for per_second in [5.0, 10.0, 15.0] {
            let mut service = Service::new(Quota { at_once: 500, per_second }, tells);
            let took = send(3_000, &mut Pacer::new(Quota::WRITES, Duration::ZERO), &mut service);
            let ideal = 2_500.0 / per_second;
            assert!(service.throttled <= 60, "{per_second} {tells}: {} of 3,000 in vain", service.throttled);
            assert!(took.as_secs_f64() < ideal / 0.98, "{per_second} {tells}: {took:?} instead of {ideal} s");
        }
    }
}

#[test]
fn it_begins_with_three_at_once_and_grows_while_all_goes_well() {
    let mut pacer = Pacer::new(Quota::WRITES, Duration::ZERO);
    for _ in 0..3 {
        assert_eq!(pacer.next(Duration::ZERO), Next::Now);
        pacer.begin(Duration::ZERO);
    }
    assert_eq!(pacer.next(Duration::ZERO), Next::WhenOneEnds);
    for second in 1..400 {
        let now = Duration::from_secs(second);
        pacer.end(Ended::Answered, now, 0);
        while pacer.next(now) == Next::Now {
            pacer.begin(now);
        }
        assert!(pacer.running() <= 16);
    }
    assert_eq!(pacer.running(), 16);
}

#[test]
fn requests_that_are_throttled_together_halve_it_once_and_the_longest_wait_counts() {
    let mut pacer = Pacer { at_once: 8.0, ..Pacer::new(Quota::WRITES, Duration::ZERO) };
    for _ in 0..8 {
        pacer.begin(Duration::ZERO);
    }
    let now = millis(100);
    for seconds in [3, 12, 5] {
        pacer.end(Ended::Throttled { retry_after: Some(Duration::from_secs(seconds)) }, now, 0);
    }
    assert!((pacer.at_once - 4.0).abs() < f64::EPSILON);
    for _ in 0..5 {
        pacer.end(Ended::Answered, now, 0);
    }
    assert_eq!(pacer.next(now), Next::After(Duration::from_secs(12)));
    assert_eq!(pacer.next(now + Duration::from_secs(12)), Next::Now);
}

#[test]
fn trouble_pauses_for_longer_each_time_and_at_most_a_minute() {
    let mut pacer = Pacer::new(Quota::WRITES, Duration::ZERO);
    let mut now = Duration::ZERO;
    let mut pauses = Vec::new();
    for _ in 0..8 {
        pacer.begin(now);
        pacer.end(Ended::Troubled, now, 255);
        let Next::After(wait) = pacer.next(now) else { panic!() };
        pauses.push(wait.as_secs());
        now += wait;
    }
    assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 64, 64]);
}

#[test]
fn the_remaining_time_follows_from_the_bucket() {
    let mut pacer = Pacer::new(Quota { at_once: 10, per_second: 2.0 }, Duration::ZERO);
    assert_eq!(pacer.lasts(10, Duration::ZERO), Duration::ZERO);
    assert_eq!(pacer.lasts(30, Duration::ZERO), Duration::from_secs(10));
}

#[test]
fn a_pause_after_troubles_is_not_one_that_the_service_has_asked_for() {
    let mut pacer = Pacer::new(Quota { at_once: 100, per_second: 20.0 }, Duration::ZERO);
    pacer.begin(Duration::ZERO);
    pacer.end(Ended::Troubled, Duration::ZERO, 255);
    assert!(pacer.paused_until() > Duration::ZERO);
    assert_eq!(pacer.asked_until(), Duration::ZERO);
    pacer.begin(Duration::ZERO);
    let retry_after = Some(Duration::from_secs(60));
    pacer.end(Ended::Throttled { retry_after }, Duration::ZERO, 255);
    assert_eq!(pacer.asked_until(), Duration::from_secs(60));
}
