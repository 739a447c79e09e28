//! Law 7: a text goes out at most once per press of the button.
//!
//! A text is durably marked as being handed over before the carrier hears of it, and what the carrier said is stored
//! after. In between its outcome is unknown: a text found so at the start is looked up and never sent again. Each
//! number gets one text at a time, each line is fed at its pace, confirmations of opt-outs go first.
//!
//! One task (`Dispatcher`) decides what may go; each hand-over is a task of its own. Of several nodes the one that leads
//! has something to decide.

mod asking;
mod dispatcher;
mod handing;
mod lane;
mod look_up;
mod words;

pub(crate) use dispatcher::Dispatcher;
pub(crate) use words::delivery_of;

use crate::work::{Busy, Work};
use baton_core::{LineId, MessageId, NumberId, OutText};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// What the outbox is told.
#[derive(Debug)]
pub(crate) enum Word {
    /// Texts were written or changed.
    Texts(Vec<OutText>),
    /// A text is of no use any more if it has not gone out yet.
    Expired(Box<OutText>),
    /// The carrier of this line has been silent about a text for too long.
    Silent(LineId, MessageId),
    /// A number opted out: what waits for it is cancelled.
    OptedOut(NumberId),
    /// Lines changed.
    Lines,
    /// This node leads now, or does no longer.
    Lead(bool),
    /// Nothing more is handed over.
    Stop,
}

/// Where the outbox is told.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    words: mpsc::UnboundedSender<(Word, Busy)>,
    held: Arc<AtomicUsize>,
}

/// What the outbox hears.
pub(crate) type Inbox = mpsc::UnboundedReceiver<(Word, Busy)>;

impl Outbox {
    pub(crate) fn new() -> (Self, Inbox) {
        let (words, inbox) = mpsc::unbounded_channel();
        (Self { words, held: Arc::default() }, inbox)
    }

    /// Tells it; what comes of it counts as under way.
    pub(crate) fn tell(&self, word: Word, under_way: &Work) {
        // After the end there is nobody to tell.
        let _ = self.words.send((word, under_way.begin()));
    }

    /// How many texts it has at hand.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    fn holds(&self, texts: usize) {
        self.held.store(texts, Ordering::Relaxed);
    }
}
