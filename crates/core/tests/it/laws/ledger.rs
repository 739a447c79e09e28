//! What the events say, kept by hand.

use super::*;

/// What the events say, kept by hand and not by `apply`.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) owner: BTreeMap<i64, Owner>,
    pub(crate) live: Option<i64>,
    pub(crate) opted_out: bool,
    /// The last is the reason of its failure: the first that has a code, until then the first.
    pub(crate) texts: BTreeMap<MessageId, (TextKind, TextState, Option<FailureReason>)>,
    pub(crate) handed_over: BTreeMap<MessageId, u32>,
    pub(crate) offer: Option<(HandoffId, Owner)>,
    /// How every offer so far ended; none while it stands.
    pub(crate) offers: BTreeMap<HandoffId, bool>,
    pub(crate) asks: BTreeMap<AskId, Owner>,
    pub(crate) passed_on: u32,
    pub(crate) confirm: Vec<PersonId>,
    /// When texts that need an answer came.
    pub(crate) arrived: Vec<Moment>,
    /// When Baton answered by itself.
    pub(crate) by_itself: Vec<Moment>,
    /// The customer began the conversation that goes on.
    pub(crate) theirs: bool,
    /// Who took it themselves last: somebody who is away may.
    pub(crate) took: Option<PersonId>,
    /// Texts that wait for their time.
    pub(crate) planned: BTreeMap<ScheduledId, Planned>,
    /// When a close dropped one last that would have gone out by itself.
    pub(crate) closed_over: Option<Moment>,
    /// Texts that are news to everybody but the person, if one wrote them.
    pub(crate) news: Vec<(MessageId, Option<PersonId>)>,
    /// When their last text came.
    pub(crate) heard: Option<Moment>,
    pub(crate) reminders: BTreeMap<ReminderId, Moment>,
}

/// A text that waits for its time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planned {
    pub(crate) author: Option<PersonId>,
    pub(crate) seen: usize,
    pub(crate) at: Moment,
    pub(crate) if_changed: IfChanged,
    pub(crate) held: bool,
}

impl Ledger {
    pub(crate) fn read(&mut self, event: &Event, at: Moment, by: &By) {
        self.offers_and_asks(event);
        self.passing_on(event, by);
        self.later(event, at, by);
        match event {
            Event::TextReceived { word: None, .. } => self.arrived.push(at),
            Event::ConversationOpened { id, owner, begun_by_us, .. } => {
                self.theirs = !begun_by_us;
                assert_eq!(self.live, None, "law 1: a second conversation opened beside a live one");
                self.live = Some(id.0);
                self.owner.insert(id.0, *owner);
            }
            Event::Reopened { id } => {
                assert_eq!(self.live, None, "law 1: reopened beside a live one");
                self.live = Some(id.0);
            }
            Event::Closed { .. } => self.live = None,
            Event::OwnerChanged { from, to, .. } => {
                let live = self.live.expect("only what is not closed moves");
                assert_eq!(
                    self.owner.insert(live, *to),
                    Some(*from),
                    "law 3: from whom it came is who had it"
                );
            }
            Event::ConsentChanged { to, .. } => self.opted_out = *to == ConsentState::Out,
            Event::TextWritten { id, kind, .. } => {
                assert!(
                    !self.opted_out || *kind == TextKind::OptOutConfirmation,
                    "law 8: written to an opted-out number"
                );
                if *kind == TextKind::AutoReply {
                    self.answered_by_itself(at, by);
                }
                let before = self.texts.insert(*id, (*kind, TextState::Queued, None));
                assert!(before.is_none(), "an id is used once");
            }
            Event::TextHandedOver { id } => {
                let (kind, state, _) = &self.texts[id];
                assert_eq!(*state, TextState::Queued, "law 7: handed over from another state");
                assert!(
                    !self.opted_out || *kind == TextKind::OptOutConfirmation,
                    "law 8: sent to an opted-out number"
                );
                *self.handed_over.entry(*id).or_default() += 1;
                self.state(*id, TextState::Sending);
            }
            Event::TextDelayed { id, .. } => self.texts.get_mut(id).expect("known").1 = TextState::Queued,
            Event::TextSent { id, .. } => self.state(*id, TextState::Sent),
            Event::TextDelivered { id } => self.state(*id, TextState::Delivered),
            Event::TextFailed { id, state, failure } => {
                self.state(*id, *state);
                self.reason(*id, failure);
            }
            Event::TextExplained { id, failure } => {
                assert!(self.reason(*id, failure), "law 9: a reason is told that changes nothing");
            }
            Event::TextUnknown { id, .. } => self.state(*id, TextState::Unknown),
            Event::TextCancelled { id, .. } => self.state(*id, TextState::Cancelled),
            _ => {}
        }
    }

