//! Judges a run by its events, with code of its own: it shares the types of events, records and ids with the core,
//! and nothing that decides. What the carrier got and was told comes from the carrier, what people had seen from
//! their buttons, and the policy from the [`House`] that wrote it.

mod answers;
mod book;
mod causes;
mod clocks;
mod due;
mod escalation;
mod farewell;
mod first_texts;
mod gives;
mod held;
mod later;
mod moves;
mod offers;
mod owed;
mod ownership;
mod promises;
mod routing;
mod shifts;
mod shown;
mod talk;
mod texts;
mod there;
mod timers;
mod unsent;
mod urgent;
mod versions;
mod walls;
mod watching;
mod wishes;
mod words;

use crate::house::{House, TEAM};
use baton_core::{
    By, ContactId, ConversationId, Event, Moment, Owner, PersonId, Position, QueueId, Record, Status,
    ThreadId,
};
use book::{Book, Walls};
pub(crate) use shown::NEXT_DOOR;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use talk::Talk;
use texts::Texts;
use there::{Instant, Said};

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What it breaks: `law 3`.
    pub law: &'static str,
    /// What happened, in words.
    pub what: String,
    /// When.
    pub at: Moment,
    /// The events of the record that told it.
    pub told: Vec<&'static str>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (at {}", self.law, self.what, self.at)?;
        if !self.told.is_empty() {
            write!(f, ", told by {}", self.told.join(", "))?;
        }
        f.write_str(")")
    }
}

/// What the events have told so far.
#[derive(Debug)]
pub(crate) struct Checker {
    pub(crate) wrong: Option<Violation>,
    walls: Walls,
    books: BTreeMap<i64, Book>,
    version: i64,
    people: Vec<PersonId>,
    active: [bool; TEAM.len()],
    roles: [u8; TEAM.len()],
    said: BTreeMap<PersonId, Said>,
    talks: BTreeMap<ConversationId, Talk>,
    /// The live conversation of each thread.
    live: BTreeMap<ThreadId, ConversationId>,
    /// The conversation of each thread that was closed last.
    closed_last: BTreeMap<ThreadId, ConversationId>,
    contacts: BTreeMap<ThreadId, ContactId>,
    /// Contacts with the label that a rule asks for.
    regular: BTreeSet<ContactId>,
    numbers: BTreeMap<ThreadId, baton_core::NumberId>,
    /// The place of the line of each thread.
    lines: BTreeMap<ThreadId, usize>,
    givers: BTreeMap<baton_core::HandoffId, PersonId>,
    existing: BTreeSet<ContactId>,
    /// Whose time to act ran out, with which record, and from when it had counted.
    ran_out: Option<(Position, ConversationId, Moment)>,
    /// Closes of what somebody else had accepted: who, and when.
    closings: BTreeMap<Position, (PersonId, Moment)>,
    accounts: BTreeMap<ContactId, Option<PersonId>>,
    /// When somebody else began to look after them.
    accounts_changed: BTreeMap<ContactId, Moment>,
    out: BTreeMap<baton_core::NumberId, bool>,
    /// In the order in which they were set up.
    line_ids: Vec<baton_core::LineId>,
    /// What customers wrote, by the carrier's id, as a place in the list of their words.
    wrote: BTreeMap<String, usize>,
    /// When everything was settled last, as far as it shows.
    settled_at: Moment,
    /// Numbers that cannot be reached.
    lost: BTreeSet<baton_core::NumberId>,
    /// When they said last whether they may be texted.
    words: BTreeMap<baton_core::NumberId, Moment>,
    turns: BTreeMap<QueueId, (PersonId, Vec<PersonId>)>,
    texts: Texts,
    later: later::Later,
    versions: versions::Versions,
    shown: shown::Shown,
    promises: promises::Promises,
    watching: watching::Watching,
    first_texts: first_texts::FirstTexts,
    wishes: wishes::Wishes,
    /// Whose everything was before the last change of people.
    stood: moves::Stands,
    /// Up to when the edges of shifts were recorded.
    edges: BTreeMap<String, Moment>,
    /// Every policy change but the first re-plans what runs.
    moved_at: Moment,
    fed: i64,
    /// What was touched since everything was at rest.
    touched: BTreeSet<ConversationId>,
    /// Something happened that concerns all.
    concerns_all: bool,
    half_hour: i64,
    calls: u64,
}

