//! Several nodes on one database.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

mod common;

use baton_core::Position;
use baton_store::{CommitError, Store, StoreError, Writer};
use common::{CLUSTER, Desk, Home};
use postgres::{Client, NoTls};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

/// Two folders, one database.
fn two_nodes() -> (Home, Home, Client) {
    let url = CLUSTER.database();
    let client = Client::connect(&url, NoTls).unwrap();
    (Home::new(Some(url.clone())), Home::new(Some(url)), client)
}

/// Fails when positions are taken at the beginning of a commit without the row's lock, as from a sequence.
#[test]
fn a_reader_misses_nothing_while_two_nodes_commit_and_a_third_holds_its_transaction_open() {
    let (one, two, mut slow) = two_nodes();
    let (store, mut first) = one.set_up();
    let other = two.open();
    let mut second = other.writer().unwrap();
    let over = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = Vec::new();
            loop {
                let ending = over.load(Ordering::Acquire);
                let after = seen.last().copied().map_or(Position(0), Position);
                let records = store.read(|reader| reader.feed(after, 100)).unwrap();
                seen.extend(records.iter().flat_map(|record| record.positioned().map(|(at, _)| at.0)));
                if ending && records.is_empty() {
                    return seen;
                }
            }
        });
        // A third writer has written and not committed; its feed row comes last, so it holds up nobody.
        let mut held = slow.transaction().unwrap();
        held.execute("INSERT INTO carrier_ids VALUES (1, 1, 'held', 1)", &[]).unwrap();
        let writers = [(&mut first, "a"), (&mut second, "b")].map(|(writer, name)| {
            scope.spawn(move || {
                let mut desk = Desk::new(writer);
                for text in 0..150 {
                    let phone = format!("+1{name}{:03}", text % 10);
                    desk.receive(writer, &phone, &format!("SM{name}{text}")).unwrap();
                }
            })
        });
        for writer in writers {
            writer.join().unwrap();
        }
        held.execute("UPDATE workspaces SET feed = feed + 1", &[]).unwrap();
        held.execute(
            "INSERT INTO records SELECT 1, feed, NULL, replace((SELECT doc FROM records WHERE thread IS NULL \
             ORDER BY position LIMIT 1), '\"position\":1', '\"position\":' || feed) FROM workspaces",
            &[],
        )
        .unwrap();
        held.commit().unwrap();
        over.store(true, Ordering::Release);
        reader.join().unwrap()
    });
    let head = store.read(|reader| reader.feed_head()).unwrap();
    assert_eq!(seen, (1..=head.0).collect::<Vec<_>>());
}

#[test]
fn the_same_new_number_at_the_same_moment_on_two_nodes_is_one_conversation() {
    let (one, two, _) = two_nodes();
    let (store, mut first) = one.set_up();
    let other = two.open();
    let mut second = other.writer().unwrap();
    let barrier = Barrier::new(2);
    for round in 0..20 {
        let phone = format!("+1212555{round:04}");
        let conflicts: usize = std::thread::scope(|scope| {
            let nodes = [(&mut first, "a"), (&mut second, "b")].map(|(writer, name)| {
                let (barrier, phone) = (&barrier, &phone);
                scope.spawn(move || {
                    let mut desk = Desk::new(writer);
                    let subject = writer.load(&[desk.need(phone)]).unwrap().pop().unwrap();
                    let mut batch = desk.batch();
                    desk.decide(&mut batch, subject, phone, &format!("SM{name}{round}"));
                    barrier.wait();
                    match writer.commit(&mut batch) {
                        Ok(()) => 0,
                        Err(CommitError::Conflict) => {
                            desk.receive(writer, phone, &format!("SM{name}{round}")).unwrap();
                            1
                        }
                        Err(other) => panic!("{other}"),
                    }
                })
            });
            nodes.into_iter().map(|node| node.join().unwrap()).sum()
        });
        assert_eq!(conflicts, 1, "one of them was first");
        let number = store.read(|reader| reader.number_by_handset(&phone)).unwrap().unwrap();
        let need = Desk::new(&mut first).need(&phone);
        let subject = first.load(&[need]).unwrap().pop().unwrap();
        assert_eq!(subject.number, Some(number));
        let thread = subject.thread.unwrap();
        assert_eq!(thread.messages, 2);
        assert_eq!(store.read(|reader| reader.thread_conversations(thread.id, 9)).unwrap().len(), 1);
    }
}

