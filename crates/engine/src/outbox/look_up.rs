//! What became of a text is asked of the carrier, never guessed.

use super::handing::{accepted, outbound, report, tell};
use super::words::sighted;
use crate::inner::Inner;
use crate::lines::Spoken;
use baton_carriers::{LookUp, LookUpMeans, OutboundText, Wanted};
use baton_core::{Command, Event, MachineTime, MessageId, OutText, SendOutcome, TextState};
use std::sync::Arc;
use std::time::Duration;

/// When the carrier is asked after an unknown outcome, in machine time: its list may lag behind.
const ASKED_AFTER: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(30)];
/// How many of a thread's latest records are looked through for ids of other texts.
const RECORDS: usize = 200;

/// The outcome of a send is unknown: the carrier is asked, and failing that it is recorded as unknown.
pub(super) async fn clear_up(
    inner: &Arc<Inner>,
    spoken: &Spoken,
    text: &OutText,
    outbound: OutboundText,
    mut why: String,
) {
    let (id, line) = (text.id, text.line);
    if spoken.carrier.capabilities().look_up == LookUpMeans::ByContent {
        let wanted = Wanted::Content { text: Box::new(outbound), not: others(inner, id).await };
        let mut wanted_pause = Duration::ZERO;
        for wait in ASKED_AFTER {
            inner.clock.pause(wait.max(wanted_pause)).await;
            match spoken.carrier.look_up(&wanted).await {
                LookUp::Found(found) => {
                    accepted(inner, (id, line), found.carrier_id.clone(), found.state).await;
                    return tell(inner, Command::Delivery(id, sighted(&found))).await;
                }
                LookUp::NotFound => {}
                LookUp::Ambiguous { sightings } => {
                    why = format!("{why}; {} texts at the carrier look like it", sightings.len());
                    break;
                }
                LookUp::Failed { why: trouble, after, .. } => {
                    wanted_pause = after.unwrap_or_default();
                    why = format!("{why}; asked about it: {trouble}");
                }
            }
        }
    }
    report(inner, id, SendOutcome::Unknown { why }).await;
}

/// A text that was being handed over when the program ended: it may have gone out, so it is never sent again.
pub(super) async fn recover(inner: &Arc<Inner>, spoken: Option<&Spoken>, text: &OutText) {
    let why = "the program ended while this text was being handed over".to_owned();
    let Some(spoken) = spoken else { return report(inner, text.id, SendOutcome::Unknown { why }).await };
    let outbound = outbound(inner, text, about_when(inner, text));
    clear_up(inner, spoken, text, outbound, why).await;
}

/// The carrier could not answer at the moment, which says nothing about a text and is no look-up of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotNow {
    /// Not again before so long, where the carrier says so.
    pub(super) after: Option<Duration>,
}

/// The carrier has said nothing for ten minutes, or nothing final for longer.
pub(super) async fn ask_about(
    inner: &Arc<Inner>,
    spoken: Option<&Spoken>,
    text: &OutText,
) -> Result<(), NotNow> {
    let Some(spoken) = spoken else {
        silent(inner, text, "the line has no working carrier").await;
        return Ok(());
    };
    let wanted = match &text.carrier_id {
        Some(id) => Wanted::Id(id.clone()),
        None => Wanted::Content {
            text: Box::new(outbound(inner, text, about_when(inner, text))),
            not: others(inner, text.id).await,
        },
    };
    match spoken.carrier.look_up(&wanted).await {
        LookUp::Found(found) => {
            if text.state == TextState::Sending {
                accepted(inner, (text.id, text.line), found.carrier_id.clone(), found.state).await;
            }
            tell(inner, Command::Delivery(text.id, sighted(&found))).await;
            let why = "the carrier has it and says nothing final".to_owned();
            tell(inner, Command::LookedUp { text: text.id, known: true, why }).await;
        }
        LookUp::NotFound => silent(inner, text, "the carrier does not know it").await,
        LookUp::Ambiguous { sightings } => {
            silent(inner, text, &format!("{} texts at the carrier look like it", sightings.len())).await;
        }
        LookUp::Failed { may_pass: true, after, .. } => return Err(NotNow { after }),
        LookUp::Failed { why, .. } => silent(inner, text, &why).await,
    }
    Ok(())
}

async fn silent(inner: &Arc<Inner>, text: &OutText, why: &str) {
    tell(inner, Command::LookedUp { text: text.id, known: false, why: why.to_owned() }).await;
}

/// Ids at the carrier that are known to be other texts of this thread.
async fn others(inner: &Arc<Inner>, id: MessageId) -> Vec<String> {
    let records = inner.read(move |reader| reader.timeline(id.thread(), None, RECORDS)).await;
    let events = records.unwrap_or_default().into_iter().flat_map(|record| record.events);
    let others = events.filter_map(|event| match event {
        Event::TextSent { id: other, carrier_id: Some(carrier_id) } if other != id => Some(carrier_id),
        _ => None,
    });
    others.collect()
}

/// When it was written, in machine time: the search at the carrier begins there.
fn about_when(inner: &Inner, text: &OutText) -> MachineTime {
    inner.clock.machine() - inner.clock.now().since(text.written_at)
}
