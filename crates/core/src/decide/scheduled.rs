//! Scheduled texts: written now, sent at their time if nothing came meanwhile that their author has not seen (law 7).

use super::quiet::{self, NIGHT};
use super::story::{Draft, Story};
use super::write::{self, Words};
use super::{Made, asks, clocks, fill, own, status};
use crate::command::{NewText, ScheduledChange, Seen, Then};
use crate::conversation::{Conversation, PendingOn, Status, WaitsFor};
use crate::event::{Event, MadeWith, Notice, TextKind};
use crate::handoff::{OfferEnd, WithdrawCause};
use crate::ids::{HandoffId, MessageId, PersonId, ScheduledId};
use crate::later::{FromSchedule, IfChanged, Later, Scheduled};
use crate::owner::{By, Owner};
use crate::quiet::Quiet;
use crate::refusal::Refusal;
use baton_hours::Moment;
use std::time::Duration;

/// The farthest ahead: two years.
const AHEAD: Duration = Duration::from_hours(2 * 366 * 24);
/// The reason of a conversation that waits for nothing but its scheduled text.
const WAITS: &str = "a text of ours goes out later";
/// Why one is held.
const CHANGED: &str = Scheduled::CHANGED;
/// The same for the words of a handoff.
const GIVER_LEFT: &str = "it speaks for somebody who left";
/// The same for a number that may be anywhere.
const NEVER_DAY: &str = "there is no time at which it is day wherever that number may be";

/// Keeps it for its time. `began`: there was nothing open before, so the conversation waits for it.
pub(super) fn put(
    story: &mut Story<'_>,
    text: &NewText,
    words: Words,
    later: Later,
    began: bool,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let Later { at: send_at, if_changed } = later;
    lies_ahead(story, "send_at", send_at)?;
    if text.promise_by.is_some_and(|at| at <= send_at) {
        return Err(Refusal::invalid(
            "promise_by",
            "That is before the text goes out. Promise a later time.",
        ));
    }
    let Words { body, then, promise_by, timeframe, made_with } = words;
    let then = match checked(then, send_at)? {
        // Nobody is there to be asked once its time has come.
        Then::Closed { reason } => Then::Closed { reason: status::why_closed(story, reason)? },
        then => then,
    };
    let conversation = story.live()?;
    if conversation.scheduled.len() >= Conversation::SCHEDULED {
        let most = Conversation::SCHEDULED;
        return Err(Refusal::NotNow(format!("{most} texts wait here already. Drop one of them first.")));
    }
    all_fit(conversation, &body, None)?;
    asks::may_answer(story, &text.answers)?;
    let id = ScheduledId::new(story.live()?.id, story.next_part()?);
    let scheduled = Scheduled {
        id,
        by: story.by().clone(),
        body,
        media: text.media.clone(),
        then,
        promise_by,
        timeframe,
        answers: text.answers.clone(),
        made_with,
        send_at,
        if_changed,
        despite_quiet_hours: text.despite_quiet_hours,
        written_at: story.now(),
        seen: newest(story)?,
        held: None,
        offer: None,
    };
    story.say(Event::TextScheduled { text: Box::new(scheduled), reason: reason.map(str::to_owned) });
    story.made = Some(Made::Scheduled(id));
    if began {
        let from = story.live()?.status;
        story.say(Event::StatusChanged {
            from,
            to: Status::Pending,
            pending_on: Some(PendingOn::Internal),
            reason: Some(WAITS.to_owned()),
            wake_at: None,
            close_at: None,
            waits_for: Some(WaitsFor::OurText),
        });
    }
    Ok(())
}

