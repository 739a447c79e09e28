//! What a branch asks. OR binds weaker than AND, AND weaker than NOT.

use super::ast::{Condition, ConditionKind, Name};
use super::lexer::{self, TokenKind};
use super::parser::{Parser, shortened};
use crate::problem::Code;

/// How deep parentheses and NOTs may be nested.
const DEEPEST: usize = 32;
/// The words that end a bare name in a condition.
pub(super) const JOINTS: [&str; 2] = ["and", "or"];

/// Reads the rest of a condition whose first word is read already.
type Reader<P> = fn(&mut P) -> Option<ConditionKind>;

impl Parser<'_, '_> {
    /// A whole condition. After a mistake the rest of it is skipped.
    pub(super) fn condition(&mut self) -> Condition {
        let start = self.peek().span.start;
        if let Some(condition) = self.any() {
            return condition;
        }
        self.recover();
        self.depth = 0;
        Condition { span: self.span_from(start), kind: ConditionKind::Broken }
    }

    fn any(&mut self) -> Option<Condition> {
        self.joined("or", Self::all, ConditionKind::Any)
    }

    fn all(&mut self) -> Option<Condition> {
        self.joined("and", Self::one, ConditionKind::All)
    }

    fn joined(
        &mut self,
        joint: &str,
        part: fn(&mut Self) -> Option<Condition>,
        join: fn(Vec<Condition>) -> ConditionKind,
    ) -> Option<Condition> {
        let start = self.peek().span.start;
        let first = part(self)?;
        if !self.is_word(joint) {
            return Some(first);
        }
        let mut parts = vec![first];
        while self.take_word(joint).is_some() {
            parts.push(part(self)?);
        }
        Some(Condition { span: self.span_from(start), kind: join(parts) })
    }

    fn one(&mut self) -> Option<Condition> {
        let start = self.peek().span.start;
        let kind = if self.is_word("not") || self.peek().kind == TokenKind::Open {
            self.nested()?
        } else {
            self.simple()?
        };
        Some(Condition { span: self.span_from(start), kind })
    }

    fn nested(&mut self) -> Option<ConditionKind> {
        let span = self.peek().span;
        if self.depth == DEEPEST {
            let message = format!("parentheses and NOTs are nested deeper than {DEEPEST}");
            let remedy = Some("split the condition over several branches".to_owned());
            self.problems.error(Code::TooLarge, span, message, remedy);
            return None;
        }
        self.depth += 1;
        let kind = if self.take_word("not").is_some() {
            ConditionKind::Not(Box::new(self.one()?))
        } else {
            self.skip();
            let inner = self.any()?;
            if self.take(TokenKind::Close).is_none() {
                let remedy = self.problems.lines().line(span.start);
                self.expected("`)`", Some(format!("it closes the parenthesis that line {remedy} opens")));
                return None;
            }
            inner.kind
        };
        self.depth -= 1;
        Some(kind)
    }

    fn simple(&mut self) -> Option<ConditionKind> {
        let word = self.peek().span;
        if self.slice(word).get(..8).is_some_and(|head| head.eq_ignore_ascii_case("contact.")) {
            return self.attribute();
        }
        let readers: [(&str, Reader<Self>); 9] = [
            ("message", Self::message),
            ("contact", Self::contact),
            ("owner", Self::owner),
            ("line", Self::line),
            ("queue", Self::queue),
            ("in", Self::in_queue),
            ("between", Self::between),
            ("within", Self::within),
            ("outside", Self::outside),
        ];
        for (word, read) in readers {
            if self.take_word(word).is_some() {
                return read(self);
            }
        }
        if self.take_word("tagged").is_some() {
            return self.names("a tag", &JOINTS).map(ConditionKind::Tagged);
        }
        self.no_condition()
    }

    /// Something else stands where a condition should.
    fn no_condition(&mut self) -> Option<ConditionKind> {
        if self.is_word("contains") || self.is_word("matches") {
            let word = self.peek().span;
            let message = format!("`{}` does not say of what", self.slice(word));
            let remedy = Some("put `message` before it: IF message contains \"price\"".to_owned());
            self.problems.error(Code::Syntax, word, message, remedy);
            return self.message();
        }
        let remedy = match self.peek().kind {
            TokenKind::Quoted => "separate keywords with commas: IF message contains \"price\", \"quote\"",
            _ => {
                "a condition begins with message, contact, owner, line, queue, tagged, within, outside, between, not or ("
            }
        };
        self.expected("a condition", Some(remedy.to_owned()));
        None
    }

    fn contact(&mut self) -> Option<ConditionKind> {
        if self.take_word("is").is_some() {
            let negated = self.take_word("not").is_some();
            let new = self.take_word("new").is_some();
            if !new && self.take_word("existing").is_none() {
                self.expected("`new` or `existing`", None);
                return None;
            }
            return Some(self.negated_if(negated == new, ConditionKind::ContactIsNew));
        }
        if self.take_word("tagged").is_some() {
            return self.names("a tag", &JOINTS).map(ConditionKind::ContactTagged);
        }
        if self.take_word("has").is_some() {
            return self.has("owner", ConditionKind::ContactHasOwner);
        }
        let remedy = "an attribute is written with a dot: contact.plan is \"gold\"".to_owned();
        self.expected("`is new`, `is existing`, `tagged` or `has owner`", Some(remedy));
        None
    }

