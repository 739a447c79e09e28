//! Hears from other nodes that the feed has grown.
//!
//! LISTEN dies silently, with a failover or behind a pooler that hands the session to somebody else. So the listener
//! sends itself a word at the start, now and then, and whenever a sign of life of this node shows that the feed had grown
//! without a word. When it does not come back it connects anew, and asks the feed how far it reaches until one does. The
//! feed is the truth, this is only the wake-up.

use crate::StoreError;
use crate::postgres::commit::CHANNEL;
use crate::postgres::{Address, Pg, Purpose};
use crate::signal::Signal;
use crate::sql::{Sql, SqlError, one, values};
use postgres::fallible_iterator::FallibleIterator;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it looks whether the store is being closed; and, while it hears nothing, how far the feed reaches.
const SLICE: Duration = Duration::from_millis(250);
/// How often it sends itself a word.
const PROBE: Duration = Duration::from_secs(30);
/// How long that word may take.
const ANSWER: Duration = Duration::from_secs(2);

/// The word for a change of policy, people or lines.
const DIRECTORY: &str = "directory";

/// What a node says to the others when the directory of a workspace has changed.
pub(crate) fn directory_word(workspace: i64) -> String {
    format!("{workspace}:{DIRECTORY}")
}

/// What it says when the feed has grown so far.
pub(crate) fn feed_word(workspace: i64, head: i64) -> String {
    format!("{workspace}:{head}")
}

/// Starts the listener's thread; it ends when the store is dropped.
pub(crate) fn listen(address: Address, workspace: i64, signal: Arc<Signal>) -> Result<(), StoreError> {
    std::thread::Builder::new()
        .name("listen".into())
        .spawn(move || {
            let mut pg = Pg::new(address, Purpose::Read);
            while !signal.is_over() {
                // That nothing is heard is told by `hears_others`; the next round tries again.
                let _ = hear(&mut pg, workspace, &signal);
                signal.set_hearing(false);
                signal.wait_over(SLICE);
                if let Ok(head) = head(&mut pg, workspace) {
                    signal.grown(head);
                }
            }
        })
        .map(|_| ())
        .map_err(|error| StoreError::Database(format!("no thread to listen on: {error}")))
}

fn head(pg: &mut Pg, workspace: i64) -> Result<i64, SqlError> {
    let rows = pg.query("SELECT feed FROM workspaces WHERE id = ?1", &values![workspace])?;
    one(rows).map_or(Ok(0), |row| row.int(0)).map_err(SqlError::Store)
}

#[expect(clippy::disallowed_methods, reason = "the probe's deadlines are measured here")]
fn hear(pg: &mut Pg, workspace: i64, signal: &Signal) -> Result<(), SqlError> {
    pg.batch(&format!("LISTEN {CHANNEL}"))?;
    let ours = format!("{workspace}:");
    let session = one(pg.query("SELECT pg_backend_pid()::text", &[])?);
    let word = format!("probe:{}", session.as_ref().map_or(Ok(""), |row| row.text(0))?);
    let mut sent: Option<Instant> = None;
    let mut probe_at = Instant::now();
    loop {
        if signal.is_over() {
            return Ok(());
        }
        if signal.is_doubted() || Instant::now() >= probe_at {
            pg.execute("SELECT pg_notify(?1, ?2)::text", &values![CHANNEL, &word])?;
            sent.get_or_insert_with(Instant::now);
            probe_at = Instant::now() + PROBE;
        }
        let next = pg.client()?.notifications().timeout_iter(SLICE).next();
        if let Some(note) = next.map_err(|error| pg.fail(&error))? {
            if note.payload() == word {
                sent = None;
                if !signal.is_hearing() {
                    // First, for whoever knows that this node hears counts on every word from then on.
                    signal.grown(head(pg, workspace)?);
                    signal.set_hearing(true);
                }
            } else if let Some(word) = note.payload().strip_prefix(&ours) {
                match word.parse() {
                    Ok(head) => signal.grown(head),
                    Err(_) if word == DIRECTORY => signal.directory_moved(),
                    // A word of a newer version.
                    Err(_) => {}
                }
            }
        } else if sent.is_some_and(|sent| sent.elapsed() > ANSWER) {
            pg.lose();
            return Ok(());
        } else if signal.is_hearing() {
            // A session that was ended while nothing came is noticed by asking it.
            pg.client()?.is_valid(ANSWER).map_err(|error| pg.fail(&error))?;
        } else {
            signal.grown(head(pg, workspace)?);
        }
    }
}
