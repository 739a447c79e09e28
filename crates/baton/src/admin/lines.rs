//! The numbers of the business.

use super::{Answer, Place};
use crate::output::table;
use baton_core::{LineCarrier, LineId};
use baton_engine::TwilioSettings;
use baton_store::NewLine;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a webhook at Twilio ends with, so that Twilio tries again after anything but a good answer; by itself it does so
/// once, and only where there was no connection. It is no part of what is called and signed.
const AGAIN: &str = "#rc=5&rp=all";

/// Add a line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AddLine {
    /// E.164.
    pub(crate) number: String,
    /// What the team calls it.
    pub(crate) name: Option<String>,
    /// Its carrier, and what that needs.
    pub(crate) kind: LineKind,
}

/// A line's carrier with its settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineKind {
    /// Pretend phones.
    Simulator,
    /// A Twilio account.
    Twilio {
        /// `AC…`, tokens, API base.
        settings: Box<TwilioSettings>,
        /// Twilio answers STOP, START and HELP by itself.
        carrier_answers: bool,
    },
}

pub(super) async fn add(place: &Place, order: AddLine) -> anyhow::Result<Answer> {
    let (carrier, carrier_answers, settings) = match order.kind {
        LineKind::Simulator => (LineCarrier::Simulator, false, json!({})),
        LineKind::Twilio { settings, carrier_answers } => {
            (LineCarrier::Twilio, carrier_answers, serde_json::to_value(settings)?)
        }
    };
    let number = order.number;
    let new = NewLine { number: number.clone(), name: order.name, carrier, carrier_answers, settings };
    let id = place.change(move |writer, at| writer.add_line(&new, at)).await?;
    match carrier {
        LineCarrier::Simulator => {
            let words = format!("The line {number} is there. Pretend phones text it on the page /phone.");
            Ok(Answer::new(json!({"id": id.to_string()}), words))
        }
        LineCarrier::Twilio => twilio_added(place, id, &number).await,
    }
}

async fn twilio_added(place: &Place, id: LineId, number: &str) -> anyhow::Result<Answer> {
    let webhook = webhook(place.reached_at().await?.as_deref(), id);
    let words = format!(
        "The line {number} is there. At Twilio, set its webhook for incoming messages to\n\n  {webhook}{AGAIN}\n\nwith HTTP \
         POST. The end of it makes Twilio try again when it could not reach this server."
    );
    Ok(Answer::new(json!({"id": id.to_string(), "webhook": webhook}), words))
}

/// Where the carrier calls us for a line; the path alone while nobody knows where we are reached.
fn webhook(public_url: Option<&str>, id: LineId) -> String {
    format!("{}/hooks/twilio/{id}", public_url.unwrap_or_default())
}

pub(super) async fn list(place: &Place) -> anyhow::Result<Answer> {
    let url = place.reached_at().await?;
    let lines = place.read(|reader| reader.lines_with_secrets()).await?;
    let lines: Vec<_> = lines.into_iter().map(|with_secrets| with_secrets.line).collect();
    let hook = |line: &baton_core::Line| {
        (line.carrier == LineCarrier::Twilio).then(|| webhook(url.as_deref(), line.id))
    };
    let items: Vec<Value> = lines
        .iter()
        .map(|line| {
            let mut item = json!({"id": line.id.to_string(), "number": line.number, "name": line.name,
                "carrier": line.carrier, "retired": line.retired});
            if let Some(hook) = hook(line) {
                item["webhook"] = hook.into();
            }
            item
        })
        .collect();
    let rows = lines.iter().map(|line| {
        let carrier = if line.carrier == LineCarrier::Twilio { "twilio" } else { "simulator" };
        let state = if line.retired { "retired" } else { "" };
        vec![
            line.number.clone(),
            line.name.clone(),
            carrier.to_owned(),
            hook(line).unwrap_or_default(),
            state.to_owned(),
        ]
    });
    let words = table(&rows.collect::<Vec<_>>());
    Ok(Answer::new(
        json!({"items": items}),
        if words.is_empty() { "There are no lines.".to_owned() } else { words },
    ))
}
