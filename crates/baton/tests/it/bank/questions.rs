//! The questions to a bank.

use super::csv::rows;
use super::file;
use super::routed::{Routed, route};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// What has been reached: of a thousand questions so many go to the right queue. It must not fall.
const REACHED: usize = 860;
/// Of a thousand so many may fall through at most.
const FALLEN: usize = 400;
/// The queue for what no rule is for.
const GENERAL: &str = "General";

struct Question {
    text: String,
    topic: String,
    /// The queue that its topic belongs to.
    belongs: String,
    routed: Routed,
}

/// Every question with who got it.
pub(crate) struct Bank {
    questions: Vec<Question>,
}

/// Routes all questions.
pub(crate) fn measure() -> Bank {
    let topics: HashMap<String, String> =
        rows(&file("topics.csv")).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    assert_eq!(topics.len(), 77);
    let asked = rows(&file("questions.csv"));
    assert_eq!(asked.len(), 3_080);
    let texts: Vec<String> = asked.iter().map(|row| row[0].clone()).collect();
    let routed = route("policy.toml", &texts);
    let questions = asked.into_iter().zip(routed).map(|(row, routed)| {
        let belongs = topics[&row[1]].clone();
        Question { text: row[0].clone(), topic: row[1].clone(), belongs, routed }
    });
    Bank { questions: questions.collect() }
}

/// How many were routed how.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    fallen: usize,
}

impl Tally {
    fn all(self) -> usize {
        self.right + self.wrong + self.fallen
    }

    fn add(&mut self, question: &Question) {
        match &question.routed.queue {
            Some(queue) if *queue == question.belongs => self.right += 1,
            Some(queue) if queue != GENERAL => self.wrong += 1,
            // A text that opened no conversation reached nobody who could answer: it has fallen through as well.
            _ => self.fallen += 1,
        }
    }

    fn row(self, name: &str) -> String {
        let Self { right, wrong, fallen } = self;
        format!(
            "| {name} | {} | {right} | {wrong} | {fallen} | {} |\n",
            self.all(),
            percent(right, self.all())
        )
    }
}

impl Bank {
    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.questions.iter().for_each(|question| tally.add(question));
        tally
    }

    /// Fails when it has become worse.
    pub(crate) fn holds(&self) {
        let tally = self.tally();
        let thousandth = |count: usize| count * 1_000 / tally.all();
        assert!(thousandth(tally.right) >= REACHED, "{tally:?}: {REACHED} of 1,000 had been right");
        assert!(thousandth(tally.fallen) <= FALLEN, "{tally:?}: at most {FALLEN} of 1,000 may fall through");
    }

    /// Its part of the page.
    pub(crate) fn page(&self) -> String {
        let all = self.tally();
        let mut page = format!(
            "## A bank\n\nThe test set of Banking77: {} questions about 77 topics, by PolyAI (Casanueva et al., 2020, CC BY \
             4.0). Each topic was first given to one of ten queues ([topics.csv](../crates/baton/tests/bank/topics.csv)); \
             then [the policy](../crates/baton/tests/bank/policy.toml) was written. **It was tuned on these very \
             questions**, so the share says how far such rules go on real words, not how they would do on words never \
             seen. Right is the queue of the topic; fallen through is General, which no topic belongs to.\n\n\
             {} right, {} wrong, {} fallen through.\n\n\
             | queue | questions | right | wrong | fallen through | right |\n|---|---:|---:|---:|---:|---:|\n",
            all.all(),
            percent(all.right, all.all()),
            percent(all.wrong, all.all()),
            percent(all.fallen, all.all()),
        );
        let mut queues: BTreeMap<&str, Tally> = BTreeMap::new();
        for question in &self.questions {
            queues.entry(&question.belongs).or_default().add(question);
        }
        for (name, tally) in queues {
            page.push_str(&tally.row(name));
        }
        page.push_str(&all.row("all"));
        page.push_str(&self.worst());
        page
    }

    /// The ten commonest mistakes: a topic that goes elsewhere.
    fn worst(&self) -> String {
        let mut mistakes: BTreeMap<(&str, &str), Vec<&Question>> = BTreeMap::new();
        for question in &self.questions {
            let queue = question.routed.queue.as_deref().unwrap_or("nobody");
            if queue != question.belongs {
                mistakes.entry((&question.topic, queue)).or_default().push(question);
            }
        }
        let mut mistakes: Vec<_> = mistakes.into_iter().collect();
        mistakes.sort_by_key(|(_, questions)| std::cmp::Reverse(questions.len()));
        let mut page = "\nThe ten worst misroutings, with the first question of each and the words that took it there:\n\n\
            | topic | belongs to | went to | times | for example | because of |\n|---|---|---|---:|---|---|\n"
            .to_owned();
        for ((topic, went), questions) in mistakes.iter().take(10) {
            let first = questions[0];
            let matched = if first.routed.matched.is_empty() { "nothing" } else { &first.routed.matched };
            let example = first.text.replace('|', "\\|").replace(['\n', '\r'], " ");
            writeln!(
                page,
                "| {topic} | {} | {went} | {} | {} | {matched} |",
                first.belongs,
                questions.len(),
                example.trim()
            )
            .unwrap();
        }
        page
    }
}

fn percent(part: usize, all: usize) -> String {
    let tenths = (part * 2_000 + all) / (all * 2).max(1);
    format!("{}.{} %", tenths / 10, tenths % 10)
}
