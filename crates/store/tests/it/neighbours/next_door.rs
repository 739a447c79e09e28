//! The neighbours' rows are copied in beside ours.

use super::*;

/// How far the neighbours' ids are from ours where a table's key is an id alone.
const APART: i64 = 1_000_000_000;

/// The tables whose rows are of workspaces, and what is written instead of our words in the copies' documents.
const WORDS: [(&str, &str); 4] =
    [("this is", "NEXT DOOR"), ("Chris", "NEXT DOOR"), ("+1212555", "+1999555"), ("Dana", "NEXT DOOR")];

/// Copies a workspace's rows out of one database into the tables of another one.
pub(super) fn move_in(theirs: &Home, ours: &Home) {
    match (&theirs.database, &ours.database) {
        (Some(from), Some(to)) => on_a_server(from, to),
        _ => in_a_file(theirs, ours),
    }
}

fn on_a_server(from: &str, to: &str) {
    let mut from = ::postgres::Client::connect(from, ::postgres::NoTls).unwrap();
    let mut to = ::postgres::Client::connect(to, ::postgres::NoTls).unwrap();
    let tables = "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'workspace' \
                  AND table_schema = 'public' ORDER BY 1";
    let tables: Vec<String> = from.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables.iter().map(String::as_str).chain(["workspaces"]) {
        let id = if table == "workspaces" { "id" } else { "workspace" };
        let rows = from.query(&format!("SELECT row_to_json(t)::text FROM {table} t"), &[]).unwrap();
        for row in rows {
            let mut row: String = row.get(0);
            for (words, other) in WORDS {
                // In documents alone: columns by which rows are found stay as they are.
                if let Some((head, doc)) = row.split_once("\"doc\":") {
                    row = format!("{head}\"doc\":{}", doc.replace(words, other));
                }
            }
            let sql = format!(
                "INSERT INTO {table} SELECT * FROM json_populate_record(NULL::{table}, \
                 ($1::text::jsonb || '{{\"{id}\": 2}}')::json)"
            );
            to.execute(&sql, &[&row]).unwrap();
        }
    }
}

fn in_a_file(theirs: &Home, ours: &Home) {
    let file = |home: &Home| home.folder.path().join("baton.sqlite").display().to_string();
    let client = rusqlite::Connection::open(file(ours)).unwrap();
    client.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    client.execute("ATTACH ?1 AS theirs", [file(theirs)]).unwrap();
    let list = |sql: &str| -> Vec<(String, bool)> {
        let mut statement = client.prepare(sql).unwrap();
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.map(Result::unwrap).collect()
    };
    let tables = list(
        "SELECT m.name, 0 FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspace'",
    );
    assert!(tables.len() > 20, "{tables:?}");
    for (table, _) in tables {
        let keys = list(&format!("SELECT name, 1 FROM pragma_table_info('{table}') WHERE pk > 0"));
        let columns =
            list(&format!("SELECT name, type = 'TEXT' AND name = 'doc' FROM pragma_table_info('{table}')"));
        let values = columns.iter().map(|(column, is_doc)| match column.as_str() {
            "workspace" => "2".to_owned(),
            id if keys.len() == 1 && keys[0].0 == id => format!("{id} + {APART}"),
            doc if *is_doc => WORDS
                .iter()
                .fold(doc.to_owned(), |doc, (words, other)| format!("replace({doc}, '{words}', '{other}')")),
            other => other.to_owned(),
        });
        let (values, columns) =
            (values.collect::<Vec<_>>(), columns.iter().map(|one| one.0.as_str()).collect::<Vec<_>>());
        let sql = format!(
            "INSERT INTO main.{table} ({}) SELECT {} FROM theirs.{table}",
            columns.join(", "),
            values.join(", ")
        );
        client.execute(&sql, []).unwrap();
    }
}

/// Every row of the neighbours, as it stands.
pub(super) fn theirs(home: &Home) -> Vec<String> {
    let Some(url) = &home.database else {
        let client = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        let mut tables = client
            .prepare("SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspace'")
            .unwrap();
        let tables: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut all = Vec::new();
        for table in tables {
            let mut rows = client.prepare(&format!("SELECT * FROM {table} WHERE workspace = 2")).unwrap();
            let count = rows.column_count();
            let found = rows
                .query_map([], |row| {
                    (0..count)
                        .map(|place| row.get::<_, rusqlite::types::Value>(place))
                        .collect::<Result<Vec<_>, _>>()
                })
                .unwrap();
            all.extend(found.map(|row| format!("{table}: {:?}", row.unwrap())));
        }
        all.sort();
        return all;
    };
    let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
    let tables = "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'workspace' \
                  AND table_schema = 'public'";
    let tables: Vec<String> = client.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let mut all = Vec::new();
    for table in tables {
        let sql = format!("SELECT row_to_json(t)::text FROM {table} t WHERE workspace = 2");
        all.extend(
            client
                .query(&sql, &[])
                .unwrap()
                .iter()
                .map(|row| format!("{table}: {}", row.get::<_, String>(0))),
        );
    }
    let own = client.query("SELECT row_to_json(t)::text FROM workspaces t WHERE id = 2", &[]).unwrap();
    all.extend(own.iter().map(|row| row.get::<_, String>(0)));
    all.sort();
    all
}
