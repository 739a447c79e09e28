//! One text is handed over: marked, sent once, and what came of it stored.

use super::look_up;
use super::words::{delivery_of, reason_of};
use crate::clock::ClockKind;
use crate::inner::Inner;
use crate::lines::Spoken;
use crate::request::Failure;
use baton_carriers::{CarrierState, OutboundText, SendOutcome as Said};
use baton_core::{
    By, Command, FailureReason, LineId, MachineTime, MessageId, OutText, SendOutcome, TextState,
};
use std::sync::Arc;
use std::time::Duration;

/// How often a text is handed over before it counts as failed.
const ATTEMPTS: u32 = 10;
/// How long after the first try the second one is, before jitter; each next one waits twice as long.
const BACKOFF: Duration = Duration::from_secs(2);
/// The longest wait between two tries, unless the carrier wants longer.
const LONGEST: Duration = Duration::from_mins(15);

/// Hands it over, if it still may go. False if that could not even be decided, so that it waits as before.
pub(super) async fn hand_over(inner: &Arc<Inner>, spoken: &Spoken, id: MessageId, jitter: f64) -> bool {
    let marked = match inner.insist(Command::HandOver(id), By::Policy).await {
        Ok(done) => done.text,
        Err(Failure::Refused(refusal)) => {
            tracing::debug!(text = %id, %refusal, "a text is not ours to hand over");
            return true;
        }
        Err(failure) => {
            tracing::error!(text = %id, %failure, "a text could not be marked as being handed over");
            return false;
        }
    };
    // The core drops instead what may not go any more.
    let Some(text) = marked.filter(|text| text.state == TextState::Sending) else { return true };
    if !inner.lead.leads() {
        // Another node leads by now, and asks the carrier about what it finds being handed over: this did not go out.
        let reason = "this server was out of touch with its database".to_owned();
        report(inner, id, SendOutcome::TryLater { until: inner.clock.now(), reason }).await;
        return true;
    }
    let outbound = outbound(inner, &text, inner.clock.machine());
    let outcome = if forbidden(inner, spoken) { rehearsal() } else { spoken.carrier.send(&outbound).await };
    inner.network.notify_one();
    settle(inner, spoken, &text, outbound, outcome, jitter).await;
    true
}

/// Nothing real happens in a rehearsal.
fn forbidden(inner: &Inner, spoken: &Spoken) -> bool {
    inner.clock.kind() != ClockKind::Real && spoken.carrier.capabilities().reaches_people
}

fn rehearsal() -> Said {
    let why = "a rehearsal sends nothing over a real line";
    Said::Refused(baton_carriers::Failure {
        reason: baton_carriers::Reason::SenderInvalid,
        code: Some("REHEARSAL".to_owned()),
        message: Some(why.to_owned()),
    })
}

pub(super) fn outbound(inner: &Inner, text: &OutText, handed_at: MachineTime) -> OutboundText {
    let known = inner.known();
    let from = known.lines.get(text.line).map(|(line, _)| line.number.clone()).unwrap_or_default();
    OutboundText {
        reference: text.id.to_string(),
        from,
        to: text.to.clone(),
        body: text.body.clone(),
        media: text.media.iter().map(|media| media.url.clone()).collect(),
        handed_at,
    }
}

/// Stores what came of it.
async fn settle(
    inner: &Arc<Inner>,
    spoken: &Spoken,
    text: &OutText,
    outbound: OutboundText,
    outcome: Said,
    jitter: f64,
) {
    match outcome {
        Said::Accepted { carrier_id, state, .. } => {
            accepted(inner, (text.id, text.line), carrier_id, state).await;
        }
        Said::Refused(failure) => report(inner, text.id, SendOutcome::Refused(refused(&failure))).await,
        Said::TryLater { after, failure } => {
            let outcome = if text.attempts >= ATTEMPTS {
                SendOutcome::Refused(reason_of(&failure))
            } else {
                let until = inner.clock.now() + backoff(text.attempts, after, jitter);
                let reason = failure.message.unwrap_or_else(|| failure.reason.advice().to_owned());
                SendOutcome::TryLater { until, reason }
            };
            report(inner, text.id, outcome).await;
        }
        Said::Unknown { why } => look_up::clear_up(inner, spoken, text, outbound, why).await,
    }
}

fn refused(failure: &baton_carriers::Failure) -> FailureReason {
    let mut reason = reason_of(failure);
    if failure.code.as_deref() == Some("REHEARSAL") {
        "This is a rehearsal: nothing goes out over a real line.".clone_into(&mut reason.advice);
    }
    reason
}

/// The carrier has it; words that overtook this one are heard now.
pub(super) async fn accepted(
    inner: &Arc<Inner>,
    (id, line): (MessageId, LineId),
    carrier_id: String,
    state: CarrierState,
) {
    report(inner, id, SendOutcome::Accepted { carrier_id: carrier_id.clone() }).await;
    let mut early = {
        let mut early = inner.early.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        early.take(&carrier_id, line)
    };
    if state > CarrierState::Sent {
        early.push(delivery_of(state, &carrier_id, None));
    }
    for word in early {
        tell(inner, Command::Delivery(id, word)).await;
    }
}

pub(super) async fn report(inner: &Arc<Inner>, id: MessageId, outcome: SendOutcome) {
    tell(inner, Command::Sent(id, outcome)).await;
}

/// What has happened is stored, however long that takes.
pub(super) async fn tell(inner: &Arc<Inner>, command: Command) {
    if let Err(failure) = inner.insist(command, By::Carrier).await {
        tracing::error!(%failure, "a carrier's word could not be stored; the text is looked up later");
    }
}

/// Exponential, between half and one and a half of it by `jitter` (0 to 1), never before the carrier allows.
fn backoff(attempts: u32, after: Option<Duration>, jitter: f64) -> Duration {
    let doubled = BACKOFF * 2u32.saturating_pow(attempts.saturating_sub(1).min(16));
    let spread = doubled.min(LONGEST).mul_f64(0.5 + jitter.clamp(0.0, 1.0));
    spread.max(after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_but_never_undercut_the_carrier() {
        // Fails if the backoff is linear, or if Retry-After is only used when it is the shorter one.
        for attempts in 1..=ATTEMPTS {
            for jitter in [0.0, 0.3, 1.0] {
                let wait = backoff(attempts, None, jitter);
                assert!(wait >= BACKOFF / 2 && wait <= LONGEST * 3 / 2, "{attempts} {jitter}: {wait:?}");
                assert!(backoff(attempts + 1, None, jitter) >= wait);
                assert!(backoff(attempts, Some(Duration::from_hours(1)), jitter) >= Duration::from_hours(1));
            }
        }
        assert!(backoff(3, None, 0.5) >= backoff(1, None, 0.5) * 4);
    }
}
