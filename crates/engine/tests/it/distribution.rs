//! What a queue gives out, and in which order.

use crate::all::all;
use crate::home::{Home, cedar_lane, inbound, monday, new_line, options, received};
use crate::kept::{Kept, database, on_both};
use crate::told::Told;
use baton_core::{By, Command, ConversationId, Owner, PersonId, Role};
use baton_engine::{Clock, Engine, Execution, Request};
use baton_store::{Filter, NewPerson, OpenOptions, Store};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

on_both! {
    what_is_due_first_is_given_out_first_when_somebody_is_free,
    fifty_texts_of_one_batch_give_nobody_more_than_their_capacity,
}

/// Billing gives out in turn. What is for today is promised sooner.
const POLICY: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[queues.Billing]
members = ["jordan@cedarlane.example", "priya@cedarlane.example"]
distribute = "round_robin"
capacity = CAPACITY

[[targets]]
name = "Today"
when = 'message contains "today"'
first_response = "15 min"
around_the_clock = true

[[targets]]
name = "Everybody"
first_response = "2 h"
around_the_clock = true

[routing]
text = "ASSIGN to Billing queue"
"#;

/// The office with Jordan and Priya, each of whom is given so many at the most.
async fn billing(kept: Kept, capacity: usize) -> (Home, [PersonId; 2]) {
    let home = Home::kept(kept).await;
    let people = [home.add_person("Jordan", Role::Agent).await, home.add_person("Priya", Role::Agent).await];
    let policy = POLICY.replace("CAPACITY", &capacity.to_string());
    home.engine
        .administer(move |writer, at| writer.save_policy(&policy, None, None, at))
        .await
        .unwrap()
        .unwrap();
    home.quiet().await;
    (home, people)
}

impl Home {
    async fn asks(&self, phone: usize, words: &str) -> ConversationId {
        let from = format!("+1212555{phone:04}");
        let done = self.receive(&from, words, &format!("in-{from}")).await;
        self.quiet().await;
        done.outcome.conversation.unwrap()
    }

    async fn closes(&self, id: ConversationId, by: PersonId) {
        self.engine.submit(Request::new(Command::Close(id, None), By::person(by))).await.unwrap();
        self.quiet().await;
    }

    /// Whose the live conversations are, by person; those that wait in a queue apart.
    fn held(&self) -> (BTreeMap<PersonId, usize>, usize) {
        let rows = self.store.read(|reader| reader.list(&Filter::default(), None, None, 200)).unwrap().items;
        by_owner(rows.iter().map(|row| row.conversation.owner))
    }
}

fn by_owner(owners: impl Iterator<Item = Owner>) -> (BTreeMap<PersonId, usize>, usize) {
    let (mut held, mut waiting) = (BTreeMap::new(), 0);
    for owner in owners {
        match owner {
            Owner::Person(person) => *held.entry(person).or_default() += 1,
            Owner::Queue(_) => waiting += 1,
        }
    }
    (held, waiting)
}

/// Fails when what waits is given out by when it came, instead of by when it is due.
async fn what_is_due_first_is_given_out_first_when_somebody_is_free(kept: Kept) {
    let (home, [jordan, priya]) = billing(kept, 1).await;
    let [first, second] =
        [home.asks(101, "About my invoice").await, home.asks(102, "About my invoice").await];
    let older = home.asks(103, "About my invoice").await;
    let later = home.asks(104, "Another invoice").await;
    home.advance(Duration::from_mins(30)).await;
    let urgent = home.asks(105, "I need my invoice today").await;
    for id in [older, later, urgent] {
        assert!(home.conversation(id).owner.queue().is_some(), "both have as many as they are given");
    }
    home.closes(second, priya).await;
    assert_eq!(home.conversation(urgent).owner, Owner::Person(priya), "due in a quarter of an hour");
    assert!(home.conversation(older).owner.queue().is_some());
    home.closes(first, jordan).await;
    assert_eq!(home.conversation(older).owner, Owner::Person(jordan), "of two promised alike the older");
    assert!(home.conversation(later).owner.queue().is_some());
    home.closes(urgent, priya).await;
    assert_eq!(home.conversation(later).owner, Owner::Person(priya));
    home.check_laws();
}

