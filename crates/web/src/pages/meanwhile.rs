//! What happened while a rehearsal's clock moved: by conversation, a sentence each.

use super::desk::Desk;
use super::tell::{Told, bold, plain, tell};
use crate::answer::{Answer, Problem};
use crate::app::App;
use crate::auth::{Caller, read_cookie};
use crate::shape::{Customer, notice_words};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use baton_core::{Availability, By, ConversationId, Event, Moment, Position, Record, TextKind, ThreadId};
use baton_engine::Advanced;
use baton_pages::{Meanwhile, MeanwhileGroup, MeanwhileLine, Span};

/// How many events a page looks through.
const EVENTS: usize = 2_000;
/// Of how many conversations it tells.
const GROUPS: usize = 18;
/// How much of each.
const LINES: usize = 3;
/// How many characters of a text are quoted.
const QUOTED: usize = 140;
/// Records read at once.
const STEP: usize = 200;

/// The first events after a position up to another, at most `most` and the rest of the last record, each record with its
/// customer.
pub(crate) async fn between(
    app: &App,
    after: Position,
    until: Position,
    most: usize,
) -> Answer<Vec<(Record, Option<Customer>)>> {
    let (mut from, mut events) = (after, 0);
    let mut found = Vec::new();
    while from < until && events < most {
        let step = app.read(move |reader| reader.feed(from, STEP)).await?;
        let Some(last) = step.last() else { break };
        from = last.position;
        for record in step {
            if record.position > until || events >= most {
                break;
            }
            events += record.events.len();
            let customer = app.customer_of(&record).await;
            found.push((record, customer));
        }
    }
    Ok(found)
}

/// Says what happened, to whoever asks.
#[derive(Debug)]
pub(crate) struct Sentences {
    desk: Desk,
}

impl Sentences {
    /// For a person.
    pub(crate) fn of(app: &App, caller: &Caller) -> Result<Self, Problem> {
        Ok(Self { desk: Desk::without_a_page(app, caller)? })
    }

    /// The sentence of an event as whoever asks is shown it, without its marks; none for what is not told.
    pub(crate) fn plain(
        &self,
        customer: Option<&Customer>,
        record: &Record,
        event: &Event,
    ) -> Option<String> {
        let told = says(&self.desk, customer, record, event)?;
        let words = told.words.iter().map(|span| match span {
            Span::Plain(words) | Span::Bold(words) | Span::Hit(words) => words.as_str(),
        });
        Some(words.collect())
    }
}

/// What a timeline tells, and beside it what it shows otherwise: texts, notes, who was told, who is on.
fn says(desk: &Desk, customer: Option<&Customer>, record: &Record, event: &Event) -> Option<Told> {
    let name = customer.map_or("the customer", |customer| first_name(&customer.name));
    let words = match event {
        Event::TextReceived { body, .. } => vec![bold(name), plain(format!(" texted{}", quoted(body)))],
        Event::ReactionReceived { body, .. } => vec![bold(name), plain(format!(" reacted{}", quoted(body)))],
        Event::TextWritten { body, kind, author, .. } => {
            let writer = author.map_or_else(|| writer(desk, record, *kind), |person| desk.first_name(person));
            vec![bold(writer), plain(format!(" texted {name}{}", quoted(body)))]
        }
        Event::TextFailed { failure, .. } => {
            vec![plain(format!("A text to {name} did not arrive: {}", failure.advice))]
        }
        Event::TextUnknown { .. } => {
            vec![plain(format!("We could not learn whether a text to {name} went out."))]
        }
        Event::TextCancelled { reason, .. } => {
            vec![plain(format!("A text to {name} was not sent: {reason}."))]
        }
        Event::NoteAdded { body, .. } => {
            vec![bold(by(desk, record)), plain(format!(" noted{}", quoted(body)))]
        }
        Event::ClockWarned { key, due_at, told } => {
            let (what, by) = (super::promise::kind_words(key.kind), promised(desk, record.at, *due_at));
            vec![plain("Reminded "), bold(desk.whom(*told)), plain(format!(": {what}, promised by {by}."))]
        }
        Event::Told { who, about, .. } => {
            vec![plain("Told "), bold(desk.whom(*who)), plain(format!(": {}.", notice_words(*about)))]
        }
        Event::ShiftChanged { rota, on, .. } => {
            let names: Vec<String> = on.iter().map(|person| full_name(desk, *person)).collect();
            let who = match names.as_slice() {
                [] => "nobody is on".to_owned(),
                [one] => format!("{one} is on"),
                many => format!("{} are on", many.join(", ")),
            };
            vec![plain("Rota "), bold(rota), plain(format!(": {who} now."))]
        }
        Event::AvailabilityChanged { person, availability } => {
            let what = match availability {
                Availability::Away { from, .. } if *from > record.at => " is going to be away.",
                Availability::Away { .. } => " is away.",
                Availability::In { .. } => " is in.",
                Availability::Out { .. } => " is out.",
                Availability::Rota => " is there as the rota says.",
                Availability::NotAway { .. } => " is not going to be away after all.",
            };
            vec![bold(full_name(desk, *person)), plain(what)]
        }
        Event::PolicyChanged { version } => vec![plain(format!("Version {version} of the policy is live."))],
        _ => return tell(desk, name, record, event),
    };
    Some(Told { words, ring: None, more: Vec::new() })
}

