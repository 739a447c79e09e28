//! Reads files of wordings.

use super::{ANY, CLAUSE, FIRST_WORD, LAUGHTER, NUMBER, Piece, Symbol, Vocabulary};
use crate::words::words;
use rustc_hash::FxHashMap;
use std::iter::Peekable;
use std::str::Chars;

/// Words that `~` stands for at most.
const WIDEST: usize = 3;

/// Reads the wordings of several files into one vocabulary. The files are compiled in and read by tests, so a mistake
/// in one panics.
#[derive(Default)]
pub(crate) struct Wordings {
    vocabulary: Vocabulary,
}

impl Wordings {
    /// Any wording of this file.
    pub(crate) fn read(&mut self, file: &str) -> Piece {
        let mut names = FxHashMap::default();
        let mut wordings = Vec::new();
        for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, piece) =
                line.split_once(" = ").map_or((None, line), |(name, piece)| (Some(name), piece));
            let mut reader =
                Reader { rest: piece.chars().peekable(), names: &names, vocabulary: &mut self.vocabulary };
            let piece = reader.either();
            assert!(reader.rest.next().is_none(), "{line:?} is read to its end");
            match name {
                Some(name) => _ = names.insert(name, piece),
                None => wordings.push(piece),
            }
        }
        Piece::Either(wordings)
    }

    /// A word outside of any file.
    pub(crate) fn word(&mut self, word: &str) -> Piece {
        Piece::Word(number(&mut self.vocabulary, word))
    }

    pub(crate) fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }
}

fn number(vocabulary: &mut Vocabulary, word: &str) -> Symbol {
    let next = vocabulary.len() + usize::from(FIRST_WORD);
    *vocabulary
        .entry(word.into())
        .or_insert_with(|| Symbol::try_from(next).expect("the files have fewer than 65,000 words"))
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    names: &'a FxHashMap<&'a str, Piece>,
    vocabulary: &'a mut Vocabulary,
}

impl Reader<'_> {
    /// Alternatives, up to a closing bracket or the end.
    fn either(&mut self) -> Piece {
        let mut pieces = vec![self.each()];
        while self.rest.next_if_eq(&'|').is_some() {
            pieces.push(self.each());
        }
        if pieces.len() == 1 { pieces.remove(0) } else { Piece::Either(pieces) }
    }

    fn each(&mut self) -> Piece {
        let mut pieces = Vec::new();
        while let Some(&c) = self.rest.peek() {
            match c {
                '|' | ')' | ']' => break,
                '(' | '[' | '{' | '~' | '%' | '@' | '<' | '>' => {
                    self.rest.next();
                    let piece = self.operator(c);
                    pieces.push(self.repeated(piece));
                }
                c if c.is_whitespace() => _ = self.rest.next(),
                _ => self.words(&mut pieces),
            }
        }
        if pieces.len() == 1 { pieces.remove(0) } else { Piece::Each(pieces) }
    }

    fn operator(&mut self, c: char) -> Piece {
        match c {
            '(' => self.closed(')'),
            '[' => Piece::Perhaps(Box::new(self.closed(']'))),
            '{' => {
                let name: String = self.rest.by_ref().take_while(|&c| c != '}').collect();
                self.names.get(name.as_str()).unwrap_or_else(|| panic!("{name:?} has a meaning")).clone()
            }
            '~' => Piece::Each(vec![Piece::Perhaps(Box::new(Piece::Word(ANY))); WIDEST]),
            '%' => Piece::Word(NUMBER),
            '@' => Piece::Word(LAUGHTER),
            _ => Piece::Word(CLAUSE),
        }
    }

    fn closed(&mut self, bracket: char) -> Piece {
        let piece = self.either();
        assert_eq!(self.rest.next(), Some(bracket), "a bracket is closed");
        piece
    }

    fn repeated(&mut self, piece: Piece) -> Piece {
        if self.rest.next_if_eq(&'+').is_some() {
            Piece::Each(vec![piece.clone(), Piece::Often(Box::new(piece))])
        } else if self.rest.next_if_eq(&'*').is_some() {
            Piece::Often(Box::new(piece))
        } else {
            piece
        }
    }

    /// A word as it stands; one with a hyphen, or of a script without spaces, is several.
    fn words(&mut self, pieces: &mut Vec<Piece>) {
        let mut literal = String::new();
        while let Some(c) = self.rest.next_if(|&c| !c.is_whitespace() && !"()[]|{}~%@<>+*".contains(c)) {
            literal.push(c);
        }
        assert!(!literal.is_empty(), "{:?} stands in its place", self.rest.peek());
        let mut ahead = self.rest.clone();
        let joined = match ahead.next() {
            Some('(' | '+' | '*') => true,
            Some('[') => ahead.next() != Some(' '),
            _ => false,
        };
        assert!(!joined, "a space stands behind {literal:?}");
        let folded = words(&literal);
        assert!(!folded.contains('|'), "no punctuation stands in {literal:?}");
        for word in folded.split_whitespace() {
            pieces.push(Piece::Word(number(self.vocabulary, word)));
        }
    }
}
