//! Who is told, and who gets it, when a promise is not kept or its owner does not act.

use super::story::Story;
use super::{due, own};
use crate::clock::ClockKey;
use crate::directory::Queue;
use crate::event::{Event, OwnerCause};
use crate::ids::PersonId;
use crate::owner::Owner;
use crate::plan::Time;
use baton_hours::Moment;
use baton_policy::{Escalation, StepDoes, StepWho, Target};

/// The name of a path that the policy does not name: the fallback person, at once.
const NO_PATH: &str = "fallback";

/// What a step comes to.
struct Resolved {
    told: Vec<PersonId>,
    assign: Option<Owner>,
    why: String,
}

/// The owner did not act in their time: the path of the clock that waits for them begins before the breach; for whoever was
/// given it on the way along the path, its next step comes before its time. After the last one nothing is left to come.
pub(super) fn early(story: &mut Story<'_>, at: Moment) {
    let since = story.subject().live().and_then(|live| live.acts_since);
    story.say(Event::OwnerGivenTime { act_by: None, since: None });
    let Some(live) = story.subject().live() else { return };
    let waits = live.clocks.iter().find(|clock| clock.runs() && clock.key.kind.is_response());
    let Some((key, path)) = waits.map(|clock| (clock.key, clock.escalated.clone())) else { return };
    let why = format!("{} did not act in time", story.directory().owner_name(live.owner));
    match path {
        None => enter(story, key, at, &why),
        // Time that was given before the path began ended with that.
        Some(path) if path.next_at.is_some() && since >= Some(path.entered_at) => {
            step(story, key, (path.entered_at, path.steps), true, &why);
        }
        Some(_) => {}
    }
}

/// Enters the path of a clock: its first steps, as far as they are due with it.
pub(super) fn enter(story: &mut Story<'_>, key: ClockKey, at: Moment, why: &str) {
    step(story, key, (at, 0), false, why);
}

/// The next step of a path that was entered before: its time was settled with the one before it, and a policy that has
/// changed since says what it is, but does not put it off.
pub(super) fn go_on(story: &mut Story<'_>, key: ClockKey, _at: Moment) {
    let Some(path) = story.subject().live().and_then(|live| live.clock(key)?.escalated.clone()) else {
        return;
    };
    step(story, key, (path.entered_at, path.steps), true, "nobody has answered yet");
}

/// Does the step after `done` steps. One that resolves to nobody passes on at once; after the last one the fallback
/// person is told, whatever the hour. `is_due`: that step's time has come.
fn step(story: &mut Story<'_>, key: ClockKey, (entered_at, done): (Moment, u32), is_due: bool, why: &str) {
    let directory = story.directory();
    let Some(target) =
        story.subject().live().and_then(|live| live.clock(key)).map(|clock| clock.target.clone())
    else {
        return;
    };
    let target = directory.policy.targets().iter().find(|one| one.name == target);
    let path =
        target.and_then(|target| target.escalation).and_then(|at| directory.policy.escalations().get(at));
    let name = path.map_or(NO_PATH, |path| &path.name).to_owned();
    let mut done = done;
    let mut at_once = is_due;
    loop {
        let when = path.and_then(|path| due_at(story, target, path, entered_at, done));
        if !at_once && when.is_some_and(|when| when > story.now()) {
            // The path was entered, and its first step is not due yet.
            let told = Vec::new();
            let (entered_at, why) = (Some(entered_at), why.to_owned());
            story.say(Event::EscalationStepped {
                key,
                path: name,
                step: done,
                told,
                why,
                entered_at,
                next_at: when,
            });
            return;
        }
        let resolved = match path.and_then(|path| path.steps.get(usize::try_from(done).unwrap_or(usize::MAX)))
        {
            Some(step) => resolve(story, key, &step.does, why),
            None => Resolved {
                told: vec![directory.fallback],
                assign: None,
                why: format!("{why}; no step is left"),
            },
        };
        let last = path.is_none_or(|path| path.steps.len() <= usize::try_from(done).unwrap_or(usize::MAX));
        done += 1;
        // A step that is nobody's does not hold the next one up.
        at_once = resolved.told.is_empty();
        let next_at = match (last, at_once) {
            (true, _) => None,
            (false, true) => Some(story.now()),
            (false, false) => path.and_then(|path| due_at(story, target, path, entered_at, done)),
        };
        let (told, why_step) = (resolved.told, resolved.why);
        story.say(Event::EscalationStepped {
            key,
            path: name.clone(),
            step: done,
            told,
            why: why_step.clone(),
            entered_at: Some(entered_at),
            next_at,
        });
        if let Some(to) = resolved.assign {
            give(story, key, to, &why_step);
        }
        if next_at.is_none_or(|at| at > story.now()) {
            return;
        }
    }
}

/// When the step after `done` steps is due, in the time of the target. After the last step the fallback person's
/// follows with as much delay again as the last one had.
fn due_at(
    story: &Story<'_>,
    target: Option<&Target>,
    path: &Escalation,
    entered_at: Moment,
    done: u32,
) -> Option<Moment> {
    let directory = story.directory();
    let time = target.map_or(Time::ALWAYS, |target| Time::of(directory, target.hours));
    let done = usize::try_from(done).ok()?;
    if let Some(step) = path.steps.get(done) {
        return time.after(entered_at, step.after);
    }
    let last = path.steps.last()?;
    if matches!(last.does, StepDoes::Notify(StepWho::Fallback) | StepDoes::Assign(StepWho::Fallback)) {
        return None;
    }
    let reached = time.after(entered_at, last.after)?;
    time.after(reached, last.after)
}

