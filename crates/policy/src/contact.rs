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
    /// The same in other languages, each with words of its own.
    pub languages: Vec<Spoken>,
    /// What becomes of a first text of ours that does not say whose it is and how to stop.
    pub first_text: FirstText,
    /// What is added to it then, in the words of the business; none: in ours.
    pub first_text_words: Option<Template>,
}

/// What becomes of the first text to somebody who never texted, where it does not name the business and say how to stop
/// (CTIA, Messaging Principles and Best Practices).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FirstText {
    /// A person at the page is asked; what a program writes gets at its end what it lacks.
    #[default]
    Warn,
    /// Whoever writes it, it gets at its end what it lacks.
    Append,
    /// Nothing.
    Off,
}

/// A language of the business's customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Its tag (BCP 47) in lower case, such as `es` or `pt-br`.
    pub tag: String,
    /// Words that opt out, in, and ask for help, in the form that texts are compared in.
    pub words: [Vec<String>; 3],
    /// What is answered in it.
    pub confirm: Confirmations,
}

impl Spoken {
    /// Whether it is the language that a tag names, or that of which the tag names a kind: `es` is `es-MX` too.
    fn is(&self, tag: &str) -> bool {
        let begins = tag.get(..self.tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(&self.tag));
        begins && tag.as_bytes().get(self.tag.len()).is_none_or(|next| matches!(next, b'-' | b'_'))
    }
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

/// In which order the three lists of words stand.
const DOES: [ConsentWord; 3] = [ConsentWord::OptOut, ConsentWord::OptIn, ConsentWord::Help];

impl Confirmations {
    /// What is answered to a word that does this.
    pub fn to(&self, does: ConsentWord) -> Option<&Template> {
        match does {
            ConsentWord::OptOut => self.opted_out.as_ref(),
            ConsentWord::OptIn => self.opted_in.as_ref(),
            ConsentWord::Help => self.help.as_ref(),
        }
    }
}

impl Consent {
    /// What is answered to a word that does this, in the first of these languages in which the business says it; else as it
    /// says it to everybody. None: in Baton's words.
    pub fn answer<'t>(
        &self,
        does: ConsentWord,
        tags: impl IntoIterator<Item = &'t str>,
    ) -> Option<&Template> {
        let said = |tag: &str| {
            let spoken = self.languages.iter().filter(|one| one.is(tag)).max_by_key(|one| one.tag.len());
            spoken.and_then(|spoken| spoken.confirm.to(does))
        };
        tags.into_iter().find_map(said).or_else(|| self.confirm.to(does))
    }

    /// The words beside those of law and carriers.
    pub(crate) fn extra(&self) -> impl Iterator<Item = ExtraWord> {
        let everybodys = [&self.opt_out, &self.opt_in, &self.help].map(|words| (words, None));
        let spoken = self.languages.iter().flat_map(|spoken| {
            spoken.words.iter().zip(DOES).map(|(words, does)| (words, Some(&spoken.tag), does))
        });
        let all =
            everybodys.into_iter().zip(DOES).map(|((words, tag), does)| (words, tag, does)).chain(spoken);
        all.flat_map(|(words, tag, does)| {
            words.iter().map(move |word| ExtraWord { does, word: word.clone(), language: tag.cloned() })
        })
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
