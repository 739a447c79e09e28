//! What Baton answers by itself: in the same decision that takes the customer's text in, so that it is in the outbox with
//! it. It stops no clock and counts as nobody's word.

use super::story::{Draft, Story};
use super::{fill, quiet, write};
use crate::command::{Command, Receive};
use crate::conversation::{Conversation, Priority};
use crate::event::{AutoCause, Event, MadeWith, Notice, TextKind};
use crate::owner::Owner;
use baton_hours::{Calendar, Moment};
use baton_policy::{Template, TemplateKind};
use baton_templates::Unfilled;
use std::time::Duration;

/// What nobody waits for any more is dropped instead of sent.
const OF_USE: Duration = Duration::from_hours(1);

/// An answer to give.
struct Answer<'a> {
    template: &'a Template,
    cause: AutoCause,
    /// The hours it speaks of.
    hours: Option<&'a Calendar>,
}

/// Answers the text that this decision took in, if the policy says so.
pub(super) fn answer(story: &mut Story<'_>, command: &Command) {
    let Command::Receive(receive) = command else { return };
    let Some(answer) = wanted(story, receive) else { return };
    let now = story.now();
    let (body, made_with) = match fill::by_itself(story, answer.template, answer.hours) {
        Ok(filled) => filled,
        Err(unfilled) => return not_given(story, answer.template, &unfilled),
    };
    let opens = answer.hours.filter(|_| answer.cause == AutoCause::OutsideHours);
    let opens = opens.and_then(|hours| hours.next_opening(now));
    let expires_at = opens.unwrap_or(now + OF_USE);
    write_by_itself(story, &body, made_with, answer.cause, expires_at);
}

fn write_by_itself(
    story: &mut Story<'_>,
    body: &str,
    made_with: MadeWith,
    cause: AutoCause,
    expires_at: Moment,
) {
    let body = baton_text::normalise(body.trim());
    if write::fits("text", &body).is_err() {
        return;
    }
    let draft =
        Draft { made_with: Some(made_with), auto: Some(cause), ..Draft::of(TextKind::AutoReply, body) };
    // A thread that is full takes their text, and no answer.
    let _ = story.write(draft.until(expires_at));
}

/// What stands in the way of a farewell for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Farewell {
    /// It goes out now, or none does at all.
    Now,
    /// It is night where they are until then.
    AtDay(Moment),
}

/// When the farewell can go out with which silence closes.
pub(super) fn farewell_at(story: &Story<'_>) -> Farewell {
    if bids_farewell(story).is_none() {
        return Farewell::Now;
    }
    let night = quiet::night(story, TextKind::AutoReply, quiet::Goes::Later, story.now());
    night.and_then(|night| night.until).map_or(Farewell::Now, Farewell::AtDay)
}

/// What is said as silence closes the conversation, if the policy says so and they may get it: it answers nothing, so it does
/// not go to whom we wrote first, nor at night.
pub(super) fn farewell(story: &mut Story<'_>) {
    let Some(template) = bids_farewell(story) else { return };
    if quiet::night(story, TextKind::AutoReply, quiet::Goes::Later, story.now()).is_some() {
        return;
    }
    let hours = story.subject().live().and_then(|live| hours_of(story, live));
    match fill::by_itself(story, template, hours) {
        Ok((body, made_with)) => {
            let expires_at = story.now() + OF_USE;
            write_by_itself(story, &body, made_with, AutoCause::Farewell, expires_at);
        }
        Err(unfilled) => note_what_is_missing(story, template, &unfilled),
    }
}

fn bids_farewell<'a>(story: &Story<'a>) -> Option<&'a Template> {
    let policy = &story.directory().policy;
    let template = policy.templates().get(policy.farewell()?)?;
    let live = story.subject().live()?;
    let number = story.number().ok()?;
    let may = !live.begun_by_us
        && number.unreachable.is_none()
        && baton_text::Address::from_stored(&number.address).may_get_auto_reply()
        && may_get_one(story, template);
    may.then_some(template)
}

/// Whether the number may be texted by nobody, once more today.
fn may_get_one(story: &Story<'_>, template: &Template) -> bool {
    let most = story.directory().policy.auto_replies().max_per_number_and_day;
    template.kind == TemplateKind::Text
        && story.number().is_ok_and(|number| !number.opted_out())
        && story.line().is_ok_and(|line| !line.retired)
        && today(story) < usize::try_from(most).unwrap_or(usize::MAX)
}

/// Nobody is there to say what is missing, so the lead learns of it: with the first text of a conversation, for the template
/// will lack the same in the next.
fn not_given(story: &mut Story<'_>, template: &Template, unfilled: &Unfilled) {
    let begins = |event: &Event| matches!(event, Event::ConversationOpened { .. } | Event::Reopened { .. });
    if !story.events().iter().any(begins) {
        return;
    }
    note_what_is_missing(story, template, unfilled);
}

