//! The sheet on which one hands a conversation over.

use crate::html::Forms;
use crate::list::Choice;
use crate::ring::Ring;
use crate::templates::{TemplateBlank, TemplatePart};
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
    /// The templates that the summary can be made with; empty where there are none.
    pub templates: Vec<SummaryTemplate>,
    /// What is wrong with the one that is chosen.
    pub template_wrong: Option<String>,
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

    /// The template that is chosen; empty for none.
    pub(crate) fn template(&self) -> &str {
        self.templates.iter().find(|one| one.chosen).map_or("", |one| &one.name)
    }

    /// Whether what the customer needs is written nowhere but in a template.
    pub(crate) fn said_by_template(&self) -> bool {
        self.templates.iter().any(|one| one.chosen && !one.asks)
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
    /// What `[Name/Role]` of a template says of them: "Dana (Billing)".
    pub role: String,
}

/// A template that the summary can be made with.
#[derive(Debug, Clone)]
pub struct SummaryTemplate {
    /// Its name.
    pub name: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// Whether what the customer needs stands in it; otherwise nobody writes that beside it.
    pub asks: bool,
    /// What it says, piece by piece.
    pub parts: Vec<SummaryPart>,
    /// What is to fill in besides the fields that the sheet has anyway.
    pub blanks: Vec<TemplateBlank>,
}

/// A piece of such a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SummaryPart {
    /// Its own words.
    Words(String),
    /// What is known, and filled in.
    Known(String),
    /// What a field of the sheet holds.
    Of {
        /// The field.
        source: SummarySource,
        /// What stands there now; empty where nothing does.
        words: String,
        /// What stands there if the field is empty; none where it must not be.
        otherwise: Option<String>,
    },
}

/// Where a piece comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummarySource {
    /// Whom it is offered to.
    Receiver,
    /// What the customer needs.
    Summary,
    /// What has been done.
    Done,
    /// What is still open.
    Pending,
    /// What has been done and what is still open.
    Both,
    /// One of [`SummaryTemplate::blanks`].
    Blank(usize),
}

impl SummarySource {
    /// Id of the field; of the template at that place, where it is one of its blanks.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a page's template hands over references")]
    pub(crate) fn field(self, template: &usize) -> String {
        match self {
            Self::Receiver => "ho-to".to_owned(),
            Self::Summary => "ho-sum".to_owned(),
            Self::Done => "ho-done".to_owned(),
            Self::Pending => "ho-pending".to_owned(),
            Self::Both => "ho-done ho-pending".to_owned(),
            Self::Blank(blank) => format!("hb-{template}-{blank}"),
        }
    }
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
