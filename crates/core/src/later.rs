//! What stands in a conversation for a later time: texts that go out by themselves, and reminders of its people.

use crate::command::Then;
use crate::event::{MadeWith, Media, TextKind};
use crate::ids::{AskId, HandoffId, MessageId, PersonId, ReminderId, ScheduledId};
use crate::owner::By;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What becomes of a scheduled text over which something came that its author has not seen (law 7): a text of theirs,
/// reactions aside, or another person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IfChanged {
    /// It is dropped, and its author told.
    Cancel,
    /// It is held, and whoever answers for the conversation decides.
    #[default]
    Ask,
    /// It goes out all the same.
    Send,
}

impl IfChanged {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Ask => "ask",
            Self::Send => "send",
        }
    }
}

/// When a text goes out, where that is not at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// When.
    pub at: Moment,
    /// What becomes of it if something came meanwhile.
    pub if_changed: IfChanged,
}

/// A text that was written and goes out at its time. One that went out, or was dropped, stands in the timeline only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Identity.
    pub id: ScheduledId,
    /// Whose text it is: who wrote it, or who has it since they left.
    pub by: By,
    /// What it says.
    pub body: String,
    /// Pictures and files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// What becomes of the conversation once it went out.
    #[serde(default)]
    pub then: Then,
    /// By when its author promises to do what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_by: Option<Moment>,
    /// The words by which its template promises that, where it does: counted anew whenever it goes out at another time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeframe: Option<String>,
    /// The asks that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AskId>,
    /// The template it was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_with: Option<MadeWith>,
    /// When it goes out.
    pub send_at: Moment,
    /// What becomes of it if something came meanwhile.
    #[serde(default)]
    pub if_changed: IfChanged,
    /// Its author wants it out in quiet hours too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub despite_quiet_hours: bool,
    /// When it was written, or changed last.
    pub written_at: Moment,
    /// The last message of the thread at that time: what counts as news and is newer is a change.
    pub seen: MessageId,
    /// Why it waits for a person's decision instead of its time, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// The offer of which it tells the customer, in the words of whoever handed over: it keeps no promise, leaves the
    /// conversation as it stands, and goes out only while it is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<HandoffId>,
}

impl Scheduled {
    /// Why one is held, or dropped, over which something came. Its author is told so in other words: they may have read it.
    pub const CHANGED: &str = "something came that its author had not seen";
    /// How the reason of one begins that somebody dropped; their name follows.
    pub const DROPPED_BY: &str = "dropped by ";

    /// When something about it happens by itself: nothing while it is held.
    pub fn next_at(&self) -> Option<Moment> {
        self.held.is_none().then_some(self.send_at)
    }

    /// What kind of text it becomes: only a person's keeps a promise.
    pub fn kind(&self) -> TextKind {
        if self.offer.is_some() {
            return TextKind::Handoff;
        }
        if self.by.as_person().is_some() { TextKind::Person } else { TextKind::Program }
    }
}

/// That a text of ours had been scheduled, as its event says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromSchedule {
    /// Which scheduled text it was.
    pub id: ScheduledId,
    /// Whose it is.
    pub by: By,
    /// When it was to go out; how late it is, is the time since.
    pub due_at: Moment,
}

/// What a person wants to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Identity.
    pub id: ReminderId,
    /// Who.
    pub person: PersonId,
    /// In their own words, which never leave the team.
    pub words: String,
    /// When.
    pub at: Moment,
    /// That is not the time that was wanted, but one at which whoever answers works: whoever set it left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}
