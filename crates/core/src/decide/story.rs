//! One decision being told: events are applied as they are said, so that each step sees what those before made.

use super::{Decision, Made, World};
use crate::apply::apply;
use crate::command::Command;
use crate::contact::Contact;
use crate::conversation::Conversation;
use crate::directory::Directory;
use crate::event::{AutoCause, Event, MadeWith, Notice, TextKind};
use crate::ids::{ConversationId, HandoffId, Ids, MessageId, PersonId, QueueId, ThreadId};
use crate::later::FromSchedule;
use crate::line::Line;
use crate::number::Number;
use crate::owner::{By, Owner};
use crate::refusal::{Reason, Refusal};
use crate::standing::{Moved, Standing, load_of};
use crate::subject::{Changes, Subject};
use crate::team::Held;
use crate::text::OutText;
use crate::thread::Thread;
use baton_hours::Moment;
use baton_routing::TemplateRef;

/// A text of ours to write.
pub(super) struct Draft {
    pub(super) body: String,
    pub(super) media: Vec<crate::event::Media>,
    pub(super) kind: TextKind,
    /// From this instant on it is dropped instead of sent.
    pub(super) expires_at: Option<Moment>,
    /// By when its author promises to do what it says.
    pub(super) promise_by: Option<Moment>,
    /// In whose words, where that is not who causes it.
    pub(super) author: Option<PersonId>,
    /// The template it was made with.
    pub(super) made_with: Option<MadeWith>,
    /// Why Baton answers by itself, where it does.
    pub(super) auto: Option<AutoCause>,
    /// It had been scheduled.
    pub(super) scheduled: Option<Box<FromSchedule>>,
}

impl Draft {
    pub(super) fn of(kind: TextKind, body: String) -> Self {
        Self {
            body,
            media: Vec::new(),
            kind,
            expires_at: None,
            promise_by: None,
            author: None,
            made_with: None,
            auto: None,
            scheduled: None,
        }
    }

    /// One that is dropped when it has not gone out by then.
    pub(super) fn until(self, expires_at: Moment) -> Self {
        Self { expires_at: Some(expires_at), ..self }
    }
}

/// One decision being told.
pub(super) struct Story<'a> {
    world: &'a World<'a>,
    ids: &'a mut Ids,
    subject: Subject,
    events: Vec<Event>,
    /// Whose the conversation was before it.
    held: Option<Held>,
    /// Who had it in their load then.
    had: Option<Owner>,
    /// The message that was written or received, for the answer.
    pub(super) message: Option<MessageId>,
    /// Whether it belongs to the subject's conversation.
    pub(super) outside: bool,
    /// The part of the conversation that was made, for the answer.
    pub(super) made: Option<Made>,
    /// The template with which a rule answers the text that came in.
    pub(super) rule_reply: Option<TemplateRef>,
    /// What follows from it in the thread's live conversation, where that is another.
    pub(super) then: Option<Command>,
}

impl<'a> Story<'a> {
    pub(super) fn begin(world: &'a World<'a>, ids: &'a mut Ids, mut subject: Subject) -> Self {
        subject.changes = Changes::default();
        let conversation = subject.conversation.as_deref();
        let (held, had) = (conversation.map(Held::from), conversation.and_then(load_of));
        Self {
            world,
            ids,
            subject,
            events: Vec::new(),
            held,
            had,
            message: None,
            outside: false,
            made: None,
            rule_reply: None,
            then: None,
        }
    }

    pub(super) fn end(self) -> Decision {
        let conversation =
            self.subject.conversation.as_ref().map(|conversation| conversation.id).filter(|_| !self.outside);
        Decision {
            events: self.events,
            after: self.subject,
            conversation,
            message: self.message,
            made: self.made,
            then: self.then,
        }
    }

    /// Says that something happened.
    pub(super) fn say(&mut self, event: Event) {
        apply(&mut self.subject, &event, self.world.now, self.world.by);
        self.events.push(event);
    }

