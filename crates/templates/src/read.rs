//! Reading a template's text, once from left to right.

use crate::fold::fold;
use crate::name::Name;
use crate::problem::{Code, TemplateProblem};
use crate::{LONGEST_LABEL, LONGEST_TEXT};
use std::collections::BTreeMap;
use std::ops::Range;

/// At most so many problems are told of one text, and at most so many warnings.
pub(crate) const MOST_PROBLEMS: usize = 100;

/// A template's text in pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Pieces {
    pub(crate) all: Vec<Piece>,
    /// Each blank once, in order: its label as it was first written, and the fold of it.
    pub(crate) blanks: Vec<BlankLabel>,
    /// What stands outside of slots, `[[` included, as bytes of the source.
    pub(crate) outside: Vec<Range<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words that go out as they are.
    Text(String),
    Slot(Slot),
}

/// Square brackets and what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) what: What,
    /// What goes out where no value is known; may be empty.
    pub(crate) fallback: Option<String>,
    /// With the brackets.
    pub(crate) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Name(Name),
    /// A place in [`Pieces::blanks`].
    Blank(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlankLabel {
    pub(crate) label: String,
    pub(crate) key: String,
    /// Where it stands first.
    pub(crate) span: Range<usize>,
}

/// The pieces of a text, or everything that is wrong with it.
pub(crate) fn read(source: &str) -> Result<Pieces, Vec<TemplateProblem>> {
    if source.len() > LONGEST_TEXT {
        let message = format!("the text has {} bytes; {LONGEST_TEXT} are the most", source.len());
        return Err(vec![TemplateProblem::error(Code::TooLarge, 0..0, message)]);
    }
    let mut reader = Reader {
        source,
        at: 0,
        pieces: Pieces::default(),
        problems: Vec::new(),
        known_blanks: BTreeMap::new(),
    };
    reader.read();
    let Reader { pieces, mut problems, .. } = reader;
    if !crate::fold::says_something(source) {
        problems.push(TemplateProblem::error(Code::Empty, 0..source.len(), "a template needs some text"));
    }
    if problems.is_empty() { Ok(pieces) } else { Err(problems) }
}

struct Reader<'s> {
    source: &'s str,
    /// The next byte to read.
    at: usize,
    pieces: Pieces,
    problems: Vec<TemplateProblem>,
    /// Where each blank stands in [`Pieces::blanks`], by the fold of its label.
    known_blanks: BTreeMap<String, usize>,
}

impl<'s> Reader<'s> {
    fn read(&mut self) {
        while self.at < self.source.len() && self.problems.len() < MOST_PROBLEMS {
            let rest = &self.source[self.at..];
            if rest.starts_with("[[") {
                self.text("[", 2);
            } else if rest.starts_with('[') {
                self.slot();
            } else {
                let words = rest.split('[').next().unwrap_or(rest);
                self.text(words, words.len());
            }
        }
    }

    /// Words that go out as they are, for so many bytes of the source.
    fn text(&mut self, words: &str, bytes: usize) {
        match self.pieces.all.last_mut() {
            Some(Piece::Text(text)) => text.push_str(words),
            _ => self.pieces.all.push(Piece::Text(words.to_owned())),
        }
        let end = self.at + bytes;
        match self.pieces.outside.last_mut() {
            Some(range) if range.end == self.at => range.end = end,
            _ => self.pieces.outside.push(self.at..end),
        }
        self.at = end;
    }

    /// From an opening bracket to the one that closes it; where there is none, up to the next one that opens.
    fn slot(&mut self) {
        let inside = self.at + 1;
        let end = self.source[inside..].find(['[', ']']).map_or(self.source.len(), |length| inside + length);
        let closed = self.source[end..].starts_with(']');
        let span = self.at..end + usize::from(closed);
        self.at = span.end;
        let slot = if closed {
            self.inside(&self.source[inside..end], &span)
        } else {
            Err(unclosed(&span, end < self.source.len()))
        };
        match slot {
            Ok(slot) => self.pieces.all.push(Piece::Slot(slot)),
            Err(problem) => self.problems.push(problem),
        }
    }

    fn inside(&mut self, inside: &'s str, span: &Range<usize>) -> Result<Slot, TemplateProblem> {
        let (label, fallback) = match inside.split_once('|') {
            Some((label, fallback)) => (label, Some(fallback.trim().to_owned())),
            None => (inside, None),
        };
        if fallback.as_ref().is_some_and(|fallback| fallback.contains('|')) {
            let message =
                "expected one | in the brackets: the words after it stand in where nothing is known";
            return Err(TemplateProblem::error(Code::SecondFallback, span.clone(), message)
                .remedy("keep one of the fallbacks"));
        }
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = label.chars().count();
        if length > LONGEST_LABEL {
            let message = format!("the label has {length} characters; {LONGEST_LABEL} are the most");
            return Err(TemplateProblem::error(Code::LongLabel, span.clone(), message)
                .remedy("close the bracket earlier, or write [[ for a bracket that is sent"));
        }
        if !label.chars().any(char::is_alphanumeric) {
            let message = "expected a name or a label in the brackets";
            return Err(TemplateProblem::error(Code::NoLabel, span.clone(), message)
                .remedy("say in words what belongs here, as in [what you need], or write [[ for a bracket"));
        }
        let key = fold(&label);
        let what = Name::folded(&key).map_or_else(|| What::Blank(self.blank(label, key, span)), What::Name);
        Ok(Slot { what, fallback, span: span.clone() })
    }

    fn blank(&mut self, label: String, key: String, span: &Range<usize>) -> usize {
        let blanks = &mut self.pieces.blanks;
        *self.known_blanks.entry(key.clone()).or_insert_with(|| {
            blanks.push(BlankLabel { label, key, span: span.clone() });
            blanks.len() - 1
        })
    }
}

fn unclosed(span: &Range<usize>, by_another: bool) -> TemplateProblem {
    let before = if by_another { " before the next [" } else { "" };
    let message = format!("expected ] to close this bracket{before}");
    TemplateProblem::error(Code::Unclosed, span.start..span.start + 1, message)
        .remedy("close it, or write [[ for a bracket that is sent")
}
