//! What is put to somebody: open asks of theirs, and offers to them.

use super::Reader;
use super::list::{Conditions, Place, place_of};
use crate::rows::{owner_columns, status_column};
use crate::sql::{Value, one};
use crate::{Filter, PutToWhom, StoreError};
use baton_core::{Conversation, Owner};
use std::collections::HashSet;

impl Reader<'_> {
    /// Each party's part of the index is walked in its order, and the parts are laid into one another.
    pub(super) fn walk_put_to(
        &mut self,
        filter: &Filter,
        whom: &PutToWhom,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let mut found: Vec<Conversation> = Vec::new();
        for party in &whom.parties {
            let mut from = after;
            // An offer and a question put one conversation to them twice.
            let mut beyond = HashSet::new();
            loop {
                let (sql, params) =
                    walking(self.sql.dialect().aside(), self.workspace, filter, whom, *party, from, limit);
                let rows = self.sql.query(&sql, &params)?;
                for row in &rows {
                    from = Some((row.int(1)?, row.int(2)?));
                    let row: Conversation = row.doc(0)?;
                    // What is put to two of them stands where the earlier is, which may be a page before.
                    if after.is_some_and(|after| place_of(filter, &row) <= after) {
                        continue;
                    }
                    beyond.insert(row.id);
                    if !found.iter().any(|other| other.id == row.id) {
                        found.push(row);
                    }
                }
                if rows.len() < limit || beyond.len() >= limit {
                    break;
                }
            }
        }
        found.sort_by_key(|row| place_of(filter, row));
        found.truncate(limit);
        Ok(found)
    }

    /// How many conversations put something to one of these.
    pub fn put_to_count(&mut self, whom: &PutToWhom) -> Result<u64, StoreError> {
        let Some((sql, params)) = counting(self.sql.dialect().aside(), self.workspace, whom) else {
            return Ok(0);
        };
        let row = one(self.sql.query(&sql, &params)?);
        let count = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// Of what is put to one party the conversations, by when. Only what is live is put to anybody.
pub(crate) fn walking(
    aside: &str,
    workspace: i64,
    filter: &Filter,
    whom: &PutToWhom,
    party: Owner,
    after: Option<Place>,
    limit: usize,
) -> (String, Vec<Value>) {
    let mut conditions = Conditions { sql: String::new(), params: vec![Value::Int(workspace)] };
    let (kind, id) = owner_columns(party);
    conditions.add("p.party_kind = ?", kind);
    conditions.add("p.party = ?", id);
    conditions.add("p.giver <> ?", whom.except_by.map_or(NOBODY, |person| person.0));
    if let Some(owner) = filter.owner {
        let (kind, id) = owner_columns(owner);
        conditions.add(&format!("{aside}c.owner_kind = ?"), kind);
        conditions.add(&format!("{aside}c.owner = ?"), id);
    }
    if let Some(person) = filter.accountable {
        conditions.add(&format!("{aside}c.accountable = ?"), person.0);
    }
    if let Some(status) = filter.status {
        conditions.add(&format!("{aside}c.status = ?"), status_column(status));
    }
    if let Some(tag) = &filter.tag {
        let tagged = "EXISTS (SELECT 1 FROM conversation_tags g WHERE g.workspace = c.workspace \
                      AND g.conversation = c.id AND g.tag = ?)";
        conditions.add(tagged, tag);
    }
    let from = "put_to p CROSS JOIN conversations c \
                WHERE p.workspace = ?1 AND c.workspace = ?1 AND c.id = p.conversation";
    conditions.walk(", p.sort, p.conversation", from, "p.sort, p.conversation", after, limit)
}

/// No giver has this id; 0 stands for a question.
const NOBODY: i64 = -1;

fn counting(aside: &str, workspace: i64, whom: &PutToWhom) -> Option<(String, Vec<Value>)> {
    let mut params =
        vec![Value::Int(workspace), Value::Int(whom.except_by.map_or(NOBODY, |person| person.0))];
    let mut parts = Vec::with_capacity(whom.parties.len());
    for party in &whom.parties {
        let (kind, id) = owner_columns(*party);
        params.extend([Value::Int(kind), Value::Int(id)]);
        let count = params.len();
        parts.push(format!(
            "SELECT {aside}conversation AS conversation FROM put_to WHERE workspace = ?1 AND giver <> ?2 AND party_kind = ?{} AND party = ?{count}",
            count - 1
        ));
    }
    if parts.is_empty() {
        return None;
    }
    // Several of them hold one conversation, which counts once. To tell them apart SQLite would walk what is put to anybody
    // in the order of the conversations, so that column stands aside.
    Some((format!("SELECT count(DISTINCT conversation) FROM ({}) AS put", parts.join(" UNION ALL ")), params))
}
