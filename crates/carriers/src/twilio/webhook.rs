//! Twilio's webhooks for messages, read into events: texts that come in, and word about texts of ours.

use std::borrow::Cow;

use super::codes;
use super::form::Form;
use crate::{CarrierEvent, CarrierState, InboundText, MediaRef, OptOutType, StatusUpdate, Unreadable};

/// The parameter of the callback URL that carries our reference.
pub(super) const REFERENCE: &str = "ref";

/// The most pictures and files that one text carries.
pub(super) const MEDIA_LIMIT: usize = 10;

/// Reads a verified call. `query` is that of the URL, where our reference stands in a status callback.
pub(super) fn read(form: &Form, query: &Form) -> Result<CarrierEvent, Unreadable> {
    let fields = Fields::of(form);
    let id = fields.id.as_deref().filter(|id| !id.is_empty()).map(str::to_owned);
    let carrier_id = id.ok_or_else(|| Unreadable {
        wanted: "MessageSid, the identity of the text",
        found: format!("a call of {} bytes without it", form.len()),
        carrier_id: None,
    })?;
    // Inbound calls say "received"; a very old API version said nothing, but had a body.
    match fields.message_status.as_deref().or(fields.sms_status.as_deref()) {
        None | Some("received" | "receiving") => text(fields, carrier_id),
        Some(word) => status(&fields, carrier_id, word, query),
    }
}

fn text(fields: Fields<'_>, carrier_id: String) -> Result<CarrierEvent, Unreadable> {
    let missing =
        |wanted| Unreadable { wanted, found: "none".to_owned(), carrier_id: Some(carrier_id.clone()) };
    let from = fields.from.filter(|from| !from.is_empty()).ok_or_else(|| missing("From, the sender"))?;
    let to = fields.to.filter(|to| !to.is_empty()).ok_or_else(|| missing("To, the line"))?;
    let opt_out_type = match fields.opt_out_type.as_deref() {
        Some("STOP") => Some(OptOutType::Stop),
        Some("START") => Some(OptOutType::Start),
        Some("HELP") => Some(OptOutType::Help),
        _ => None,
    };
    let media = fields.media.into_iter().filter_map(|(url, content_type)| {
        let url = url.filter(|url| !url.is_empty())?.into_owned();
        let content_type = content_type.filter(|content_type| !content_type.is_empty()).map(Cow::into_owned);
        Some(MediaRef { url, content_type })
    });
    Ok(CarrierEvent::Text(InboundText {
        from: from.into_owned(),
        to: to.into_owned(),
        body: fields.body.unwrap_or_default().into_owned(),
        media: media.collect(),
        carrier_time: None,
        opt_out_type,
        // Only Advanced Opt-Out says so, and it answers what it names.
        answered_by_carrier: opt_out_type.is_some(),
        segments: fields.segments.and_then(|segments| segments.parse().ok()),
        pool: fields.service.filter(|service| !service.is_empty()).map(Cow::into_owned),
        carrier_id,
    }))
}

fn status(
    fields: &Fields<'_>,
    carrier_id: String,
    word: &str,
    query: &Form,
) -> Result<CarrierEvent, Unreadable> {
    let Some(state) = state(word) else {
        let found = format!("“{}”", word.chars().take(40).collect::<String>());
        return Err(Unreadable {
            wanted: "a MessageStatus that we know",
            found,
            carrier_id: Some(carrier_id),
        });
    };
    let failed = matches!(state, CarrierState::Failed | CarrierState::Undelivered);
    let failure = codes::failure(fields.error_code.as_deref().filter(|_| failed), None);
    Ok(CarrierEvent::Status(StatusUpdate {
        carrier_id,
        our_reference: query.get(REFERENCE).map(Cow::into_owned).filter(|reference| !reference.is_empty()),
        state,
        failure,
        to: fields.to.as_deref().map(ToOwned::to_owned),
    }))
}

/// Our state for Twilio's word.
pub(super) fn state(word: &str) -> Option<CarrierState> {
    match word {
        "accepted" | "scheduled" | "queued" | "sending" => Some(CarrierState::Queued),
        "sent" => Some(CarrierState::Sent),
        "delivered" | "read" | "partially_delivered" => Some(CarrierState::Delivered),
        "undelivered" => Some(CarrierState::Undelivered),
        "failed" | "canceled" => Some(CarrierState::Failed),
        _ => None,
    }
}

type Field<'a> = Option<Cow<'a, str>>;

/// The parameters that say something, found in one pass; others are ignored. The first of a name counts.
#[derive(Default)]
struct Fields<'a> {
    id: Field<'a>,
    from: Field<'a>,
    to: Field<'a>,
    body: Field<'a>,
    sms_status: Field<'a>,
    message_status: Field<'a>,
    error_code: Field<'a>,
    opt_out_type: Field<'a>,
    segments: Field<'a>,
    service: Field<'a>,
    /// URL and content type, by their number.
    media: [(Field<'a>, Field<'a>); MEDIA_LIMIT],
}

impl<'a> Fields<'a> {
    fn of(form: &'a Form) -> Self {
        let mut fields = Self::default();
        for (name, value) in form.iter() {
            if let Some(place) = fields.place(name)
                && place.is_none()
            {
                *place = Some(String::from_utf8_lossy(value));
            }
        }
        fields
    }

    fn place(&mut self, name: &[u8]) -> Option<&mut Field<'a>> {
        Some(match name {
            b"MessageSid" => &mut self.id,
            b"From" => &mut self.from,
            b"To" => &mut self.to,
            b"Body" => &mut self.body,
            b"SmsStatus" => &mut self.sms_status,
            b"MessageStatus" => &mut self.message_status,
            b"ErrorCode" => &mut self.error_code,
            b"OptOutType" => &mut self.opt_out_type,
            b"NumSegments" => &mut self.segments,
            b"MessagingServiceSid" => &mut self.service,
            _ => {
                if let Some(index) = name.strip_prefix(b"MediaUrl") {
                    &mut self.media.get_mut(digit(index)?)?.0
                } else {
                    &mut self.media.get_mut(digit(name.strip_prefix(b"MediaContentType")?)?)?.1
                }
            }
        })
    }
}

/// The value of a single decimal digit.
fn digit(text: &[u8]) -> Option<usize> {
    match text {
        [digit @ b'0'..=b'9'] => Some(usize::from(digit - b'0')),
        _ => None,
    }
}
