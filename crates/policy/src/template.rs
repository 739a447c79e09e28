//! Texts to fill in, and those that Baton answers by itself.

/// A message template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, as shown.
    pub name: String,
    /// What is written with it.
    pub kind: TemplateKind,
    /// The text with its names and blanks.
    pub template: baton_templates::Template,
    /// What becomes of the conversation once it is sent, unless the sender says otherwise.
    pub then: Option<TemplateThen>,
    /// The place in the policy's queues of the one whose members it is for; for all of them otherwise.
    pub queue: Option<usize>,
    /// The address of the person whose own it is; everybody's otherwise.
    pub person: Option<String>,
}

/// What is written with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TemplateKind {
    /// A text to the customer.
    #[default]
    Text,
    /// A note, which never leaves the team.
    Note,
}

/// The status of a conversation after a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateThen {
    /// We owe something.
    Open,
    /// We wait for the customer.
    Pending,
    /// There is nothing more to do.
    Closed,
}

/// What Baton answers by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoReplies {
    /// How many a number gets on one day at most.
    pub max_per_number_and_day: u32,
    /// The word that takes a text to on call, as one writes it. Case does not matter.
    pub urgent_word: String,
    /// The place in the policy's templates of what is answered outside hours.
    pub outside_hours: Option<usize>,
    /// The place in the policy's hours of those that are meant; the hours of the conversation's queue otherwise.
    pub outside_hours_of: Option<usize>,
    /// The place in the policy's templates of what is answered to a first contact within hours.
    pub first_contact: Option<usize>,
}

impl Default for AutoReplies {
    /// No text at all; the urgent word holds all the same.
    fn default() -> Self {
        Self {
            max_per_number_and_day: 2,
            urgent_word: "URGENT".to_owned(),
            outside_hours: None,
            outside_hours_of: None,
            first_contact: None,
        }
    }
}
