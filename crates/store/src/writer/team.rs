//! People, lines and programs.

use super::setup::{bump, read_directory, tell};
use super::{Writer, changes, reserve};
use crate::rows::counter_of;
use crate::sql::{Sql, SqlError, one, parse, values, write};
use crate::{
    Changed, Counter, Edit, LineChange, LineWithSecrets, NewLine, NewPerson, PersonChange, Program,
    StoreError,
};
use baton_core::{
    Availability, By, Event, Line, LineId, Moment, Person, PersonId, Presence, ProgramId, QueueId, Team,
};

impl Writer {
    /// Adds somebody; refused with [`StoreError::Setup`] if their address is taken.
    pub fn add_person(&mut self, new: &NewPerson, at: Moment) -> Result<PersonId, StoreError> {
        self.write(|sql, workspace| {
            let id = add_person(sql, workspace, new, at)?;
            bump(sql, workspace)?;
            Ok(id)
        })
    }

    /// Changes somebody. Their sessions and tokens end when they are no longer part of the team. Refused with
    /// [`StoreError::Setup`] if the policy does not hold without them.
    pub fn change_person(
        &mut self,
        id: PersonId,
        change: &PersonChange,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.edit_person(id, change, &Edit::default(), at)
    }

    /// The same by somebody, and only if it is still what they have seen: else [`StoreError::Outdated`].
    pub fn edit_person(
        &mut self,
        id: PersonId,
        change: &PersonChange,
        edit: &Edit,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            // First, for its row is locked until the end: on PostgreSQL two changes of the team come one after another.
            bump(sql, workspace)?;
            let of = Changed::Person(id);
            changes::as_seen(sql, workspace, of, edit)?;
            let before = person_of(sql, workspace, id)?;
            let person = change.apply(before.clone());
            changes::keep(sql, workspace, (of, edit, at), (Some(&before), &person), false)?;
            sql.execute(
                "UPDATE people SET doc = ?3 WHERE workspace = ?1 AND id = ?2",
                &values![workspace, id.0, write(&person)],
            )?;
            if !person.active {
                end_sessions(sql, workspace, id)?;
                sql.execute(
                    "DELETE FROM tokens WHERE workspace = ?1 AND holder_kind = 0 AND holder = ?2",
                    &values![workspace, id.0],
                )?;
            }
            let directory = read_directory(sql, workspace)?;
            if !directory.has_admin() {
                let words = "Somebody has to be an admin. Make another one first.";
                return Err(StoreError::Setup(words.to_owned()));
            }
            Ok(())
        })
    }

    /// Somebody is there, or not, now or ahead. Refused with [`StoreError::Setup`] if the times make no sense, or whoever
    /// is to cover cannot.
    pub fn set_availability(
        &mut self,
        id: PersonId,
        availability: &Availability,
        by: &By,
        at: Moment,
    ) -> Result<(), StoreError> {
        let head = self.write(|sql, workspace| {
            // First, for its row is locked until the end: on PostgreSQL two changes of the team come one after another.
            bump(sql, workspace)?;
            let presence = read_directory(sql, workspace)?
                .presence_after(id, availability, at)
                .map_err(|refusal| StoreError::Setup(refusal.to_string()))?;
            let person = Person { presence, ..person_of(sql, workspace, id)? };
            sql.execute(
                "UPDATE people SET doc = ?3 WHERE workspace = ?1 AND id = ?2",
                &values![workspace, id.0, write(&person)],
            )?;
            let event = Event::AvailabilityChanged { person: id, availability: availability.clone() };
            tell(sql, workspace, by.clone(), at, vec![event])
        })?;
        self.after_kept(head);
        Ok(())
    }

    /// Turns and loads, as they stand.
    pub fn load_team(&mut self) -> Result<Team, StoreError> {
        let workspace = self.shared.workspace();
        let sql = self.backend.sql();
        let mut team = Team::default();
        let turns = sql.query("SELECT queue, doc FROM turns WHERE workspace = ?1", &values![workspace])?;
        for row in &turns {
            team.turns.insert(QueueId(row.int(0)?), row.doc(1)?);
        }
        let counters = sql.query(
            "SELECT kind, id, value FROM counters WHERE workspace = ?1 AND value <> 0",
            &values![workspace],
        )?;
        for row in &counters {
            match counter_of(row.int(0)?, row.int(1)?) {
                Some(Counter::Open(person)) => team.open.insert(person, row.int(2)?),
                Some(Counter::Waiting(queue)) => team.waiting.insert(queue, row.int(2)?),
                _ => None,
            };
        }
        Ok(team)
    }

    /// Gives somebody a new password, as a PHC string; their sessions end.
    pub fn set_password(&mut self, id: PersonId, hash: &str) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            person_of(sql, workspace, id)?;
            sql.execute(
                "UPDATE people SET password_hash = ?3 WHERE workspace = ?1 AND id = ?2",
                &values![workspace, id.0, hash],
            )?;
            end_sessions(sql, workspace, id)
        })
    }

    /// Adds a line; refused with [`StoreError::Setup`] if a line that is not retired has this number.
    pub fn add_line(&mut self, new: &NewLine, at: Moment) -> Result<LineId, StoreError> {
        self.write(|sql, workspace| {
            // First, for its row is locked until the end: on PostgreSQL two changes of the team come one after another.
            bump(sql, workspace)?;
            let id = LineId(reserve(sql, workspace, 1)? - 1);
            let line = Line {
                id,
                number: new.number.clone(),
                name: new.name.clone().unwrap_or_else(|| new.number.clone()),
                carrier: new.carrier,
                carrier_answers: new.carrier_answers,
                retired: false,
            };
            let added = sql.execute(
                "INSERT INTO lines (workspace, id, number, retired, settings, doc) VALUES (?1, ?2, ?3, 0, ?4, ?5)",
                &values![workspace, id.0, &new.number, write(&new.settings), write(&line)],
            );
            taken(added, || format!("There is a line {} already. Retire that one first.", new.number))?;
            let what = (Changed::Line(id), &Edit::default(), at);
            changes::keep(sql, workspace, what, (None, &line), false)?;
            read_directory(sql, workspace)?;
            Ok(id)
        })
    }

    /// Changes a line.
    pub fn change_line(&mut self, change: &LineChange, at: Moment) -> Result<(), StoreError> {
        self.edit_line(change, &Edit::default(), at)
    }

    /// The same by somebody, and only if it is still what they have seen: else [`StoreError::Outdated`].
    pub fn edit_line(&mut self, change: &LineChange, edit: &Edit, at: Moment) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            // First, for its row is locked until the end: on PostgreSQL two changes of the team come one after another.
            bump(sql, workspace)?;
            let of = Changed::Line(change.line);
            changes::as_seen(sql, workspace, of, edit)?;
            let row = one(sql.query(
                "SELECT doc, settings FROM lines WHERE workspace = ?1 AND id = ?2",
                &values![workspace, change.line.0],
            )?);
            let row = row.ok_or_else(|| StoreError::Setup("There is no such line here.".into()))?;
            let before: Line = row.doc(0)?;
            let line = change.apply(before.clone());
            let secrets = change.settings.is_some();
            changes::keep(sql, workspace, (of, edit, at), (Some(&before), &line), secrets)?;
            let settings = change
                .settings
                .as_ref()
                .map_or_else(|| row.text(1).map(str::to_owned), |new| Ok(write(new)))?;
            let changed = sql.execute(
                "UPDATE lines SET retired = ?3, settings = ?4, doc = ?5 WHERE workspace = ?1 AND id = ?2",
                &values![workspace, line.id.0, i64::from(line.retired), settings, write(&line)],
            );
            taken(changed, || format!("Another line has the number {} now.", line.number))?;
            read_directory(sql, workspace).map(|_| ())
        })
    }

    /// Every line with its secrets, also retired ones, oldest first; and where the workspace says that it is reached.
    pub fn lines_and_address(&mut self) -> Result<(Vec<LineWithSecrets>, Option<String>), StoreError> {
        let workspace = self.shared.workspace();
        let sql = self.backend.sql();
        let row = one(sql.query("SELECT public_url FROM workspaces WHERE id = ?1", &values![workspace])?);
        let url = row.map(|row| row.maybe_text(0).map(|url| url.map(str::to_owned))).transpose()?.flatten();
        Ok((lines_of(sql, workspace)?, url))
    }

    /// Adds a program.
    pub fn add_program(&mut self, name: &str) -> Result<ProgramId, StoreError> {
        self.write(|sql, workspace| {
            let id = ProgramId(reserve(sql, workspace, 1)? - 1);
            let program = Program { id, name: name.to_owned(), active: true };
            sql.execute(
                "INSERT INTO programs (workspace, id, doc) VALUES (?1, ?2, ?3)",
                &values![workspace, id.0, write(&program)],
            )?;
            Ok(id)
        })
    }
}

