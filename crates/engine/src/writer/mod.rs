//! The one writer: takes what waits, decides it, writes it; the teller answers once it is on the disk.

mod batch;
mod job;
mod teller;

pub(crate) use job::{Change, Committed, Job, Listener, Then};

use crate::clock::Clock;
use crate::engine::StartError;
use crate::options::Execution;
use crate::request::{Done, Failure};
use batch::{Ask, Attempt, Verdict, Waiting};
use baton_core::{Directory, Ids, LineId, Position, Team};
use baton_store::{CommitError, Idempotency, Outcome, StoreError, Writer, Written};
use job::Task;
use std::sync::Arc;
use std::time::Duration;
use teller::{Herald, Teller, Told};

/// How many ids are reserved at a time.
const IDS: i64 = 16_384;
/// How often a batch is decided anew before its callers are told to come again.
const ROUNDS: usize = 8;
/// The same for a part of one: what loses races by itself alone stands out after a few.
const ROUNDS_OF_A_PART: usize = 3;
/// How many races the parts of one batch may lose, all together: a part that stands alone is found by fewer than thirty. What
/// is left then comes again, for it is contention and no one command.
const RACES: usize = 64;
/// After how long those callers should come again.
const AGAIN: Duration = Duration::from_secs(1);

/// The one writer, with what it decides by.
pub(crate) struct Desk {
    /// First, for fields are dropped in their order: what was written is told of before the writer is given back.
    teller: Teller,
    writer: Writer,
    clock: Clock,
    directory: Option<Arc<Directory>>,
    team: Team,
    /// Up to where the feed stood when turns and loads were read; none where nobody else writes.
    team_at: Option<Position>,
    ids: Ids,
    listener: Arc<dyn Listener>,
}

/// An attempt that held: where it stands, what it means, what it came to.
type Held = (Option<Written>, Committed, Vec<Option<Verdict>>);

/// Why no attempt held.
enum Stopped {
    /// Nothing can be written at the moment, whatever it is.
    Whole(Failure),
    /// Something in it is the reason; what stands beside it may go.
    ByOne(Failure),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unfit(_) => Self::ByOne(Failure::Broken(error.to_string())),
            error => Self::Whole(failed(error)),
        }
    }
}

impl Desk {
    pub(crate) fn open(
        mut writer: Writer,
        clock: Clock,
        listener: Arc<dyn Listener>,
        execution: Execution,
    ) -> Result<Self, StartError> {
        let directory = load_directory(&mut writer)?;
        if let Some(directory) = &directory {
            listener.directory(&mut writer, Arc::clone(directory))?;
        }
        let herald = Herald { disk: writer.disk(), listener: Arc::clone(&listener) };
        let teller = match execution {
            Execution::Threads => Teller::beside(herald)?,
            Execution::Inline => Teller::Here(herald),
        };
        let team = writer.load_team()?;
        Ok(Self { teller, writer, clock, directory, team, team_at: None, ids: Ids::new(0, 0), listener })
    }

    /// Does all of `jobs`, in their order; false when the last thing to do is done.
    pub(crate) fn work(&mut self, jobs: &mut Vec<Job>) -> bool {
        let mut waiting = Vec::with_capacity(jobs.len());
        for job in jobs.drain(..) {
            match job {
                Job::Decide(request, reply) => {
                    waiting.push(Waiting { ask: Ask::Decide(request), reply, known: None });
                }
                Job::Fault { fault, detail, reply } => {
                    waiting.push(Waiting { ask: Ask::Fault { fault, detail }, reply, known: None });
                }
                Job::Task(task) => {
                    self.settle(std::mem::take(&mut waiting));
                    self.task(task);
                }
                Job::Stop => {
                    self.settle(waiting);
                    self.teller.wait();
                    return false;
                }
            }
        }
        self.settle(waiting);
        true
    }

    fn task(&mut self, task: Task) {
        self.teller.wait();
        let (change, then) = task(&mut self.writer, self.clock.now());
        if change == Change::Directory
            && let Err(error) = self.reload()
        {
            tracing::error!(%error, "the policy and the team could not be read after a change; the old ones go on");
        }
        then();
    }

    fn reload(&mut self) -> Result<(), StoreError> {
        self.teller.wait();
        self.directory = load_directory(&mut self.writer)?;
        match &self.directory {
            Some(directory) => self.listener.directory(&mut self.writer, Arc::clone(directory)),
            None => Ok(()),
        }
    }

    /// Decides and writes everything that waits, and has it told of. Where something in it cannot be written whenever
    /// it comes again, each half goes by itself, and so on until that fails alone.
    fn settle(&mut self, waiting: Vec<Waiting>) {
        self.settle_part(waiting, ROUNDS, &mut (ROUNDS + RACES));
    }

    /// `races`: how many may still be lost.
    fn settle_part(&mut self, mut waiting: Vec<Waiting>, rounds: usize, races: &mut usize) {
        if waiting.is_empty() {
            return;
        }
        let failure = match self.attempts(&mut waiting, rounds, races) {
            Ok((written, committed, verdicts)) => {
                return self.teller.tell(Told { written, committed, waiting, verdicts: Ok(verdicts) });
            }
            Err(Stopped::ByOne(_)) if waiting.len() > 1 => {
                let rest = waiting.split_off(waiting.len() / 2);
                self.settle_part(waiting, ROUNDS_OF_A_PART, races);
                return self.settle_part(rest, ROUNDS_OF_A_PART, races);
            }
            Err(Stopped::Whole(failure) | Stopped::ByOne(failure)) => failure,
        };
        let committed = Committed::default();
        self.teller.tell(Told { written: None, committed, waiting, verdicts: Err(failure) });
    }

