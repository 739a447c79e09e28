//! Every request that the HTML of this crate makes: the contract between pages and server.
//!
//! # How forms are answered
//!
//! Forms are `application/x-www-form-urlencoded` and carry `csrf`. Without a script a form is answered
//! by `303` to where the reader was (`/c/{id}?{list}`), with [`crate::Shell::notice`] set there, or, when
//! refused, by the whole page again with the draft in it and status 409 or 422. A live page sends the
//! header `HX-Request: true` and is answered, whatever the status, by the fragment named below. Fragments
//! name their own targets (`<hx-partial>`), so a refusal is a fragment too. An expired session answers a
//! live page with status 401 and the header `HX-Redirect: /signin`.
//!
//! `{list}` is the query of the list that the reader came from; forms send it back as the field `list`,
//! and requests below that say "the list's query" have it appended to their own.
//! Ids are opaque strings without `/`.
//!
//! | request | fields | whole page | live page |
//! |---|---|---|---|
//! | `GET /` | the list's query, below | [`InboxPage`](crate::InboxPage) | |
//! | `GET /c/{id}` | the list's query | [`InboxPage`](crate::InboxPage) | [`Pane`](crate::Pane) |
//! | `GET /c/{id}/live` | `from` position, the list's query | | [`LivePane`](crate::LivePane): head, timeline from that position on, details |
//! | `GET /c/{id}/earlier` | `before` position, the list's query | [`InboxPage`](crate::InboxPage) with earlier entries | [`LivePane`](crate::LivePane): the timeline alone, from earlier on |
//! | `GET /list` | the list's query, `limit` | | [`ListFragment`](crate::ListFragment) |
//! | `GET /rows` | the list's query, `ids` (comma), `open` (id shown) | | [`RowsFragment`](crate::RowsFragment), without what left the list |
//! | `POST /c/{id}/messages` | `text`, `conversation`, `seen`, `key`, `then`, `reason`, `answers` (several), `made`, or for later `later` (an instant, or `own` with `send_at`, else `later_at`), `if_changed`, `after`; `despite` as `then` or `later`, in quiet hours too; `introduce` (`1`) where it is a first text | 303, 409, 422 | [`LivePane`](crate::LivePane) with composer, row |
//! | `POST /c/{id}/templates` | the composer's | [`InboxPage`](crate::InboxPage) with its templates | [`TemplatesFragment`](crate::TemplatesFragment) |
//! | `POST /c/{id}/templates/put`, `/leave` | the composer's, `template`, `shown`, `fill.LABEL` (several), `q`, `found`, `at` (a character) | the page with the composer, 422 | [`LivePane`](crate::LivePane) with the composer; refused: [`TemplatesFragment`](crate::TemplatesFragment) |
//! | `POST /c/{id}/scheduled/{tid}/send`, `/change`, `/drop` | `seen`, `key`, `send_at`, `despite` (`1`) | 303, 409, 422 | [`LivePane`](crate::LivePane) without composer |
//! | `POST /c/{id}/reminders` | `words`, `when` (`soon`, an instant, or `own` with `at`) | 303, 422 | the same, with details |
//! | `POST /c/{id}/reminders/{rid}/drop` | | 303 | the same |
//! | `POST /c/{id}/notes` | `text`, `conversation`, `key`, `made` | 303, 422 | the same |
//! | `POST /c/{id}/messages/{mid}/again` | `key`, `seen` | 303 | [`LivePane`](crate::LivePane): send a failed or unknown text again |
//! | `POST /c/{id}/messages/{mid}/arrived` | | 303 | the same: an unknown text did arrive |
//! | `POST /c/{id}/media/{media}/again` | | 303 | the same: try fetching again |
//! | `POST /c/{id}/claim` | | 303, 409 | [`LivePane`](crate::LivePane) without composer, with row, navigation, notice |
//! | `POST /c/{id}/release` | `queue` id | 303 | the same |
//! | `POST /c/{id}/assign` | `to` (`person-ID`, `queue-ID`), `reason` | 303 | the same |
//! | `POST /c/{id}/status` | `status` (`open`, `pending`, `closed`), `reason`, `for` (`customer`, `internal`), `wake` (`YYYY-MM-DDTHH:MM` in the workspace's zone, may be empty) | 303, 422 | the same |
//! | `POST /c/{id}/tags` | `add` or `remove`: a tag | 303 | the same |
//! | `POST /c/{id}/name` | `name`, `was`: the name that the page showed | 303, 409, 422 | the same, with details |
//! | `POST /c/{id}/wish` | `text` (the message's id), `judged` (`out`, `not_meant`, `open`) | 303, 409 | the same, with composer where they opted out |
//! | `POST /c/{id}/watch` | `watch` (`1`, `0`) | 303 | the same |
//! | `GET /contacts/{id}` | | [`ContactPage`](crate::ContactPage) | |
//! | `POST /contacts/{id}/consent` | `number` id, `state` (`in`, `out`), `evidence`, `asked` (`1`) | 303, 422 with what was written | |
//! | `POST /c/{id}/read` | `told` (the position in `data-told`; may be missing) | | 204: what the reader had before them is read |
//! | `GET /c/{id}/handoff` | the list's query | [`InboxPage`](crate::InboxPage) with its sheet | [`SheetFragment`](crate::SheetFragment) |
//! | `POST /c/{id}/handoffs` | `conversation`, `to` (`person-ID`, `queue-ID`, `other`), `other`, `summary`, `done`, `pending`, `tell` (`on_acceptance`, `now`, `no`), `customer_text`, `suggested`, `confirm_back` (`1`), `seen`, `key` | 303, 409, 422 with the sheet as it was filled in | [`LivePane`](crate::LivePane); refused: [`SheetFragment`](crate::SheetFragment) |
//! | `POST /c/{id}/handoffs/{hid}/accept`, `/withdraw` | | 303, 409 | [`LivePane`](crate::LivePane) without composer, with row, navigation, notice |
//! | `POST /c/{id}/handoffs/{hid}/decline` | `why` or `reason` | 303, 409 | the same |
//! | `POST /c/{id}/kept` | `handoff` id | 303 | the same: what came back is kept |
//! | `POST /c/{id}/asks` | `text`, `to`, `by` | 303 | the same |
//! | `POST /c/{id}/asks/{aid}/answer`, `/move`, `/drop` | `to`, `reason` | 303, 422 | the same, with details |
//! | `GET /told` | `cursor` | [`ToldPage`](crate::ToldPage) | |
//! | `POST /told/read` | `up_to` (a position) | 303 to `GET /told` | |
//! | `GET /told` | `entry` (a conversation's id, a dot, a position; often), `more`, `stand` (how many words stand there), the list's query | | [`ToldFragment`](crate::ToldFragment) |
//! | `GET /me` | | | [`MeFragment`](crate::MeFragment): what stands under the reader's name |
//! | `GET /team` | `for` (person's id) | [`TeamPage`](crate::TeamPage) | |
//! | `POST /team/{person}` | `state` (`rota`, `in`, `out`, `away`), `from`, `until`, `cover` (person's id) | 303, 422 | |
//! | `POST /team/{person}/not-away` | `from` (an instant) | 303 | |
//! | `GET /rota` | `week` (a date in it) | [`RotaPage`](crate::RotaPage) | |
//! | `GET /phone` | `as`, `line` | [`PhonePage`](crate::PhonePage) | |
//! | `GET /phone/live` | `as`, `line` | | [`PhoneFragment`](crate::PhoneFragment) |
//! | `POST /phone/texts` | `as`, `line`, `text`, `key` | 303 to `GET /phone` | [`PhoneFragment`](crate::PhoneFragment) |
//! | `GET /policy`, `GET /policy?edit=1` | | [`PolicyPage`](crate::PolicyPage) | |
//! | `POST /policy/check` | `text`, `version` | [`PolicyPage`](crate::PolicyPage), draft checked | |
//! | `POST /policy/try` | `text` of the policy, `version`, `try` | [`PolicyPage`](crate::PolicyPage) with the outcome | |
//! | `POST /policy` | `text`, `version` | 303, or [`PolicyPage`](crate::PolicyPage) with problems, 409, 422 | |
//! | `GET /faults` | | [`FaultsPage`](crate::FaultsPage), for admins | |
//! | `POST /test-clock` | `advance_seconds`, `advance_until` (`closing`, `opening`, `mon 09:00`) or `advance_to`; `to` (path of ours) | 303: the page says what happened meanwhile ([`Meanwhile`](crate::Meanwhile)) | |
//! | `GET /signin`, `POST /signin` | `email`, `password`, `stay` (`1`), `next` | [`SignIn`](crate::SignIn), 303 | |
//! | `POST /signout` | | 303 | |
//! | `GET /setup`, `POST /setup` | `code`, `business`, `zone`, `name`, `email`, `password` | [`Setup`](crate::Setup), 303 | |
//! | `GET /assets/{hash}/{file}` | | [`asset`](crate::asset) | |
//!
//! **The list's query**: `view` (`mine`, `answer`, `asked`, `queue-ID`; absent: everyone), `q`, `owner` (`person-ID`,
//! `queue-ID`), `status` (several; absent: open and pending, and with `q` closed too), `tag`, `cursor`, `limit` (rows wanted, at most 200).
//!
//! **A text**: `conversation` repeats the id and is refused (422) when it is not the one of the path, so that
//! a draft cannot reach another customer. `seen` is the last message that its author saw: 409 with
//! [`ComposerState::Newer`](crate::ComposerState::Newer) when something newer came. `key` is random per
//! press: the same key again is the same press. `then` is `open`, `pending` or `closed`.
//!
//! # The stream
//!
//! `GET /events?after=POSITION` with the session's cookie: `text/event-stream`. Every entry is
//! `id: POSITION` and `data:` one JSON object as in the API, of which pages read `position`, `type`, `at`,
//! `conversation` (may be null), and `told`: ids of the people to whom it is a word. Besides:
//!
//! * `event: beat`, every 15 s, with any data: browsers hide comments from scripts, so a comment cannot tell
//!   a dead connection from a quiet one. A page that hears nothing for 20 s connects anew.
//! * `event: reset` when the position is too old: pages fetch their view whole, and go on from
//!   [`List::position`](crate::List).
//!
//! One tab of a browser holds the stream and passes it on to the others; rights are checked by the server
//! as events go out, and fragments show only what their reader may see.
//!
//! # Content security
//!
//! All of this holds under [`CONTENT_SECURITY_POLICY`]: no inline script, no inline style, nothing from elsewhere.

/// The header that every page is served with.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The address of a conversation as it stands in a list.
pub fn conversation(id: &str, list: &str) -> String {
    with_query(&format!("/c/{id}"), list)
}

/// A path with a query, where there is one.
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.into() } else { format!("{path}?{query}") }
}

/// The address of a view.
pub fn view(key: &str) -> String {
    if key.is_empty() { "/".into() } else { format!("/?view={key}") }
}