    fn attribute(&mut self) -> Option<ConditionKind> {
        let word = self.skip().span;
        let after_dot = self.slice(word)["contact.".len()..].to_owned();
        let name = if after_dot.is_empty() {
            self.take(TokenKind::Quoted).map(|span| Name {
                span,
                text: lexer::unquoted(self.text, span),
                quoted: true,
            })
        } else {
            Some(Name { span: word, text: after_dot, quoted: false })
        };
        let Some(name) = name else {
            self.expected(
                "the name of an attribute after the dot",
                Some("write: contact.plan is \"gold\"".to_owned()),
            );
            return None;
        };
        let negated = self.is_or_is_not()?;
        let values = self.names("a value", &JOINTS)?;
        Some(self.negated_if(negated, ConditionKind::Attribute { name, values }))
    }

    fn owner(&mut self) -> Option<ConditionKind> {
        let negated = self.is_or_is_not()?;
        if self.take_word("available").is_none() {
            self.expected("`available`", Some("write: owner is available".to_owned()));
            return None;
        }
        Some(self.negated_if(negated, ConditionKind::OwnerIsAvailable))
    }

    fn line(&mut self) -> Option<ConditionKind> {
        let negated = self.is_or_is_not()?;
        let names = self.names("the name or number of a line", &JOINTS)?;
        Some(self.negated_if(negated, ConditionKind::LineIs(names)))
    }

    fn queue(&mut self) -> Option<ConditionKind> {
        let negated = self.is_or_is_not()?;
        let queues = self.queues()?;
        Some(self.negated_if(negated, ConditionKind::QueueIs(queues)))
    }

    /// `in Billing queue`, the same as `queue is Billing`.
    fn in_queue(&mut self) -> Option<ConditionKind> {
        self.queues().map(ConditionKind::QueueIs)
    }

    /// Names of queues with commas between them; the word `queue` may stand after any, also behind its quotation mark.
    fn queues(&mut self) -> Option<Vec<Name>> {
        let mut queues = Vec::new();
        loop {
            let Some(name) = self.name(&JOINTS) else {
                self.expected("the name of a queue", Some("write: queue is Billing".to_owned()));
                return None;
            };
            queues.push(name);
            self.take_word("queue");
            if self.take(TokenKind::Comma).is_none() {
                return Some(queues);
            }
        }
    }

    fn within(&mut self) -> Option<ConditionKind> {
        let name = self.name(&JOINTS);
        if name.is_none() {
            self.expected("the name of hours", Some("write: within Clinic hours".to_owned()));
        }
        name.map(ConditionKind::Within)
    }

    fn outside(&mut self) -> Option<ConditionKind> {
        self.within().map(|within| self.negated_if(true, within))
    }

    fn between(&mut self) -> Option<ConditionKind> {
        let from = self.time(1439)?;
        if self.take_word("and").is_none() {
            self.expected("`and`", Some("write: between 08:00 and 12:00".to_owned()));
            return None;
        }
        let to = self.time(1440)?;
        Some(ConditionKind::Between { from, to })
    }

    /// A time of day in minutes since midnight.
    fn time(&mut self, latest: u16) -> Option<u16> {
        let token = self.peek();
        let minute = minute_of_day(self.slice(token.span)).filter(|minute| *minute <= latest);
        if minute.is_some() {
            self.skip();
        } else {
            let found = match token.kind {
                TokenKind::End => "the end of the text".to_owned(),
                _ => format!("`{}`", shortened(self.slice(token.span))),
            };
            let message = format!("a time of day from 00:00 to 23:59 was expected, found {found}");
            let remedy = "times are written with 24 hours and two digits of minutes: between 08:00 and 17:30";
            self.problems.error(Code::BadTime, token.span, message, Some(remedy.to_owned()));
        }
        minute
    }

    // ---- small words

    fn is_or_is_not(&mut self) -> Option<bool> {
        if self.take_word("is").is_none() {
            self.expected("`is`", None);
            return None;
        }
        Some(self.take_word("not").is_some())
    }

    pub(super) fn has(&mut self, what: &str, kind: ConditionKind) -> Option<ConditionKind> {
        let negated = self.take_word("no").is_some();
        if self.take_word(what).is_none() {
            self.expected(&format!("`{what}`"), None);
            return None;
        }
        Some(self.negated_if(negated, kind))
    }

    fn negated_if(&self, negated: bool, kind: ConditionKind) -> ConditionKind {
        if !negated {
            return kind;
        }
        let span = self.span_from(self.peek().span.start);
        ConditionKind::Not(Box::new(Condition { span, kind }))
    }
}

/// `8:05` and `08:05`, and `24:00` for the end of a day.
fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60).then_some(hour * 60 + minute).filter(|total| *total <= 1440)
}
