//! What one decision costs. `cargo bench -p baton-routing`
//!
//! The goal: under 5 µs for an ordinary text of 100 characters with 1,000 rules of three keywords each.

use baton_routing::keyword::Folded;
use baton_routing::{
    Compiled, Contact, Facts, HoursRef, LineRef, Moment, Names, QueueName, QueueRef, Scratch, compile,
};
use std::fmt::Write;

fn main() {
    divan::main();
}

/// An ordinary text of 100 characters; two of its words are keywords of rules far apart.
const ORDINARY: &str =
    "Hi there, could you tell me the price of a cleaning, and can I move my appointment to next Friday?!!";

struct Noon;

impl Moment for Noon {
    fn hours_open(&self, _: HoursRef) -> bool {
        true
    }

    fn minute_of_day(&self) -> u16 {
        12 * 60
    }
}

fn facts(text: &str) -> Facts<'_> {
    Facts {
        text,
        has_media: false,
        contact: Contact::default(),
        line: LineRef(1),
        tags: &[],
        queue: None,
        last_owner: None,
        on_call: None,
        moment: &Noon,
    }
}

/// One chain of so many rules with three keywords each: words of two to four syllables, none twice.
fn routing(rules: usize) -> Compiled {
    const SYLLABLES: [&str; 16] = [
        "ba", "ter", "mo", "ni", "con", "sel", "ra", "pid", "lo", "gu", "ven", "tas", "hi", "fer", "dol",
        "my",
    ];
    let word = |number: usize| {
        let digits = [number % 16, number / 16 % 16, number / 256 % 16];
        digits.iter().map(|digit| SYLLABLES[*digit]).collect::<String>()
    };
    let queues = (0..10).map(|id| QueueName { id: QueueRef(id), name: format!("Team {id}"), members: 1 });
    let names = Names { queues: queues.collect(), ..Names::default() };
    let mut text = String::new();
    for rule in 0..rules {
        let mut keywords = [0, 1, 2].map(|nth| word(rule * 3 + nth));
        match rule {
            _ if rule == rules / 3 => "price".clone_into(&mut keywords[0]),
            _ if rule == rules / 2 => "appointment".clone_into(&mut keywords[1]),
            _ => {}
        }
        let start = if rule == 0 { "IF" } else { "ELSE IF" };
        let [a, b, c] = keywords;
        writeln!(
            text,
            "{start} message contains \"{a}\", \"{b}\", \"{c}\" ASSIGN to Team {} queue",
            rule % 10
        )
        .expect("a string can always be written to");
    }
    text.push_str("ELSE ASSIGN to Team 0 queue");
    compile(&text, &names).expect("the text has no mistakes")
}

#[divan::bench(args = [10, 100, 1000])]
fn an_ordinary_text(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let routing = routing(rules);
    let mut scratch = Scratch::default();
    assert_eq!(routing.decide(&facts(ORDINARY), &mut scratch).asks.len(), 1);
    bencher.bench_local(|| routing.decide(&facts(divan::black_box(ORDINARY)), &mut scratch));
}

#[divan::bench]
fn a_text_that_fits_none_of_1000_rules(bencher: divan::Bencher<'_, '_>) {
    let (routing, mut scratch) = (routing(1000), Scratch::default());
    let text = &ORDINARY.replace("price", "prize").replace("appointment", "appointments");
    bencher.bench_local(|| routing.decide(&facts(divan::black_box(text)), &mut scratch));
}

#[divan::bench]
fn an_accented_text_with_1000_rules(bencher: divan::Bencher<'_, '_>) {
    let (routing, mut scratch) = (routing(1000), Scratch::default());
    let text = &ORDINARY.replace('e', "é").replace("pricé", "price");
    bencher.bench_local(|| routing.decide(&facts(divan::black_box(text)), &mut scratch));
}

#[divan::bench]
fn a_text_of_1600_characters_with_1000_rules(bencher: divan::Bencher<'_, '_>) {
    let (routing, mut scratch) = (routing(1000), Scratch::default());
    let text = &ORDINARY.repeat(16);
    bencher.bench_local(|| routing.decide(&facts(divan::black_box(text)), &mut scratch));
}

#[divan::bench]
fn folding_an_ordinary_text(bencher: divan::Bencher<'_, '_>) {
    let mut folded = Folded::default();
    bencher.bench_local(|| folded.fold(divan::black_box(ORDINARY)));
}

#[divan::bench(sample_count = 10)]
fn compiling_1000_rules() -> Compiled {
    routing(1000)
}
