//! Who may take a conversation over, with what one should know of them before one asks.

use super::desk::Desk;
use super::listing::party_value;
use super::team::capital;
use super::thread::Thread;
use baton_core::{Moment, OfferEnd, Owner, PersonId, Queue, QueueId, Team};
use baton_pages::Target;
use baton_store::Counter;
use std::collections::HashMap;
use std::time::Duration;

/// How many are shown before "Somebody else".
const FIRST: usize = 4;
/// Until when somebody is on is said for so long ahead.
const AHEAD: Duration = Duration::from_hours(20);

/// Everybody whom it may be offered to: those one would think of first, then the rest.
pub(super) struct Targets {
    pub(super) first: Vec<Target>,
    pub(super) others: Vec<(String, Vec<Target>)>,
    /// The first one, if a question of the conversation is theirs.
    pub(super) asked: Option<Owner>,
}

/// Reads the loads, and says who. The team may be large: what it takes is not done on the threads that serve everybody.
pub(super) async fn targets(desk: &Desk, thread: &Thread) -> Result<Targets, crate::answer::Problem> {
    let (counters, thread) = (desk.counters().await?, thread.clone());
    desk.beside(move |desk| found(desk, &thread, counters)).await
}

fn found(desk: &Desk, thread: &Thread, counters: HashMap<Counter, i64>) -> Targets {
    let find = Finder { desk, thread, counters };
    let owner = thread.conversation().owner;
    let me = Owner::Person(desk.me.id);
    let may = |to: &Owner| *to != owner && *to != me;
    let mut first: Vec<Owner> = Vec::new();
    for to in find.asked().chain(find.near()).filter(may) {
        if !first.contains(&to) && first.len() < FIRST {
            first.push(to);
        }
    }
    // Whoever has just declined is not the one to begin with.
    let declined = thread.conversation().last_offer.as_ref().filter(|last| last.end == OfferEnd::Declined);
    let declined = declined.and_then(|last| last.by).map(Owner::Person);
    let asked = first.iter().copied().find(|to| Some(*to) != declined);
    let asked = asked.filter(|_| !thread.conversation().asks.is_empty());
    let directory = &desk.directory;
    let rest = |all: Vec<Owner>| -> Vec<Target> {
        let left = all.into_iter().filter(|to| may(to) && !first.contains(to));
        left.map(|to| find.target(to)).collect()
    };
    let people = directory.people.values().filter(|person| person.active);
    let people = rest(people.map(|person| Owner::Person(person.id)).collect());
    let queues = rest(directory.queues.iter().map(|queue| Owner::Queue(queue.id)).collect());
    let groups = vec![("People".to_owned(), people), ("Queues".to_owned(), queues)];
    Targets {
        first: first.iter().map(|to| find.target(*to)).collect(),
        others: groups.into_iter().filter(|(_, some)| !some.is_empty()).collect(),
        asked,
    }
}

struct Finder<'a> {
    desk: &'a Desk,
    thread: &'a Thread,
    counters: HashMap<Counter, i64>,
}

impl Finder<'_> {
    fn now(&self) -> Moment {
        self.desk.when.now()
    }

    /// Whose questions are open: of a queue its people who are on, then the queue.
    fn asked(&self) -> impl Iterator<Item = Owner> {
        self.thread.conversation().asks.iter().flat_map(|ask| match ask.owner {
            Owner::Person(_) => vec![ask.owner],
            Owner::Queue(id) => self.people_then(id),
        })
    }

    /// The people of its own queue who are on, and the queues.
    fn near(&self) -> impl Iterator<Item = Owner> {
        let own = self.thread.conversation().queue.map(|id| self.people_then(id)).unwrap_or_default();
        own.into_iter().chain(self.desk.directory.queues.iter().map(|queue| Owner::Queue(queue.id)))
    }

    fn people_then(&self, id: QueueId) -> Vec<Owner> {
        let directory = &self.desk.directory;
        let Some(queue) = directory.queue(id) else { return Vec::new() };
        let on = directory.on(queue, self.now()).filter(|person| *person != self.desk.me.id).take(2);
        on.map(Owner::Person).chain([Owner::Queue(id)]).collect()
    }

    fn target(&self, to: Owner) -> Target {
        let desk = self.desk;
        let name = desk.directory.owner_name(to).to_owned();
        let (ring, small) = match to {
            Owner::Person(person) => (desk.bare_ring(to), self.of_person(person)),
            Owner::Queue(queue) => {
                let answers = desk.directory.accountable(to, Some(queue), None, self.now(), &Team::default());
                (desk.ring(to, answers), self.of_queue(queue, answers))
            }
        };
        let short = super::offered::short(desk, to);
        Target {
            value: party_value(to),
            name,
            short,
            small,
            ring,
            suggestion: suggestion(desk, self.thread, to),
            role: desk.directory.name_and_role(to),
        }
    }

    /// "Billing, on until 6 pm, 4 of 8 in hand".
    fn of_person(&self, person: PersonId) -> String {
        let theirs = queues_of(self.desk, person);
        let names: Vec<&str> = theirs.iter().take(2).map(|queue| queue.name.as_str()).collect();
        let open = self.counters.get(&Counter::Open(person)).copied().unwrap_or(0);
        let most = theirs.iter().filter_map(|queue| queue.capacity).min();
        let load = match most {
            Some(most) if open >= i64::from(most) => format!("full: {open} of {most} in hand"),
            Some(most) => format!("{open} of {most} in hand"),
            None => format!("{open} in hand"),
        };
        let there = there(self.desk, person);
        let parts = [names.join(" and "), there, load];
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// "Dana and Ben are on, 3 wait"; with nobody on, who answers.
    fn of_queue(&self, id: QueueId, answers: PersonId) -> String {
        let desk = self.desk;
        let Some(queue) = desk.directory.queue(id) else { return String::new() };
        let on: Vec<String> = desk.directory.on(queue, self.now()).map(|person| desk.whom(person)).collect();
        let who = match on.as_slice() {
            [] if answers == desk.me.id => "nobody is on, you answer for it".to_owned(),
            [] => format!("nobody is on, {} answers for it", desk.whom(answers)),
            [one] if one == "you" => "you are on".to_owned(),
            [one] => format!("{one} is on"),
            [some @ .., last] => format!("{} and {last} are on", some.join(", ")),
        };
        let waits = self.counters.get(&Counter::Waiting(id)).copied().unwrap_or(0);
        let words = if waits > 0 { format!("{who}, {waits} unclaimed") } else { who };
        capital(&words)
    }
}

