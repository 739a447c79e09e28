//! The workspace and its policy.

use super::{Writer, not_set_up, reserve};
use crate::postgres::{directory_word, feed_word};
use crate::sql::{Sql, SqlError, one, transaction, values, write};
use crate::writer::team::{add_person, lines_of, people_of};
use crate::{CommitError, NewWorkspace, RESETTLE, StoreError};
use baton_core::{
    By, Directory, DirectoryError, Event, Moment, Parts, PersonId, Position, QueueId, Record, WorkspaceId,
    known,
};
use baton_policy::Policy;
use std::collections::BTreeMap;

/// The one workspace of a database.
const WORKSPACE: i64 = 1;

impl Writer {
    /// Makes the workspace, its first person and its first policy; refused if there is one.
    pub fn set_up(&mut self, new: &NewWorkspace) -> Result<PersonId, StoreError> {
        let person = transaction(self.backend.sql(), |sql| {
            if one(sql.query("SELECT id FROM workspaces LIMIT 1", &[])?).is_some() {
                return Err(StoreError::Setup(
                    "There is a workspace here already. Nothing was changed.".into(),
                ));
            }
            sql.execute(
                "INSERT INTO workspaces (id, business, zone, public_url, rehearsal, directory_version, policy_version, \
                 feed, feed_floor) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0, 0, 0)",
                &values![WORKSPACE, &new.business, &new.zone, new.public_url.as_ref(), i64::from(new.rehearsal)],
            )?;
            sql.execute("INSERT INTO ids (workspace, next) VALUES (?1, 1)", &values![WORKSPACE])?;
            let person = add_person(sql, WORKSPACE, &new.person, new.at)?;
            save(sql, WORKSPACE, &new.policy, None, new.at)?;
            Ok(person)
        })?;
        self.shared.set_workspace(WORKSPACE);
        self.shared.listen()?;
        let head = self.feed_head()?;
        self.after_kept(head.0);
        Ok(person)
    }

    /// Everything that decisions read beside threads. [`StoreError::Setup`] before the set-up,
    /// [`StoreError::Directory`] when what is saved does not hold any more.
    pub fn load_directory(&mut self) -> Result<Directory, StoreError> {
        let workspace = self.shared.workspace();
        let sql = self.backend.sql();
        sql.begin_read()?;
        let directory = read_directory(sql, workspace);
        sql.rollback();
        directory
    }

    /// Checks the next version of the policy and saves it. [`CommitError::DirectoryMoved`] if `expected` is not the
    /// present version any more; [`StoreError::Setup`] with its problems if it cannot be used. Returns the version.
    pub fn save_policy(
        &mut self,
        source: &str,
        expected: Option<i64>,
        by: Option<PersonId>,
        at: Moment,
    ) -> Result<i64, CommitError> {
        let workspace = self.shared.workspace();
        let saved = transaction(self.backend.sql(), |sql| {
            // Its row is locked until the end: on PostgreSQL of two policies for one version the second is refused.
            let row = one(sql.query(
                "UPDATE workspaces SET policy_version = policy_version WHERE id = ?1 RETURNING policy_version",
                &values![workspace],
            )?);
            let present = row.ok_or_else(not_set_up)?.int(0)?;
            if expected.is_some_and(|expected| expected != present) {
                return Err(CommitError::DirectoryMoved);
            }
            Ok(save(sql, workspace, source, by, at)?)
        })?;
        self.after_kept(saved.1);
        Ok(saved.0)
    }

    /// Changes where carriers and browsers reach the workspace, without a slash at the end.
    pub fn set_public_url(&mut self, url: Option<&str>) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            let url = url.map(|url| url.trim_end_matches('/'));
            sql.execute("UPDATE workspaces SET public_url = ?2 WHERE id = ?1", &values![workspace, url])?;
            bump(sql, workspace)
        })
    }
}

/// The directory has changed: whatever was decided with the one before is decided again.
pub(super) fn bump(sql: &mut dyn Sql, workspace: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE workspaces SET directory_version = directory_version + 1 WHERE id = ?1",
        &values![workspace],
    )?;
    moved(sql, workspace)
}

/// What follows in the same transaction: everything that is owned is settled again, from the beginning, and the other
/// nodes are told. In another transaction a crash, or another node's progress, could come between.
fn moved(sql: &mut dyn Sql, workspace: i64) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO jobs (workspace, name, after) VALUES (?1, ?2, NULL) \
         ON CONFLICT (workspace, name) DO UPDATE SET after = NULL",
        &values![workspace, RESETTLE],
    )?;
    Ok(sql.notify(&directory_word(workspace))?)
}

