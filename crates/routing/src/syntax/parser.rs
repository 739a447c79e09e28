//! The frame of a text: chains and branches. Conditions and actions are read by the files beside this one.
//!
//! A mistake costs the condition or the action that it stands in; reading goes on at the next word that begins something,
//! so that several mistakes are told at once. Every step of every loop takes a token, so that no text takes longer than
//! in proportion to its length.

use super::ast::{Branch, Chain, Condition, Name, Text};
use super::lexer::{self, Token, TokenKind, tokens};
use crate::problem::{Code, Span};
use crate::problems::Problems;

/// The words that begin a branch or an action. A name that holds one of them has to be quoted.
const STATEMENTS: [&str; 12] =
    ["if", "else", "elseif", "then", "end", "endif", "assign", "tag", "untag", "priority", "reply", "target"];

/// Reads a text. What could be read comes back also where problems were found.
pub(crate) fn parse<'t>(text: &'t str, problems: &mut Problems<'t>) -> Text {
    let tokens = tokens(text, problems);
    let unclosed = problems.errors() > 0;
    let mut parser = Parser { text, tokens, at: 0, depth: 0, unclosed, problems };
    parser.text()
}

/// Reads a text that is one condition and nothing else.
pub(crate) fn parse_condition<'t>(text: &'t str, problems: &mut Problems<'t>) -> Condition {
    let tokens = tokens(text, problems);
    let unclosed = problems.errors() > 0;
    let mut parser = Parser { text, tokens, at: 0, depth: 0, unclosed, problems };
    let condition = parser.condition();
    if parser.peek().kind != TokenKind::End && parser.problems.errors() == 0 {
        let remedy =
            "a condition stands here alone, without IF and without actions; join several with AND or OR";
        parser.expected("the end of the condition", Some(remedy.to_owned()));
    }
    condition
}

pub(super) struct Parser<'p, 't> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    /// How many parentheses and NOTs are open.
    pub(super) depth: usize,
    /// Whether a quotation is not closed, so that it may have swallowed actions.
    unclosed: bool,
    pub(super) problems: &'p mut Problems<'t>,
}

impl Parser<'_, '_> {
    fn text(&mut self) -> Text {
        let mut text = Text::default();
        while self.peek().kind != TokenKind::End && !self.problems.is_full() {
            let chain = self.chain();
            if !chain.branches.is_empty() {
                text.chains.push(chain);
            }
        }
        text
    }

    /// From one IF to before the next, an END, or the end of the text.
    fn chain(&mut self) -> Chain {
        let mut chain = Chain::default();
        if self.is_word("else") || self.is_word("elseif") {
            let remedy = "begin with IF, or take out the END before it".to_owned();
            self.expected("an IF that this ELSE belongs to", Some(remedy));
        }
        if let Some(branch) = self.branch() {
            chain.branches.push(branch);
        }
        while self.is_word("else") || self.is_word("elseif") {
            chain.branches.extend(self.branch());
        }
        self.take_end();
        chain
    }

    /// END, END IF or ENDIF. The IF of `END IF message contains ...` begins the next chain.
    fn take_end(&mut self) {
        if self.take_word("end").is_none() {
            self.take_word("endif");
        } else if self.is_word("if") {
            let before = self.at;
            self.skip();
            if self.peek().kind != TokenKind::End && !self.begins_statement() {
                self.at = before;
            }
        }
    }

    /// IF ..., ELSE IF ..., ELSE, or actions without a condition. `None` where no branch begins.
    fn branch(&mut self) -> Option<Branch> {
        let first = self.at;
        let keyword = self.peek().span;
        let otherwise = self.take_word("else").is_some();
        let conditional = self.take_word("elseif").is_some() || self.take_word("if").is_some();
        if !otherwise && !conditional && !self.begins_action() {
            self.stray();
            return None;
        }
        let told_before = self.problems.errors();
        let condition = conditional.then(|| self.condition());
        let rule = if conditional || otherwise { self.source(first) } else { "no condition".to_owned() };
        self.take_word("then");
        if !self.begins_statement() && self.peek().kind != TokenKind::End {
            self.stray();
        }
        let actions = self.actions();
        if actions.is_empty() && !self.unclosed && self.problems.errors() == told_before {
            let what = if conditional { "this condition" } else { "this ELSE" };
            let remedy = "say what to do, such as: ASSIGN to General queue".to_owned();
            self.problems.error(Code::Syntax, keyword, format!("nothing is done under {what}"), Some(remedy));
        }
        Some(Branch { keyword, rule, condition, actions })
    }