/// "2:15 pm" on the day of what is told, else with its day.
pub(super) fn promised(desk: &Desk, told: Moment, due: Moment) -> String {
    if desk.when.same_day(told, due) { desk.when.clock(due).words } else { desk.when.exact(due).words }
}

/// A move, as the next page is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    from: Moment,
    after: Position,
    until: Position,
}

/// The cookie that carries a move over a redirect.
pub(super) const MOVED: &str = "baton-moved";

impl Move {
    /// The same answer, for a page that tells what happened.
    pub(super) fn told_by(app: &App, moved: &Advanced, mut answer: Response) -> Response {
        let value = format!("{}.{}.{}", moved.from.micros(), moved.after.0, moved.until.0);
        let life = Some(std::time::Duration::from_secs(20));
        let cookie = crate::auth::set_cookie(app.cookies(), MOVED, &value, life);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
        answer
    }

    /// What the page before this one did.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let mut parts = read_cookie(headers, MOVED)?.splitn(3, '.').map(str::parse);
        let mut part = || parts.next()?.ok();
        let (from, after, until): (i64, i64, i64) = (part()?, part()?, part()?);
        // Whatever a browser sends: nothing is before the first position, and a move goes ahead.
        (0 <= after && after <= until).then_some(Self {
            from: Moment::from_micros(from),
            after: Position(after),
            until: Position(until),
        })
    }

    /// What happened, as a page shows it.
    pub(super) async fn meanwhile(self, desk: &Desk) -> Result<Meanwhile, Problem> {
        let mut list = List::new(desk);
        for (record, customer) in between(&desk.app, self.after, self.until, EVENTS).await? {
            for event in &record.events {
                list.add(&record, customer.as_ref(), event);
            }
        }
        let rest = usize::try_from(self.until.0 - self.after.0).unwrap_or(0).saturating_sub(list.seen);
        Ok(list.finish(self.from, rest))
    }
}

/// What something happened to: a conversation; a thread, outside of any conversation; or neither, the team.
type Of = (Option<ConversationId>, Option<ThreadId>);

/// Sentences by conversation, in the order in which each began.
struct List<'a> {
    desk: &'a Desk,
    groups: Vec<(Of, MeanwhileGroup)>,
    /// Events looked at.
    seen: usize,
    /// Sentences, shown or not.
    said: usize,
    /// Sentences of conversations beyond those that are told of.
    beyond: usize,
    /// Where somebody else answers now, with nothing else having happened, and when that was last.
    answering: Vec<(Of, Moment)>,
}

impl<'a> List<'a> {
    fn new(desk: &'a Desk) -> Self {
        Self { desk, groups: Vec::new(), seen: 0, said: 0, beyond: 0, answering: Vec::new() }
    }

    fn add(&mut self, record: &Record, customer: Option<&Customer>, event: &Event) {
        self.seen += 1;
        let Some(told) = says(self.desk, customer, record, event) else { return };
        // With every shift somebody else answers for everything that is open: one sentence for all of it.
        if matches!(event, Event::AccountableChanged { .. }) {
            let of = (record.conversation, record.thread);
            match self.answering.iter_mut().find(|(known, _)| *known == of) {
                Some((_, at)) => *at = record.at,
                None => self.answering.push((of, record.at)),
            }
            return;
        }
        self.said += 1;
        let key = (record.conversation, record.thread);
        let place = self.groups.iter().position(|(of, _)| *of == key);
        let place = match place {
            Some(place) => place,
            None if self.groups.len() == GROUPS => {
                self.beyond += 1;
                return;
            }
            None => {
                self.groups.push((key, group(key, customer)));
                self.groups.len() - 1
            }
        };
        let group = &mut self.groups[place].1;
        if group.lines.len() == LINES {
            group.more += 1;
            return;
        }
        let at = stamp(self.desk, record.at);
        group.lines.push(MeanwhileLine { words: told.words, at });
    }