impl Checker {
    pub(crate) fn new(
        start: Moment,
        days: u64,
        people: Vec<PersonId>,
        line_ids: Vec<baton_core::LineId>,
    ) -> Self {
        Self {
            wrong: None,
            walls: Walls::new(start, days),
            books: BTreeMap::new(),
            version: 0,
            people,
            active: [true; TEAM.len()],
            roles: TEAM.map(|known| known.2),
            said: BTreeMap::new(),
            talks: BTreeMap::new(),
            live: BTreeMap::new(),
            closed_last: BTreeMap::new(),
            regular: BTreeSet::new(),
            contacts: BTreeMap::new(),
            numbers: BTreeMap::new(),
            lines: BTreeMap::new(),
            line_ids,
            givers: BTreeMap::new(),
            existing: BTreeSet::new(),
            ran_out: None,
            closings: BTreeMap::new(),
            accounts: BTreeMap::new(),
            accounts_changed: BTreeMap::new(),
            out: BTreeMap::new(),
            wrote: BTreeMap::new(),
            settled_at: start,
            lost: BTreeSet::new(),
            words: BTreeMap::new(),
            turns: BTreeMap::new(),
            texts: Texts::default(),
            later: later::Later::default(),
            versions: versions::Versions::default(),
            shown: shown::Shown::default(),
            promises: promises::Promises::default(),
            watching: watching::Watching::default(),
            first_texts: first_texts::FirstTexts::default(),
            wishes: wishes::Wishes::default(),
            stood: moves::Stands::default(),
            edges: BTreeMap::new(),
            moved_at: start,
            fed: 0,
            touched: BTreeSet::new(),
            concerns_all: true,
            half_hour: 0,
            calls: 0,
        }
    }

    /// From that version on this is what the business has decided.
    pub(crate) fn policy(&mut self, version: i64, house: House, ids: &BTreeMap<&'static str, QueueId>) {
        let book = Book::new(house, ids, &self.walls);
        if self.version == 0 {
            self.version = version;
        }
        self.books.insert(version, book);
    }

    pub(crate) fn active(&mut self, person: PersonId, there: bool) {
        if let Some(place) = self.people.iter().position(|one| *one == person) {
            self.active[place] = there;
            self.concerns_all = true;
        }
    }

    pub(crate) fn role(&mut self, person: PersonId, role: u8) {
        if let Some(place) = self.people.iter().position(|one| *one == person) {
            self.roles[place] = role;
            self.concerns_all = true;
        }
    }

    fn book(&self) -> &Book {
        &self.books[&self.version]
    }

