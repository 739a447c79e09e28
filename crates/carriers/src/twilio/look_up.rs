//! Asking Twilio what became of a text.
//!
//! A text whose id we never learnt is searched among those from the line to the receiver. The list's `DateSent`
//! filter is not used: a text that still waits at Twilio has no date of sending, and missing it here could send it
//! twice. Instead we compare the date of making ourselves, with room for clocks that differ.

use std::time::Duration;

use reqwest::StatusCode;
use url::Url;

use super::api::{Api, body, failure};
use super::wire::{Message, Page};
use crate::http_client::{in_words, retry_after};
use crate::{LookUp, OutboundText, Wanted};

/// How much the clocks here and there may differ. Generous: known texts are left out by id, and one too many asks a
/// person, while one too few would send twice.
const CLOCKS_DIFFER: Duration = Duration::from_mins(10);
const PAGE_SIZE: &str = "200";
const MOST_PAGES: usize = 5;

impl Api {
    /// Asks for `wanted`.
    pub(super) async fn look_up(&self, wanted: &Wanted) -> LookUp {
        let found = match wanted {
            Wanted::Id(id) => self.by_id(id).await,
            Wanted::Content { text, not } => self.by_content(text, not).await,
        };
        found.unwrap_or_else(|failed| failed)
    }

    async fn by_id(&self, id: &str) -> Result<LookUp, LookUp> {
        let url = self.url(&["Messages", &format!("{id}.json")]);
        match self.get(url).await? {
            Some(body) => Ok(LookUp::Found(read::<Message>(&body)?.sighting())),
            None => Ok(LookUp::NotFound),
        }
    }

    async fn by_content(&self, text: &OutboundText, not: &[String]) -> Result<LookUp, LookUp> {
        let since = (text.handed_at - CLOCKS_DIFFER).micros();
        let mut url = self.url(&["Messages.json"]);
        url.query_pairs_mut().extend_pairs([
            ("To", &*text.to),
            ("From", &text.from),
            ("PageSize", PAGE_SIZE),
        ]);
        let mut fitting = Vec::new();
        for _ in 0..MOST_PAGES {
            // An account's list exists even when it is empty: 404 means that the account or the base is wrong.
            let Some(body) = self.get(url.clone()).await? else {
                return Err(failed("Twilio knows no such account", None));
            };
            let page = read::<Page>(&body)?;
            // The newest come first, and those that have no date yet count as new.
            let all_older =
                page.messages.iter().all(|message| message.created_at().is_some_and(|at| at < since));
            fitting.extend(page.messages.into_iter().filter(|message| fits(message, text, since, not)));
            match page.next_page_uri.filter(|_| !all_older) {
                Some(next) => url = self.next_page(&next)?,
                None => return Ok(verdict(fitting)),
            }
        }
        Err(failed("more texts went to this number since then than Baton looks through", None))
    }

    /// The list names its next page by path; credentials must not follow it to another host.
    fn next_page(&self, path: &str) -> Result<Url, LookUp> {
        let base = &self.account().api_base;
        let next = base.join(path).ok().filter(|next| next.origin() == base.origin());
        next.ok_or_else(|| failed("Twilio's next page stands on another host", None))
    }

    /// The body of a successful answer; none for 404.
    async fn get(&self, url: Url) -> Result<Option<Vec<u8>>, LookUp> {
        let answer = self.ask(|| self.client().get(url.clone())).await;
        let answer = answer.map_err(|error| not_now(&in_words(error), None))?;
        let (status, after) = (answer.status(), retry_after(&answer));
        let body = body(answer).await.map_err(|error| not_now(&error.in_words(), after))?;
        match status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => Ok(Some(body)),
            status => {
                let failure = failure(status, &body);
                let message = failure.message.unwrap_or_default();
                let why = format!("Twilio answered {}: {message}", status.as_u16());
                let passes = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
                Err(if passes { not_now(&why, after) } else { failed(&why, after) })
            }
        }
    }
}

fn read<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, LookUp> {
    serde_json::from_slice(body)
        .map_err(|error| failed(&format!("Twilio's answer could not be read: {error}"), None))
}

fn failed(why: &str, after: Option<Duration>) -> LookUp {
    LookUp::Failed { why: why.to_owned(), after, may_pass: false }
}

fn not_now(why: &str, after: Option<Duration>) -> LookUp {
    LookUp::Failed { why: why.to_owned(), after, may_pass: true }
}

/// Whether `message` can be `text`: ours, made since then, with the same words and as many attachments. Sender and
/// receiver were asked for; they are not compared again, because Twilio shows a number in its own spelling.
fn fits(message: &Message, text: &OutboundText, since: i64, not: &[String]) -> bool {
    let outbound = message.direction.as_deref().is_none_or(|direction| direction.starts_with("outbound"));
    let in_time = message.created_at().is_none_or(|at| at >= since);
    let media = usize::try_from(message.media()).is_ok_and(|count| count == text.media.len());
    outbound && in_time && media && same_words(message, text) && !not.contains(&message.sid)
}

/// A trial account puts a sentence of Twilio's in front, and white space at the ends may be lost.
fn same_words(message: &Message, text: &OutboundText) -> bool {
    let theirs = message.body.as_deref().unwrap_or_default().replace("\r\n", "\n");
    let (theirs, ours) = (theirs.trim(), text.body.trim());
    let trial = theirs.strip_prefix("Sent from your Twilio trial account - ");
    theirs == ours || trial == Some(ours)
}

fn verdict(mut fitting: Vec<Message>) -> LookUp {
    match fitting.len() {
        0 => LookUp::NotFound,
        1 => LookUp::Found(fitting.remove(0).sighting()),
        _ => LookUp::Ambiguous { sightings: fitting.into_iter().map(Message::sighting).collect() },
    }
}
