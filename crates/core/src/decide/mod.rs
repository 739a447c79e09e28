//! What comes of a command: events, or a refusal. All of the domain's rules are decided here and nowhere else.

mod consent;
mod contact;
mod outbox;
mod own;
mod receive;
mod routing;
mod status;
mod story;
mod write;

use crate::command::{Command, Key};
use crate::directory::Directory;
use crate::event::Event;
use crate::ids::{ConversationId, Ids, MessageId};
use crate::owner::By;
use crate::refusal::Refusal;
use crate::subject::Subject;
use baton_hours::Moment;
use story::Story;

/// What a decision reads beside its subject.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The policy with its people, queues and lines.
    pub directory: &'a Directory,
    /// Domain time.
    pub now: Moment,
    /// Who wants it.
    pub by: &'a By,
}

/// What came of a command.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What happened, in order. Empty: it was so already.
    pub events: Vec<Event>,
    /// The subject with the events applied, and marks of what they changed.
    pub after: Subject,
    /// The conversation that it belongs to.
    pub conversation: Option<ConversationId>,
    /// The message that was written or received.
    pub message: Option<MessageId>,
}

/// Decides one command on one subject, which it takes: the answer holds what became of it.
///
/// # Errors
/// A [`Refusal`] with a sentence for whoever caused it; nothing changes then.
pub fn decide(
    world: &World<'_>,
    ids: &mut Ids,
    subject: Subject,
    command: &Command,
) -> Result<Decision, Refusal> {
    let mut story = Story::begin(world, ids, subject);
    tell(&mut story, command)?;
    Ok(story.end())
}

fn tell(story: &mut Story<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::Receive(receive) => receive::receive(story, receive)?,
        Command::Begin(begin) => write::begin(story, begin)?,
        Command::Send(_, text) => write::send(story, text)?,
        Command::AddNote(_, body) => write::note(story, body)?,
        Command::Touch(_) => write::touch(story)?,
        Command::Claim(_) => own::claim(story)?,
        Command::Release(_, queue) => own::release(story, *queue)?,
        Command::Assign { to, reason, .. } => own::assign(story, *to, reason.clone())?,
        Command::Resettle(_) => own::resettle(story),
        Command::Open(_) => status::open(story)?,
        Command::Wait { on, reason, wake_at, .. } => status::wait(story, *on, reason.clone(), *wake_at)?,
        Command::Close(_, reason) => status::close(story, reason.clone())?,
        Command::Tag { add, remove, .. } => status::tag(story, add, remove)?,
        Command::Wake(_) => status::wake(story),
        Command::HandOver(text) => outbox::hand_over(story, *text)?,
        Command::Sent(text, outcome) => outbox::sent(story, *text, outcome)?,
        Command::Delivery(text, delivery) => outbox::delivery(story, *text, delivery)?,
        Command::DeliveryByCarrierId(id, delivery) => {
            outbox::delivery_by_carrier_id(story, id, delivery)?;
        }
        Command::LookedUp { text, known, why } => outbox::looked_up(story, *text, *known, why)?,
        Command::Settle(text, choice) => outbox::settle(story, *text, *choice)?,
        Command::Cancel(text) => outbox::cancel(story, *text)?,
        Command::SetConsent { state, evidence, .. } => consent::set(story, *state, evidence)?,
        Command::FollowConsent(_, note) => consent::follow(story, note)?,
        Command::ChangeContact { change, seen, .. } => contact::change(story, change, *seen)?,
        Command::Together(id, steps) => {
            for step in steps {
                together(story, *id, step)?;
            }
        }
    }
    Ok(())
}

/// One of several moves: what was loaded is that conversation, so no step may name another.
fn together(story: &mut Story<'_>, id: ConversationId, step: &Command) -> Result<(), Refusal> {
    if step.key() != Key::Conversation(id) {
        return Err(Refusal::NotFound("conversation"));
    }
    tell(story, step)
}
