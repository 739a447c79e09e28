//! Reads a text's words along all wordings at once.

use super::anchors::{Anchors, Known};
use super::laughter::is_laughter;
use super::{ANY, CLAUSE, FIRST_WORD, LAUGHTER, NUMBER, Piece, Symbol, UNKNOWN, Vocabulary};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Wordings, ready to be found. Time is linear in the text; what a word costs is bounded by the wordings.
pub(crate) struct Automaton {
    vocabulary: Arc<Vocabulary>,
    /// By place: where its steps begin in `steps`, and where its ways begin in `ways`; one more at the end.
    places: Vec<(u32, u32)>,
    /// Which word leads where, sorted by place and word.
    steps: Vec<(Symbol, u32)>,
    /// The places that one is at as well without a word, itself among them; those without steps are left out.
    ways: Vec<u32>,
    /// Whether a wording may end there.
    ends: Vec<bool>,
    /// By word: whether a wording may begin with it. Most words of most texts begin none.
    begins: Vec<bool>,
    /// What a text needs to hold one at all. Most texts do not have it.
    anchors: Anchors,
}

const START: u32 = 0;
const END: u32 = 1;

/// A wording that has begun: where it is, and the byte at which it began.
type Begun = (u32, usize);

impl Automaton {
    pub(crate) fn new(piece: &Piece, vocabulary: impl Into<Arc<Vocabulary>>) -> Self {
        let mut builder =
            Builder { places: vec![Place::default(), Place::default()], shared: FxHashMap::default() };
        builder.add(piece, START, Some(END));
        builder.finish(vocabulary.into(), piece)
    }

    /// Every word of the wordings.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.vocabulary.keys().map(AsRef::as_ref)
    }

    /// Whether these words, as [`crate::words`] gives them, are a wording from beginning to end. A word that stands in
    /// no wording is read as `corrected` says; where that is none, the text is left at once.
    pub(crate) fn is_whole<'a>(&self, words: &str, corrected: impl Fn(&str) -> Option<&'a str>) -> bool {
        let (mut here, mut next) = (vec![(START, 0)], Vec::new());
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let mut symbols = self.symbols(word);
            if symbols[0] == UNKNOWN && symbols[1] == UNKNOWN {
                let Some(word) = corrected(word) else { return false };
                symbols = self.symbols(word);
            }
            self.step(symbols, &here, &mut next);
            if next.is_empty() {
                return false;
            }
            std::mem::swap(&mut here, &mut next);
            next.clear();
        }
        here.iter().any(|&(place, _)| self.ends[place as usize])
    }

    /// Which words of the vocabulary these are: for every automaton that shares it.
    pub(crate) fn known(&self, words: &str) -> Known {
        Known::new(words.split(' ').map(|word| self.own(word)))
    }

    /// Whether these words may hold a wording: where they do not hold what every wording needs, they hold none.
    pub(crate) fn may_stand_in(&self, known: &Known) -> bool {
        self.anchors.may_stand_in(known)
    }

    /// The first wording anywhere in these words, as long as it can be, unless what stands before it speaks against it.
    pub(crate) fn find<'a>(
        &self,
        words: &'a str,
        known: &Known,
        speaks_against: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        if !self.may_stand_in(known) {
            return None;
        }
        let (mut here, mut next): (Vec<Begun>, Vec<Begun>) = (Vec::new(), Vec::new());
        let mut found: Option<(usize, usize)> = None;
        let mut at = 0;
        for word in words.split(' ') {
            let (begin, end) = (at, at + word.len());
            at = end + 1;
            if word.is_empty() {
                continue;
            }
            let symbols = self.symbols(word);
            if found.is_none() && symbols.iter().any(|&symbol| self.begins[usize::from(symbol)]) {
                here.push((START, begin));
            }
            if here.is_empty() {
                if found.is_some() {
                    break;
                }
                continue;
            }
            self.step(symbols, &here, &mut next);
            std::mem::swap(&mut here, &mut next);
            next.clear();
            let mut ended =
                here.iter().filter(|(place, _)| self.ends[*place as usize]).map(|&(_, from)| from);
            let ended = match found {
                Some((first, _)) => ended.find(|&from| from == first),
                None => ended.find(|&from| !speaks_against(&words[..from])),
            };
            if let Some(first) = ended {
                found = Some((first, end));
                here.retain(|&(_, from)| from == first);
            }
        }
        found.map(|(begin, end)| &words[begin..end])
    }

    /// The word's own number, and the kinds that it is of.
    fn symbols(&self, word: &str) -> [Symbol; 3] {
        if word == "|" {
            return [CLAUSE, UNKNOWN, UNKNOWN];
        }
        let own = self.own(word);
        let kind = if word.bytes().all(|b| b.is_ascii_digit()) {
            NUMBER
        } else if is_laughter(word) {
            LAUGHTER
        } else {
            UNKNOWN
        };
        [own, kind, ANY]
    }

    fn own(&self, word: &str) -> Symbol {
        self.vocabulary.get(word).copied().unwrap_or(UNKNOWN)
    }

    fn step(&self, symbols: [Symbol; 3], here: &[Begun], next: &mut Vec<Begun>) {
        for &(place, begun) in here {
            let (_, ways) = self.places[place as usize];
            let (_, ways_end) = self.places[place as usize + 1];
            for &way in &self.ways[ways as usize..ways_end as usize] {
                let steps = &self.steps
                    [self.places[way as usize].0 as usize..self.places[way as usize + 1].0 as usize];
                for symbol in symbols {
                    // Kinds have the smallest numbers, so a place that does not begin with one has none.
                    if symbol == UNKNOWN
                        || (symbol < CLAUSE && steps.first().is_none_or(|step| step.0 >= CLAUSE))
                    {
                        continue;
                    }
                    let first = steps.partition_point(|&(other, _)| other < symbol);
                    for &(_, to) in steps[first..].iter().take_while(|&&(other, _)| other == symbol) {
                        if !next.contains(&(to, begun)) {
                            next.push((to, begun));
                        }
                    }
                }
            }
        }
    }
}

