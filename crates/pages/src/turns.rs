//! Who answered for a conversation in turn, with nothing else between: one line of the timeline that unfolds.

use crate::html::{Span, Stamp};
use crate::timeline::{Event, Hand};

/// Changes of who answers, folded: it says how it stands at the end of them, and opened each of them.
#[derive(Debug, Clone)]
pub struct Turns {
    /// Position of the first: its key, which stays while further ones join it.
    pub position: i64,
    /// Who has the conversation.
    pub hand: Hand,
    /// What the last one says.
    pub words: Vec<Span>,
    /// When that was.
    pub at: Stamp,
    /// What opening it shows: "All 8 changes since Tue 12 May, 6:00 pm".
    pub title: String,
    /// All of them, oldest first, each with its day.
    pub each: Vec<Event>,
}
