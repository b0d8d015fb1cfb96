//! A mail that a user sent through Graph. The outbox shows it as text: HTML of a sender never reaches a page as HTML.

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Serialize;
use uuid::Uuid;

use crate::page;

/// `body.contentType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Format {
    Text,
    Html,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    pub(crate) id: Uuid,
    pub(crate) sent_date_time: Timestamp,
    /// The sender's mailbox.
    pub(crate) from: String,
    pub(crate) reply_to: Vec<String>,
    pub(crate) to: Vec<String>,
    pub(crate) cc: Vec<String>,
    pub(crate) bcc: Vec<String>,
    pub(crate) subject: String,
    pub(crate) format: Format,
    pub(crate) body: String,
    pub(crate) saved_to_sent_items: bool,
}

impl Message {
    /// The mail with its header lines, as an `article`.
    pub(crate) fn show(&self) -> Markup {
        let heading = format!("mail-{}", self.id);
        html! {
            article.mail-card aria-labelledby=(heading) {
                h2 id=(heading) { @if self.subject.is_empty() { "(no subject)" } @else { (self.subject) } }
                dl.facts {
                    dt { "Sent" } dd { (page::timestamp(self.sent_date_time)) }
                    dt { "From" } dd { (self.from) }
                    @for (name, people) in
                        [("Reply to", &self.reply_to), ("To", &self.to), ("Cc", &self.cc), ("Bcc", &self.bcc)]
                    {
                        @if !people.is_empty() { dt { (name) } dd { (people.join(", ")) } }
                    }
                }
                hr;
                @match self.format {
                    Format::Text => blockquote.message { (self.body) },
                    Format::Html => {
                        blockquote.message { (plain(&self.body)) }
                        @let links = links(&self.body);
                        @if !links.is_empty() {
                            p { "Links in this mail:" }
                            ul { @for link in links { li { a href=(link) rel="noopener noreferrer" { (link) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// The text of an HTML body. Tags are dropped, and so are scripts, styles and titles with their content.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = inside.trim_start_matches('/');
        let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is(&["br", "p", "div", "li", "tr", "h1", "h2", "h3"]) && !text.ends_with('\n') {
            text.push('\n');
        }
        let hidden = is(&["script", "style", "title"]) && !inside.starts_with('/');
        rest = if hidden {
            after.find('<').map_or("", |end| after.get(end..).unwrap_or_default())
        } else {
            after
        };
    }
    text.push_str(rest);
    unescape(text.trim())
}

/// The http and https links of an HTML body, each once.
fn links(html: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for quote in ['"', '\''] {
        for part in html.split(&format!("href={quote}")).skip(1) {
            let link = unescape(part.split(quote).next().unwrap_or_default());
            let web = link.starts_with("https://") || link.starts_with("http://");
            if web && !links.contains(&link) {
                links.push(link);
            }
        }
    }
    links
}

/// Decodes the common HTML entities.
fn unescape(text: &str) -> String {
    let known = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    known.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[cfg(test)]
mod tests;
