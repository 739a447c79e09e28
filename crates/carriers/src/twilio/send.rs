//! Handing a text to Twilio, at most once.
//!
//! Which answers say that nothing was sent is decided narrowly (law 7). A connection that never came about, a 429
//! and the codes of a full queue do: they may be tried again. A 4xx refuses for good. Everything else that is not a
//! readable 2xx is *unknown*, every 5xx included: nowhere does Twilio promise that a 500, 502, 503 or 504 left no
//! message behind, and a gateway in front answers so while the request behind it goes on. Such a text is looked up,
//! and its status callback, which carries our reference, may clear it up before that.

use http::header::CONTENT_TYPE;
use reqwest::StatusCode;
use url::form_urlencoded::Serializer;

use super::api::{Api, body, failure};
use super::{codes, webhook, wire};
use crate::http_client::{in_words, retry_after};
use crate::{CarrierState, Failure, OutboundText, Reason, SendOutcome};

impl Api {
    /// Sends `text`, and says how that ended.
    pub(super) async fn send(&self, text: &OutboundText) -> SendOutcome {
        let url = self.url(&["Messages.json"]);
        let form = self.form(text);
        let request = || {
            let request = self.client().post(url.clone());
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.clone())
        };
        match self.ask(request).await {
            Ok(answer) => outcome(answer).await,
            Err(error) => not_answered(error),
        }
    }

    /// The form. `From` is the line, always: with a messaging service Twilio would choose another of its pool.
    fn form(&self, text: &OutboundText) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("To", &text.to).append_pair("From", &text.from);
        if !text.body.is_empty() {
            form.append_pair("Body", &text.body);
        }
        for url in &text.media {
            form.append_pair("MediaUrl", url);
        }
        if let Some(callback) = &self.account().status_callback {
            let mut callback = callback.clone();
            callback.query_pairs_mut().append_pair(webhook::REFERENCE, &text.reference);
            form.append_pair("StatusCallback", callback.as_str());
        }
        form.finish()
    }
}

fn not_answered(error: reqwest::Error) -> SendOutcome {
    // Without a connection nothing was written; a request that could not be built was not sent either.
    if error.is_connect() {
        return SendOutcome::TryLater {
            after: None,
            failure: Failure::of(Reason::NotReached, in_words(error)),
        };
    }
    if error.is_builder() {
        return SendOutcome::Refused(Failure::of(Reason::Content, in_words(error)));
    }
    let what =
        if error.is_timeout() { "Twilio did not answer in time" } else { "the connection to Twilio broke" };
    SendOutcome::Unknown { why: format!("{what}: {}", in_words(error)) }
}

async fn outcome(answer: reqwest::Response) -> SendOutcome {
    let (status, after) = (answer.status(), retry_after(&answer));
    let body = match body(answer).await {
        Ok(body) => body,
        // The status alone is enough where it refuses.
        Err(_) if status.is_client_error() => Vec::new(),
        Err(error) => return unknown(status, &error.in_words()),
    };
    if status.is_success() {
        return accepted(status, &body);
    }
    let failure = failure(status, &body);
    let not_now = failure.code.as_deref().is_some_and(codes::says_not_now);
    if status == StatusCode::TOO_MANY_REQUESTS || not_now {
        return SendOutcome::TryLater { after, failure };
    }
    if status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT {
        return SendOutcome::Refused(failure);
    }
    unknown(status, failure.message.as_deref().unwrap_or_default())
}

fn accepted(status: StatusCode, body: &[u8]) -> SendOutcome {
    let message: wire::Message = match serde_json::from_slice(body) {
        Ok(message) => message,
        Err(error) => return unknown(status, &error.to_string()),
    };
    let state = message.state();
    if matches!(state, CarrierState::Failed | CarrierState::Undelivered) {
        let failure = message.failure();
        return SendOutcome::Refused(failure.unwrap_or_else(|| Failure::of(Reason::Unknown, message.status)));
    }
    SendOutcome::Accepted { segments: message.segments(), state, carrier_id: message.sid }
}

fn unknown(status: StatusCode, detail: &str) -> SendOutcome {
    let detail: String = detail.chars().take(200).collect();
    SendOutcome::Unknown {
        why: format!("Twilio answered {}, which does not say whether it was sent: {detail}", status.as_u16()),
    }
}
