//! What callers hand in, and what they get back.

use baton_core::{OutText, Refusal};
use baton_store::Outcome;
use std::time::Duration;

pub use baton_round::Request;

/// What a request came to. It is committed before anybody sees this.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Which thread, conversation and message, and where its record stands; no position if nothing had to change.
    pub outcome: Outcome,
    /// The very same request, or carrier's text, had been done before; nothing was done now.
    pub duplicate: bool,
    /// The text of ours that it wrote or concerned, as it is now; none for a duplicate.
    pub text: Option<Box<OutText>>,
}

impl Done {
    /// It had been done before, and came to this.
    pub(crate) fn before(outcome: Outcome) -> Self {
        Self { outcome, duplicate: true, text: None }
    }
}

/// Why a request came to nothing. Unless it says otherwise, nothing of it was stored.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The domain refuses, with a sentence for whoever wanted it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// More waits than can be worked through; the same request may come again.
    #[error("More is coming in than can be stored at the moment. Try again in a few seconds.")]
    Busy {
        /// Not before so long.
        retry_after: Duration,
    },
    /// The same key came with another request before.
    #[error("This Idempotency-Key was used for another request. Use a new one for each press of a button.")]
    KeyReused,
    /// The store failed; nothing of the whole batch was stored.
    #[error("{0}")]
    Store(String),
    /// There is no workspace yet.
    #[error("This server is not set up yet. Open its address in a browser, or run `baton init`.")]
    NotSetUp,
    /// A mistake of the program's; only this request failed.
    #[error("Something went wrong inside Baton, and nothing was changed: {0}. Please report it.")]
    Broken(String),
    /// The server is stopping.
    #[error("The server is stopping. Try again in a few seconds.")]
    Stopping,
}

impl Failure {
    /// Whether the same request may succeed if it comes again.
    pub fn may_come_again(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Store(_) | Self::NotSetUp | Self::Stopping)
    }

    /// How long to wait before coming again, where that helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            Self::Store(_) | Self::Stopping => Some(Duration::from_secs(5)),
            _ => None,
        }
    }
}
