//! How each mistake is planted: in what a decision is asked, or in what it came to.

use super::Bug;
use baton_core::{
    AutoCause, By, ClockKey, ClockKind, Command, Conversation, Decision, Event, MessageId, Moment, Notice,
    Owner, OwnerCause, PendingOn, Seen, SeenOwner, Status, StopCause, Subject, TextKind, WithdrawCause,
    World, apply,
};
use std::sync::Arc;
use std::time::Duration;

impl Bug {
    /// What a decision is asked, and of what.
    pub(crate) fn before(self, subject: &mut Subject, command: &Command) -> Command {
        let mut command = command.clone();
        self.before_it_moves(subject, &command);
        match (self, &mut command) {
            (Self::SecondOpen, Command::Receive(receive)) if receive.body.contains("price") => {
                subject.conversation = None;
                if let Some(thread) = &mut subject.thread {
                    Arc::make_mut(thread).open = None;
                }
            }
            (Self::ClosedUnseen, Command::CloseSeen { owner, .. }) => *owner = SeenOwner::Latest,
            (Self::OverUnseen, Command::Send(_, text)) => text.seen = Seen::Unsaid,
            (Self::PotatoNotCounted, Command::Release(..) | Command::Assign { .. } | Command::Accept(..)) => {
                if let Some(conversation) = &mut subject.conversation {
                    Arc::make_mut(conversation).bounces = 0;
                }
            }
            (Self::ScheduledOverUnseen, Command::Wake(_)) => {
                let newest = subject.thread.as_ref().map(|thread| MessageId::new(thread.id, thread.messages));
                for text in
                    subject.conversation.iter_mut().flat_map(|found| &mut Arc::make_mut(found).scheduled)
                {
                    text.seen = newest.unwrap_or(text.seen);
                }
            }
            (Self::NightIgnored, Command::Wake(_)) => {
                for text in
                    subject.conversation.iter_mut().flat_map(|found| &mut Arc::make_mut(found).scheduled)
                {
                    text.despite_quiet_hours = true;
                }
            }
            (Self::AnsweredAgain, Command::Receive(_)) => {
                if let Some(conversation) = &mut subject.conversation {
                    Arc::make_mut(conversation).answered.clear();
                }
            }
            (Self::AnswersUncounted, Command::Receive(_)) => {
                if let Some(number) = &mut subject.number {
                    Arc::make_mut(number).auto_replied.clear();
                }
            }
            (Self::AnswersMachines, Command::Receive(receive)) if receive.body.contains("automated") => {
                "where do I park?".clone_into(&mut receive.body);
            }
            (Self::ReasonReplaced, Command::Delivery(..) | Command::DeliveryByCarrierId(..)) => {
                for text in &mut subject.texts {
                    text.failure = None;
                }
            }
            _ => {}
        }
        command
    }

    /// What a decision came to.
    pub(crate) fn after(
        self,
        before: Subject,
        mut decision: Decision,
        world: &World<'_>,
        command: &Command,
    ) -> Decision {
        match (self, command) {
            (Self::DebtLost, _) => decision.then = None,
            (Self::OtherLineNotTold, Command::FollowConsent(..)) => {
                return Decision { events: Vec::new(), after: before, ..decision };
            }
            _ => {}
        }
        let before_it = before.conversation.clone();
        let told = self.moves_by_itself(decision.events.clone(), &before, world, command);
        let events: Vec<Event> =
            told.iter().flat_map(|event| self.told(event, &told, &before, world)).collect();
        if events != decision.events {
            let mut after = Subject { changes: baton_core::Changes::default(), ..before };
            for event in &events {
                apply(&mut after, event, world.now, world.by);
            }
            decision = Decision { events, after, ..decision };
        }
        if self == Self::OwnerWithoutEvent
            && world.by.as_person().is_some()
            && let Some(conversation) = &mut decision.after.conversation
            && decision.events.iter().any(|event| matches!(event, Event::NoteAdded { .. }))
        {
            Arc::make_mut(conversation).owner = Owner::Person(world.directory.fallback);
            decision.after.changes.conversation = true;
        }
        if self == Self::PathGoesOn {
            path_goes_on(before_it.as_deref(), &mut decision);
        }
        decision
    }

