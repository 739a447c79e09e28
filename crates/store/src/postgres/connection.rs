//! A connection to PostgreSQL that comes back by itself after it was lost.

use crate::StoreError;
use crate::postgres::commit::CHANNEL;
use crate::postgres::tls;
use crate::sql::{Dialect, Keys, Row, Sql, SqlError, Value};
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, Statement};
use std::collections::HashMap;
use std::error::Error;
use std::time::{Duration, Instant};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The first pause after a failed attempt to connect; it doubles up to [`LONGEST`].
const PAUSE: Duration = Duration::from_millis(100);
/// The longest pause between attempts to connect.
const LONGEST: Duration = Duration::from_secs(5);
/// How long an attempt to connect may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long what was sent may stay unacknowledged, and after how long without a word the other side is asked whether
/// it is there. A cable that was cut would otherwise hold up the one writer for as long as TCP goes on trying.
const UNHEARD: Duration = Duration::from_secs(15);

/// Where the database is, and how the way there is protected.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    tls: MakeRustlsConnect,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It can hold a password.
        f.debug_struct("Address").finish_non_exhaustive()
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Its plans cannot flip, whatever the statistics: every statement of it finds rows by an index. A plan made on
    /// tables never analysed was measured at a tenth of the rate.
    Write,
    /// Short reads.
    Read,
    /// A node's sign of life, which is worth nothing late.
    Heart,
}

impl Purpose {
    /// What every session says first. The server gives up a session of ours that does not go on with its transaction
    /// or cannot be reached, so that the rows it locked are free for the other nodes.
    fn session(self) -> &'static str {
        match self {
            Self::Heart => {
                "SET statement_timeout = '3s'; SET lock_timeout = '3s'; SET enable_seqscan = off; SET jit = off"
            }
            Self::Write => {
                "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '20s'; \
                 SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; \
                 SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; \
                 SET enable_mergejoin = off; SET enable_material = off; SET jit = off"
            }
            Self::Read => {
                "SET jit = off; SET statement_timeout = '20s'; SET enable_seqscan = off; SET enable_hashjoin = off; \
                           SET enable_mergejoin = off; SET random_page_cost = 1.1"
            }
        }
    }
}

/// A connection to PostgreSQL.
pub(crate) struct Pg {
    address: Address,
    purpose: Purpose,
    client: Option<Client>,
    statements: HashMap<String, Statement>,
    in_transaction: bool,
    pause: Duration,
    not_before: Option<Instant>,
    /// Why the last attempt to connect failed.
    trouble: String,
}

impl std::fmt::Debug for Pg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pg").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// A connection string, read.
pub(crate) fn address(url: &str) -> Result<Address, StoreError> {
    let (url, wanted) = tls::wanted(url);
    let mut config: Config = url.parse().map_err(|error: postgres::Error| {
        StoreError::Setup(format!(
            "“postgres://user:password@host/database” was expected as the database: {}",
            said(&error)
        ))
    })?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNHEARD);
    }
    config.keepalives_idle(UNHEARD).keepalives_interval(UNHEARD / 3).keepalives_retries(3);
    config.application_name("baton");
    let tls = tls::connector(&mut config, &wanted)?;
    Ok(Address { config, tls })
}

impl Pg {
    /// A connection that is made when it is first used.
    pub(crate) fn new(address: Address, purpose: Purpose) -> Self {
        Self {
            address,
            purpose,
            client: None,
            statements: HashMap::new(),
            in_transaction: false,
            pause: PAUSE,
            not_before: None,
            trouble: String::new(),
        }
    }

    /// The live client; connects if need be. Inside a transaction a lost connection is not replaced, for what is left of
    /// the transaction would be written without its beginning.
    #[expect(clippy::disallowed_methods, reason = "the pauses between attempts to connect are measured here")]
    pub(crate) fn client(&mut self) -> Result<&mut Client, SqlError> {
        if self.client.as_ref().is_some_and(Client::is_closed) {
            self.lose();
        }
        if self.client.is_none() {
            if self.in_transaction {
                return Err(unreachable_because("the connection was lost"));
            }
            if self.not_before.is_some_and(|instant| Instant::now() < instant) {
                return Err(unreachable_because(&self.trouble));
            }
            match self.address.config.connect(self.address.tls.clone()).and_then(|mut client| {
                client.batch_execute(self.purpose.session())?;
                Ok(client)
            }) {
                Ok(client) => {
                    self.client = Some(client);
                    self.pause = PAUSE;
                    self.not_before = None;
                }
                Err(error) => {
                    self.not_before = Some(Instant::now() + self.pause);
                    self.pause = (self.pause * 2).min(LONGEST);
                    self.trouble = said(&error);
                    return Err(unreachable_because(&self.trouble));
                }
            }
        }
        Ok(self.client.as_mut().expect("it was connected above"))
    }

