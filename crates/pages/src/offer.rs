//! An offer that stands, and one that came back, in the head of a conversation.

/// An offer that stands, as this reader may act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Opaque id.
    pub id: String,
    /// What the customer needs, in the giver's words.
    pub summary: String,
    /// What has been done. May be empty.
    pub done: String,
    /// What is still open. May be empty.
    pub pending: String,
    /// The words that the customer is told; empty if nobody tells them.
    pub customer_text: String,
    /// When that goes out: "goes out once you accept".
    pub customer_gets: String,
    /// The customer's first name, or the number: "Accept Jamie".
    pub customer: String,
    /// The giver's first name: "Decline, give it back to Chris".
    pub giver: String,
    /// Whether the reader may accept or decline it.
    pub may_answer: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Reasons to decline in few words, the first as the most usual one; any other words may be written.
    pub reasons: Vec<String>,
}

impl Offer {
    /// Whoever only gave it knows what they wrote: they see no more than the way back.
    pub(crate) fn tells(&self) -> bool {
        self.may_answer || !self.may_withdraw
    }
}

/// What came back, said out loud until its holder has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBack {
    /// Opaque id of the offer that ended.
    pub id: String,
    /// "Dana declined: “Can’t before 3.”", "Nobody in Billing accepted in time."
    pub words: String,
    /// "Jamie is still yours."
    pub small: String,
}