#[derive(Default)]
struct Place {
    steps: Vec<(Symbol, u32)>,
    /// Where one is as well, without a word.
    also: Vec<u32>,
}

struct Builder {
    places: Vec<Place>,
    /// Places inside of wordings that begin alike, by the place before and the word.
    shared: FxHashMap<(u32, Symbol), u32>,
}

impl Builder {
    /// Adds a piece that begins at a place, and gives the place where it ends.
    fn add(&mut self, piece: &Piece, from: u32, to: Option<u32>) -> u32 {
        match piece {
            Piece::Word(symbol) => self.word(*symbol, from, to),
            Piece::Each(pieces) => match pieces.split_last() {
                None => {
                    let to = to.unwrap_or_else(|| self.place());
                    self.also(from, to);
                    to
                }
                Some((last, before)) => {
                    let at = before.iter().fold(from, |at, piece| self.add(piece, at, None));
                    self.add(last, at, to)
                }
            },
            Piece::Either(pieces) => {
                let to = to.unwrap_or_else(|| self.place());
                for piece in pieces {
                    self.add(piece, from, Some(to));
                }
                to
            }
            Piece::Perhaps(piece) => {
                let to = to.unwrap_or_else(|| self.place());
                self.add(piece, from, Some(to));
                self.also(from, to);
                to
            }
            Piece::Often(piece) => {
                let hub = self.place();
                self.also(from, hub);
                self.add(piece, hub, Some(hub));
                let to = to.unwrap_or_else(|| self.place());
                self.also(hub, to);
                to
            }
        }
    }

    fn word(&mut self, symbol: Symbol, from: u32, to: Option<u32>) -> u32 {
        // A place that only this word leads to, from here, may serve every wording that goes on with it.
        if to.is_none()
            && let Some(&shared) = self.shared.get(&(from, symbol))
        {
            return shared;
        }
        let target = to.unwrap_or_else(|| self.place());
        if to.is_none() {
            self.shared.insert((from, symbol), target);
        }
        self.places[from as usize].steps.push((symbol, target));
        target
    }

    fn place(&mut self) -> u32 {
        self.places.push(Place::default());
        u32::try_from(self.places.len() - 1).expect("the files have fewer than four billion places")
    }

    fn also(&mut self, from: u32, to: u32) {
        self.places[from as usize].also.push(to);
    }

