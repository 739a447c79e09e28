//! May we text them? Their own words first, then what carriers and people record.

use super::story::{Draft, Story};
use super::{own, scheduled};
use crate::conversation::{PendingOn, Status, WaitsFor};
use crate::event::{ConsentCause, ConsentNote, Event, TextKind};
use crate::number::ConsentState;
use crate::refusal::{Reason, Refusal};
use baton_templates::{Name, Values};
use baton_text::{ConsentWord, FoundWord};
use std::time::Duration;

/// The reason of a conversation that waits because its number opted out.
const CALL_INSTEAD: &str = "opted out: call instead";
/// The reason of one that their further text opened: somebody reads it, and cannot answer it by text.
pub(super) const CALL: &str = "texted after opting out: call";
/// The reason of a conversation whose customer answered a text of ours with a word that we had offered them.
const MEANT: &str = "may have meant the appointment; you cannot text, call";
/// The attribute of a contact that says their language, by its tag (BCP 47).
const LANGUAGE: &str = "language";
/// How long a word in a text of ours counts as offered: seven days.
const OFFERED_FOR: Duration = Duration::from_hours(7 * 24);
/// A confirmation goes out within five minutes or not at all (47 CFR 64.1200(a)(12)).
const CONFIRM_WITHIN: Duration = Duration::from_mins(5);

/// They texted STOP, START or HELP. `answered`: the carrier has answered it, or nobody reads an answer there.
pub(super) fn word(
    story: &mut Story<'_>,
    word: ConsentWord,
    keyword: Option<FoundWord<'_>>,
    body: &str,
    answered: bool,
) -> Result<(), Refusal> {
    // A line that is retired answers nothing any more; what their word means holds all the same.
    let answered = answered || story.line()?.carrier_answers || story.line()?.retired;
    match word {
        ConsentWord::OptOut => opt_out(story, keyword, body, answered),
        ConsentWord::OptIn => opt_in(story, keyword, body, answered),
        ConsentWord::Help => help(story, keyword, answered),
    }
}

fn opt_out(
    story: &mut Story<'_>,
    keyword: Option<FoundWord<'_>>,
    body: &str,
    answered: bool,
) -> Result<(), Refusal> {
    if story.number()?.opted_out() {
        return Ok(());
    }
    let carrier_block = story.line()?.carrier_answers;
    let offered = keyword.is_some_and(|keyword| is_offered(story, keyword));
    change(story, ConsentState::Out, ConsentCause::Word, body.trim(), carrier_block)?;
    scheduled::drop_for_opt_out(story);
    if offered {
        open_for_owner(story);
    } else {
        end_live(story);
    }
    if !answered {
        let text = in_words(story, ConsentWord::OptOut, keyword, |business, _| {
            format!("{business}: you are opted out and get no more texts from us. Reply START to undo that.")
        })?;
        let expires_at = story.now() + CONFIRM_WITHIN;
        story.write(Draft::of(TextKind::OptOutConfirmation, text).until(expires_at))?;
    }
    Ok(())
}

/// Whether our last text offered that very word for something else, as in "reply CANCEL to cancel". Texts that go out by
/// themselves offer nothing.
fn is_offered(story: &Story<'_>, keyword: FoundWord<'_>) -> bool {
    if !keyword.may_mean_another_thing() {
        return false;
    }
    let last = story.subject().quotable.iter().find(|text| text.ours.is_some_and(TextKind::is_written));
    last.is_some_and(|text| text.at + OFFERED_FOR >= story.now() && keyword.stands_in(&text.body))
}

/// They may have meant something else by the word, so somebody looks: the conversation that holds our text is open.
fn open_for_owner(story: &mut Story<'_>) {
    let Some(conversation) = &story.subject().conversation else { return };
    let (id, live) = (conversation.id, conversation.is_live());
    let from = if live { conversation.status } else { Status::Open };
    if !live {
        story.say(Event::Reopened { id });
        story.outside = false;
    }
    let reason = Some(MEANT.to_owned());
    story.say(Event::StatusChanged {
        from,
        to: Status::Open,
        pending_on: None,
        reason,
        wake_at: None,
        close_at: None,
        waits_for: None,
        due_at: None,
    });
    if from != Status::Open || !live {
        own::open_again(story);
    }
}

fn opt_in(
    story: &mut Story<'_>,
    keyword: Option<FoundWord<'_>>,
    body: &str,
    answered: bool,
) -> Result<(), Refusal> {
    let before = story.number()?.consent.state;
    if before == ConsentState::In && !story.number()?.consent.carrier_block {
        return Ok(());
    }
    record(story, ConsentState::In, ConsentCause::Word, body.trim(), false)?;
    if before == ConsentState::Out && !answered {
        let text = in_words(story, ConsentWord::OptIn, keyword, |business, _| {
            format!("{business}: you get our texts again. Reply HELP for help, STOP to end them.")
        })?;
        let expires_at = story.now() + CONFIRM_WITHIN;
        story.write(Draft::of(TextKind::OptInConfirmation, text).until(expires_at))?;
    }
    go_on(story);
    Ok(())
}

