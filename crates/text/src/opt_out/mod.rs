//! Texts that may ask for no more texts, in words that are no reserved word: for a person to confirm.
//!
//! Missing one costs more than one flag too many: whoever is flagged is looked at, and nothing else happens. The rules
//! (R4, R5) are at the head of the shared vectors `opt-out.json`. To add a wording: a line in `asking.txt` for a
//! request anywhere in a text, in `words.txt` for a word that stands by itself.

use crate::reaction;
use crate::wording::{Automaton, Piece, Wordings};
use crate::words::words;
use crate::{Standing, consent_word};
use std::sync::{Arc, LazyLock};

/// A wording by which somebody may want no more texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayWantOut {
    /// What was found, in lower case without accents and punctuation, to be shown as the reason: `stop texting me`.
    pub wording: String,
}

struct Requests {
    /// A request anywhere in a text.
    asking: Automaton,
    /// A text that is an opt-out word and filler.
    alone: Automaton,
}

static REQUESTS: LazyLock<Requests> = LazyLock::new(|| {
    // One vocabulary for both, so that a text's words are looked up once.
    let mut wordings = Wordings::default();
    let mut read = |file| wordings.read(file);
    let asking = read(include_str!("asking.txt"));
    let (word, everyday) = (read(include_str!("words.txt")), read(include_str!("everyday.txt")));
    let (filler, loose) = (read(include_str!("filler.txt")), read(include_str!("loose.txt")));
    let alone = Piece::Either(vec![
        with_filler(word, Piece::Either(vec![filler.clone(), loose, Piece::clause_ends()])),
        with_filler(everyday, Piece::Either(vec![filler, Piece::clause_ends()])),
    ]);
    let vocabulary = Arc::new(wordings.into_vocabulary());
    Requests {
        asking: Automaton::new(&asking, Arc::clone(&vocabulary)),
        alone: Automaton::new(&alone, vocabulary),
    }
});

/// A word, more than once perhaps, with filler around it.
fn with_filler(word: Piece, filler: Piece) -> Piece {
    let more = Piece::Either(vec![filler.clone(), word.clone()]);
    Piece::Each(vec![Piece::Often(Box::new(filler)), word, Piece::Often(Box::new(more))])
}

/// Words that turn a request round when they stand right before it: "please don't stop texting me".
const NEGATIONS: &[&str] = &[
    "dont",
    "do not",
    "didnt",
    "did not",
    "never",
    "wont",
    "wouldnt",
    "doesnt",
    "hasnt",
    "havent",
    "cant",
    "not want to",
    "dont want to",
    "dont want you to",
    "didnt mean to",
    "not meant to",
    "no need to",
    "not going to",
];

/// The wording by which a text may ask, in any language, that texts to its number end or that it be removed; none when
/// it does not, when it is a reserved word by itself ([`crate::consent_word`]), and for a reaction to our own words.
pub fn may_want_out(text: &str) -> Option<MayWantOut> {
    let words = [" |", &words(text), "| "].concat();
    let requests = &*REQUESTS;
    let known = requests.asking.known(&words);
    let found = if requests.alone.may_stand_in(&known) && requests.alone.is_whole(&words, |_| None) {
        words.as_str()
    } else {
        requests.asking.find(&words, &known, is_negated)?
    };
    let wording = found.replace("| ", "").trim_matches([' ', '|']).to_owned();
    let reserved = consent_word(text, Standing::Normal).is_some() || reaction(text).is_some();
    (!reserved).then_some(MayWantOut { wording })
}

fn is_negated(before: &str) -> bool {
    let before = before.trim_end();
    NEGATIONS.iter().any(|negation| before.strip_suffix(negation).is_some_and(|rest| rest.ends_with(' ')))
}