/// Fails when texts of one batch do not see what those before them were given: somebody gets more than they are given at
/// the most, or somebody's turn comes twice in a row.
async fn fifty_texts_of_one_batch_give_nobody_more_than_their_capacity(kept: Kept) {
    let (home, [jordan, priya]) = billing(kept, 2).await;
    let texts = (0..50).map(|phone| {
        let from = format!("+1212555{:04}", 200 + phone);
        home.text(&from, "About my invoice", &format!("in-{from}"))
    });
    let answers = all(texts.map(|text| home.engine.submit(text))).await;
    let opened: Vec<_> =
        answers.into_iter().map(|done| done.unwrap().outcome.conversation.unwrap()).collect();
    let full = BTreeMap::from([(jordan, 2), (priya, 2)]);
    assert_eq!(home.held(), (full.clone(), 46), "in the transaction that stored the texts");
    home.quiet().await;
    assert_eq!(home.held(), (full.clone(), 46), "and not by anything after it");
    let owners: Vec<_> = opened.iter().map(|id| home.conversation(*id).owner).collect();
    assert_eq!(
        owners[..4],
        [jordan, priya, jordan, priya].map(Owner::Person),
        "in turn, in the order of texts"
    );
    // Two become free in one batch too, and fifty more come with that.
    let closes = [(opened[0], jordan), (opened[1], priya)];
    let closes = closes.map(|(id, by)| Request::new(Command::Close(id, None), By::person(by)));
    let more = (0..50).map(|phone| {
        let from = format!("+1212555{:04}", 300 + phone);
        home.text(&from, "About my invoice", &format!("in-{from}"))
    });
    let answers = all(closes.into_iter().chain(more).map(|request| home.engine.submit(request))).await;
    assert!(answers.iter().all(Result::is_ok));
    home.quiet().await;
    assert_eq!(home.held(), (full, 94));
    let given = [opened[4], opened[5]].map(|id| home.conversation(id).owner);
    assert_eq!(given, [jordan, priya].map(Owner::Person), "what waited longest");
    home.check_laws();
}

/// A node on a database that it may share.
async fn node(folder: &Path, database: &str) -> Engine {
    let open = OpenOptions {
        folder: folder.to_owned(),
        database: Some(database.to_owned()),
        ..OpenOptions::default()
    };
    let store = tokio::task::spawn_blocking(move || Arc::new(Store::open(&open).unwrap())).await.unwrap();
    let mut options = options(&Arc::new(Told::default()));
    options.execution = Execution::Threads;
    Engine::start(store, Clock::for_tests(monday()), options).await.unwrap()
}

/// Fails when two nodes that take in texts at the same moment give by the same turns and loads, as neither touches a row of
/// the other's: somebody gets more than they are given at the most.
#[tokio::test(flavor = "multi_thread")]
async fn fifty_texts_on_two_nodes_at_once_give_nobody_more_than_their_capacity() {
    let database = database();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let first = node(folders[0].path(), &database).await;
    first.set_up(cedar_lane()).await.unwrap().unwrap();
    let mut people = Vec::new();
    for name in ["Jordan", "Priya"] {
        let email = format!("{}@cedarlane.example", name.to_lowercase());
        let person = NewPerson { email, name: name.into(), role: Role::Agent, password_hash: None };
        people.push(first.administer(move |w, at| w.add_person(&person, at)).await.unwrap().unwrap());
    }
    let line = new_line("+12125550100");
    let line = first.administer(move |w, at| w.add_line(&line, at)).await.unwrap().unwrap();
    let policy = POLICY.replace("CAPACITY", "2");
    first.administer(move |w, at| w.save_policy(&policy, None, None, at)).await.unwrap().unwrap();
    let nodes = [first, node(folders[1].path(), &database).await];
    let texts = (0..50).map(|phone| {
        let text = inbound(line, &format!("+1212555{phone:04}"), "About my invoice", &format!("in-{phone}"));
        nodes[phone % 2].submit(received(text))
    });
    let answers = all(texts).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let rows = nodes[1].read(|reader| reader.list(&Filter::default(), None, None, 200)).await.unwrap().items;
    let full: BTreeMap<PersonId, usize> = people.iter().map(|person| (*person, 2)).collect();
    assert_eq!(by_owner(rows.iter().map(|row| row.conversation.owner)), (full, 46));
}
