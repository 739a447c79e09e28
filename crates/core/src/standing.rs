//! Who can be given what, and who answers for it: by the policy, and by turns and loads as they stand at this point of a
//! decision.

use crate::conversation::{Conversation, Status};
use crate::directory::{Directory, Queue};
use crate::event::Event;
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use crate::team::{Held, Team, taken};
use baton_hours::Moment;

/// Turns and loads within a decision: as they were before it, with what it has moved itself so far. It is read off the
/// events that were said, so nothing is kept or copied for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a> {
    team: &'a Team,
    moved: Option<Moved<'a>>,
}

/// What a decision has moved so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved<'a> {
    pub(crate) directory: &'a Directory,
    /// What was said so far.
    pub(crate) events: &'a [Event],
    /// Whose the conversation was at its beginning; none: nobody's, or there was none.
    pub(crate) held: Option<Held>,
    /// Who had it in their load then.
    pub(crate) had: Option<Owner>,
    /// The conversation now.
    pub(crate) conversation: &'a Conversation,
}

/// Who has it in their load.
pub(crate) fn load_of(conversation: &Conversation) -> Option<Owner> {
    (conversation.status == Status::Open).then_some(conversation.owner)
}

impl<'a> Standing<'a> {
    /// Where nothing is being decided.
    pub(crate) fn of(team: &'a Team) -> Self {
        Self { team, moved: None }
    }

    /// In the middle of a decision.
    pub(crate) fn within(team: &'a Team, moved: Option<Moved<'a>>) -> Self {
        Self { team, moved: moved.filter(|moved| !moved.events.is_empty()) }
    }

    /// How many open conversations somebody has.
    pub(crate) fn open_of(self, person: PersonId) -> i64 {
        self.team.open_of(person) + self.change(Owner::Person(person))
    }

    /// How many open conversations a queue has beside the one that is decided about.
    pub(crate) fn others_in(self, queue: QueueId) -> i64 {
        let owner = Owner::Queue(queue);
        let had = self.moved.is_some_and(|moved| moved.had == Some(owner));
        self.team.waiting_in(queue) - i64::from(had)
    }

    /// By how much a load differs from what it was before the decision.
    fn change(self, owner: Owner) -> i64 {
        let Some(moved) = self.moved else { return 0 };
        i64::from(load_of(moved.conversation) == Some(owner)) - i64::from(moved.had == Some(owner))
    }

    /// The members of a queue, beginning with whoever's turn it is: to be `given` something, or to answer for it.
    fn round(self, queue: &'a Queue, given: bool) -> impl Iterator<Item = PersonId> + 'a {
        let start = self.start(queue, given);
        queue.members[start..].iter().chain(&queue.members[..start]).copied()
    }

    fn start(self, queue: &Queue, given: bool) -> usize {
        let members = &queue.members;
        let by = self.moved.and_then(|moved| {
            let held = moved.held.unwrap_or_else(|| moved.conversation.into());
            let taken = taken(moved.directory, held, moved.events);
            taken.filter(|taken| taken.queue == queue.id && taken.given == given).last().map(|taken| taken.by)
        });
        if let Some(place) = by.and_then(|by| members.iter().position(|one| *one == by)) {
            return (place + 1) % members.len();
        }
        let turns = self.team.turns.get(&queue.id);
        let turn = turns.and_then(|turns| if given { turns.given.as_ref() } else { turns.answers.as_ref() });
        turn.map_or(0, |turn| turn.next_of(members))
    }
}

/// How many conversations more a person can be given by a queue.
fn room(standing: Standing<'_>, queue: &Queue, person: PersonId) -> i64 {
    queue.capacity.map_or(i64::MAX, |capacity| i64::from(capacity) - standing.open_of(person))
}

impl Directory {
    /// Who of a queue can be given something new: on, and under their capacity; beginning with whoever's turn it is.
    pub fn available<'a>(
        &'a self,
        team: &'a Team,
        queue: &'a Queue,
        at: Moment,
    ) -> impl Iterator<Item = PersonId> + 'a {
        self.free(Standing::of(team), queue, at)
    }

    /// The same, in a decision.
    pub(crate) fn free<'a>(
        &'a self,
        standing: Standing<'a>,
        queue: &'a Queue,
        at: Moment,
    ) -> impl Iterator<Item = PersonId> + 'a {
        self.members_on(standing, queue, at).filter(move |person| room(standing, queue, *person) > 0)
    }

    /// The same, whatever they have already.
    pub(crate) fn members_on<'a>(
        &'a self,
        standing: Standing<'a>,
        queue: &'a Queue,
        at: Moment,
    ) -> impl Iterator<Item = PersonId> + 'a {
        standing.round(queue, true).filter(move |person| self.is_on(queue, *person, at))
    }

    /// How many conversations a queue can give out then.
    pub(crate) fn room(&self, standing: Standing<'_>, queue: &Queue, at: Moment) -> i64 {
        let each = self.free(standing, queue, at).map(|person| room(standing, queue, person));
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
        self.answers_for(owner, queue, now_with, at, Standing::of(team))
    }

    /// The same, in a decision.
    pub(crate) fn answers_for(
        &self,
        owner: Owner,
        queue: Option<QueueId>,
        now_with: Option<PersonId>,
        at: Moment,
        standing: Standing<'_>,
    ) -> PersonId {
        let queue_of = |id: Option<QueueId>| id.and_then(|id| self.queue(id));
        match owner {
            Owner::Queue(id) => self.answers_for_queue(queue_of(Some(id)), None, now_with, at, standing),
            Owner::Person(person) if !self.is_active(person) => {
                self.answers_for_queue(queue_of(queue), None, now_with, at, standing)
            }
            Owner::Person(person) if self.away(person, at).is_some() => {
                let cover = self.cover(person, at);
                cover.unwrap_or_else(|| {
                    self.answers_for_queue(queue_of(queue), Some(person), now_with, at, standing)
                })
            }
            Owner::Person(person) => {
                let on = queue_of(queue).filter(|_| !self.works(person, at));
                let colleague =
                    on.and_then(|queue| self.on_turn(queue, Some(person), now_with, at, standing));
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
        standing: Standing<'_>,
    ) -> PersonId {
        let on = queue.and_then(|queue| self.on_turn(queue, but, now_with, at, standing));
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
        standing: Standing<'_>,
    ) -> Option<PersonId> {
        let may = |person: &PersonId| Some(*person) != but && self.is_on(queue, *person, at);
        if let Some(same) = now_with.filter(may).filter(|same| self.is_part(queue, *same)) {
            return Some(same);
        }
        let member = standing.round(queue, false).find(may);
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
