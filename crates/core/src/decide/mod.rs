//! What comes of a command: events, or a refusal. All of the domain's rules are decided here and nowhere else.

mod asks;
mod clocks;
mod consent;
mod contact;
mod debts;
mod distribute;
mod due;
mod escalate;
mod fill;
mod handed;
mod handoff;
mod hours_of;
mod legible;
mod outbox;
mod own;
mod potato;
mod quiet;
mod receive;
mod remind;
mod replies;
mod rests;
mod routing;
mod scheduled;
mod shift;
mod status;
mod story;
mod write;

pub use fill::known_values;

use crate::command::{Command, Key};
use crate::directory::Directory;
use crate::event::Event;
use crate::ids::{AskId, ConversationId, HandoffId, Ids, MessageId, ReminderId, ScheduledId};
use crate::owner::By;
use crate::refusal::Refusal;
use crate::subject::Subject;
use crate::team::Team;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};
use story::Story;

/// What a decision reads beside its subject.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The policy with its people, queues and lines.
    pub directory: &'a Directory,
    /// Whose turn it is, and how much everybody has.
    pub team: &'a Team,
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
    /// The offer, ask, scheduled text or reminder that it made.
    pub made: Option<Made>,
    /// What follows from it in another conversation of the same thread, which is the live one: to be decided and
    /// committed with it.
    pub then: Option<Command>,
}

/// A part of a conversation that a command made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// An offer.
    Handoff(HandoffId),
    /// An ask.
    Ask(AskId),
    /// A scheduled text.
    Scheduled(ScheduledId),
    /// A reminder.
    Reminder(ReminderId),
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
    clocks::settle(&mut story);
    if matches!(command, Command::Wake(_)) {
        // A promise that begins by this may be warned of at this very instant, for which no other timer fires.
        due::due(&mut story);
        clocks::settle(&mut story);
    }
    replies::answer(&mut story, command);
    Ok(story.end())
}

fn tell(story: &mut Story<'_>, command: &Command) -> Result<(), Refusal> {
    legible::check(command)?;
    match command {
        Command::Receive(receive) => receive::receive(story, receive)?,
        Command::Begin(begin) => write::begin(story, begin)?,
        Command::Send(_, text) => write::send(story, text)?,
        Command::AddNote(_, body) => write::note(story, body)?,
        Command::NoteFrom(_, from) => write::note_from(story, from)?,
        Command::Touch(_) => write::touch(story)?,
        Command::Claim(_) => own::claim(story)?,
        Command::Release(_, queue) => own::release(story, *queue)?,
        Command::Assign { to, reason, .. } => own::assign(story, *to, reason.clone())?,
        Command::Resettle(_) => {
            own::resettle(story);
            clocks::replan(story);
            due::tell_who_works(story);
        }
        Command::TakeDebt(_, debt) => debts::take(story, debt)?,
        Command::ReturnDebt(_, returned) => debts::give_up(story, *returned)?,
        Command::Distribute(_) => distribute::again(story),
        Command::Offer(_, offer) => handoff::offer(story, offer)?,
        Command::Accept(_, id) => handoff::accept(story, *id)?,
        Command::Decline { handoff, reason, .. } => handoff::decline(story, *handoff, reason)?,
        Command::WithdrawHandoff(_, id) => handoff::withdraw(story, *id)?,
        Command::OpenAsk { words, owner, .. } => asks::open(story, words, *owner)?,
        Command::AnswerAsk { ask, by, .. } => asks::answer(story, *ask, *by)?,
        Command::MoveAsk { ask, to, reason, .. } => asks::hand_over(story, *ask, *to, reason.clone())?,
        Command::DropAsk { ask, reason, .. } => asks::put_down(story, *ask, reason)?,
        Command::ChangeScheduled(id, change) => scheduled::change(story, *id, change)?,
        Command::SendScheduled { scheduled, seen, despite_quiet_hours } => {
            scheduled::send_now(story, *scheduled, *seen, *despite_quiet_hours)?;
        }
        Command::DropScheduled(id) => scheduled::put_down(story, *id)?,
        Command::SetReminder { words, at, .. } => remind::set(story, words, *at)?,
        Command::DropReminder(id) => remind::put_down(story, *id)?,
        Command::Open(_) => status::open(story)?,
        Command::Wait { on, reason, wake_at, .. } => status::wait(story, *on, reason.clone(), *wake_at)?,
        Command::Close(_, reason) => status::close(story, reason.clone())?,
        Command::Tag { add, remove, .. } => status::tag(story, add, remove)?,
        Command::Wake(_) => {
            // Whoever is told what is due is who answers for it now.
            own::resettle(story);
            due::due(story);
        }
        Command::HandOver(text) => outbox::hand_over(story, *text)?,
        Command::Sent(text, outcome) => outbox::sent(story, *text, outcome)?,
        Command::Delivery(text, delivery) => outbox::delivery(story, *text, delivery)?,
        Command::DeliveryByCarrierId(_, id, delivery) => {
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
