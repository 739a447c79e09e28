//! We write: texts and notes.

use super::quiet::{self, When};
use super::story::{Draft, Story};
use super::{asks, fill, first, own, routing, scheduled, status, watch};
use crate::command::{Begin, FromTemplate, NewText, Seen, Then};
use crate::event::{Event, MadeWith, OwnerCause, TextKind};
use crate::ids::ConversationId;
use crate::owner::{By, Owner};
use crate::refusal::{Reason, Refusal};
use baton_hours::Moment;
use baton_policy::TemplateThen;

/// The most characters of a text: what carriers take as one message (Twilio's limit).
const TEXT: usize = 1_600;
/// The most pictures and files of a text (Twilio's limit).
const MEDIA: usize = 10;
/// The most characters of a note.
const NOTE: usize = 10_000;

/// Answers in a conversation; a closed one goes on by that.
pub(super) fn send(story: &mut Story<'_>, text: &NewText) -> Result<(), Refusal> {
    let kind = kind(story)?;
    story.conversation()?;
    let plain = plain(text)?;
    reachable(story)?;
    nothing_newer(story, text.seen)?;
    let when = quiet::at_press(story, text, kind, false)?;
    let mut words = words(story, text, plain, when.at(story))?;
    first::complete(story, text.introduce, kind, &mut words)?;
    let closed = !story.conversation()?.is_live();
    if closed {
        status::reopen(story)?;
    }
    claim_by_reply(story)?;
    put(story, text, words, kind, &when, closed)
}

/// Begins a conversation: what a person begins is theirs, what a program begins is routed.
pub(super) fn begin(story: &mut Story<'_>, begin: &Begin) -> Result<(), Refusal> {
    let kind = kind(story)?;
    let plain = plain(&begin.text)?;
    let line = story.directory().lines.get(&begin.line).ok_or(Refusal::NotFound(Reason::NoLine))?;
    if line.retired {
        return Err(Refusal::not_now(
            Reason::LineRetired,
            format!("The line {} is retired. Choose another.", line.number),
        ));
    }
    if !begin.to.can_be_answered() {
        return Err(Refusal::invalid(
            Reason::SenderIsAName,
            "to",
            "That sender is a name, which cannot be texted. Use a phone number.",
        ));
    }
    story.ensure_thread(begin.line, &begin.to);
    reachable(story)?;
    let joins = story.subject().live().map(|live| live.id);
    let when = quiet::at_press(story, &begin.text, kind, joins.is_none())?;
    if let Some(live) = joins {
        is_of_this_thread(story, begin.text.seen)?;
        let newest = story.thread()?.newest_for(None);
        let seen_it = matches!((begin.text.seen, newest), (Seen::UpTo(seen), Some(newest)) if seen >= newest);
        if !seen_it {
            return Err(Refusal::AlreadyOpen(live));
        }
        claim_by_reply(story)?;
    } else {
        begin_anew(story)?;
    }
    let mut words = words(story, &begin.text, plain, when.at(story))?;
    first::complete(story, begin.text.introduce, kind, &mut words)?;
    put(story, &begin.text, words, kind, &when, joins.is_none())
}

fn begin_anew(story: &mut Story<'_>) -> Result<(), Refusal> {
    let Some(person) = story.by().as_person() else { return routing::open_for_program(story) };
    let id = ConversationId(story.new_id());
    let owner = Owner::Person(person);
    let accountable = story.accountable(owner, None, None);
    let (begun_by_us, covers) = (true, None);
    story.say(Event::ConversationOpened { id, owner, queue: None, accountable, begun_by_us, covers });
    Ok(())
}

/// An internal comment.
pub(super) fn note(story: &mut Story<'_>, body: &str) -> Result<(), Refusal> {
    kind(story)?;
    story.conversation()?;
    put_note(story, body, None)
}

/// An internal comment, made with a template.
pub(super) fn note_from(story: &mut Story<'_>, from: &FromTemplate) -> Result<(), Refusal> {
    kind(story)?;
    story.conversation()?;
    let filled = fill::fill(story, from, fill::Becomes::Note, story.now())?;
    put_note(story, &filled.body, Some(filled.made_with))
}

