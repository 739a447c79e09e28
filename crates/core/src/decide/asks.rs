//! Asks: one of several questions belongs to somebody else, and the conversation's owner stays responsible for the whole.

use super::story::Story;
use super::{Made, own, scheduled, status};
use crate::ask::Ask;
use crate::event::{Event, Notice};
use crate::ids::{AskId, MessageId, PersonId};
use crate::owner::{By, Owner};
use crate::refusal::{Reason, Refusal};
use baton_hours::Moment;

/// The most characters of a question.
const WORDS: usize = 500;
/// The most questions that are open at once.
const OPEN: usize = 20;

/// A person says that one question is somebody's, and perhaps by when.
pub(super) fn open(
    story: &mut Story<'_>,
    words: &str,
    owner: Owner,
    due_at: Option<Moment>,
) -> Result<(), Refusal> {
    let me = story.person()?;
    let live = story.live()?;
    let words = baton_text::normalise(words.trim());
    if words.is_empty() {
        return Err(Refusal::invalid(
            Reason::AskEmpty,
            "text",
            "Say what is asked, for example “payment plan options”.",
        ));
    }
    if words.chars().count() > WORDS {
        return Err(Refusal::invalid(
            Reason::AskTooLong,
            "text",
            format!("A question has at most {WORDS} characters."),
        ));
    }
    if live.asks.len() >= OPEN {
        let sentence = format!("{OPEN} questions are open here. Answer or drop some of them first.");
        return Err(Refusal::not_now(Reason::TooManyAsks, sentence));
    }
    if let Some(due_at) = due_at {
        scheduled::lies_ahead(story, "due_at", due_at)?;
    }
    is_an_owner(story, owner)?;
    is_new(story, owner, Some(&words), None)?;
    let accountable = answers(story, owner)?;
    let id = AskId::new(story.live()?.id, story.next_part()?);
    let (words, why, message, target) = (Some(words), None, None, None);
    story.say(Event::AskOpened { id, owner, accountable, why, message, words, target, due_at });
    story.made = Some(Made::Ask(id));
    if accountable != me {
        story.tell(accountable, Notice::AskOpened);
    }
    Ok(())
}

/// It is answered, perhaps by a message of ours: the one that is named, or a note that the same decision wrote. Whoever
/// asked is told.
pub(super) fn answer(story: &mut Story<'_>, id: AskId, by: Option<MessageId>) -> Result<(), Refusal> {
    let ask = may_act(story, id)?;
    let thread = story.thread()?;
    if by.is_some_and(|message| {
        message.thread() != thread.id || !(1..=thread.messages).contains(&message.ordinal())
    }) {
        return Err(Refusal::invalid(
            Reason::NoSuchAnswer,
            "message",
            "There is no such message in this conversation.",
        ));
    }
    let by = by.or(story.message);
    close(story, &ask, by);
    Ok(())
}

fn close(story: &mut Story<'_>, ask: &Ask, by: Option<MessageId>) {
    story.say(Event::AskAnswered { id: ask.id, by });
    if let Some(asker) = ask.by {
        story.tell(asker, Notice::AskAnswered);
    }
}

/// A text whose time has come answers those that are still open.
pub(super) fn answered_later(story: &mut Story<'_>, ids: &[AskId], text: MessageId) {
    let open: Vec<Ask> = story.subject().live().map_or_else(Vec::new, |live| {
        live.asks.iter().filter(|ask| ids.contains(&ask.id)).cloned().collect()
    });
    for ask in open {
        close(story, &ask, Some(text));
    }
}

/// A text that was just written answers them.
pub(super) fn answered_by(story: &mut Story<'_>, ids: &[AskId], text: MessageId) -> Result<(), Refusal> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    for id in ids {
        answer(story, id, Some(text))?;
    }
    Ok(())
}

/// Whether a text that goes out later may answer them.
pub(super) fn may_answer(story: &Story<'_>, ids: &[AskId]) -> Result<(), Refusal> {
    ids.iter().try_for_each(|id| may_act(story, *id).map(drop))
}

/// It is somebody else's from here.
pub(super) fn hand_over(
    story: &mut Story<'_>,
    id: AskId,
    to: Owner,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let ask = may_act(story, id)?;
    let reason = status::words(reason)?;
    is_an_owner(story, to)?;
    if ask.owner == to {
        return Ok(());
    }
    is_new(story, to, ask.words.as_deref(), Some(id))?;
    let accountable = answers(story, to)?;
    story.say(Event::AskMoved { id, to: Some(to), accountable, reason });
    story.tell(accountable, Notice::AskOpened);
    Ok(())
}

/// Whoever asked learns that no answer comes.
fn drop_it(story: &mut Story<'_>, ask: &Ask, reason: String) {
    story.say(Event::AskDropped { id: ask.id, reason });
    if let Some(asker) = ask.by {
        story.tell(asker, Notice::AskDropped);
    }
}

/// It needs no answer any more.
pub(super) fn put_down(story: &mut Story<'_>, id: AskId, reason: &str) -> Result<(), Refusal> {
    let ask = may_act(story, id)?;
    let reason = status::words(Some(reason.to_owned()))?.ok_or_else(|| {
        Refusal::invalid(
            Reason::AskDropUnsaid,
            "reason",
            "Say why it needs no answer, for example “booked by phone”.",
        )
    })?;
    drop_it(story, &ask, reason);
    Ok(())
}

