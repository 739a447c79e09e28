//! Whose turn it is, and how much everybody has: what distribution reads beside the policy. It follows from events.

use crate::conversation::{Conversation, Status};
use crate::directory::{Directory, Queue};
use crate::event::{Event, OwnerCause};
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place in an order that outlives changes of that order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who had it last.
    pub last: PersonId,
    /// The order in which it went round then, so that the next one is known also when the last one has left.
    pub order: Vec<PersonId>,
}

impl Turn {
    /// `members`, beginning with whoever is next.
    fn round<'m>(turn: Option<&Self>, members: &'m [PersonId]) -> impl Iterator<Item = PersonId> + 'm {
        let start = turn.map_or(0, |turn| turn.start(members));
        members[start..].iter().chain(&members[..start]).copied()
    }

    fn start(&self, members: &[PersonId]) -> usize {
        let place = |person: &PersonId| members.iter().position(|one| one == person);
        if let Some(last) = place(&self.last) {
            return (last + 1) % members.len();
        }
        // Whoever came after the one who has left.
        let left = self.order.iter().position(|one| *one == self.last).map_or(0, |at| at + 1);
        self.order[left..].iter().chain(&self.order[..left]).find_map(place).unwrap_or(0)
    }
}

/// The turns of one queue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Turns {
    /// Of being given a conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Turn>,
    /// Of answering for what the queue has, among those on shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Turn>,
}

/// Turns and loads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Team {
    /// By queue.
    pub turns: BTreeMap<QueueId, Turns>,
    /// How many open conversations each person has.
    pub open: BTreeMap<PersonId, i64>,
    /// How many open conversations each queue has.
    pub waiting: BTreeMap<QueueId, i64>,
}

impl Team {
    /// How many open conversations somebody has.
    pub fn open_of(&self, person: PersonId) -> i64 {
        self.open.get(&person).copied().unwrap_or(0)
    }

    /// How many open conversations a queue has.
    pub fn waiting_in(&self, queue: QueueId) -> i64 {
        self.waiting.get(&queue).copied().unwrap_or(0)
    }

    /// Takes in what a decision did. Answers with the queues whose turn has moved.
    pub fn follow(
        &mut self,
        directory: &Directory,
        before: Option<&Conversation>,
        after: &Conversation,
        events: &[Event],
    ) -> Vec<QueueId> {
        if let Some(before) = before {
            self.count(before, -1);
        }
        self.count(after, 1);
        let mut moved = Vec::new();
        let mut owner = before.map_or(after.owner, |before| before.owner);
        for event in events {
            let (queue, person, given) = match event {
                Event::ConversationOpened { owner: first, accountable, .. } => {
                    owner = *first;
                    (first.queue(), *accountable, false)
                }
                Event::AccountableChanged { to, cause, .. } => {
                    // Colleagues take turns for an owner who is off shift too.
                    let colleague = *cause == OwnerCause::ShiftChange && owner.person() != Some(*to);
                    (owner.queue().or(after.queue.filter(|_| colleague)), *to, false)
                }
                Event::OwnerChanged { from, to, cause, through, .. } => {
                    owner = *to;
                    let queue = match cause {
                        OwnerCause::Distribution => from.queue(),
                        OwnerCause::ShiftChange => *through,
                        _ => None,
                    };
                    let Owner::Person(person) = to else { continue };
                    (queue, *person, true)
                }
                _ => continue,
            };
            let Some(queue) = queue.and_then(|id| directory.queue(id)) else { continue };
            if !queue.members.contains(&person) {
                continue;
            }
            let turn = Some(Turn { last: person, order: queue.members.clone() });
            let turns = self.turns.entry(queue.id).or_default();
            *(if given { &mut turns.given } else { &mut turns.answers }) = turn;
            moved.push(queue.id);
        }
        moved
    }

    fn count(&mut self, conversation: &Conversation, by: i64) {
        if conversation.status != Status::Open {
            return;
        }
        match conversation.owner {
            Owner::Person(person) => *self.open.entry(person).or_default() += by,
            Owner::Queue(queue) => *self.waiting.entry(queue).or_default() += by,
        }
    }
}

/// How many conversations more a person can be given by a queue.
fn room(team: &Team, queue: &Queue, person: PersonId) -> i64 {
    queue.capacity.map_or(i64::MAX, |capacity| i64::from(capacity) - team.open_of(person))
}

