//! A workspace's own consent words, beside the law's and never instead of them.

use crate::consent::{ConsentWord, KEYWORDS, Keyword, Standing, consent_word, squeeze, stands_in};
use crate::may_want_out;
use crate::yes_no::says_yes_or_no;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Characters of the longest word that a workspace may add, squeezed.
const LONGEST: usize = 40;

/// A word that a workspace adds: PARAR, ARRÊT, or its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ExtraWord {
    /// What it does.
    pub does: ConsentWord,
    /// The word, or words, as it is written. Case, spaces and punctuation do not matter; accents do.
    pub word: String,
    /// The language that it is in, by its tag (BCP 47) such as `es`, so that the answer can be in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Why an extra word cannot be taken; its text is a sentence for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtraWordProblem {
    /// Nothing is left of it when spaces, punctuation and emoji are dropped.
    #[error("{0:?} has no letter or digit in it, so no text could be that word.")]
    Empty(String),
    /// Longer than anybody types.
    #[error("{0:?} is too long: a word that people shall type has at most {LONGEST} letters.")]
    TooLong(String),
    /// The law has given it another meaning.
    #[error("{word:?} always {}, by law and by the carriers' rules. It cannot mean that somebody {} as well.", meaning(*.law), meaning(*.extra))]
    Reserved {
        /// As it was written.
        word: String,
        /// What it always does.
        law: ConsentWord,
        /// What it was to do.
        extra: ConsentWord,
    },
    /// YES means consent only to somebody who was asked.
    #[error(
        "{0:?} answers many questions. It means consent only when we have asked for it, and cannot mean more."
    )]
    Yes(String),
    /// It is added twice with two meanings.
    #[error("{word:?} cannot mean both that somebody {} and that somebody {}.", meaning(*.first), meaning(*.second))]
    TwoMeanings {
        /// As it was written the second time.
        word: String,
        /// What it does by the first.
        first: ConsentWord,
        /// What it was to do by the second.
        second: ConsentWord,
    },
    /// It says yes or no in some language: whoever answers a question of ours with it says nothing about texts.
    #[error(
        "{0:?} answers many questions: whoever says it to one of ours would change their consent without knowing."
    )]
    Answers(String),
    /// It is to do something else than opt out, and may well ask for that (47 CFR 64.1200(a)(10): any reasonable means).
    #[error("{word:?} may ask for no more texts. It cannot mean that somebody {}.", meaning(*.extra))]
    MayWantOut {
        /// As it was written.
        word: String,
        /// What it was to do.
        extra: ConsentWord,
    },
}

/// What a word says of whoever sends it, for the sentences.
fn meaning(does: ConsentWord) -> &'static str {
    match does {
        ConsentWord::OptOut => "opts out",
        ConsentWord::OptIn => "opts in",
        ConsentWord::Help => "asks for help",
    }
}

/// A consent word found in a text: the law's or the workspace's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FoundWord<'a> {
    /// What it does.
    pub does: ConsentWord,
    /// The word in its squeeze: `stop`, `parar`.
    pub word: &'a str,
    /// The language of a workspace's word, where it says one.
    pub language: Option<&'a str>,
    /// Set for the law's words.
    law: Option<Keyword>,
}

impl FoundWord<'_> {
    /// As [`Keyword::may_mean_another_thing`]. A workspace's word was chosen for texts, and means nothing else.
    pub fn may_mean_another_thing(&self) -> bool {
        self.law.is_some_and(|keyword| keyword.may_mean_another_thing())
    }

    /// As [`Keyword::stands_in`].
    pub fn stands_in(&self, our_text: &str) -> bool {
        stands_in(self.word, our_text)
    }
}

impl From<Keyword> for FoundWord<'static> {
    fn from(keyword: Keyword) -> Self {
        Self { does: keyword.does, word: keyword.word, language: None, law: Some(keyword) }
    }
}