    /// What is told instead of an event.
    #[expect(clippy::too_many_lines, reason = "a list of cases, each of which stands by itself")]
    fn told(self, event: &Event, all: &[Event], before: &Subject, world: &World<'_>) -> Vec<Event> {
        if let Some(told) = self.told_of_clocks(event, all, before, world) {
            return told;
        }
        let fallback = world.directory.fallback;
        if let Some(told) = self.moves_otherwise(event, all, before, world) {
            return told;
        }
        let mut event = event.clone();
        match (self, &mut event) {
            (Self::OwnerFromNobody, Event::OwnerChanged { from, cause: OwnerCause::Release, .. }) => {
                *from = Owner::Person(fallback);
            }
            // What was not passed on yet, so that it is not taken for a hot potato.
            (Self::WrongCause, Event::OwnerChanged { cause, .. })
                if *cause == OwnerCause::Claim && before.live().is_some_and(|live| live.bounces == 0) =>
            {
                *cause = OwnerCause::Assignment;
            }
            (
                Self::WrongAccountable,
                Event::ConversationOpened { owner: Owner::Queue(_), accountable, .. },
            ) => {
                *accountable = fallback;
            }
            (Self::HandoffMovesEarly, Event::HandoffOffered { to: Owner::Person(to), .. }) => {
                let Some(from) = before.conversation.as_ref().map(|found| found.owner) else {
                    return vec![event];
                };
                let to = Owner::Person(*to);
                let (cause, reason, through, covers) = (OwnerCause::Handoff, None, None, None);
                return vec![event, Event::OwnerChanged { from, to, cause, reason, through, covers }];
            }
            (Self::ScheduledStays, Event::ScheduledMoved { .. })
            | (Self::AskStays, Event::AskMoved { to: Some(_), reason: Some(_), .. })
            | (
                Self::OfferStays,
                Event::HandoffWithdrawn { cause: WithdrawCause::TargetGone, .. }
                | Event::Told { about: Notice::HandoffReturned, .. },
            ) if matches!(world.by, By::Policy) => {
                return Vec::new();
            }
            (Self::OptedOutCounts, Event::ClockResumed { since, .. }) => *since = None,
            (Self::OptOutEnds, Event::ClockStopped { cause: StopCause::OptedOut, paused, .. }) => {
                *paused = false;
            }
            (Self::HeldThoughIn, Event::ClockWarned { key, .. }) if waits(before, *key, world.now) => {
                return Vec::new();
            }
            (Self::WatcherAnswers, Event::Watched { person, .. }) => {
                let Some(from) = before.conversation.as_ref().map(|found| found.accountable) else {
                    return vec![event];
                };
                let (to, cause) = (*person, OwnerCause::Claim);
                return vec![event, Event::AccountableChanged { from, to, cause }];
            }
            (Self::FirstTextNameless, Event::TextWritten { body, .. }) => {
                *body = body.replace("Cedar Lane Physio. ", "");
            }
            (Self::WishIgnored, Event::ConsentChanged { .. })
                if all.iter().any(|event| matches!(event, Event::OptOutJudged { .. })) =>
            {
                return Vec::new();
            }
            (Self::WatcherNotTold, Event::Told { about: Notice::WatchedText, .. })
            | (Self::MentionNotTold, Event::Told { about: Notice::Mentioned, .. })
            | (Self::ArrivalForgotten, Event::ReplyRestored { .. })
            | (Self::ExpiredInSilence, Event::Told { about: Notice::HandoffExpired, .. })
            | (Self::BreachForgotten, Event::ClockBreached { .. })
            | (Self::AnswerForgotten, Event::TextWritten { kind: TextKind::AutoReply, .. })
            | (Self::FarewellForgotten, Event::TextWritten { auto: Some(AutoCause::Farewell), .. })
            | (Self::ActTimeForgotten, Event::OwnerGivenTime { act_by: Some(_), .. }) => return Vec::new(),
            (Self::CancelledKeeps, Event::ReplyWithdrawn { .. })
                if all.iter().any(|event| matches!(event, Event::TextCancelled { .. })) =>
            {
                return Vec::new();
            }
            (Self::ScheduledForOptedOut, Event::ScheduledDropped { reason, .. })
                if reason.contains("opted out") =>
            {
                return Vec::new();
            }
            (Self::HeldAtWork, Event::ClockWarned { key, .. }) => {
                return vec![Event::NoticeHeld { key: Some(*key), until: world.now + Self::EARLY }];
            }
            (Self::WarnedOffWork, Event::NoticeHeld { key: Some(key), .. })
                if key.ask.is_none() && !moves(all) =>
            {
                let found =
                    before.live().map(|live| (live.accountable, live.clock(*key).map(|clock| clock.due_at)));
                if let Some((told, Some(due_at))) = found {
                    return vec![Event::ClockWarned { key: *key, due_at, told }];
                }
            }
            (Self::RemindedTwice, Event::ReminderCame { .. }) => return vec![event.clone(), event],
            (Self::ClockForgotten, Event::ClockStarted { key, .. })
                if key.kind == ClockKind::NextResponse =>
            {
                return Vec::new();
            }
            (Self::DueTooLate, Event::ClockStarted { key, due_at, .. }) if key.kind.is_response() => {
                *due_at += Duration::from_hours(1);
            }
            (Self::FollowUpForgotten, Event::ClockStarted { key, .. }) if key.kind == ClockKind::FollowUp => {
                return Vec::new();
            }
            (Self::ResolutionNotPaused, Event::ClockStopped { key, paused: true, .. })
                if key.kind == ClockKind::Resolution =>
            {
                return Vec::new();
            }
            (Self::PauseForgotten, Event::ClockResumed { key, due_at, .. }) => {
                let clock = before.conversation.as_ref().and_then(|found| found.clock(*key));
                *due_at = clock.map_or(*due_at, |clock| clock.due_at);
            }
            (Self::WarnedLate, Event::ClockStarted { warn_at: Some(warn_at), .. }) => {
                *warn_at += Duration::from_mins(1);
            }
            (Self::KeptCountsAsLate, Event::ClockKept { key, due_at, paused }) if key.kind.is_response() => {
                let cause = StopCause::AnsweredLate;
                return vec![Event::ClockStopped { key: *key, due_at: *due_at, cause, paused: *paused }];
            }
            (Self::UnsentKeeps, Event::ReplyWithdrawn { unsent_at: Some(_), waiting_since, .. }) => {
                *waiting_since = None;
            }
            (Self::LateGoingForgotten, Event::ReplyRestored { may_fail: true, .. }) => return Vec::new(),
            (Self::CountsFromGoing, Event::ReplyRestored { pressed_at: Some(at), .. }) => *at = world.now,
            (Self::FailedReplyKeeps, Event::ReplyWithdrawn { waiting_since, .. }) => *waiting_since = None,
            (Self::PendingHidesDebt, Event::TextReceived { word: None, courtesy: false, .. }) => {
                let opened = all.iter().any(|event| matches!(event, Event::ConversationOpened { .. }));
                if !opened && before.live().is_some_and(|live| live.status == Status::Open) {
                    return vec![event, pending_on_customer()];
                }
            }
            (Self::OwnTimeForgotten, Event::OwnerGivenTime { act_by: Some(_), .. }) if on_its_way(before) => {
                return Vec::new();
            }
            (Self::OwnTimeUnheard, Event::EscalationStepped { key, .. })
                if steps_early(before, *key, world.now) =>
            {
                return Vec::new();
            }
            (Self::EmptyQueueTold, Event::EscalationStepped { told, step, .. })
                if told.is_empty() && *step > 0 =>
            {
                *told = vec![fallback];
            }
            (
                Self::AskedByForgotten,
                Event::ClockStarted { key: ClockKey { ask: Some(ask), .. }, due_at, .. },
            ) if all
                .iter()
                .any(|event| matches!(event, Event::AskOpened { id, due_at: Some(_), .. } if id == ask)) =>
            {
                *due_at += Duration::from_hours(1);
            }
            (Self::PausedNotPlanned, Event::ClockMoved { key, .. })
                if before
                    .conversation
                    .as_ref()
                    .and_then(|found| found.clock(*key))
                    .is_some_and(|clock| !clock.runs()) =>
            {
                return Vec::new();
            }
            (Self::PromiseUnjudged, Event::TextWritten { kind: TextKind::Person, promise_by, .. })
                if all.iter().any(|event| matches!(event, Event::Closed { .. })) =>
            {
                *promise_by = Some(world.now + Duration::from_hours(1));
            }
            (Self::OfferStandsLong, Event::HandoffOffered { expires_at, .. }) => {
                *expires_at += Duration::from_hours(1);
            }
            (Self::StepSkipped, Event::EscalationStepped { step, .. }) if *step == 2 => *step = 3,
            (Self::ClosedTooEarly, Event::StatusChanged { close_at: Some(at), .. }) => {
                *at = Moment::from_micros(at.micros() - 3_600_000_000);
            }
            (Self::ClockRestarted, Event::TextReceived { word: None, courtesy: false, .. }) => {
                return restarted(event, before, world);
            }
            (Self::ConfirmedTwice, Event::TextWritten { id, kind: TextKind::OptOutConfirmation, .. }) => {
                let (first, next) = (*id, MessageId::new(id.thread(), id.ordinal() + 1));
                let again = event.clone();
                if let Event::TextWritten { id, .. } = &mut event {
                    *id = next;
                }
                debug_assert_eq!(first.thread(), next.thread());
                return vec![again, event];
            }
            (Self::SentToOptedOut, Event::TextCancelled { id, reason }) if reason.contains("opted out") => {
                return vec![Event::TextHandedOver { id: *id }];
            }
            (Self::StateBackward, Event::TextDelivered { id }) => {
                let (id, carrier_id) = (*id, None);
                return vec![event, Event::TextSent { id, carrier_id }];
            }
            _ => {}
        }
        vec![event]
    }