    /// Only to a text of theirs that needs an answer, in what they began, and twice on one day at the most. The day is
    /// New York's, four hours behind in summer.
    pub(crate) fn answered_by_itself(&mut self, at: Moment, by: &By) {
        let day = |at: Moment| (at.micros() - 4 * 3_600_000_000).div_euclid(86_400_000_000);
        assert_eq!((self.arrived.last(), by), (Some(&at), &By::Contact), "it answers a text of theirs");
        assert!(self.live.is_some() && self.theirs, "it answers in what the customer began");
        self.by_itself.push(at);
        let today = self.by_itself.iter().filter(|other| day(**other) == day(at)).count();
        assert!(today <= 2, "{today} on one day");
    }

    /// One offer stands at a time, each ends once, and ownership moves by it only when it was accepted just before (law 4).
    pub(crate) fn offers_and_asks(&mut self, event: &Event) {
        match event {
            Event::HandoffOffered { id, to, .. } => {
                assert_eq!(self.offer.replace((*id, *to)), None, "law 4: two offers stand");
                assert_eq!(self.offers.insert(*id, false), None, "an id is used once");
            }
            Event::HandoffAccepted { id, confirm_to, .. } => {
                self.end_offer(*id);
                self.confirm.extend(
                    confirm_to
                        .iter()
                        .filter(|giver| !self.confirm.contains(giver))
                        .copied()
                        .collect::<Vec<_>>(),
                );
            }
            Event::HandoffDeclined { id, .. }
            | Event::HandoffExpired { id, .. }
            | Event::HandoffWithdrawn { id, .. } => self.end_offer(*id),
            Event::AskOpened { id, owner, .. } => {
                assert_eq!(self.asks.insert(*id, *owner), None, "an id is used once");
            }
            Event::AskMoved { id, to, .. } => {
                let owner = self.asks.get_mut(id).expect("only what is open moves");
                *owner = to.unwrap_or(*owner);
            }
            Event::AskAnswered { id, .. } | Event::AskDropped { id, .. } => {
                self.asks.remove(id).expect("an ask ends once");
            }
            Event::Closed { .. } => {
                assert_eq!(self.offer, None, "a closed one is still offered");
                assert!(self.asks.is_empty(), "a question was lost at the close");
            }
            Event::Told { who, about: Notice::HandoffResolved, .. } => {
                let place =
                    self.confirm.iter().position(|giver| giver == who).expect("told once, who wanted it");
                self.confirm.remove(place);
            }
            _ => {}
        }
    }

