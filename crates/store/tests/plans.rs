//! No list and no look-up scans a table, on both databases, with tables that are filled.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

mod common;

use baton_core::{Owner, PersonId, QueueId, Status};
use baton_store::{Filter, FloorLoad, Store, floor, walking_statement};
use common::{CLUSTER, Home};

/// Every list that there is.
fn lists(aside: &str) -> Vec<String> {
    let owners = [None, Some(Owner::Person(PersonId(1))), Some(Owner::Queue(QueueId(2)))];
    let statuses = [None, Some(Status::Open), Some(Status::Pending), Some(Status::Closed)];
    let mut lists = Vec::new();
    for owner in owners {
        for status in statuses {
            for accountable in [None, Some(PersonId(1))] {
                for tag in [None, Some("new".to_owned())] {
                    for after in [None, Some((5, 7))] {
                        let filter = Filter { status, owner, accountable, tag: tag.clone(), query: None };
                        lists.push(walking_statement(aside, &filter, after));
                    }
                }
            }
        }
    }
    lists
}

/// The look-ups, as they stand in the readers, with values written in.
const LOOKUPS: &[&str] = &[
    "SELECT doc FROM records WHERE workspace = 1 AND position > 500 ORDER BY position LIMIT 200",
    "SELECT doc FROM records WHERE workspace = 1 AND thread = 7 AND position < 900 ORDER BY position DESC LIMIT 50",
    "SELECT doc FROM records WHERE workspace = 1 AND thread IS NULL ORDER BY position DESC LIMIT 50",
    "SELECT doc FROM numbers WHERE workspace = 1 AND handset = '+15550000007'",
    "SELECT contact FROM numbers WHERE workspace = 1 AND tail >= '70' AND tail < '71' ORDER BY tail LIMIT 50",
    "SELECT doc FROM numbers WHERE workspace = 1 AND contact = 7",
    "SELECT doc FROM threads WHERE workspace = 1 AND number = 7",
    "SELECT doc FROM conversations WHERE workspace = 1 AND contact = 7",
    "SELECT doc FROM conversations WHERE workspace = 1 AND thread = 7 ORDER BY id DESC LIMIT 20",
    "SELECT id FROM conversations WHERE workspace = 1 AND live = 1 AND thread > 7 ORDER BY thread LIMIT 100",
    "SELECT id, next_at FROM conversations WHERE workspace = 1 AND next_at <= 5 ORDER BY next_at, id LIMIT 50",
    "SELECT id, due_at FROM texts WHERE workspace = 1 AND due_at <= 5 ORDER BY due_at, id LIMIT 50",
    "SELECT message FROM carrier_ids WHERE workspace = 1 AND line = 1 AND carrier_id = 'x'",
];

fn filled(home: &Home) -> Store {
    let (store, writer) = home.set_up();
    drop(writer);
    floor(&store, FloorLoad { texts: 6_000, phones: 3_000, batch: 500 }).unwrap();
    store
}

#[test]
fn sqlite_answers_every_list_and_look_up_by_an_index_in_its_order() {
    let home = Home::new(None);
    drop(filled(&home));
    let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
    for sql in lists("+").iter().map(String::as_str).chain(LOOKUPS.iter().copied()) {
        let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        for step in steps.map(Result::unwrap) {
            assert!(!step.starts_with("SCAN"), "{step}\n{sql}");
            assert!(!step.contains("TEMP B-TREE"), "{step}\n{sql}");
        }
    }
}

#[test]
fn postgres_answers_every_list_and_look_up_by_an_index() {
    let home = Home::new(Some(CLUSTER.database()));
    drop(filled(&home));
    let url = home.database.clone().unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    client.batch_execute("ANALYZE").unwrap();
    for sql in lists("").iter().map(String::as_str).chain(LOOKUPS.iter().copied()) {
        let sql =
            if sql.contains("carrier_id = 'x'") { sql.replace("'x'", "'\\x00'") } else { sql.to_owned() };
        let rows = client.query(&format!("EXPLAIN {sql}"), &[]).unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let scanned = |table: &str| plan.iter().any(|step| step.contains(&format!("Seq Scan on {table}")));
        // Tables that are all but empty are rightly read whole.
        for table in ["records", "numbers", "threads", "conversations", "conversation_tags", "carrier_ids"] {
            assert!(!scanned(table), "{sql}\n{}", plan.join("\n"));
        }
    }
}
