//! Tokens and sessions.

use super::Writer;
use super::team::taken;
use crate::rows::holder_columns;
use crate::sql::{values, write};
use crate::{Session, StoreError, Token};
use baton_hours::MachineTime;

impl Writer {
    /// Stores a token's hash; refused with [`StoreError::Setup`] if its holder has one of this name.
    pub fn add_token(&mut self, token: &Token) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            let (kind, holder) = holder_columns(token.holder);
            let added = sql.execute(
                "INSERT INTO tokens (workspace, hash, name, holder_kind, holder, scopes, created_at, revoked_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                &values![
                    workspace,
                    token.hash.as_slice(),
                    &token.name,
                    kind,
                    holder,
                    write(&token.scopes),
                    token.created_at.micros(),
                    token.revoked_at.map(MachineTime::micros),
                ],
            );
            taken(added, || format!("There is a token named {} already. Withdraw it first, or use another name.", token.name))
                .map(|_| ())
        })
    }

    /// Withdraws a token; false if there is none with this hash.
    pub fn revoke_token(&mut self, hash: &[u8], at: MachineTime) -> Result<bool, StoreError> {
        self.write(|sql, workspace| {
            let changed = sql.execute(
                "UPDATE tokens SET revoked_at = ?3 WHERE workspace = ?1 AND hash = ?2 AND revoked_at IS NULL",
                &values![workspace, hash, at.micros()],
            )?;
            Ok(changed > 0)
        })
    }

    /// Somebody signed in.
    pub fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            sql.execute(
                "INSERT INTO sessions (workspace, hash, person, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                &values![
                    workspace,
                    session.hash.as_slice(),
                    session.person.0,
                    session.created_at.micros(),
                    session.expires_at.micros(),
                ],
            )?;
            Ok(())
        })
    }

    /// Somebody signed out.
    pub fn end_session(&mut self, hash: &[u8]) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            sql.execute(
                "DELETE FROM sessions WHERE workspace = ?1 AND hash = ?2",
                &values![workspace, hash],
            )?;
            Ok(())
        })
    }

    /// Ends the sessions that have expired by `now`.
    pub fn sweep_sessions(&mut self, now: MachineTime) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            sql.execute(
                "DELETE FROM sessions WHERE workspace = ?1 AND expires_at <= ?2",
                &values![workspace, now.micros()],
            )?;
            Ok(())
        })
    }
}
