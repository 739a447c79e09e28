//! Upgrades that do not go through.

use super::{Db, Store, StoreError, home_of, homes, newest, written_by};
use crate::common::{CLUSTER, Home};
use crate::failures::{Disk, victim};
use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What stands there now.
fn as_it_is(db: &mut Db, version: usize) -> (i64, Vec<String>, BTreeMap<&'static str, Vec<String>>) {
    let rows: Vec<_> = written_by(version).collect();
    (db.version(), db.schema(), db.all(&rows))
}

fn is_told(refused: &Result<Store, StoreError>, version: usize, why: &str) {
    let told = refused.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let begin = format!(
        "The database is of schema version {version} and could not be brought to version {}. ",
        newest()
    );
    assert!(told.starts_with(&begin) && told.to_lowercase().contains(why), "{told}");
    assert!(told.ends_with(". Nothing was changed: the baton that wrote it still opens it."), "{told}");
}

/// Fails when an upgrade that breaks off at its third step has done its first two, which neither the old program nor a
/// restored document gets out of; seen with each migration in a transaction of its own (pitfall 50).
#[test]
fn a_row_that_cannot_be_read_leaves_the_old_version_whole_and_is_told() {
    for version in 1..5 {
        for home in homes() {
            let mut db = home_of(&home, version);
            db.run("UPDATE conversations SET doc = replace(doc, '\"id\":53,', '\"id\":53 ') WHERE id = 53");
            let before = as_it_is(&mut db, version);
            is_told(&Store::open(&home.options()), version, "json");
            is_told(&Store::open(&home.options()), version, "json");
            assert_eq!(as_it_is(&mut db, version), before);
            db.run("UPDATE conversations SET doc = replace(doc, '\"id\":53 ', '\"id\":53,') WHERE id = 53");
            drop(home.open());
            assert_eq!(db.version(), i64::try_from(newest()).unwrap());
        }
    }
}

/// Fails when what came before the last step of an upgrade stays although the last one fails; seen with the version written
/// in a transaction of its own.
#[test]
fn an_upgrade_that_fails_at_its_very_end_changes_nothing() {
    for version in 1..newest() {
        let home = Home::new(Some(CLUSTER.database()));
        let mut db = home_of(&home, version);
        db.run(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not today''; END'; \
             CREATE TRIGGER fails BEFORE UPDATE ON baton_schema FOR EACH ROW EXECUTE FUNCTION fail()",
        );
        let before = as_it_is(&mut db, version);
        is_told(&Store::open(&home.options()), version, "not today");
        assert_eq!(as_it_is(&mut db, version), before);
        db.run("DROP TRIGGER fails ON baton_schema");
        drop(home.open());
    }
}

/// Fails when a disk that fills up in the middle leaves a file of neither version, or is told as something else; seen with
/// each migration in a transaction of its own.
#[test]
fn a_disk_that_fills_up_during_an_upgrade_leaves_the_old_version_whole() {
    for version in 1..newest() {
        let disk = Disk::new("size=4m");
        let home = disk.home();
        let mut db = home_of(&home, version);
        db.run("PRAGMA wal_checkpoint(TRUNCATE)");
        let before = as_it_is(&mut db, version);
        drop(db);
        // Room for the log's index and a page, which no step can do with.
        disk.fill(36 * 1024);
        let refused = Store::open(&home.options());
        disk.make_room();
        is_told(&refused, version, "the disk is full");
        drop(refused);
        assert_eq!(as_it_is(&mut Db::of(&home), version), before);
        drop(home.open());
    }
}

/// Many more conversations, so that an upgrade takes its time.
fn multiply(db: &mut Db) {
    db.run(
        "INSERT INTO conversations SELECT 100000 + n, workspace, 100000 + n, contact, live, status, owner_kind, owner, \
         accountable, sort, next_at, doc FROM conversations, (WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 \
         FROM count WHERE n < 8000) SELECT n FROM count) WHERE id = 53",
    );
}

/// Fails when a file that an upgrade was killed in is of neither version; the log's pages without the last one count for
/// nothing; seen without the transaction (pitfall 50: killed half-way, restartable).
#[test]
fn kill_9_in_the_middle_of_an_upgrade_leaves_one_version_or_the_other_on_sqlite() {
    for round in 0..4 {
        let home = Home::new(None);
        let mut db = home_of(&home, 1);
        multiply(&mut db);
        db.run("PRAGMA wal_checkpoint(TRUNCATE)");
        let before = as_it_is(&mut db, 1);
        drop(db);
        let log = home.folder.path().join("baton.sqlite-wal");
        let mut child = Command::new(victim()).arg(home.folder.path()).stdout(Stdio::null()).spawn().unwrap();
        let begun = now();
        while std::fs::metadata(&log).map_or(0, |log| log.len()) <= round * 200_000 {
            assert!(begun.elapsed() < Duration::from_mins(1), "it never began");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut db = Db::of(&home);
        if db.version() == 1 {
            assert_eq!(as_it_is(&mut db, 1), before);
        }
        drop(home.open());
        assert_eq!(db.version(), i64::try_from(newest()).unwrap());
    }
}

/// Fails when a session that ends in the middle of an upgrade leaves a part of it, or the next start does not begin again;
/// seen with the version written in a transaction of its own.
#[test]
fn a_session_that_ends_in_the_middle_of_an_upgrade_leaves_the_old_version_on_postgres() {
    for version in 1..newest() {
        let home = Home::new(Some(CLUSTER.database()));
        let mut db = home_of(&home, version);
        let before = as_it_is(&mut db, version);
        // All is done but the last step, which waits for this lock.
        db.run("BEGIN; LOCK TABLE baton_schema IN SHARE MODE");
        let refused = std::thread::scope(|scope| {
            let opening = scope.spawn(|| Store::open(&home.options()).err());
            let Db::Postgres(client) = &mut db else { unreachable!("it is made above") };
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                       AND wait_event_type = 'Lock'";
            let begun = now();
            while client.query(end, &[]).unwrap().is_empty() {
                assert!(begun.elapsed() < Duration::from_mins(1), "nobody waits");
                // What others do is seen anew by each transaction's first look.
                client.batch_execute("SELECT pg_stat_clear_snapshot()").unwrap();
            }
            opening.join().unwrap()
        });
        db.run("COMMIT");
        assert!(matches!(refused, Some(StoreError::Unreachable(_))), "{refused:?}");
        assert_eq!(as_it_is(&mut db, version), before);
        drop(home.open());
        assert_eq!(db.version(), i64::try_from(newest()).unwrap());
    }
}

fn now() -> Instant {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long something may take is measured by the machine's clock"
    )]
    let now = Instant::now;
    now()
}
