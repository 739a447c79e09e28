//! A rehearsal's clock moves from due instant to due instant, and each is done before the next.

use crate::clock::AdvanceError;
use crate::engine::Advanced;
use crate::inner::Inner;
use crate::{edges, timers};
use baton_core::{Moment, Position};
use std::sync::Arc;
use std::time::Duration;

/// The longest, in machine time, that a step waits for texts on their way: a line's pace or a lost carrier must not
/// hold up the clock for ever.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn advance_to(inner: &Arc<Inner>, wanted: Moment) -> Result<Advanced, AdvanceError> {
    let _alone = inner.advancing.lock().await;
    let clock = &inner.clock;
    clock.may_move_to(wanted)?;
    let (from, after) = (clock.now(), head(inner).await?);
    // What falls due is done by the node that leads, and a rehearsal has one node only.
    if tokio::time::timeout(PATIENCE, inner.lead.leading()).await.is_err() {
        return Err(stuck(
            inner,
            &"another server works on this rehearsal; stop that one, for each has a clock of its own",
        ));
    }
    let mut fired = settle(inner).await?;
    while let Some(due) = next_due(inner).await?.filter(|due| *due <= wanted) {
        clock.set(due)?;
        fired += settle(inner).await?;
    }
    clock.set(wanted)?;
    fired += settle(inner).await?;
    inner.signals.feed.publish().await;
    Ok(Advanced { from, to: clock.now(), fired, after, until: head(inner).await? })
}

/// Where the feed ends. The store is asked, for what is in memory may still have to be filled up.
async fn head(inner: &Inner) -> Result<Position, AdvanceError> {
    inner.read(|reader| reader.feed_head()).await.map_err(|error| stuck(inner, &error))
}

/// Does what is due now, and what comes of it.
async fn settle(inner: &Arc<Inner>) -> Result<u64, AdvanceError> {
    let mut fired = 0;
    loop {
        let some = timers::fire(inner).await.map_err(|failure| stuck(inner, &failure))?
            + edges::fire(inner).await.map_err(|failure| stuck(inner, &failure))?;
        if tokio::time::timeout(PATIENCE, inner.signals.work.idle()).await.is_err() {
            tracing::warn!("texts are still on their way; the clock goes on without them");
            return Ok(fired + some);
        }
        fired += some;
        if some == 0 {
            return Ok(fired);
        }
    }
}

async fn next_due(inner: &Arc<Inner>) -> Result<Option<Moment>, AdvanceError> {
    let due = timers::next_due(inner).await.map_err(|error| stuck(inner, &error))?;
    Ok(due.into_iter().chain(edges::next(inner)).min())
}

fn stuck(inner: &Inner, why: &dyn std::fmt::Display) -> AdvanceError {
    AdvanceError::Stuck { at: inner.clock.now(), why: why.to_string() }
}
