//! Connections for readers.

use crate::StoreError;
use crate::postgres::{Pg, Purpose};
use crate::sql::Sql;
use crate::sqlite::{Lite, lock};
use crate::store::Place;
use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};

/// The most reads that run at once. More only take turns on the same few cores.
const MOST: usize = 6;
/// Page cache of a reader, in KiB.
const CACHE: i64 = 1024;

/// Connections for readers, made when they are needed.
#[derive(Debug)]
pub(crate) struct Pool {
    place: Place,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Connection>,
    busy: usize,
}

#[derive(Debug)]
enum Connection {
    Sqlite(Lite),
    Postgres(Box<Pg>),
}

/// A connection, given back when dropped.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Pool {
    pub(crate) fn new(place: Place) -> Self {
        Self { place, state: Mutex::default(), freed: Condvar::new() }
    }

    /// A connection; waits while all are busy.
    pub(crate) fn take(&self) -> Result<Taken<'_>, StoreError> {
        let waiting = self.freed.wait_while(lock(&self.state), |state| state.busy >= MOST);
        let mut state = waiting.unwrap_or_else(PoisonError::into_inner);
        state.busy += 1;
        let idle = state.idle.pop();
        drop(state);
        // From here on dropping it gives its place back, also when it cannot be opened.
        let mut taken = Taken { pool: self, connection: idle };
        if taken.connection.is_none() {
            taken.connection = Some(self.open()?);
        }
        Ok(taken)
    }

    fn open(&self) -> Result<Connection, StoreError> {
        Ok(match &self.place {
            Place::Sqlite(path) => Connection::Sqlite(Lite::open(path, CACHE)?),
            Place::Postgres(config) => {
                Connection::Postgres(Box::new(Pg::new((**config).clone(), Purpose::Read)))
            }
        })
    }
}

impl Deref for Taken<'_> {
    type Target = dyn Sql;

    fn deref(&self) -> &Self::Target {
        match self.connection.as_ref().expect("it is there until it is dropped") {
            Connection::Sqlite(lite) => lite,
            Connection::Postgres(pg) => &**pg,
        }
    }
}

impl DerefMut for Taken<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self.connection.as_mut().expect("it is there until it is dropped") {
            Connection::Sqlite(lite) => lite,
            Connection::Postgres(pg) => &mut **pg,
        }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.pool.state);
        state.busy -= 1;
        // A connection that a panic left in the middle of a transaction is not used again.
        if !std::thread::panicking() {
            state.idle.extend(self.connection.take());
        }
        drop(state);
        self.pool.freed.notify_one();
    }
}