#[test]
fn a_node_sees_what_another_changed_although_it_had_cached_it() {
    let (one, two, _) = two_nodes();
    let (_store, mut first) = one.set_up();
    let other = two.open();
    let mut second = other.writer().unwrap();
    let (mut a, mut b) = (Desk::new(&mut first), Desk::new(&mut second));
    a.receive(&mut first, "+12125550134", "SM1").unwrap();
    b.receive(&mut second, "+12125550134", "SM2").unwrap();
    a.receive(&mut first, "+12125550134", "SM3").expect("decided on what the other wrote");
    let thread = first.load(&[a.need("+12125550134")]).unwrap().pop().unwrap().thread.unwrap();
    assert_eq!(thread.messages, 3);
}

/// Ends every session of ours on the server, as a failover does.
fn end_sessions(admin: &mut Client) -> usize {
    admin
        .query(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'baton' \
                AND datname = current_database()",
            &[],
        )
        .unwrap()
        .len()
}

/// A text, tried again like a carrier does until it is accepted; sessions end at any moment, so some tries may fail.
fn receive_in_the_end(desk: &mut Desk, writer: &mut Writer, sid: &str) {
    for _ in 0..5 {
        match desk.receive(writer, "+12125550134", sid) {
            Ok(_) | Err(CommitError::Duplicate) => return,
            Err(CommitError::Store(StoreError::Unreachable(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the server is there, so it is found again");
}

#[test]
fn a_lost_connection_comes_back_and_nothing_is_written_twice() {
    let (one, _two, mut admin) = two_nodes();
    let (store, mut writer) = one.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..30 {
        if text % 7 == 3 {
            assert!(end_sessions(&mut admin) > 0);
        }
        receive_in_the_end(&mut desk, &mut writer, &format!("SM{text}"));
    }
    let thread = writer.load(&[desk.need("+12125550134")]).unwrap().pop().unwrap().thread.unwrap();
    assert_eq!(thread.messages, 30);
    let head = store.read(|reader| reader.feed_head()).unwrap();
    let feed = store.read(|reader| reader.feed(Position(0), 1000)).unwrap();
    assert_eq!(
        feed.iter().map(|record| record.events.len()).sum::<usize>(),
        usize::try_from(head.0).unwrap()
    );
}

#[test]
fn a_node_hears_of_anothers_commit_also_after_its_listener_was_ended() {
    let (one, two, mut admin) = two_nodes();
    let (_store, mut first) = one.set_up();
    let other = two.open();
    let reported = Arc::new(std::sync::Mutex::new(Position(0)));
    let told = Arc::clone(&reported);
    other.subscribe(Box::new(move |head| *told.lock().unwrap() = head));
    let mut desk = Desk::new(&mut first);
    for round in 0..3 {
        receive_in_the_end(&mut desk, &mut first, &format!("SM{round}"));
        let Position(head) = first.feed_head().unwrap();
        let reached = other.wait_feed(Position(head - 1), Duration::from_secs(10));
        assert_eq!(reached, Position(head), "round {round}");
        end_sessions(&mut admin);
    }
    assert!(*reported.lock().unwrap() > Position(0));
}

/// A server on `PostgreSQL` reads in its tasks too, where the client's own runtime panicked. Fails when `Store::read` does not
/// step outside of the runtime that it is called in.
#[test]
fn a_task_may_read_from_postgres() {
    let home = Home::new(Some(CLUSTER.database()));
    let (store, _writer) = home.set_up();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let store = Arc::new(store);
    let reader = Arc::clone(&store);
    let business = |store: &Store| store.workspace().unwrap().unwrap().business;
    let in_a_task = runtime.block_on(async { tokio::spawn(async move { business(&reader) }).await.unwrap() });
    let beside = runtime.block_on(async { business(&store) });
    assert_eq!([in_a_task, beside], ["Cedar Lane Physio", "Cedar Lane Physio"]);
}
