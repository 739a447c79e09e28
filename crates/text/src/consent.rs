//! The words by which somebody opts out, opts in again or asks for help (47 CFR 64.1200(a)(10), CTIA guidelines).
//!
//! A text is compared by its *squeeze*: what is left of it when compatibility forms and case are folded and everything
//! but letters, numbers and marks is dropped. So "S T O P", "“Stop”!!" and "STOP 🛑" opt out, and a sentence never does.

use caseless::Caseless;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// What a reserved word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentWord {
    /// No more texts, from now on.
    OptOut,
    /// Texts are welcome again.
    OptIn,
    /// Who are you, and how does this stop?
    Help,
}

/// How the sender stands with us, which decides whether YES is an answer about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Neither opted out nor asked.
    #[default]
    Normal,
    /// Opted out.
    OptedOut,
    /// We asked for consent and wait for the answer.
    Asked,
}

/// A reserved word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Keyword {
    /// What it does.
    pub does: ConsentWord,
    /// The word itself, in lower case without spaces: `stop`, `optout`.
    pub word: &'static str,
}

/// YES speaks of consent only to somebody who was asked about it.
const YES: Keyword = Keyword { does: ConsentWord::OptIn, word: "yes" };

pub(crate) const KEYWORDS: [Keyword; 12] = {
    use ConsentWord::{Help, OptIn, OptOut};
    [
        Keyword { does: OptOut, word: "stop" },
        Keyword { does: OptOut, word: "stopall" },
        Keyword { does: OptOut, word: "unsubscribe" },
        Keyword { does: OptOut, word: "cancel" },
        Keyword { does: OptOut, word: "end" },
        Keyword { does: OptOut, word: "quit" },
        Keyword { does: OptOut, word: "revoke" },
        Keyword { does: OptOut, word: "optout" },
        Keyword { does: OptIn, word: "start" },
        Keyword { does: OptIn, word: "unstop" },
        Keyword { does: Help, word: "help" },
        Keyword { does: Help, word: "info" },
    ]
};

/// The letters of UNSUBSCRIBE, the longest word.
const LONGEST: usize = 11;

impl Keyword {
    /// Whether it is also a word of everyday business, as in "reply CANCEL to cancel": STOP and its like mean texts and
    /// nothing else, however often a text of ours explains them.
    pub fn may_mean_another_thing(&self) -> bool {
        matches!(self.word, "cancel" | "end" | "quit" | "revoke")
    }

    /// Whether a text of ours holds this very word, in one piece or, as in "opt out", in two. Who answers CANCEL to
    /// "reply CANCEL to cancel" may have meant the appointment.
    pub fn stands_in(&self, our_text: &str) -> bool {
        stands_in(self.word, our_text)
    }
}

/// Whether a text of ours holds this squeezed word, in one piece or in two.
pub(crate) fn stands_in(word: &str, our_text: &str) -> bool {
    let mut before = String::new();
    our_text.split(|c: char| !kept(c)).filter(|piece| !piece.is_empty()).any(|piece| {
        let piece = squeeze(piece);
        let found = piece == word || word.strip_prefix(before.as_str()).is_some_and(|rest| rest == piece);
        before = piece;
        found
    })
}

/// The reserved word that is all of this text, apart from case, spaces, punctuation and emoji.
///
/// Ordinary text is rejected at its twelfth letter, without allocating.
pub fn consent_word(text: &str, standing: Standing) -> Option<Keyword> {
    let mut letters = Letters::default();
    text.chars().try_for_each(|c| letters.push(c))?;
    let letters = letters.as_bytes();
    if letters == YES.word.as_bytes() {
        return (standing != Standing::Normal).then_some(YES);
    }
    KEYWORDS.into_iter().find(|keyword| keyword.word.as_bytes() == letters)
}

/// The text's letters, numbers and marks alone, compatibility forms (NFKC) and case folded.
pub fn squeeze(text: &str) -> String {
    text.nfkc().default_case_fold().filter(|&c| kept(c)).collect()
}

/// Letters, numbers and marks are kept, save the marks that only choose how an emoji looks.
pub(crate) fn kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let shapes_emoji = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}');
    !shapes_emoji
        && matches!(
            c.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
        )
}

/// The squeeze of a text as far as it may still be a reserved word.
#[derive(Default)]
struct Letters {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Letters {
    /// Takes the next character; none when the text can be no reserved word any more.
    ///
    /// Characters are decomposed one by one and never composed again, unlike in [`squeeze`]: an ASCII letter whose
    /// accent stands by itself is no reserved word either way.
    fn push(&mut self, c: char) -> Option<()> {
        if c.is_ascii() {
            return self.push_folded(c.to_ascii_lowercase());
        }
        let mut fits = Some(());
        decompose_compatible(c, |part| {
            for folded in std::iter::once(part).default_case_fold() {
                fits = fits.and_then(|()| self.push_folded(folded));
            }
        });
        fits
    }

    fn push_folded(&mut self, c: char) -> Option<()> {
        if !kept(c) {
            return Some(());
        }
        let byte = u8::try_from(c).ok().filter(u8::is_ascii)?;
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
