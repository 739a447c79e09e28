//! How the mistakes about whose something becomes are planted.

use super::Bug;
use baton_core::{AutoCause, Command, Event, Moment, Notice, Owner, OwnerCause, Status, Subject, World};
use std::sync::Arc;
use std::time::Duration;

impl Bug {
    /// Of what a decision is asked.
    pub(super) fn before_it_moves(self, subject: &mut Subject, command: &Command) {
        let Command::Receive(_) = command else { return };
        match self {
            Self::AccountIgnored => {
                if let Some(contact) = &mut subject.contact {
                    Arc::make_mut(contact).account_owner = None;
                }
            }
            Self::NeverReopens | Self::ReopensForEver => {
                if let Some(found) = &mut subject.conversation
                    && let Some(closed_at) = found.closed_at
                {
                    let never = self == Self::NeverReopens;
                    let closed_at =
                        if never { Moment::MIN } else { closed_at + Duration::from_hours(10_000) };
                    Arc::make_mut(found).closed_at = Some(closed_at);
                }
            }
            _ => {}
        }
    }

    /// What happens although nothing should.
    pub(super) fn moves_by_itself(
        self,
        mut events: Vec<Event>,
        before: &Subject,
        world: &World<'_>,
        command: &Command,
    ) -> Vec<Event> {
        let (Self::FinishIgnored, Command::Resettle(_), true) = (self, command, events.is_empty()) else {
            return events;
        };
        let (directory, now) = (world.directory, world.now);
        let Some(live) = before.live().filter(|live| live.status == Status::Open) else {
            return events;
        };
        let (Some(person), Some(queue)) = (live.owner.person(), live.through) else { return events };
        let Some(queue) = directory.queue(queue) else { return events };
        let finishes = queue.rota.filter(|rota| directory.policy.rotas()[*rota].finish);
        let Some(rota) = finishes.map(|rota| &directory.rotas[rota]) else { return events };
        let over = live.owned_since.is_some_and(|since| rota.is_on(&person, since));
        if over && !directory.works(person, now) && directory.on(queue, now).next().is_some() {
            events.push(Event::OwnerChanged {
                from: live.owner,
                to: Owner::Queue(queue.id),
                cause: OwnerCause::ShiftChange,
                reason: None,
                through: Some(queue.id),
                covers: None,
            });
        }
        events
    }

    /// What is told instead of an event; none: what any other mistake makes of it.
    pub(super) fn moves_otherwise(
        self,
        event: &Event,
        all: &[Event],
        before: &Subject,
        world: &World<'_>,
    ) -> Option<Vec<Event>> {
        let (fallback, mut event) = (world.directory.fallback, event.clone());
        match (self, &mut event) {
            (Self::GivesNothing, Event::OwnerChanged { cause: OwnerCause::Escalation, .. })
            | (
                Self::AskNotSplit,
                Event::AskOpened { why: Some(_), .. } | Event::Told { about: Notice::AskOpened, .. },
            ) => {
                return Some(Vec::new());
            }
            (Self::GivesToAnother, Event::OwnerChanged { to, cause: OwnerCause::Escalation, .. })
            | (Self::CoveredByAnother, Event::OwnerChanged { to, cause: OwnerCause::Cover, .. })
                if *to != Owner::Person(fallback)
                    && before.live().is_some_and(|live| live.owner != Owner::Person(fallback)) =>
            {
                *to = Owner::Person(fallback);
            }
            (Self::GivesUnasked, Event::EscalationStepped { told, .. })
                if !told.is_empty()
                    && !all.iter().any(|event| matches!(event, Event::OwnerChanged { .. })) =>
            {
                let from = before.live().map(|live| live.owner)?;
                let (cause, reason, through, covers) = (OwnerCause::Escalation, None, None, None);
                let to = Owner::Person(fallback);
                if from != to {
                    return Some(vec![
                        event,
                        Event::OwnerChanged { from, to, cause, reason, through, covers },
                    ]);
                }
            }
            (Self::WordMissed, Event::TextReceived { word, .. })
                if word.as_deref().is_some_and(|word| word == "parar") =>
            {
                *word = None;
            }
            (Self::TakenForThanks, Event::TextReceived { body, courtesy, .. }) if body.starts_with("Hi") => {
                *courtesy = true;
            }
            (Self::ThanksNeedSomebody, Event::TextReceived { courtesy, .. }) if *courtesy => {
                *courtesy = false;
            }
            (Self::AnswersForNoReason, Event::AccountableChanged { cause, .. })
                if *cause == OwnerCause::ShiftChange =>
            {
                *cause = OwnerCause::Cover;
            }
            (Self::RuleUnanswered, Event::TextWritten { auto: Some(AutoCause::Rule), .. }) => {
                return Some(Vec::new());
            }
            (Self::PromisedLater, Event::TextWritten { promise_by: Some(at), made_with: Some(_), .. }) => {
                *at += Duration::from_mins(1);
            }
            // What it forgets is nothing where the path has begun before, or what a step gives.
            (Self::BreachForgotten, Event::ClockBreached { .. }) if !steps(all) => {}
            (Self::AskStays, Event::AskMoved { .. }) if steps(all) => {}
            (Self::ShiftEndForgotten, event)
                if by(all, OwnerCause::ShiftChange)
                    && !matches!(event, Event::ClockWarned { .. } | Event::ClockBreached { .. }) =>
            {
                return Some(Vec::new());
            }
            (Self::FinishesForEver, event)
                if by(all, OwnerCause::ShiftChange)
                    && all.iter().any(|event| matches!(event, Event::TextReceived { .. })) =>
            {
                let moves = matches!(
                    event,
                    Event::OwnerChanged { .. } | Event::AccountableChanged { .. } | Event::NoteAdded { .. }
                );
                if moves {
                    return Some(Vec::new());
                }
            }
            (Self::NotReturned, _) if all.iter().any(comes_back) => return Some(Vec::new()),
            (Self::RoutedElsewhere, Event::Routed { owner: Owner::Queue(queue), provisional: false, .. }) => {
                *queue = world.directory.queues.first()?.id;
            }
            (
                Self::UrgentStays,
                Event::OwnerChanged { cause: OwnerCause::Routing, reason: Some(reason), .. },
            ) if reason.contains("urgent") && !by(all, OwnerCause::Distribution) => {
                return Some(Vec::new());
            }
            (Self::OfferOutOfHours, Event::HandoffOffered { expires_at, .. }) => {
                *expires_at = world.now + Duration::from_hours(1);
            }
            _ => return None,
        }
        Some(vec![event])
    }
}

fn by(events: &[Event], which: OwnerCause) -> bool {
    events.iter().any(|event| matches!(event, Event::OwnerChanged { cause, .. } if *cause == which))
}

fn steps(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::EscalationStepped { .. }))
}

/// Whether this brings something back from a cover.
fn comes_back(event: &Event) -> bool {
    matches!(event, Event::OwnerChanged { cause: OwnerCause::Cover, covers: None, .. })
}
