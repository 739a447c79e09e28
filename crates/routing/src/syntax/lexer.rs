//! From characters to tokens, each character looked at once.

use crate::problem::{Code, Span};
use crate::problems::Problems;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of characters without white space, commas, parentheses, quotation marks and `#`.
    Word,
    /// Something in quotation marks; the span includes them.
    Quoted,
    /// A regular expression between slashes; the span includes them.
    Regex,
    Comma,
    Open,
    Close,
    /// The end of the text.
    End,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// Double quotation marks, typed or typographic: any opens, any closes.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// All tokens of a text; the last one is its end.
pub(super) fn tokens<'t>(text: &'t str, problems: &mut Problems<'t>) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, problems };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next();
        tokens.push(token);
        if token.kind == TokenKind::End {
            return tokens;
        }
    }
}

/// What stands between the marks of a quoted token, with `\` taken off quotation marks and backslashes.
pub(super) fn unquoted(text: &str, span: Span) -> String {
    let mut chars = text[span.start..span.end].chars();
    chars.next();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.clone().next() {
                Some(next) if is_quote(next) || next == '\\' => {
                    out.push(next);
                    chars.next();
                }
                _ => out.push('\\'),
            },
            c if is_quote(c) => break,
            c => out.push(c),
        }
    }
    out
}

/// What stands between the slashes of a regular expression, with `\` taken off slashes.
pub(super) fn regex_source(text: &str, span: Span) -> String {
    let inner = text[span.start + 1..span.end].strip_suffix('/').unwrap_or(&text[span.start + 1..span.end]);
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('/')) => {}
            ('\\', Some(next)) => {
                out.extend([c, next]);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

struct Lexer<'l, 't> {
    text: &'t str,
    at: usize,
    problems: &'l mut Problems<'t>,
}

impl Lexer<'_, '_> {
    fn next(&mut self) -> Token {
        self.skip_white_space_and_comments();
        let start = self.at;
        let Some(c) = self.peek() else { return self.token(TokenKind::End, start) };
        match c {
            ',' => self.single(TokenKind::Comma),
            '(' => self.single(TokenKind::Open),
            ')' => self.single(TokenKind::Close),
            '/' => self.delimited(TokenKind::Regex, |c| c == '/', "regular expression", "slash"),
            c if is_quote(c) => self.delimited(TokenKind::Quoted, is_quote, "quotation", "quotation mark"),
            _ => self.word(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token { kind, span: Span { start, end: self.at } }
    }

    fn single(&mut self, kind: TokenKind) -> Token {
        self.at += 1;
        self.token(kind, self.at - 1)
    }

    fn skip_white_space_and_comments(&mut self) {
        while let Some(c) = self.peek() {
            if c == '#' {
                self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
            } else if c.is_whitespace() || c == '\u{FEFF}' {
                self.at += c.len_utf8();
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '#') || is_quote(c);
        self.at += self.text[start..].find(ends).unwrap_or(self.text.len() - start);
        self.token(TokenKind::Word, start)
    }

    /// What a mark opens and a mark closes, on one line; a backslash takes the meaning off the character after it.
    fn delimited(&mut self, kind: TokenKind, closes: fn(char) -> bool, what: &str, mark: &str) -> Token {
        let start = self.at;
        let mut chars = self.text[start..].char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            self.at = start + offset;
            match c {
                '\n' => return self.unclosed(kind, start, what, mark),
                '\\' if !self.text[self.at + 1..].starts_with('\n') => {
                    chars.next();
                }
                c if closes(c) => {
                    self.at += c.len_utf8();
                    return self.token(kind, start);
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        self.unclosed(kind, start, what, mark)
    }

    fn unclosed(&mut self, kind: TokenKind, start: usize, what: &str, mark: &str) -> Token {
        let token = self.token(kind, start);
        self.problems.error(
            Code::Unclosed,
            Span { start, end: start + self.text[start..].chars().next().map_or(0, char::len_utf8) },
            format!("this {mark} opens a {what} that is not closed on its line"),
            Some(format!("put a {mark} at its end")),
        );
        token
    }
}
