//! Pictures and files are fetched in jobs, beside everything else: a text is shown at once, its picture when it is
//! here. A carrier may need some seconds until it has the file itself.

use crate::inner::Inner;
use crate::writer::Change;
use baton_carriers::MediaAccess;
use baton_carriers::media::{Fetched, MediaError};
use baton_core::{MachineTime, MessageId, Reason, Refusal};
use baton_store::{MediaFile, MediaJob, MediaState, StoreError};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// When a picture that is not there yet is tried again, after each try; then it has failed.
const TRIES: [Duration; 6] = [
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
];
/// How many are fetched at once.
const AT_ONCE: usize = 4;
/// How long to wait before the store is asked again after it failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Fetches what is to be fetched, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    let mut fetching: JoinSet<(MessageId, u32)> = JoinSet::new();
    let mut under_way: FxHashSet<(MessageId, u32)> = FxHashSet::default();
    loop {
        inner.lead.leading().await;
        let wait = match begin(&inner, &mut fetching, &mut under_way).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "the pictures to fetch could not be read; trying again in a second");
                Some(AGAIN)
            }
        };
        tokio::select! {
            Some(done) = fetching.join_next(), if !fetching.is_empty() => match done {
                Ok(key) => { under_way.remove(&key); }
                // A fetch that broke off stays due; it is forgotten here so that it is tried again.
                Err(error) => {
                    tracing::error!(%error, "fetching a picture broke off");
                    under_way.clear();
                }
            },
            () = inner.signals.pictures.notified() => {}
            () = inner.clock.pause(wait.unwrap_or_default()), if wait.is_some() => {}
        }
    }
}

/// Begins what is due and may begin; answers with how long to wait for the next one. One that is under way stays due
/// until what came of it is stored; the others do not wait for it.
async fn begin(
    inner: &Arc<Inner>,
    fetching: &mut JoinSet<(MessageId, u32)>,
    under_way: &mut FxHashSet<(MessageId, u32)>,
) -> Result<Option<Duration>, StoreError> {
    let coming = inner.read(|reader| reader.media_coming(2 * AT_ONCE)).await?;
    for job in coming {
        let key = (job.message, job.index);
        if under_way.contains(&key) {
            continue;
        }
        if fetching.len() >= AT_ONCE {
            return Ok(None);
        }
        let wait = job.next_at.map(|at| MachineTime::from_micros(at).since(inner.clock.machine()));
        if wait.is_some_and(|wait| !wait.is_zero()) {
            return Ok(wait);
        }
        under_way.insert(key);
        fetching.spawn(fetch(Arc::clone(inner), job));
    }
    Ok(None)
}

async fn fetch(inner: Arc<Inner>, mut job: MediaJob) -> (MessageId, u32) {
    let key = (job.message, job.index);
    let access = access(&inner, &job);
    let fetched = inner.options.carriers.fetch(job.media.url.clone(), access).await;
    job.attempts += 1;
    let file = judge(&mut job, fetched, inner.clock.machine());
    let saved =
        inner.with_writer(move |writer, _| writer.save_media(&job, file.as_ref()), |_| Change::Other).await;
    if let Ok(Err(error)) = saved {
        tracing::warn!(%error, "a picture could not be stored; it is fetched again");
        inner.clock.pause(AGAIN).await;
    }
    key
}

/// What the line's carrier says that fetching from there takes: its credentials go to its own hosts only.
fn access(inner: &Inner, job: &MediaJob) -> MediaAccess {
    let known = inner.known();
    let spoken = known.lines.get(job.line).and_then(|(_, spoken)| spoken.ok());
    spoken.map(|spoken| spoken.carrier.media_access(&job.media.url)).unwrap_or_default()
}

/// What a try came to.
fn judge(job: &mut MediaJob, fetched: Result<Fetched, MediaError>, now: MachineTime) -> Option<MediaFile> {
    match fetched {
        Ok(file) => {
            (job.state, job.next_at, job.trouble) = (MediaState::Here, None, None);
            job.media.size = u64::try_from(file.bytes.len()).ok();
            Some(MediaFile { content_type: file.content_type.to_owned(), bytes: file.bytes })
        }
        Err(error) => {
            let tried = usize::try_from(job.attempts).unwrap_or(usize::MAX).saturating_sub(1);
            let wait = TRIES.get(tried).filter(|_| error.may_pass());
            job.state = if wait.is_some() { MediaState::Coming } else { MediaState::Failed };
            job.next_at = wait.map(|wait| (now + *wait).micros());
            job.trouble = Some(error.to_string());
            None
        }
    }
}

/// A person wants it tried again.
pub(crate) async fn retry(inner: &Arc<Inner>, message: MessageId, index: u32) -> Result<(), crate::Failure> {
    let jobs = inner.read(move |reader| reader.media_of(&[message])).await;
    let jobs = jobs.map_err(|error| crate::Failure::Store(error.to_string()))?;
    let mut job =
        jobs.into_iter().find(|job| job.index == index).ok_or(Refusal::NotFound(Reason::NoPicture))?;
    if job.state == MediaState::Here {
        return Ok(());
    }
    (job.state, job.attempts, job.next_at) = (MediaState::Coming, 0, Some(inner.clock.machine().micros()));
    let saved = inner.with_writer(move |writer, _| writer.save_media(&job, None), |_| Change::Other).await?;
    saved.map_err(|error| crate::Failure::Store(error.to_string()))?;
    inner.signals.pictures.notify_one();
    Ok(())
}