    /// What was said so far.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    pub(super) fn directory(&self) -> &'a Directory {
        self.world.directory
    }

    /// Turns and loads with what was said so far.
    pub(super) fn standing(&self) -> Standing<'_> {
        let moved = self.subject.conversation.as_ref().map(|conversation| Moved {
            directory: self.world.directory,
            events: &self.events,
            held: self.held,
            had: self.had,
            conversation,
        });
        Standing::within(self.world.team, moved)
    }

    /// Who answers for what `owner` has, should it be in that queue; `now_with` goes on for as long as they may.
    pub(super) fn accountable(
        &self,
        owner: Owner,
        queue: Option<QueueId>,
        now_with: Option<PersonId>,
    ) -> PersonId {
        self.world.directory.answers_for(owner, queue, now_with, self.world.now, self.standing())
    }

    pub(super) fn now(&self) -> Moment {
        self.world.now
    }

    pub(super) fn by(&self) -> &'a By {
        self.world.by
    }

    pub(super) fn subject(&self) -> &Subject {
        &self.subject
    }

    pub(super) fn new_id(&mut self) -> i64 {
        self.ids.take()
    }

    /// The conversation that the command names.
    pub(super) fn conversation(&self) -> Result<&Conversation, Refusal> {
        self.subject.conversation.as_deref().ok_or(Refusal::NotFound(Reason::NoConversation))
    }

    /// The same, if it is not closed.
    pub(super) fn live(&self) -> Result<&Conversation, Refusal> {
        self.conversation().and_then(|found| if found.is_live() { Ok(found) } else { Err(Refusal::Closed) })
    }

    pub(super) fn thread(&self) -> Result<&Thread, Refusal> {
        self.subject.thread.as_deref().ok_or(Refusal::NotFound(Reason::NoConversation))
    }

    pub(super) fn number(&self) -> Result<&Number, Refusal> {
        self.subject.number.as_deref().ok_or(Refusal::NotFound(Reason::NoNumber))
    }

    pub(super) fn contact(&self) -> Result<&Contact, Refusal> {
        self.subject.contact.as_deref().ok_or(Refusal::NotFound(Reason::NoContact))
    }

    pub(super) fn text(&self, id: MessageId) -> Result<&OutText, Refusal> {
        self.subject.text(id).ok_or(Refusal::NotFound(Reason::NoText))
    }

    /// The line of the thread.
    pub(super) fn line(&self) -> Result<&'a Line, Refusal> {
        let line = self.thread()?.line;
        self.world.directory.lines.get(&line).ok_or(Refusal::NotFound(Reason::NoLine))
    }

    /// The person who wants this; automations and carriers may not do what only people do.
    pub(super) fn person(&self) -> Result<PersonId, Refusal> {
        let person = self.world.by.as_person().filter(|id| self.world.directory.is_active(*id));
        person.ok_or_else(|| {
            Refusal::not_allowed(Reason::NotOfTheTeam, "Only somebody of the team can do that.")
        })
    }

    /// How sentences call the customer.
    pub(super) fn customer(&self) -> String {
        let name = self.subject.contact.as_ref().and_then(|contact| contact.name.clone());
        name.or_else(|| {
            self.subject
                .number
                .as_ref()
                .map(|number| baton_text::Address::from_stored(&number.address).human())
        })
        .unwrap_or_else(|| "The customer".to_owned())
    }

    /// Makes sure that there is a thread.
    pub(super) fn ensure_thread(&mut self, line: crate::ids::LineId, address: &baton_text::Address) {
        if self.subject.thread.is_some() {
            return;
        }
        let contact = self.subject.contact.as_ref().map(|contact| contact.id);
        let number = self.subject.number.as_ref().map(|number| number.id);
        let event = Event::ThreadStarted {
            thread: ThreadId(self.new_id()),
            line,
            number: number.unwrap_or_else(|| crate::ids::NumberId(self.ids.take())),
            contact: contact.unwrap_or_else(|| crate::ids::ContactId(self.ids.take())),
            handset: address.handset_key().into_string(),
            address: address.to_string(),
        };
        self.say(event);
    }

    /// The id of the next message, or the sentence for a thread that is full.
    pub(super) fn next_message(&self) -> Result<MessageId, Refusal> {
        let thread = self.thread()?;
        if thread.messages >= MessageId::MAX_ORDINAL {
            return Err(Refusal::not_now(
                Reason::ThreadFull,
                "This thread holds a million messages and takes no more. It looks automated: block the number.",
            ));
        }
        Ok(thread.next_message())
    }

    /// Writes a text of ours.
    pub(super) fn write(&mut self, draft: Draft) -> Result<MessageId, Refusal> {
        let Draft { body, media, kind, expires_at, promise_by, author, made_with, auto, scheduled } = draft;
        let id = self.next_message()?;
        let segments = u32::try_from(baton_text::measure(&body).segments).unwrap_or(u32::MAX);
        let to = self.number()?.address.clone();
        self.say(Event::TextWritten {
            id,
            to,
            body,
            media,
            kind,
            segments,
            expires_at,
            promise_by,
            author,
            made_with,
            auto,
            scheduled,
        });
        Ok(id)
    }

    /// The place of its next part, or the sentence for a conversation that had too many.
    pub(super) fn next_part(&self) -> Result<u32, Refusal> {
        let next = self.conversation()?.parts + 1;
        if next > HandoffId::MAX_ORDINAL {
            return Err(Refusal::not_now(
                Reason::ConversationFull,
                "This conversation has had too many questions, offers and scheduled texts. Close it, and begin another.",
            ));
        }
        Ok(next)
    }

    /// Tells somebody what they must not miss, unless it is they who do it.
    pub(super) fn tell(&mut self, who: PersonId, about: Notice) {
        if self.world.by.as_person() != Some(who) && self.world.directory.is_active(who) {
            self.say(Event::Told { who, about, message: None });
        }
    }

    /// The thread's live conversation, if that is another than the one the command names.
    pub(super) fn other_live(&self) -> Option<ConversationId> {
        let here = self.subject.conversation.as_ref().map(|conversation| conversation.id);
        self.subject.thread.as_ref().and_then(|thread| thread.open).filter(|open| Some(*open) != here)
    }
}