/// Checks and saves a policy; its version and the position of the record of it.
fn save(
    sql: &mut dyn Sql,
    workspace: i64,
    source: &str,
    by: Option<PersonId>,
    at: Moment,
) -> Result<(i64, i64), StoreError> {
    let row = one(sql.query(
        "UPDATE workspaces SET policy_version = policy_version + 1, directory_version = directory_version + 1, \
         feed = feed + 1 WHERE id = ?1 RETURNING policy_version, feed",
        &values![workspace],
    )?);
    let row = row.ok_or_else(not_set_up)?;
    let (version, head) = (row.int(0)?, row.int(1)?);
    let (people, lines) = (people_of(sql, workspace)?, lines_of(sql, workspace)?);
    let around = known(&people, lines.iter().map(|line| &line.line));
    let policy = Policy::load(source, &around).map_err(|report| StoreError::Setup(report.to_string()))?;
    name_queues(sql, workspace, &policy)?;
    sql.execute(
        "INSERT INTO policies (workspace, version, source, saved_at, saved_by) VALUES (?1, ?2, ?3, ?4, ?5)",
        &values![workspace, version, source, at.micros(), by.map(|id| id.0)],
    )?;
    keep(
        sql,
        workspace,
        head,
        by.map_or(By::Policy, By::person),
        at,
        vec![Event::PolicyChanged { version }],
    )?;
    moved(sql, workspace)?;
    sql.notify(&feed_word(workspace, head))?;
    Ok((version, head))
}

/// Tells what concerns the whole workspace; the position of its record.
pub(super) fn tell(
    sql: &mut dyn Sql,
    workspace: i64,
    by: By,
    at: Moment,
    events: Vec<Event>,
) -> Result<i64, StoreError> {
    let rows = sql.query(
        "UPDATE workspaces SET feed = feed + ?2 WHERE id = ?1 RETURNING feed",
        &values![workspace, i64::try_from(events.len()).unwrap_or(i64::MAX)],
    )?;
    let head = one(rows).ok_or_else(not_set_up)?.int(0)?;
    keep(sql, workspace, head, by, at, events)?;
    sql.notify(&feed_word(workspace, head))?;
    Ok(head)
}

/// The record that ends at that position.
fn keep(
    sql: &mut dyn Sql,
    workspace: i64,
    head: i64,
    by: By,
    at: Moment,
    events: Vec<Event>,
) -> Result<(), StoreError> {
    let record = Record { position: Position(head), thread: None, conversation: None, at, by, events };
    sql.execute(
        "INSERT INTO records (workspace, position, thread, doc) VALUES (?1, ?2, ?3, ?4)",
        &values![workspace, head, None::<i64>, write(&record)],
    )?;
    Ok(())
}

/// Gives ids to the queues that are new. A queue keeps its id as long as its name stays.
fn name_queues(sql: &mut dyn Sql, workspace: i64, policy: &Policy) -> Result<(), SqlError> {
    let ids = queue_ids(sql, workspace)?;
    for queue in policy.queues().iter().filter(|queue| !ids.contains_key(&queue.name)) {
        let id = reserve(sql, workspace, 1)? - 1;
        sql.execute(
            "INSERT INTO queues (workspace, id, name) VALUES (?1, ?2, ?3)",
            &values![workspace, id, &queue.name],
        )?;
    }
    Ok(())
}

/// The id of each queue there ever was, by its name.
pub(crate) fn queue_ids(sql: &mut dyn Sql, workspace: i64) -> Result<BTreeMap<String, QueueId>, SqlError> {
    let rows = sql.query("SELECT name, id FROM queues WHERE workspace = ?1", &values![workspace])?;
    let ids = rows.iter().map(|row| Ok((row.text(0)?.to_owned(), QueueId(row.int(1)?))));
    ids.collect::<Result<_, StoreError>>().map_err(SqlError::Store)
}

/// The directory as it stands.
pub(super) fn read_directory(sql: &mut dyn Sql, workspace: i64) -> Result<Directory, StoreError> {
    let row = one(sql.query(
        "SELECT w.business, w.directory_version, w.policy_version, p.source FROM workspaces w \
         JOIN policies p ON p.workspace = w.id AND p.version = w.policy_version WHERE w.id = ?1",
        &values![workspace],
    )?);
    let row = row.ok_or_else(not_set_up)?;
    let people = people_of(sql, workspace)?;
    let lines = lines_of(sql, workspace)?.into_iter().map(|line| line.line).collect();
    let queue_ids = queue_ids(sql, workspace)?;
    let parts = Parts {
        workspace: WorkspaceId(workspace),
        business: row.text(0)?.to_owned(),
        version: row.int(1)?,
        policy_version: row.int(2)?,
        policy: row.text(3)?,
        people,
        lines,
        queue_ids: &queue_ids,
    };
    Directory::assemble(parts).map_err(|error| match error {
        DirectoryError::Policy(report) => {
            StoreError::Directory(format!("The policy does not hold so: {report}"))
        }
        other => StoreError::Directory(other.to_string()),
    })
}
