//! Folding: the one form in which keywords and texts are compared, with the way back to what was written.

use super::chars::{is_accent, is_invisible, is_shown_with_the_one_before, plain};
use crate::problem::Span;
use caseless::Caseless;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// A folded text. Its buffers are reused from text to text.
///
/// A run of white space is one space in it, so that the words of a keyword are found whatever stands between them.
#[derive(Debug, Default)]
pub struct Folded {
    text: String,
    way_back: WayBack,
    /// Marks that wait for the end of their run, to be put in canonical order (rule 4).
    marks: Vec<(u8, char, Span)>,
}

/// From places in the folded text to places in the source.
#[derive(Debug)]
enum WayBack {
    /// The source is ASCII: byte for byte, but for white space that was dropped. (Place in the folded text from which
    /// on, how many bytes fewer than in the source.)
    Shifts(Vec<(usize, usize)>),
    /// For each byte of the folded text the character of the source that it comes from.
    Spans(Vec<Span>),
}

impl Default for WayBack {
    fn default() -> Self {
        Self::Shifts(Vec::new())
    }
}

impl Folded {
    /// Folds one text into buffers of its own.
    pub fn of(source: &str) -> Self {
        let mut folded = Self::default();
        folded.fold(source);
        folded
    }

    /// Folds a text, forgetting the one before. Takes time and memory in proportion to its length.
    pub fn fold(&mut self, source: &str) {
        self.text.clear();
        if source.is_ascii() {
            self.fold_ascii(source);
        } else {
            self.fold_any(source);
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a piece of the folded text (not empty, in bytes) stands in the source that was folded, accents included.
    pub fn in_source(&self, source: &str, piece: Span) -> Span {
        match &self.way_back {
            WayBack::Shifts(shifts) => {
                let last = shifted(shifts, piece.end - 1);
                Span { start: shifted(shifts, piece.start), end: last + 1 }
            }
            WayBack::Spans(spans) => {
                let spans = &spans[piece.start..piece.end];
                let start = spans.iter().map(|span| span.start).min().unwrap_or_default();
                let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
                let accents = source[end..].chars().take_while(|c| is_shown_with_the_one_before(*c));
                Span { start, end: end + accents.map(char::len_utf8).sum::<usize>() }
            }
        }
    }

    fn fold_ascii(&mut self, source: &str) {
        let mut shifts = match std::mem::take(&mut self.way_back) {
            WayBack::Shifts(shifts) => shifts,
            WayBack::Spans(_) => Vec::new(),
        };
        shifts.clear();
        if is_simple(source) {
            self.text.push_str(source);
            self.text.make_ascii_lowercase();
        } else {
            self.fold_white_space(source, &mut shifts);
        }
        self.way_back = WayBack::Shifts(shifts);
    }

    /// ASCII with runs of white space or characters that have to be changed.
    fn fold_white_space(&mut self, source: &str, shifts: &mut Vec<(usize, usize)>) {
        let mut dropped = 0;
        let mut after_space = false;
        for c in source.bytes().map(char::from) {
            let space = c.is_whitespace();
            if space && after_space {
                dropped += 1;
                continue;
            }
            if after_space && shifts.last().map_or(0, |(_, shift)| *shift) != dropped {
                shifts.push((self.text.len(), dropped));
            }
            self.text.push(if space { ' ' } else { plain_ascii(c) });
            after_space = space;
        }
    }

    fn fold_any(&mut self, source: &str) {
        let mut spans = match std::mem::take(&mut self.way_back) {
            WayBack::Spans(spans) => spans,
            WayBack::Shifts(_) => Vec::new(),
        };
        spans.clear();
        for (start, c) in source.char_indices() {
            let span = Span { start, end: start + c.len_utf8() };
            if c.is_ascii() {
                self.settle_marks(&mut spans);
                emit(&mut self.text, &mut spans, plain_ascii(c), span);
            } else if !is_invisible(c) {
                decompose_compatible(plain(c), |part| self.add_part(&mut spans, part, span));
            }
        }
        self.settle_marks(&mut spans);
        self.way_back = WayBack::Spans(spans);
    }

    /// One character of a decomposition (rules 4 and 5).
    fn add_part(&mut self, spans: &mut Vec<Span>, part: char, span: Span) {
        if is_accent(part) {
            return;
        }
        let class = canonical_combining_class(part);
        if class == 0 {
            self.settle_marks(spans);
            self.fold_case(spans, part, span);
        } else {
            self.marks.push((class, part, span));
        }
    }

    /// Ends a run of marks: they are put in order of their classes, equal ones as they came.
    fn settle_marks(&mut self, spans: &mut Vec<Span>) {
        if self.marks.is_empty() {
            return;
        }
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_by_key(|(class, _, _)| *class);
        for (_, mark, span) in marks.drain(..) {
            self.fold_case(spans, mark, span);
        }
        self.marks = marks;
    }

    /// Full case folding (rule 6).
    fn fold_case(&mut self, spans: &mut Vec<Span>, c: char, span: Span) {
        for folded in std::iter::once(c).default_case_fold() {
            emit(&mut self.text, spans, folded, span);
        }
    }
}

/// Whether ASCII folds to itself in lower case: single spaces are its only white space, and no typographic sign is in it.
fn is_simple(source: &str) -> bool {
    let is_special = |byte: u8| byte < b' ' || byte == b'`';
    // Without a way out in the middle the loop runs over many bytes at once.
    !source.bytes().fold(false, |special, byte| special | is_special(byte)) && !source.contains("  ")
}

/// Puts one character out; a run of white space becomes one space.
fn emit(text: &mut String, spans: &mut Vec<Span>, c: char, span: Span) {
    if c.is_whitespace() {
        if text.ends_with(' ') {
            return;
        }
        text.push(' ');
    } else {
        text.push(c);
    }
    spans.resize(text.len(), span);
}

fn plain_ascii(c: char) -> char {
    if c == '`' { '\'' } else { c.to_ascii_lowercase() }
}

/// The place in the source of a byte of the folded text.
fn shifted(shifts: &[(usize, usize)], at: usize) -> usize {
    let after = shifts.partition_point(|(from, _)| *from <= at);
    let shift = after.checked_sub(1).map_or(0, |last| shifts[last].1);
    at + shift
}
