//! Numbers, contacts and threads of a batch.

use super::commit::{Stop, asserted};
use crate::Batch;
use crate::sql::Pen;
use crate::sqlite::Ready;
use crate::words::{tail, words};
use rusqlite::{Connection, params};

pub(super) fn numbers(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut insert = db.ready(
        "INSERT INTO numbers (id, workspace, contact, handset, tail, version, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut update = db.ready(
        "UPDATE numbers SET contact = ?3, version = ?4, doc = ?5 WHERE id = ?1 AND workspace = ?2 AND version = ?6",
    )?;
    let mut pen = Pen::new();
    for number in &batch.numbers {
        let row = &number.row;
        let doc = pen.write(row);
        match number.read_at {
            None => {
                let tail = tail(&row.address);
                insert.execute(params![
                    row.id.0,
                    workspace,
                    row.contact.0,
                    row.handset,
                    tail,
                    row.version,
                    doc
                ])?;
            }
            Some(read) => {
                asserted(update.execute(params![
                    row.id.0,
                    workspace,
                    row.contact.0,
                    row.version,
                    doc,
                    read
                ])?)?;
            }
        }
    }
    Ok(())
}

pub(super) fn contacts(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut insert =
        db.ready("INSERT INTO contacts (id, workspace, version, doc) VALUES (?1, ?2, ?3, ?4)")?;
    let mut update = db.ready(
        "UPDATE contacts SET version = ?3, doc = ?4 WHERE id = ?1 AND workspace = ?2 AND version = ?5",
    )?;
    let mut forget = db.ready("DELETE FROM contact_words WHERE workspace = ?1 AND contact = ?2")?;
    let mut keep = db.ready("INSERT INTO contact_words (workspace, word, contact) VALUES (?1, ?2, ?3)")?;
    let mut pen = Pen::new();
    for contact in &batch.contacts {
        let row = &contact.row;
        let doc = pen.write(row);
        match contact.read_at {
            None => {
                insert.execute(params![row.id.0, workspace, row.version, doc])?;
            }
            Some(read) => {
                asserted(update.execute(params![row.id.0, workspace, row.version, doc, read])?)?;
                forget.execute(params![workspace, row.id.0])?;
            }
        }
        for word in row.name.iter().flat_map(|name| words(name)) {
            keep.execute(params![workspace, word, row.id.0])?;
        }
    }
    Ok(())
}

pub(super) fn threads(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut insert = db.ready(
        "INSERT INTO threads (id, workspace, line, number, version, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut update = db.ready(
        "UPDATE threads SET version = ?3, doc = ?4 WHERE id = ?1 AND workspace = ?2 AND version = ?5",
    )?;
    let mut pen = Pen::new();
    for thread in &batch.threads {
        let row = &thread.row;
        let doc = pen.write(row);
        match thread.read_at {
            None => {
                insert.execute(params![row.id.0, workspace, row.line.0, row.number.0, row.version.0, doc])?;
            }
            Some(read) => {
                asserted(update.execute(params![row.id.0, workspace, row.version.0, doc, read])?)?;
            }
        }
    }
    Ok(())
}