    /// Until one attempt holds: whoever lost a race decides again on what stands then.
    fn attempts(
        &mut self,
        waiting: &mut [Waiting],
        rounds: usize,
        races: &mut usize,
    ) -> Result<Held, Stopped> {
        self.recall_presses(waiting)?;
        for _ in 0..rounds {
            let Some(directory) = self.directory.clone() else {
                return Err(Stopped::Whole(Failure::NotSetUp));
            };
            self.follow_others()?;
            let (now, machine) = (self.clock.now(), self.clock.machine().micros());
            let mut attempt = Attempt::new(&directory, self.team.clone(), now, machine, self.team_at);
            let verdicts = self.decide(&mut attempt, waiting)?;
            match self.write(attempt) {
                Ok((written, committed)) => return Ok((written, committed, verdicts)),
                Err(CommitError::Duplicate) => self.recall(waiting)?,
                Err(CommitError::Conflict) => self.load_team()?,
                Err(CommitError::DirectoryMoved) => self.reload()?,
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
            let Some(left) = races.checked_sub(1) else {
                return Err(Stopped::Whole(Failure::Busy { retry_after: AGAIN }));
            };
            *races = left;
        }
        Err(Stopped::ByOne(Failure::Busy { retry_after: AGAIN }))
    }

    /// On `PostgreSQL` another node may have given something out, too: also since the last batch was loaded.
    fn follow_others(&mut self) -> Result<(), StoreError> {
        self.writer.others_wrote()?;
        if self.team_at == self.writer.shared_up_to() { Ok(()) } else { self.load_team() }
    }

    fn load_team(&mut self) -> Result<(), StoreError> {
        // What is committed between the two is looked at anew.
        self.team_at = self.writer.shared_up_to();
        self.team = self.writer.load_team()?;
        Ok(())
    }

    fn decide(
        &mut self,
        attempt: &mut Attempt<'_>,
        waiting: &[Waiting],
    ) -> Result<Vec<Option<Verdict>>, StoreError> {
        let requests = waiting.iter().filter_map(Waiting::request);
        let count = requests.clone().count();
        // An overdue wake-up may precede each command.
        let most = i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(2 * Ids::PER_DECISION);
        if self.ids.left() < most {
            self.ids = self.writer.reserve_ids(most.max(IDS))?;
        }
        attempt.round.load(requests, |needs| self.writer.load(needs))?;
        Ok(attempt.decide_all(&mut self.ids, waiting))
    }

    /// Writes what was decided; it is told of once it is on the disk.
    fn write(&mut self, mut attempt: Attempt<'_>) -> Result<(Option<Written>, Committed), CommitError> {
        let batch = attempt.finish();
        // A press that changed nothing is kept too: it gets the same answer again.
        let nothing =
            batch.records.is_empty() && batch.idempotency.is_empty() && batch.carrier_ids.is_empty();
        let undisturbed = self.writer.shared_up_to() == self.team_at;
        let written = if nothing { None } else { Some(self.writer.write_ahead(batch)?) };
        self.team.clone_from(attempt.team());
        if undisturbed {
            self.team_at = self.writer.shared_up_to();
        }
        Ok((written, attempt.committed()))
    }

    /// Presses that were done before get the answer they got then. Looked up before anything is decided: what was
    /// allowed then may be refused now.
    fn recall_presses(&mut self, waiting: &mut [Waiting]) -> Result<(), StoreError> {
        let pressed = |one: &Waiting| one.request().is_some_and(|request| request.idempotency.is_some());
        if waiting.iter().any(pressed) { self.recall_known(waiting, false) } else { Ok(()) }
    }

    /// Carriers' texts and presses that are stored already are answered as what they are.
    fn recall(&mut self, waiting: &mut [Waiting]) -> Result<(), StoreError> {
        self.recall_known(waiting, true)
    }

    fn recall_known(&mut self, waiting: &mut [Waiting], texts_too: bool) -> Result<(), StoreError> {
        let (mut texts, mut presses): (Vec<(LineId, String)>, Vec<Idempotency>) = (Vec::new(), Vec::new());
        let (mut of_texts, mut of_presses) = (Vec::new(), Vec::new());
        for (index, one) in waiting.iter().enumerate() {
            if let Some(receive) = one.receive().filter(|_| texts_too) {
                texts.push((receive.line, receive.carrier_id.clone()));
                of_texts.push(index);
            }
            if let Some(press) = one.request().and_then(|request| request.idempotency.clone()) {
                presses.push(press);
                of_presses.push(index);
            }
        }
        let known = self.writer.known(&texts, &presses)?;
        for (index, message) in of_texts.into_iter().zip(known.carrier_ids) {
            if let Some(message) = message {
                let thread = Some(message.thread());
                let outcome = Outcome { thread, message: Some(message), ..Outcome::default() };
                waiting[index].known = Some(Ok(Done::before(outcome)));
            }
        }
        for ((index, press), found) in of_presses.into_iter().zip(presses).zip(known.presses) {
            if let Some((request, outcome)) = found {
                let same = request == press.request;
                waiting[index].known =
                    Some(if same { Ok(Done::before(outcome)) } else { Err(Failure::KeyReused) });
            }
        }
        Ok(())
    }
}

/// Before the set-up there is none.
fn load_directory(writer: &mut Writer) -> Result<Option<Arc<Directory>>, StoreError> {
    match writer.load_directory() {
        Ok(directory) => Ok(Some(Arc::new(directory))),
        Err(StoreError::Setup(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: StoreError) -> Failure {
    Failure::Store(error.to_string())
}
