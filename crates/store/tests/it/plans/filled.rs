//! Tables as full as those of a business after a while, but for what every business has few of.

use crate::common::Home;
use baton_store::{FloorLoad, floor};

const FILL: &[&str] = &[
    "contact_words SELECT 1, 'word' || i, i FROM n",
    "texts (workspace, id, line, number, state, rank, due_at, carrier_id, doc) SELECT 1, i, i % 3 + 1, i % 500, \
     CASE WHEN i % 10 = 0 THEN 0 WHEN i % 977 = 0 THEN 1 ELSE 7 END, i, CASE WHEN i % 10 = 0 THEN i END, 'SM' || i, '{}' FROM n",
    "media (workspace, message, place, next_at, doc) SELECT 1, i, 0, CASE WHEN i % 50 = 0 THEN i END, '{}' FROM n",
    "media_files (workspace, message, place, content_type, bytes) SELECT 1, i, 0, 'image/jpeg', bytes(i) FROM n",
    "put_to SELECT 1, i % 2, i % 5 + 1, i * 1000, i, 0 FROM n",
    "told SELECT 1, i % 9 + 1, i, i FROM n",
    "told_read SELECT 1, i, 7 FROM n WHERE i < 10",
    "told_seen SELECT 1, i % 9 + 1, i FROM n WHERE i % 3 = 0",
    "presses SELECT 1, 'person:' || (i % 9), 'p' || i, bytes(i), '{}', i FROM n",
    "reads SELECT 1, i % 9 + 1, i, i FROM n",
    "tokens SELECT 1, bytes(i), 't' || i, i % 2, i % 9, '[]', i, CASE WHEN i % 100 = 0 THEN NULL ELSE 1 END FROM n",
    "sessions SELECT 1, bytes(i), i % 9, i, i FROM n",
    "milestones SELECT 1, i, i FROM n",
    "changes SELECT 1, 100000 + i, i % 2, i % 40, '{}' FROM n",
    "policies SELECT 1, i + 1, 'x', i, NULL FROM n WHERE i < 500",
    // The floor's conversations are of all kinds.
    "UPDATE conversations SET status = id % 3, live = CASE id % 3 WHEN 2 THEN 0 ELSE 1 END, owner_kind = id / 3 % 2, \
     owner = id / 6 % 3 + 1, accountable = id / 3 % 3 + 1, sort = id * 1000",
    "UPDATE conversation_tags SET live = CASE conversation % 3 WHEN 2 THEN 0 ELSE 1 END, sort = conversation * 1000",
];

/// Sets up a business there and fills its tables.
pub(super) fn fill(home: &Home) {
    let (store, writer) = home.set_up();
    drop(writer);
    floor(&store, FloorLoad { texts: 6_000, phones: 3_000, batch: 500 }).unwrap();
    drop(store);
    let of = |bytes: &str| {
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)";
        let whole = |fill: &&str| {
            if fill.starts_with("UPDATE") {
                format!("{fill};")
            } else {
                format!("{rows} INSERT INTO {};", fill.replace("bytes(i)", bytes))
            }
        };
        FILL.iter().map(whole).collect::<String>()
    };
    match &home.database {
        None => {
            let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
            file.execute_batch(&of("CAST('b' || i AS BLOB)")).unwrap();
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute(&of("convert_to('b' || i, 'UTF8')")).unwrap();
            client.batch_execute("ANALYZE").unwrap();
        }
    }
}
