//! Whether a condition is true of a text and its moment, and which words make it so.

use crate::facts::Facts;
use crate::keyword::{Folded, Hits, KeywordId};
use crate::problem::Span;
use crate::rules::{Node, Test};
use regex::Regex;

/// How many places of one regular expression count. Looking for all of them could take time by the square of the
/// text's length.
const MOST_REGEX_PLACES: usize = 16;

/// A text and its moment, with the keywords that were found in it.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) facts: &'v Facts<'v>,
    pub(super) folded: &'v Folded,
    pub(super) hits: &'v Hits,
}

impl View<'_> {
    pub(super) fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Leaf { wanted, test } => self.answers(test) == *wanted,
            Node::All(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Any(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    fn answers(&self, test: &Test) -> bool {
        let facts = self.facts;
        match test {
            Test::AnyKeyword(keywords) => keywords.iter().any(|keyword| self.hits.contains(*keyword)),
            Test::AllKeywords(keywords) => keywords.iter().all(|keyword| self.hits.contains(*keyword)),
            Test::Regex(regex) => regex.is_match(facts.text),
            Test::HasMedia => facts.has_media,
            Test::ContactIsNew => facts.contact.new,
            Test::ContactTagged(tags) => any_is(facts.contact.tags, tags),
            Test::Attribute { name, values } => {
                let mut named = facts.contact.attributes.iter().filter(|(found, _)| is(found, name));
                named.any(|(_, value)| values.iter().any(|wanted| is(value, wanted)))
            }
            Test::ContactHasOwner => facts.contact.has_owner,
            Test::OwnerIsAvailable => facts.contact.owner_available,
            Test::Line(lines) => lines.contains(&facts.line),
            Test::Queue(queues) => facts.queue.is_some_and(|queue| queues.contains(&queue)),
            Test::Within(hours) => facts.moment.hours_open(*hours),
            Test::Between { from, to } => is_between(facts.moment.minute_of_day(), *from, *to),
            Test::Tagged(tags) => any_is(facts.tags, tags),
        }
    }

    /// Where the text has the words that make a node true: of tests that are not under a NOT, in parts that are true.
    /// The node as a whole is true.
    pub(super) fn places(&self, node: &Node, found: &mut Vec<Span>) {
        match node {
            Node::Leaf { wanted: true, test: Test::AnyKeyword(keywords) | Test::AllKeywords(keywords) } => {
                for keyword in keywords {
                    self.keyword_places(*keyword, found);
                }
            }
            Node::Leaf { wanted: true, test: Test::Regex(regex) } => self.regex_places(regex, found),
            Node::Leaf { .. } => {}
            Node::All(parts) => parts.iter().for_each(|part| self.places(part, found)),
            Node::Any(parts) => {
                parts.iter().filter(|part| self.holds(part)).for_each(|part| self.places(part, found));
            }
        }
    }

    fn keyword_places(&self, keyword: KeywordId, found: &mut Vec<Span>) {
        let places = self.hits.places(keyword);
        found.extend(places.map(|place| self.folded.in_source(self.facts.text, place)));
    }

    fn regex_places(&self, regex: &Regex, found: &mut Vec<Span>) {
        let places = regex.find_iter(self.facts.text).take(MOST_REGEX_PLACES);
        found.extend(
            places
                .map(|place| Span { start: place.start(), end: place.end() })
                .filter(|place| place.start < place.end),
        );
    }
}

fn any_is(facts: &[&str], wanted: &[String]) -> bool {
    facts.iter().any(|fact| wanted.iter().any(|wanted| is(fact, wanted)))
}

/// Whether a fact is what a rule names, whatever its case, accents and spacing. `wanted` is folded.
fn is(fact: &str, wanted: &str) -> bool {
    let folds_to_lower_case = |byte: u8| byte.is_ascii_graphic() && byte != b'`';
    if fact.bytes().all(folds_to_lower_case) {
        return fact.eq_ignore_ascii_case(wanted);
    }
    Folded::of(fact).text().trim() == wanted
}

/// The first minute is in, the second is not; where the second is not later, midnight lies between them.
fn is_between(minute: u16, from: u16, to: u16) -> bool {
    if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
}
