//! Matching of requests to faults.

use http::{Method, header};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::fault_site::FaultSite;
use crate::web::{Request, is_write};

/// The only file of the portal with faults.
const CONFIG: &str = "config.json";

/// One rule. A missing member matches every request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(default, skip_serializing_if = "is_graph")]
    pub(crate) site: FaultSite,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<Methods>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<Pattern>,
    /// A substring of the body, as sent or, if it is a form, decoded; ignores case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) contains: Option<String>,
    /// A substring of the decoded query (`prompt=none`); ignores case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) query: Option<String>,
    /// This many matching requests get no fault first.
    #[serde(default)]
    pub(crate) skip: u32,
    /// This many requests get the fault; `None` means all until the faults are cleared.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    pub(crate) fault: Fault,
}

/// `write`, or one method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Methods {
    Writes,
    One(Method),
}

impl TryFrom<String> for Methods {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let upper = name.to_ascii_uppercase();
        match upper.as_str() {
            "WRITE" => Ok(Self::Writes),
            "GET" | "POST" | "PUT" | "PATCH" | "DELETE" => {
                Method::from_bytes(upper.as_bytes()).map(Self::One).map_err(|error| error.to_string())
            }
            _ => Err(format!("'{name}' is neither a method of Graph nor 'write'")),
        }
    }
}

impl From<Methods> for String {
    fn from(methods: Methods) -> Self {
        match methods {
            Methods::Writes => "write".into(),
            Methods::One(method) => method.to_string(),
        }
    }
}

/// A suffix of the path. With `*` (one segment) or a final `**` (all remaining segments): the whole path, at Graph the
/// one below the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Pattern(String);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let pattern = Self(text);
        let segments = pattern.segments();
        let last = segments.len().saturating_sub(1);
        let good = |(place, segment): (usize, &&str)| match *segment {
            "*" => true,
            "**" => place == last,
            segment => !segment.contains('*'),
        };
        if segments.is_empty() || !segments.iter().enumerate().all(good) {
            return Err(format!(
                "'{}' is no path: * stands for a whole segment, ** for all the last",
                pattern.0
            ));
        }
        Ok(pattern)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}

impl Pattern {
    fn segments(&self) -> Vec<&str> {
        self.0.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    fn matches(&self, path: &[String]) -> bool {
        let pattern = self.segments();
        let same = |(own, segment): (&&str, &String)| *own == "*" || own.eq_ignore_ascii_case(segment);
        if let [front @ .., "**"] = pattern.as_slice() {
            path.len() > front.len() && front.iter().zip(path).all(same)
        } else if pattern.contains(&"*") {
            path.len() == pattern.len() && pattern.iter().zip(path).all(same)
        } else {
            let skipped = path.len().checked_sub(pattern.len());
            skipped.is_some_and(|skipped| pattern.iter().zip(path.iter().skip(skipped)).all(same))
        }
    }
}

impl Rule {
    /// A rule that matches every path.
    pub(crate) fn any(methods: Option<Methods>, times: Option<u32>, fault: Fault) -> Self {
        let site = FaultSite::Graph;
        Self { site, method: methods, path: None, contains: None, query: None, skip: 0, times, fault }
    }

    /// The error is a sentence for the user.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.fault.check()?;
        self.site.check(&self.fault)?;
        let config = [CONFIG.to_owned()];
        if self.site == FaultSite::Portal && self.path.as_ref().is_some_and(|path| !path.matches(&config)) {
            return Err(format!("of the portal's files only /{CONFIG} has faults"));
        }
        Ok(())
    }

    /// Whether this is a rule for such a request to Graph. Rules for `$batch` and rules that alter batch responses
    /// match the batch as a whole; all other rules match the requests inside it.
    pub(super) fn matches(&self, request: &Request, envelope: bool) -> bool {
        let names_it = self.path.as_ref().is_some_and(|path| path.segments().contains(&"$batch"));
        let alters_batch = matches!(self.fault, Fault::BatchItems { .. });
        let below = request.segments.get(1..).unwrap_or_default();
        self.site == FaultSite::Graph && envelope == (names_it || alters_batch) && self.fits(request, below)
    }

    /// The same for the other sites, whose paths have no version.
    pub(super) fn matches_at(&self, site: FaultSite, request: &Request) -> bool {
        self.site == site && self.fits(request, &request.segments)
    }

    fn fits(&self, request: &Request, segments: &[String]) -> bool {
        let method = self.method.as_ref().is_none_or(|methods| match methods {
            Methods::Writes => is_write(&request.method),
            Methods::One(method) => request.method == *method,
        });
        let path = self.path.as_ref().is_none_or(|path| path.matches(segments));
        let body = self.contains.as_ref().is_none_or(|text| body_has(request, text));
        method && path && body && self.query.as_ref().is_none_or(|text| has(&plain(&request.query), text))
    }
}

fn body_has(request: &Request, text: &str) -> bool {
    let form = request
        .header(header::CONTENT_TYPE)
        .is_some_and(|mime| mime.starts_with("application/x-www-form-urlencoded"));
    let fields = || form_urlencoded::parse(&request.body).into_owned().collect::<Vec<_>>();
    has(&String::from_utf8_lossy(&request.body), text) || form && has(&plain(&fields()), text)
}

/// Decoded pairs in the form of a query.
fn plain(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn has(whole: &str, text: &str) -> bool {
    whole.to_lowercase().contains(&text.to_lowercase())
}

fn is_graph(site: &FaultSite) -> bool {
    *site == FaultSite::Graph
}

#[cfg(test)]
mod tests;