    /// The prepared form of a statement.
    pub(crate) fn prepared(&mut self, sql: &str) -> Result<Statement, SqlError> {
        #[cfg(feature = "testing")]
        crate::said::say(sql, self.purpose.session(), Vec::new);
        self.client()?;
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.client()?.prepare(&sql.replace('?', "$"));
        let statement = prepared.map_err(|error| self.fail(&error))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Runs a statement with typed parameters; how many rows it changed.
    pub(crate) fn run(&mut self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<u64, SqlError> {
        let statement = self.prepared(sql)?;
        let done = self.client()?.execute(&statement, params);
        done.map_err(|error| self.fail(&error))
    }

    /// Runs plain SQL.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), SqlError> {
        let done = self.client()?.batch_execute(sql);
        done.map_err(|error| self.fail(&error))
    }

    /// Begins a transaction. A connection that was lost since it was last used is noticed here, and replaced once.
    fn enter(&mut self, begin: &str) -> Result<(), SqlError> {
        self.in_transaction = false;
        if let Err(error) = self.batch(begin) {
            if self.client.is_some() {
                return Err(error);
            }
            self.batch(begin)?;
        }
        self.in_transaction = true;
        Ok(())
    }

    /// Gives the connection up; the next use makes another.
    pub(crate) fn lose(&mut self) {
        self.client = None;
        self.statements.clear();
    }

    /// What a failure means; a connection that it closed is given up.
    pub(crate) fn fail(&mut self, error: &postgres::Error) -> SqlError {
        if self.client.as_ref().is_none_or(Client::is_closed) || error.is_closed() {
            self.lose();
        }
        explain(error)
    }
}

fn unreachable_because(why: &str) -> SqlError {
    SqlError::Store(StoreError::Unreachable(why.into()))
}

/// What PostgreSQL said, with what is behind it.
pub(crate) fn said(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// What PostgreSQL said, in words for whoever runs it.
fn explain(error: &postgres::Error) -> SqlError {
    let Some(told) = error.as_db_error() else {
        return SqlError::Store(StoreError::Unreachable(said(error)));
    };
    let code = told.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return SqlError::Unique(told.table().unwrap_or_default().to_owned());
    }
    if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        return SqlError::Conflict;
    }
    SqlError::Store(match code.code() {
        "53100" => StoreError::Full,
        "25006" => StoreError::ReadOnly(told.message().to_owned()),
        "XX001" | "XX002" => StoreError::Corrupt(told.message().to_owned()),
        // The server shuts down, starts, or has no room for another connection.
        class if class.starts_with("57P") || class.starts_with("08") || class == "53300" => {
            StoreError::Unreachable(told.message().to_owned())
        }
        // What the data is, what it breaks, or how large it is.
        class if ["22", "23", "54"].iter().any(|unfit| class.starts_with(unfit)) => {
            StoreError::Unfit(told.to_string())
        }
        _ => StoreError::Database(told.to_string()),
    })
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Sql for Pg {
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        #[cfg(feature = "testing")]
        crate::said::say(sql, self.purpose.session(), || crate::said::literals(params));
        let statement = self.prepared(sql)?;
        let found = self.client()?.query(&statement, &borrowed(params));
        let rows = found.map_err(|error| self.fail(&error))?;
        rows.iter()
            .map(|row| (0..row.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>().map(Row))
            .collect::<Result<_, _>>()
            .map_err(|error| self.fail(&error))
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
        #[cfg(feature = "testing")]
        crate::said::say(sql, self.purpose.session(), || crate::said::literals(params));
        self.run(sql, &borrowed(params))
    }

    fn docs(
        &mut self,
        select: &str,
        column: &str,
        workspace: i64,
        keys: Keys<'_>,
    ) -> Result<Vec<String>, SqlError> {
        let sql = format!("{select} WHERE workspace = ?1 AND {column} = ANY (?2)");
        #[cfg(feature = "testing")]
        crate::said::say(&sql, self.purpose.session(), || crate::said::keyed(workspace, keys));
        let statement = self.prepared(&sql)?;
        let found = match keys {
            Keys::Ints(keys) => self.client()?.query(&statement, &[&workspace, &keys]),
            Keys::Texts(keys) => self.client()?.query(&statement, &[&workspace, &keys]),
        };
        let rows = found.map_err(|error| self.fail(&error))?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>().map_err(|error| self.fail(&error))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn script(&mut self, sql: &str) -> Result<(), SqlError> {
        self.batch(sql)
    }

    fn notify(&mut self, word: &str) -> Result<(), SqlError> {
        self.execute("SELECT pg_notify(?1, ?2)::text", &[Value::from(CHANNEL), Value::from(word)]).map(|_| ())
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        self.enter("BEGIN")
    }

    fn begin_read(&mut self) -> Result<(), SqlError> {
        self.enter("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        let done = self.batch("COMMIT");
        if done.is_ok() {
            self.in_transaction = false;
        }
        done
    }

    fn rollback(&mut self) {
        self.in_transaction = false;
        let undone = match &mut self.client {
            Some(client) if !client.is_closed() => client.batch_execute("ROLLBACK").is_ok(),
            _ => false,
        };
        if !undone {
            self.lose();
        }
    }
}

impl Drop for Pg {
    /// A connection says goodbye on a runtime of its own, which a task's thread may not wait for, and whoever drops the
    /// store last may be a task.
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Where there is no thread to be had the connection ends with the process.
            drop(std::thread::Builder::new().name("goodbye".into()).spawn(move || drop(client)));
        }
    }
}
