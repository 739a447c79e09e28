//! The routing text asked about a customer's text, and what is made of its answer.

use super::{distribute, own, story::Story};
use crate::command::Receive;
use crate::conversation::Priority;
use crate::directory::Directory;
use crate::event::{Event, Notice, OwnerCause, Why};
use crate::ids::{AskId, ConversationId, MessageId, PersonId, QueueId};
use crate::owner::Owner;
use crate::refusal::Refusal;
use baton_hours::Moment;
use baton_routing::{
    Because, Condition, Contact, Decision, Facts, HoursRef, LineRef, PersonRef, Scratch, TargetRef,
};
use std::cell::RefCell;

/// The most open asks that routing makes for one conversation. A text that names more than so many queues is a list of
/// words, and its owner reads it whole. With contact, number, thread and conversation that stays below
/// [`crate::Ids::PER_DECISION`].
const ASKS: usize = 32;

thread_local! {
    /// Buffers that routing reuses; they hold no state between texts.
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

/// A new conversation for a customer's text, with its owner from this instant.
pub(super) fn open(story: &mut Story<'_>, receive: &Receive, message: MessageId) -> Result<(), Refusal> {
    let decision = ask(story, &receive.body, !receive.media.is_empty(), &[])?;
    let (owner, why) = first_owner(story.directory(), &decision);
    let id = ConversationId(story.new_id());
    let queue = owner.queue();
    let (owner, covers) = own::in_their_stead(story, owner);
    let accountable = story.accountable(owner, queue, None);
    story.say(Event::ConversationOpened { id, owner, queue, accountable, begun_by_us: false, covers });
    let (provisional, target) = (decision.provisional, target_of(story, decision.target));
    story.say(Event::Routed { owner, why, provisional, target });
    let mut added = queue_tags(story, owner);
    if owner.queue().is_some() {
        added.push("new".to_owned());
    }
    added.extend(decision.tags.iter().map(|tag| tag.to_lowercase()));
    added.retain(|tag| !decision.untags.iter().any(|untag| untag.eq_ignore_ascii_case(tag)));
    added.sort();
    added.dedup();
    if !added.is_empty() {
        story.say(Event::TagsChanged { added, removed: Vec::new() });
    }
    raise_priority(story, &decision);
    open_asks(story, &decision, message);
    story.rule_reply = decision.reply;
    distribute::arrived(story);
    Ok(())
}

/// What a program begins is routed by the policy with an empty text.
pub(super) fn open_for_program(story: &mut Story<'_>) -> Result<(), Refusal> {
    let decision = ask(story, "", false, &[])?;
    let (owner, why) = first_owner(story.directory(), &decision);
    let id = ConversationId(story.new_id());
    let queue = owner.queue();
    let (owner, covers) = own::in_their_stead(story, owner);
    let accountable = story.accountable(owner, queue, None);
    story.say(Event::ConversationOpened { id, owner, queue, accountable, begun_by_us: true, covers });
    let target = target_of(story, decision.target);
    story.say(Event::Routed { owner, why, provisional: false, target });
    let added = queue_tags(story, owner);
    if !added.is_empty() {
        story.say(Event::TagsChanged { added, removed: Vec::new() });
    }
    distribute::arrived(story);
    Ok(())
}

/// A further text while nobody has touched the conversation: a rule with a condition overrules an ELSE; anything
/// more becomes an ask.
pub(super) fn match_again(
    story: &mut Story<'_>,
    receive: &Receive,
    message: MessageId,
) -> Result<(), Refusal> {
    let tags: Vec<String> = story.live()?.tags.iter().cloned().collect();
    let decision = ask(story, &receive.body, !receive.media.is_empty(), &tags)?;
    if !decision.provisional {
        overrule_or_ask(story, &decision, message)?;
        story.rule_reply = decision.reply;
    }
    apply_tags(story, &decision);
    raise_priority(story, &decision);
    open_asks(story, &decision, message);
    Ok(())
}

/// The owner that a rule with a condition chose for a further text.
fn overrule_or_ask(story: &mut Story<'_>, decision: &Decision, message: MessageId) -> Result<(), Refusal> {
    let Some(assignment) = &decision.assignment else { return Ok(()) };
    let Some(named) = resolve(story.directory(), assignment.owner) else { return Ok(()) };
    let (owner, _) = own::in_their_stead(story, named);
    let (provisional, current) = (story.live()?.provisional, story.live()?.owner);
    let why = why(&assignment.because);
    if provisional {
        let target = target_of(story, decision.target);
        overrule(story, named, current, why, target)?;
    } else if owner != current && story.directory().policy.split_asks() {
        let target = target_of(story, decision.target);
        open_ask(story, named, why, message, target);
    }
    Ok(())
}

fn overrule(
    story: &mut Story<'_>,
    named: Owner,
    current: Owner,
    why: Why,
    target: Option<String>,
) -> Result<(), Refusal> {
    let (owner, _) = own::in_their_stead(story, named);
    let because = why.because.clone();
    story.say(Event::Routed { owner, why, provisional: false, target });
    if owner == current {
        return Ok(());
    }
    let left: Vec<String> = match current {
        Owner::Queue(queue) => {
            story.directory().queue(queue).map(|queue| queue.tags.clone()).unwrap_or_default()
        }
        Owner::Person(_) => Vec::new(),
    };
    own::change(story, named, OwnerCause::Routing, Some(because))?;
    let keeps = queue_tags_of(story.directory(), owner);
    let live = story.live()?;
    let removed: Vec<_> =
        left.into_iter().filter(|tag| live.tags.contains(tag) && !keeps.contains(tag)).collect();
    if !removed.is_empty() {
        story.say(Event::TagsChanged { added: Vec::new(), removed });
    }
    Ok(())
}

fn ask(story: &Story<'_>, text: &str, has_media: bool, tags: &[String]) -> Result<Decision, Refusal> {
    let routing = story.directory().policy.routing();
    let queue = story.subject().live().and_then(|live| live.queue);
    with_facts(story, (text, has_media), (tags, queue), |facts, scratch| routing.decide(facts, scratch))
}

/// The place of the first of those conditions that is true of what stands now; one that is none always is. A closed
/// conversation has its tags and its queue still: the text that is about to reopen it is promised by them.
pub(super) fn first_that_holds<'c>(
    story: &Story<'_>,
    mut conditions: impl Iterator<Item = Option<&'c Condition>>,
) -> Option<usize> {
    let tags: Vec<String> =
        story.subject().conversation.iter().flat_map(|found| found.tags.iter().cloned()).collect();
    let text = story.events().iter().rev().find_map(|event| match event {
        Event::TextReceived { body, media, .. } => Some((body.as_str(), !media.is_empty())),
        _ => None,
    });
    let text = text.unwrap_or_default();
    let queue = story.subject().conversation.as_ref().and_then(|found| found.queue);
    let first = with_facts(story, text, (&tags, queue), |facts, scratch| {
        conditions.position(|condition| condition.is_none_or(|condition| condition.holds(facts, scratch)))
    });
    first.ok().flatten()
}