/// The words by which somebody handed over, where it is night: they wait for the day there.
pub(super) fn put_handoff(
    story: &mut Story<'_>,
    (offer, giver): (HandoffId, PersonId),
    body: String,
    made_with: Option<MadeWith>,
    quiet: &Quiet,
) -> Result<(), Refusal> {
    let conversation = story.live()?;
    if conversation.scheduled.len() >= Conversation::SCHEDULED {
        let most = Conversation::SCHEDULED;
        return Err(Refusal::NotNow(format!("{most} texts wait here already. Drop one of them first.")));
    }
    all_fit(conversation, &body, None)?;
    let id = ScheduledId::new(conversation.id, story.next_part()?);
    let text = Box::new(Scheduled {
        id,
        by: By::person(giver),
        body,
        media: Vec::new(),
        then: Then::Open,
        promise_by: None,
        timeframe: None,
        answers: Vec::new(),
        made_with,
        send_at: quiet.until.unwrap_or(story.now()),
        if_changed: IfChanged::Ask,
        despite_quiet_hours: false,
        written_at: story.now(),
        seen: newest(story)?,
        held: quiet.until.is_none().then(|| NEVER_DAY.to_owned()),
        offer: Some(offer),
    });
    let held = text.held.is_some();
    story.say(Event::TextScheduled { text, reason: Some(NIGHT.to_owned()) });
    if held {
        tell_of_held(story, Some(giver));
    }
    Ok(())
}

/// A time that a text or reminder can wait for.
pub(super) fn lies_ahead(story: &Story<'_>, field: &'static str, at: Moment) -> Result<(), Refusal> {
    if at <= story.now() {
        return Err(Refusal::invalid(field, "That time has passed. Choose a later one."));
    }
    if at > story.now() + AHEAD {
        return Err(Refusal::invalid(field, "That is more than two years ahead. Choose an earlier time."));
    }
    Ok(())
}

/// What comes after it, as far as that can be said before.
fn checked(then: Then, send_at: Moment) -> Result<Then, Refusal> {
    match then {
        Then::Open => Ok(Then::Open),
        Then::Pending { wake_at: Some(at) } if at <= send_at => {
            Err(Refusal::invalid("wake_at", "That is before the text goes out. Choose a later time."))
        }
        Then::Pending { wake_at } => Ok(Then::Pending { wake_at }),
        Then::Closed { reason } => Ok(Then::Closed { reason: status::words(reason)? }),
    }
}

/// The last message of the thread; whatever is newer, comes after this.
fn newest(story: &Story<'_>) -> Result<MessageId, Refusal> {
    let thread = story.thread()?;
    Ok(MessageId::new(thread.id, thread.messages))
}

/// It says something else, or goes out at another time. Whoever changes its words has written it.
pub(super) fn change(
    story: &mut Story<'_>,
    id: ScheduledId,
    wanted: &ScheduledChange,
) -> Result<(), Refusal> {
    let before = may_act(story, id)?;
    write::may_go_out(story, wanted.seen)?;
    let mut after = before.clone();
    if let Some(body) = &wanted.body {
        let words = NewText { media: before.media.clone(), ..NewText::saying(body.clone()) };
        after.body = write::plain(&words)?.unwrap_or_default();
    }
    let rewritten = after.body != before.body;
    if rewritten {
        all_fit(story.conversation()?, &after.body, Some(id))?;
        after.by = story.by().clone();
        after.made_with = None;
        // What the template's words promised is said no more.
        if after.timeframe.take().is_some() {
            after.promise_by = None;
        }
    }
    after.if_changed = wanted.if_changed.unwrap_or(before.if_changed);
    after.despite_quiet_hours = wanted.despite_quiet_hours.unwrap_or(before.despite_quiet_hours);
    if after.despite_quiet_hours {
        quiet::only_people(after.kind())?;
    }
    if let Some(send_at) = wanted.send_at {
        after.send_at = send_at;
        after.held = None;
    }
    if before.held.is_some() && after.held.is_none() {
        knows_what_came(story, &before, wanted.seen)?;
    }
    // Whoever does not say what they have seen has seen no more than before.
    if wanted.seen != Seen::Unsaid && (rewritten || has_changed(story, &before)) {
        after.seen = newest(story)?;
    }
    if after == before {
        return Ok(());
    }
    if after.held.is_none() {
        lies_ahead(story, "send_at", after.send_at)?;
        after.then = checked(after.then, after.send_at)?;
        let night = quiet::night(story, after.kind(), true, after.send_at);
        if let Some(quiet) = night.filter(|_| !after.despite_quiet_hours) {
            match quiet.until.filter(|_| after.kind() != TextKind::Person) {
                Some(until) => after.send_at = until,
                None => return Err(quiet::refusal(story, &quiet, after.send_at)),
            }
        }
        after.promise_by = promise_at(story, &after, after.send_at);
    }
    after.written_at = story.now();
    story.say(Event::ScheduledChanged { text: Box::new(after), reason: None });
    Ok(())
}