    /// A planned text goes out once, by itself only at its time, by day, and over nothing that its author has not seen.
    pub(crate) fn later(&mut self, event: &Event, at: Moment, by: &By) {
        match event {
            Event::TextReceived { id, .. } => {
                self.news.push((*id, None));
                self.heard = Some(at);
            }
            Event::TextWritten { id, kind, scheduled, author, .. } => {
                if let Some(from) = scheduled {
                    let planned = self.planned.remove(&from.id).expect("law 7: it goes out once");
                    assert_eq!(from.due_at, planned.at);
                    if *by == By::Policy {
                        self.goes_by_itself(&planned, at);
                    }
                }
                let planned = scheduled.as_ref().and_then(|from| from.by.as_person());
                let pressed = author.filter(|_| *kind == TextKind::Person);
                let pressed = pressed.or(planned).or_else(|| by.as_person());
                if let (TextKind::Person | TextKind::Handoff, Some(who)) = (kind, pressed) {
                    self.news.push((*id, Some(who)));
                }
            }
            Event::TextScheduled { text, .. } => {
                let author = text.by.as_person();
                let (seen, at, if_changed) = (self.news.len(), text.send_at, text.if_changed);
                let planned = Planned { author, seen, at, if_changed, held: false };
                assert_eq!(self.planned.insert(text.id, planned), None, "an id is used once");
            }
            Event::ScheduledChanged { text, .. } => {
                let planned = self.planned.get_mut(&text.id).expect("it stands");
                (planned.at, planned.held) = (text.send_at, text.held.is_some());
            }
            Event::ScheduledHeld { id, .. } => self.planned.get_mut(id).expect("it stands").held = true,
            Event::ScheduledMoved { id, to } => {
                let planned = self.planned.get_mut(id).expect("it stands");
                // What its own author wrote after it is no news to whoever has it now.
                let theirs = |who: &Option<PersonId>| who.is_some() && *who == planned.author;
                if self.news[planned.seen..].iter().all(|(_, who)| theirs(who)) {
                    planned.seen = self.news.len();
                }
                planned.author = Some(*to);
            }
            Event::ScheduledDropped { id, reason } => {
                let planned = self.planned.remove(id).expect("it is dropped once");
                if !planned.held && reason.starts_with("the conversation was closed") {
                    self.closed_over = Some(at);
                }
            }
            Event::Closed { reason, .. } => {
                assert!(self.planned.is_empty(), "a text outlives the close");
                let silence = *by == By::Policy && reason.as_deref() == Some("no reply");
                assert!(
                    !(silence && self.closed_over == Some(at)),
                    "silence dropped a text that goes out later"
                );
            }
            Event::ReminderSet { reminder } => {
                assert_eq!(self.reminders.insert(reminder.id, reminder.at), None, "an id is used once");
            }
            Event::ReminderCame { id, due_at, .. } => {
                assert_eq!(self.reminders.remove(id), Some(*due_at), "a reminder comes once");
                assert!(*due_at <= at, "a reminder came early");
            }
            _ => {}
        }
    }

    pub(crate) fn goes_by_itself(&self, planned: &Planned, at: Moment) {
        assert!(planned.at <= at, "a text went out early");
        let others = |(_, who): &(_, Option<PersonId>)| who.is_none() || *who != planned.author;
        let changed = self.news[planned.seen..].iter().any(others);
        assert!(
            !changed || planned.if_changed == IfChanged::Send,
            "law 7: it went out over something that its author has not seen"
        );
        let hour = ny_zone().minute_of_day(at) / 60;
        let answers = planned.author.is_some()
            && self.heard.is_some_and(|heard| at < heard + std::time::Duration::from_hours(24));
        assert!((8..21).contains(&hour) || answers, "it went out at night, at {at}");
    }

    pub(crate) fn end_offer(&mut self, id: HandoffId) {
        assert_eq!(self.offer.take().map(|(standing, _)| standing), Some(id), "an offer ends once");
        self.offers.insert(id, true);
    }

    /// Bounces as the design counts them.
    pub(crate) fn passing_on(&mut self, event: &Event, by: &By) {
        match event {
            Event::OwnerChanged { cause, .. } => {
                let counts =
                    matches!(cause, OwnerCause::Assignment | OwnerCause::Release | OwnerCause::Handoff);
                self.passed_on += u32::from(counts && by.as_person().is_some());
            }
            Event::TextWritten { kind: TextKind::Person, .. } => self.passed_on = 0,
            Event::ConversationOpened { .. } => {
                (self.passed_on, self.offer) = (0, None);
                self.confirm.clear();
            }
            _ => {}
        }
    }

    pub(crate) fn reason(&mut self, id: MessageId, failure: &FailureReason) -> bool {
        let known = &mut self.texts.get_mut(&id).expect("known").2;
        let better = known.as_ref().is_none_or(|known| known.code.is_none() && failure.code.is_some());
        if better {
            *known = Some(failure.clone());
        }
        better
    }

    pub(crate) fn state(&mut self, id: MessageId, to: TextState) {
        let state = &mut self.texts.get_mut(&id).expect("only a written text has states").1;
        let back_from_sent = *state == TextState::Sent && to == TextState::Unknown;
        assert!(to > *state && !back_from_sent, "law 9: {state:?} became {to:?}");
        *state = to;
    }
}