fn resolve(story: &Story<'_>, key: ClockKey, does: &StepDoes, why: &str) -> Resolved {
    let (who, assigns) = match does {
        StepDoes::Notify(who) => (who, false),
        StepDoes::Assign(who) => (who, true),
    };
    let (owner, people) = meant(story, key, who);
    if people.is_empty() {
        let why = format!("{why}; {} is nobody now, so the next step follows at once", in_words(story, who));
        return Resolved { told: Vec::new(), assign: None, why };
    }
    Resolved { told: people, assign: owner.filter(|_| assigns), why: why.to_owned() }
}

/// Whom a step means now: whom it would be assigned to, and who is told. Nobody who is not at work.
fn meant(story: &Story<'_>, key: ClockKey, who: &StepWho) -> (Option<Owner>, Vec<PersonId>) {
    let directory = story.directory();
    let Some(live) = story.subject().live() else { return (None, Vec::new()) };
    let asked = key.ask.and_then(|ask| live.asks.iter().find(|one| one.id == ask));
    let queue = asked.and_then(|ask| ask.owner.queue()).or(live.queue).and_then(|id| directory.queue(id));
    // A person who is neither at work nor on call is nobody; nor is a queue somebody in which nobody is.
    let at_work = |person: &PersonId| is_reached(story, *person);
    let queue_of = |queue: &Queue| {
        let people: Vec<PersonId> = who_is_there(story, queue).into_iter().collect();
        (Some(Owner::Queue(queue.id)), people)
    };
    let one = |person: Option<PersonId>| {
        let person = person.filter(at_work);
        (person.map(Owner::Person), person.into_iter().collect())
    };
    match who {
        StepWho::Owner => one(live.owner.person().or(Some(live.accountable))),
        StepWho::Accountable => one(due::answers(story, key)),
        StepWho::Lead => one(queue.and_then(|queue| queue.lead)),
        StepWho::Fallback => (Some(Owner::Person(directory.fallback)), vec![directory.fallback]),
        StepWho::Person(address) => one(directory.person_by_email(address).map(|person| person.id)),
        StepWho::OnShift => {
            let on = queue.map(|queue| directory.on(queue, story.now()).collect()).unwrap_or_default();
            (queue.map(|queue| Owner::Queue(queue.id)), on)
        }
        StepWho::OnCall => match directory.on_call() {
            Some(Owner::Person(person)) => one(Some(person)),
            Some(Owner::Queue(queue)) => directory.queue(queue).map(queue_of).unwrap_or_default(),
            None => (None, Vec::new()),
        },
        StepWho::Queue(place) => directory.queues.get(*place).map(queue_of).unwrap_or_default(),
    }
}

/// Whether somebody is reached now: they work, or they are on call whatever the hour; nobody who is away is.
fn is_reached(story: &Story<'_>, person: PersonId) -> bool {
    let (directory, now) = (story.directory(), story.now());
    let on_call = directory.on_call() == Some(Owner::Person(person));
    directory.works(person, now) || (on_call && directory.is_there(person, now))
}

/// Who of a queue is told: whoever of it is on, in its turn; else its lead, where they are reached.
fn who_is_there(story: &Story<'_>, queue: &Queue) -> Option<PersonId> {
    let directory = story.directory();
    let answers = story.accountable(Owner::Queue(queue.id), Some(queue.id), None);
    if directory.is_part(queue, answers) && directory.is_on(queue, answers, story.now()) {
        return Some(answers);
    }
    queue.lead.filter(|lead| *lead == answers && is_reached(story, *lead))
}

fn in_words(story: &Story<'_>, who: &StepWho) -> String {
    let directory = story.directory();
    match who {
        StepWho::Owner => "the owner".to_owned(),
        StepWho::Accountable => "whoever answers for it".to_owned(),
        StepWho::Lead => "the lead of its queue".to_owned(),
        StepWho::OnCall => "on call".to_owned(),
        StepWho::OnShift => "whoever is on shift".to_owned(),
        StepWho::Fallback => "the fallback person".to_owned(),
        StepWho::Queue(place) => {
            directory.queues.get(*place).map_or("a former queue", |queue| &queue.name).to_owned()
        }
        StepWho::Person(address) => {
            directory.person_by_email(address).map_or(address.as_str(), |person| &person.name).to_owned()
        }
    }
}

/// Gives what the clock promises to somebody else.
fn give(story: &mut Story<'_>, key: ClockKey, to: Owner, why: &str) {
    let Some(live) = story.subject().live() else { return };
    match key.ask {
        // Whoever of those on call has taken it is on it already.
        None if story.directory().on_call() == Some(to) && own::on_call_has(story, live.owner) => {}
        None if live.owner != to => {
            // It is live, so it can be moved.
            let _ = own::change(story, to, OwnerCause::Escalation, Some(why.to_owned()));
        }
        None => {}
        Some(id) => {
            let accountable = story.accountable(to, to.queue().or(live.queue), None);
            let reason = Some(why.to_owned());
            story.say(Event::AskMoved { id, to: Some(to), accountable, reason });
        }
    }
}