fn with_facts<T>(
    story: &Story<'_>,
    (text, has_media): (&str, bool),
    (tags, queue): (&[String], Option<QueueId>),
    ask: impl FnOnce(&Facts<'_>, &mut Scratch) -> T,
) -> Result<T, Refusal> {
    let directory = story.directory();
    let contact = story.contact()?;
    let contact_tags: Vec<&str> = contact.tags.iter().map(String::as_str).collect();
    let attributes: Vec<(&str, &str)> =
        contact.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let account_owner = contact.account_owner.filter(|person| can_take(directory, *person, story.now()));
    let available = contact.account_owner.is_some_and(|person| directory.works(person, story.now()));
    let moment = AtMoment { directory, now: story.now() };
    let conversation = story.subject().conversation.as_ref();
    let last = conversation.and_then(|last| last.last_person);
    let facts = Facts {
        text,
        has_media,
        contact: Contact {
            new: !contact.existing,
            tags: &contact_tags,
            attributes: &attributes,
            has_owner: contact.account_owner.is_some(),
            owner_available: available,
            owner: account_owner.and_then(|person| directory.person_ref(person)),
        },
        line: directory.line_ref(story.thread()?.line).unwrap_or(LineRef(-1)),
        queue: queue.and_then(|queue| directory.queue_ref(queue)),
        tags: &tags,
        last_owner: last
            .filter(|person| can_take(directory, *person, story.now()))
            .and_then(|person| directory.person_ref(person))
            .map(baton_routing::Owner::Person),
        on_call: directory.on_call().and_then(|owner| directory.owner_ref(owner)),
        moment: &moment,
    };
    Ok(SCRATCH.with_borrow_mut(|scratch| ask(&facts, scratch)))
}

/// The name of the target that the rules chose.
fn target_of(story: &Story<'_>, target: Option<TargetRef>) -> Option<String> {
    let place = usize::try_from(target?.0).ok()?;
    story.directory().policy.targets().get(place).map(|target| target.name.clone())
}

/// Whether somebody, or whoever covers for them, can be given something.
fn can_take(directory: &Directory, person: PersonId, at: Moment) -> bool {
    directory.is_there(person, at) || (directory.is_active(person) && directory.cover(person, at).is_some())
}

struct AtMoment<'a> {
    directory: &'a Directory,
    now: Moment,
}

