//! Watching: whoever wants to know how a conversation goes is told of what is texted and noted in it, and owns nothing.

use super::story::Story;
use crate::conversation::Conversation;
use crate::directory::Directory;
use crate::event::{Event, Notice};
use crate::ids::{MessageId, PersonId};
use crate::person::Person;
use crate::refusal::{Reason, Refusal};

/// Somebody watches it from here on.
pub(super) fn watch(story: &mut Story<'_>) -> Result<(), Refusal> {
    let person = story.person()?;
    let watchers = &story.conversation()?.watchers;
    if watchers.contains(&person) {
        return Ok(());
    }
    if watchers.len() >= Conversation::WATCHERS {
        let most = Conversation::WATCHERS;
        return Err(Refusal::not_now(
            Reason::TooManyWatchers,
            format!("{most} people watch this already, which is the most."),
        ));
    }
    story.say(Event::Watched { person, mentioned_in: None });
    Ok(())
}

/// Somebody does not any more.
pub(super) fn unwatch(story: &mut Story<'_>) -> Result<(), Refusal> {
    let person = story.person()?;
    if story.conversation()?.watchers.contains(&person) {
        story.say(Event::Unwatched { person });
    }
    Ok(())
}

/// A customer's text came: whoever watches is told, save who has it in their own list anyway.
pub(super) fn texted(story: &mut Story<'_>) {
    if story.outside {
        return;
    }
    let Some(live) = story.subject().live().filter(|live| !live.watchers.is_empty()) else { return };
    let has = |person: &PersonId| live.accountable == *person || live.owner.person() == Some(*person);
    let told: Vec<PersonId> = live.watchers.iter().copied().filter(|person| !has(person)).collect();
    for person in told {
        story.tell(person, Notice::WatchedText);
    }
}

/// Whom a note mentions, or the sentence for a name that may be several people's. Asked before the note is written.
pub(super) fn mentioned(story: &Story<'_>, body: &str) -> Result<Vec<PersonId>, Refusal> {
    if body.contains('@') { mentions(story.directory(), body) } else { Ok(Vec::new()) }
}

/// A note was written: who is mentioned watches from here on, and they and all who watch are told.
pub(super) fn noted(story: &mut Story<'_>, note: MessageId, mentioned: &[PersonId]) {
    let watchers = story.subject().conversation.as_ref().map(|found| found.watchers.clone());
    let watchers = watchers.unwrap_or_default();
    let mut room = Conversation::WATCHERS.saturating_sub(watchers.len());
    for person in mentioned {
        if !watchers.contains(person) && story.by().as_person() != Some(*person) && room > 0 {
            room -= 1;
            story.say(Event::Watched { person: *person, mentioned_in: Some(note) });
        }
        story.tell(*person, Notice::Mentioned);
    }
    for person in watchers.into_iter().filter(|person| !mentioned.contains(person)) {
        story.tell(person, Notice::WatchedNote);
    }
}

/// People by `@Dana Kim`, or `@Dana` where one person alone is called so; capitals do not matter. What is nobody's name is
/// no mention, and neither is an e-mail address.
fn mentions(directory: &Directory, body: &str) -> Result<Vec<PersonId>, Refusal> {
    let mut found = Vec::new();
    for (place, _) in body.match_indices('@') {
        let joined = body[..place].chars().next_back().is_some_and(char::is_alphanumeric);
        if joined {
            continue;
        }
        let after = &body[place + 1..];
        let active = || directory.people.values().filter(|person| person.active);
        // The longest name counts: “@Dana Kim” is not whoever is called Dana alone.
        let whole = active().filter(|person| begins_with(after, &person.name));
        let person = if let Some(person) = whole.max_by_key(|person| person.name.len()) {
            Some(person.id)
        } else {
            let called: Vec<_> = active().filter(|person| begins_with(after, first(person))).collect();
            by_first_name(&called)?
        };
        if let Some(person) = person.filter(|person| !found.contains(person)) {
            found.push(person);
        }
    }
    Ok(found)
}

fn by_first_name(called: &[&Person]) -> Result<Option<PersonId>, Refusal> {
    match called {
        [] => Ok(None),
        [one] => Ok(Some(one.id)),
        several => {
            let names: Vec<String> = several.iter().map(|person| format!("@{}", person.name)).collect();
            let sentence = format!(
                "{} people are called {}. Write the whole name: {}.",
                several.len(),
                first(several[0]),
                names.join(" or ")
            );
            Err(Refusal::invalid(Reason::NameOfSeveral, "text", sentence))
        }
    }
}

fn first(person: &Person) -> &str {
    person.name.split_whitespace().next().unwrap_or(&person.name)
}

/// Whether a text begins with that name, and no letter follows.
fn begins_with(text: &str, name: &str) -> bool {
    let mut rest = text.chars();
    for wanted in name.chars() {
        let same = rest.next().is_some_and(|found| found.to_lowercase().eq(wanted.to_lowercase()));
        if !same {
            return false;
        }
    }
    !name.is_empty() && !rest.next().is_some_and(char::is_alphanumeric)
}
