//! Numbers, contacts and threads of a batch.

use super::commit::{asserted, column, split};
use crate::postgres::Pg;
use crate::sql::write;
use crate::words::{tail, words};
use crate::{Batch, CommitError, Write};

pub(super) fn numbers(
    pg: &mut Pg,
    workspace: i64,
    rows: &[Write<baton_core::Number>],
) -> Result<(), CommitError> {
    let (new, changed) = split(rows);
    if !new.is_empty() {
        pg.run(
            "INSERT INTO numbers (workspace, id, contact, handset, tail, version, doc) SELECT ?1, * FROM \
             unnest(?2::bigint[], ?3::bigint[], ?4::text[], ?5::text[], ?6::bigint[], ?7::text[])",
            &[
                &workspace,
                &column(&new, |row| row.id.0),
                &column(&new, |row| row.contact.0),
                &column(&new, |row| row.handset.as_str()),
                &column(&new, |row| tail(&row.address)),
                &column(&new, |row| row.version),
                &column(&new, |row| write(*row)),
            ],
        )?;
    }
    if changed.is_empty() {
        return Ok(());
    }
    let found = pg.run(
        "UPDATE numbers n SET contact = u.contact, version = u.version, doc = u.doc FROM \
         unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::text[], ?6::bigint[]) \
         AS u (id, contact, version, doc, read) WHERE n.workspace = ?1 AND n.id = u.id AND n.version = u.read",
        &[
            &workspace,
            &column(&changed, |row| row.0.id.0),
            &column(&changed, |row| row.0.contact.0),
            &column(&changed, |row| row.0.version),
            &column(&changed, |row| write(row.0)),
            &column(&changed, |row| row.1),
        ],
    )?;
    asserted(found, changed.len())
}

pub(super) fn contacts(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), CommitError> {
    let (new, changed) = split(&batch.contacts);
    if !new.is_empty() {
        pg.run(
            "INSERT INTO contacts (workspace, id, version, doc) \
             SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::text[])",
            &[
                &workspace,
                &column(&new, |row| row.id.0),
                &column(&new, |row| row.version),
                &column(&new, |row| write(*row)),
            ],
        )?;
    }
    if !changed.is_empty() {
        let ids = column(&changed, |row| row.0.id.0);
        let found = pg.run(
            "UPDATE contacts c SET version = u.version, doc = u.doc FROM \
             unnest(?2::bigint[], ?3::bigint[], ?4::text[], ?5::bigint[]) AS u (id, version, doc, read) \
             WHERE c.workspace = ?1 AND c.id = u.id AND c.version = u.read",
            &[
                &workspace,
                &ids,
                &column(&changed, |row| row.0.version),
                &column(&changed, |row| write(row.0)),
                &column(&changed, |row| row.1),
            ],
        )?;
        asserted(found, changed.len())?;
        pg.run("DELETE FROM contact_words WHERE workspace = ?1 AND contact = ANY (?2)", &[&workspace, &ids])?;
    }
    let named: Vec<(String, i64)> = batch
        .contacts
        .iter()
        .flat_map(|contact| {
            contact.row.name.iter().flat_map(|name| words(name)).map(|word| (word, contact.row.id.0))
        })
        .collect();
    if !named.is_empty() {
        pg.run(
            "INSERT INTO contact_words (workspace, word, contact) SELECT ?1, * FROM unnest(?2::text[], ?3::bigint[])",
            &[&workspace, &column(&named, |row| row.0.as_str()), &column(&named, |row| row.1)],
        )?;
    }
    Ok(())
}

pub(super) fn threads(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), CommitError> {
    let (new, changed) = split(&batch.threads);
    if !new.is_empty() {
        pg.run(
            "INSERT INTO threads (workspace, id, line, number, version, doc) SELECT ?1, * FROM \
             unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::text[])",
            &[
                &workspace,
                &column(&new, |row| row.id.0),
                &column(&new, |row| row.line.0),
                &column(&new, |row| row.number.0),
                &column(&new, |row| row.version.0),
                &column(&new, |row| write(*row)),
            ],
        )?;
    }
    if changed.is_empty() {
        return Ok(());
    }
    let found = pg.run(
        "UPDATE threads t SET version = u.version, doc = u.doc FROM \
         unnest(?2::bigint[], ?3::bigint[], ?4::text[], ?5::bigint[]) AS u (id, version, doc, read) \
         WHERE t.workspace = ?1 AND t.id = u.id AND t.version = u.read",
        &[
            &workspace,
            &column(&changed, |row| row.0.id.0),
            &column(&changed, |row| row.0.version.0),
            &column(&changed, |row| write(row.0)),
            &column(&changed, |row| row.1),
        ],
    )?;
    asserted(found, changed.len())
}
