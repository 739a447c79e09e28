//! The one writer.

use crate::{
    Batch, CommitError, Idempotency, Job, LineChange, MediaFile, MediaJob, Need, NewLine, NewPerson,
    NewWorkspace, Outcome, PersonChange, ReadMark, Session, StoreError, Token,
};
use baton_core::{Directory, Ids, LineId, MessageId, Moment, PersonId, Position, ProgramId, Subject};
use baton_hours::MachineTime;

/// Which of some keys are known already, in the order in which they were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownKeys {
    /// By carrier's id: the message that it is.
    pub carrier_ids: Vec<Option<MessageId>>,
    /// By `Idempotency-Key`: the hash of the request it came with, and what that came to.
    pub presses: Vec<Option<(Vec<u8>, Outcome)>>,
}

/// The one writer: owns its connection, and a bounded cache of what it read and wrote.
#[derive(Debug)]
pub struct Writer {}

impl Writer {
    /// What stands about each need, in their order. Parts that do not exist are none.
    pub fn load(&mut self, needs: &[Need]) -> Result<Vec<Subject>, StoreError> {
        todo!()
    }

    /// Writes all of `batch` in one transaction, or nothing. On success the positions of its records and the
    /// versions of its threads are set in it.
    pub fn commit(&mut self, batch: &mut Batch) -> Result<(), CommitError> {
        todo!()
    }

    /// Which of these are stored already: asked after [`CommitError::Duplicate`].
    pub fn known(
        &mut self,
        carrier_ids: &[(LineId, String)],
        presses: &[Idempotency],
    ) -> Result<KnownKeys, StoreError> {
        todo!()
    }

    /// `count` ids that nobody else gets. Those that are not used are lost, which is no harm.
    pub fn reserve_ids(&mut self, count: i64) -> Result<Ids, StoreError> {
        todo!()
    }

    /// How far the feed reaches.
    pub fn feed_head(&mut self) -> Result<Position, StoreError> {
        todo!()
    }

    /// Everything that decisions read beside threads. [`StoreError::Setup`] before the set-up.
    pub fn load_directory(&mut self) -> Result<Directory, StoreError> {
        todo!()
    }

    /// Makes the workspace, its first person and its first policy; refused if there is one.
    pub fn set_up(&mut self, new: &NewWorkspace) -> Result<PersonId, StoreError> {
        todo!()
    }

    /// Saves the next version of the policy, which has been checked. Refused with [`CommitError::DirectoryMoved`]
    /// if `expected` is not the present version any more. Returns the new version.
    pub fn save_policy(
        &mut self,
        source: &str,
        expected: Option<i64>,
        by: Option<PersonId>,
        at: Moment,
    ) -> Result<i64, CommitError> {
        todo!()
    }

    /// Adds somebody; refused with [`StoreError::Setup`] if their address is taken.
    pub fn add_person(&mut self, new: &NewPerson, at: Moment) -> Result<PersonId, StoreError> {
        todo!()
    }

    /// Changes somebody. Their sessions and tokens end when they are no longer part of the team.
    pub fn change_person(
        &mut self,
        id: PersonId,
        change: &PersonChange,
        at: Moment,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// Gives somebody a new password, as a PHC string; their sessions end.
    pub fn set_password(&mut self, id: PersonId, hash: &str) -> Result<(), StoreError> {
        todo!()
    }

    /// Adds a line; refused with [`StoreError::Setup`] if a line that is not retired has this number.
    pub fn add_line(&mut self, new: &NewLine, at: Moment) -> Result<LineId, StoreError> {
        todo!()
    }

    /// Changes a line.
    pub fn change_line(&mut self, change: &LineChange, at: Moment) -> Result<(), StoreError> {
        todo!()
    }

    /// Changes where carriers and browsers reach the workspace.
    pub fn set_public_url(&mut self, url: Option<&str>) -> Result<(), StoreError> {
        todo!()
    }

    /// Adds a program.
    pub fn add_program(&mut self, name: &str) -> Result<ProgramId, StoreError> {
        todo!()
    }

    /// Stores a token's hash.
    pub fn add_token(&mut self, token: &Token) -> Result<(), StoreError> {
        todo!()
    }

    /// Withdraws a token; false if there is none with this hash.
    pub fn revoke_token(&mut self, hash: &[u8], at: MachineTime) -> Result<bool, StoreError> {
        todo!()
    }

    /// Somebody signed in.
    pub fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        todo!()
    }

    /// Somebody signed out.
    pub fn end_session(&mut self, hash: &[u8]) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends the sessions that have expired by `now`.
    pub fn sweep_sessions(&mut self, now: MachineTime) -> Result<(), StoreError> {
        todo!()
    }

    /// Somebody has read a thread so far. Marks only move forward.
    pub fn mark_read(&mut self, marks: &[ReadMark]) -> Result<(), StoreError> {
        todo!()
    }

    /// How a file's fetching stands now, with the file where it is here.
    pub fn save_media(&mut self, job: &MediaJob, file: Option<&MediaFile>) -> Result<(), StoreError> {
        todo!()
    }

    /// How far a job has come; none: it is done.
    pub fn save_job(&mut self, name: &str, progress: Option<&Job>) -> Result<(), StoreError> {
        todo!()
    }

    /// Forgets the `Idempotency-Key`s whose press was committed before this position.
    pub fn forget_presses(&mut self, before: Position) -> Result<(), StoreError> {
        todo!()
    }
}