impl baton_routing::Moment for AtMoment<'_> {
    fn hours_open(&self, hours: HoursRef) -> bool {
        self.directory.policy.hours_of(hours).is_some_and(|hours| hours.calendar.is_open(self.now))
    }

    fn minute_of_day(&self) -> u16 {
        self.directory.policy.zone().minute_of_day(self.now)
    }

    fn can_take(&self, person: PersonRef) -> bool {
        self.directory.person_of(person).is_some_and(|person| can_take(self.directory, person, self.now))
    }
}

fn resolve(directory: &Directory, owner: baton_routing::Owner) -> Option<Owner> {
    match owner {
        baton_routing::Owner::Queue(queue) => {
            let index = usize::try_from(queue.0).ok()?;
            directory.queues.get(index).map(|queue| Owner::Queue(queue.id))
        }
        baton_routing::Owner::Person(person) => directory.person_of(person).map(Owner::Person),
    }
}

/// The owner that routing chose; the fallback person where no rule that is true assigns.
fn first_owner(directory: &Directory, decision: &Decision) -> (Owner, Why) {
    let chosen = decision.assignment.as_ref().and_then(|assignment| {
        resolve(directory, assignment.owner).map(|owner| (owner, why(&assignment.because)))
    });
    chosen.unwrap_or_else(|| {
        let because = "no rule fits it, so the fallback has it".to_owned();
        let why = Why { because, line: 0, rule: String::new(), matched: Vec::new() };
        (Owner::Person(directory.fallback), why)
    })
}

fn why(because: &Because) -> Why {
    let stored = baton_routing::Why::from(because);
    Why {
        because: baton_routing::reason(because),
        line: stored.line,
        rule: stored.rule,
        matched: stored.matched,
    }
}

fn queue_tags(story: &Story<'_>, owner: Owner) -> Vec<String> {
    queue_tags_of(story.directory(), owner)
}

fn queue_tags_of(directory: &Directory, owner: Owner) -> Vec<String> {
    owner.queue().and_then(|id| directory.queue(id)).map(|queue| queue.tags.clone()).unwrap_or_default()
}

fn apply_tags(story: &mut Story<'_>, decision: &Decision) {
    let Some(live) = story.subject().live() else { return };
    let added: Vec<_> =
        decision.tags.iter().map(|tag| tag.to_lowercase()).filter(|tag| !live.tags.contains(tag)).collect();
    let removed: Vec<_> =
        decision.untags.iter().map(|tag| tag.to_lowercase()).filter(|tag| live.tags.contains(tag)).collect();
    if !(added.is_empty() && removed.is_empty()) {
        story.say(Event::TagsChanged { added, removed });
    }
}

fn raise_priority(story: &mut Story<'_>, decision: &Decision) {
    let Some(from) = story.subject().live().map(|live| live.priority) else { return };
    let to = match decision.priority {
        Some(baton_routing::Priority::Urgent) => Priority::Urgent,
        Some(baton_routing::Priority::High) => Priority::High,
        Some(baton_routing::Priority::Normal) => Priority::Normal,
        None => return,
    };
    // A further text may make it matter more, and never less.
    if from < to {
        story.say(Event::PriorityChanged { from, to });
    }
}

fn open_asks(story: &mut Story<'_>, decision: &Decision, message: MessageId) {
    if !story.directory().policy.split_asks() {
        return;
    }
    for ask in &decision.asks {
        if let Some(owner) = resolve(story.directory(), ask.owner) {
            let target = target_of(story, ask.target);
            open_ask(story, owner, why(&ask.because), message, target);
        }
    }
}

/// One ask for each owner, as far as [`ASKS`] go, that is not the conversation's own.
fn open_ask(story: &mut Story<'_>, owner: Owner, why: Why, message: MessageId, target: Option<String>) {
    let Some(live) = story.subject().live() else { return };
    let asked = live.asks.iter().any(|ask| ask.owner == owner);
    if live.owner == own::in_their_stead(story, owner).0 || asked || live.asks.len() >= ASKS {
        return;
    }
    let Ok(part) = story.next_part() else { return };
    let accountable = story.accountable(owner, owner.queue().or(live.queue), None);
    let id = AskId::new(live.id, part);
    let (why, message) = (Some(why), Some(message));
    let (words, due_at) = (None, None);
    story.say(Event::AskOpened { id, owner, accountable, why, message, words, target, due_at });
    story.tell(accountable, Notice::AskOpened);
}
