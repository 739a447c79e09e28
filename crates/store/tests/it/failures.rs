//! What happens when the machine lets us down: every failure has its sentence, and nothing accepted is lost.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use crate::common;

use crate::common::{CLUSTER, Desk, Home, sentence};
use baton_core::{Event, Position};
use baton_store::{CommitError, OpenOptions, Store, StoreError};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// The carrier's ids of everything in the feed, which is checked for holes on the way.
fn stored(store: &Store) -> BTreeSet<String> {
    let feed = store.read(|reader| reader.feed(Position(0), 1_000_000)).unwrap();
    let head = store.read(|reader| reader.feed_head()).unwrap();
    let positions: Vec<i64> =
        feed.iter().flat_map(|record| record.positioned().map(|(at, _)| at.0)).collect();
    assert_eq!(positions, (1..=head.0).collect::<Vec<_>>(), "the feed has no holes");
    let events = feed.iter().flat_map(|record| &record.events);
    events
        .filter_map(|event| match event {
            Event::TextReceived { carrier_id, .. } => Some(carrier_id.clone()),
            _ => None,
        })
        .collect()
}

/// A folder on a disk of its own, gone when dropped.
pub(crate) struct Disk(PathBuf);

impl Disk {
    pub(crate) fn new(options: &str) -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let disk = Self(folder);
        disk.mount(options);
        disk
    }

    fn mount(&self, options: &str) {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.0).status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "this test mounts a small disk, which takes root (or CAP_SYS_ADMIN): run it as root"
        );
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { folder: self.0.join("data"), ..OpenOptions::default() }
    }
}

impl Disk {
    /// A home on it.
    pub(crate) fn home(&self) -> Home {
        Home { folder: tempfile::tempdir_in(&self.0).unwrap(), database: None }
    }

    /// Fills it up but for so many bytes.
    pub(crate) fn fill(&self, free: u64) {
        let script = "left=$(df --output=avail -B1 \"$1\" | tail -1); head -c $((left - $2)) /dev/zero >\"$1/ballast\"";
        let filled =
            Command::new("sh").args(["-c", script, "sh"]).arg(&self.0).arg(free.to_string()).status();
        assert!(filled.unwrap().success());
    }

    /// Takes out again what filled it.
    pub(crate) fn make_room(&self) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

#[test]
fn a_full_disk_refuses_texts_and_goes_on_when_there_is_room() {
    let small = Disk::new("size=3m");
    let store = Store::open(&small.options()).unwrap();
    let mut writer = store.writer().unwrap();
    writer.set_up(&common::cedar_lane(false)).unwrap();
    let mut desk = Desk::new(&mut writer);
    let mut accepted = BTreeSet::new();
    let refused = (0..10_000).find_map(|text| {
        let sid = format!("SM{text}");
        let done = desk.receive(&mut writer, &format!("+1212555{text:04}"), &sid);
        if done.is_ok() {
            accepted.insert(sid);
        }
        done.err()
    });
    assert!(matches!(refused, Some(CommitError::Store(StoreError::Full))), "{refused:?}");
    assert_eq!(stored(&store), accepted, "reading goes on");
    small.mount("remount,size=64m");
    desk.receive(&mut writer, "+12125550199", "SMafter").unwrap();
    accepted.insert("SMafter".into());
    drop((writer, store));
    assert_eq!(stored(&Store::open(&small.options()).unwrap()), accepted);
}

#[test]
fn a_disk_that_may_not_be_written_is_named() {
    let disk = Disk::new("size=16m");
    let store = Store::open(&disk.options()).unwrap();
    store.writer().unwrap().set_up(&common::cedar_lane(false)).unwrap();
    drop(store);
    disk.mount("remount,ro");
    let refused = Store::open(&disk.options());
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
}

#[test]
fn a_file_that_may_not_be_written_is_named() {
    let home = Home::new(None);
    drop(home.set_up());
    let file = home.folder.path().join("baton.sqlite");
    let mount =
        |arguments: &[&str]| Command::new("mount").args(arguments).arg(&file).status().unwrap().success();
    let path = file.display().to_string();
    assert!(
        mount(&["--bind", &path]),
        "this test mounts a file over itself, which takes root: run it as root"
    );
    assert!(mount(&["-o", "remount,ro,bind"]));
    let refused = Store::open(&home.options());
    Command::new("umount").arg(&file).status().unwrap();
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    assert!(home.open().workspace().unwrap().is_some(), "nothing was changed");
}

#[test]
fn a_folder_that_is_in_use_is_refused_and_free_again_afterwards() {
    let home = Home::new(None);
    let store = home.open();
    let refused = Store::open(&home.options());
    assert!(matches!(refused, Err(StoreError::InUse(_))), "{refused:?}");
    let writer = store.writer().unwrap();
    drop(store);
    assert!(Store::open(&home.options()).is_err(), "the writer still has it");
    drop(writer);
    drop(home.open());
}

#[test]
fn a_file_that_is_no_database_or_another_programs_is_left_alone() {
    let home = Home::new(None);
    let file = home.folder.path().join("baton.sqlite");
    std::fs::write(&file, "this is a letter, not a database; ".repeat(100)).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert!(sentence(Store::open(&home.options())).contains("damaged or not one of Baton's"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::remove_file(&file).unwrap();
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(other);
    assert!(sentence(Store::open(&home.options())).contains("another program's"));
}

#[test]
fn a_damaged_page_is_told_and_not_taken_for_an_empty_answer() {
    let home = Home::new(None);
    {
        let (_store, mut writer) = home.set_up();
        let mut desk = Desk::new(&mut writer);
        for text in 0..300 {
            desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
        }
    }
    let file = home.folder.path().join("baton.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let end = bytes.len();
    bytes[8 * 4096..end].fill(0xA5);
    std::fs::write(&file, bytes).unwrap();
    let opened = Store::open(&home.options());
    let told = opened.and_then(|store| store.read(|reader| reader.feed(Position(0), 10_000)).map(|_| ()));
    assert!(matches!(told, Err(StoreError::Corrupt(_))), "{told:?}");
}

#[test]
fn data_of_a_newer_version_is_refused() {
    let home = Home::new(None);
    drop(home.set_up());
    let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let refused = Store::open(&home.options());
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })), "{refused:?}");