/// The queues somebody is a member of, in the policy's order.
pub(super) fn queues_of(desk: &Desk, person: PersonId) -> Vec<&Queue> {
    desk.directory.queues.iter().filter(|queue| queue.members.contains(&person)).collect()
}

/// "on until 6 pm", "away until Wed 9 am, Maya covers", "off until 8 am".
pub(super) fn there(desk: &Desk, person: PersonId) -> String {
    let (directory, now) = (&desk.directory, desk.when.now());
    if let Some(away) = directory.away(person, now) {
        let until = away.until.map(|at| format!(" until {}", desk.when.until(at))).unwrap_or_default();
        let cover = directory.cover(person, now).map(|cover| {
            let verb = if cover == desk.me.id { "cover" } else { "covers" };
            format!(", {} {verb}", desk.whom(cover))
        });
        return format!("away{until}{}", cover.unwrap_or_default());
    }
    let on = directory.works(person, now);
    let shifts = desk.shifts.get_or_init(|| directory.shifts_between(now, now + AHEAD));
    let words = directory.words_between(person, now, now + AHEAD);
    let other = |edge: &&Moment| directory.works(person, **edge) != on;
    let change = shifts.iter().find(other).into_iter().chain(words.iter().find(other)).min();
    let until = change.map(|at| format!(" until {}", desk.when.until(*at))).unwrap_or_default();
    format!("{}{until}", if on { "on" } else { "off" })
}

/// The words for the customer: who takes over, and by when they hear from them, on the customer's clock as in a template.
/// The giver changes and approves them.
pub(super) fn suggestion(desk: &Desk, thread: &Thread, to: Owner) -> String {
    let conversation = thread.conversation();
    let due = conversation.shown_clock().map(|clock| clock.due_at).filter(|due| *due > desk.when.now());
    let theirs = desk.when.of_customer(thread.card.as_ref().map(|card| &card.contact));
    let by = due.map(|at| format!(" by {}", theirs.until(at))).unwrap_or_default();
    let name = desk.directory.owner_name(to);
    match to {
        Owner::Person(person) => {
            let first = name.split_whitespace().next().unwrap_or(name);
            let theirs = queues_of(desk, person);
            let asked = theirs
                .iter()
                .find(|queue| conversation.asks.iter().any(|ask| ask.owner == Owner::Queue(queue.id)));
            let team =
                asked.or(theirs.first()).map(|queue| format!(" from our {} team", team_name(&queue.name)));
            let texts =
                if by.is_empty() { "takes over from here." } else { "takes over from here and texts you" };
            format!("I’m looping in {first}{}. {first} {texts}{}", team.unwrap_or_default(), stop(&by))
        }
        Owner::Queue(_) => {
            let texts =
                if by.is_empty() { "take over from here." } else { "take over from here and text you" };
            format!("I’m handing this to our {} team. They {texts}{}", team_name(name), stop(&by))
        }
    }
}

fn stop(by: &str) -> String {
    if by.is_empty() { String::new() } else { format!("{by}.") }
}

/// "billing" of "Billing": within a sentence a queue's name is a word like others, unless it is an abbreviation.
fn team_name(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
