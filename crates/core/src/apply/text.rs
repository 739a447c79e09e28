//! Texts: theirs as they come in, ours from the press of the button to the carrier's last word.

use super::Applying;
use crate::conversation::{Answered, Conversation};
use crate::event::{AutoCause, Event, TextKind};
use crate::ids::{MessageId, PersonId};
use crate::number::Number;
use crate::owner::By;
use crate::reply::Reply;
use crate::text::{OutText, TextState};
use crate::thread::{Author, Thread};
use baton_hours::Moment;

impl Applying<'_> {
    pub(super) fn text_received(&mut self, id: MessageId, from: &str, snippet: &str, needs_answer: bool) {
        let at = self.at;
        self.thread(|thread| {
            thread.messages = id.ordinal();
            thread.last_inbound = Some(id);
            thread.last_inbound_at = Some(at);
            thread.last_at = Some(at);
            snippet.clone_into(&mut thread.snippet);
            thread.snippet_ours = false;
            thread.snippet_by = None;
        });
        if self
            .subject
            .number
            .as_ref()
            .is_some_and(|number| number.address != from || number.unreachable.is_some())
        {
            self.number(|number| {
                from.clone_into(&mut number.address);
                number.unreachable = None;
            });
        }
        let live_and_answered = self.subject.live().is_some_and(|live| live.waiting_since.is_none());
        if needs_answer && live_and_answered {
            self.conversation(|conversation| {
                conversation.waiting_since = Some(at);
                conversation.idle_since = None;
                conversation.promised = None;
            });
        } else if needs_answer && self.subject.live().is_some_and(|live| live.taken.is_some()) {
            self.conversation(|conversation| {
                if let Some(taken) = &mut conversation.taken {
                    taken.also_waits(at);
                }
            });
        }
    }

    pub(super) fn text_written(&mut self, event: &Event) {
        let Event::TextWritten {
            id,
            to,
            body,
            media,
            kind,
            expires_at,
            promise_by,
            author: words_of,
            made_with,
            scheduled,
            auto,
            ..
        } = event
        else {
            return;
        };
        let at = self.at;
        // What was scheduled goes out by itself, and is its author's.
        let writer = scheduled.as_ref().map_or(self.by, |scheduled| &scheduled.by);
        let author = writer.as_person().filter(|_| *kind == TextKind::Person);
        // Who takes over is told at somebody's press: to all others it is news.
        let giver = || if scheduled.is_some() { writer.as_person() } else { self.by.as_person() };
        let pressed = author.or_else(|| giver().filter(|_| *kind == TextKind::Handoff));
        let words = snippet(body, media.len());
        let whose = whose(*words_of, *kind, writer);
        self.thread(|thread| {
            thread.messages = id.ordinal();
            thread.last_at = Some(at);
            // A list goes on showing what they asked: nobody has answered that.
            if *kind != TextKind::AutoReply {
                thread.snippet = words;
                thread.snippet_ours = true;
                thread.snippet_by = Some(whose);
            }
            if let Some(author) = pressed {
                if thread.last_by.is_some_and(|(last, _)| last != author) {
                    thread.last_by_other = thread.last_by;
                }
                thread.last_by = Some((author, *id));
            }
        });
        if let Some(scheduled) = scheduled {
            self.conversation(|conversation| conversation.scheduled.retain(|one| one.id != scheduled.id));
        }
        let conversation = self.subject.conversation.as_ref().map(|conversation| conversation.id);
        let by = match words_of {
            Some(person) => By::person(*person),
            None if kind.is_written() => writer.clone(),
            None => By::Policy,
        };
        if author.is_some() && conversation.is_some() {
            let reply = *id;
            let asked = baton_text::asks(body);
            let promised = *promise_by;
            self.conversation(|conversation| replied(conversation, reply, asked, promised, at));
            if self.subject.contact.as_ref().is_some_and(|contact| !contact.existing) {
                self.contact(|contact| contact.existing = true);
            }
        }
        if *kind == TextKind::AutoReply {
            self.answered_by_itself(made_with.as_ref().map_or("", |made| made.template.as_str()));
            // Thanks for a farewell answer nothing that we asked before.
            if *auto == Some(AutoCause::Farewell) {
                self.conversation(|conversation| conversation.asked = false);
            }
        }
        let (Some(thread), Some(number)) = (&self.subject.thread, &self.subject.number) else { return };
        self.subject.texts.push(OutText {
            id: *id,
            conversation: conversation.filter(|_| kind.is_of_conversation()),
            line: thread.line,
            number: number.id,
            to: to.clone(),
            body: body.clone(),
            media: media.clone(),
            by,
            kind: *kind,
            written_at: at,
            state: TextState::Queued,
            carrier_id: None,
            failure: None,
            attempts: 0,
            lookups: 0,
            next_at: *expires_at,
            expires_at: *expires_at,
            settled: false,
        });
    }

    /// The number and the conversation remember it, so that it is not said again and again.
    fn answered_by_itself(&mut self, template: &str) {
        let at = self.at;
        self.number(|number| {
            number.auto_replied.retain(|before| *before + Number::A_DAY > at);
            number.auto_replied.push(at);
        });
        self.conversation(|conversation| {
            conversation.answered.retain(|answer| answer.with != template);
            if conversation.answered.len() == Conversation::ANSWERS {
                conversation.answered.remove(0);
            }
            conversation.answered.push(Answered { with: template.to_owned(), at });
        });
    }

    /// A reply that arrived, and those before it, cannot fail any more.
    fn stands(&mut self, id: MessageId) {
        if let Some(place) = self.subject.conversation.as_deref().and_then(|found| found.standing(id)) {
            self.conversation(|conversation| drop(conversation.replies.drain(..=place)));
        }
    }

    /// The carrier has it, or somebody left it as it is, so it keeps what it kept until it is known to be lost.
    fn has_gone_out(&mut self, id: MessageId) {
        let waits = |found: &Conversation| {
            found.replies.iter().any(|reply| reply.text == id && reply.owed_at.is_some())
        };
        if self.subject.conversation.as_deref().is_some_and(waits) {
            self.conversation(|conversation| conversation.has_gone_out(id));
        }
    }

    pub(super) fn text_event(&mut self, event: &Event) {
        let at = self.at;
        let (Event::TextHandedOver { id }
        | Event::TextDelayed { id, .. }
        | Event::TextSent { id, .. }
        | Event::TextDelivered { id }
        | Event::TextFailed { id, .. }
        | Event::TextExplained { id, .. }
        | Event::TextUnknown { id, .. }
        | Event::TextLookedUp { id, .. }
        | Event::TextSettled { id, .. }
        | Event::TextCancelled { id, .. }) = event
        else {
            return;
        };
        let Some(text) = self.subject.text_mut(*id) else { return };
        match event {
            Event::TextHandedOver { .. } => {
                text.state = TextState::Sending;
                text.attempts += 1;
                text.next_at = Some(at + OutText::SILENCE);
            }
            Event::TextDelayed { until, .. } => {
                text.state = TextState::Queued;
                text.next_at = Some(*until);
            }
            Event::TextSent { id, carrier_id } => {
                text.carrier_id = carrier_id.clone().or_else(|| text.carrier_id.take());
                if text.state < TextState::Sent {
                    text.state = TextState::Sent;
                    text.next_at = Some(at + OutText::SILENCE);
                }
                self.has_gone_out(*id);
            }
            Event::TextDelivered { id } => {
                text.end(TextState::Delivered);
                self.stands(*id);
            }
            Event::TextFailed { state, failure, .. } => {
                text.end(*state);
                text.explain(failure);
            }
            Event::TextExplained { failure, .. } => text.explain(failure),
            Event::TextUnknown { .. } => {
                text.state = TextState::Unknown;
                text.next_at = None;
            }
            Event::TextLookedUp { next_at, .. } => {
                text.lookups += 1;
                text.next_at = *next_at;
            }
            Event::TextSettled { id, again } => {
                text.settled = true;
                text.next_at = None;
                if !again {
                    self.has_gone_out(*id);
                }
            }
            Event::TextCancelled { .. } => text.end(TextState::Cancelled),
            _ => {}
        }
    }
}