/// All consent words of a workspace. The default is the law's alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentWords {
    /// By their squeeze.
    extra: FxHashMap<String, Extra>,
    /// Bytes of the longest.
    longest: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Extra {
    does: ConsentWord,
    language: Option<String>,
}

impl ConsentWords {
    /// The law's words and these. One that the law has with the same meaning, or that is there twice with one meaning,
    /// changes nothing; every word that cannot be taken is told.
    pub fn new(extra: impl IntoIterator<Item = ExtraWord>) -> Result<Self, Vec<ExtraWordProblem>> {
        let mut words = Self::default();
        let problems: Vec<_> = extra.into_iter().filter_map(|word| words.add(word).err()).collect();
        if problems.is_empty() { Ok(words) } else { Err(problems) }
    }

    /// The word that is all of this text, by the rule of [`consent_word`]. The law's words are looked for first, and a
    /// text that may ask for no more texts is no word of the workspace's that does anything else.
    pub fn find(&self, text: &str, standing: Standing) -> Option<FoundWord<'_>> {
        if let Some(keyword) = consent_word(text, standing) {
            return Some(keyword.into());
        }
        let squeezed = self.squeeze_short(text)?;
        let (word, extra) = self.extra.get_key_value(&squeezed)?;
        // Spaces make another text of the same letters: "stop texting me" is no word, however "stoptextingme" is meant.
        if extra.does != ConsentWord::OptOut && may_want_out(text).is_some() {
            return None;
        }
        Some(FoundWord { does: extra.does, word, language: extra.language.as_deref(), law: None })
    }

    /// Whether a text of ours names a word that does this, as “reply START” does; YES, which answers many questions, is none.
    pub fn names(&self, our_text: &str, does: ConsentWord) -> bool {
        let law = KEYWORDS.iter().any(|keyword| keyword.does == does && keyword.stands_in(our_text));
        law || self.extra.iter().any(|(word, extra)| extra.does == does && stands_in(word, our_text))
    }

    fn add(&mut self, ExtraWord { does, word, language }: ExtraWord) -> Result<(), ExtraWordProblem> {
        let squeezed = squeeze(&word);
        if squeezed.is_empty() {
            return Err(ExtraWordProblem::Empty(word));
        }
        if squeezed.chars().count() > LONGEST {
            return Err(ExtraWordProblem::TooLong(word));
        }
        if let Some(law) = consent_word(&squeezed, Standing::Normal) {
            return if law.does == does {
                Ok(())
            } else {
                Err(ExtraWordProblem::Reserved { word, law: law.does, extra: does })
            };
        }
        if consent_word(&squeezed, Standing::Asked).is_some() {
            return Err(ExtraWordProblem::Yes(word));
        }
        if says_yes_or_no(&squeezed) {
            return Err(ExtraWordProblem::Answers(word));
        }
        // A text in one piece is compared as well as one in several.
        let wants_out = |written: &str| may_want_out(written).is_some();
        if does != ConsentWord::OptOut && (wants_out(&word) || wants_out(&squeezed)) {
            return Err(ExtraWordProblem::MayWantOut { word, extra: does });
        }
        if let Some(first) = self.extra.get(&squeezed).map(|extra| extra.does).filter(|first| *first != does)
        {
            return Err(ExtraWordProblem::TwoMeanings { word, first, second: does });
        }
        self.longest = self.longest.max(squeezed.len());
        self.extra.entry(squeezed).or_insert(Extra { does, language });
        Ok(())
    }

    /// The squeeze of a text, unless it is surely longer than every word: an ordinary text is left without allocating.
    fn squeeze_short(&self, text: &str) -> Option<String> {
        // A character that stays may become one of fewer bytes, so its characters are counted, not its bytes.
        let letters = text.chars().filter(|c| c.is_alphanumeric()).take(self.longest + 1).count();
        (letters <= self.longest && !self.extra.is_empty()).then(|| squeeze(text))
    }
}
