//! The messages to a hotel, some with several wishes.

use super::csv::rows;
use super::file;
use super::routed::{Routed, route};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

/// Of a thousand texts that belong to several queues so many have got several owners. It must not fall.
const SEVERAL: usize = 714;
/// Of a thousand texts that belong to one queue so many have got more than one. It must not rise.
const TOO_MANY: usize = 180;

/// The intent that belongs to whatever is booked, where the text names that.
const BOOKING: &str = "booking";

/// Messages by the number of queues that they belong to.
pub(crate) struct Hotel {
    several: Tally,
    one: Tally,
    none: Tally,
    /// The same messages by the number of their intents: several, one.
    labels: [Tally; 2],
}

/// How messages of one kind were routed.
#[derive(Debug, Default)]
struct Tally {
    all: usize,
    /// They got several owners.
    shared: usize,
    /// They got all the owners that they should have.
    complete: usize,
    /// They got exactly those.
    exact: usize,
}

/// Routes all messages.
pub(crate) fn measure() -> Hotel {
    let queues: HashMap<String, String> =
        rows(&file("hotel-intents.csv")).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let messages: Vec<Value> = serde_json::from_str(&file("hotel.json")).unwrap();
    assert_eq!(messages.len(), 503);
    let texts: Vec<String> =
        messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect();
    let routed = route("hotel.toml", &texts);
    let mut hotel = Hotel {
        several: Tally::default(),
        one: Tally::default(),
        none: Tally::default(),
        labels: Default::default(),
    };
    for (message, routed) in messages.iter().zip(&routed) {
        let wanted = wanted(message, &queues);
        let tally = match wanted.len() {
            0 => &mut hotel.none,
            1 => &mut hotel.one,
            _ => &mut hotel.several,
        };
        tally.add(&wanted, routed);
        match message["intents"].as_array().map_or(0, Vec::len) {
            0 => {}
            1 => hotel.labels[1].add(&wanted, routed),
            _ => hotel.labels[0].add(&wanted, routed),
        }
    }
    hotel
}

/// The queues that a message belongs to by its intents.
fn wanted(message: &Value, queues: &HashMap<String, String>) -> BTreeSet<String> {
    let intents = message["intents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let owned = |intent: &Value| {
        let name = intent.as_str().unwrap();
        let queue = queues.get(name).unwrap_or_else(|| panic!("hotel-intents.csv lacks {name}"));
        (!queue.is_empty()).then(|| (name.to_owned(), queue.clone()))
    };
    let found: Vec<(String, String)> = intents.iter().filter_map(owned).collect();
    let names_more = found.iter().any(|(intent, _)| intent != BOOKING);
    found.into_iter().filter(|(intent, _)| intent != BOOKING || !names_more).map(|(_, queue)| queue).collect()
}

impl Tally {
    fn add(&mut self, wanted: &BTreeSet<String>, routed: &Routed) {
        let owners: BTreeSet<String> =
            routed.queue.iter().chain(&routed.asks).filter(|queue| *queue != "General").cloned().collect();
        self.all += 1;
        self.shared += usize::from(owners.len() > 1);
        self.complete += usize::from(owners.is_superset(wanted));
        self.exact += usize::from(owners == *wanted);
    }

    fn row(&self, name: &str) -> String {
        let Self { all, shared, complete, exact } = self;
        format!("| {name} | {all} | {shared} | {complete} | {exact} |\n")
    }
}

impl Hotel {
    /// Fails when it has become worse.
    pub(crate) fn holds(&self) {
        let thousandth = |part: usize, all: usize| part * 1_000 / all.max(1);
        assert!(thousandth(self.several.shared, self.several.all) >= SEVERAL, "{:?}", self.several);
        assert!(thousandth(self.one.shared, self.one.all) <= TOO_MANY, "{:?}", self.one);
    }

    /// Its part of the page.
    pub(crate) fn page(&self) -> String {
        let total = self.several.all + self.one.all + self.none.all;
        let mut page = format!(
            "## A hotel\n\n{total} messages of hotel guests with their intents, from NLU++ by PolyAI (Casanueva et al., 2022, \
             CC BY 4.0). The intents were first given to six queues \
             ([hotel-intents.csv](../crates/baton/tests/bank/hotel-intents.csv)): most are verbs and belong to none, and \
             *booking* belongs to Reservations only where the text names nothing else that is booked. Then \
             [a small policy](../crates/baton/tests/bank/hotel.toml) was written from what guests ask for, and not tuned. \
             Owners are the conversation's and those of its asks; General counts as none.\n\n\
             | the text belongs to | texts | got several owners | got all it should | got exactly those |\n\
             |---|---:|---:|---:|---:|\n"
        );
        page.push_str(&self.several.row("several queues"));
        page.push_str(&self.one.row("one queue"));
        page.push_str(&self.none.row("none"));
        let Tally { all, shared, .. } = &self.several;
        let one = &self.one;
        write!(
            page,
            "\nOf the {all} texts that belong to several queues, {shared} got several owners. Of the {} that belong to one, {} \
             got more than one.\n\nCounted by intents instead: of the {} texts with several intents, {} got several \
             owners; of the {} with one intent, {} got more than one. Most of the former name one wish by a verb and a \
             noun (*change* and *booking*), which is one owner's.\n",
            one.all, one.shared, self.labels[0].all, self.labels[0].shared, self.labels[1].all, self.labels[1].shared
        )
        .unwrap();
        page
    }
}