/// A sentence instead of a violated unique index.
pub(super) fn taken(
    done: Result<u64, SqlError>,
    sentence: impl FnOnce() -> String,
) -> Result<u64, StoreError> {
    done.map_err(|error| match error {
        SqlError::Unique(_) => StoreError::Setup(sentence()),
        other => other.into(),
    })
}

pub(super) fn add_person(
    sql: &mut dyn Sql,
    workspace: i64,
    new: &NewPerson,
    at: Moment,
) -> Result<PersonId, StoreError> {
    let id = PersonId(reserve(sql, workspace, 1)? - 1);
    let email = new.email.trim().to_lowercase();
    let person = Person {
        id,
        email: email.clone(),
        name: new.name.clone(),
        role: new.role,
        active: true,
        presence: Presence::default(),
    };
    let added = sql.execute(
        "INSERT INTO people (workspace, id, email, password_hash, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
        &values![workspace, id.0, &email, new.password_hash.as_ref(), write(&person)],
    );
    taken(added, || format!("Somebody with the address {email} is part of the team already."))?;
    let what = (Changed::Person(id), &Edit::default(), at);
    changes::keep(sql, workspace, what, (None, &person), false)?;
    Ok(id)
}

fn person_of(sql: &mut dyn Sql, workspace: i64, id: PersonId) -> Result<Person, StoreError> {
    let row =
        one(sql.query("SELECT doc FROM people WHERE workspace = ?1 AND id = ?2", &values![workspace, id.0])?);
    row.ok_or_else(|| StoreError::Setup("There is no such person here.".into()))?.doc(0)
}

fn end_sessions(sql: &mut dyn Sql, workspace: i64, id: PersonId) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE workspace = ?1 AND person = ?2", &values![workspace, id.0])?;
    Ok(())
}

/// Everybody, also who left, oldest first.
pub(super) fn people_of(sql: &mut dyn Sql, workspace: i64) -> Result<Vec<Person>, StoreError> {
    let rows = sql.query("SELECT doc FROM people WHERE workspace = ?1 ORDER BY id", &values![workspace])?;
    rows.iter().map(|row| row.doc(0)).collect()
}

/// Every line with its secrets, also retired ones, oldest first.
pub(crate) fn lines_of(sql: &mut dyn Sql, workspace: i64) -> Result<Vec<LineWithSecrets>, StoreError> {
    let rows =
        sql.query("SELECT doc, settings FROM lines WHERE workspace = ?1 ORDER BY id", &values![workspace])?;
    rows.iter().map(|row| Ok(LineWithSecrets { line: row.doc(0)?, settings: parse(row.text(1)?)? })).collect()
}
