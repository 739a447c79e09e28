//! People, lines, programs, and what proves that it is them.

use super::Reader;
use crate::rows::holder_of;
use crate::sql::{Row, one, parse, values};
use crate::writer::{lines_of, queue_ids};
use crate::{Account, LineWithSecrets, Program, SavedPolicy, Session, StoreError, Token};
use baton_core::{Moment, PersonId, QueueId};
use baton_hours::MachineTime;

impl Reader<'_> {
    /// Everybody, also who left, by name.
    pub fn people(&mut self) -> Result<Vec<Account>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc, password_hash FROM people WHERE workspace = ?1 ORDER BY id",
            &values![self.workspace],
        )?;
        let mut people = rows.iter().map(account).collect::<Result<Vec<_>, _>>()?;
        people.sort_by_cached_key(|account| account.person.name.to_lowercase());
        Ok(people)
    }

    /// The person with this address, whatever its capitals.
    pub fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        let row = one(self.sql.query(
            "SELECT doc, password_hash FROM people WHERE workspace = ?1 AND email = ?2",
            &values![self.workspace, email.trim().to_lowercase()],
        )?);
        row.as_ref().map(account).transpose()
    }

    /// Every line with its secrets, also retired ones, oldest first.
    pub fn lines_with_secrets(&mut self) -> Result<Vec<LineWithSecrets>, StoreError> {
        lines_of(self.sql, self.workspace)
    }

    /// Every queue there ever was, with its id, by name.
    pub fn queue_names(&mut self) -> Result<Vec<(QueueId, String)>, StoreError> {
        Ok(queue_ids(self.sql, self.workspace)?.into_iter().map(|(name, id)| (id, name)).collect())
    }

    /// Programs, oldest first.
    pub fn programs(&mut self) -> Result<Vec<Program>, StoreError> {
        let rows = self
            .sql
            .query("SELECT doc FROM programs WHERE workspace = ?1 ORDER BY id", &values![self.workspace])?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// The session with this hash, also an expired one.
    pub fn session(&mut self, hash: &[u8]) -> Result<Option<Session>, StoreError> {
        let row = one(self.sql.query(
            "SELECT hash, person, created_at, expires_at FROM sessions WHERE workspace = ?1 AND hash = ?2",
            &values![self.workspace, hash],
        )?);
        row.map(|row| {
            Ok(Session {
                hash: row.bytes(0)?.to_vec(),
                person: PersonId(row.int(1)?),
                created_at: MachineTime::from_micros(row.int(2)?),
                expires_at: MachineTime::from_micros(row.int(3)?),
            })
        })
        .transpose()
    }

    /// The token with this hash, also a revoked one.
    pub fn token(&mut self, hash: &[u8]) -> Result<Option<Token>, StoreError> {
        let row = one(self.sql.query(
            "SELECT hash, name, holder_kind, holder, scopes, created_at, revoked_at FROM tokens \
             WHERE workspace = ?1 AND hash = ?2",
            &values![self.workspace, hash],
        )?);
        row.as_ref().map(token).transpose()
    }

    /// Every token, without those that were revoked, oldest first.
    pub fn tokens(&mut self) -> Result<Vec<Token>, StoreError> {
        let rows = self.sql.query(
            "SELECT hash, name, holder_kind, holder, scopes, created_at, revoked_at FROM tokens \
             WHERE workspace = ?1 AND revoked_at IS NULL ORDER BY created_at, name",
            &values![self.workspace],
        )?;
        rows.iter().map(token).collect()
    }

    /// A version of the policy; none: the present one.
    pub fn policy(&mut self, version: Option<i64>) -> Result<Option<SavedPolicy>, StoreError> {
        let row = one(self.sql.query(
            "SELECT version, source, saved_at, saved_by FROM policies WHERE workspace = ?1 AND version <= ?2 \
             ORDER BY version DESC LIMIT 1",
            &values![self.workspace, version.unwrap_or(i64::MAX)],
        )?);
        let saved = row.map(|row| {
            Ok::<_, StoreError>(SavedPolicy {
                version: row.int(0)?,
                source: row.text(1)?.to_owned(),
                at: Moment::from_micros(row.int(2)?),
                by: row.maybe_int(3)?.map(PersonId),
            })
        });
        Ok(saved.transpose()?.filter(|saved| version.is_none_or(|version| version == saved.version)))
    }
}

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account { person: row.doc(0)?, password_hash: row.maybe_text(1)?.map(str::to_owned) })
}

fn token(row: &Row) -> Result<Token, StoreError> {
    Ok(Token {
        hash: row.bytes(0)?.to_vec(),
        name: row.text(1)?.to_owned(),
        holder: holder_of(row.int(2)?, row.int(3)?),
        scopes: parse(row.text(4)?)?,
        created_at: MachineTime::from_micros(row.int(5)?),
        revoked_at: row.maybe_int(6)?.map(MachineTime::from_micros),
    })
}
