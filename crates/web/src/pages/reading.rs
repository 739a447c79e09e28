//! The conversation that is read: head, timeline, composer, details.

use super::desk::Desk;
use super::fields::Fields;
use super::filter::known_tags;
use super::listing::{human, party_value};
use super::story::timeline;
use super::thread::Thread;
use super::{handoff, offered, promise, tell};
use baton_core::{Ask, Event, Moment, Owner, PersonId, Priority, Record, Status};
use baton_pages::{
    ActionForms, Answers, Assign, Choice, ClosedOffer, Composer, ComposerState, Conversation, Details,
    Earlier, Fact, Forms, HandedOver, Head, InnerAsk, Mode, OpenAsk, Party, PartyGroup, RuleLine, Span,
    StatusNow, Tag, WhyRouted,
};

/// The right columns.
pub(super) fn conversation(desk: &Desk, thread: &Thread, list: &str) -> Conversation {
    Conversation {
        head: head(desk, thread, list),
        timeline: timeline(desk, thread, forms(desk, thread, list)),
        composer: composer(desk, thread, list),
        details: details(desk, thread, list),
        sheet: None,
    }
}

/// What the forms of this conversation carry.
pub(super) fn forms(desk: &Desk, thread: &Thread, list: &str) -> Forms {
    Forms {
        conversation: thread.conversation().id.to_string(),
        csrf: desk.csrf(),
        list: list.to_owned(),
        told: thread.told.map(|position| position.0),
    }
}

/// Who has it, and what one may do.
pub(super) fn head(desk: &Desk, thread: &Thread, list: &str) -> Head {
    let conversation = thread.conversation();
    let number = human(&thread.row.address);
    let who = thread.who();
    let (owns, more, mut small) = owns(desk, thread);
    if crate::shape::unpromised(conversation) {
        let said = small.trim_end_matches('.');
        small = [said, "No time is promised for this."]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(". ");
    }
    Head {
        forms: forms(desk, thread, list),
        number: if who == number { String::new() } else { number },
        who,
        ring: offered::ring(desk, conversation),
        owns,
        more,
        small,
        due: promise::due(desk, conversation),
        back: conversation.wake_at.map(|at| desk.when.back(at)),
        due_small: conversation.reason.clone().unwrap_or_else(|| promise::what(desk, conversation)),
        rail: promise::rail(desk, conversation),
        offer: offered::offer(desk, thread),
        came_back: offered::came_back(desk, thread),
        actions: actions(desk, thread),
    }
}

fn owns(desk: &Desk, thread: &Thread) -> (String, String, String) {
    let conversation = thread.conversation();
    if let Some((offers, until)) = offered::words(desk, conversation) {
        return (offers, String::new(), until);
    }
    let covers = offered::covers(desk, conversation);
    let covers = if covers.is_empty() { String::new() } else { format!(" {covers}") };
    let owns = match conversation.owner {
        Owner::Person(person) if person == desk.me.id => format!("You own this{covers}."),
        owner => format!("{} has this{covers}.", desk.directory.owner_name(owner)),
    };
    let answers = match conversation.owner {
        Owner::Person(person) if person == conversation.accountable => String::new(),
        _ if conversation.accountable == desk.me.id => "You answer for it.".to_owned(),
        _ => format!("{} answers for it.", desk.first_name(conversation.accountable)),
    };
    let more = match conversation.status {
        Status::Closed => "It is closed.".to_owned(),
        _ => answers,
    };
    (owns, more, small(desk, thread))
}

/// How it came to whoever has it: "Routed 1:36 pm, because it says “start at 4:30” (line 71)", and once it has changed hands
/// "Dana accepted it: one more invoice, Mon 11 May, 4:10 pm".
fn small(desk: &Desk, thread: &Thread) -> String {
    let conversation = thread.conversation();
    let when = |at: Moment| {
        let stamp =
            if desk.when.same_day(at, desk.when.now()) { desk.when.clock(at) } else { desk.when.exact(at) };
        stamp.words
    };
    let mine = || thread.records.iter().rev().filter(|record| record.conversation == Some(conversation.id));
    let is_move = |event: &&Event| matches!(event, Event::OwnerChanged { .. });
    let moved = mine().find_map(|record| Some((record, record.events.iter().rev().find(is_move)?)));
    match (moved, conversation.owned_since) {
        (Some((record, event)), _) => {
            if let Some(told) = tell::tell(desk, &thread.first_name(), record, event) {
                let words: String = told.words.iter().map(quoted).collect();
                return format!("{}, {}", words.trim_end_matches('.'), when(record.at));
            }
        }
        // It changed hands before what the page shows.
        (None, Some(since)) if since > conversation.opened_at => return format!("Since {}", when(since)),
        (None, _) => {}
    }
    let is_routed =
        |record: &&Record| record.events.iter().any(|event| matches!(event, Event::Routed { .. }));
    let routed_at = mine().find(is_routed).map_or(conversation.opened_at, |record| record.at);
    match &conversation.routed_by {
        Some(why) => {
            let words: String = tell::because(desk.rules(), why).iter().map(quoted).collect();
            format!("Routed {}, {}", when(routed_at), words.trim_end_matches('.'))
        }
        None if conversation.begun_by_us => {
            format!("We wrote first, {}", when(conversation.opened_at))
        }
        None => String::new(),
    }
}

