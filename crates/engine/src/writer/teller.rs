//! Tells of batches once they are on the disk, while the writer decides the next.
//!
//! There is a batch that is brought to the disk, and one that is decided and written meanwhile; up to [`AHEAD`] may stand
//! written in between, and go to the disk together: a slow disk is asked less often. Batches are told of in
//! their order. What a refusal rests on is in a batch before it, or in its own: it is told after both.

use super::batch::{Verdict, Waiting};
use super::job::{Committed, Listener};
use crate::request::{Done, Failure};
use baton_store::{Disk, Written};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many batches may stand written behind the one that is on its way to the disk, before the writer waits with one more.
/// More would only add to what is waited for.
const AHEAD: usize = 2;

/// A batch to tell of.
pub(super) struct Told {
    /// Where it stands in the database; none if nothing of it had to be written.
    pub(super) written: Option<Written>,
    /// What it means to the rest of the engine.
    pub(super) committed: Committed,
    /// Who waits for it.
    pub(super) waiting: Vec<Waiting>,
    /// What it came to, for those whose answer was not known before, in their order.
    pub(super) verdicts: Result<Vec<Option<Verdict>>, Failure>,
}

/// Tells of batches.
pub(super) enum Teller {
    /// At once, in the writer's own thread.
    Here(Herald),
    /// In a thread of its own.
    Beside { words: Option<SyncSender<Word>>, thread: Option<std::thread::JoinHandle<()>> },
}

/// What the thread is told.
pub(super) enum Word {
    /// To bring a batch to the disk and tell of it.
    Batch(Box<Told>),
    /// To say when everything before this is told of.
    Reached(SyncSender<()>),
}

/// What it takes to tell.
pub(super) struct Herald {
    pub(super) disk: Disk,
    pub(super) listener: Arc<dyn Listener>,
}

impl Teller {
    /// With a thread of its own.
    pub(super) fn beside(herald: Herald) -> Result<Self, std::io::Error> {
        let (words, taken) = sync_channel(AHEAD);
        let thread = std::thread::Builder::new().name("baton-teller".to_owned());
        let thread = thread.spawn(move || follow(&herald, &taken))?;
        Ok(Self::Beside { words: Some(words), thread: Some(thread) })
    }

    /// Brings a batch to the disk and tells of it; waits while as many as may be ahead are.
    pub(super) fn tell(&self, told: Told) {
        match self {
            Self::Here(herald) => herald.tell_all(vec![told]),
            Self::Beside { words, .. } => {
                // If the thread has ended by a mistake of ours, those who wait see their answer's sender dropped.
                let _ = words.as_ref().map(|words| words.send(Word::Batch(Box::new(told))));
            }
        }
    }

    /// Comes back when everything that was written is told of.
    pub(super) fn wait(&self) {
        if let Self::Beside { words: Some(words), .. } = self {
            let (reached, here) = sync_channel(1);
            // A thread that has ended has nothing left to tell.
            let _ = words.send(Word::Reached(reached)).is_ok_and(|()| here.recv().is_ok());
        }
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        if let Self::Beside { words, thread } = self {
            drop(words.take());
            // It ends when nothing more can come; a panic in it was reported where it happened.
            let _ = thread.take().map(std::thread::JoinHandle::join);
        }
    }
}

/// The thread's life: whatever was written while the disk was busy goes there at once.
fn follow(herald: &Herald, words: &Receiver<Word>) {
    let mut batches = Vec::new();
    while let Ok(first) = words.recv() {
        let mut barriers = Vec::new();
        for word in std::iter::once(first).chain(words.try_iter()) {
            match word {
                Word::Batch(told) => batches.push(*told),
                Word::Reached(reached) => barriers.push(reached),
            }
        }
        herald.tell_all(std::mem::take(&mut batches));
        for reached in barriers {
            // Who waited may have gone.
            let _ = reached.send(());
        }
    }
}

impl Herald {
    /// Brings batches to the disk, at once, and tells of them in their order.
    fn tell_all(&self, batches: Vec<Told>) {
        let kept = match batches.iter().rev().find_map(|told| told.written.as_ref()) {
            Some(written) => self.disk.keep(written),
            // What was known before, or refused, rests on what was written before.
            None => self.disk.works(),
        };
        match kept {
            Ok(()) => {
                for told in batches {
                    self.tell(told);
                }
            }
            Err(error) => {
                tracing::error!(%error, "nothing more is stored");
                let failure = super::failed(error);
                for told in batches {
                    refuse(told.waiting, &failure);
                }
            }
        }
    }

    fn tell(&self, told: Told) {
        let Told { written: _, committed, waiting, verdicts } = told;
        match verdicts {
            Err(failure) => {
                for one in waiting {
                    let answer = one.known.unwrap_or_else(|| Err(failure.clone()));
                    // A caller that went away needs no answer.
                    let _ = one.reply.send(answer);
                }
            }
            Ok(verdicts) => {
                let answers = answers(verdicts, &committed);
                if !committed.records.is_empty() {
                    self.listener.committed(committed);
                }
                for (one, answer) in waiting.into_iter().zip(answers) {
                    let answer = one.known.or(answer).unwrap_or(Err(Failure::Stopping));
                    // A caller that went away needs no answer.
                    let _ = one.reply.send(answer);
                }
            }
        }
    }
}

fn refuse(waiting: Vec<Waiting>, failure: &Failure) {
    for one in waiting {
        // A caller that went away needs no answer.
        let _ = one.reply.send(Err(failure.clone()));
    }
}

/// What the verdicts are, now that they are true.
fn answers(verdicts: Vec<Option<Verdict>>, committed: &Committed) -> Vec<Option<Result<Done, Failure>>> {
    let settled: Vec<_> =
        verdicts.into_iter().map(|verdict| verdict.map(|verdict| true_now(verdict, committed))).collect();
    let repeats: Vec<_> = (0..)
        .zip(&settled)
        .filter_map(|(index, answer)| match answer {
            Some(Settled::Repeats(first)) => Some((index, settled.get(*first)?.as_ref().map(repeated))),
            _ => None,
        })
        .collect();
    let mut answers: Vec<_> = settled
        .into_iter()
        .map(|answer| match answer {
            Some(Settled::Answer(answer)) => Some(answer),
            Some(Settled::Repeats(_)) | None => None,
        })
        .collect();
    for (index, answer) in repeats {
        answers[index] = answer;
    }
    answers
}

/// An answer, or whose answer it shares.
enum Settled {
    Answer(Result<Done, Failure>),
    Repeats(usize),
}

fn true_now(verdict: Verdict, committed: &Committed) -> Settled {
    match verdict {
        Verdict::Done { mut done, record } => {
            done.outcome.position =
                record.and_then(|index| committed.records.get(index)).map(|record| record.position);
            Settled::Answer(Ok(*done))
        }
        Verdict::Failed(failure) => Settled::Answer(Err(failure)),
        Verdict::Repeats(first) => Settled::Repeats(first),
    }
}

fn repeated(first: &Settled) -> Result<Done, Failure> {
    match first {
        Settled::Answer(Ok(done)) => Ok(Done::before(done.outcome.clone())),
        Settled::Answer(Err(failure)) => Err(failure.clone()),
        Settled::Repeats(_) => unreachable!("a repeat names the first of its kind, which repeats nothing"),
    }
}