fn note_what_is_missing(story: &mut Story<'_>, template: &Template, unfilled: &Unfilled) {
    let Some(queue) = story.subject().live().map(|live| live.queue) else { return };
    let directory = story.directory();
    let lead = queue.and_then(|queue| directory.queue(queue)).and_then(|queue| queue.lead);
    let who = lead.filter(|lead| directory.is_active(*lead)).unwrap_or(directory.fallback);
    let missing: Vec<String> = unfilled.missing.iter().map(|one| format!("[{}]", one.label())).collect();
    let body =
        format!("The answer “{}” was not given: nothing is known for {}.", template.name, missing.join(", "));
    // A thread that is full takes their text, and no note.
    let Ok(id) = story.next_message() else { return };
    story.say(Event::NoteAdded { id, body, made_with: None, from_facts: true });
    story.say(Event::Told { who, about: Notice::AutoReplyNotGiven, message: None });
}

fn wanted<'a>(story: &Story<'a>, receive: &Receive) -> Option<Answer<'a>> {
    let directory = story.directory();
    let replies = directory.policy.auto_replies();
    let (outside, first) = (replies.outside_hours, replies.first_contact);
    if outside.is_none() && first.is_none() && story.rule_reply.is_none() {
        return None;
    }
    let live = story.subject().live()?;
    if live.begun_by_us || !needs_somebody(story) {
        return None;
    }
    let answer = chosen(story, live)?;
    // What costs something is asked of the few that would be answered.
    let may = receive.from.may_get_auto_reply()
        && may_get_one(story, answer.template)
        && !baton_text::looks_automated(&receive.body);
    may.then_some(answer)
}

/// A rule of the routing text comes first, for it says what to answer to these very words.
fn chosen<'a>(story: &Story<'a>, live: &Conversation) -> Option<Answer<'a>> {
    let policy = &story.directory().policy;
    let replies = policy.auto_replies();
    let named = |place: Option<usize>| place.and_then(|place| policy.templates().get(place));
    let hours = hours_of(story, live);
    let closed = hours.filter(|hours| !hours.is_open(story.now()));
    let outside = named(replies.outside_hours);
    let rule = story.rule_reply.and_then(|template| policy.template(template));
    if let Some(template) = rule {
        // As the after-hours answer it follows that one's rules.
        let after_hours = outside.is_some_and(|outside| outside.name == template.name);
        let said = match closed.filter(|_| after_hours) {
            Some(hours) => said_in_this_period(story, live, template, hours) || on_call_has(story, live),
            None => live.answered.iter().any(|answer| answer.with == template.name),
        };
        if !said {
            return Some(Answer { template, cause: AutoCause::Rule, hours });
        }
    }
    match (closed, outside) {
        (Some(hours), Some(template)) => {
            let said = said_in_this_period(story, live, template, hours) || on_call_has(story, live);
            (!said).then_some(Answer { template, cause: AutoCause::OutsideHours, hours: Some(hours) })
        }
        (Some(_), None) => None,
        (None, _) => {
            let template = named(replies.first_contact)?;
            let greets = is_first_contact(story) && !on_call_has(story, live);
            greets.then_some(Answer { template, cause: AutoCause::FirstContact, hours })
        }
    }
}

/// An ordinary text. Whoever may want texts to end gets none that nobody wrote.
fn needs_somebody(story: &Story<'_>) -> bool {
    story.events().iter().any(|event| {
        matches!(event, Event::TextReceived { word: None, courtesy: false, may_want_out: None, .. })
    })
}

/// How many answers by itself the number got today, on the wall of the business.
fn today(story: &Story<'_>) -> usize {
    let zone = story.directory().policy.zone();
    let day = |at: Moment| zone.wall(at).date;
    let today = day(story.now());
    let number = story.subject().number.as_ref();
    number.map_or(0, |number| number.auto_replied.iter().filter(|at| day(**at) == today).count())
}

/// The hours that are meant: those that the policy names, else those of the conversation's queue.
fn hours_of<'a>(story: &Story<'a>, live: &Conversation) -> Option<&'a Calendar> {
    let directory = story.directory();
    let named = directory.policy.auto_replies().outside_hours_of;
    let place = named.or_else(|| directory.hours_of_queue(live.queue?))?;
    directory.policy.hours().get(place).map(|hours| &hours.calendar)
}

/// Whether they were told already since it closed: nothing has opened since they were.
fn said_in_this_period(
    story: &Story<'_>,
    live: &Conversation,
    template: &Template,
    hours: &Calendar,
) -> bool {
    let told = live.answered.iter().find(|answer| answer.with == template.name);
    let opens = |at| hours.next_opening(at).is_some_and(|opens| opens <= story.now());
    told.is_some_and(|told| !opens(told.at))
}

/// What is urgent and with whoever is on call, while somebody is, is no matter for the morning.
fn on_call_has(story: &Story<'_>, live: &Conversation) -> bool {
    let (directory, now) = (story.directory(), story.now());
    let is_on = match directory.on_call() {
        Some(Owner::Person(person)) => live.owner == Owner::Person(person) && directory.is_there(person, now),
        Some(Owner::Queue(queue)) => {
            let is_on = |queue| directory.on(queue, now).next().is_some();
            live.queue == Some(queue) && directory.queue(queue).is_some_and(is_on)
        }
        None => false,
    };
    is_on && live.priority == Priority::Urgent
}

/// Whether this text opened a conversation with somebody new.
fn is_first_contact(story: &Story<'_>) -> bool {
    let opened = story.events().iter().any(|event| matches!(event, Event::ConversationOpened { .. }));
    opened && story.subject().contact.as_ref().is_some_and(|contact| !contact.existing)
}