    fn finish(mut self, vocabulary: Arc<Vocabulary>, piece: &Piece) -> Automaton {
        debug_assert!(vocabulary.values().all(|&word| word >= FIRST_WORD));
        let index = |len: usize| u32::try_from(len).expect("the files have fewer than four billion steps");
        let (mut places, mut steps, mut ways, mut ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for place in 0..self.places.len() {
            let reached = self.reached(index(place));
            places.push((index(steps.len()), index(ways.len())));
            ends.push(reached.contains(&END));
            ways.extend(reached.into_iter().filter(|&way| !self.places[way as usize].steps.is_empty()));
            let own = &mut self.places[place].steps;
            own.sort_unstable();
            own.dedup();
            steps.extend_from_slice(own);
        }
        places.push((index(steps.len()), index(ways.len())));
        let mut begins = vec![false; vocabulary.len() + usize::from(FIRST_WORD)];
        for way in self.reached(START) {
            self.places[way as usize].steps.iter().for_each(|&(word, _)| begins[usize::from(word)] = true);
        }
        let anchors = Anchors::new(piece, &vocabulary);
        Automaton { vocabulary, places, steps, ways, ends, begins, anchors }
    }

    /// Where one is at this place without a word, itself first.
    fn reached(&self, place: u32) -> Vec<u32> {
        let mut reached = vec![place];
        let mut looked = 0;
        while let Some(&at) = reached.get(looked) {
            looked += 1;
            for &also in &self.places[at as usize].also {
                if !reached.contains(&also) {
                    reached.push(also);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Where a piece that begins at a word can end, tried out one way after another.
    fn ends(piece: &Piece, words: &[Symbol], at: usize) -> BTreeSet<usize> {
        match piece {
            Piece::Word(symbol) => {
                words.get(at).filter(|word| *word == symbol).map(|_| at + 1).into_iter().collect()
            }
            Piece::Each(pieces) => pieces.iter().fold(BTreeSet::from([at]), |reached, piece| {
                reached.into_iter().flat_map(|at| ends(piece, words, at)).collect()
            }),
            Piece::Either(pieces) => pieces.iter().flat_map(|piece| ends(piece, words, at)).collect(),
            Piece::Perhaps(piece) => ends(piece, words, at).into_iter().chain([at]).collect(),
            Piece::Often(piece) => {
                let mut reached = BTreeSet::from([at]);
                loop {
                    let further: BTreeSet<_> =
                        reached.iter().flat_map(|&at| ends(piece, words, at)).collect();
                    if further.is_subset(&reached) {
                        return reached;
                    }
                    reached.extend(further);
                }
            }
        }
    }

    fn pieces() -> impl Strategy<Value = Piece> {
        let word = (0..3_u16).prop_map(|word| Piece::Word(FIRST_WORD + word));
        word.prop_recursive(4, 24, 4, |piece| {
            let several = proptest::collection::vec(piece.clone(), 0..4);
            prop_oneof![
                3 => several.clone().prop_map(Piece::Each),
                2 => several.prop_map(Piece::Either),
                1 => piece.clone().prop_map(|piece| Piece::Perhaps(Box::new(piece))),
                1 => piece.prop_map(|piece| Piece::Often(Box::new(piece))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        /// Fails when the automaton finds another wording than trying all ways does, in any set of wordings.
        #[test]
        fn it_finds_what_trying_all_ways_finds(
            piece in pieces(),
            words in proptest::collection::vec(0..4_u16, 0..8),
        ) {
            let vocabulary: Vocabulary =
                (0..3).map(|word| (format!("w{word}").into(), FIRST_WORD + word)).collect();
            let automaton = Automaton::new(&piece, vocabulary);
            let spoken = |words: &[u16]| words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
            let text = format!(" {} ", spoken(&words));
            let symbols: Vec<_> = words.iter().map(|word| FIRST_WORD + word).collect();
            let whole = ends(&piece, &symbols, 0).contains(&symbols.len());
            prop_assert_eq!(automaton.is_whole(&text, |_| None), whole && !words.contains(&3));
            prop_assert!(!whole || automaton.may_stand_in(&automaton.known(&text)), "what every wording needs stands in each");

            // The wording that ends first, from the first word that it can begin with, as long as it can be.
            let spans = (0..symbols.len())
                .flat_map(|begin| ends(&piece, &symbols, begin).into_iter().map(move |end| (end, begin)))
                .filter(|(end, begin)| end > begin);
            let first = spans.min().map(|(_, begin)| {
                let end = ends(&piece, &symbols, begin).into_iter().max().expect("it ends somewhere");
                spoken(&words[begin..end])
            });
            let known = automaton.known(&text);
            prop_assert_eq!(automaton.find(&text, &known, |_| false).map(str::to_owned), first);
        }
    }
}
