//! When and whether customers are written to.

use baton_hours::WallTime;
use baton_templates::Template;
use baton_text::{ConsentWord, ConsentWords, ExtraWord};

/// When what the business starts may go out, on the wall of the place where the contact is: outside of it that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// From when on texts go out.
    pub from: WallTime,
    /// Until when they do, itself not included; later than `from`.
    pub to: WallTime,
}

impl Default for QuietHours {
    /// Texts go out from 8 am to 9 pm, the hours of 47 CFR 64.1200(c)(1).
    fn default() -> Self {
        let time = |hour| WallTime::new(hour, 0).expect("a full hour of the day");
        Self { from: time(8), to: time(21) }
    }
}

/// Words of consent beside those of law and carriers, each in the form that texts are compared in
/// ([`baton_text::squeeze`]), and what an opt-out holds for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// Words that opt out.
    pub opt_out: Vec<String>,
    /// Words that opt in again.
    pub opt_in: Vec<String>,
    /// Words that ask for help.
    pub help: Vec<String>,
    /// What an opt-out holds for.
    pub scope: ConsentScope,
    /// All of them with those of law and carriers, ready to be looked for.
    pub words: ConsentWords,
    /// What is answered to them, in the words of the business.
    pub confirm: Confirmations,
}

/// What Baton answers to words of consent; where one is none, it does so in its own words. Each names the business, and the
/// word by which the customer undoes it; nothing in them is left to fill but the business's name and the line's number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmations {
    /// The one text that follows an opt-out.
    pub opted_out: Option<Template>,
    /// What follows an opt-in.
    pub opted_in: Option<Template>,
    /// The answer to HELP.
    pub help: Option<Template>,
}

impl Consent {
    /// The words beside those of law and carriers.
    pub(crate) fn extra(&self) -> impl Iterator<Item = ExtraWord> {
        let of = |words: &[String], does| {
            let word = move |word: &String| ExtraWord { does, word: word.clone(), language: None };
            words.iter().map(word).collect::<Vec<_>>()
        };
        let (out, back) = (of(&self.opt_out, ConsentWord::OptOut), of(&self.opt_in, ConsentWord::OptIn));
        out.into_iter().chain(back).chain(of(&self.help, ConsentWord::Help))
    }
}

/// What an opt-out holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ConsentScope {
    /// All lines of the business.
    #[default]
    Workspace,
    /// The line that it was written to.
    Line,
}
