//! Law 11 in the store, on both databases: the rows of a second workspace stand in the same tables, and nothing that is read
//! or written of the first one is another for it.
//!
//! A store opens one workspace, so the neighbours' rows are made in a database of their own, by a life much like ours, and are
//! copied: under the same ids on `PostgreSQL`. A file of `SQLite` holds one workspace, and its keys are ids alone; there the
//! copies have other ids, and everything else is the same. Where rows look alike, the copies' words are others.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

mod life;
mod next_door;
mod reading;

use crate::common;
use crate::common::{Desk, Home, at, line, person};
use baton_core::{
    Ask, AskId, Availability, Baton, By, Conversation, ConversationId, Event, Handoff, HandoffId, Key,
    LineId, Media, MessageId, Notice, OutText, Owner, PersonId, Position, QueueId, Role, Status, TextKind,
    TextState, Turns,
};
use baton_hours::MachineTime;
use baton_store::{
    Changed, Counter, Filter, Holder, Idempotency, Job, LineChange, MediaFile, MediaJob, MediaState, Need,
    Outcome, PersonChange, PutToWhom, ReadMark, Reader, Session, Store, StoreError, Token, Writer,
};
use life::lives;
use next_door::{move_in, theirs};
use reading::everything;
use std::collections::BTreeSet;
use std::fmt::Debug;

crate::on_both! {
    what_is_next_door_is_neither_read_nor_counted_nor_written
}

const DANA: PersonId = PersonId(1);

const GENERAL: QueueId = QueueId(2);

fn now(seconds: i64) -> MachineTime {
    MachineTime::from_micros(1_772_800_000_000_000 + seconds * 1_000_000)
}

fn phone(place: u32) -> String {
    format!("+1212555{place:04}")
}

fn press(place: u32) -> Idempotency {
    Idempotency { scope: "person:1".into(), key: format!("press {place}"), request: vec![1] }
}

/// The first line in which they differ.
fn same(stage: &str, alone: &[String], beside: &[String]) {
    for (alone, beside) in alone.iter().zip(beside) {
        assert_eq!(alone, beside, "{stage}");
    }
    assert_eq!(alone.len(), beside.len(), "{stage}");
}

/// Fails when any list, count, look-up, timer, feed or load of a workspace reads rows of another one, or any of its commits
/// and jobs writes them: as with `OR workspace = 2` in what waits in a queue.
fn what_is_next_door_is_neither_read_nor_counted_nor_written(home: &Home) {
    let another = || Home::new(home.database.as_ref().map(|_| common::CLUSTER.database()));
    let (quiet, next_door) = (another(), another());
    // The same life twice: by itself, and beside neighbours.
    let (alone_store, mut alone) = quiet.set_up();
    let (beside_store, mut beside) = home.set_up();
    let (mut alone_desk, mut beside_desk) = (Desk::new(&mut alone), Desk::new(&mut beside));
    lives(&mut alone, &mut alone_desk, 0, 2);
    lives(&mut beside, &mut beside_desk, 0, 2);
    let (_their_store, mut their_writer) = next_door.set_up();
    let mut their_desk = Desk::new(&mut their_writer);
    lives(&mut their_writer, &mut their_desk, 0, 3);
    lives(&mut their_writer, &mut their_desk, 20, 1);
    let before = everything(&beside_store, &mut beside);
    same("before they move in", &everything(&alone_store, &mut alone), &before);
    move_in(&next_door, home);
    let moved_in = theirs(home);
    assert!(moved_in.len() > 100 && moved_in.iter().any(|row| row.contains("NEXT DOOR")));
    // What the writer knew, it knows from before they moved in: it begins anew.
    drop((beside, beside_store));
    let beside_store = home.open();
    let mut beside = beside_store.writer().unwrap();
    same("once they have moved in", &before, &everything(&beside_store, &mut beside));
    lives(&mut alone, &mut alone_desk, 10, 2);
    lives(&mut beside, &mut beside_desk, 10, 2);
    for (writer, store) in [(&mut alone, &alone_store), (&mut beside, &beside_store)] {
        writer.sweep_sessions(now(50)).unwrap();
        writer.set_password(DANA, "$argon2id$").unwrap();
        writer.revoke_token(b"Shop 10", now(60)).unwrap();
        writer.forget_presses(Position(10)).unwrap();
        writer.set_public_url(Some("https://inbox.cedarlane.example")).unwrap();
        assert_eq!(store.read(|reader| reader.session(b"session 0")).unwrap(), None);
    }
    let after = everything(&beside_store, &mut beside);
    same("as life goes on", &everything(&alone_store, &mut alone), &after);
    assert!(!after.iter().any(|line| line.contains("NEXT DOOR")));
    same("and next door", &moved_in, &theirs(home));
}
