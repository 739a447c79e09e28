//! The two clocks, and the only place that reads the machine's.

use baton_core::{MachineTime, Moment};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;
use tokio::time::Instant;

/// How a domain clock goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockKind {
    /// It is the machine's.
    Real,
    /// It stands still until it is moved.
    Standing,
    /// It goes on by itself from where it was put, and can be moved ahead.
    Running,
}

/// Why a clock was not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdvanceError {
    /// Real time cannot be moved.
    #[error("This clock is real and cannot be moved. Start with --test-clock to rehearse.")]
    Real,
    /// Time does not go back.
    #[error("The clock stands at {now} and never goes back, so it cannot be set to {wanted}.")]
    Backwards {
        /// Where it stands.
        now: Moment,
        /// Where it should have gone.
        wanted: Moment,
    },
    /// Where the clock stands could not be written down.
    #[error("The rehearsal's time could not be kept in {file}: {why}")]
    NotKept {
        /// The file.
        file: String,
        /// Why.
        why: String,
    },
    /// Something that fell due on the way could not be done; the clock stands where it had come.
    #[error("The clock stopped at {at}, because what was due then could not be done: {why}")]
    Stuck {
        /// Where it stands.
        at: Moment,
        /// Why.
        why: String,
    },
}

/// Domain time and machine time. Copies share one clock.
#[derive(Debug, Clone)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    machine: Machine,
    domain: Mutex<Domain>,
    /// Counts the moves, so that sleepers look again.
    moves: watch::Sender<u64>,
    kept_in: Option<PathBuf>,
}

/// Where machine time comes from.
#[derive(Debug)]
enum Machine {
    System,
    /// The runtime's own time, which tests and simulations pause: so much after a beginning.
    Runtime {
        start: MachineTime,
        began: Instant,
    },
}

#[derive(Debug, Clone, Copy)]
enum Domain {
    Real,
    Standing(Moment),
    /// So many microseconds ahead of the machine; never behind what it showed before.
    Running {
        offset: i64,
    },
}

impl Clock {
    /// The machine's time for both.
    pub fn real() -> Self {
        Self::of(Machine::System, Domain::Real, None)
    }

    /// A rehearsal's clock that stands still at `at`.
    pub fn standing(at: Moment) -> Self {
        Self::of(Machine::System, Domain::Standing(at), None)
    }

    /// A rehearsal's clock that goes on from `at`.
    pub fn running(at: Moment) -> Self {
        let offset = at.micros() - Machine::System.now().micros();
        Self::of(Machine::System, Domain::Running { offset }, None)
    }

    /// A clock for tests: domain time stands still at `at`, machine time is the runtime's and may be paused.
    pub fn for_tests(at: Moment) -> Self {
        let start = MachineTime::from_micros(at.micros());
        Self::of(Machine::Runtime { start, began: Instant::now() }, Domain::Standing(at), None)
    }

    /// A rehearsal's clock that remembers where it stood in a file of the data folder, so that its time outlives a
    /// restart. `at` none: it goes on from the machine's time, or from where it had come. A time that lies before
    /// where it had come is not gone back to.
    ///
    /// # Errors
    /// [`AdvanceError::NotKept`] if the file cannot be read or written.
    pub fn rehearsal(folder: &Path, at: Option<Moment>) -> Result<Self, AdvanceError> {
        let file = folder.join(KEPT);
        let machine = Machine::System.now().micros();
        let kept = read_kept(&file)?;
        let domain = if let Some(at) = at {
            Domain::Standing(kept.map_or(at, |kept| kept.at(machine).max(at)))
        } else {
            let offset = kept.map_or(0, |kept| (kept.at(machine).micros() - machine).max(0));
            Domain::Running { offset }
        };
        let clock = Self::of(Machine::System, domain, Some(file));
        clock.keep(domain)?;
        Ok(clock)
    }

    fn of(machine: Machine, domain: Domain, kept_in: Option<PathBuf>) -> Self {
        let (moves, _) = watch::channel(0);
        Self { inner: Arc::new(Inner { machine, domain: Mutex::new(domain), moves, kept_in }) }
    }

    /// How it goes.
    pub fn kind(&self) -> ClockKind {
        match *self.domain() {
            Domain::Real => ClockKind::Real,
            Domain::Standing(_) => ClockKind::Standing,
            Domain::Running { .. } => ClockKind::Running,
        }
    }

    /// Whether its domain time can be moved.
    pub fn is_rehearsal(&self) -> bool {
        self.kind() != ClockKind::Real
    }

    /// Domain time.
    pub fn now(&self) -> Moment {
        let domain = *self.domain();
        domain.at(self.machine().micros())
    }

    /// Machine time.
    pub fn machine(&self) -> MachineTime {
        self.inner.machine.now()
    }