fn put_note(story: &mut Story<'_>, body: &str, made_with: Option<MadeWith>) -> Result<(), Refusal> {
    let body = baton_text::normalise(body.trim());
    if body.is_empty() {
        return Err(Refusal::invalid(Reason::NoteEmpty, "text", "Write the note first."));
    }
    if body.chars().count() > NOTE {
        return Err(Refusal::invalid(
            Reason::NoteTooLong,
            "text",
            format!("A note has at most {NOTE} characters."),
        ));
    }
    let mentioned = watch::mentioned(story, &body)?;
    let id = story.next_message()?;
    story.message = Some(id);
    story.say(Event::NoteAdded { id, body, made_with, from_facts: false });
    watch::noted(story, id, &mentioned);
    Ok(())
}

/// A person began to write: from here routing does not change its mind.
pub(super) fn touch(story: &mut Story<'_>) -> Result<(), Refusal> {
    story.person()?;
    if story.live()?.untouched {
        story.say(Event::Touched {});
    }
    Ok(())
}

/// People's texts keep promises, programs' do not; nobody else writes.
fn kind(story: &Story<'_>) -> Result<TextKind, Refusal> {
    match story.by() {
        By::Program { .. } => Ok(TextKind::Program),
        _ => story.person().map(|_| TextKind::Person),
    }
}

/// What is about to go out.
pub(super) struct Words {
    pub(super) body: String,
    pub(super) then: Then,
    pub(super) promise_by: Option<Moment>,
    /// What the template says about that, unless its author said otherwise.
    pub(super) timeframe: Option<String>,
    pub(super) made_with: Option<MadeWith>,
}

/// The words of a text that its author wrote whole; none for one that is made with a template.
pub(super) fn plain(text: &NewText) -> Result<Option<String>, Refusal> {
    let body = baton_text::normalise(text.body.trim());
    if text.media.len() > MEDIA {
        return Err(Refusal::invalid(
            Reason::TooManyPictures,
            "media",
            format!("A text has at most {MEDIA} pictures and files."),
        ));
    }
    if text.template.is_some() {
        let both = "Give a text or a template, not both.";
        return if body.is_empty() {
            Ok(None)
        } else {
            Err(Refusal::invalid(Reason::TextAndTemplate, "text", both))
        };
    }
    if body.is_empty() && text.media.is_empty() {
        return Err(Refusal::invalid(Reason::TextEmpty, "text", "Write the text first."));
    }
    fits("text", &body)?;
    Ok(Some(body))
}

/// The words with what comes after them, for a text that goes out at `at`: what its author says counts before what the
/// template says.
fn words(story: &Story<'_>, text: &NewText, plain: Option<String>, at: Moment) -> Result<Words, Refusal> {
    let (then, promise_by) = (text.then.clone(), text.promise_by);
    let Some(from) = &text.template else {
        let body = plain.unwrap_or_default();
        is_judged(&then, promise_by)?;
        return Ok(Words { body, then, promise_by, timeframe: None, made_with: None });
    };
    let filled = fill::fill(story, from, fill::Becomes::Text, at)?;
    let body = baton_text::normalise(filled.body.trim());
    fits("values", &body)?;
    let then = match filled.then.filter(|_| !from.own_then) {
        None => then,
        Some(TemplateThen::Open) => Then::Open,
        Some(TemplateThen::Pending) => Then::Pending { wake_at: None },
        Some(TemplateThen::Closed) => Then::Closed { reason: None },
    };
    is_judged(&then, promise_by)?;
    // What the template's words say by themselves is no promise of its author's where nothing is left to do.
    let open = filled.promise_by.is_none_or(|by| is_open_by(&then, by));
    let timeframe = filled.timeframe.filter(|_| promise_by.is_none() && open);
    let promise_by = promise_by.or(filled.promise_by.filter(|_| open));
    Ok(Words { body, then, promise_by, timeframe, made_with: Some(filled.made_with) })
}

/// What its author promises to do is judged while the conversation is open: who closes it, or waits for longer than that, has
/// nothing left to do by then.
fn is_judged(then: &Then, promise_by: Option<Moment>) -> Result<(), Refusal> {
    match promise_by {
        Some(by) if !is_open_by(then, by) => {
            let sentence = "Whether a promise is kept shows while the conversation is open, and it is not by then. Leave it \
                            open, or promise nothing.";
            Err(Refusal::invalid(Reason::PromiseUnjudged, "promise_by", sentence))
        }
        _ => Ok(()),
    }
}

