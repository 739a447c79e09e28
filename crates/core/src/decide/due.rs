//! What happens by itself when its time has come, in the order in which it was due. Late or not, the outcome is the
//! same: what follows from an instant counts from that instant.

use super::story::Story;
use super::{debts, distribute, escalate, handoff, hours_of, remind, scheduled, status};
use crate::clock::{Clock, ClockKey};
use crate::event::Event;
use baton_hours::Moment;

/// The most that is done in one decision; what is left is due still and follows at once.
const MOST: usize = 32;

/// Something that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Before all else: what it answers is not late then.
    Send(usize),
    /// A reply that the carrier has not taken counts as not given.
    Unsent(usize),
    Warn(usize),
    Late(usize),
    Act,
    Step(usize),
    Offer,
    Wake,
    Close,
    Remind(usize),
}

/// Does what is due, in order.
pub(super) fn due(story: &mut Story<'_>) {
    for _ in 0..MOST {
        let Some((at, what)) = next(story) else { return };
        match what {
            What::Send(place) => scheduled::due(story, place),
            What::Unsent(place) => debts::unsent(story, place),
            What::Remind(place) => remind::come(story, place),
            What::Warn(place) => warn(story, place),
            What::Late(place) => late(story, place),
            What::Act if story.subject().live().is_some_and(|live| live.owner.queue().is_some()) => {
                story.say(Event::OwnerGivenTime { act_by: None, since: None });
                distribute::unclaimed(story);
            }
            What::Act => escalate::early(story, at),
            What::Step(place) => {
                if let Some(key) = clock(story, place).map(|clock| clock.key) {
                    escalate::go_on(story, key, at);
                }
            }
            What::Offer => handoff::expire_if_due(story),
            What::Wake => status::wake(story),
            What::Close => status::close_by_silence(story),
        }
    }
}

/// What is due first, if anything is.
fn next(story: &Story<'_>) -> Option<(Moment, What)> {
    let now = story.now();
    let reminders = story.subject().conversation.iter().flat_map(|found| &found.reminders).enumerate();
    let reminder = reminders.map(|(place, reminder)| (reminder.at, What::Remind(place))).min();
    let replies = story.subject().conversation.iter().flat_map(|found| &found.replies).enumerate();
    let unsent = replies.filter_map(|(place, reply)| Some((reply.owed_at?, What::Unsent(place)))).min();
    of_live(story).into_iter().chain(unsent).chain(reminder).filter(|(at, _)| *at <= now).min()
}

fn of_live(story: &Story<'_>) -> Option<(Moment, What)> {
    let live = story.subject().live()?;
    let of_clocks =
        live.all_clocks().enumerate().filter(|(_, clock)| clock.runs()).flat_map(|(place, clock)| {
            let late = (!clock.breached).then(|| clock.too_late_at());
            let step = clock.escalated.as_ref().and_then(|path| path.next_at);
            [
                clock.warn_at.map(|at| (at, What::Warn(place))),
                late.map(|at| (at, What::Late(place))),
                step.map(|at| (at, What::Step(place))),
            ]
        });
    let others = [
        live.act_by.map(|at| (at, What::Act)),
        live.handoff.as_ref().map(|offer| (offer.expires_at, What::Offer)),
        live.wake_at.map(|at| (at, What::Wake)),
        live.close_at.map(|at| (at, What::Close)),
    ];
    let texts = live.scheduled.iter().enumerate();
    let texts = texts.map(|(place, text)| text.next_at().map(|at| (at, What::Send(place))));
    of_clocks.chain(others).chain(texts).flatten().min()
}

fn clock<'s>(story: &'s Story<'_>, place: usize) -> Option<&'s Clock> {
    story.subject().live().and_then(|live| live.all_clocks().nth(place))
}

fn warn(story: &mut Story<'_>, place: usize) {
    let Some((key, due_at)) = clock(story, place).map(|clock| (clock.key, clock.due_at)) else { return };
    let Some(told) = answers(story, key) else { return };
    if let Some(until) = hours_of::whoever_answers(story, key.ask) {
        return story.say(Event::NoticeHeld { key: Some(key), until });
    }
    story.say(Event::ClockWarned { key, due_at, told });
}

/// What waits for somebody's hours goes now, where whoever answers works already: they said that they are in, or have it from
/// somebody else.
pub(super) fn tell_who_works(story: &mut Story<'_>) {
    warn_who_works(story);
    remind::who_works(story);
}

fn warn_who_works(story: &mut Story<'_>) {
    let Some(live) = story.subject().live().filter(|live| live.all_clocks().any(|clock| clock.held)) else {
        return;
    };
    let held = live.all_clocks().enumerate().filter(|(_, clock)| clock.held && clock.runs());
    let keys: Vec<(usize, ClockKey)> = held.map(|(place, clock)| (place, clock.key)).collect();
    for (place, key) in keys {
        let works = |who| story.directory().works(who, story.now());
        if answers(story, key).is_some_and(works) {
            warn(story, place);
        }
    }
}

fn late(story: &mut Story<'_>, place: usize) {
    let Some(clock) = clock(story, place) else { return };
    let (key, due_at, begun) = (clock.key, clock.due_at, clock.escalated.is_some());
    story.say(Event::ClockBreached { key, due_at });
    if !begun {
        escalate::enter(story, key, due_at, "the time to answer ran out");
    }
}

/// Who answers for what a clock promises.
pub(super) fn answers(story: &Story<'_>, key: ClockKey) -> Option<crate::ids::PersonId> {
    let live = story.subject().live()?;
    match key.ask {
        Some(ask) => live.asks.iter().find(|one| one.id == ask).map(|one| one.accountable),
        None => Some(live.accountable),
    }
}
