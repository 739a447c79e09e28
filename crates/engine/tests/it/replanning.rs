//! After a change of the policy what runs is planned anew, page by page, whatever happens in between.

use crate::all::all;
use crate::home::Home;
use crate::kept::{Kept, Shelf, on_both};
use baton_core::{ConversationId, Event, Position, Record, Role};
use baton_engine::Engine;
use baton_store::{RESETTLE, Writer};
use std::collections::BTreeMap;
use std::time::Duration;

on_both! {
    an_edge_that_comes_while_everything_is_settled_is_followed_in_what_was_settled_before_it,
    what_a_crash_left_of_planning_anew_is_done_at_the_next_start_and_nothing_twice,
}

const HOUR: Duration = Duration::from_hours(1);
/// More than two pages of those in which owners and promises are settled, and no whole number of them.
const OPEN: usize = 150;
const PAGE: usize = 64;

/// Everything is promised within so long.
fn policy(first_response: &str) -> String {
    format!(
        r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[queues.Desk]
members = ["dana@cedarlane.example"]

[[targets]]
name = "Everybody"
first_response = "{first_response}"
around_the_clock = true

[routing]
text = "ASSIGN to Desk queue"
"#
    )
}

async fn save(engine: Engine, first_response: &'static str) {
    let save = move |writer: &mut Writer, at| writer.save_policy(&policy(first_response), None, None, at);
    engine.administer(save).await.unwrap().unwrap();
}

/// How often each conversation was told that its promise is another, and by how much.
fn moved(records: &[Record]) -> BTreeMap<ConversationId, Vec<Duration>> {
    let mut moved: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for record in records {
        for event in &record.events {
            if let (Some(id), Event::ClockMoved { from, due_at, .. }) = (record.conversation, event) {
                moved.entry(id).or_default().push(due_at.since(*from));
            }
        }
    }
    moved
}

fn recorded(store: &Shelf) -> Vec<Record> {
    store.read(|reader| reader.feed(Position(0), 100_000)).unwrap()
}

/// Fails when a program that ends in the midst of it forgets the rest, tells of one twice, or leaves a
/// promise as it was without a word in its timeline.
async fn what_a_crash_left_of_planning_anew_is_done_at_the_next_start_and_nothing_twice(kept: Kept) {
    let home = Home::kept(kept).await;
    save(home.engine.clone(), "1 h").await;
    home.quiet().await;
    let texts =
        (0..OPEN).map(|phone| home.text(&format!("+1212555{phone:04}"), "Hello", &format!("in-{phone}")));
    let opened = all(texts.map(|text| home.engine.submit(text))).await;
    let opened: Vec<_> = opened.into_iter().map(|done| done.unwrap().outcome.conversation.unwrap()).collect();
    home.quiet().await;
    assert_eq!(moved(&home.records()), BTreeMap::new());
    let one_page_is_done = |store: &Shelf| {
        let jobs = store.read(|reader| reader.jobs()).unwrap();
        jobs.iter().any(|job| job.name == RESETTLE && job.after.is_some()).then(|| recorded(store))
    };
    let (home, before) = home.crash_while(|engine| save(engine, "3 h"), one_page_is_done).await;
    assert_eq!(moved(&before).len(), PAGE, "one page was done");
    home.quiet().await;
    let after = home.records();
    assert_eq!(after[..before.len()], before, "what was said stands");
    let wanted: BTreeMap<_, _> = opened.iter().map(|id| (*id, vec![2 * HOUR])).collect();
    assert_eq!(moved(&after), wanted, "each once");
    let jobs = home.store.read(|reader| reader.jobs()).unwrap();
    assert!(jobs.iter().all(|job| job.name != RESETTLE), "{jobs:?}");
    let began = home.clock.now();
    for id in opened {
        assert_eq!(home.conversation(id).clocks[0].due_at, began + 3 * HOUR);
    }
    let home = home.crash().await;
    home.quiet().await;
    assert_eq!(moved(&home.records()), wanted, "and never again");
    home.check_laws();
}

/// Maya has the desk until one o'clock, then Chris.
const SHIFTS: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[queues.Desk]
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
rota = "Desk"

[rotas.Desk]
shifts = [
  { id = "morning", days = ["mon"], from = "08:00", to = "13:00", who = "maya@cedarlane.example" },
  { id = "afternoon", days = ["mon"], from = "13:00", to = "18:00", who = "chris@cedarlane.example" },
]

[routing]
text = "ASSIGN to Desk queue"
"#;

/// Fails when the progress of settling that was begun before an edge overwrites that the edge put it back to the beginning:
/// whoever was on before goes on answering for what was settled first.
async fn an_edge_that_comes_while_everything_is_settled_is_followed_in_what_was_settled_before_it(
    kept: Kept,
) {
    let home = Home::kept(kept).await; // ten o'clock
    let people = [home.add_person("Maya", Role::Agent).await, home.add_person("Chris", Role::Agent).await];
    let save = |engine: Engine| async move {
        let saved = engine.administer(|writer, at| writer.save_policy(SHIFTS, None, None, at)).await;
        saved.unwrap().unwrap();
    };
    save(home.engine.clone()).await;
    home.quiet().await;
    let texts =
        (0..OPEN).map(|phone| home.text(&format!("+1212555{phone:04}"), "Hello", &format!("in-{phone}")));
    let opened = all(texts.map(|text| home.engine.submit(text))).await;
    let opened: Vec<_> = opened.into_iter().map(|done| done.unwrap().outcome.conversation.unwrap()).collect();
    let answer = |home: &Home| {
        let by = |person| opened.iter().filter(|id| home.conversation(**id).accountable == person).count();
        people.map(by)
    };
    assert_eq!(answer(&home), [OPEN, 0]);
    let one_page_is_done = |store: &Shelf| {
        let jobs = store.read(|reader| reader.jobs()).unwrap();
        jobs.iter().any(|job| job.name == RESETTLE && job.after.is_some()).then_some(())
    };
    let (home, ()) = home.crash_while(save, one_page_is_done).await;
    let home = home.down_for(4 * HOUR).await;
    home.quiet().await;
    assert_eq!(answer(&home), [0, OPEN]);
    home.check_laws();
}
