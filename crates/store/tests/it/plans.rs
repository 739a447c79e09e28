//! No list and no look-up scans a table, on both databases, with tables that are filled.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use crate::common::{CLUSTER, Home};
use baton_core::{Owner, PersonId, QueueId, Status};
use baton_store::{
    Dialect, Filter, FloorLoad, PutToWhom, Store, floor, searching_statements, unread_statements,
    walking_statement,
};

fn to_billing() -> PutToWhom {
    PutToWhom { parties: vec![Owner::Queue(QueueId(2))], except_by: Some(PersonId(1)) }
}

/// Every list that there is.
fn lists(dialect: Dialect) -> Vec<String> {
    let owners = [None, Some(Owner::Person(PersonId(1))), Some(Owner::Queue(QueueId(2)))];
    let statuses = [None, Some(Status::Open), Some(Status::Pending), Some(Status::Closed)];
    let mut lists = Vec::new();
    for owner in owners {
        for status in statuses {
            for accountable in [None, Some(PersonId(1))] {
                for tag in [None, Some("new".to_owned())] {
                    for after in [None, Some((5, 7))] {
                        for put_to in [None, Some(to_billing())] {
                            let (tag, query) = (tag.clone(), None);
                            let filter = Filter { status, owner, accountable, tag, put_to, query };
                            lists.push(walking_statement(dialect, &filter, after));
                        }
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
    "SELECT doc FROM numbers WHERE workspace = 1 AND contact = 7",
    "SELECT doc FROM threads WHERE workspace = 1 AND number = 7",
    "SELECT CAST(sort AS TEXT) || ' ' || CAST(id AS TEXT) FROM (SELECT n.workspace, n.contact, c.live, c.sort, c.id, c.doc \
     FROM numbers n JOIN threads t ON t.workspace = n.workspace AND t.number = n.id JOIN conversations c ON \
     c.workspace = t.workspace AND c.thread = t.id) AS by_contact WHERE workspace = 1 AND live = 1 AND contact = 7",
    "SELECT doc, id FROM conversations WHERE workspace = 1 AND thread = 7 AND live = 1 UNION ALL SELECT doc, id FROM \
     conversations WHERE workspace = 1 AND thread = 7 AND live = 0 ORDER BY id DESC LIMIT 20",
    "SELECT id FROM conversations WHERE workspace = 1 AND live = 1 AND thread > 7 ORDER BY thread LIMIT 100",
    "SELECT id, next_at FROM conversations WHERE workspace = 1 AND next_at <= 5 ORDER BY next_at, id LIMIT 50",
    "SELECT id, due_at FROM texts WHERE workspace = 1 AND due_at <= 5 ORDER BY due_at, id LIMIT 50",
    "SELECT position, record FROM told WHERE workspace = 1 AND person = 7 AND position < 900 ORDER BY position DESC LIMIT 50",
    "SELECT count(*) FROM (SELECT conversation FROM put_to WHERE workspace = 1 AND giver <> 3 AND party_kind = 0 AND party = 7 \
     UNION SELECT conversation FROM put_to WHERE workspace = 1 AND giver <> 3 AND party_kind = 1 AND party = 2) AS put",
    "DELETE FROM put_to WHERE workspace = 1 AND conversation = 7",
    "SELECT message FROM carrier_ids WHERE workspace = 1 AND line = 1 AND carrier_id = 'x'",
];

/// What people search for: one word, several, with signs in one or in both, and numbers by their ends and beginnings.
const SEARCHES: &[&str] =
    &["pa", "ja park", "o’brien", "sean o'brien jean-luc", "0134", "+1212", "(212) 555"];

/// Names for whoever texts, so that their words are no small table.
const NAMES: &str = "INSERT INTO contact_words (workspace, word, contact) \
    SELECT workspace, 'p' || (id % 97) || 'k', id FROM contacts UNION ALL SELECT workspace, 'j' || (id % 89), id FROM contacts";

/// The look-ups, and the statements of lists and searches as the readers make them.
fn looked_up() -> Vec<String> {
    let searches = SEARCHES.iter().flat_map(|query| searching_statements(query));
    LOOKUPS.iter().map(|sql| (*sql).to_owned()).chain(unread_statements()).chain(searches).collect()
}

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
    file.execute_batch(NAMES).unwrap();
    for sql in lists(Dialect::Sqlite).into_iter().chain(looked_up()) {
        let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        for step in steps.map(Result::unwrap) {
            // What a count has found is gone through, and no table.
            let counted = step == "SCAN unread" || step == "SCAN put";
            assert!(counted || !step.starts_with("SCAN"), "{step}\n{sql}");
            // A union sets aside what it has seen: a handful of rows.
            let sorts = step.contains("TEMP B-TREE") && !step.starts_with("UNION");
            assert!(!sorts, "{step}\n{sql}");
        }
    }
}

#[test]
fn postgres_answers_every_list_and_look_up_by_an_index() {
    let home = Home::new(Some(CLUSTER.database()));
    drop(filled(&home));
    let url = home.database.clone().unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    client.batch_execute(NAMES).unwrap();
    client.batch_execute("ANALYZE").unwrap();
    for sql in lists(Dialect::Postgres).into_iter().chain(looked_up()) {
        let sql = if sql.contains("carrier_id = 'x'") { sql.replace("'x'", "'\\x00'") } else { sql };
        let rows = client.query(&format!("EXPLAIN {sql}"), &[]).unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let scanned = |table: &str| plan.iter().any(|step| step.contains(&format!("Seq Scan on {table}")));
        // Tables that are all but empty are rightly read whole.
        let tables = ["records", "numbers", "threads", "conversations", "conversation_tags", "carrier_ids"];
        for table in tables.into_iter().chain(["contact_words"]) {
            assert!(!scanned(table), "{sql}\n{}", plan.join("\n"));
        }
    }
}
