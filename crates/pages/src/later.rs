//! Texts that go out later: the choice in the composer, and those that wait in the timeline.

use crate::html::Stamp;
use crate::list::Choice;
use crate::timeline::Hand;

/// When a text may go out instead of now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaterForm {
    /// Times that are offered: "Tomorrow, Wed 9 am" with the value of the field `later_at`.
    pub times: Vec<LaterTime>,
    /// A time of one's own as it was written, `YYYY-MM-DDTHH:MM`: the field `send_at`, which counts where it is filled.
    pub own: String,
    /// What is wrong with that.
    pub wrong: Option<String>,
    /// In whose time it is written: "Times are those of New York."
    pub zone: String,
    /// What becomes of it if something comes first: field `if_changed`, values `ask`, `cancel`, `send`.
    pub if_changed: Vec<Choice>,
    /// What becomes of the conversation once it went out: field `after`, values as `then`.
    pub after: Vec<Choice>,
}

/// A time that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterTime {
    /// An instant, as the field `later_at` takes it.
    pub value: String,
    /// "Tomorrow".
    pub words: String,
    /// "Wed 9 am".
    pub small: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A text that was written and goes out by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledText {
    /// Opaque id.
    pub id: String,
    /// Who has the conversation.
    pub hand: Hand,
    /// Whose text it is: "You", "Dana".
    pub author: String,
    /// What it says.
    pub text: String,
    /// When it goes out: "Wed 9 am".
    pub at: Stamp,
    /// What becomes of it if something comes first: "asks first if something comes before".
    pub small: String,
    /// What came since it was written, and what follows at its time; shown with a way to let it go out all the same.
    pub came: Option<(String, String)>,
    /// Why it waits for a choice instead of its time, as a sentence.
    pub held: Option<String>,
    /// What the reader may do with it, if anything.
    pub form: Option<ScheduledForm>,
}

/// Send it, choose another time, drop it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledForm {
    /// When it goes out, `YYYY-MM-DDTHH:MM`: the field `send_at`.
    pub at: String,
    /// What it says, as its author may change it: the field `text`.
    pub words: String,
    /// What it said when this was shown, so that nobody's words are taken back unseen: the field `was`.
    pub was: String,
    /// What was refused, and what to do.
    pub wrong: Option<String>,
    /// The change is open: after a refusal of it.
    pub open: bool,
    /// It was refused because of quiet hours, and can go out all the same: the fields of that press.
    pub despite: Option<Despite>,
}

/// A press that is made again, all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Despite {
    /// `send` or `change`.
    pub action: &'static str,
    /// The words of its button.
    pub words: String,
}