/// It goes out now, and is whose who sends it.
pub(super) fn send_now(
    story: &mut Story<'_>,
    id: ScheduledId,
    seen: Seen,
    despite_quiet_hours: bool,
) -> Result<(), Refusal> {
    let mut text = may_act(story, id)?;
    write::may_go_out(story, seen)?;
    if text.offer.is_none() {
        text.by = story.by().clone();
    }
    if despite_quiet_hours {
        quiet::only_people(text.kind())?;
    } else if let Some(quiet) = quiet::night(story, text.kind(), true, story.now()) {
        return Err(quiet::refusal(story, &quiet, story.now()));
    }
    knows_what_came(story, &text, seen)?;
    // The words of a handoff answer nothing, so they claim nothing.
    if text.offer.is_none() {
        write::claim_by_reply(story)?;
    }
    story.message = Some(go(story, text)?);
    Ok(())
}

/// It does not go out.
pub(super) fn put_down(story: &mut Story<'_>, id: ScheduledId) -> Result<(), Refusal> {
    let text = may_act(story, id)?;
    let who = match story.by() {
        By::Person { id, .. } => story.directory().owner_name(Owner::Person(*id)).to_owned(),
        By::Program { name, .. } => name.clone(),
        By::Contact | By::Policy | By::Carrier => "Baton".to_owned(),
    };
    drop_it(story, &text, &format!("{}{who}", Scheduled::DROPPED_BY), Notice::ScheduledDropped);
    go_on(story);
    Ok(())
}

/// The text, if whoever wants this may decide about it: its author, whoever has the conversation, and leads.
fn may_act(story: &Story<'_>, id: ScheduledId) -> Result<Scheduled, Refusal> {
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound("scheduled text"));
    }
    let found = conversation.scheduled.iter().find(|one| one.id == id).cloned();
    let text =
        found.ok_or_else(|| Refusal::NotNow("This text went out, or was dropped already.".to_owned()))?;
    let may = match (story.by(), &text.by) {
        (By::Program { id: me, .. }, By::Program { id: author, .. }) => me == author,
        (By::Program { .. }, _) => false,
        _ => {
            let me = story.person()?;
            let has = conversation.owner == Owner::Person(me)
                || conversation.owner.queue().is_some_and(|queue| story.directory().speaks_for(me, queue));
            text.by.as_person() == Some(me) || has || conversation.accountable == me || own::leads(story, me)
        }
    };
    if may {
        return Ok(text);
    }
    Err(Refusal::NotAllowed(
        "Only who wrote it can decide about it, whoever has this conversation, or a lead.".to_owned(),
    ))
}

/// Whether what waits, with `body` in the place of `instead`, is little enough to be read with every text.
fn all_fit(conversation: &Conversation, body: &str, instead: Option<ScheduledId>) -> Result<(), Refusal> {
    let others = conversation.scheduled.iter().filter(|text| Some(text.id) != instead);
    let length = others.map(|text| text.body.chars().count()).sum::<usize>() + body.chars().count();
    let most = Conversation::SCHEDULED_CHARACTERS;
    if length > most {
        return Err(Refusal::NotNow(format!(
            "The texts that wait here would have {length} characters together, and can have {most}. Drop one of them \
             first."
        )));
    }
    Ok(())
}

