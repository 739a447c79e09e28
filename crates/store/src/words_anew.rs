//! Writes the words of names anew where another folding has kept them, as an older version of this program did.

use crate::StoreError;
use crate::sql::{Dialect, Sql, one, parse, transaction, values};
use crate::words::{FOLDING, words};
use baton_core::Contact;
use std::collections::{BTreeMap, BTreeSet};

/// How many contacts a transaction goes through.
const BATCH: i64 = 1_000;
/// Keeps two nodes that start at the same moment from going through the same contacts.
const LOCK: i64 = 0x6261_746f_6e01;

/// Goes on until every name is found by the words that this program searches for. What is done is done: whoever is
/// interrupted goes on there at the next opening.
pub(crate) fn words_anew(sql: &mut dyn Sql) -> Result<(), StoreError> {
    while transaction(sql, step)? {}
    Ok(())
}

/// Some contacts further; whether there may be more.
fn step(sql: &mut dyn Sql) -> Result<bool, StoreError> {
    let held = match sql.dialect() {
        Dialect::Sqlite => "",
        Dialect::Postgres => {
            sql.query("SELECT pg_advisory_xact_lock(?1)::text", &values![LOCK])?;
            // Nobody writes a name between our reading it and our keeping its words.
            " FOR UPDATE"
        }
    };
    let row = one(sql.query("SELECT folding, in_workspace, up_to, done FROM words_kept", &[])?);
    let row = row.ok_or_else(|| StoreError::Corrupt("words_kept has lost its row".into()))?;
    let (begun, done) = (row.int(0)? == FOLDING, row.int(3)? != 0);
    if begun && done {
        return Ok(false);
    }
    let (mut workspace, mut up_to) = if begun { (row.int(1)?, row.int(2)?) } else { (0, 0) };
    let found = sql.query(
        &format!("SELECT id, doc FROM contacts WHERE workspace = ?1 AND id > ?2 ORDER BY id LIMIT ?3{held}"),
        &values![workspace, up_to, BATCH],
    )?;
    let mut done = false;
    if let Some(last) = found.last() {
        let mut contacts = BTreeMap::new();
        for row in &found {
            contacts.insert(row.int(0)?, parse::<Contact>(row.text(1)?)?.name);
        }
        let range = (up_to, last.int(0)?);
        keep(sql, workspace, range, &contacts)?;
        up_to = range.1;
    } else {
        let next = "SELECT id FROM workspaces WHERE id > ?1 ORDER BY id LIMIT 1";
        match one(sql.query(next, &values![workspace])?) {
            Some(row) => (workspace, up_to) = (row.int(0)?, 0),
            None => done = true,
        }
    }
    sql.execute(
        "UPDATE words_kept SET folding = ?1, in_workspace = ?2, up_to = ?3, done = ?4",
        &values![FOLDING, workspace, up_to, i64::from(done)],
    )?;
    Ok(!done)
}

/// Keeps the words of these contacts, which are all of a range of ids. Most have them already: nothing is written of those.
fn keep(
    sql: &mut dyn Sql,
    workspace: i64,
    (after, last): (i64, i64),
    contacts: &BTreeMap<i64, Option<String>>,
) -> Result<(), StoreError> {
    let mut kept: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let rows = sql.query(
        "SELECT contact, word FROM contact_words WHERE workspace = ?1 AND contact > ?2 AND contact <= ?3",
        &values![workspace, after, last],
    )?;
    for row in &rows {
        kept.entry(row.int(0)?).or_default().insert(row.text(1)?.to_owned());
    }
    let none = BTreeSet::new();
    for (contact, name) in contacts {
        let wanted: BTreeSet<String> = name.iter().flat_map(|name| words(name)).collect();
        let kept = kept.get(contact).unwrap_or(&none);
        for word in kept.difference(&wanted) {
            let forget = "DELETE FROM contact_words WHERE workspace = ?1 AND word = ?2 AND contact = ?3";
            sql.execute(forget, &values![workspace, word, *contact])?;
        }
        for word in wanted.difference(kept) {
            let add = "INSERT INTO contact_words (workspace, word, contact) VALUES (?1, ?2, ?3)";
            sql.execute(add, &values![workspace, word, *contact])?;
        }
    }
    Ok(())
}
