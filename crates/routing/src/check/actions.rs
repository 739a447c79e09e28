//! The actions of a branch: whom and what they name, and whether they agree with each other.

use super::Check;
use super::lookup::{FoundPerson, folded};
use crate::compiled::Feature;
use crate::decision::Assign;
use crate::names::{QueueName, QueueRef};
use crate::problem::{Code, Span};
use crate::rules::Actions;
use crate::syntax::ast::{Action, ActionKind, AssignTo, Name};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a branch has said already, by kind of action; tags with whether they are added.
#[derive(Default)]
pub(super) struct Said {
    once: Vec<&'static str>,
    tags: FxHashMap<String, bool>,
}

impl<'c> Check<'c, '_> {
    pub(super) fn action(&mut self, action: &Action, actions: &mut Actions, said: &mut Said) {
        match &action.kind {
            ActionKind::Assign(to) => {
                self.once("ASSIGN", action.span, said);
                actions.assign = self.assign(to, action.span);
            }
            ActionKind::Tag(names) => self.tags(names, true, &mut actions.tags, said),
            ActionKind::Untag(names) => self.tags(names, false, &mut actions.untags, said),
            ActionKind::Priority(priority) => {
                self.once("PRIORITY", action.span, said);
                self.features.push((Feature::Priority, action.span));
                actions.priority = Some(*priority);
            }
            ActionKind::Reply(name) => {
                self.once("REPLY", action.span, said);
                self.features.push((Feature::Reply, action.span));
                actions.reply = self.names.templates.find(&name.text, "template");
                self.replies.extend(actions.reply.map(|template| (template, name.span)));
                if actions.reply.is_none() {
                    let remedy = self.names.templates.remedy(&name.text, "templates");
                    self.unknown(Code::UnknownTemplate, name, "template", remedy);
                }
            }
            ActionKind::Target(name) => {
                self.once("TARGET", action.span, said);
                self.features.push((Feature::Target, action.span));
                actions.target = self.names.targets.find(&name.text, "target");
                if actions.target.is_none() {
                    let remedy = self.names.targets.remedy(&name.text, "targets");
                    self.unknown(Code::UnknownTarget, name, "target", remedy);
                }
            }
        }
    }

    /// A branch says only once whom to assign to, how pressing it is, what to reply and which target holds.
    fn once(&mut self, what: &'static str, span: Span, said: &mut Said) {
        if said.once.contains(&what) {
            let remedy = match what {
                "ASSIGN" => {
                    "a conversation has one owner: put an ELSE or ELSE IF before the second, or take one out"
                }
                _ => "take one of them out",
            };
            let message = format!("this branch says {what} a second time");
            self.problems.error(Code::Conflict, span, message, Some(remedy.to_owned()));
        } else {
            said.once.push(what);
        }
    }

    fn tags(&mut self, names: &[Name], added: bool, tags: &mut Vec<Arc<str>>, said: &mut Said) {
        for name in names {
            let tag = name.text.trim().trim_start_matches('#');
            let key = folded(tag);
            if key.is_empty() {
                let remedy = Some("write: TAG urgent".to_owned());
                self.problems.error(Code::Syntax, name.span, "a tag without letters", remedy);
                continue;
            }
            match said.tags.insert(key, added) {
                None => tags.push(tag.into()),
                Some(before) if before == added => {}
                Some(_) => {
                    let message = format!("this branch both adds and takes away the tag {tag}");
                    let remedy = Some("take one of them out".to_owned());
                    self.problems.error(Code::Conflict, name.span, message, remedy);
                }
            }
        }
    }

    fn assign(&mut self, to: &AssignTo, span: Span) -> Option<Assign> {
        match to {
            AssignTo::Queue(name) => self.queue(name).map(Assign::Queue),
            AssignTo::Person(name) => self.person(name),
            AssignTo::AccountOwner => Some(Assign::AccountOwner),
            AssignTo::LastOwner => {
                self.features.push((Feature::LastOwner, span));
                Some(Assign::LastOwner)
            }
            AssignTo::OnCall => {
                self.features.push((Feature::OnCall, span));
                Some(Assign::OnCall)
            }
        }
    }

    fn queue(&mut self, name: &Name) -> Option<QueueRef> {
        let queue = self.known_queue(name)?;
        if queue.members == 0 {
            let message =
                format!("the queue {} has no members, so that nobody claims what it is given", queue.name);
            let remedy = Some("give it members, or assign to another queue".to_owned());
            self.problems.warn(Code::NoMembers, name.span, message, remedy);
        }
        Some(queue.id)
    }

    /// The queue of that name; a problem where there is none.
    pub(super) fn known_queue(&mut self, name: &Name) -> Option<&'c QueueName> {
        let found = self.names.queues.find(&name.text, "queue");
        if found.is_none() {
            let remedy = self.names.queues.remedy(&name.text, "queues");
            self.unknown(Code::UnknownQueue, name, "queue", remedy);
        }
        found
    }

    fn person(&mut self, name: &Name) -> Option<Assign> {
        match self.names.person(&name.text) {
            FoundPerson::One(person) => return Some(Assign::Person(person)),
            FoundPerson::Several => {
                let message = format!("several people are called {}", name.text);
                let remedy = Some("name the one by e-mail address".to_owned());
                self.problems.error(Code::AmbiguousPerson, name.span, message, remedy);
                return None;
            }
            FoundPerson::None => {}
        }
        let queue = self.names.queues.find(&name.text, "queue").map(|queue| queue.name.as_str());
        let remedy = match (queue, self.names.near_person(&name.text), self.names.queues.near(&name.text)) {
            (Some(queue), _, _) => format!("write `ASSIGN to {} queue`", quoted(queue)),
            (None, Some(person), _) => format!("did you mean {person}?"),
            (None, None, Some(queue)) => format!("did you mean `ASSIGN to {} queue`?", quoted(queue)),
            (None, None, None) => "people are named by e-mail address, queues as in: Sales queue".to_owned(),
        };
        match queue {
            Some(queue) => {
                let message = format!("{queue} is a queue, and no person");
                self.problems.error(Code::UnknownPerson, name.span, message, Some(remedy));
            }
            None => self.unknown(Code::UnknownPerson, name, "person", Some(remedy)),
        }
        None
    }

    pub(super) fn unknown(&mut self, code: Code, name: &Name, kind: &str, remedy: Option<String>) {
        let found: String = name.text.chars().take(60).collect();
        self.problems.error(code, name.span, format!("there is no {kind} called {found}"), remedy);
    }
}

fn quoted(name: &str) -> String {
    if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
}