impl Directory {
    /// Who of a queue can be given something new: on, and under their capacity; beginning with whoever's turn it is.
    pub fn available<'a>(
        &'a self,
        team: &'a Team,
        queue: &'a Queue,
        at: Moment,
    ) -> impl Iterator<Item = PersonId> + 'a {
        self.members_on(team, queue, at).filter(|person| room(team, queue, *person) > 0)
    }

    /// The same, whatever they have already.
    pub(crate) fn members_on<'a>(
        &'a self,
        team: &'a Team,
        queue: &'a Queue,
        at: Moment,
    ) -> impl Iterator<Item = PersonId> + 'a {
        let turn = team.turns.get(&queue.id).and_then(|turns| turns.given.as_ref());
        Turn::round(turn, &queue.members).filter(move |person| self.is_on(queue, *person, at))
    }

    /// How many conversations a queue can give out then.
    pub(crate) fn room(&self, team: &Team, queue: &Queue, at: Moment) -> i64 {
        let each = self.available(team, queue, at).map(|person| room(team, queue, person));
        each.fold(0, i64::saturating_add)
    }

    /// The one person who answers for what `owner` has (law 2): total, and never somebody inactive. `queue` is the
    /// conversation's, `now_with` whoever answers for it so far: they go on for as long as they may.
    pub fn accountable(
        &self,
        owner: Owner,
        queue: Option<QueueId>,
        now_with: Option<PersonId>,
        at: Moment,
        team: &Team,
    ) -> PersonId {
        let queue_of = |id: Option<QueueId>| id.and_then(|id| self.queue(id));
        match owner {
            Owner::Queue(id) => self.answers_for_queue(queue_of(Some(id)), None, now_with, at, team),
            Owner::Person(person) if !self.is_active(person) => {
                self.answers_for_queue(queue_of(queue), None, now_with, at, team)
            }
            Owner::Person(person) if self.away(person, at).is_some() => {
                let cover = self.cover(person, at);
                cover.unwrap_or_else(|| {
                    self.answers_for_queue(queue_of(queue), Some(person), now_with, at, team)
                })
            }
            Owner::Person(person) => {
                let on = queue_of(queue).filter(|_| !self.works(person, at));
                let colleague = on.and_then(|queue| self.on_turn(queue, Some(person), now_with, at, team));
                colleague.unwrap_or(person)
            }
        }
    }

    /// Whoever is on shift, in turn; else its lead; else the fallback person, who answers in the end even when away.
    fn answers_for_queue(
        &self,
        queue: Option<&Queue>,
        but: Option<PersonId>,
        now_with: Option<PersonId>,
        at: Moment,
        team: &Team,
    ) -> PersonId {
        let on = queue.and_then(|queue| self.on_turn(queue, but, now_with, at, team));
        let lead = || queue.and_then(|queue| queue.lead).filter(|lead| self.is_active(*lead));
        // A lead who is away is covered for, or passed over.
        let there = |person| if self.is_there(person, at) { Some(person) } else { self.cover(person, at) };
        on.or_else(|| lead().and_then(there)).or_else(|| there(self.fallback)).unwrap_or(self.fallback)
    }

    fn on_turn(
        &self,
        queue: &Queue,
        but: Option<PersonId>,
        now_with: Option<PersonId>,
        at: Moment,
        team: &Team,
    ) -> Option<PersonId> {
        let may = |person: &PersonId| Some(*person) != but && self.is_on(queue, *person, at);
        if let Some(same) = now_with.filter(may).filter(|same| self.is_part(queue, *same)) {
            return Some(same);
        }
        let turn = team.turns.get(&queue.id).and_then(|turns| turns.answers.as_ref());
        let member = Turn::round(turn, &queue.members).find(may);
        member.or_else(|| self.on(queue, at).find(|person| Some(*person) != but))
    }

    /// Whether somebody is a member of a queue, or stands on its rota.
    pub(crate) fn is_part(&self, queue: &Queue, person: PersonId) -> bool {
        queue.members.contains(&person)
            || queue
                .rota
                .and_then(|place| self.rotas.get(place))
                .is_some_and(|rota| rota.people().contains(&person))
    }
}