fn quoted(span: &Span) -> String {
    match span {
        Span::Plain(words) | Span::Bold(words) => words.clone(),
        Span::Hit(words) => format!("“{words}”"),
    }
}

/// What the reader may do. The same rules decide about the press; this only leaves out what would be refused.
fn actions(desk: &Desk, thread: &Thread) -> ActionForms {
    let conversation = thread.conversation();
    let status = match conversation.status {
        Status::Open => StatusNow::Open,
        Status::Pending => StatusNow::Pending,
        Status::Closed => StatusNow::Closed,
    };
    let live = conversation.is_live();
    let leads = offered::leads(desk, conversation);
    let mine = conversation.owner == Owner::Person(desk.me.id);
    let speaks = match conversation.owner {
        Owner::Person(_) => mine,
        Owner::Queue(queue) => {
            leads || conversation.accountable == desk.me.id || desk.directory.speaks_for(desk.me.id, queue)
        }
    };
    let open_ask = conversation.asks.first().map(|ask| format!("“{}” is still open.", ask_words(desk, ask)));
    ActionForms {
        hand_off: live && speaks && conversation.handoff.is_none(),
        claim: live && !mine && (conversation.owner.queue().is_some() || leads),
        assign: (live && leads).then(|| assign(desk, conversation.owner)),
        release: if live && mine && !leads { queues(desk, conversation.queue) } else { Vec::new() },
        status: Some(status),
        close: ClosedOffer { reasons: desk.directory.policy.close_reasons().to_vec(), open_ask },
    }
}

fn assign(desk: &Desk, owner: Owner) -> Assign {
    let party = |to: Owner| Party { value: party_value(to), words: desk.directory.owner_name(to).to_owned() };
    let others = |all: Vec<Owner>| all.into_iter().filter(|to| *to != owner).map(party).collect::<Vec<_>>();
    let people = desk.directory.people.values().filter(|person| person.active);
    let people = others(people.map(|person| Owner::Person(person.id)).collect());
    let queues = others(desk.directory.queues.iter().map(|queue| Owner::Queue(queue.id)).collect());
    let groups = vec![
        PartyGroup { title: "People".to_owned(), parties: people },
        PartyGroup { title: "Queues".to_owned(), parties: queues },
    ];
    Assign { groups: groups.into_iter().filter(|group| !group.parties.is_empty()).collect() }
}

fn queues(desk: &Desk, last: Option<baton_core::QueueId>) -> Vec<Choice> {
    let choice = |queue: &baton_core::Queue| Choice {
        value: queue.id.to_string(),
        words: queue.name.clone(),
        chosen: Some(queue.id) == last,
    };
    desk.directory.queues.iter().map(choice).collect()
}

/// Where one writes.
pub(super) fn composer(desk: &Desk, thread: &Thread, list: &str) -> Composer {
    Composer {
        forms: forms(desk, thread, list),
        person: desk.me.id.to_string(),
        first_name: thread.first_name(),
        seen: thread.seen(desk),
        key: crate::auth::new_secret().text,
        mode: mode(desk, thread),
        draft: String::new(),
        state: state(desk, thread),
        answers: answers(desk, thread, None),
        main: "open".to_owned(),
        made: String::new(),
        at: 0,
        later: super::sending::later(desk),
        templates: None,
    }
}

