//! What can go wrong, in words for whoever runs it.

/// Why a batch was not written. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A carrier's id, or an idempotency key, is there already: look up which, and decide again without it.
    #[error("a carrier's id or an idempotency key is known already")]
    Duplicate,
    /// Something that was read has changed since, or the same thing was created elsewhere: load and decide again.
    #[error("something that the decision read has changed since")]
    Conflict,
    /// Policy, people or lines have changed: load the directory and decide again.
    #[error("the policy or the team has changed since")]
    DirectoryMoved,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What went wrong with the database, in words for whoever runs it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be used.
    #[error("The data folder {folder} cannot be used: {why}. {remedy}")]
    Folder {
        /// Which.
        folder: String,
        /// Why.
        why: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Another process has the folder.
    #[error("The data folder {0} is in use by another baton. Stop that one first, or use its address.")]
    InUse(String),
    /// It was written by a newer version.
    #[error("This data is of schema version {found}, and this baton knows up to {known}. Run a newer baton.")]
    Newer {
        /// In the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// It was written by an older version, and could not be brought up to date: nothing of it was changed.
    #[error(
        "The database is of schema version {from} and could not be brought to version {to}. {why} Nothing was changed: the \
         baton that wrote it still opens it."
    )]
    Upgrade {
        /// In the database, before and after.
        from: i64,
        /// The one that this program knows.
        to: i64,
        /// What went wrong, as a sentence.
        why: String,
    },
    /// It is damaged, or no database of ours.
    #[error("The database is damaged or not one of Baton's: {0}. Restore a backup; nothing was changed.")]
    Corrupt(String),
    /// It may not be written.
    #[error("The database cannot be written: {0}. Check the folder's owner and permissions.")]
    ReadOnly(String),
    /// The disk is full.
    #[error("The disk is full, so nothing more can be stored. Make room; what was accepted is safe.")]
    Full,
    /// PostgreSQL cannot be reached.
    #[error("PostgreSQL cannot be reached: {0}. See that it runs, and that its address is right.")]
    Unreachable(String),
    /// A list was asked to go on from where no list of ours ends.
    #[error("This is no cursor of a list. Begin with the first page.")]
    Cursor,
    /// There is no workspace yet, or there is one already.
    #[error("{0}")]
    Setup(String),
    /// What is saved as policy, people and lines does not hold together, so nothing can be decided by it.
    #[error("{0}")]
    Directory(String),
    /// Somebody else has changed it since it was read.
    #[error("Somebody else has changed this since you read it. Read it again, then decide what to do.")]
    Outdated {
        /// Its version now.
        version: i64,
    },
    /// A rehearsal's folder opened as a real one, or the reverse.
    #[error("{0}")]
    Rehearsal(String),
    /// Something of what was to be stored cannot be, whenever it comes again: it fails alone.
    #[error("The database does not take this: {0}")]
    Unfit(String),
    /// Anything else the database said.
    #[error("The database said: {0}")]
    Database(String),
}

impl StoreError {
    /// What became of bringing a database up to date. One that is made has no version to keep, and one that cannot be
    /// reached is told as that.
    pub(crate) fn upgrade(from: i64, to: i64, why: Self) -> Self {
        if from == 0 || matches!(why, Self::Unreachable(_)) {
            return why;
        }
        let why = why.to_string();
        let end = if why.ends_with('.') { "" } else { "." };
        Self::Upgrade { from, to, why: why + end }
    }
}
