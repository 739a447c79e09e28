//! What a text needs to hold any wording at all, so that most texts are left after one look at each of their words.
//!
//! Of each wording it is known which words have to be there, one of each of several sets: of `(stop|quit) texting [me]`
//! one of `stop` and `quit`, and `texting`. The set that fewest texts hold anything of is the wording's anchor; only
//! where a text holds some of it, the wording's other sets are looked at.

use super::{FIRST_WORD, Piece, Symbol, UNKNOWN, Vocabulary};
use std::collections::BTreeSet;

/// Words that stand in texts about anything. Only speed rests on this: a wording's anchor has as few of them as can be.
const COMMON: &str = "a about again all am an and any anything are as ask at be but by call can cannot cant could d did \
    didnt do does dont for from get give got had has have he her here hi hello him how i id if ill im in is it its just \
    know like ll m may me more my need no not now number of off ok on one or our out over per phone please put re s see \
    she so some t take tell than that the their them then there these they this to today too up us use want was way we \
    were what when where which who why will with would yes yet you your";

type Words = BTreeSet<Symbol>;

/// What wordings need.
pub(super) struct Anchors {
    /// By word: the wordings whose anchor holds it.
    of: Vec<Vec<u32>>,
    /// By wording: its sets, of each of which it needs one word.
    needs: Vec<Vec<Vec<Symbol>>>,
    /// Some wording needs no word at all, so that any text may hold one.
    any: bool,
}

impl Anchors {
    pub(super) fn new(piece: &Piece, vocabulary: &Vocabulary) -> Self {
        let common = COMMON.split_whitespace().filter_map(|word| vocabulary.get(word).copied()).collect();
        let mut anchors = Self {
            of: vec![Vec::new(); vocabulary.len() + usize::from(FIRST_WORD)],
            needs: Vec::new(),
            any: false,
        };
        anchors.add(piece, &common);
        anchors
    }

    fn add(&mut self, piece: &Piece, common: &Words) {
        if let Piece::Either(pieces) = piece {
            return pieces.iter().for_each(|piece| self.add(piece, common));
        }
        let sets = needed(piece, common);
        let Some(anchor) = sets.iter().min_by_key(|set| cost(set, common)) else {
            self.any = true;
            return;
        };
        let wording =
            u32::try_from(self.needs.len()).expect("the files have fewer than four billion wordings");
        for &symbol in anchor {
            self.of[usize::from(symbol)].push(wording);
        }
        self.needs.push(sets.into_iter().map(|set| set.into_iter().collect()).collect());
    }

    /// Whether a text of these words may hold a wording.
    pub(super) fn may_stand_in(&self, known: &Known) -> bool {
        let holds = |set: &Vec<Symbol>| set.iter().any(|&word| known.holds(word));
        let mut wordings = known.words.iter().flat_map(|&word| &self.of[usize::from(word)]);
        self.any || wordings.any(|&wording| self.needs[wording as usize].iter().all(holds))
    }
}

/// The words of a text that stand in the vocabulary at all.
pub(crate) struct Known {
    /// Each once, in the order of the text.
    words: Vec<Symbol>,
    /// A bit for each word, as far as the last one that is there.
    bits: Vec<u64>,
}

impl Known {
    pub(super) fn new(words: impl Iterator<Item = Symbol>) -> Self {
        let mut known = Self { words: Vec::new(), bits: Vec::new() };
        for word in words.filter(|&word| word != UNKNOWN) {
            let (place, bit) = place_of(word);
            if known.bits.len() <= place {
                known.bits.resize(place + 1, 0);
            }
            if known.bits[place] & bit == 0 {
                known.bits[place] |= bit;
                known.words.push(word);
            }
        }
        known
    }

    fn holds(&self, word: Symbol) -> bool {
        let (place, bit) = place_of(word);
        self.bits.get(place).is_some_and(|bits| bits & bit != 0)
    }
}

fn place_of(word: Symbol) -> (usize, u64) {
    (usize::from(word) / 64, 1 << (word % 64))
}

/// How many texts may hold one of these, roughly.
fn cost(set: &Words, common: &Words) -> (usize, usize) {
    (set.intersection(common).count(), set.len())
}

/// Sets of words of each of which one stands wherever the piece does.
fn needed(piece: &Piece, common: &Words) -> Vec<Words> {
    match piece {
        Piece::Word(symbol) if *symbol >= FIRST_WORD => vec![BTreeSet::from([*symbol])],
        Piece::Word(_) | Piece::Perhaps(_) | Piece::Often(_) => Vec::new(),
        Piece::Each(pieces) => pieces.iter().flat_map(|piece| needed(piece, common)).collect(),
        // One of each way's; which of its sets is a choice.
        Piece::Either(pieces) => {
            let best = |piece| needed(piece, common).into_iter().min_by_key(|set| cost(set, common));
            let ways: Option<Vec<Words>> = pieces.iter().map(best).collect();
            ways.into_iter().map(|ways| ways.into_iter().flatten().collect()).collect()
        }
    }
}