    /// Who answers for what, as shifts changed: a line of the team's.
    fn shifts(&mut self) {
        let Some(last) = self.answering.iter().map(|(_, at)| *at).max() else { return };
        let of = match self.answering.len() {
            1 => "one conversation".to_owned(),
            many => format!("{many} conversations"),
        };
        let words = vec![plain(format!("As people came and went, somebody else answers for {of}."))];
        let line = MeanwhileLine { words, at: stamp(self.desk, last) };
        self.said += 1;
        if let Some((_, team)) = self.groups.iter_mut().find(|(of, _)| *of == (None, None)) {
            team.lines.push(line);
        } else {
            let mut team = group((None, None), None);
            team.lines.push(line);
            self.groups.insert(0, ((None, None), team));
        }
    }

    fn finish(mut self, from: Moment, rest: usize) -> Meanwhile {
        self.shifts();
        let when = &self.desk.when;
        let (now, since) = (when.now(), when.exact(from).words);
        let to = if when.same_day(from, now) { when.clock(now).words } else { when.exact(now).words };
        let conversations = self.groups.iter().filter(|((of, _), _)| of.is_some()).count();
        let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let what = match (self.said, conversations) {
            (0, _) => "nothing happened".to_owned(),
            (said, 0) => count(said, "thing"),
            (said, some) => format!("{} in {}", count(said, "thing"), count(some, "conversation")),
        };
        let more = match (self.beyond, rest) {
            (0, 0) => None,
            (beyond, 0) => Some(format!("And {} in other conversations.", count(beyond, "thing"))),
            (_, rest) => Some(format!("And {} more; the conversations hold them all.", count(rest, "event"))),
        };
        let title = format!("From {since} to {to}: {what}");
        Meanwhile { title, groups: self.groups.into_iter().map(|(_, group)| group).collect(), more }
    }
}

/// Today's times without their day.
fn stamp(desk: &Desk, at: Moment) -> baton_pages::Stamp {
    let when = &desk.when;
    if when.same_day(at, when.now()) { when.clock(at) } else { when.exact(at) }
}

fn group((conversation, thread): Of, customer: Option<&Customer>) -> MeanwhileGroup {
    let name = match customer {
        Some(customer) => human_name(&customer.name),
        None if thread.is_some() => "A customer".to_owned(),
        None => "The team".to_owned(),
    };
    MeanwhileGroup { name, href: conversation.map(|id| format!("/c/{id}")), lines: Vec::new(), more: 0 }
}

/// A name, or a number as people write it.
fn human_name(name: &str) -> String {
    if name.starts_with('+') { super::listing::human(name) } else { name.to_owned() }
}

fn first_name(name: &str) -> &str {
    if name.starts_with('+') { name } else { name.split_whitespace().next().unwrap_or(name) }
}

fn full_name(desk: &Desk, person: baton_core::PersonId) -> String {
    desk.directory.owner_name(baton_core::Owner::Person(person)).to_owned()
}

fn by(desk: &Desk, record: &Record) -> String {
    match &record.by {
        By::Person { id, .. } => desk.first_name(*id),
        By::Program { name, .. } => name.clone(),
        By::Contact | By::Policy | By::Carrier => "Baton".to_owned(),
    }
}

/// Who wrote a text of ours: what Baton makes by itself is nobody else's.
fn writer(desk: &Desk, record: &Record, kind: TextKind) -> String {
    if kind.is_written() { by(desk, record) } else { "Baton".to_owned() }
}

/// ": “the words”", cut where they are long.
fn quoted(body: &str) -> String {
    let body = body.trim();
    if body.is_empty() {
        return " a picture.".to_owned();
    }
    let mut words: String = body.chars().take(QUOTED).collect();
    if words.len() < body.len() {
        words.push('…');
    }
    format!(": “{words}”")
}
