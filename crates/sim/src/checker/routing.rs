//! Where a customer's text goes, by the words that the world wrote and the rules of the house: to a queue, to whoever looks
//! after them, to another question's queue; into the conversation that was closed lately, or into a new one.

use super::talk::Talk;
use super::{Checker, Heard};
use crate::house::QUEUES;
use baton_core::{ContactId, ConversationId, Event, Moment, Owner, OwnerCause, PersonId, ThreadId};

/// Whose question it is, and the target that its rule names.
type Asked = (Owner, Option<&'static str>);

/// What the rules make of a text.
#[derive(Debug)]
struct Route {
    owner: Owner,
    /// No rule with a condition fits.
    otherwise: bool,
    /// The rule answers by itself.
    replies: bool,
    /// The target that the rule names.
    target: Option<&'static str>,
    /// Whose further questions it holds, and the targets of their rules.
    asks: Vec<Asked>,
}

impl Checker {
    /// The text of that id, as the customer wrote it.
    fn words_of(&self, carrier_id: &str) -> &'static str {
        self.wrote.get(carrier_id).map_or("", |words| crate::words::said(*words))
    }

    pub(super) fn is_urgent(&self, carrier_id: &str) -> bool {
        self.wrote.get(carrier_id).is_some_and(|words| crate::action::URGENT.contains(words))
    }

    /// A text that needs somebody came in: the rules are asked anew.
    pub(super) fn routed_right(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        let Event::TextReceived { carrier_id, word: None, courtesy: false, .. } = heard.event else { return };
        self.later.rule_replies = false;
        let opens = heard.after.iter().any(|event| matches!(event, Event::ConversationOpened { .. }));
        let Some(thread) = heard.record.thread else { return };
        let words = self.words_of(carrier_id);
        match self.live.get(&thread).copied() {
            // That breaks law 1, which is asked where it opens.
            Some(_) if opens => return,
            Some(live) => self.goes_into(heard, live, words),
            None => self.opens_or_reopens(heard, thread, words),
        }
        let id = self.live.get(&thread).copied();
        let stood = id.and_then(|id| self.talks.get(&id)).map(|talk| talk.owner);
        let opened = heard.after.iter().find_map(|event| match event {
            Event::ConversationOpened { owner, .. } => Some(*owner),
            Event::Reopened { id } => self.talks.get(id).map(|talk| talk.owner),
            _ => None,
        });
        if let Some(owner) = opened.or(stood) {
            self.urgent_is_on_call(heard, (at, owner_after(owner, heard.after)));
        }
    }

    fn opens_or_reopens(&mut self, heard: &Heard<'_>, thread: ThreadId, words: &str) {
        let at = heard.at();
        let last = self.closed_last.get(&thread).copied();
        let closed = last.and_then(|last| self.talks.get(&last)).and_then(|talk| talk.closed_at);
        let hours = i64::try_from(self.book().house.reopen_within).unwrap_or(0) * 3_600_000_000;
        let goes_on = last.filter(|_| closed.is_some_and(|closed| at.micros() - closed.micros() <= hours));
        let reopened = heard.after.iter().find_map(|event| match event {
            Event::Reopened { id } => Some(*id),
            _ => None,
        });
        if reopened != goes_on {
            let what =
                format!("a text reopens {reopened:?}, and it should {goes_on:?}, closed at {closed:?}");
            return self.wrong("reopening", at, what);
        }
        if goes_on.is_some() {
            return;
        }
        let opened = heard.after.iter().find_map(|event| match event {
            Event::ConversationOpened { owner, .. } => Some(*owner),
            _ => None,
        });
        let Some(opened) = opened else {
            return self.wrong("routing", at, "a text that needs somebody opens nothing");
        };
        let Some(contact) = self.contacts.get(&thread).copied() else { return };
        let last_person = last.and_then(|last| self.talks.get(&last)).and_then(|talk| talk.last_person);
        let route = self.route(at, words, contact, last_person);
        let right = self.in_their_stead(at, None, route.owner);
        let routed = routed(heard.after);
        if routed != Some((right, route.otherwise, route.target)) || opened != right {
            let (is, right) = (self.owner_name(opened), self.owner_name(right));
            let what = format!("“{words}” goes to {is} by {routed:?}, and it should to {right}");
            return self.wrong("routing", at, what);
        }
        self.later.rule_replies = route.replies;
        self.asks_right(heard, opened, (&[], None), route.asks);
    }

    /// A further text: while nobody has touched it a rule with a condition overrules an ELSE, and whatever else it asks is a
    /// question of its own.
    fn goes_into(&mut self, heard: &Heard<'_>, id: ConversationId, words: &str) {
        let at = heard.at();
        let Some(talk) = self.talks.get(&id) else { return };
        let is = routed(heard.after);
        let current = owner_after(talk.owner, before_routing(heard.after));
        let last_person = current.person().or(talk.last_person);
        let route = self.route(at, words, talk.contact, last_person);
        let decides = talk.untouched && !route.otherwise;
        let goes_to = self.in_their_stead(at, None, route.owner);
        let right = (decides && talk.provisional).then_some((goes_to, false, route.target));
        if is != right {
            let what = format!("“{words}” is routed by {is:?}, and it should by {right:?}");
            return self.wrong("routing", at, what);
        }
        let replies = decides && route.replies;
        let overruled = right.is_some() && goes_to != current;
        if overruled && !heard.after.iter().any(|event| moves_to(event, goes_to)) {
            let goes_to = self.owner_name(goes_to);
            return self.wrong("routing", at, format!("a rule brings it to {goes_to}, and it stays"));
        }
        let further =
            (decides && right.is_none() && goes_to != current).then_some((route.owner, route.target));
        self.later.rule_replies = replies;
        let asks = if decides { route.asks } else { Vec::new() };
        let stand: Vec<Owner> = self
            .talks
            .get(&id)
            .map_or_else(Vec::new, |talk: &Talk| talk.asks.values().map(|ask| ask.owner).collect());
        let owner = if overruled { owner_after(current, before_asks(heard.after)) } else { current };
        self.asks_right(heard, owner, (&stand, further), asks);
    }

    /// One question for each owner who is not the conversation's own, if the house splits them.
    fn asks_right(
        &mut self,
        heard: &Heard<'_>,
        owner: Owner,
        (stand, further): (&[Owner], Option<Asked>),
        asks: Vec<Asked>,
    ) {
        let at = heard.at();
        let mut right: Vec<Asked> = Vec::new();
        for ask in further.into_iter().chain(asks).filter(|_| self.book().house.split_asks) {
            let own = self.in_their_stead(at, None, ask.0) == owner;
            if !own && !stand.contains(&ask.0) && right.iter().all(|other| other.0 != ask.0) {
                right.push(ask);
            }
        }
        let is: Vec<(Owner, Option<&str>)> = heard.after.iter().filter_map(asked).collect();
        if is != right {
            let names = |all: &[(Owner, Option<&str>)]| {
                all.iter().map(|one| (self.owner_name(one.0), one.1.map(str::to_owned))).collect::<Vec<_>>()
            };
            let (is, right) = (names(&is), names(&right));
            self.wrong("routing", at, format!("it asks {is:?}, and it should ask {right:?}"));
        }
    }

    fn route(&self, at: Moment, words: &str, contact: ContactId, last: Option<PersonId>) -> Route {
        let house = &self.book().house;
        let replies = |place: usize| house.replies == Some(place);
        let target_of = |place: usize| (house.named == Some(place)).then_some("By a rule");
        let mut fits = QUEUES
            .iter()
            .filter(|known| known.2.split('"').skip(1).step_by(2).any(|word| has_word(words, word)))
            .filter_map(|known| house.queue(known.0))
            .map(|place| (place, (Owner::Queue(self.book().ids[place]), target_of(place))));
        if let Some((place, (owner, target))) = fits.next() {
            let asks = fits.map(|(_, asked)| asked).collect();
            return Route { owner, otherwise: false, replies: replies(place), target, asks };
        }
        let instant = self.instant(at);
        let can_take = |person: &PersonId| {
            instant.is_active(*person) && (!instant.is_away(*person) || instant.cover(*person).is_some())
        };
        let account = self.accounts.get(&contact).copied().flatten();
        let account = account.filter(|person| instant.works(*person)).filter(can_take);
        let last = last.filter(|_| self.regular.contains(&contact)).filter(can_take);
        match account.or(last).filter(|_| house.by_account) {
            Some(person) => {
                let (owner, asks) = (Owner::Person(person), Vec::new());
                Route { owner, otherwise: false, replies: false, target: None, asks }
            }
            None => Route {
                owner: Owner::Queue(self.book().ids[0]),
                otherwise: true,
                replies: replies(0),
                target: target_of(0),
                asks: Vec::new(),
            },
        }
    }

    /// Whatever a person does to it keeps the rules' hands off.
    pub(super) fn touched_by(&mut self, heard: &Heard<'_>) {
        let touches = matches!(
            heard.event,
            Event::NoteAdded { .. }
                | Event::Touched {}
                | Event::OwnerChanged { .. }
                | Event::StatusChanged { .. }
                | Event::TagsChanged { .. }
                | Event::TextWritten { .. }
                | Event::TextScheduled { .. }
                | Event::HandoffOffered { .. }
                | Event::AskOpened { .. }
                | Event::AskMoved { .. }
                | Event::AskAnswered { .. }
                | Event::AskDropped { .. }
        );
        if let (true, Some(_), Some(id)) = (touches, heard.person(), heard.record.conversation) {
            self.change(id, |talk| (talk.untouched, talk.provisional) = (false, false));
        }
    }
}

