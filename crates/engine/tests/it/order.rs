//! Texts go out one at a time to each number, in the order in which they were written, at the pace of their line.

use crate::home::{Home, new_line};
use crate::told::try_later;
use baton_carriers::Pace;
use baton_core::{Begin, By, Command, LineId, MessageId, NewText, Seen, TextState, Then};
use baton_engine::Request;
use baton_text::{Address, Region};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// Where in what was handed over the text with these words stands, and when that was, in seconds of machine time since
/// the first one.
fn handed(home: &Home, body: &str) -> (usize, f64) {
    let told = home.carrier.tell();
    let place = told.handed.iter().position(|text| text.body == body).expect("it was handed over");
    let since = told.handed[place].handed_at.since(told.handed[0].handed_at);
    (place, since.as_secs_f64())
}

async fn begin(home: &Home, line: LineId, to: &str, body: &str) -> MessageId {
    let text =
        NewText { body: body.into(), media: vec![], seen: Seen::Unsaid, then: Then::Open, answers: vec![] };
    let to = Address::from_carrier(to, || Region::US);
    let begin = Command::Begin(Box::new(Begin { line, to, text }));
    home.engine.submit(Request::new(begin, By::person(home.dana))).await.unwrap().outcome.message.unwrap()
}

/// nyaruka/courier #362: a short text overtook a long one on its way to the same phone. Fails when `Lane::next` does not
/// pass over numbers that have a text on its way, and, for the other number, when it stops at the first of them.
#[tokio::test(start_paused = true)]
async fn a_short_text_does_not_overtake_a_long_one_and_holds_up_nobody_else() {
    let home = Home::new().await;
    let (rosa, other) = (home.opened("+12125550134").await, home.opened("+12125550135").await);
    home.carrier.tell().takes.push_back(20 * SECOND);
    let long = "Your plan for the next six weeks. ".repeat(20);
    home.send(rosa, &long).await;
    home.until("the long one is on its way", |home| home.carrier.bodies().len() == 1).await;
    for short in ["First", "Second"] {
        home.send(rosa, short).await;
    }
    home.send(other, "Elsewhere").await;
    home.quiet().await;
    assert_eq!(home.carrier.bodies(), [long.trim(), "Elsewhere", "First", "Second"]);
    assert!(handed(&home, "Elsewhere").1 < 1.0, "another number waits for nothing");
    assert!(handed(&home, "First").1 >= 20.0, "the next goes when the carrier has taken the last");
    assert!(home.carrier.tell().overlaps.is_empty());
}

/// nyaruka/courier #362, where the long one has to come again. Fails when `Lane::next` does not hold back the number of a
/// text whose time has not come, or holds back the whole line with it.
#[tokio::test(start_paused = true)]
async fn a_text_that_has_to_come_again_is_not_overtaken_by_the_next_to_its_number() {
    let home = Home::new().await;
    let (rosa, other) = (home.opened("+12125550134").await, home.opened("+12125550135").await);
    home.carrier.tell().outcomes.push_back(try_later(Some(60 * SECOND)));
    home.send(rosa, "First").await;
    home.quiet().await;
    home.send(rosa, "Second").await;
    home.send(other, "Elsewhere").await;
    home.quiet().await;
    assert_eq!(home.carrier.bodies(), ["First", "Elsewhere"]);
    home.advance(5 * 60 * SECOND).await;
    assert_eq!(home.carrier.bodies(), ["First", "Elsewhere", "First", "Second"]);
}

/// Fails when `Lane::take` does not count segments, or when one pace is kept for all lines.
#[tokio::test(start_paused = true)]
async fn each_line_is_fed_at_its_own_pace_in_segments() {
    let home = Home::new().await;
    let second = home.add_line(new_line("+12125550101")).await;
    home.carrier.tell().pace = Some(Pace::segments_per_second(1));
    let three_segments = "x".repeat(400);
    let mut written = Vec::new();
    for (to, body) in [("134", "one"), ("135", &three_segments), ("136", "two"), ("137", "three")] {
        written.push(begin(&home, home.line, &format!("+12125550{to}"), body).await);
    }
    begin(&home, second, "+12125550138", "beside").await;
    home.until("all are handed over", |home| home.carrier.bodies().len() == 5).await;
    assert_eq!(home.out(written[1]).state, TextState::Sent, "{:?}", home.carrier.tell().handed);
    let at = |body| handed(&home, body).1;
    assert!(at("beside") < 1.0, "{}", at("beside"));
    for (body, least) in [("one", 0.0), (three_segments.as_str(), 1.0), ("two", 4.0), ("three", 5.0)] {
        assert!((least..least + 0.5).contains(&at(body)), "{body:.5}: {}", at(body));
    }
}

/// A line's texts outlive the program, in their order. Fails when the outbox is not filled from the store at the start, or
/// when what is taken from it is put behind what is written now.
#[tokio::test(start_paused = true)]
async fn what_waits_goes_out_in_order_and_once_after_a_crash() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().pace = Some(Pace { millisegments_per_second: 0 });
    for body in ["one", "two", "three"] {
        home.send(rosa, body).await;
    }
    home.until("the line stands still", |home| home.carrier.bodies() == ["one"]).await;
    home.carrier.tell().pace = None;
    let home = home.crash().await;
    home.send(rosa, "four").await;
    home.quiet().await;
    assert_eq!(home.carrier.bodies(), ["one", "two", "three", "four"]);
}

/// A text that came too late is dropped where it waits. Fails when dropping it says that nothing else is on its way to
/// its number (`Dispatcher::expire` with the number of a text that is), or when it goes out at its last instant, past
/// the pace and everything before it.
#[tokio::test(start_paused = true)]
async fn a_text_that_is_dropped_lets_nothing_overtake_what_is_on_its_way() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().takes.push_back(Duration::from_mins(10));
    home.send(rosa, "First").await;
    home.until("the first is on its way", |home| home.carrier.bodies().len() == 1).await;
    home.receive("+12125550134", "HELP", "help").await;
    home.send(rosa, "Second").await;
    home.advance(Duration::from_mins(5)).await;
    assert_eq!(home.carrier.bodies(), ["First"], "the answer to HELP is too late, and the second waits");
    assert_eq!(home.count("text.cancelled"), 1);
    home.until("the second goes out", |home| home.carrier.bodies().len() == 2).await;
    assert!(home.carrier.tell().overlaps.is_empty(), "{:?}", home.carrier.bodies());
    assert!(handed(&home, "Second").1 >= 600.0);
}