    /// What the carrier is handed instead of a text's words.
    pub(crate) fn body(self, body: &str, note: Option<&str>) -> Option<String> {
        (self == Self::NoteLeaks).then(|| note.map(|note| format!("{body} ({note})"))).flatten()
    }
}

fn pending_on_customer() -> Event {
    Event::StatusChanged {
        from: Status::Open,
        to: Status::Pending,
        pending_on: Some(PendingOn::Customer),
        reason: None,
        wake_at: None,
        close_at: None,
        waits_for: None,
        due_at: None,
    }
}

/// A clock begins anew with every further text.
fn restarted(event: Event, before: &Subject, world: &World<'_>) -> Vec<Event> {
    let clock = before
        .live()
        .and_then(|live| live.clocks.iter().find(|clock| clock.key.kind.is_response() && clock.runs()));
    let Some(clock) = clock else { return vec![event] };
    let later = world.now.since(clock.started_at);
    let due_at = clock.due_at + later;
    let moved = Event::ClockMoved {
        key: clock.key,
        target: clock.target.clone(),
        from: clock.due_at,
        due_at,
        warn_at: clock.warn_at,
        since: None,
    };
    vec![event, moved]
}

/// Whether a warning of that clock waits for somebody's hours, which have not come.
fn waits(before: &Subject, key: ClockKey, now: Moment) -> bool {
    let clock = before.live().and_then(|live| live.clock(key));
    clock.is_some_and(|clock| clock.held && clock.warn_at.is_some_and(|at| at > now))
}

