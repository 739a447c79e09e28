//! The pretend network of simulated lines: what its phones send, and its words about our texts.

use crate::arrivals;
use crate::inner::{Inner, answered};
use crate::request::{Done, Failure, Request};
use baton_carriers::{CarrierEvent, StatusUpdate};
use baton_core::{By, Command, LineCarrier, LineId, Media, Reason, Receive, Refusal};
use baton_text::Address;
use std::sync::Arc;
use std::time::Duration;

/// How long to wait, in machine time, before trying again what could not be stored.
const AGAIN: Duration = Duration::from_secs(1);

/// Brings what falls due in the pretend network, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    let simulator = Arc::clone(inner.options.carriers.simulator());
    loop {
        let now = inner.clock.machine();
        for event in simulator.due_events(now) {
            bring(&inner, event).await;
        }
        match simulator.next_due() {
            Some(at) => {
                tokio::select! {
                    () = inner.clock.pause(at.since(inner.clock.machine())) => {}
                    () = inner.network.notified() => {}
                }
            }
            None => inner.network.notified().await,
        }
    }
}

/// The network forgets what it handed out, so it is brought until it is stored.
async fn bring(inner: &Arc<Inner>, event: CarrierEvent) {
    let Some(line) = line_of(inner, &event) else {
        tracing::warn!(?event, "the pretend network brought something for a line that is not there");
        return;
    };
    loop {
        let stored = arrivals::take_in(inner, line, vec![Ok(event.clone())]).await;
        match stored.into_iter().find_map(Result::err) {
            Some(failure) if failure.may_come_again() && !matches!(failure, Failure::Stopping) => {
                inner.clock.pause(AGAIN).await;
            }
            _ => return,
        }
    }
}

/// Any line of the network will do for a word: texts are known by our reference.
fn line_of(inner: &Inner, event: &CarrierEvent) -> Option<LineId> {
    match event {
        CarrierEvent::Text(text) => inner.known().lines.simulated(&text.to).map(|line| line.id),
        CarrierEvent::Status(StatusUpdate { .. }) => inner.known().lines.any_simulated(),
    }
}

/// A pretend phone texts a line, at once and whatever the weather.
pub(crate) async fn text(
    inner: &Arc<Inner>,
    line: LineId,
    from: &str,
    body: &str,
    media: Vec<Media>,
    carrier_id: String,
) -> Result<Done, Failure> {
    let known = inner.known();
    let line = match known.lines.get(line) {
        Some((line, _)) if line.carrier == LineCarrier::Simulator => line,
        _ => return Err(Refusal::NotFound(Reason::NoSimulatedLine).into()),
    };
    let from = Address::from_person(from, arrivals::region(line))
        .map_err(|error| Refusal::invalid(Reason::SenderUnread, "from", error.to_string()))?;
    if body.trim().is_empty() && media.is_empty() {
        return Err(
            Refusal::invalid(Reason::PretendTextEmpty, "text", "A text needs words or a picture.").into()
        );
    }
    let receive = Receive {
        line: line.id,
        from,
        body: body.to_owned(),
        media,
        carrier_id,
        sent_at: None,
        carrier_word: None,
        reaction: baton_text::reaction(body),
    };
    let request = Request::new(Command::Receive(Box::new(receive)), By::Contact);
    answered(inner.enqueue(request)?).await
}
