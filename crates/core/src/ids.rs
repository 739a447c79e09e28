//! Identities. Integers inside, opaque strings with a telling prefix outside.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is wrong with a string that should name something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{found}” is not the id of a {wanted}; ids look like {prefix}_2k7d9q")]
pub struct ParseIdError {
    wanted: &'static str,
    prefix: &'static str,
    found: String,
}

/// Digits without vowels and look-alikes, so that no id reads as a word.
const DIGITS: &[u8; 29] = b"0123456789bcdfghjkmnpqrstvwxz";
/// An odd multiplier: a bijection on 64 bits, so that ids do not tell how many there are.
const SCRAMBLE: u64 = 0x9E37_79B9_7F4A_7C15;
/// The inverse of [`SCRAMBLE`] modulo 2^64.
const UNSCRAMBLE: u64 = 0xF1DE_83E1_9937_733D;

fn encode(value: i64) -> String {
    let mut rest = value.cast_unsigned().wrapping_mul(SCRAMBLE);
    let mut digits = [0u8; 14];
    let mut start = digits.len();
    loop {
        start -= 1;
        let digit = usize::try_from(rest % 29).expect("a remainder of 29 fits");
        digits[start] = DIGITS[digit];
        rest /= 29;
        if rest == 0 {
            break;
        }
    }
    String::from_utf8_lossy(&digits[start..]).into_owned()
}

fn decode(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 14 {
        return None;
    }
    let mut value: u64 = 0;
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|d| *d == byte)?;
        value = value.checked_mul(29)?.checked_add(digit as u64)?;
    }
    Some(value.wrapping_mul(UNSCRAMBLE).cast_signed())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                text.strip_prefix(concat!($prefix, "_")).and_then(decode).map($name).ok_or_else(|| ParseIdError {
                    wanted: $word,
                    prefix: $prefix,
                    found: text.chars().take(40).collect(),
                })
            }
        }
    )*};
}

ids! {
    /// One business; the tenant.
    WorkspaceId "ws" "workspace";
    /// A phone number of the business on a carrier account.
    LineId "ln" "line";
    /// A customer.
    ContactId "ct" "contact";
    /// A number (handset key) of a contact.
    NumberId "nu" "number";
    /// Everything ever between one handset key and one line.
    ThreadId "th" "thread";
    /// One episode of a thread.
    ConversationId "cv" "conversation";
    /// One text, in or out, or one note; see [`MessageId::new`].
    MessageId "ms" "message";
    /// Somebody of the team.
    PersonId "pe" "person";
    /// A queue of the policy; it keeps its id as long as its name stays.
    QueueId "qu" "queue";
    /// An automation with a token of its own.
    ProgramId "pr" "program";
    /// One of several questions of a conversation; see [`AskId::new`].
    AskId "as" "ask";
    /// An offered change of owner; see [`HandoffId::new`].
    HandoffId "ho" "handoff";
    /// A text that goes out at its time; see [`ScheduledId::new`].
    ScheduledId "sc" "scheduled text";
    /// What a person wants to be reminded of; see [`ReminderId::new`].
    ReminderId "re" "reminder";
}

/// A place in the workspace's feed: it only grows, and a reader finds no holes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub i64);

impl MessageId {
    /// Bits for the place within a thread.
    const BITS: u32 = 20;
    /// The most messages that a thread can hold.
    pub const MAX_ORDINAL: u32 = (1 << Self::BITS) - 1;

    /// The `ordinal`-th message of a thread, from 1. Ids within a thread grow in the order in which it was written,
    /// whatever node wrote it, so "newer than what its author saw" is a comparison.
    pub fn new(thread: ThreadId, ordinal: u32) -> Self {
        debug_assert!(ordinal <= Self::MAX_ORDINAL, "a thread is full before this");
        Self((thread.0 << Self::BITS) | i64::from(ordinal))
    }

    /// The thread that holds it.
    pub fn thread(self) -> ThreadId {
        ThreadId(self.0 >> Self::BITS)
    }

    /// Its place within the thread, from 1.
    pub fn ordinal(self) -> u32 {
        u32::try_from(self.0 & i64::from(Self::MAX_ORDINAL)).expect("twenty bits fit in 32")
    }
}

macro_rules! parts_of_conversations {
    ($($name:ident)*) => {$(
        impl $name {
            /// Bits for the place within a conversation.
            const BITS: u32 = 16;
            /// The most asks, offers, scheduled texts and reminders, together, that a conversation can have had.
            pub const MAX_ORDINAL: u32 = (1 << Self::BITS) - 1;

            /// The `ordinal`-th part of a conversation, from 1. Its id alone leads to the conversation.
            pub fn new(conversation: ConversationId, ordinal: u32) -> Self {
                debug_assert!(ordinal <= Self::MAX_ORDINAL, "a conversation is full before this");
                Self((conversation.0 << Self::BITS) | i64::from(ordinal))
            }

            /// The conversation that it is a part of.
            pub fn conversation(self) -> ConversationId {
                ConversationId(self.0 >> Self::BITS)
            }

            /// Its place within the conversation, from 1.
            pub fn ordinal(self) -> u32 {
                u32::try_from(self.0 & i64::from(Self::MAX_ORDINAL)).expect("sixteen bits fit in 32")
            }
        }
    )*};
}

parts_of_conversations! { AskId HandoffId ScheduledId ReminderId }

/// New ids, handed into decisions as a value: a range that the store reserved.
#[derive(Debug, Clone)]
pub struct Ids {
    next: i64,
    end: i64,
}

impl Ids {
    /// The most ids that one decision can use: contact, number, thread, conversation, and room to spare.
    pub const PER_DECISION: i64 = 64;

    /// The ids from `next` up to, not including, `end`.
    pub fn new(next: i64, end: i64) -> Self {
        Self { next, end }
    }

    /// How many are left.
    pub fn left(&self) -> i64 {
        self.end - self.next
    }

    /// The next one.
    ///
    /// # Panics
    /// When none is left: whoever calls `decide` makes sure of [`Ids::PER_DECISION`] first.
    pub fn take(&mut self) -> i64 {
        assert!(self.next < self.end, "ids are reserved before a decision");
        self.next += 1;
        self.next - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_outside_form() {
        for value in [0, 1, 2, 29, 1 << 20, i64::MAX, (7 << 20) | 3] {
            let id = ConversationId(value);
            assert_eq!(id.to_string().parse(), Ok(id), "{id}");
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused_with_a_sentence() {
        let error = LineId(7).to_string().parse::<QueueId>().unwrap_err();
        assert!(error.to_string().contains("is not the id of a queue"), "{error}");
        assert!("qu_".parse::<QueueId>().is_err());
        assert!("qu_zzzzzzzzzzzzzz".parse::<QueueId>().is_err());
    }

    #[test]
    fn an_ask_and_an_offer_know_their_conversation() {
        let id = HandoffId::new(ConversationId(9), 4);
        assert_eq!((id.conversation(), id.ordinal()), (ConversationId(9), 4));
        let last = AskId::new(ConversationId(1 << 40), AskId::MAX_ORDINAL);
        assert_eq!(last.conversation(), ConversationId(1 << 40));
        assert_eq!(AskId(-1).ordinal(), AskId::MAX_ORDINAL, "whatever an address holds");
    }

    #[test]
    fn a_message_knows_its_thread_and_place() {
        let id = MessageId::new(ThreadId(9), 4);
        assert_eq!((id.thread(), id.ordinal()), (ThreadId(9), 4));
        assert!(MessageId::new(ThreadId(9), 5) > id);
    }
}
