//! What a page needs to know of one conversation, read in one snapshot.

use super::desk::Desk;
use super::ends::Ends;
use super::listing::who;
use crate::answer::Problem;
use baton_core::{
    Conversation, ConversationId, Event, MessageId, Moment, Number, OutText, Owner, Position, Record,
    TextKind, TextState,
};
use baton_store::{ContactCard, ListRow, MediaJob, Reader, StoreError};
use std::collections::HashMap;

/// How many records a timeline shows at first, and more with each step back.
const RECORDS: usize = 100;

/// From where a timeline is shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    /// The latest.
    End,
    /// The same as the page shows already, and what came since.
    Position(Position),
    /// What is before this position too.
    Before(Position),
}

/// One conversation with everything around it.
#[derive(Debug, Clone)]
pub(super) struct Thread {
    pub(super) row: ListRow,
    pub(super) card: Option<ContactCard>,
    pub(super) number: Option<Number>,
    /// Other episodes of the thread, newest first.
    pub(super) others: Vec<Conversation>,
    /// Oldest first.
    pub(super) records: Vec<Record>,
    /// There are records before those.
    pub(super) earlier: bool,
    /// Who had the conversation before the first of the records.
    pub(super) first_owner: Option<Owner>,
    pub(super) texts: HashMap<MessageId, OutText>,
    pub(super) media: Vec<MediaJob>,
    /// Up to where the records show the reader what they were told of it, where they have not read all of that.
    pub(super) told: Option<Position>,
    /// How its row ends.
    pub(super) ends: Ends,
}

impl Thread {
    /// Reads it.
    pub(super) async fn read(desk: &Desk, id: ConversationId, from: From) -> Result<Self, Problem> {
        let me = desk.me.id;
        let alone = super::urgent::alone(desk);
        let found = desk.app.read(move |reader| load(reader, id, me, from, &alone)).await?;
        found.ok_or_else(|| Problem::not_found("conversation"))
    }

    pub(super) fn conversation(&self) -> &Conversation {
        &self.row.conversation
    }

    /// The customer's name, or their number.
    pub(super) fn who(&self) -> String {
        who(&self.row)
    }

    /// The customer's first name, or their number.
    pub(super) fn first_name(&self) -> String {
        match &self.row.contact_name {
            Some(name) => name.split_whitespace().next().unwrap_or(name).to_owned(),
            None => self.who(),
        }
    }

    /// Where the last text of theirs stands, if one waits for an answer and the records reach it.
    pub(super) fn waits(&self) -> Option<Position> {
        self.conversation().waiting_since.filter(|_| self.conversation().is_live())?;
        let texted = |event: &Event| matches!(event, Event::TextReceived { .. });
        let mut records = self.records.iter().rev();
        records.find_map(|record| {
            record.positioned().find(|(_, event)| texted(event)).map(|(position, _)| position)
        })
    }

    /// The last message that counts as newer than a draft of this person's.
    pub(super) fn seen(&self, desk: &Desk) -> String {
        self.row.thread.newest_for(Some(desk.me.id)).map(|id| id.to_string()).unwrap_or_default()
    }
}

fn load(
    reader: &mut Reader<'_>,
    id: ConversationId,
    me: baton_core::PersonId,
    from: From,
    alone: &impl Fn(&str) -> bool,
) -> Result<Option<Thread>, StoreError> {
    let Some(row) = reader.row(id, Some(me))? else { return Ok(None) };
    let thread = row.conversation.thread;
    let (records, earlier) = records(reader, thread, from, row.conversation.waiting_since)?;
    let messages: Vec<MessageId> =
        records.iter().flat_map(|record| &record.events).filter_map(message).collect();
    let with_media: Vec<MessageId> =
        records.iter().flat_map(|record| &record.events).filter_map(carries).collect();
    let texts = reader.texts(&messages)?.into_iter().map(|text| (text.id, text)).collect();
    let media = if with_media.is_empty() { Vec::new() } else { reader.media_of(&with_media)? };
    let others = reader.thread_conversations(thread, 20)?;
    let ends = Ends::of(reader, alone, std::slice::from_ref(&row))?;
    // Nobody has seen what the records do not reach.
    let last = records.last().map(|record| record.position);
    let told = reader.told_unread_of(me, thread)?.and_then(|told| Some(told.min(last?)));
    Ok(Some(Thread {
        told,
        card: reader.contact(row.conversation.contact)?,
        number: reader.number(row.conversation.number)?,
        others: others.into_iter().filter(|other| other.id != id).collect(),
        first_owner: first_owner(&records, &row.conversation, earlier),
        records,
        earlier,
        texts,
        media,
        ends,
        row,
    }))
}

fn records(
    reader: &mut Reader<'_>,
    thread: baton_core::ThreadId,
    from: From,
    waits: Option<Moment>,
) -> Result<(Vec<Record>, bool), StoreError> {
    let mut most = RECORDS;
    let mut records = match from {
        From::End => {
            let records = reader.timeline(thread, None, RECORDS + 1)?;
            // What waits for an answer is shown, also where shifts have changed for weeks since.
            let reach = |since| records.first().is_none_or(|first| first.at <= since);
            if waits.is_none_or(reach) {
                records
            } else {
                most = Reader::PAGE;
                reader.timeline(thread, None, most + 1)?
            }
        }
        From::Position(position) => {
            let records = reader.timeline_after(thread, Position(position.0 - 1), Reader::PAGE)?;
            if records.len() < Reader::PAGE {
                let earlier = !reader.timeline(thread, Some(position), 1)?.is_empty();
                return Ok((records, earlier));
            }
            // More than a page can hold has come since: the latest are what counts.
            reader.timeline(thread, None, Reader::PAGE)?
        }
        From::Before(position) => {
            let mut before = reader.timeline(thread, Some(position), RECORDS)?;
            before.extend(reader.timeline_after(thread, Position(position.0 - 1), Reader::PAGE)?);
            let first = before.first().map(|record| record.position);
            let earlier = !reader.timeline(thread, first, 1)?.is_empty();
            return Ok((before, earlier));
        }
    };
    let earlier = records.len() > most;
    if earlier {
        records.remove(0);
    }
    Ok((records, earlier))
}

fn message(event: &Event) -> Option<MessageId> {
    match event {
        Event::TextWritten { id, .. } => Some(*id),
        _ => None,
    }
}

fn carries(event: &Event) -> Option<MessageId> {
    match event {
        Event::TextReceived { id, media, .. } | Event::TextWritten { id, media, .. } if !media.is_empty() => {
            Some(*id)
        }
        _ => None,
    }
}

/// Who had it before the first record that is shown: what the first change says, else who has it now.
fn first_owner(records: &[Record], conversation: &Conversation, earlier: bool) -> Option<Owner> {
    for event in records.iter().flat_map(|record| &record.events) {
        match event {
            Event::OwnerChanged { from, .. } => return Some(*from),
            Event::ConversationOpened { .. } => return None,
            _ => {}
        }
    }
    earlier.then_some(conversation.owner)
}

/// Whether a text can be sent again by itself: it failed, not for what the number is, and nobody has done so yet.
pub(super) fn may_be_sent_again(text: &OutText) -> bool {
    let lost = matches!(text.state, TextState::Failed | TextState::Undelivered);
    let number = text.failure.as_ref().is_some_and(|failure| failure.opted_out || failure.unreachable);
    lost && !number && !text.settled && text.kind != TextKind::AutoReply
}
