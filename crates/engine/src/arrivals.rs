//! What carriers bring: believed, stored, and only then acknowledged (law 6).

use crate::inner::{Inner, answered};
use crate::lines::Spoken;
use crate::node;
use crate::outbox::delivery_of;
use crate::request::{Done, Failure, Request};
use baton_carriers::{
    CarrierAnswer, CarrierEvent, InboundText, OptOutType, StatusUpdate, Unreadable, Verdict, WebhookRequest,
};
use baton_core::{By, Command, Line, LineId, Media, MessageId, Receive, Refusal};
use baton_text::{Address, ConsentWord, E164, Region};
use std::sync::{Arc, PoisonError};
use tokio::sync::oneshot;

type Answer = oneshot::Receiver<Result<Done, Failure>>;

/// What a carrier's call came to.
#[derive(Debug)]
pub enum Called {
    /// It is to be answered so. What was in it is stored, unless the answer says otherwise.
    Answered(CarrierAnswer),
    /// There is no such line, and never was: whoever called has the wrong address.
    NoSuchLine,
    /// There is, or may be, but nothing can be taken in for it at the moment: it is to come again.
    NotNow,
}

/// A carrier's call for `line`.
pub(crate) async fn webhook(inner: &Arc<Inner>, line: LineId, request: &WebhookRequest<'_>) -> Called {
    let mut known = inner.known();
    if known.directory.is_some() && known.lines.get(line).is_none() && inner.reads.is_shared() {
        // Another node may have added it, and the word of that not be here yet.
        let Ok(version) = inner.read(|reader| reader.directory_version()).await else {
            return Called::NotNow;
        };
        node::catch_up(inner, version).await;
        known = inner.known();
    }
    let carrier = match known.lines.get(line) {
        Some((_, Ok(Spoken { carrier, .. }))) => Arc::clone(carrier),
        Some((_, Err(why))) => {
            tracing::warn!(%line, %why, "a carrier called for a line that does not work");
            return Called::NotNow;
        }
        None if known.directory.is_none() => return Called::NotNow,
        None => return Called::NoSuchLine,
    };
    let arrival = match carrier.receive(request) {
        Ok(arrival) => arrival,
        Err(distrust) => {
            tracing::warn!(%line, %distrust, "a call was not believed");
            return Called::Answered(carrier.answer(Verdict::Refused));
        }
    };
    let mut stored = Ok(());
    for answer in take_in(inner, line, arrival.events).await {
        stored = stored.and(answer);
    }
    Called::Answered(match (stored, arrival.handshake) {
        (Ok(()), Some(handshake)) => handshake,
        (Ok(()), None) => carrier.answer(Verdict::Stored),
        (Err(failure), _) => {
            let mut answer = carrier.answer(Verdict::TryAgain);
            let seconds = failure.retry_after().map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX));
            answer.retry_after = seconds.or(answer.retry_after);
            answer
        }
    })
}

/// Stores everything that a call held. All of it waits for the writer at once, in the carrier's order.
pub(crate) async fn take_in(
    inner: &Arc<Inner>,
    line: LineId,
    events: Vec<Result<CarrierEvent, Unreadable>>,
) -> Vec<Result<(), Failure>> {
    let waiting: Vec<_> = events.into_iter().map(|event| (begin(inner, line, &event), event)).collect();
    let mut stored = Vec::with_capacity(waiting.len());
    for (begun, event) in waiting {
        stored.push(match begun {
            Ok(Begun::Waits(answer)) => finish(inner, line, answered(answer).await, &event).await,
            Ok(Begun::Fault(fault)) => inner.fault(fault, detail(&event)).await.map(drop),
            Err(failure) => Err(failure),
        });
    }
    stored
}

enum Begun {
    Waits(Answer),
    Fault(String),
}

