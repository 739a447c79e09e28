//! What a branch does.

use super::ast::{Action, ActionKind, AssignTo, Name};
use super::parser::Parser;
use crate::decision::Priority;

impl Parser<'_, '_> {
    pub(super) fn begins_action(&self) -> bool {
        ["assign", "tag", "untag", "priority", "reply", "target"].iter().any(|word| self.is_word(word))
    }

    /// All actions up to the next branch.
    pub(super) fn actions(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        while self.begins_action() && !self.problems.is_full() {
            let start = self.peek().span.start;
            let kind = self.action();
            if kind.is_none() {
                self.recover();
            }
            let span = self.span_from(start);
            actions.extend(kind.map(|kind| Action { span, kind }));
        }
        actions
    }

    fn action(&mut self) -> Option<ActionKind> {
        if self.take_word("assign").is_some() {
            return self.assign().map(ActionKind::Assign);
        }
        if self.take_word("tag").is_some() {
            return self.tags().map(ActionKind::Tag);
        }
        if self.take_word("untag").is_some() {
            return self.tags().map(ActionKind::Untag);
        }
        if self.take_word("priority").is_some() {
            return self.priority().map(ActionKind::Priority);
        }
        if self.take_word("reply").is_some() {
            return self.reply().map(ActionKind::Reply);
        }
        self.skip();
        self.named("the name of a target").map(ActionKind::Target)
    }

    fn assign(&mut self) -> Option<AssignTo> {
        if self.take_word("to").is_none() {
            self.expected("`to`", Some("write: ASSIGN to Sales queue".to_owned()));
        }
        let name = self.named_up_to("a queue or a person", &["queue"])?;
        if self.take_word("queue").is_some() {
            return Some(AssignTo::Queue(name));
        }
        let is = |words: &str| !name.quoted && name.text.eq_ignore_ascii_case(words);
        Some(if is("owner") {
            AssignTo::AccountOwner
        } else if is("last owner") {
            AssignTo::LastOwner
        } else if is("on call") || is("on-call") {
            AssignTo::OnCall
        } else {
            AssignTo::Person(name)
        })
    }

    fn tags(&mut self) -> Option<Vec<Name>> {
        self.names("a tag (without #, which begins a comment)", &[])
    }

    fn priority(&mut self) -> Option<Priority> {
        let levels = [("urgent", Priority::Urgent), ("high", Priority::High), ("normal", Priority::Normal)];
        let found = levels.into_iter().find(|(word, _)| self.take_word(word).is_some());
        if found.is_none() {
            self.expected("`urgent`, `high` or `normal`", None);
        }
        found.map(|(_, priority)| priority)
    }

    fn reply(&mut self) -> Option<Name> {
        if self.take_word("with").is_none() {
            self.expected("`with`", Some("write: REPLY with \"After hours\"".to_owned()));
        }
        self.named("the name of a template")
    }

    fn named(&mut self, what: &str) -> Option<Name> {
        self.named_up_to(what, &[])
    }

    fn named_up_to(&mut self, what: &str, stops: &[&str]) -> Option<Name> {
        let name = self.name(stops);
        if name.is_none() {
            let is_reserved = self.begins_statement() || stops.iter().any(|stop| self.is_word(stop));
            let remedy = "if that word is part of a name, put the name in quotation marks".to_owned();
            self.expected(what, is_reserved.then_some(remedy));
        }
        name
    }
}
