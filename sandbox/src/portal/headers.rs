//! The headers of the release files, from the file `_headers` among them. In it a path is a line, with `*` for any
//! characters; the indented lines below are the headers for that path. So tests run with the headers that static hosts
//! get.
//!
//! Knows the format, and which hosts in it belong to a cloud. Must not know what a header means to a browser.

use http::{HeaderName, header};

use crate::web::{self, Response};

/// The rules in the order of the file.
#[derive(Default)]
pub(super) struct Headers(Vec<Rule>);

struct Rule {
    path: String,
    headers: Vec<(HeaderName, String)>,
}

impl Headers {
    /// Parses `_headers`. Other lines are ignored.
    pub(super) fn read(text: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let (content, indented) = (line.trim(), line.starts_with([' ', '\t']));
            if content.starts_with('/') && !indented {
                rules.push(Rule { path: content.to_owned(), headers: Vec::new() });
            } else if let (Some(rule), Some((name, value))) = (rules.last_mut(), content.split_once(':'))
                && let Ok(name) = HeaderName::from_bytes(name.trim().as_bytes())
            {
                rule.headers.push((name, value.trim().to_owned()));
            }
        }
        Self(rules)
    }

    /// Sets the headers for `path`. The cloud's hosts in `connect-src` are replaced by `hosts`.
    /// Strict-Transport-Security is left out without TLS, because browsers ignore it then. If two rules set a header,
    /// it gets both values, as static hosts do.
    pub(super) fn apply(&self, response: &mut Response, path: &str, hosts: &[String], tls: bool) {
        let mut set: Vec<(&HeaderName, String)> = Vec::new();
        for (name, value) in self.0.iter().filter(|rule| rule.covers(path)).flat_map(|rule| &rule.headers) {
            let value = if name == header::CONTENT_SECURITY_POLICY {
                connect_to(value, hosts)
            } else {
                value.clone()
            };
            if name == header::STRICT_TRANSPORT_SECURITY && !tls {
                continue;
            }
            match set.iter_mut().find(|(known, _)| *known == name) {
                Some((_, both)) => *both = format!("{both}, {value}"),
                None => set.push((name, value)),
            }
        }
        for (name, value) in set {
            web::set(response, name.clone(), &value);
        }
    }
}

impl Rule {
    fn covers(&self, path: &str) -> bool {
        match self.path.split_once('*') {
            None => self.path == path,
            Some((start, end)) => path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        }
    }
}

/// Replaces the hosts of `connect-src` in a Content-Security-Policy.
fn connect_to(policy: &str, hosts: &[String]) -> String {
    let directive = |text: &str| {
        let mut words = text.split_whitespace();
        if words.next() != Some("connect-src") {
            return text.trim().to_owned();
        }
        let keywords = words.filter(|word| word.starts_with('\''));
        let all: Vec<&str> =
            std::iter::once("connect-src").chain(keywords).chain(hosts.iter().map(String::as_str)).collect();
        all.join(" ")
    };
    policy.split(';').map(directive).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