/// Whose words a text of ours is: who is named as its author, else who caused what somebody wrote.
fn whose(named: Option<PersonId>, kind: TextKind, writer: &By) -> Author {
    match (named, writer) {
        (Some(person), _) => Author::Person(person),
        (None, By::Person { id, .. }) if kind.is_written() => Author::Person(*id),
        (None, By::Program { name, .. }) if kind.is_written() => Author::Program(name.clone()),
        _ => Author::Baton,
    }
}

/// The first words of a text on one line, for lists.
pub(super) fn snippet(body: &str, media: usize) -> String {
    if body.trim().is_empty() && media > 0 {
        return if media == 1 { "Picture".to_owned() } else { format!("{media} pictures") };
    }
    let mut words = String::new();
    for word in body.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if words.len() >= Thread::SNIPPET {
            break;
        }
    }
    if words.chars().count() > Thread::SNIPPET {
        words = words.chars().take(Thread::SNIPPET - 1).collect();
        words.push('…');
    }
    words
}

/// A person's text: it answers what waited, unless it turns out to have failed.
fn replied(
    conversation: &mut Conversation,
    text: MessageId,
    asked: bool,
    promised: Option<Moment>,
    at: Moment,
) {
    if conversation.replies.len() == Conversation::REPLIES {
        conversation.replies.remove(0);
    }
    let clock = conversation.clocks.iter().find(|clock| clock.key.kind.is_response()).cloned();
    let reply = Reply {
        text,
        since: conversation.waiting_since,
        first: !conversation.replied,
        clock,
        lost: false,
        owed_at: Some(at + Reply::UNSENT),
        unsent: false,
        promised: None,
        taken: conversation.taken.take(),
    };
    conversation.replies.push(reply);
    conversation.waiting_since = None;
    conversation.replied = true;
    conversation.idle_since = Some(at);
    conversation.promised = promised;
    conversation.asked = asked;
    conversation.bounces = 0;
    (conversation.act_by, conversation.acts_since) = (None, None);
}