    fn instant(&self, at: Moment) -> Instant<'_> {
        Instant {
            book: self.book(),
            walls: &self.walls,
            people: &self.people,
            active: &self.active,
            said: &self.said,
            at,
        }
    }

    /// Whether the house is open, for those who make up what people do.
    pub(crate) fn is_open(&self, at: Moment) -> bool {
        self.book().is_open(&self.walls, Some(0), at)
    }

    /// Who this is, for a sentence.
    fn name(&self, person: PersonId) -> &'static str {
        self.people.iter().position(|one| *one == person).map_or("somebody unknown", |place| TEAM[place].1)
    }

    fn owner_name(&self, owner: Owner) -> String {
        match owner {
            Owner::Person(person) => self.name(person).to_owned(),
            Owner::Queue(queue) => match self.book().place_of(queue) {
                Some(place) => format!("the queue {}", self.book().house.queues[place].name),
                None => "a queue that is gone".to_owned(),
            },
        }
    }

    /// The first wrong thing is kept.
    fn wrong(&mut self, law: &'static str, at: Moment, what: impl Into<String>) {
        if self.wrong.is_none() {
            self.wrong = Some(Violation { law, what: what.into(), at, told: Vec::new() });
        }
    }

    /// A customer texts those words, under that id of the carrier.
    pub(crate) fn customer_writes(&mut self, carrier_id: &str, words: usize) {
        self.wrote.insert(carrier_id.to_owned(), words);
    }

    pub(crate) fn never_rests(&mut self, at: Moment) {
        self.wrong("rest", at, "the nodes do not come to rest: something is done again and again");
    }

    /// Reads one record, in the order of the feed.
    pub(crate) fn record(&mut self, record: &Record) {
        let count = i64::try_from(record.events.len()).unwrap_or(0);
        if record.position.0 != self.fed + count && self.fed != 0 {
            self.wrong("feed", record.at, format!("a hole in the feed before {}", record.position.0));
        }
        self.fed = record.position.0;
        self.is_taken_at_once(record);
        self.touched.extend(record.conversation);
        self.concerns_all |= record.conversation.is_none();
        let before = record.conversation.and_then(|id| self.talks.get(&id)).cloned();
        for event in &record.events {
            self.shows(record.at, record.conversation, event);
        }
        let watched = self.watchers(record);
        for (place, event) in record.events.iter().enumerate() {
            if self.wrong.is_some() {
                break;
            }
            let heard =
                Heard { record, event, before: &record.events[..place], after: &record.events[place + 1..] };
            self.around(&heard);
            self.is_read_right(&heard);
            self.promises_event(&heard);
            self.routed_right(&heard);
            self.watching_event(&heard);
            self.wishes_event(&heard);
            self.first_texts_event(&heard);
            self.reached(&heard);
            self.texts_event(&heard);
            self.later_event(&heard);
            self.ownership_event(&heard);
            self.priority_event(&heard);
            self.clocks_event(&heard);
            self.touched_by(&heard);
        }
        if let Some(id) = record.conversation.filter(|_| self.wrong.is_none()) {
            self.goes_on_with_their_text(id, record);
            self.ownership_after(id, record, before.as_ref());
            self.clocks_after(id, record);
            self.promises_after(id, record);
            self.answered_by_itself(id, record);
            self.watchers_are_told(record, &watched);
        }
        if let Some(wrong) = &mut self.wrong
            && wrong.told.is_empty()
        {
            wrong.told = record.events.iter().map(Event::name).collect();
        }
    }

    /// How many open conversations somebody, or a queue, has now.
    fn load(&self, owner: Owner) -> i64 {
        let live = self.live.values().filter_map(|id| self.talks.get(id));
        let open = live.filter(|talk| talk.status == Status::Open && talk.owner == owner);
        i64::try_from(open.count()).unwrap_or(i64::MAX)
    }

    /// Facts around the conversations.
    fn around(&mut self, heard: &Heard<'_>) {
        match heard.event {
            Event::ThreadStarted { thread, number, contact, line, .. } => {
                let place = self.line_ids.iter().position(|one| one == line);
                self.lines.extend(place.map(|place| (*thread, place)));
                self.contacts.insert(*thread, *contact);
                self.numbers.insert(*thread, *number);
            }
            Event::PolicyChanged { version } if self.books.contains_key(version) => {
                self.version = *version;
                (self.moved_at, self.settled_at) = (heard.record.at, heard.record.at);
            }
            Event::AvailabilityChanged { person, availability } => {
                self.said.entry(*person).or_default().says(availability, heard.record.at);
                self.settled_at = heard.record.at;
            }
            Event::ContactChanged { contact, change } => {
                if change.add_tags.iter().any(|tag| tag == "regular") {
                    self.regular.insert(*contact);
                }
                if change.account_owner != baton_core::Field::Keep {
                    self.accounts_changed.insert(*contact, heard.record.at);
                }
                if let baton_core::Field::Set(person) = &change.account_owner {
                    self.accounts.insert(*contact, Some(*person));
                } else if change.account_owner == baton_core::Field::Clear {
                    self.accounts.insert(*contact, None);
                }
            }
            Event::ShiftChanged { rota, edge, on } => {
                self.settled_at = heard.record.at;
                self.shift_changed(heard.record.at, rota, *edge, on);
            }
            _ => {}
        }
    }

    /// What lists show of a conversation is what its events say (law 3).
    pub(crate) fn shown(&mut self, at: Moment, id: ConversationId, row: (Owner, PersonId, Status)) {
        let Some(talk) = self.talks.get(&id) else {
            return self.wrong("law 1", at, "a conversation is shown that no event opened");
        };
        let told = (talk.owner, talk.accountable, talk.status);
        if told.0 != row.0 {
            let (row, told) = (self.owner_name(row.0), self.owner_name(told.0));
            return self.wrong(
                "law 3",
                at,
                format!("{row} is shown as its owner, and the events say {told}"),
            );
        }
        if told != row {
            self.wrong("law 2", at, format!("shown is {row:?}, and the events say {told:?}"));
        }
    }

    fn is_out(&self, thread: ThreadId) -> bool {
        self.numbers.get(&thread).is_some_and(|number| self.out.get(number).copied().unwrap_or(false))
    }

    /// When their number opted in or out last.
    fn word(&self, thread: ThreadId) -> Option<Moment> {
        self.numbers.get(&thread).and_then(|number| self.words.get(number)).copied()
    }

    fn leads(&self, person: PersonId, queue: Option<QueueId>) -> bool {
        let place = self.people.iter().position(|one| *one == person);
        let of_queue = queue.and_then(|queue| self.book().place_of(queue)).is_some_and(|queue| {
            place.is_some_and(|place| {
                self.book().house.queues[queue].lead == Some(place) && self.active[place]
            })
        });
        of_queue || place.is_some_and(|place| self.roles[place] > 0)
    }
}

