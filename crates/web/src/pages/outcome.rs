//! What has become of something that somebody was told, so that nobody looks at each again to find out.

use super::desk::Desk;
use super::offered;
use baton_core::{
    ClockKey, ConversationId, Event, HandoffId, MessageId, Moment, Notice, Owner, Record, Status, TextKind,
};
use baton_pages::Became;
use baton_store::ToldRow;
use std::collections::HashSet;

/// In a sentence; none where nothing has. `since` are the thread's records after it, oldest first.
pub(super) fn outcome(desk: &Desk, told: &ToldRow, since: &[Record]) -> Option<Became> {
    let said: Vec<&Event> = told
        .record
        .positioned()
        .take_while(|(position, _)| *position <= told.position)
        .map(|(_, event)| event)
        .collect();
    let (about, key) = match said.last() {
        Some(Event::Told { about, .. }) => (Some(*about), None),
        Some(Event::ClockWarned { key, .. }) => (None, Some(*key)),
        _ => (None, None),
    };
    let saying = Saying { desk, since };
    let done = match about {
        // Those tell of an end themselves.
        Some(
            Notice::AskAnswered
            | Notice::AskDropped
            | Notice::HandoffResolved
            | Notice::HandoffReturned
            | Notice::TextCancelled,
        ) => return None,
        Some(Notice::HandoffOffered) => {
            let offer = said.iter().rev().find_map(|event| match event {
                Event::HandoffOffered { id, .. } => Some(*id),
                _ => None,
            });
            offer.and_then(|offer| saying.offer(offer))
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
            let end = end.map(|(did, record)| saying.done(did, record));
            return end.map(done_with).or_else(|| saying.late(told, ask.map(ClockKey::of_ask)));
        }
        _ => match saying.conversation(told) {
            Some(done) => Some(done),
            None => return saying.late(told, key),
        },
    };
    done.map(done_with)
}

fn done_with(words: String) -> Became {
    Became { words, late: false }
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
            Event::HandoffExpired { id, .. } if *id == offer => Some("Nobody took it in time".to_owned()),
            Event::HandoffWithdrawn { id, .. } if *id == offer => Some("It was taken back".to_owned()),
            _ => None,
        })?;
        Some(format!("{words}, {}.", self.at(record.at)))
    }

    /// Of the conversation: closed, answered, somebody else's.
    fn conversation(&self, told: &ToldRow) -> Option<String> {
        let conversation = &told.row.conversation;
        let id = conversation.id;
        let closed = self.last_of(id, |event| matches!(event, Event::Closed { .. }).then_some(()));
        if let (Status::Closed, Some(((), record))) = (conversation.status, closed) {
            return Some(self.done("Closed", record));
        }
        let lost = self.lost();
        let answered = self.last_of(id, |event| match event {
            Event::TextWritten { id, kind: TextKind::Person, .. } => (!lost.contains(id)).then_some(()),
            _ => None,
        });
        if let Some(((), record)) = answered {
            return Some(self.done("Answered", record));
        }
        let moved = self.last_of(id, |event| matches!(event, Event::OwnerChanged { .. }).then_some(()));
        match conversation.owner {
            Owner::Person(person) if person == self.desk.me.id => None,
            _ if moved.is_none() => None,
            Owner::Person(person) => Some(format!("{} has it now.", self.desk.first_name(person))),
            queue @ Owner::Queue(_) => Some(format!("{} has it now.", offered::short(self.desk, queue))),
        }
    }

    /// That it has become late since and still is: what it warned of, else an answer that they wait for. A breach itself tells
    /// nobody but whom the steps of its path name; whoever answers for it was warned, and finds it here.
    fn late(&self, told: &ToldRow, about: Option<ClockKey>) -> Option<Became> {
        let conversation = &told.row.conversation;
        let meant = |key: ClockKey| about.map_or_else(|| key.kind.is_response(), |about| about == key);
        let (key, due_at) = self
            .last_of(conversation.id, |event| match event {
                Event::ClockBreached { key, due_at } if meant(*key) => Some((*key, *due_at)),
                _ => None,
            })?
            .0;
        let late = conversation.all_clocks().any(|clock| clock.key == key && clock.runs() && clock.breached);
        let since = self.at(due_at);
        late.then(|| Became { words: format!("Late since {since}."), late })
    }
}