/// Whole words, whatever their case.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|one| one.eq_ignore_ascii_case(word))
}

fn routed(events: &[Event]) -> Option<(Owner, bool, Option<&str>)> {
    events.iter().find_map(|event| match event {
        Event::Routed { owner, provisional, target, .. } => Some((*owner, *provisional, target.as_deref())),
        _ => None,
    })
}

/// Whose question a rule makes it.
fn asked(event: &Event) -> Option<(Owner, Option<&str>)> {
    match event {
        Event::AskOpened { owner, why: Some(_), target, .. } => Some((*owner, target.as_deref())),
        _ => None,
    }
}

fn moves_to(event: &Event, owner: Owner) -> bool {
    matches!(event, Event::OwnerChanged { to, cause: OwnerCause::Routing, .. } if *to == owner)
}

/// Who has it after these.
fn owner_after(owner: Owner, events: &[Event]) -> Owner {
    let last = events.iter().rev().find_map(|event| match event {
        Event::OwnerChanged { to, .. } => Some(*to),
        _ => None,
    });
    last.unwrap_or(owner)
}

/// What comes before the rules are asked; without their word, before the urgent word takes it on.
fn before_routing(events: &[Event]) -> &[Event] {
    let routes = |event: &Event| {
        let moves = matches!(event, Event::OwnerChanged { cause: OwnerCause::Routing, .. });
        moves || asked(event).is_some() || matches!(event, Event::Routed { .. })
    };
    &events[..events.iter().position(routes).unwrap_or(events.len())]
}

/// What comes before the first further question, or, without one, before the urgent word takes it on.
fn before_asks(events: &[Event]) -> &[Event] {
    let first = events.iter().position(|event| asked(event).is_some());
    let urgent = events.windows(2).position(|pair| {
        let by_rule = matches!(pair[0], Event::Routed { .. });
        !by_rule && matches!(pair[1], Event::OwnerChanged { cause: OwnerCause::Routing, .. })
    });
    &events[..first.or(urgent.map(|place| place + 1)).unwrap_or(events.len())]
}
