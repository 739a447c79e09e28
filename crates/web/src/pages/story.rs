//! The timeline: what happened, oldest first, on one line that shows who had it.

use super::desk::Desk;
use super::tell::{Told, by_itself, tell};
use super::thread::{Thread, may_be_sent_again};
use baton_core::{By, Event as Fact, MessageId, Moment, Owner, Position, Record, TextState};
use baton_pages::{
    Delivery, Event, Forms, Hand, Media, MediaState, Message, Note, Reaction, ReactionKind, Timeline,
    TimelineItem,
};
use baton_store::MediaState as Fetched;
use std::collections::{HashMap, HashSet};

/// The timeline of a thread.
pub(super) fn timeline(desk: &Desk, thread: &Thread, forms: Forms) -> Timeline {
    let mut story = Story::new(desk, thread);
    for record in &thread.records {
        story.record(record);
    }
    let hand = story.hand();
    let mut items = super::turns::fold(story.items, &story.who_answers);
    items.extend(super::later::shown(desk, thread, hand));
    let first =
        thread.records.first().and_then(|record| record.positioned().next().map(|(position, _)| position));
    Timeline {
        forms,
        first_name: thread.first_name(),
        before: first.map(|position| position.0).filter(|_| thread.earlier),
        seen: thread.seen(desk),
        told: thread.told.map(|position| position.0),
        newest_by: super::write::newest_by(desk, thread),
        waits: thread.waits().map(|position| position.0),
        items,
    }
}

struct Story<'a> {
    desk: &'a Desk,
    thread: &'a Thread,
    items: Vec<TimelineItem>,
    /// Who has it at this point.
    owner: Option<Owner>,
    /// It is offered to somebody at this point.
    offered: bool,
    /// The line begins with the next item.
    begins: bool,
    day: Option<baton_core::Moment>,
    /// Where each text stands in `items`, for reactions that quote it.
    places: HashMap<MessageId, usize>,
    /// Positions of the lines that say nothing but who answers now.
    who_answers: HashSet<i64>,
    /// Why texts were withdrawn, or nobody knows of them.
    reasons: HashMap<MessageId, &'a str>,
}

