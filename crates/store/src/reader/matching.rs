//! Whom a search finds.

use super::{Reader, bounded};
use crate::StoreError;
use crate::sql::{Sql, Value};
use crate::words::{Asked, after, searched, searched_beginnings, searched_tail};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Ids of contacts whose name has, for each run of the query, words that begin so, or one of whose numbers begins or
    /// ends so; in order, at most `limit`, and whether more fit. People are counted, and not their words and numbers.
    pub(super) fn matching(&mut self, query: &str, limit: usize) -> Result<(Vec<i64>, bool), StoreError> {
        let mut found = BTreeSet::new();
        for walk in walks(self.workspace, query, bounded(limit + 1)) {
            walk.gather(self.sql, limit + 1, &mut found)?;
        }
        let cut = found.len() > limit;
        Ok((found.into_iter().take(limit).collect(), cut))
    }
}

/// A walk through an index, in its order, over what begins alike.
pub(super) struct Walk {
    /// Finds a contact, and its place in the index: a text and an id.
    pub(super) sql: String,
    /// Of them `?2` and `?3` are the place after which it goes on.
    pub(super) params: Vec<Value>,
}

impl Walk {
    /// Goes on until so many people are found, or there are no more. Who stands in the index several times, as by the words
    /// of a name without spaces, is found once.
    fn gather(mut self, sql: &mut dyn Sql, most: usize, found: &mut BTreeSet<i64>) -> Result<(), StoreError> {
        while found.len() < most {
            let rows = sql.query(&self.sql, &self.params)?;
            for row in &rows {
                found.insert(row.int(0)?);
            }
            let Some(last) = rows.last().filter(|_| rows.len() >= most) else { break };
            (self.params[1], self.params[2]) = (Value::from(last.text(1)?), Value::Int(last.int(2)?));
        }
        Ok(())
    }
}

/// The walks that together find everybody who fits, each in pages of `most` rows.
pub(super) fn walks(workspace: i64, query: &str, most: i64) -> Vec<Walk> {
    let mut walks = Vec::new();
    if let Some(digits) = searched_tail(query) {
        walks.push(by_number(workspace, "tail", &digits, most));
    }
    for beginning in searched_beginnings(query) {
        walks.push(by_number(workspace, "handset", &beginning, most));
    }
    let mut asked = searched(query);
    // The longest word finds the fewest.
    let longest = |one: &Asked| one.parts.iter().map(String::len).max().unwrap_or(one.whole.len());
    asked.sort_by_key(|one| std::cmp::Reverse(longest(one)));
    if let Some((first, others)) = asked.split_first() {
        walks.push(by_name(workspace, &first.whole, &[], others, most));
        let mut parts = first.parts.clone();
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        if let Some((longest, beside)) = parts.split_first() {
            walks.push(by_name(workspace, longest, beside, others, most));
        }
    }
    walks
}

/// Whoever has a number whose `column` begins so.
fn by_number(workspace: i64, column: &str, begins: &str, most: i64) -> Walk {
    let params =
        vec![Value::Int(workspace), begins.into(), Value::Int(0), after(begins).into(), Value::Int(most)];
    let sql = format!(
        "SELECT contact, {column}, id FROM numbers WHERE workspace = ?1 AND ({column}, id) > (?2, ?3) \
         AND {column} < ?4 ORDER BY {column}, id LIMIT ?5"
    );
    Walk { sql, params }
}

/// Whoever has a word that begins so: those of the word in the order of an index, each looked up for what else is asked.
fn by_name(workspace: i64, word: &str, beside: &[String], others: &[Asked], most: i64) -> Walk {
    let mut params = vec![Value::Int(workspace), word.into(), Value::Int(0), after(word).into()];
    let mut conditions =
        vec!["w.workspace = ?1 AND (w.word, w.contact) > (?2, ?3) AND w.word < ?4".to_owned()];
    let mut has = |word: &String| {
        params.extend([Value::from(word), Value::from(after(word))]);
        let (from, to) = (params.len() - 1, params.len());
        format!(
            "EXISTS (SELECT 1 FROM contact_words o WHERE o.workspace = w.workspace AND o.contact = w.contact \
             AND o.word >= ?{from} AND o.word < ?{to})"
        )
    };
    conditions.extend(beside.iter().map(&mut has));
    for other in others {
        let whole = has(&other.whole);
        let parts: Vec<String> = other.parts.iter().map(&mut has).collect();
        conditions.push(match parts.as_slice() {
            [] => whole,
            parts => format!("({whole} OR ({}))", parts.join(" AND ")),
        });
    }
    params.push(Value::Int(most));
    let (conditions, limit) = (conditions.join(" AND "), params.len());
    let sql = format!(
        "SELECT w.contact, w.word, w.contact FROM contact_words w WHERE {conditions} ORDER BY w.word, w.contact LIMIT ?{limit}"
    );
    Walk { sql, params }
}