fn begin(inner: &Inner, line: LineId, event: &Result<CarrierEvent, Unreadable>) -> Result<Begun, Failure> {
    match event {
        Ok(CarrierEvent::Text(text)) => {
            let known = inner.known();
            let Some(to) = known.lines.of_account(line, &text.to) else {
                return Ok(Begun::Fault(format!(
                    "A text came to {}, which is no line here. Add it as a line, or take it out of the carrier's \
                     webhook.",
                    text.to
                )));
            };
            let command = Command::Receive(Box::new(receive(text, to)));
            inner.enqueue(Request::new(command, By::Contact)).map(Begun::Waits)
        }
        Ok(CarrierEvent::Status(status)) => {
            inner.enqueue(Request::new(word(inner, line, status), By::Carrier)).map(Begun::Waits)
        }
        Err(unreadable) => Ok(Begun::Fault(format!("A carrier's call could not be read: {unreadable}."))),
    }
}

/// A text that the domain cannot take for a mistake of ours is kept as a fault; a word about a text that nobody knows
/// yet waits for it.
async fn finish(
    inner: &Arc<Inner>,
    line: LineId,
    answer: Result<Done, Failure>,
    event: &Result<CarrierEvent, Unreadable>,
) -> Result<(), Failure> {
    match (answer, event) {
        (Ok(_), _) => Ok(()),
        (Err(Failure::Refused(Refusal::NotFound(_))), Ok(CarrierEvent::Status(status))) => {
            let word = delivery_of(status.state, &status.carrier_id, status.failure.as_ref());
            let lines = inner.known().lines.all_of_account(line);
            let mut early = inner.early.lock().unwrap_or_else(PoisonError::into_inner);
            early.keep(status.carrier_id.clone(), lines, word, inner.clock.machine());
            Ok(())
        }
        (Err(failure @ (Failure::Refused(_) | Failure::Broken(_))), event) => {
            let fault = format!("What a carrier brought could not be taken in: {failure}");
            inner.fault(fault, detail(event)).await.map(drop)
        }
        (Err(failure), _) => Err(failure),
    }
}

/// What came, whole, so that nothing is lost.
fn detail(event: &Result<CarrierEvent, Unreadable>) -> String {
    format!("{event:?}")
}

/// A carrier's text in the words of the domain.
pub(crate) fn receive(text: &InboundText, line: &Line) -> Receive {
    let word = text.opt_out_type.map(|word| match word {
        OptOutType::Stop => ConsentWord::OptOut,
        OptOutType::Start => ConsentWord::OptIn,
        OptOutType::Help => ConsentWord::Help,
    });
    let media = text.media.iter().map(|media| Media {
        url: legible(&media.url),
        content_type: legible(media.content_type.as_deref().unwrap_or("application/octet-stream")),
        size: None,
    });
    let body = legible(&text.body);
    Receive {
        line: line.id,
        from: Address::from_carrier(&legible(&text.from), || region(line)),
        reaction: baton_text::reaction(&body),
        body,
        media: media.collect(),
        carrier_id: text.carrier_id.clone(),
        sent_at: text.carrier_time,
        carrier_word: word,
    }
}

/// What a carrier brings is taken in whatever it holds; U+0000, which cannot be stored everywhere, is shown as what
/// could not be read.
fn legible(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The region in which numbers without a country code are read.
pub(crate) fn region(line: &Line) -> Region {
    Address::from_stored(&line.number).number().and_then(E164::region).unwrap_or(Region::US)
}

fn word(inner: &Inner, line: LineId, status: &StatusUpdate) -> Command {
    let word = delivery_of(status.state, &status.carrier_id, status.failure.as_ref());
    if let Some(id) = status.our_reference.as_ref().and_then(|reference| reference.parse::<MessageId>().ok())
    {
        Command::Delivery(id, word)
    } else {
        let lines = inner.known().lines.all_of_account(line);
        Command::DeliveryByCarrierId(lines, status.carrier_id.clone(), word)
    }
}