impl<'a> Story<'a> {
    fn new(desk: &'a Desk, thread: &'a Thread) -> Self {
        let reason = |event: &'a Fact| match event {
            Fact::TextCancelled { id, reason } => Some((*id, reason.as_str())),
            Fact::TextUnknown { id, why } => Some((*id, why.as_str())),
            _ => None,
        };
        let reasons = thread.records.iter().flat_map(|record| &record.events).filter_map(reason).collect();
        Self {
            desk,
            thread,
            items: Vec::new(),
            owner: thread.first_owner,
            offered: first_offered(thread),
            begins: false,
            day: None,
            places: HashMap::new(),
            who_answers: HashSet::new(),
            reasons,
        }
    }

    fn record(&mut self, record: &'a Record) {
        self.own_what_opens(record);
        for (position, fact) in record.positioned() {
            match fact {
                Fact::TextReceived { .. } | Fact::TextWritten { .. } => self.message(record, position, fact),
                Fact::NoteAdded { body, .. } => self.note(record, position, body),
                Fact::ReactionReceived { body, sign, removed, on, .. } => {
                    self.reaction(record, position, (body, sign, *removed, *on));
                }
                _ => self.event(record, position, fact),
            }
        }
    }

    /// The text that opens a conversation belongs to its first owner already.
    fn own_what_opens(&mut self, record: &Record) {
        let opens = record.events.iter().find_map(|event| match event {
            Fact::ConversationOpened { owner, .. } => Some(*owner),
            _ => None,
        });
        if let Some(owner) = opens {
            self.begins = self.owner.is_none();
            self.owner = Some(owner);
        }
    }

    fn hand(&self) -> Hand {
        let hand = match self.owner {
            None => Hand::None,
            Some(Owner::Queue(_)) => Hand::Queue,
            Some(Owner::Person(person)) if person == self.desk.me.id => Hand::You,
            Some(Owner::Person(_)) => Hand::Mate,
        };
        if self.offered { hand.offering() } else { hand }
    }

    fn push(&mut self, record: &Record, item: TimelineItem) {
        if self.day.is_none_or(|day| !self.desk.when.same_day(day, record.at)) {
            // Before the first owner there is no line.
            let begins = self.begins || matches!(&item, TimelineItem::Message(message) if message.starts);
            let hand = if begins { Hand::None } else { self.hand() };
            self.items.push(TimelineItem::Day { day: self.desk.when.day(record.at), hand });
            self.day = Some(record.at);
        }
        self.items.push(item);
    }

    fn message(&mut self, record: &Record, position: Position, fact: &Fact) {
        let (id, text, delivery, author) = match fact {
            Fact::TextReceived { id, body, .. } => (*id, body, Delivery::Received, self.author(&record.by)),
            Fact::TextWritten { id, body, author, made_with, auto, .. } => {
                let author = author.map(|person| self.desk.first_name(person));
                let by_itself = made_with.as_ref().zip(*auto).map(|(made, cause)| by_itself(made, cause));
                let author = author.or(by_itself).unwrap_or_else(|| self.writer(&record.by));
                (*id, body, self.delivery(*id), author)
            }
            _ => return,
        };
        let message = Message {
            position: position.0,
            id: id.to_string(),
            hand: self.hand(),
            starts: std::mem::take(&mut self.begins),
            author,
            text: text.clone(),
            sent: sent_at(fact).and_then(|sent| self.desk.when.sent_long_before(sent, record.at)),
            at: self.desk.when.clock(record.at),
            delivery,
            media: self.media(id),
            reactions: Vec::new(),
            night: None,
        };
        self.push(record, TimelineItem::Message(message));
        self.places.insert(id, self.items.len() - 1);
    }

    fn author(&self, by: &By) -> String {
        match by {
            By::Person { id, .. } => self.desk.first_name(*id),
            By::Program { name, .. } => name.clone(),
            By::Contact => self.thread.first_name(),
            By::Policy | By::Carrier => "Baton".to_owned(),
        }
    }

    /// Who wrote a text or note of ours: what Baton makes of a customer's text is not written by them.
    fn writer(&self, by: &By) -> String {
        if matches!(by, By::Contact) { "Baton".to_owned() } else { self.author(by) }
    }

    fn delivery(&self, id: MessageId) -> Delivery {
        let Some(text) = self.thread.texts.get(&id) else { return Delivery::Out("Sent".to_owned()) };
        let reason = || self.reasons.get(&id).copied().unwrap_or_default().to_owned();
        match text.state {
            TextState::Queued => Delivery::Waiting("waits for its turn".to_owned()),
            TextState::Sending => Delivery::Waiting("on its way to the carrier".to_owned()),
            // The carrier was asked until it was asked for the last time.
            TextState::Sent if text.lookups > 0 && text.next_at.is_none() => {
                Delivery::Out("Sent; no word from the carrier whether it arrived".to_owned())
            }
            TextState::Sent => Delivery::Out("Sent".to_owned()),
            TextState::Delivered => Delivery::Out("Delivered".to_owned()),
            TextState::Failed | TextState::Undelivered => Delivery::Failed {
                why: text.failure.as_ref().map(|failure| failure.advice.clone()).unwrap_or_default(),
                again: may_be_sent_again(text),
            },
            TextState::Unknown if text.settled => Delivery::Out("Nobody knows; left as it is".to_owned()),
            TextState::Unknown => Delivery::Unknown { why: reason() },
            TextState::Cancelled => Delivery::Cancelled(reason()),
        }
    }

    fn media(&self, id: MessageId) -> Vec<Media> {
        let jobs = self.thread.media.iter().filter(|job| job.message == id);
        jobs.map(|job| {
            let picture = crate::api::is_picture(&job.media.content_type);
            let state = match job.state {
                Fetched::Here => {
                    MediaState::Here { href: format!("/api/v1/media/{id}/{}", job.index), picture }
                }
                Fetched::Coming => MediaState::Coming,
                Fetched::Failed => MediaState::Failed {
                    why: job.trouble.clone().unwrap_or_else(|| "the carrier did not hand it over".to_owned()),
                    again: Some(format!("{id}-{}", job.index)),
                },
            };
            Media { words: media_words(picture, job.media.size), state }
        })
        .collect()
    }

    fn note(&mut self, record: &Record, position: Position, body: &str) {
        let author = match &record.by {
            By::Person { id, .. } => self.desk.whom(*id),
            other => self.writer(other),
        };
        let note = Note {
            position: position.0,
            hand: self.hand(),
            title: format!("Note by {author}"),
            text: body.to_owned(),
            at: self.desk.when.clock(record.at),
        };
        self.push(record, TimelineItem::Note(note));
    }

    /// On the text that it quotes; alone where that is not shown.
    fn reaction(
        &mut self,
        record: &Record,
        position: Position,
        (body, sign, removed, on): (&str, &str, bool, Option<MessageId>),
    ) {
        let quoted = on.and_then(|on| self.places.get(&on)).and_then(|place| self.items.get_mut(*place));
        let name = self.thread.first_name();
        if let Some(TimelineItem::Message(message)) = quoted {
            let words = format!(
                "{name} {}",
                if removed { format!("took {sign} back") } else { format!("sent {sign}") }
            );
            message.reactions.push(Reaction { kind: reaction_kind(sign), words });
            return;
        }
        let words = vec![baton_pages::Span::Plain(format!("{name}: {body}"))];
        let told = Told { words, ring: None, more: Vec::new() };
        self.tell(record, position, told);
    }

    fn event(&mut self, record: &Record, position: Position, fact: &Fact) {
        if let Fact::OwnerChanged { to, .. } = fact {
            self.owner = Some(*to);
        }
        self.offered = offered_after(fact).unwrap_or(self.offered);
        self.begins |= matches!(fact, Fact::HandoffOffered { .. });
        if matches!(fact, Fact::AccountableChanged { .. }) && !self.begins {
            self.who_answers.insert(position.0);
        }
        if let Some(told) = tell(self.desk, &self.thread.first_name(), record, fact) {
            self.tell(record, position, told);
        }
    }

    fn tell(&mut self, record: &Record, position: Position, told: Told) {
        let event = Event {
            position: position.0,
            hand: self.hand(),
            starts: std::mem::take(&mut self.begins),
            ring: told.ring,
            words: told.words,
            more: told.more,
            at: self.desk.when.clock(record.at),
        };
        self.push(record, TimelineItem::Event(event));
    }
}

