//! The sheet on which one hands a conversation over.

use crate::html::Forms;
use crate::list::Choice;
use crate::ring::Ring;
use askama::Template;

/// The sheet beside the conversation.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet.html")]
pub struct Sheet {
    /// Context of its form.
    pub forms: Forms,
    /// The customer's name, or their number.
    pub who: String,
    /// The customer's first name, or the number.
    pub first_name: String,
    /// "It stays yours until somebody accepts."
    pub stays: String,
    /// Id of the last message that the page shows: what an offer that texts at once has seen.
    pub seen: String,
    /// A fresh random key, for a press without a script.
    pub key: String,
    /// Questions of it that can be handed over alone, by opaque id: field `what`, empty for the whole conversation.
    pub asks: Vec<Choice>,
    /// Those whom one would think of first.
    pub targets: Vec<Target>,
    /// Everybody else, in groups of people and queues.
    pub others: Vec<(String, Vec<Target>)>,
    /// Value of the target that is chosen; empty for none.
    pub chosen: String,
    /// The words that are suggested for the chosen one: what stands in the field as long as nobody changes it.
    pub suggested: String,
    /// What the customer needs.
    pub summary: Written,
    /// What has been done.
    pub done: Written,
    /// What is still open.
    pub pending: Written,
    /// What the customer is told.
    pub customer_text: Written,
    /// When: values `on_acceptance`, `now`, `no`.
    pub tell: Vec<Choice>,
    /// Whether the giver wants to know when it is resolved.
    pub confirm_back: bool,
    /// What is wrong with the choice of the receiver.
    pub to_wrong: Option<String>,
    /// What stands in the way besides any field.
    pub refused: Option<String>,
    /// Why no text can reach the customer: they opted out. Then nobody tells them.
    pub silent: Option<String>,
}

impl askama::filters::HtmlSafe for Sheet {}

impl Sheet {
    pub(crate) fn post(&self) -> String {
        format!("/c/{}/handoffs", self.forms.conversation)
    }

    pub(crate) fn keep(&self) -> String {
        crate::routes::conversation(&self.forms.conversation, &self.forms.list)
    }

    /// Whether it is handed over as a whole.
    pub(crate) fn whole(&self) -> bool {
        !self.asks.iter().any(|ask| ask.chosen)
    }

    pub(crate) fn is_chosen(&self, target: &Target) -> bool {
        target.value == self.chosen
    }

    /// Whether the chosen one stands among the others.
    pub(crate) fn elsewhere(&self) -> bool {
        !self.chosen.is_empty() && !self.targets.iter().any(|target| target.value == self.chosen)
    }

    /// Whether the customer is told.
    pub fn tells(&self) -> bool {
        self.silent.is_none() && !self.tell.iter().any(|when| when.chosen && when.value == "no")
    }
}

/// Somebody who may take it over.
#[derive(Debug, Clone)]
pub struct Target {
    /// `person-ID` or `queue-ID`.
    pub value: String,
    /// "Dana Kim", "Billing".
    pub name: String,
    /// As the button says it: "Dana", "Billing".
    pub short: String,
    /// "Billing, on until 6 pm, 4 of 8 in hand". May be empty.
    pub small: String,
    /// Their ring.
    pub ring: Ring,
    /// The words for the customer that name them.
    pub suggestion: String,
}

/// A field with what stands in it, and what is wrong with that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The words.
    pub words: String,
    /// What is wrong with them, and what to do.
    pub wrong: Option<String>,
}

/// The words that would be sent, on the line of the timeline where they would stand.
#[derive(Debug, Clone, Template)]
#[template(path = "ghost.html")]
pub struct Ghost {
    /// To whom.
    pub ring: Ring,
    /// "If you offer this to Dana,"
    pub bold: String,
    /// "Dana sees what is done and what is pending."
    pub plain: String,
    /// The words for the customer; empty for none.
    pub words: String,
    /// "Not sent yet".
    pub small: String,
}

impl askama::filters::HtmlSafe for Ghost {}

/// The answer to `GET /c/{id}/handoff` for a live page, and to an offer that was refused there.
#[derive(Debug, Clone, Template)]
#[template(path = "sheet_fragment.html")]
pub struct SheetFragment {
    /// The sheet.
    pub sheet: Sheet,
    /// What would be sent.
    pub ghost: Ghost,
}