/// Whether somebody else answers after these.
fn moves(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::AccountableChanged { .. }))
}

/// Whether the path of the promise to answer it has begun.
fn on_its_way(before: &Subject) -> bool {
    let clocks = before.live().into_iter().flat_map(|live| &live.clocks);
    clocks.filter(|clock| clock.key.kind.is_response()).any(|clock| clock.escalated.is_some())
}

/// Whether a step of that clock comes before it is due.
fn steps_early(before: &Subject, key: ClockKey, now: Moment) -> bool {
    let clock = before.live().and_then(|live| live.clock(key));
    let path = clock.and_then(|clock| clock.escalated.as_ref());
    path.and_then(|path| path.next_at).is_some_and(|next| next > now)
}

/// A reply leaves the path of the promise to resolve it as it was.
fn path_goes_on(before: Option<&Conversation>, decision: &mut Decision) {
    let replied = |event: &Event| matches!(event, Event::TextWritten { kind: TextKind::Person, .. });
    if !decision.events.iter().any(replied) {
        return;
    }
    let key = ClockKey::of(ClockKind::Resolution);
    let path = before.and_then(|found| found.clock(key)?.escalated.clone());
    if let (Some(path), Some(found)) = (path, &mut decision.after.conversation) {
        let clocks = Arc::make_mut(found).clocks.iter_mut();
        for clock in clocks.filter(|clock| clock.key == key && clock.escalated.is_none()) {
            clock.escalated = Some(path.clone());
        }
        decision.after.changes.conversation = true;
    }
}