/// An event where it stands.
pub(crate) struct Heard<'a> {
    pub(crate) record: &'a Record,
    pub(crate) event: &'a Event,
    /// Of the same record, those before it.
    pub(crate) before: &'a [Event],
    /// Of the same record, those after it.
    pub(crate) after: &'a [Event],
}

impl Heard<'_> {
    fn at(&self) -> Moment {
        self.record.at
    }

    fn by(&self) -> &By {
        &self.record.by
    }

    fn person(&self) -> Option<PersonId> {
        self.by().as_person()
    }
}

/// What the tally of hard pairs asks.
impl Checker {
    /// How many offers stand in queues of that rota.
    pub(crate) fn offers_through(&self, rota: &str) -> usize {
        let of_rota = |talk: &&Talk| {
            let queue = talk.queue.and_then(|queue| self.book().place_of(queue));
            let place = queue.and_then(|queue| self.book().house.queues[queue].rota);
            place.is_some_and(|place| self.book().house.rotas[place].name == rota)
        };
        let live = self.live.values().filter_map(|id| self.talks.get(id));
        live.filter(|talk| talk.offer.is_some()).filter(of_rota).count()
    }

    /// Whether a text by a person waits for this number.
    pub(crate) fn has_queued(&self, number: baton_core::NumberId) -> bool {
        self.texts.ours.iter().any(|(id, ours)| {
            ours.state == baton_core::TextState::Queued
                && ours.kind == baton_core::TextKind::Person
                && self.numbers.get(&id.thread()) == Some(&number)
        })
    }

    pub(crate) fn status(&self, id: Option<ConversationId>) -> Option<Status> {
        self.talks.get(&id?).map(|talk| talk.status)
    }

    /// A conversation of the same thread that was over before its latest one, which this is.
    pub(crate) fn earlier(&self, id: ConversationId) -> Option<ConversationId> {
        let thread = self.talks.get(&id)?.thread;
        let mut others = self.talks.iter().filter(|(other, _)| **other != id);
        others.find(|(_, talk)| talk.thread == thread && talk.status == Status::Closed).map(|(id, _)| *id)
    }

    pub(crate) fn owner_is_away(&self, id: ConversationId, at: Moment) -> bool {
        let owner = self.talks.get(&id).and_then(|talk| talk.owner.person());
        owner.is_some_and(|person| self.instant(at).is_away(person))
    }
}
