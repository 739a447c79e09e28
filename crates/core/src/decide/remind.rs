//! Reminders: what a person wants to be told at a time of their choice. They are the person's, and outlive a close.

use super::own;
use super::story::Story;
use super::{Made, scheduled, status};
use crate::conversation::Conversation;
use crate::event::{Event, Notice};
use crate::ids::ReminderId;
use crate::later::Reminder;
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};
use baton_hours::Moment;

/// The most characters of a reminder.
const WORDS: usize = 500;

/// Remembers it for whoever asks.
pub(super) fn set(story: &mut Story<'_>, words: &str, at: Moment) -> Result<(), Refusal> {
    let person = story.person()?;
    let conversation = story.conversation()?;
    let words = baton_text::normalise(words.trim());
    if words.is_empty() {
        return Err(Refusal::invalid(
            Reason::ReminderEmpty,
            "text",
            "Say what to remind you of, for example “call the lab”.",
        ));
    }
    if words.chars().count() > WORDS {
        return Err(Refusal::invalid(
            Reason::ReminderTooLong,
            "text",
            format!("A reminder has at most {WORDS} characters."),
        ));
    }
    scheduled::lies_ahead(story, "at", at)?;
    if conversation.reminders.len() >= Conversation::REMINDERS {
        let most = Conversation::REMINDERS;
        return Err(Refusal::not_now(
            Reason::TooManyReminders,
            format!("{most} reminders stand here already. Take one back first."),
        ));
    }
    let id = ReminderId::new(conversation.id, story.next_part()?);
    story.say(Event::ReminderSet { reminder: Box::new(Reminder { id, person, words, at, held: false }) });
    story.made = Some(Made::Reminder(id));
    Ok(())
}

/// It is not wanted any more: by whoever set it, or a lead.
pub(super) fn put_down(story: &mut Story<'_>, id: ReminderId) -> Result<(), Refusal> {
    let me = story.person()?;
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound(Reason::NoReminder));
    }
    let Some(reminder) = conversation.reminders.iter().find(|one| one.id == id) else {
        return Err(Refusal::not_now(
            Reason::ReminderGone,
            "This reminder has come, or was taken back already.",
        ));
    };
    if reminder.person != me && !own::leads(story, me) {
        return Err(Refusal::not_allowed(
            Reason::ReminderNotTheirs,
            "Only who set a reminder can take it back, or a lead.",
        ));
    }
    story.say(Event::ReminderDropped { id });
    Ok(())
}

/// Its time has come. Whoever set it is told, whatever the hour: it is their own. If they left, it is for whoever answers for
/// the conversation, who did not choose that hour: it waits for theirs, and comes to whoever answers then.
pub(super) fn come(story: &mut Story<'_>, place: usize) {
    let Some(conversation) = &story.subject().conversation else { return };
    let Some(Reminder { id, person, words, at, .. }) = conversation.reminders.get(place).cloned() else {
        return;
    };
    let directory = story.directory();
    let there = [person, conversation.accountable].into_iter().find(|one| directory.is_active(*one));
    let mut who = there.unwrap_or(directory.fallback);
    let mut asked = (conversation.owner, conversation.owner.queue().or(conversation.queue), who);
    if who != person && !conversation.is_live() {
        // Nobody settles what is closed: who answered last may be away.
        who = directory.answers_for(Owner::Person(who), None, Some(who), story.now(), story.standing());
        asked = (Owner::Person(who), None, who);
    }
    if who != person
        && !directory.works(who, story.now())
        && let Some(at) = directory.at_work_from(asked, story.now(), story.standing())
    {
        let reminder = Box::new(Reminder { id, person, words, at, held: true });
        return story.say(Event::ReminderSet { reminder });
    }
    story.say(Event::ReminderCame { id, who, words, due_at: at });
    story.say(Event::Told { who, about: Notice::Reminder, message: None });
}

/// Reminders that wait for somebody's hours come now, where whoever answers works already: they said that they are in, or have
/// it from somebody else.
pub(super) fn who_works(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let wakes = live.wake_held;
    let held: Vec<ReminderId> = live.reminders.iter().filter(|one| one.held).map(|one| one.id).collect();
    let waits = wakes || !held.is_empty();
    if !waits || !story.directory().works(live.accountable, story.now()) {
        return;
    }
    if wakes {
        status::remind(story);
    }
    for id in held {
        let place =
            story.subject().live().and_then(|live| live.reminders.iter().position(|one| one.id == id));
        if let Some(place) = place {
            come(story, place);
        }
    }
}
