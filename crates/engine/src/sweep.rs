//! What nobody needs any more is forgotten, in machine time: the keys of presses that are days old.

use crate::inner::Inner;
use crate::writer::Change;
use std::sync::Arc;
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// How long the same `Idempotency-Key` gets the same answer, at least. Whoever tries again does so within minutes, and
/// a page that was left open over a weekend is still the same press.
const PRESSES: Duration = Duration::from_hours(7 * 24);
/// Their age is known to the nearest so long.
const APART: Duration = Duration::from_hours(24);

/// Sweeps, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        inner.lead.leading().await;
        if inner.directory().is_some() {
            sweep(&inner).await;
        }
        inner.clock.pause(EVERY).await;
    }
}

async fn sweep(inner: &Inner) {
    let now = inner.clock.machine();
    let swept =
        inner.with_writer(move |writer, _| writer.forget_old_presses(now, PRESSES, APART), |_| Change::Other);
    if let Ok(Err(error)) = swept.await {
        tracing::warn!(%error, "what is old could not be forgotten; trying again in an hour");
    }
}
