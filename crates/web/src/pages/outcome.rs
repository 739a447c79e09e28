//! What has become of something that somebody was told, so that nobody looks at each again to find out.

use super::desk::Desk;
use super::offered;
use baton_core::{
    ConversationId, Event, HandoffId, MessageId, Moment, Notice, Owner, Record, Status, TextKind,
};
use baton_store::ToldRow;
use std::collections::HashSet;

/// In a sentence; empty where nothing has. `since` are the thread's records after it, oldest first.
pub(super) fn outcome(desk: &Desk, told: &ToldRow, since: &[Record]) -> String {
    let said: Vec<&Event> = told
        .record
        .positioned()
        .take_while(|(position, _)| *position <= told.position)
        .map(|(_, event)| event)
        .collect();
    let about = match said.last() {
        Some(Event::Told { about, .. }) => Some(*about),
        _ => None,
    };
    let saying = Saying { desk, since };
    match about {
        // Those tell of an end themselves.
        Some(
            Notice::AskAnswered
            | Notice::AskDropped
            | Notice::HandoffResolved
            | Notice::HandoffReturned
            | Notice::TextCancelled,
        ) => String::new(),
        Some(Notice::HandoffOffered) => {
            let offer = said.iter().rev().find_map(|event| match event {
                Event::HandoffOffered { id, .. } => Some(*id),
                _ => None,
            });
            offer.and_then(|offer| saying.offer(offer)).unwrap_or_default()
        }
        Some(Notice::AskOpened) => {
            let ask = said.iter().rev().find_map(|event| match event {
                Event::AskOpened { id, .. } | Event::AskMoved { id, .. } => Some(*id),
                _ => None,
            });
            let end = saying.last(|event| match event {
                Event::AskAnswered { id, .. } if Some(*id) == ask => Some("Answered"),
                Event::AskDropped { id, .. } if Some(*id) == ask => Some("Dropped"),
                _ => None,
            });
            end.map(|(did, record)| saying.done(did, record)).unwrap_or_default()
        }
        _ => saying.conversation(told),
    }
}

struct Saying<'a> {
    desk: &'a Desk,
    since: &'a [Record],
}

impl Saying<'_> {
    fn last<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Option<(T, &Record)> {
        self.since.iter().rev().find_map(|record| Some((record.events.iter().rev().find_map(&of)?, record)))
    }

    /// The same of one conversation alone: a thread goes on with others.
    fn last_of<T>(
        &self,
        conversation: ConversationId,
        of: impl Fn(&Event) -> Option<T>,
    ) -> Option<(T, &Record)> {
        let mut records = self.since.iter().rev().filter(|record| record.conversation == Some(conversation));
        records.find_map(|record| Some((record.events.iter().rev().find_map(&of)?, record)))
    }

    /// The texts that failed or were withdrawn, and did not arrive after all: they answer nothing.
    fn lost(&self) -> HashSet<MessageId> {
        let mut lost = HashSet::new();
        for event in self.since.iter().flat_map(|record| &record.events) {
            match event {
                Event::TextFailed { id, .. } | Event::TextCancelled { id, .. } => {
                    lost.insert(*id);
                }
                Event::TextDelivered { id } => {
                    lost.remove(id);
                }
                _ => {}
            }
        }
        lost
    }

    fn at(&self, at: Moment) -> String {
        self.desk.when.until(at)
    }

    /// "Answered 2:23 pm by Maya."
    fn done(&self, did: &str, record: &Record) -> String {
        let by = record.by.as_person().map(|person| format!(" by {}", self.desk.whom(person)));
        format!("{did} {}{}.", self.at(record.at), by.unwrap_or_default())
    }

    fn offer(&self, offer: HandoffId) -> Option<String> {
        let (words, record) = self.last(|event| match event {
            Event::HandoffAccepted { id, person, .. } if *id == offer => {
                Some(format!("{} accepted it", self.desk.first_name(*person)))
            }
            Event::HandoffDeclined { id, person, .. } if *id == offer => {
                Some(format!("{} declined it", self.desk.first_name(*person)))
            }
            Event::HandoffExpired { id } if *id == offer => Some("Nobody took it in time".to_owned()),
            Event::HandoffWithdrawn { id, .. } if *id == offer => Some("It was taken back".to_owned()),
            _ => None,
        })?;
        Some(format!("{words}, {}.", self.at(record.at)))
    }

    /// Of the conversation: closed, answered, somebody else's.
    fn conversation(&self, told: &ToldRow) -> String {
        let conversation = &told.row.conversation;
        let id = conversation.id;
        let closed = self.last_of(id, |event| matches!(event, Event::Closed { .. }).then_some(()));
        if let (Status::Closed, Some(((), record))) = (conversation.status, closed) {
            return self.done("Closed", record);
        }
        let lost = self.lost();
        let answered = self.last_of(id, |event| match event {
            Event::TextWritten { id, kind: TextKind::Person, .. } => (!lost.contains(id)).then_some(()),
            _ => None,
        });
        if let Some(((), record)) = answered {
            return self.done("Answered", record);
        }
        let moved = self.last_of(id, |event| matches!(event, Event::OwnerChanged { .. }).then_some(()));
        match conversation.owner {
            Owner::Person(person) if person == self.desk.me.id => String::new(),
            _ if moved.is_none() => String::new(),
            Owner::Person(person) => format!("{} has it now.", self.desk.first_name(person)),
            queue @ Owner::Queue(_) => format!("{} has it now.", offered::short(self.desk, queue)),
        }
    }
}
