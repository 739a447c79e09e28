//! The JSON of Twilio's Messages resource, read leniently: fields that we do not need may be missing.

use serde::Deserialize;
use serde_json::Value;

use super::{codes, webhook};
use crate::{CarrierState, Failure, Sighting};

/// A message as the API shows it.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    pub(super) sid: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) direction: Option<String>,
    /// RFC 2822.
    #[serde(default)]
    pub(super) date_created: Option<String>,
    #[serde(default)]
    num_segments: Option<Value>,
    #[serde(default)]
    num_media: Option<Value>,
    #[serde(default)]
    error_code: Option<Value>,
    #[serde(default, rename = "error_message")]
    error_text: Option<String>,
}

impl Message {
    /// How far it is. A word that we do not know means that the carrier has it.
    pub(super) fn state(&self) -> CarrierState {
        webhook::state(&self.status).unwrap_or(CarrierState::Queued)
    }

    pub(super) fn segments(&self) -> Option<u32> {
        count(self.num_segments.as_ref())
    }

    pub(super) fn media(&self) -> u32 {
        count(self.num_media.as_ref()).unwrap_or(0)
    }

    pub(super) fn failure(&self) -> Option<Failure> {
        codes::failure(written(self.error_code.as_ref()).as_deref(), self.error_text.clone())
    }

    pub(super) fn sighting(self) -> Sighting {
        Sighting {
            state: self.state(),
            failure: self.failure(),
            segments: self.segments(),
            carrier_id: self.sid,
        }
    }

    /// When it was made, in microseconds since 1970.
    pub(super) fn created_at(&self) -> Option<i64> {
        let created = jiff::fmt::rfc2822::parse(self.date_created.as_deref()?).ok()?;
        Some(created.timestamp().as_microsecond())
    }
}

/// One page of the list.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) messages: Vec<Message>,
    #[serde(default)]
    pub(super) next_page_uri: Option<String>,
}

/// The body of an error.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ApiError {
    #[serde(default)]
    code: Option<Value>,
    #[serde(default)]
    message: Option<String>,
}

impl ApiError {
    /// Reads it; an answer that is no error of Twilio's has no code.
    pub(super) fn read(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    pub(super) fn code(&self) -> Option<String> {
        written(self.code.as_ref())
    }

    pub(super) fn into_message(self) -> Option<String> {
        self.message
    }
}

/// Twilio writes numbers as numbers here and as strings there.
fn written(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn count(value: Option<&Value>) -> Option<u32> {
    written(value)?.parse().ok()
}