    /// Whether domain time may be moved to `wanted`.
    pub(crate) fn may_move_to(&self, wanted: Moment) -> Result<(), AdvanceError> {
        let now = self.now();
        match self.kind() {
            ClockKind::Real => Err(AdvanceError::Real),
            _ if wanted < now => Err(AdvanceError::Backwards { now, wanted }),
            _ => Ok(()),
        }
    }

    /// Moves domain time ahead, or leaves it where it is already beyond: one that goes on by itself does so meanwhile.
    /// What falls due on the way is the engine's to do: see [`crate::Engine::advance_to`].
    ///
    /// # Errors
    /// For a real clock, and if the new time cannot be written down.
    pub(crate) fn set(&self, wanted: Moment) -> Result<(), AdvanceError> {
        let machine = self.machine().micros();
        let moved = {
            let mut domain = self.domain();
            if wanted <= domain.at(machine) && !matches!(*domain, Domain::Real) {
                return Ok(());
            }
            let moved = match *domain {
                Domain::Real => return Err(AdvanceError::Real),
                Domain::Standing(_) => Domain::Standing(wanted),
                Domain::Running { .. } => Domain::Running { offset: wanted.micros() - machine },
            };
            self.keep(moved)?;
            *domain = moved;
            moved
        };
        tracing::debug!(?moved, "the rehearsal's clock was moved");
        self.inner.moves.send_modify(|moves| *moves += 1);
        Ok(())
    }

    /// Comes back when domain time has reached `at` (none: never by itself), or when the clock was moved.
    pub(crate) async fn reach(&self, at: Option<Moment>) {
        let mut moves = self.inner.moves.subscribe();
        let now = self.now();
        let goes = self.kind() != ClockKind::Standing;
        match at {
            Some(at) if at <= now => {}
            Some(at) if goes => {
                let _ = tokio::time::timeout(at.since(now), moves.changed()).await;
            }
            _ => {
                let _ = moves.changed().await;
            }
        }
    }

    /// Comes back after so much machine time.
    pub(crate) async fn pause(&self, length: Duration) {
        tokio::time::sleep(length).await;
    }

    fn domain(&self) -> MutexGuard<'_, Domain> {
        self.inner.domain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, domain: Domain) -> Result<(), AdvanceError> {
        match &self.inner.kept_in {
            Some(file) => write_kept(file, domain),
            None => Ok(()),
        }
    }
}

impl Machine {
    fn now(&self) -> MachineTime {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the one place that reads the machine's clock"
            )]
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                MachineTime::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
            }
            Self::Runtime { start, began } => *start + began.elapsed(),
        }
    }
}

impl Domain {
    fn at(self, machine: i64) -> Moment {
        match self {
            Self::Real => Moment::from_micros(machine),
            Self::Standing(at) => at,
            Self::Running { offset } => Moment::from_micros(machine.saturating_add(offset)),
        }
    }
}

/// The file in which a rehearsal's time outlives a restart.
const KEPT: &str = "rehearsal-clock";

/// `standing 2026-03-06T21:58:00Z` or `ahead 3600000000` (microseconds).
fn read_kept(file: &Path) -> Result<Option<Domain>, AdvanceError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(not_kept(file, error.to_string())),
    };
    let wrong = || not_kept(file, format!("it says “{}”, which is no time", text.trim()));
    match text.trim().split_once(' ') {
        Some(("standing", at)) => at.parse().map(|at| Some(Domain::Standing(at))).map_err(|_| wrong()),
        Some(("ahead", by)) => by.parse().map(|offset| Some(Domain::Running { offset })).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// Written beside and put in place, so that a crash leaves the old or the new.
fn write_kept(file: &Path, domain: Domain) -> Result<(), AdvanceError> {
    let line = match domain {
        Domain::Real => return Ok(()),
        Domain::Standing(at) => format!("standing {at}\n"),
        Domain::Running { offset } => format!("ahead {offset}\n"),
    };
    let beside = file.with_extension("new");
    std::fs::write(&beside, line)
        .and_then(|()| std::fs::rename(&beside, file))
        .map_err(|error| not_kept(file, error.to_string()))
}

fn not_kept(file: &Path, why: String) -> AdvanceError {
    AdvanceError::NotKept { file: file.display().to_string(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when a clock that goes by itself cannot be moved to a time that it has passed since somebody asked.
    #[test]
    fn a_running_clock_that_is_beyond_already_goes_on() {
        let start: Moment = "2026-05-12T18:03:00Z".parse().expect("a time");
        let clock = Clock::running(start);
        while clock.now() <= start {}
        assert_eq!(clock.set(start), Ok(()));
        assert!(clock.now() > start && clock.now().since(start) < Duration::from_mins(1));
        clock.set(start + Duration::from_hours(4)).expect("ahead");
        assert!(clock.now() >= start + Duration::from_hours(4));
        assert_eq!(Clock::real().set(start), Err(AdvanceError::Real));
    }
}
