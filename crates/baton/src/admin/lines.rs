//! The numbers of the business.

use super::{Answer, Place, moving};
use crate::output::table;
use anyhow::bail;
use baton_core::{Line, LineCarrier, LineId};
use baton_engine::TwilioSettings;
use baton_store::{LineChange, NewLine};
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

/// Change a line; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ChangeLine {
    /// Its id or number.
    pub(crate) line: String,
    /// What the team calls it.
    pub(crate) name: Option<String>,
    /// `AC…`.
    pub(crate) account_sid: Option<String>,
    /// The account's tokens.
    pub(crate) auth_tokens: Option<Vec<String>>,
    /// Where the API stands.
    pub(crate) api_base: Option<String>,
    /// Twilio answers STOP, START and HELP by itself.
    pub(crate) carrier_answers: Option<bool>,
    /// Whether it is retired.
    pub(crate) retired: Option<bool>,
}

/// Changes a line: the same line on another account, or under another name, with its history.
pub(super) async fn change(place: &Place, order: ChangeLine) -> anyhow::Result<Answer> {
    let ChangeLine { line: wanted, name, account_sid, auth_tokens, api_base, carrier_answers, retired } =
        order;
    let found = find(place, &wanted).await?;
    let (id, number) = (found.line.id, found.line.number.clone());
    let moves = account_sid.is_some() || auth_tokens.is_some() || api_base.is_some();
    let settings = if moves {
        if found.line.carrier != LineCarrier::Twilio {
            bail!("The line {number} is of pretend phones, which have no account.");
        }
        let mut settings: TwilioSettings = serde_json::from_value(found.settings.clone())?;
        if let Some(account_sid) = account_sid {
            // What belonged to the old account signs nothing for the new one.
            settings = TwilioSettings { account_sid, api_key: None, shared_keys: Vec::new(), ..settings };
        }
        settings.auth_tokens = auth_tokens.unwrap_or(settings.auth_tokens);
        settings.api_base = api_base.or(settings.api_base);
        Some(serde_json::to_value(settings)?)
    } else {
        None
    };
    if name.is_none() && settings.is_none() && retired.is_none() && carrier_answers.is_none() {
        bail!(
            "Say what changes: --name, --account-sid with --auth-token-stdin, --api-base or --carrier-answers."
        );
    }
    let change = LineChange { line: id, name, settings, retired, carrier_answers };
    place.change(move |writer, at| writer.change_line(&change, at)).await?;
    let words = match retired {
        Some(true) => retired_words(&number),
        Some(false) => format!("The line {number} is in use again."),
        None => format!("The line {number} is changed; its conversations go on."),
    };
    Ok(Answer::new(json!({"id": id.to_string(), "number": number, "retired": retired}), words))
}

/// Retires a line. Where something is still open on it, that is said first, and done with `yes` only.
pub(super) async fn retire(place: &Place, wanted: String, yes: bool) -> anyhow::Result<Answer> {
    let Line { id, number, .. } = find(place, &wanted).await?.line;
    let now = place.directory().await?;
    let Some(line) = now.lines.get(&id).cloned() else {
        bail!("There is no line “{wanted}” here. `baton line list` shows them.");
    };
    let then = now.with_line(Line { retired: true, ..line })?;
    let found = place.preview(&now, &then).await?;
    let moves = moving::document(&now, &found);
    let said = moving::silent_words(&now, &found.silent, &number);
    let document =
        |done: bool| json!({"id": id.to_string(), "number": number, "retired": done, "moves": moves});
    if let Some(said) = said.filter(|_| !yes) {
        let words =
            format!("{said}\nNothing is changed yet. To retire it all the same, say it again with --yes.");
        return Ok(Answer { document: document(false), words, well: false });
    }
    let change =
        LineChange { line: id, name: None, settings: None, retired: Some(true), carrier_answers: None };
    place.change(move |writer, at| writer.change_line(&change, at)).await?;
    Ok(Answer::new(document(true), retired_words(&number)))
}

fn retired_words(number: &str) -> String {
    format!("The line {number} is retired: it sends nothing any more, and its history stays.")
}

/// The line with this id or number; one that is retired only if there is no other with its number.
async fn find(place: &Place, wanted: &str) -> anyhow::Result<baton_store::LineWithSecrets> {
    let lines = place.read(|reader| reader.lines_with_secrets()).await?;
    let fits =
        |one: &baton_store::LineWithSecrets| one.line.id.to_string() == wanted || one.line.number == wanted;
    let found = lines.into_iter().filter(fits).min_by_key(|one| (one.line.retired, one.line.id));
    match found {
        Some(found) => Ok(found),
        None => bail!("There is no line “{wanted}” here. `baton line list` shows them."),
    }
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
