//! Everybody who watches sees every record once, in order and without holes, from wherever they resume.

use crate::home::Home;
use baton_core::{Position, Record};
use baton_engine::{Engine, Flow, Subscription};
use std::time::Duration;

/// What a reader gets next; whoever waits for a minute has missed it.
async fn next(reader: &mut Subscription) -> Flow {
    let next = tokio::time::timeout(Duration::from_mins(1), reader.next()).await;
    next.expect("there is something to read").unwrap()
}

/// Reads until `until`, as a browser does: whoever is cut off, or goes away after `stays` answers, comes back with the
/// position that they had.
async fn follow(engine: Engine, after: Position, until: Position, stays: usize) -> Vec<Record> {
    let (mut seen, mut at) = (Vec::new(), after);
    while at < until {
        let mut reader = engine.feed().subscribe(at);
        for _ in 0..stays {
            match next(&mut reader).await {
                Flow::Records(entries) => {
                    assert!(!entries.is_empty(), "an answer holds something");
                    seen.extend(entries.iter().map(|entry| entry.record.clone()));
                }
                Flow::CutOff => break,
                other => panic!("{other:?} for a reader that resumed at {at:?}"),
            }
            if reader.position() >= until {
                break;
            }
        }
        at = reader.position();
    }
    seen
}

/// All that the store holds after a position.
fn stored(home: &Home, after: Position) -> Vec<Record> {
    home.store.read(|reader| reader.feed(after, 100_000)).unwrap()
}

fn head(home: &Home) -> Position {
    home.store.read(|reader| reader.feed_head()).unwrap()
}

/// Ten texts of one phone, in one moment.
async fn ten_texts(home: &Home, phone: usize, round: usize) {
    for text in 0..10 {
        let from = format!("+121255501{phone:02}");
        home.receive(&from, "Hi", &format!("SM{phone}-{round}-{text}")).await;
    }
}

/// chatwoot #6418, kamu-cli #1398: readers missed records, or saw them twice. Fails when `Ring::after` is off by one, or
/// when a reader goes on from what is published instead of from what it read.
#[tokio::test(start_paused = true)]
async fn any_number_of_readers_see_every_record_once_in_order() {
    for ring in [1, 7, 1_000] {
        let home = Home::with(|options| options.feed_ring = ring).await;
        ten_texts(&home, 0, 0).await;
        let (before, last) = (head(&home), Position(head(&home).0 + 150));
        let readers = [(Position(0), 1), (Position(0), 1_000), (before, 1), (before, 3), (before, 1_000)];
        let following = readers
            .map(|(after, stays)| (after, tokio::spawn(follow(home.engine.clone(), after, last, stays))));
        for round in 1..16 {
            ten_texts(&home, round % 4, round).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for (after, reader) in following {
            let seen = tokio::time::timeout(Duration::from_mins(1), reader).await;
            let seen = seen.unwrap_or_else(|_| panic!("a reader from {after:?} hangs, ring {ring}")).unwrap();
            let stored = stored(&home, after);
            assert_eq!(seen, stored[..seen.len()], "from {after:?}, ring {ring}");
            assert!(seen.last().unwrap().position >= last);
        }
        let mut next = Position(1);
        for record in stored(&home, Position(0)) {
            for (position, _) in record.positioned() {
                assert_eq!(position, next, "no holes");
                next.0 += 1;
            }
        }
    }
}

/// Fails when a live reader that fell behind is served from the store for ever, or loses what fell out of the ring.
#[tokio::test(start_paused = true)]
async fn a_reader_that_is_too_slow_is_cut_off_and_resumes_where_it_was() {
    let home = Home::with(|options| options.feed_ring = 8).await;
    ten_texts(&home, 0, 0).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut slow = home.engine.feed().subscribe(head(&home));
    let waits = tokio::time::timeout(Duration::from_secs(1), slow.next()).await;
    assert!(waits.is_err(), "it has read everything, and waits");
    let at = slow.position();
    ten_texts(&home, 0, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(matches!(next(&mut slow).await, Flow::CutOff));
    assert_eq!(slow.position(), at);
    let seen = follow(home.engine.clone(), at, head(&home), 1).await;
    assert_eq!(seen, stored(&home, at));
}

/// chatwoot #14934, `NodeBB` #12458: after a disconnect the page stayed stale. Fails when the feed begins at nothing after a
/// restart, or when a position of another life is waited for.
#[tokio::test(start_paused = true)]
async fn a_position_outlives_the_program() {
    let home = Home::new().await;
    ten_texts(&home, 0, 0).await;
    let mut reader = home.engine.feed().subscribe(Position(0));
    assert!(matches!(next(&mut reader).await, Flow::Records(_)));
    let at = reader.position();
    ten_texts(&home, 1, 0).await;
    drop(reader);
    let home = home.crash().await;
    let mut seen = follow(home.engine.clone(), at, head(&home), 1_000).await;
    let came_to = head(&home);
    ten_texts(&home, 2, 0).await;
    seen.extend(follow(home.engine.clone(), came_to, head(&home), 1_000).await);
    assert_eq!(seen, stored(&home, at));
    let ahead = Position(head(&home).0 + 1_000);
    let lost = next(&mut home.engine.feed().subscribe(ahead)).await;
    assert!(matches!(lost, Flow::Reset(_)), "of another life of this database: {lost:?}");
}

/// A reader that was served from the store has read further than what is published between two ticks; a reader of another
/// node may have, too. Fails when a position that the store has reached is taken for one of another life.
#[tokio::test(start_paused = true)]
async fn whoever_has_read_ahead_of_the_tick_resumes_without_reloading() {
    let home = Home::with(|options| options.feed_ring = 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ten_texts(&home, 0, 0).await;
    let mut reader = home.engine.feed().subscribe(Position(0));
    while reader.position() < home.engine.feed().head() {
        assert!(matches!(next(&mut reader).await, Flow::Records(_)));
    }
    let at = reader.position();
    assert!(at > home.engine.feed().head(), "it read ahead");
    let mut again = home.engine.feed().subscribe(at);
    home.receive("+12125550134", "Hi", "SM").await;
    let flow = next(&mut again).await;
    let Flow::Records(entries) = flow else { panic!("nothing is to be reloaded: {flow:?}") };
    assert_eq!(entries[0].record, stored(&home, at)[0]);
}
