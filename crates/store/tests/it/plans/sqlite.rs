//! What `SQLite` would do.

use super::Fault;
use crate::common::Home;
use std::collections::BTreeSet;

pub(super) fn faults(home: &Home, statements: &[String]) -> BTreeSet<Fault> {
    let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
    let mut faults = BTreeSet::new();
    for sql in statements {
        let mut explained = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let count = explained.parameter_count();
        let steps = explained
            .query_map(rusqlite::params_from_iter(vec![rusqlite::types::Null; count]), |row| row.get(3))
            .unwrap();
        for step in steps {
            let step: String = step.unwrap();
            let words: Vec<&str> = step.split(' ').collect();
            let gone_through = match words[0] {
                "SCAN" if words.get(1) != Some(&"CONSTANT") => Some(words[1]),
                // By the workspace alone it is all of it, unless it stops somewhere.
                "SEARCH" if step.ends_with("(workspace=?)") && !sql.contains(" LIMIT ") => words
                    .iter()
                    .position(|word| *word == "INDEX" || *word == "KEY")
                    .map(|at| match words[at] {
                        "INDEX" => words[at + 1],
                        _ => words[1],
                    }),
                _ => None,
            };
            if gone_through.is_some() || step.contains("TEMP B-TREE") {
                let through = gone_through.map(str::to_owned);
                faults.insert(Fault { through, sql: sql.clone(), step });
            }
        }
    }
    faults
}