/// The open questions, for a text or a note that may answer them; ticked as in the form that was refused, if one was.
pub(super) fn answers(desk: &Desk, thread: &Thread, refused: Option<&Fields>) -> Answers {
    let ticked = |name: &str, id: &str| refused.is_some_and(|form| form.all(name).any(|given| given == id));
    let asks = thread.conversation().asks.iter().map(|ask| {
        let id = ask.id.to_string();
        let whose = match (ask.by, ask.owner) {
            (Some(asker), Owner::Person(person)) if person == desk.me.id => {
                format!(" ({} asks you)", desk.first_name(asker))
            }
            (_, Owner::Person(person)) if person == desk.me.id => String::new(),
            (_, owner) => format!(" ({})", offered::short(desk, owner)),
        };
        let words = ask_words(desk, ask);
        OpenAsk { ticked: ticked("answers", &id), words: format!("{words}{whose}"), id }
    });
    // What they asked themselves is answered by others.
    let inner: Vec<(&Ask, PersonId)> =
        thread.conversation().asks.iter().filter_map(colleague(desk)).collect();
    let mine: Vec<&Ask> = inner.iter().map(|(ask, _)| *ask).filter(|ask| is_mine(desk, ask)).collect();
    let inner = inner.iter().map(|(ask, asker)| {
        let id = ask.id.to_string();
        // A note of whom a colleague asks one thing is the answer, unless they say otherwise.
        let natural = mine.len() == 1 && mine[0].id == ask.id;
        InnerAsk {
            ticked: if refused.is_some() { ticked("inner", &id) } else { natural },
            asker: desk.first_name(*asker),
            words: ask_words(desk, ask),
            id,
        }
    });
    Answers {
        first: mode(desk, thread),
        asks: asks.collect(),
        inner: inner.collect(),
        beside: beside(desk, thread),
        to: thread.first_name(),
    }
}

/// A question that a colleague of the reader's asks, and who.
fn colleague(desk: &Desk) -> impl Fn(&Ask) -> Option<(&Ask, PersonId)> {
    let me = desk.me.id;
    move |ask| ask.by.filter(|asker| *asker != me).map(|asker| (ask, asker))
}

/// Whether a question is put to the reader.
fn is_mine(desk: &Desk, ask: &Ask) -> bool {
    ask.accountable == desk.me.id || desk.directory.parties_of(desk.me.id).contains(&ask.owner)
}

/// The colleague who has it, by first name: whoever else texts there texts beside them.
fn beside(desk: &Desk, thread: &Thread) -> String {
    let conversation = thread.conversation();
    match conversation.owner {
        Owner::Person(person) if person != desk.me.id && conversation.is_live() => desk.first_name(person),
        _ => String::new(),
    }
}

/// What one writes first: a note to the colleague who asks the reader something, a text where the customer does; else in a
/// colleague's conversation a note. In their own one answers the customer.
fn mode(desk: &Desk, thread: &Thread) -> Mode {
    let conversation = thread.conversation();
    let mine = super::put_to::whom(desk, &baton_pages::View::Everyone);
    let asked = match super::put_to::first(&mine, conversation) {
        Some(super::put_to::First::Ask(ask)) => Some(ask),
        Some(super::put_to::First::Offer(_)) | None => None,
    };
    let owns = conversation.owner == Owner::Person(desk.me.id);
    match asked {
        _ if owns => Mode::Text,
        Some(ask) if colleague(desk)(ask).is_some() => Mode::Note,
        Some(_) => Mode::Text,
        None if beside(desk, thread).is_empty() => Mode::Text,
        None => Mode::Note,
    }
}

fn state(desk: &Desk, thread: &Thread) -> ComposerState {
    let Some(number) = thread.number.as_ref().filter(|number| number.opted_out()) else {
        return at_night(desk, thread);
    };
    let name = thread.first_name();
    let since =
        number.consent.since.map(|at| format!(" on {}", desk.when.date(at).words)).unwrap_or_default();
    let line = desk.directory.lines.get(&thread.conversation().line).map_or("", |line| line.number.as_str());
    ComposerState::OptedOut {
        what: format!("{name} opted out{since}."),
        then: format!(
            "Nobody can text {} until they text START to {}. You can call, or leave a note.",
            human(&number.address),
            human(line)
        ),
    }
}

/// An answer to what they have just written is not held at night, and whoever writes it is told.
fn at_night(desk: &Desk, thread: &Thread) -> ComposerState {
    let contact = thread.card.as_ref().map(|card| &card.contact);
    let (row, now) = (&thread.row, desk.when.now());
    let quiet = desk.directory.answers_at_night(contact, &row.thread, &row.address, now);
    quiet.map_or(ComposerState::Ready, |quiet| {
        ComposerState::AtNight(format!(
            "{}. Your answer goes out all the same.",
            quiet.says(&thread.first_name())
        ))
    })
}

/// Beside it.
pub(super) fn details(desk: &Desk, thread: &Thread, list: &str) -> Details {
    let conversation = thread.conversation();
    Details {
        forms: forms(desk, thread, list),
        who: thread.who(),
        first_name: thread.first_name(),
        asks: super::asks::shown(desk, thread),
        ask_owners: if conversation.is_live() { handoff::parties(desk) } else { Vec::new() },
        handed_over: handed_over(desk, conversation),
        name: super::naming::shown(thread),
        facts: facts(desk, thread),
        tags: conversation.tags.iter().map(|tag| Tag { name: tag.clone() }).collect(),
        may_tag: true,
        known_tags: known_tags(desk, ""),
        reminders: super::reminders::shown(desk, thread),
        why: why(desk, thread),
        earlier: thread.others.iter().map(|other| earlier(desk, other)).collect(),
    }
}