/// A close needs a word about what was not answered, and drops it with that.
pub(super) fn drop_for_close(story: &mut Story<'_>, reason: Option<&str>) -> Result<(), Refusal> {
    let open = story.conversation()?.asks.clone();
    if open.is_empty() {
        return Ok(());
    }
    let Some(reason) = reason else {
        let (what, _) = first_open(story).unwrap_or_default();
        return Err(Refusal::invalid(
            Reason::AskOpenAtClose,
            "reason",
            format!("{what} is still open. Say why it is closed without an answer to that."),
        ));
    };
    for ask in open {
        drop_it(story, &ask, reason.to_owned());
    }
    Ok(())
}

/// With a question open nobody waits for the customer: they wait for us.
pub(super) fn none_waits(story: &Story<'_>) -> Result<(), Refusal> {
    let Some((what, whose)) = first_open(story) else { return Ok(()) };
    Err(Refusal::not_now(
        Reason::AskOpen,
        format!(
            "{what} is still open with {whose}. Answer it, hand it over or drop it; then wait for {}.",
            story.customer()
        ),
    ))
}

/// After people or queues changed: an ask whose owner is gone goes on with the conversation's queue, else with the
/// fallback person (law 10).
pub(super) fn resettle(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let directory = story.directory();
    let queue = live.queue.filter(|queue| directory.queue(*queue).is_some());
    let home = queue.map_or(Owner::Person(directory.fallback), Owner::Queue);
    let mut moves = Vec::new();
    for ask in &live.asks {
        let to = (!is_there(story, ask.owner)).then_some(home);
        let owner = to.unwrap_or(ask.owner);
        let accountable = story.accountable(owner, owner.queue().or(queue), Some(ask.accountable));
        if to.is_some() || accountable != ask.accountable {
            moves.push((ask.id, to, accountable));
        }
    }
    for (id, to, accountable) in moves {
        let reason = to.map(|_| "whoever had it is no longer there".to_owned());
        story.say(Event::AskMoved { id, to, accountable, reason });
    }
}

/// Whether this person has a question here, or answers for one.
pub(super) fn has_one(story: &Story<'_>, person: PersonId) -> bool {
    let Some(live) = story.subject().live() else { return false };
    live.asks.iter().any(|ask| is_theirs(story, ask, person))
}

/// The ask, if whoever wants this may answer, move and drop it: its people, and the conversation's.
fn may_act(story: &Story<'_>, id: AskId) -> Result<Ask, Refusal> {
    let me = story.person()?;
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound(Reason::NoAsk));
    }
    let live = story.live()?;
    let ask = live.asks.iter().find(|ask| ask.id == id).cloned();
    let ask = ask
        .ok_or_else(|| Refusal::not_now(Reason::AskGone, "This question is answered or dropped already."))?;
    let has_the_whole = match live.owner {
        Owner::Person(owner) => owner == me,
        Owner::Queue(queue) => story.directory().speaks_for(me, queue),
    };
    if is_theirs(story, &ask, me) || has_the_whole || live.accountable == me || own::leads(story, me) {
        return Ok(ask);
    }
    let (whose, owner) = (story.directory().owner_name(ask.owner), story.directory().owner_name(live.owner));
    Err(Refusal::not_allowed(
        Reason::AskNotTheirs,
        format!("This question is with {whose}. They can do that, or {owner}."),
    ))
}

fn is_theirs(story: &Story<'_>, ask: &Ask, person: PersonId) -> bool {
    ask.accountable == person
        || match ask.owner {
            Owner::Person(owner) => owner == person,
            Owner::Queue(queue) => story.directory().speaks_for(person, queue),
        }
}

fn is_there(story: &Story<'_>, owner: Owner) -> bool {
    match owner {
        Owner::Person(person) => story.directory().is_active(person),
        Owner::Queue(queue) => story.directory().queue(queue).is_some(),
    }
}

fn is_an_owner(story: &Story<'_>, owner: Owner) -> Result<(), Refusal> {
    match owner {
        _ if is_there(story, owner) => Ok(()),
        Owner::Person(_) => Err(Refusal::NotFound(Reason::NoPerson)),
        Owner::Queue(_) => Err(Refusal::NotFound(Reason::NoQueue)),
    }
}

/// Nobody is asked the same twice. Only words that somebody wrote down can be compared.
fn is_new(
    story: &Story<'_>,
    owner: Owner,
    words: Option<&str>,
    except: Option<AskId>,
) -> Result<(), Refusal> {
    let Some(words) = words.map(str::to_lowercase) else { return Ok(()) };
    let same = |ask: &Ask| ask.words.as_deref().is_some_and(|other| other.to_lowercase() == words);
    let others = story.live()?.asks.iter().filter(|ask| ask.owner == owner && Some(ask.id) != except);
    if others.into_iter().any(same) {
        let name = story.directory().owner_name(owner);
        return Err(Refusal::not_now(Reason::AskedAlready, format!("{name} has this question already.")));
    }
    Ok(())
}

fn answers(story: &Story<'_>, owner: Owner) -> Result<PersonId, Refusal> {
    let queue = owner.queue().or(story.live()?.queue);
    Ok(story.accountable(owner, queue, None))
}

/// The first open question in words, and whose it is.
fn first_open<'s>(story: &'s Story<'_>) -> Option<(String, &'s str)> {
    let ask = story.conversation().ok()?.asks.first()?;
    let whose = story.directory().owner_name(ask.owner);
    let matched = ask.why.as_ref().map_or(&[][..], |why| &why.matched);
    // A colleague's words are for people at their screens: a token may not be allowed to read them.
    let reads = matches!(story.by(), By::Person { token: None, .. });
    let what = match (&ask.words, matched) {
        (Some(words), _) if reads => format!("The question “{words}”"),
        (Some(_), _) | (None, []) => format!("A question for {whose}"),
        (None, matched) => format!("The question about “{}”", matched.join("”, “")),
    };
    Some((what, whose))
}
