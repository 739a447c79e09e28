//! Conditions on what the message says.

use super::ast::{ConditionKind, Name};
use super::conditions::JOINTS;
use super::lexer::{self, TokenKind};
use super::parser::{Parser, shortened};

impl Parser<'_, '_> {
    pub(super) fn message(&mut self) -> Option<ConditionKind> {
        if self.take_word("contains").is_some() {
            return self.contains();
        }
        if self.take_word("matches").is_some() {
            return self.matches();
        }
        if self.take_word("has").is_some() {
            return self.has("media", ConditionKind::HasMedia);
        }
        self.expected("`contains`, `matches` or `has media`", None);
        None
    }

    fn contains(&mut self) -> Option<ConditionKind> {
        let all = self.take_word("all").is_some();
        if !all {
            self.take_word("any");
        }
        let mut keywords = Vec::new();
        while let Some(keyword) = self.keyword(keywords.is_empty()) {
            keywords.push(keyword);
            let joint =
                (self.is_word("or") || self.is_word("and")) && self.kind_at(1) == Some(TokenKind::Quoted);
            if joint {
                let remedy = "use commas; `contains all` wants every one of them, `contains` any".to_owned();
                self.expected("a comma between keywords", Some(remedy));
                self.skip();
            } else if self.take(TokenKind::Comma).is_none() {
                break;
            }
        }
        if keywords.is_empty() {
            self.expected("a keyword in quotation marks", Some("write: contains \"price\"".to_owned()));
            return None;
        }
        Some(ConditionKind::Contains { all, keywords })
    }

    /// A keyword in quotation marks; one without is told and taken all the same.
    fn keyword(&mut self, first: bool) -> Option<Name> {
        if self.peek().kind != TokenKind::Word {
            return self.name(&[]);
        }
        if self.begins_statement() || JOINTS.iter().any(|joint| self.is_word(joint)) {
            return None;
        }
        let span = self.peek().span;
        let word = self.slice(span).to_owned();
        let remedy = format!("write \"{}\"", shortened(word.trim_matches(['\'', '‘', '’'])));
        let wanted =
            if first { "a keyword in quotation marks" } else { "another keyword in quotation marks" };
        self.expected(wanted, Some(remedy));
        self.name(&JOINTS)
    }

    fn matches(&mut self) -> Option<ConditionKind> {
        let Some(span) = self.take(TokenKind::Regex) else {
            let remedy = "write: message matches /order \\d+/".to_owned();
            self.expected("a regular expression between slashes", Some(remedy));
            return None;
        };
        let text = lexer::regex_source(self.text, span);
        Some(ConditionKind::Matches(Name { span, text, quoted: true }))
    }
}