/// What is asked, in words: as somebody wrote it down, as the customer said it, else whom it is for.
pub(super) fn ask_words(desk: &Desk, ask: &Ask) -> String {
    match ask.why.as_ref().map_or(&[][..], |why| &why.matched) {
        _ if ask.words.is_some() => ask.words.clone().unwrap_or_default(),
        [] => format!("For {}", desk.directory.owner_name(ask.owner)),
        matched => matched.join(", "),
    }
}

/// What was written down for whoever has it now, or had it first of those after.
fn handed_over(desk: &Desk, conversation: &baton_core::Conversation) -> Option<HandedOver> {
    let over = conversation.handed_over.as_deref()?;
    let at = if desk.when.same_day(over.at, desk.when.now()) {
        desk.when.clock(over.at)
    } else {
        desk.when.exact(over.at)
    };
    let facts = offered::facts(&over.summary, &over.done, &over.pending);
    Some(HandedOver { title: format!("Handed over by {}", desk.whom(over.from)), at, facts })
}

fn facts(desk: &Desk, thread: &Thread) -> Vec<Fact> {
    let fact = |term: &str, value: String| Fact { term: term.to_owned(), value, number: String::new() };
    let number =
        |term: &str, value: String, number: &str| Fact { number: human(number), ..fact(term, value) };
    let conversation = thread.conversation();
    let mut facts = vec![number("Phone", String::new(), &thread.row.address)];
    if let Some(line) = desk.directory.lines.get(&conversation.line) {
        let name = if line.name == line.number { String::new() } else { format!("{},", line.name) };
        facts.push(number("Texts", name, &line.number));
    }
    if let Some(number) = &thread.number {
        if let Some(trouble) = &number.unreachable {
            facts.push(fact("Reachable", format!("no, since {}", desk.when.date(trouble.since).words)));
        }
        if number.opted_out() {
            facts.push(fact("Texts allowed", "no, they opted out".to_owned()));
        }
    }
    if conversation.priority != Priority::Normal {
        facts.push(fact("Priority", format!("{:?}", conversation.priority).to_lowercase()));
    }
    if let Some(card) = &thread.card {
        let contact = &card.contact;
        if let Some(owner) = contact.account_owner {
            facts.push(fact("Looks after them", desk.directory.owner_name(Owner::Person(owner)).to_owned()));
        }
        facts.extend(contact.attributes.iter().map(|(name, value)| fact(name, value.clone())));
        if !contact.tags.is_empty() {
            facts.push(fact("Known as", contact.tags.iter().cloned().collect::<Vec<_>>().join(", ")));
        }
    }
    facts
}

fn why(desk: &Desk, thread: &Thread) -> Option<WhyRouted> {
    let conversation = thread.conversation();
    let Some(why) = &conversation.routed_by else {
        return conversation.begun_by_us.then(|| WhyRouted {
            title: "Why it is here".to_owned(),
            lines: Vec::new(),
            sentence: "Somebody of us wrote first.".to_owned(),
            at: None,
        });
    };
    // Where it is now may be another place: who had it since is told in the timeline.
    let title = "How it was routed".to_owned();
    let lines = desk.rules().shown(why).into_iter();
    let lines: Vec<RuleLine> =
        lines.map(|(number, text)| RuleLine { number, text: text.to_owned() }).collect();
    let at = lines.first().map(|line| line.number);
    let sentence = match at {
        Some(_) => String::new(),
        None if why.rule.is_empty() => tell::because(desk.rules(), why).iter().map(quoted).collect(),
        None => format!("The rule has changed since. It was: {}", why.rule),
    };
    Some(WhyRouted { title, lines, sentence, at })
}

fn earlier(desk: &Desk, other: &baton_core::Conversation) -> Earlier {
    let about = other.routed_by.as_ref().and_then(|why| why.matched.first());
    let title =
        about.map_or_else(|| desk.directory.owner_name(other.owner).to_owned(), |words| format!("“{words}”"));
    let small = match (other.status, other.last_person) {
        (Status::Closed, Some(person)) => format!("{}, closed", desk.first_name(person)),
        (Status::Closed, None) => "closed".to_owned(),
        _ => other.status.word().to_owned(),
    };
    Earlier { id: other.id.to_string(), title, small, at: desk.when.date(other.opened_at) }
}
