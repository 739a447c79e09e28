//! Beside the conversation: what is asked, who the customer is, tags, why it was routed, what was before.

use crate::html::{Forms, Stamp};
use crate::list::Choice;
use crate::ring::Ring;
use askama::Template;

/// The right column.
#[derive(Debug, Clone, Template)]
#[template(path = "details.html")]
pub struct Details {
    /// Context of its forms.
    pub forms: Forms,
    /// The customer's name, or their number.
    pub who: String,
    /// The customer's first name, or the number.
    pub first_name: String,
    /// What is asked, if routing or somebody of the team found several questions: the answered ones first.
    pub asks: Vec<Ask>,
    /// Whether the reader may write down one more question, and whose it can be: people and queues.
    pub ask_owners: Vec<(String, Vec<Choice>)>,
    /// What the offer said with which it came to whoever has it, until it is closed.
    pub handed_over: Option<HandedOver>,
    /// Who else watches the conversation, by name.
    pub watchers: Vec<String>,
    /// Whether the reader does.
    pub watches: bool,
    /// Opaque id of the contact, for their page.
    pub contact: String,
    /// What they are called, and the field that changes it.
    pub name: NameForm,
    /// Facts about the customer, in order.
    pub facts: Vec<Fact>,
    /// Tags of the conversation.
    pub tags: Vec<Tag>,
    /// Whether the reader may change the tags.
    pub may_tag: bool,
    /// Tags used elsewhere, offered while typing.
    pub known_tags: Vec<String>,
    /// Of what people want to be reminded here.
    pub reminders: Reminders,
    /// Why it came where it is.
    pub why: Option<WhyRouted>,
    /// Earlier conversations of this customer.
    pub earlier: Vec<Earlier>,
}

impl askama::filters::HtmlSafe for Details {}

impl Details {
    /// The questions by who asks, in the order in which they were first asked.
    pub(crate) fn askers(&self) -> Vec<(&str, Vec<&Ask>)> {
        let mut askers: Vec<(&str, Vec<&Ask>)> = Vec::new();
        for ask in &self.asks {
            match askers.iter_mut().find(|(heading, _)| *heading == ask.heading) {
                Some((_, asks)) => asks.push(ask),
                None => askers.push((&ask.heading, vec![ask])),
            }
        }
        askers
    }

    pub(crate) fn post(&self) -> String {
        format!("/c/{}/tags", self.forms.conversation)
    }

    pub(crate) fn post_name(&self) -> String {
        format!("/c/{}/name", self.forms.conversation)
    }

    pub(crate) fn post_watch(&self) -> String {
        format!("/c/{}/watch", self.forms.conversation)
    }

    pub(crate) fn post_ask(&self) -> String {
        format!("/c/{}/asks", self.forms.conversation)
    }

    pub(crate) fn post_reminder(&self) -> String {
        format!("/c/{}/reminders", self.forms.conversation)
    }

    pub(crate) fn drop_reminder(&self, id: &str) -> String {
        format!("/c/{}/reminders/{id}/drop", self.forms.conversation)
    }

    pub(crate) fn ask(&self, id: &str, act: &str) -> String {
        format!("/c/{}/asks/{id}/{act}", self.forms.conversation)
    }
}

/// The field in which a customer is given a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameForm {
    /// What they are called; empty where nobody knows, and they go by their number.
    pub was: String,
    /// What stands in the field: that, or what was refused.
    pub value: String,
    /// What is wrong with it, as a sentence; the form is then open.
    pub wrong: Option<String>,
}

/// How many of them are answered.
pub(crate) fn answered(asks: &[&Ask]) -> usize {
    asks.iter().filter(|ask| ask.answered).count()
}

/// Reminders, and the form for one more.
#[derive(Debug, Clone, Default)]
pub struct Reminders {
    /// Those that are set, the next one first.
    pub set: Vec<ReminderLine>,
    /// Times that are offered: the value of the field `when`, and its words: "In 2 hours".
    pub times: Vec<(String, String)>,
    /// The words as they were written.
    pub words: String,
    /// A time of one's own as it was written, `YYYY-MM-DDTHH:MM`: the field `at`.
    pub own: String,
    /// The form is open: after a refusal.
    pub open: bool,
    /// What was refused about the words.
    pub words_wrong: Option<String>,
    /// What was refused about the time, or about all of it.
    pub wrong: Option<String>,
}

/// A reminder.
#[derive(Debug, Clone)]
pub struct ReminderLine {
    /// Opaque id.
    pub id: String,
    /// What to be reminded of.
    pub words: String,
    /// When: "Wed 9 am".
    pub at: Stamp,
    /// Of whom it is, if not the reader's: "Dana’s". May be empty.
    pub whose: String,
    /// Whether the reader may take it back.
    pub may_drop: bool,
}

/// One of several questions.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who asks: "What Jamie asks", "What Chris asks", "What you ask".
    pub heading: String,
    /// "Payment plans".
    pub words: String,
    /// Whether it is answered.
    pub answered: bool,
    /// "promised by 2:15 pm", "Billing". May be empty.
    pub small: String,
    /// Who has it.
    pub ring: Ring,
    /// What the reader may do with it while it is open.
    pub form: Option<AskForm>,
}

/// Answer, move, drop.
#[derive(Debug, Clone)]
pub struct AskForm {
    /// Opaque id of the question.
    pub id: String,
    /// Whether it is open under its line: after a refusal.
    pub open: bool,
    /// What was refused, and what to do.
    pub wrong: Option<String>,
    /// The same about whose it is to be.
    pub to_wrong: Option<String>,
    /// The word that was written with it.
    pub reason: String,
}

/// What came with a conversation.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// "Handed over by Chris".
    pub title: String,
    /// When: "2:05 pm".
    pub at: Stamp,
    /// "Needs", "Done" and "Pending" with their words, as far as there are any.
    pub facts: Vec<(&'static str, String)>,
}

/// A term and what is known.
#[derive(Debug, Clone)]
pub struct Fact {
    /// "Phone".
    pub term: String,
    /// "Main line,". May be empty.
    pub value: String,
    /// "(212) 555-0134", never broken over two lines. May be empty.
    pub number: String,
}

/// A tag of the conversation.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Without `#`.
    pub name: String,
}

/// The rule that made the decision.
#[derive(Debug, Clone)]
pub struct WhyRouted {
    /// "How it was routed".
    pub title: String,
    /// The lines of the rule, numbered as the policy's text is.
    pub lines: Vec<RuleLine>,
    /// A sentence where there is no line: "Dana began it." May be empty.
    pub sentence: String,
    /// The line of the policy's text where they begin, for the way to the routing page.
    pub at: Option<u32>,
}

/// A line of the routing text.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// Line number, from 1.
    pub number: u32,
    /// The line.
    pub text: String,
}

/// An earlier conversation.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Opaque id.
    pub id: String,
    /// What it was about: its first words.
    pub title: String,
    /// "Maya, closed in 12 min".
    pub small: String,
    /// When: "3 Mar".
    pub at: Stamp,
}
