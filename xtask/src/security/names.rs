//! Finds tests that name requirements (`s06_…` in Rust, `S-06: …` in a journey) and their results in the output of test
//! runners.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    /// The requirements' numbers.
    pub(crate) numbers: Vec<u8>,
    pub(crate) name: String,
    /// False also for a skipped test.
    pub(crate) passed: bool,
}

/// In the output of libtest or of wasm-bindgen's test runner.
pub(crate) fn in_output(output: &str) -> Vec<Proof> {
    output.lines().filter_map(in_line).collect()
}

fn in_line(line: &str) -> Option<Proof> {
    let (name, verdict) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    let numbers = of_function(name.rsplit("::").next()?);
    let passed = verdict.trim_end().ends_with("ok");
    (!numbers.is_empty()).then(|| Proof { numbers, name: name.to_owned(), passed })
}

/// `s02_s03_a_forged_answer` proves 2 and 3.
fn of_function(name: &str) -> Vec<u8> {
    let number = |word: &str| match word.as_bytes() {
        [b's', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + ones - b'0'),
        _ => None,
    };
    name.split('_').map_while(number).collect()
}

/// In Playwright's JSON report.
pub(crate) fn in_report(report: &Value) -> Vec<Proof> {
    let mut found = Vec::new();
    collect(report, &mut found);
    found
}

fn collect(suite: &Value, found: &mut Vec<Proof>) {
    let list = |key: &str| suite.get(key).and_then(Value::as_array).into_iter().flatten();
    for spec in list("specs") {
        let name = spec.get("title").and_then(Value::as_str).unwrap_or_default();
        let numbers = of_title(name);
        let ran = |test: &Value| test.get("status").and_then(Value::as_str) != Some("skipped");
        let tests = spec.get("tests").and_then(Value::as_array);
        let passed = spec.get("ok").and_then(Value::as_bool) == Some(true)
            && tests.is_some_and(|tests| tests.iter().any(ran));
        if !numbers.is_empty() {
            found.push(Proof { numbers, name: name.to_owned(), passed });
        }
    }
    for inner in list("suites") {
        collect(inner, found);
    }
}

/// `S-02, S-03: a forged answer is refused` proves 2 and 3. Numbers behind the colon do not count.
fn of_title(title: &str) -> Vec<u8> {
    let Some((head, _)) = title.split_once(':') else { return Vec::new() };
    let words = head.split([',', ' ']).filter(|word| !word.is_empty());
    words.map_while(|word| word.strip_prefix("S-")?.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
