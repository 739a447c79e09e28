//! Twilio, as it behaves in autumn 2026: form-encoded webhooks that are signed, an API with basic authentication.

mod account;
mod api;
mod codes;
mod form;
mod look_up;
mod send;
mod signature;
mod webhook;
mod wire;

use std::fmt;

use http::{Method, StatusCode};

pub use account::TwilioAccount;
use api::Api;
use form::Form;
use signature::Keys;
pub use signature::sign_webhook;

use crate::{
    Arrival, Capabilities, Carrier, CarrierAnswer, Distrust, HttpClient, Idempotency, LookUp, LookUpMeans,
    MediaAccess, OutboundText, Proof, Reply, SendOutcome, Unreadable, Verdict, Wanted, WebhookRequest,
};

/// A line's Twilio account.
#[derive(Clone)]
pub struct Twilio {
    account: TwilioAccount,
    keys: Keys,
    api: Api,
}

impl Twilio {
    /// The carrier for `account`, speaking through `client`.
    pub fn new(account: TwilioAccount, client: &HttpClient) -> Self {
        let tokens = account.auth_tokens.iter().map(crate::Secret::reveal);
        let shared = account.shared_keys.iter().map(|(id, secret)| (id.as_str(), secret.reveal()));
        let keys = Keys::new(tokens, shared);
        let api = Api::new(&account, client.api().clone());
        Self { account, keys, api }
    }
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Carrier for Twilio {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            keywords: self.account.keywords,
            idempotency: Idempotency::None,
            echoes_reference: self.account.status_callback.is_some(),
            look_up: LookUpMeans::ByContent,
            pace: self.account.pace,
            media_per_text: webhook::MEDIA_LIMIT,
            reaches_people: crate::media::loopback_of(&self.account.api_base).is_none(),
        }
    }

    fn receive(&self, request: &WebhookRequest<'_>) -> Result<Arrival, Distrust> {
        let hashed = signature::is_hashed(request);
        // A GET has its parameters in the URL, which is signed as it is.
        let in_body = request.method != Method::GET && !hashed;
        let body = if in_body { Form::read(request.body) } else { Form::default() };
        self.keys.verify(request, &body)?;
        let query = Form::read(request.query().as_bytes());
        if hashed {
            return signature::body_is_vouched_for(request).then(not_a_form).ok_or(Distrust::WrongBody);
        }
        let event = webhook::read(if in_body { &body } else { &query }, &query);
        Ok(Arrival { proof: Proof::Signed, events: vec![event], handshake: None })
    }

    fn answer(&self, verdict: Verdict) -> CarrierAnswer {
        match verdict {
            // TwiML that sends nothing back.
            Verdict::Stored => CarrierAnswer {
                status: StatusCode::OK,
                content_type: Some("text/xml"),
                body: "<Response></Response>".into(),
                retry_after: None,
            },
            // Twilio turns to the fallback URL, and tries again if the URL's fragment asks for it (#rc=5&rp=all).
            Verdict::TryAgain => CarrierAnswer {
                status: StatusCode::SERVICE_UNAVAILABLE,
                content_type: None,
                body: "".into(),
                retry_after: Some(1),
            },
            Verdict::Refused => CarrierAnswer {
                status: StatusCode::FORBIDDEN,
                content_type: None,
                body: "".into(),
                retry_after: None,
            },
        }
    }

    fn send<'a>(&'a self, text: &'a OutboundText) -> Reply<'a, SendOutcome> {
        Box::pin(self.api.send(text))
    }

    fn look_up<'a>(&'a self, wanted: &'a Wanted) -> Reply<'a, LookUp> {
        Box::pin(self.api.look_up(wanted))
    }

    fn media_access(&self, url: &str) -> MediaAccess {
        self.api.media_access(url)
    }
}

/// Signed, with a body vouched for by hash: JSON, as other products of Twilio send it. No message comes so.
fn not_a_form() -> Arrival {
    let unreadable =
        Unreadable { wanted: "a message as a form", found: "a JSON body".to_owned(), carrier_id: None };
    Arrival { proof: Proof::Signed, events: vec![Err(unreadable)], handshake: None }
}