    let home = Home::new(Some(CLUSTER.database()));
    drop(home.set_up());
    let url = home.database.clone().unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    client.batch_execute("UPDATE baton_schema SET version = 99").unwrap();
    let refused = Store::open(&home.options());
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })), "{refused:?}");
}

/// The example that is killed; `cargo test` builds it beside the tests.
pub(crate) fn victim() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let victim = tests.parent().and_then(Path::parent).unwrap().join("examples/commits");
    assert!(victim.exists(), "build it first: cargo build -p baton-store --example commits");
    victim
}

/// How often it is killed: a few times in every build, and as often as `BATON_KILLS` says where somebody asks for it.
fn kills() -> usize {
    let asked = std::env::var("BATON_KILLS").ok();
    asked.map_or(25, |kills| kills.parse().expect("BATON_KILLS is a number"))
}

/// Pitfall 20. Fails when what was told as accepted is gone after the program was killed, wherever in a commit that was.
fn survives_kill_9(home: &Home) {
    drop(home.set_up());
    let mut accepted = BTreeSet::new();
    for round in 1..=kills() {
        // Sometimes at its first commit, sometimes after many.
        let commits = 1 + round * 7 % 24;
        let mut child = Command::new(victim())
            .arg(home.folder.path())
            .args(home.database.iter())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told: Vec<String> = lines.take(commits).map(Result::unwrap).collect();
        // It commits on while this happens, so that it is somewhere in the middle of a commit.
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(
            told.len(),
            commits,
            "in round {round} it ended before it was killed; see its words above"
        );
        accepted.extend(told);
        let store = home.open();
        let stored = stored(&store);
        assert!(stored.is_superset(&accepted), "what was told as accepted is stored");
        // What was committed without a chance to tell it counts from here on.
        accepted = stored;
    }
}

#[test]
fn kill_9_in_the_middle_of_a_commit_loses_nothing_on_sqlite() {
    survives_kill_9(&Home::new(None));
}

#[test]
fn kill_9_in_the_middle_of_a_commit_loses_nothing_on_postgres() {
    survives_kill_9(&Home::new(Some(CLUSTER.database())));
}

/// The largest that the log was while 1,500 texts were stored one by one, with so many readers who never pause.
fn largest_log(pages: u32, readers: usize) -> u64 {
    let home = Home::new(None);
    let store = Store::open_checkpointing_at(&home.options(), pages).unwrap();
    let mut writer = store.writer().unwrap();
    writer.set_up(&common::cedar_lane(false)).unwrap();
    let mut desk = Desk::new(&mut writer);
    let over = AtomicBool::new(false);
    let mut largest = 0;
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    store.read(|reader| reader.feed(Position(0), 200)).unwrap();
                }
            });
        }
        for text in 0..1_500 {
            desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
            largest = largest.max(store.wal_bytes());
        }
        over.store(true, Ordering::Relaxed);
    });
    largest
}

/// Fails when nothing asks for a checkpoint; when `Gate::enter` lets readers in through a closed gate, it does not end, for
/// the writer waits at the limit for readers who never pause.
#[test]
fn the_log_stays_bounded_under_readers_that_never_pause() {
    const PAGES: u32 = 400;
    let limit = u64::from(PAGES) * 4096 * 6;
    let largest = largest_log(PAGES, 4);
    assert!(largest < limit, "{largest} bytes of log, and {limit} at most were expected");
    let all = largest_log(u32::MAX, 0);
    assert!(all > 4 * limit, "{all} bytes were written: too few for a limit of {limit} to mean anything");
}
