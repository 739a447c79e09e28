//! After the policy, people or lines changed: who owns each live conversation, and who answers for it, is settled
//! again, in pages between the texts. How far it has come is stored, so that a restart goes on from there.

use crate::inner::Inner;
use crate::request::{Done, Failure};
use crate::writer::Change;
use baton_core::{By, Command, ConversationId};
use baton_store::{Job, RESETTLE, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// How many conversations are settled before others get their turn and the place is stored.
const PAGE: usize = 64;
/// How long to wait before trying again what failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Goes on with the job whenever there is one, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        inner.lead.leading().await;
        let busy = inner.signals.work.begin();
        while let Err(failure) = all(&inner).await {
            tracing::warn!(%failure, "owners could not be settled; trying again in a second");
            inner.clock.pause(AGAIN).await;
        }
        inner.signals.free_everywhere();
        drop(busy);
        inner.signals.jobs.notified().await;
    }
}

/// Settles everything, if that is to be done.
pub(crate) async fn all(inner: &Arc<Inner>) -> Result<(), Failure> {
    let _alone = inner.settling.lock().await;
    let jobs = inner.read(|reader| reader.jobs()).await.map_err(failed)?;
    let Some(mut job) = jobs.into_iter().find(|job| job.name == RESETTLE) else { return Ok(()) };
    let version = inner.directory().map(|directory| directory.version);
    loop {
        let after = job.after;
        let page = inner.read(move |reader| reader.open_conversations(after, PAGE)).await.map_err(failed)?;
        let answers = inner.ask_all(page.iter().copied().map(Command::Resettle).collect(), &By::Policy).await;
        for (id, answer) in page.iter().zip(answers) {
            settled(*id, answer)?;
        }
        let last = page.last().copied().filter(|_| page.len() == PAGE);
        if !advance(inner, &job, version, last).await? || last.is_none() {
            return Ok(());
        }
        job.after = last;
    }
}

fn settled(id: ConversationId, answer: Result<Done, Failure>) -> Result<(), Failure> {
    match answer {
        Err(failure) if failure.may_come_again() => Err(failure),
        Err(failure) => {
            tracing::error!(conversation = %id, %failure, "a conversation could not be settled");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// Stores how far it has come, unless the directory is another by now, or an edge came: that put the job back to the
/// beginning, which holds.
async fn advance(
    inner: &Arc<Inner>,
    job: &Job,
    version: Option<i64>,
    last: Option<ConversationId>,
) -> Result<bool, Failure> {
    let Some(version) = version else { return Ok(false) };
    let job = job.clone();
    let saved =
        inner.with_writer(move |writer, _| writer.advance_job(&job, version, last), |_| Change::Other);
    saved.await?.map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: StoreError) -> Failure {
    Failure::Store(error.to_string())
}
