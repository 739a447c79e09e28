//! Where a template is used, and what is known there.

use crate::name::{Name, Source};

/// Where a template is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// A person writes in a conversation, a text or a note.
    Composer,
    /// Baton answers by itself; nobody is there to fill anything in.
    AutoReply,
    /// The note for whoever takes over.
    HandoffNote,
    /// The giver's text to the customer about who takes over, approved with the offer and sent when it is accepted.
    HandoffCustomer,
    /// A person writes now what goes out later.
    Scheduled,
    /// A person begins a conversation with somebody who may never have written.
    FirstText,
}

/// Where a name's value comes from in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// Baton fills it, where it is known; where it is not, whoever is there is asked for it.
    Filled,
    /// The person who writes fills it in.
    Asked,
    /// Nobody can.
    Never {
        /// Why, as words that go on a sentence.
        because: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
}

impl Context {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Composer,
        Self::AutoReply,
        Self::HandoffNote,
        Self::HandoffCustomer,
        Self::Scheduled,
        Self::FirstText,
    ];

    /// What it is called in the middle of a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Composer => "a text or note that a person writes",
            Self::AutoReply => "an auto-reply",
            Self::HandoffNote => "a handoff's note",
            Self::HandoffCustomer => "a handoff's text to the customer",
            Self::Scheduled => "a scheduled text",
            Self::FirstText => "a first text to a new contact",
        }
    }

    /// Whether a person is there who can fill in what is missing.
    pub const fn has_a_person(self) -> bool {
        !matches!(self, Self::AutoReply)
    }
}

impl Name {
    /// Where its value comes from in that context.
    pub const fn in_context(self, context: Context) -> Availability {
        match (self.source(), context) {
            (Source::Sender, Context::AutoReply) => {
                never("nobody sends an auto-reply", "write [Business Name] or [Team/Role]")
            }
            (Source::Promise, _) => self.promised(context),
            (Source::Handoff, _) => self.handed_over(context),
            _ => match (self, context) {
                (Self::LastText, Context::AutoReply) => {
                    never("an auto-reply does not send back what anybody wrote", "leave it out")
                }
                (Self::LastText, Context::FirstText) => {
                    never("the customer has written nothing yet", "leave it out")
                }
                _ => Availability::Filled,
            },
        }
    }

    const fn promised(self, context: Context) -> Availability {
        match (self, context) {
            (Self::Timeframe, Context::AutoReply) => {
                never("nobody is there to promise a time", "write [first response] or [due]")
            }
            (Self::Due, Context::Scheduled) => {
                never("what is due now will be over by then", "write [timeframe]")
            }
            (Self::Due, Context::FirstText) => {
                never("nothing is due before the customer has written", "write [timeframe]")
            }
            (Self::Timeframe, _) => Availability::Asked,
            _ => Availability::Filled,
        }
    }

    const fn handed_over(self, context: Context) -> Availability {
        match (self, context) {
            (_, Context::AutoReply) => never("an auto-reply hands nothing over", "leave it out"),
            (Self::NameRole, Context::HandoffCustomer) | (_, Context::HandoffNote) => Availability::Filled,
            (_, Context::HandoffCustomer) => never(
                "it belongs to the note, and a note never leaves the team",
                "say it in words for the customer",
            ),
            _ => Availability::Asked,
        }
    }
}

const fn never(because: &'static str, instead: &'static str) -> Availability {
    Availability::Never { because, instead }
}