fn is_open_by(then: &Then, by: Moment) -> bool {
    match then {
        Then::Open => true,
        Then::Pending { wake_at } => wake_at.is_some_and(|wakes| wakes <= by),
        Then::Closed { .. } => false,
    }
}

/// Whether a carrier takes it as one message.
pub(super) fn fits(field: &'static str, body: &str) -> Result<(), Refusal> {
    let length = body.chars().count();
    if length > TEXT {
        return Err(Refusal::invalid(
            Reason::TextTooLong,
            field,
            format!(
                "This text has {length} characters; a text can have {TEXT}. Shorten it, or send it as two."
            ),
        ));
    }
    Ok(())
}

/// Whether a text can be sent, and its author has seen what is new.
pub(super) fn may_go_out(story: &Story<'_>, seen: Seen) -> Result<(), Refusal> {
    reachable(story)?;
    nothing_newer(story, seen)
}

pub(super) fn reachable(story: &Story<'_>) -> Result<(), Refusal> {
    let line = story.line()?;
    if line.retired {
        return Err(Refusal::not_now(
            Reason::LineSendsNothing,
            format!("The line {} is retired and sends nothing any more.", line.number),
        ));
    }
    if story.number()?.opted_out() {
        return Err(Refusal::OptedOut {
            who: story.customer(),
            line: baton_text::Address::from_stored(&line.number).human(),
        });
    }
    Ok(())
}

/// A text does not go out over something that its author has not seen (law 7).
pub(super) fn nothing_newer(story: &Story<'_>, seen: Seen) -> Result<(), Refusal> {
    is_of_this_thread(story, seen)?;
    let newest = story.thread()?.newest_for(story.by().as_person());
    match (seen, newest) {
        (Seen::Nothing, Some(newest)) => Err(Refusal::Newer { newest }),
        (Seen::UpTo(seen), Some(newest)) if newest > seen => Err(Refusal::Newer { newest }),
        _ => Ok(()),
    }
}

/// Only ids of one thread can be compared: whoever names another's has seen nothing of this one.
fn is_of_this_thread(story: &Story<'_>, seen: Seen) -> Result<(), Refusal> {
    let thread = story.thread()?;
    match seen {
        Seen::UpTo(seen) if seen.thread() != thread.id || seen.ordinal() > thread.messages => {
            Err(Refusal::invalid(
                Reason::NotOfThisThread,
                "seen",
                "There is no such message in this thread. Read it again, then decide.",
            ))
        }
        _ => Ok(()),
    }
}

/// A person's text in a conversation that a queue has claims it, where the queue says so. Who is there for a question of
/// theirs only answers that.
pub(super) fn claim_by_reply(story: &mut Story<'_>) -> Result<(), Refusal> {
    let (Some(person), Owner::Queue(queue)) = (story.by().as_person(), story.conversation()?.owner) else {
        return Ok(());
    };
    if asks::has_one(story, person) && !story.directory().speaks_for(person, queue) {
        return Ok(());
    }
    if story.directory().queue(queue).is_none_or(|queue| queue.reply_claims) {
        own::change(story, Owner::Person(person), OwnerCause::Claim, None)?;
    }
    Ok(())
}

/// It goes out, or waits for its time; `began`: nothing was open before.
fn put(
    story: &mut Story<'_>,
    text: &NewText,
    words: Words,
    kind: TextKind,
    when: &When,
    began: bool,
) -> Result<(), Refusal> {
    match when {
        When::Now => {}
        When::At(later) => return scheduled::put(story, text, words, *later, began, None),
        When::ByDay(later) => return scheduled::put(story, text, words, *later, began, Some(quiet::NIGHT)),
    }
    let Words { body, then, promise_by, made_with, timeframe: _ } = words;
    if promise_by.is_some_and(|at| at <= story.now()) {
        return Err(Refusal::invalid(
            Reason::PromisePassed,
            "promise_by",
            "That time has passed. Promise a later one.",
        ));
    }
    let media = text.media.clone();
    let promise_by = promise_by.filter(|_| kind == TextKind::Person);
    let id = story.write(Draft { media, promise_by, made_with, ..Draft::of(kind, body) })?;
    story.message = Some(id);
    asks::answered_by(story, &text.answers, id)?;
    match then {
        Then::Open => status::open(story),
        Then::Pending { wake_at } => status::wait(story, None, None, wake_at),
        Then::Closed { reason } => status::close(story, reason, text.owner),
    }
}