/// Its time has come, perhaps a while ago. Whatever stands in its way is written down, and told.
pub(super) fn due(story: &mut Story<'_>, place: usize) {
    let found = story.subject().live().and_then(|live| live.scheduled.get(place)).cloned();
    let Some(text) = found else { return };
    if let Err(refusal) = write::reachable(story) {
        drop_it(story, &text, &refusal.to_string(), Notice::ScheduledDropped);
        go_on(story);
        return;
    }
    if text.offer.is_some_and(|offer| !story.subject().live().is_some_and(|live| holds(live, offer))) {
        return hold(story, &text, "it has been passed on since");
    }
    if text.if_changed != IfChanged::Send && has_changed(story, &text) {
        if text.if_changed == IfChanged::Cancel {
            drop_it(story, &text, CHANGED, Notice::ScheduledDropped);
            go_on(story);
        } else {
            hold(story, &text, CHANGED);
        }
        return;
    }
    let night = quiet::night(story, text.kind(), true, story.now()).filter(|_| !text.despite_quiet_hours);
    if let Some(quiet) = night {
        match quiet.until {
            Some(send_at) => {
                let promise_by = promise_at(story, &text, send_at);
                let text = Box::new(Scheduled { promise_by, send_at, ..text });
                let reason = Some(NIGHT.to_owned());
                story.say(Event::ScheduledChanged { text, reason });
            }
            None => hold(story, &text, NEVER_DAY),
        }
        return;
    }
    if let Err(refusal) = go(story, text.clone()) {
        hold(story, &text, &refusal.to_string());
        return;
    }
    // A late one has answered too: what it answers is not escalated in the same breath.
    clocks::settle(story);
}

/// Whether something came since that its author has not seen.
fn has_changed(story: &Story<'_>, text: &Scheduled) -> bool {
    unseen(story, text).is_some()
}

/// The last that came since and that its author has not seen.
fn unseen(story: &Story<'_>, text: &Scheduled) -> Option<MessageId> {
    let newest = story.subject().thread.as_ref().and_then(|thread| thread.newest_for(text.by.as_person()));
    newest.filter(|newest| *newest > text.seen)
}

/// What is known to have come since its author wrote it goes unsaid by nobody who lets it go out (law 7).
fn knows_what_came(story: &Story<'_>, text: &Scheduled, seen: Seen) -> Result<(), Refusal> {
    match unseen(story, text) {
        Some(newest) if seen == Seen::Unsaid && text.if_changed != IfChanged::Send => {
            Err(Refusal::Newer { newest })
        }
        _ => Ok(()),
    }
}

/// By when it promises what it says if it goes out at `sent`: what a template says counts from then; nothing that is over.
fn promise_at(story: &Story<'_>, text: &Scheduled, sent: Moment) -> Option<Moment> {
    match &text.timeframe {
        Some(words) => fill::promise_from(story, words, sent),
        None => text.promise_by.filter(|at| *at > sent),
    }
}

/// It becomes an ordinary text, with what comes after it as far as that can be.
fn go(story: &mut Story<'_>, text: Scheduled) -> Result<MessageId, Refusal> {
    let kind = text.kind();
    let promise_by = promise_at(story, &text, story.now()).filter(|_| kind == TextKind::Person);
    let Scheduled { id, by, body, media, then, answers, made_with, send_at, offer, .. } = text;
    let author = by.as_person().filter(|author| story.by().as_person() != Some(*author));
    let scheduled = Some(Box::new(FromSchedule { id, by, due_at: send_at }));
    let message =
        story.write(Draft { media, promise_by, author, made_with, scheduled, ..Draft::of(kind, body) })?;
    if offer.is_some() {
        return Ok(message);
    }
    asks::answered_later(story, &answers, message);
    let now = story.now();
    let done = match then {
        Then::Open => status::open(story),
        Then::Pending { wake_at } => status::wait(story, None, None, wake_at.filter(|at| *at > now)),
        Then::Closed { reason } => status::close(story, reason),
    };
    // With a question open it neither waits for the customer nor closes; nor does it close without a reason that the
    // policy asks for since.
    done.or_else(|_| status::open(story))?;
    Ok(message)
}

fn hold(story: &mut Story<'_>, text: &Scheduled, reason: &str) {
    story.say(Event::ScheduledHeld { id: text.id, reason: reason.to_owned() });
    tell_of_held(story, text.by.as_person());
    go_on(story);
}

