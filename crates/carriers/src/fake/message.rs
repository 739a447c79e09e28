//! A message as the fake keeps and shows it.

use baton_hours::MachineTime;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// A message that the fake took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeMessage {
    /// `SM…`, or `MM…` with media.
    pub sid: String,
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// The words.
    pub body: String,
    /// Pictures and files.
    pub media: Vec<String>,
    /// Where its callbacks go.
    pub status_callback: Option<String>,
    /// Twilio's word for how far it is.
    pub status: String,
    /// Why it failed.
    pub error_code: Option<u32>,
    /// When it was taken.
    pub created_at: MachineTime,
    /// When it left Twilio.
    pub sent_at: Option<MachineTime>,
}

impl FakeMessage {
    /// As the API shows it.
    pub(super) fn json(&self, account: &str) -> Value {
        let path = format!("/2010-04-01/Accounts/{account}/Messages/{}", self.sid);
        json!({
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": rfc2822(self.created_at),
            "date_sent": self.sent_at.map(rfc2822),
            "date_updated": rfc2822(self.sent_at.unwrap_or(self.created_at)),
            "direction": "outbound-api",
            "error_code": self.error_code,
            "error_message": null,
            "from": self.from,
            "messaging_service_sid": null,
            "num_media": self.media.len().to_string(),
            "num_segments": self.segments().to_string(),
            "price": null,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": { "media": format!("{path}/Media.json") },
            "to": self.to,
            "uri": format!("{path}.json"),
        })
    }

    /// Near enough for a fake: ASCII is GSM-7, all else UCS-2.
    fn segments(&self) -> usize {
        let (length, whole, part) = if self.body.is_ascii() {
            (self.body.len(), 160, 153)
        } else {
            (self.body.encode_utf16().count(), 70, 67)
        };
        if length <= whole { 1 } else { length.div_ceil(part) }
    }
}

fn rfc2822(at: MachineTime) -> String {
    let at = Timestamp::from_microsecond(at.micros()).unwrap_or(Timestamp::UNIX_EPOCH);
    jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(TimeZone::UTC))
        .expect("the years of a test can be written")
}