/// What waited because they had opted out is open again, and what was open because they had written all the same is so for
/// no such reason any more.
fn go_on(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let waited = live.waits_for == Some(WaitsFor::OptIn);
    let called = live.status == Status::Open && live.reason.as_deref() == Some(CALL);
    let (from, wake_at) = (live.status, live.wake_at.filter(|_| called));
    if waited || called {
        story.say(Event::StatusChanged {
            from,
            to: Status::Open,
            pending_on: None,
            reason: Some("opted in again".to_owned()),
            wake_at,
            close_at: None,
            waits_for: None,
            due_at: None,
        });
    }
    if waited {
        own::open_again(story);
    }
}

fn help(story: &mut Story<'_>, keyword: Option<FoundWord<'_>>, answered: bool) -> Result<(), Refusal> {
    if answered || story.number()?.opted_out() {
        return Ok(());
    }
    let text = in_words(story, ConsentWord::Help, keyword, |business, line| {
        format!("{business}: text this number or call {line}, and a person answers. Reply STOP to end texts.")
    })?;
    let expires_at = story.now() + CONFIRM_WITHIN;
    story.write(Draft::of(TextKind::Help, text).until(expires_at))?;
    Ok(())
}

/// The words of the business where its policy has them, in the contact's language if that is known, else in that of the
/// word they texted; else ours: of its name and the line's number.
fn in_words(
    story: &Story<'_>,
    does: ConsentWord,
    keyword: Option<FoundWord<'_>>,
    ours: impl FnOnce(&str, &str) -> String,
) -> Result<String, Refusal> {
    let (business, line) = (story.directory().business.as_str(), story.line()?.number.as_str());
    let contact = story.subject().contact.as_ref();
    let known = contact.and_then(|contact| contact.attributes.get(LANGUAGE)).map(String::as_str);
    let tags = known.into_iter().chain(keyword.and_then(|keyword| keyword.language));
    let own = story.directory().policy.consent().answer(does, tags);
    let human = || baton_text::Address::from_stored(line).human();
    let filled = own.and_then(|own| {
        let values = Values::new().with(Name::BusinessName, business).with(Name::OurNumber, human());
        // A business whose name says nothing is named by ours all the same.
        own.fill(&values).ok()
    });
    Ok(filled.map_or_else(|| ours(business, line), |text| baton_text::normalise(text.trim())))
}

/// Records consent with its evidence. An opt-out ends what is live on this thread.
pub(super) fn record(
    story: &mut Story<'_>,
    to: ConsentState,
    cause: ConsentCause,
    evidence: &str,
    carrier_block: bool,
) -> Result<(), Refusal> {
    change(story, to, cause, evidence, carrier_block)?;
    if to == ConsentState::Out {
        scheduled::drop_for_opt_out(story);
        end_live(story);
    }
    Ok(())
}

fn change(
    story: &mut Story<'_>,
    to: ConsentState,
    cause: ConsentCause,
    evidence: &str,
    carrier_block: bool,
) -> Result<(), Refusal> {
    let number = story.number()?;
    story.say(Event::ConsentChanged {
        number: number.id,
        from: number.consent.state,
        to,
        cause,
        evidence: evidence.chars().take(500).collect(),
        carrier_block,
    });
    Ok(())
}

/// Nobody can answer by text any more, so what is live waits for something else.
fn end_live(story: &mut Story<'_>) {
    if let Some(from) = story.subject().live().map(|live| live.status) {
        // Also where the text that brought it to light belongs to no conversation.
        story.outside = false;
        story.say(Event::StatusChanged {
            from,
            to: Status::Pending,
            pending_on: Some(PendingOn::Internal),
            reason: Some(CALL_INSTEAD.to_owned()),
            wake_at: None,
            close_at: None,
            waits_for: Some(WaitsFor::OptIn),
            due_at: None,
        });
    }
}

/// Consent was changed elsewhere: this thread is told, and what is live here ends or goes on with it.
pub(super) fn follow(story: &mut Story<'_>, note: &ConsentNote) -> Result<(), Refusal> {
    story.outside = story.subject().live().is_none();
    let number = story.number()?.id;
    story.say(Event::ConsentNoted { number, note: note.clone() });
    match note.to {
        ConsentState::Out => {
            scheduled::drop_for_opt_out(story);
            end_live(story);
        }
        ConsentState::In => go_on(story),
        ConsentState::Unstated => {}
    }
    Ok(())
}

/// Somebody of the team records what they were told on paper or by phone.
pub(super) fn set(story: &mut Story<'_>, state: ConsentState, evidence: &str) -> Result<(), Refusal> {
    if evidence.trim().is_empty() {
        return Err(Refusal::invalid(
            Reason::EvidenceUnsaid,
            "evidence",
            "Say how they told you, for example “form of 4 March”.",
        ));
    }
    if state == ConsentState::Unstated {
        return Err(Refusal::invalid(Reason::ConsentUnsaid, "state", "Say “in” or “out”."));
    }
    let consent = &story.number()?.consent;
    if consent.state == state {
        return Ok(());
    }
    // Our page does not lift the carrier's own block: only a START from their phone does.
    let carrier_block = consent.carrier_block || consent.state == ConsentState::Out;
    record(story, state, ConsentCause::Person, evidence.trim(), carrier_block && state == ConsentState::In)
}