/// Whoever answers decides about it; its author knows too.
fn tell_of_held(story: &mut Story<'_>, author: Option<PersonId>) {
    let Some(live) = story.subject().live() else { return };
    let who = live.accountable;
    story.tell(who, Notice::ScheduledHeld);
    if let Some(author) = author.filter(|author| *author != who) {
        story.tell(author, Notice::ScheduledHeld);
    }
}

fn drop_it(story: &mut Story<'_>, text: &Scheduled, reason: &str, about: Notice) {
    story.say(Event::ScheduledDropped { id: text.id, reason: reason.to_owned() });
    let accountable = story.subject().conversation.as_ref().map(|conversation| conversation.accountable);
    if let Some(who) = text.by.as_person().or(accountable) {
        story.tell(who, about);
    }
}

/// All of them, for they cannot go out any more.
fn drop_all(story: &mut Story<'_>, reason: &str, about: Notice) {
    let waiting = story.subject().live().map(|live| live.scheduled.clone()).unwrap_or_default();
    for text in waiting {
        drop_it(story, &text, reason, about);
    }
}

/// An offer came to nothing: what was to tell of it is true no more.
pub(super) fn drop_for_offer(story: &mut Story<'_>, offer: HandoffId) {
    let waiting = story.subject().live().map(|live| live.scheduled.clone()).unwrap_or_default();
    for text in waiting.into_iter().filter(|text| text.offer == Some(offer)) {
        drop_it(story, &text, "the offer of which it tells came to nothing", Notice::ScheduledDropped);
    }
}

/// Whether what an offer says of who takes over holds: it stands, or whoever took it has it still.
fn holds(live: &Conversation, offer: HandoffId) -> bool {
    let stands = live.handoff.as_ref().is_some_and(|standing| standing.id == offer);
    let last = live.last_offer.as_ref().filter(|last| last.id == offer);
    stands
        || last.is_some_and(|last| match last.end {
            OfferEnd::Accepted => last.by.is_some_and(|person| live.owner == Owner::Person(person)),
            end => end == OfferEnd::Withdrawn(WithdrawCause::Arrived),
        })
}

/// They opted out: nothing of it is sent, and its authors are told.
pub(super) fn drop_for_opt_out(story: &mut Story<'_>) {
    drop_all(story, "they opted out before it was due", Notice::TextCancelled);
}

/// The conversation is being closed: what was to go out in it does not.
pub(super) fn drop_for_close(story: &mut Story<'_>) {
    drop_all(story, "the conversation was closed before it was due", Notice::ScheduledDropped);
}

/// Somebody left: what they had scheduled is from here on the text of whoever answers for the conversation (law 10).
pub(super) fn resettle(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let (to, directory) = (live.accountable, story.directory());
    let gone = |person: PersonId| !directory.is_active(person);
    let left: Vec<(ScheduledId, bool)> = live
        .scheduled
        .iter()
        .filter(|text| text.by.as_person().is_some_and(gone))
        .map(|text| (text.id, text.offer.is_some() && text.held.is_none()))
        .collect();
    for (id, speaks_for_its_giver) in left {
        story.say(Event::ScheduledMoved { id, to });
        // "Dana takes over from here" is no sentence of Dana's.
        if speaks_for_its_giver {
            story.say(Event::ScheduledHeld { id, reason: GIVER_LEFT.to_owned() });
        }
        story.tell(to, Notice::ScheduledMoved);
    }
}

/// What waited for a text of ours only, is open again where none goes out by itself any more.
fn go_on(story: &mut Story<'_>) {
    let still =
        story.subject().live().is_some_and(|live| live.scheduled.iter().any(|text| text.held.is_none()));
    if still || !waits_for_nothing_else(story) {
        return;
    }
    story.say(Event::StatusChanged {
        from: Status::Pending,
        to: Status::Open,
        pending_on: None,
        reason: Some("the text it waited for does not go out by itself".to_owned()),
        wake_at: None,
        close_at: None,
        waits_for: None,
    });
    own::open_again(story);
}

fn waits_for_nothing_else(story: &Story<'_>) -> bool {
    story.subject().live().is_some_and(|live| live.waits_for == Some(WaitsFor::OurText))
}