/// Whether it is offered once that has happened; none if it changes nothing.
fn offered_after(fact: &Fact) -> Option<bool> {
    match fact {
        Fact::HandoffOffered { .. } => Some(true),
        Fact::HandoffAccepted { .. }
        | Fact::HandoffDeclined { .. }
        | Fact::HandoffExpired { .. }
        | Fact::HandoffWithdrawn { .. } => Some(false),
        _ => None,
    }
}

/// Whether it was offered before the first record that is shown: what ends first was there, else what stands now.
fn first_offered(thread: &Thread) -> bool {
    let first = thread.records.iter().flat_map(|record| &record.events).find_map(offered_after);
    first.map_or(thread.conversation().handoff.is_some(), |after| !after)
}

/// When a customer's text was sent, where its carrier says so.
fn sent_at(fact: &Fact) -> Option<Moment> {
    match fact {
        Fact::TextReceived { sent_at, .. } => *sent_at,
        _ => None,
    }
}

fn reaction_kind(sign: &str) -> ReactionKind {
    match sign {
        "❤️" | "❤" | "♥" => ReactionKind::Loved,
        "?" | "❓" | "⁉️" | "‼❓" => ReactionKind::Questioned,
        _ => ReactionKind::Other,
    }
}

/// "Picture, 1.2 MB".
fn media_words(picture: bool, size: Option<u64>) -> String {
    let what = if picture { "Picture" } else { "File" };
    match size {
        None => what.to_owned(),
        Some(bytes) if bytes < 1_000_000 => format!("{what}, {} KB", bytes.div_ceil(1_000)),
        Some(bytes) => format!("{what}, {}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
