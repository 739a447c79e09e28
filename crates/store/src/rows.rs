//! What stands in the columns beside a document, alike in both databases.

use crate::{Counter, Holder};
use baton_core::{
    Conversation, Moment, OutText, Owner, PersonId, ProgramId, QueueId, Status, TextKind, TextState,
};

/// Sorts behind everything that is due.
pub(crate) const FAR: i64 = i64::MAX;

/// The columns of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConversationColumns {
    pub(crate) live: i64,
    pub(crate) status: i64,
    pub(crate) owner_kind: i64,
    pub(crate) owner: i64,
    pub(crate) accountable: i64,
    pub(crate) sort: i64,
    pub(crate) next_at: Option<i64>,
}

/// The columns of a conversation.
pub(crate) fn conversation_columns(row: &Conversation) -> ConversationColumns {
    let (owner_kind, owner) = owner_columns(row.owner);
    let due = row.due_place().map_or(FAR, Moment::micros);
    let closed = -row.closed_at.map_or(0, Moment::micros);
    ConversationColumns {
        live: i64::from(row.is_live()),
        status: status_column(row.status),
        owner_kind,
        owner,
        accountable: row.accountable.0,
        sort: if row.is_live() { due } else { closed },
        next_at: row.next_at().map(Moment::micros),
    }
}

/// Kind and id of an owner.
pub(crate) fn owner_columns(owner: Owner) -> (i64, i64) {
    match owner {
        Owner::Person(person) => (0, person.0),
        Owner::Queue(queue) => (1, queue.0),
    }
}

/// The column of a status.
pub(crate) fn status_column(status: Status) -> i64 {
    match status {
        Status::Open => 0,
        Status::Pending => 1,
        Status::Closed => 2,
    }
}

/// The column of a text's state.
pub(crate) fn state_column(state: TextState) -> i64 {
    match state {
        TextState::Queued => 0,
        TextState::Sending => 1,
        TextState::Unknown => 2,
        TextState::Cancelled => 3,
        TextState::Sent => 4,
        TextState::Failed => 5,
        TextState::Undelivered => 6,
        TextState::Delivered => 7,
    }
}

/// Its place in the outbox: its age, and the one confirmation of an opt-out ahead of all else on its line. An id tells
/// the age of a text's thread, not of the text.
pub(crate) fn rank_column(text: &OutText) -> i64 {
    if text.kind == TextKind::OptOutConfirmation { 0 } else { text.written_at.micros().max(1) }
}

/// When something about a text happens by itself: it is looked up, tried again, or dropped.
pub(crate) fn due_column(text: &OutText) -> Option<i64> {
    let dropped = text.expires_at.filter(|_| text.state == TextState::Queued);
    [text.next_at, dropped].into_iter().flatten().min().map(Moment::micros)
}

/// Kind and id of a counter.
pub(crate) fn counter_columns(counter: Counter) -> (i64, i64) {
    match counter {
        Counter::Status(status) => (0, status_column(status)),
        Counter::OwnedByPerson(person) => (1, person.0),
        Counter::OwnedByQueue(queue) => (2, queue.0),
        Counter::AnsweredBy(person) => (3, person.0),
        Counter::Open(person) => (4, person.0),
        Counter::Waiting(queue) => (5, queue.0),
    }
}

/// A carrier's id in fewer bytes: two letters and 32 hexadecimal digits, as Twilio's are, become 18 bytes behind a 1;
/// any other stands as it is behind a 0.
pub(crate) fn pack(carrier_id: &str) -> Vec<u8> {
    packed(carrier_id.as_bytes()).unwrap_or_else(|| [&[0], carrier_id.as_bytes()].concat())
}

fn packed(id: &[u8]) -> Option<Vec<u8>> {
    let (prefix, digits) = id.split_at_checked(2)?;
    if digits.len() != 32 {
        return None;
    }
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = vec![1, prefix[0], prefix[1]];
    for pair in digits.chunks_exact(2) {
        bytes.push(digit(pair[0])? << 4 | digit(pair[1])?);
    }
    Some(bytes)
}

/// What a violated unique index of a table means.
pub(crate) fn is_duplicate(table: &str) -> bool {
    matches!(table, "carrier_ids" | "presses")
}

/// Kind and id of a token's holder.
pub(crate) fn holder_columns(holder: Holder) -> (i64, i64) {
    match holder {
        Holder::Person(person) => (0, person.0),
        Holder::Program(program) => (1, program.0),
    }
}

/// The holder of these columns.
pub(crate) fn holder_of(kind: i64, id: i64) -> Holder {
    if kind == 0 { Holder::Person(PersonId(id)) } else { Holder::Program(ProgramId(id)) }
}

/// The counter of these columns; none for a kind that this version does not know.
pub(crate) fn counter_of(kind: i64, id: i64) -> Option<Counter> {
    match (kind, id) {
        (0, 0) => Some(Counter::Status(Status::Open)),
        (0, 1) => Some(Counter::Status(Status::Pending)),
        (0, 2) => Some(Counter::Status(Status::Closed)),
        (1, _) => Some(Counter::OwnedByPerson(PersonId(id))),
        (2, _) => Some(Counter::OwnedByQueue(QueueId(id))),
        (3, _) => Some(Counter::AnsweredBy(PersonId(id))),
        (4, _) => Some(Counter::Open(PersonId(id))),
        (5, _) => Some(Counter::Waiting(QueueId(id))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carrier_ids_that_differ_stay_different_when_packed() {
        let twilio = "SM0123456789abcdef0123456789abcdef";
        assert_eq!(pack(twilio).len(), 19);
        let others = [
            twilio.to_uppercase(),
            twilio.replace("SM", "MM"),
            twilio[..33].to_owned(),
            format!("{twilio}0"),
            String::new(),
            "\u{1}SM".into(),
        ];
        for other in others {
            assert_ne!(pack(&other), pack(twilio), "{other}");
            assert_eq!(pack(&other), pack(&other));
        }
    }
}