    /// Something that begins neither a branch nor an action.
    fn stray(&mut self) {
        if self.is_word("end") || self.is_word("endif") {
            let remedy = Some("take it out; END closes an IF and is never needed".to_owned());
            self.expected("an IF that this END closes", remedy);
            return;
        }
        let remedy = match self.peek().kind {
            TokenKind::Quoted => Some("separate keywords with commas".to_owned()),
            _ => Some("a rule reads: IF message contains \"price\" ASSIGN to Sales queue".to_owned()),
        };
        self.expected("IF or an action (ASSIGN, TAG, UNTAG, PRIORITY, REPLY, TARGET)", remedy);
        self.skip();
        self.recover();
    }

    // ---- tokens

    pub(super) fn peek(&self) -> Token {
        self.tokens[self.at]
    }

    /// Goes past a token; never past the end.
    pub(super) fn skip(&mut self) -> Token {
        let token = self.peek();
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// Whether the token is this word, in whatever case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Word && self.slice(token.span).eq_ignore_ascii_case(word)
    }

    pub(super) fn kind_at(&self, ahead: usize) -> Option<TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| token.kind)
    }

    pub(super) fn take_word(&mut self, word: &str) -> Option<Span> {
        self.is_word(word).then(|| self.skip().span)
    }

    pub(super) fn take(&mut self, kind: TokenKind) -> Option<Span> {
        (self.peek().kind == kind).then(|| self.skip().span)
    }

    pub(super) fn begins_statement(&self) -> bool {
        STATEMENTS.iter().any(|word| self.is_word(word))
    }

    /// From a token to the end of the one before the current.
    pub(super) fn span_from(&self, start: usize) -> Span {
        let end = self.at.checked_sub(1).map_or(start, |last| self.tokens[last].span.end);
        Span { start, end: end.max(start) }
    }

    /// The tokens from one on as one line, without comments and with single spaces.
    fn source(&self, first: usize) -> String {
        let mut line = String::new();
        for token in &self.tokens[first..self.at] {
            let tight =
                matches!(token.kind, TokenKind::Comma | TokenKind::Close) || line.ends_with(['(', '.']);
            if !tight && !line.is_empty() {
                line.push(' ');
            }
            line.push_str(self.slice(token.span));
        }
        line
    }

    // ---- mistakes

    /// Tells what was expected and what stands here.
    pub(super) fn expected(&mut self, wanted: &str, remedy: Option<String>) {
        let token = self.peek();
        let found = match token.kind {
            TokenKind::End => "the end of the text".to_owned(),
            _ => format!("`{}`", shortened(self.slice(token.span))),
        };
        self.problems.error(
            Code::Syntax,
            token.span,
            format!("{wanted} was expected, found {found}"),
            remedy,
        );
    }

    /// Goes to the next word that begins a branch or an action.
    pub(super) fn recover(&mut self) {
        while self.peek().kind != TokenKind::End && !self.begins_statement() {
            self.skip();
        }
    }

    // ---- names

    /// A name, quoted or in bare words up to a comma, a parenthesis, a word that begins something, or one of `stops`.
    pub(super) fn name(&mut self, stops: &[&str]) -> Option<Name> {
        let first = self.peek();
        if first.kind == TokenKind::Quoted {
            self.skip();
            let text = lexer::unquoted(self.text, first.span);
            return Some(Name { span: first.span, text, quoted: true });
        }
        let mut words: Vec<String> = Vec::new();
        while self.peek().kind == TokenKind::Word
            && !self.begins_statement()
            && !stops.iter().any(|stop| self.is_word(stop))
        {
            let span = self.skip().span;
            words.push(self.slice(span).to_owned());
        }
        let span = self.span_from(first.span.start);
        (!words.is_empty()).then(|| Name { span, text: words.join(" "), quoted: false })
    }

    /// Names with commas between them; a comma may stand after the last.
    pub(super) fn names(&mut self, what: &str, stops: &[&str]) -> Option<Vec<Name>> {
        let mut names = Vec::new();
        loop {
            match self.name(stops) {
                Some(name) => names.push(name),
                None if names.is_empty() => {
                    self.expected(what, None);
                    return None;
                }
                None => return Some(names),
            }
            if self.take(TokenKind::Comma).is_none() {
                return Some(names);
            }
        }
    }
}

/// A token for a message, cut where it is long.
pub(super) fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(40).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}
