//! The laws as properties: after every command of any story they hold, judged from the events by code of its own.
mod support;

use baton_core::{
    AskId, Availability, By, Command, ConsentState, Conversation, Delivery, Event, FailureReason, HandoffId,
    IfChanged, Later, MessageId, Moment, Notice, Owner, OwnerCause, PendingOn, PersonId, ProgramId,
    ReminderId, ScheduledId, Seen, SendOutcome, Status, TellCustomer, TextKind, TextState, Then,
    UnknownChoice,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use support::*;

/// Cedar Lane with hours, a rota, every way to distribute, and promises.
static POLICY_OF_LAWS: LazyLock<String> = LazyLock::new(|| {
    let clinic = "hours = \"Clinic\"\n";
    let policy = policy_with(PROMISES);
    let policy = policy.replace(
        "[queues.General]\n",
        &format!("[queues.General]\n{clinic}rota = \"Desk\"\nclaim_within = \"30 min\"\n"),
    );
    let policy =
        policy.replace("[queues.Sales]\n", "[queues.Sales]\ndistribute = \"least_busy\"\ncapacity = 1\n");
    let policy = policy.replace(
        "[queues.Scheduling]\n",
        &format!("[queues.Scheduling]\n{clinic}distribute = \"round_robin\"\n"),
    );
    let policy = policy.replace("ASSIGN to Sales queue", "ASSIGN to Sales queue\n  REPLY with \"Prices\"");
    policy.replace("reopen_within", "return_after_away = true\nclose_after = \"2 days\"\nreopen_within")
});

/// Whatever the target, it has a length for a first and a further response.
const PROMISES: &str = r#"
[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[rotas.Desk]
shifts = [
  { id = "early", days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "13:00", who = "maya@cedarlane.example" },
  { id = "late", days = ["mon", "tue", "wed", "thu", "fri", "sat"], from = "13:00", to = "18:00", who = "chris@cedarlane.example" },
]

[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
around_the_clock = true
act_within = "2 min"
escalation = "Urgent"

[[targets]]
name = "New inquiry"
when = "contact is new"
first_response = "20 min"
next_response = "1 h"
follow_up = "1 day"
resolution = "2 days"
hours = "Clinic"

[[targets]]
name = "Everybody else"
first_response = "1 h"
act_within = "30 min"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "lead" }]
Urgent = [{ after = "0 min", notify = "on shift" }, { after = "5 min", assign = "Scheduling" }, { after = "10 min", assign = "fallback" }]

[auto_replies]
outside_hours = "After hours"
outside_hours_of = "Clinic"
first_contact = "Welcome"

[templates]
"After hours" = { text = "We read it at [next opening]." }
Welcome = { text = "[Team/Role] has your text." }
Prices = { text = "A first visit is 90 dollars." }
"#;

/// Reading a policy takes longer than a story.
static TEAM: LazyLock<baton_core::Directory> = LazyLock::new(|| directory_with(&POLICY_OF_LAWS, &[]));

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Act {
    Text(&'static str),
    Send(PersonId, &'static str, u8, bool),
    ProgramSends,
    Note(PersonId),
    Touch(PersonId),
    Claim(PersonId),
    Release(PersonId, Option<baton_core::QueueId>),
    Assign(PersonId, Owner),
    Open(PersonId),
    Wait(PersonId, bool),
    Close(PersonId, bool),
    Tag(PersonId, &'static str, bool),
    HandOver(usize),
    Outcome(usize, u8),
    Word(usize, u8),
    LookedUp(usize, bool),
    Settle(PersonId, usize, bool),
    Cancel(PersonId, usize),
    Consent(PersonId, bool),
    Offer(PersonId, Owner, TellCustomer, bool),
    Accept(PersonId, bool),
    Decline(PersonId),
    Withdraw(PersonId),
    OpenAsk(PersonId, Owner, &'static str),
    AnswerAsk(PersonId, usize),
    MoveAsk(PersonId, usize, Owner),
    DropAsk(PersonId, usize),
    SendAnswer(PersonId, usize, bool),
    Schedule(Option<PersonId>, u16, u8, u8),
    SendPlanned(PersonId, usize),
    DropPlanned(PersonId, usize),
    Remind(PersonId, u16),
    Wake,
    Distribute,
    Says(PersonId, u8, u16, Option<PersonId>),
    Leaves(PersonId),
    Returns,
    Later(u16),
}

const TEXTS: [&str; 12] = [
    "Hi",
    "how much is a quote?",
    "can I reschedule and what is the price",
    "ok thanks",
    "STOP",
    "Start",
    "HELP",
    "yes",
    "Liked “nine”",
    "Questioned “nine”",
    "",
    "what time",
];

const TELLS: [TellCustomer; 3] = [TellCustomer::OnAcceptance, TellCustomer::Now, TellCustomer::No];

fn act() -> impl Strategy<Value = Act> {
    let who = prop::sample::select(vec![MAYA, CHRIS, JORDAN, RUTH]);
    let queue = prop::sample::select(vec![GENERAL, SALES, SCHEDULING]);
    let owner = prop_oneof![who.clone().prop_map(Owner::Person), queue.clone().prop_map(Owner::Queue)];
    let text = 0..8usize;
    prop_oneof![
        6 => prop::sample::select(TEXTS.to_vec()).prop_map(Act::Text),
        4 => (who.clone(), prop::sample::select(vec!["nine", "Does nine work?"]), 0..3u8, any::<bool>())
            .prop_map(|(who, body, then, seen)| Act::Send(who, body, then, seen)),
        1 => Just(Act::ProgramSends),
        1 => who.clone().prop_map(Act::Note),
        1 => who.clone().prop_map(Act::Touch),
        2 => who.clone().prop_map(Act::Claim),
        2 => (who.clone(), prop::option::of(queue)).prop_map(|(who, queue)| Act::Release(who, queue)),
        2 => (who.clone(), owner.clone()).prop_map(|(who, owner)| Act::Assign(who, owner)),
        1 => who.clone().prop_map(Act::Open),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, internal)| Act::Wait(who, internal)),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, says)| Act::Close(who, says)),
        1 => (who.clone(), prop::sample::select(vec!["#Urgent", "vip card", "new"]), any::<bool>())
            .prop_map(|(who, tag, add)| Act::Tag(who, tag, add)),
        4 => text.clone().prop_map(Act::HandOver),
        3 => (text.clone(), 0..4u8).prop_map(|(text, outcome)| Act::Outcome(text, outcome)),
        3 => (text.clone(), 0..5u8).prop_map(|(text, word)| Act::Word(text, word)),
        1 => (text.clone(), any::<bool>()).prop_map(|(text, known)| Act::LookedUp(text, known)),
        1 => (who.clone(), text.clone(), any::<bool>()).prop_map(|(who, text, again)| Act::Settle(who, text, again)),
        1 => (who.clone(), text).prop_map(|(who, text)| Act::Cancel(who, text)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, consents)| Act::Consent(who, consents)),
        6 => (who.clone(), owner.clone(), prop::sample::select(TELLS.to_vec()), any::<bool>())
            .prop_map(|(who, to, tell, confirm)| Act::Offer(who, to, tell, confirm)),
        5 => (who.clone(), prop::bool::weighted(0.9)).prop_map(|(who, newest)| Act::Accept(who, newest)),
        2 => who.clone().prop_map(Act::Decline),
        1 => who.clone().prop_map(Act::Withdraw),
        2 => (who.clone(), owner.clone(), prop::sample::select(vec!["cards?", "parking?"]))
            .prop_map(|(who, owner, words)| Act::OpenAsk(who, owner, words)),
        1 => (who.clone(), 0..3usize).prop_map(|(who, place)| Act::AnswerAsk(who, place)),
        1 => (who.clone(), 0..3usize, owner).prop_map(|(who, place, to)| Act::MoveAsk(who, place, to)),
        1 => (who.clone(), 0..3usize).prop_map(|(who, place)| Act::DropAsk(who, place)),
        2 => (who.clone(), 0..3usize, any::<bool>())
            .prop_map(|(who, place, pending)| Act::SendAnswer(who, place, pending)),
        3 => (prop::option::weighted(0.8, who.clone()), 1..3_000u16, 0..3u8, 0..3u8)
            .prop_map(|(who, minutes, changed, then)| Act::Schedule(who, minutes, changed, then)),
        1 => (who.clone(), 0..2usize).prop_map(|(who, place)| Act::SendPlanned(who, place)),
        1 => (who.clone(), 0..2usize).prop_map(|(who, place)| Act::DropPlanned(who, place)),
        1 => (who.clone(), 1..3_000u16).prop_map(|(who, minutes)| Act::Remind(who, minutes)),
        1 => Just(Act::Wake),
        1 => Just(Act::Distribute),
        3 => (who.clone(), 0..5u8, 1..4_000u16, prop::option::of(who))
            .prop_map(|(who, word, minutes, cover)| Act::Says(who, word, minutes, cover)),
        1 => prop::sample::select(vec![MAYA, CHRIS, JORDAN]).prop_map(Act::Leaves),
        1 => Just(Act::Returns),
        2 => (1..6_000u16).prop_map(Act::Later),
    ]
}

/// What the events say, kept by hand and not by `apply`.
#[derive(Default)]
struct Ledger {
    owner: BTreeMap<i64, Owner>,
    live: Option<i64>,
    opted_out: bool,
    /// The last is the reason of its failure: the first that has a code, until then the first.
    texts: BTreeMap<MessageId, (TextKind, TextState, Option<FailureReason>)>,
    handed_over: BTreeMap<MessageId, u32>,
    offer: Option<(HandoffId, Owner)>,
    /// How every offer so far ended; none while it stands.
    offers: BTreeMap<HandoffId, bool>,
    asks: BTreeMap<AskId, Owner>,
    passed_on: u32,
    confirm: Vec<PersonId>,
    /// When texts that need an answer came.
    arrived: Vec<Moment>,
    /// When Baton answered by itself.
    by_itself: Vec<Moment>,
    /// The customer began the conversation that goes on.
    theirs: bool,
    /// Who took it themselves last: somebody who is away may.
    took: Option<PersonId>,
    /// Texts that wait for their time.
    planned: BTreeMap<ScheduledId, Planned>,
    /// When a close dropped one last that would have gone out by itself.
    closed_over: Option<Moment>,
    /// Texts that are news to everybody but the person, if one wrote them.
    news: Vec<(MessageId, Option<PersonId>)>,
    /// When their last text came.
    heard: Option<Moment>,
    reminders: BTreeMap<ReminderId, Moment>,
}

/// A text that waits for its time.
#[derive(Debug, Clone, PartialEq)]
struct Planned {
    author: Option<PersonId>,
    seen: usize,
    at: Moment,
    if_changed: IfChanged,
    held: bool,
}

impl Ledger {
    fn read(&mut self, event: &Event, at: Moment, by: &By) {
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
    fn answered_by_itself(&mut self, at: Moment, by: &By) {
        let day = |at: Moment| (at.micros() - 4 * 3_600_000_000).div_euclid(86_400_000_000);
        assert_eq!((self.arrived.last(), by), (Some(&at), &By::Contact), "it answers a text of theirs");
        assert!(self.live.is_some() && self.theirs, "it answers in what the customer began");
        self.by_itself.push(at);
        let today = self.by_itself.iter().filter(|other| day(**other) == day(at)).count();
        assert!(today <= 2, "{today} on one day");
    }

    /// One offer stands at a time, each ends once, and ownership moves by it only when it was accepted just before (law 4).
    fn offers_and_asks(&mut self, event: &Event) {
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
            | Event::HandoffExpired { id }
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
    fn later(&mut self, event: &Event, at: Moment, by: &By) {
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
                self.planned.get_mut(id).expect("it stands").author = Some(*to);
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

    fn goes_by_itself(&self, planned: &Planned, at: Moment) {
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

    fn end_offer(&mut self, id: HandoffId) {
        assert_eq!(self.offer.take().map(|(standing, _)| standing), Some(id), "an offer ends once");
        self.offers.insert(id, true);
    }

    /// Bounces as the design counts them.
    fn passing_on(&mut self, event: &Event, by: &By) {
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

    fn reason(&mut self, id: MessageId, failure: &FailureReason) -> bool {
        let known = &mut self.texts.get_mut(&id).expect("known").2;
        let better = known.as_ref().is_none_or(|known| known.code.is_none() && failure.code.is_some());
        if better {
            *known = Some(failure.clone());
        }
        better
    }

    fn state(&mut self, id: MessageId, to: TextState) {
        let state = &mut self.texts.get_mut(&id).expect("only a written text has states").1;
        let back_from_sent = *state == TextState::Sent && to == TextState::Unknown;
        assert!(to > *state && !back_from_sent, "law 9: {state:?} became {to:?}");
        *state = to;
    }
}

fn play(acts: &[Act]) {
    let mut desk = Desk { directory: TEAM.clone(), ..Desk::new() };
    let mut ledger = Ledger::default();
    let mut gone: Vec<PersonId> = Vec::new();
    for act in acts {
        let before = desk.subject.clone();
        let told = desk.told.len();
        let outcome = step(&mut desk, &mut gone, act);
        if outcome.is_some() && matches!(act, Act::Later(_)) {
            nothing_is_past(&mut desk);
        }
        if outcome == Some(false) {
            assert_eq!(before.conversation, desk.subject.conversation, "a refusal changes nothing");
            assert_eq!(before.texts, desk.subject.texts);
        }
        for (event, at, by) in &desk.told[told..] {
            ledger.read(event, *at, by);
        }
        for (event, _, by) in &desk.told[told..] {
            if let Event::OwnerChanged { to, .. } | Event::ConversationOpened { owner: to, .. } = event {
                ledger.took = by.as_person().filter(|by| to.person() == Some(*by));
            }
        }
        passes_on(&desk, &desk.told[told..]);
        check(&desk, &ledger);
    }
}

/// Only a lead passes on what was passed on three times; and whatever brings it there brings it to a lead.
fn passes_on(desk: &Desk, told: &[(Event, baton_core::Moment, By)]) {
    let passed = |event: &Event| {
        let Event::OwnerChanged { cause, .. } = event else { return false };
        matches!(cause, OwnerCause::Release | OwnerCause::Handoff | OwnerCause::Assignment)
    };
    let count = told.iter().filter(|(event, _, by)| passed(event) && by.as_person().is_some()).count();
    let hot = told.iter().any(|(event, ..)| matches!(event, Event::Told { about: Notice::HotPotato, .. }));
    let bounces = desk.subject.conversation.as_ref().map_or(0, |conversation| conversation.bounces);
    if count == 1 && bounces == 3 {
        assert!(hot, "the third time it goes to the lead");
        let live = desk.subject.live().expect("it moved");
        let lead = live.queue.and_then(|queue| desk.directory.queue(queue)).and_then(|queue| queue.lead);
        let lead = lead.filter(|lead| desk.directory.is_active(*lead)).unwrap_or(RUTH);
        let covered = desk.directory.cover(lead, desk.now).unwrap_or(lead);
        // What somebody who is away takes themselves is theirs.
        let took_it = told.iter().any(|(.., by)| by.as_person() == Some(lead));
        let (owner, theirs) = (live.owner, Owner::Person(lead));
        assert!(owner == Owner::Person(covered) || (took_it && owner == theirs), "{owner:?}");
    } else {
        assert!(!hot, "only the third time");
    }
}

/// Whatever was due is done, in a few goes at the most, and what is to come lies ahead.
fn nothing_is_past(desk: &mut Desk) {
    for _ in 0..4 {
        let Some(id) =
            desk.subject.live().filter(|live| live.next_at() <= Some(desk.now)).map(|live| live.id)
        else {
            return;
        };
        desk.act(&By::Policy, &Command::Wake(id));
    }
    let next = desk.subject.live().and_then(Conversation::next_at);
    assert!(next.is_none_or(|next| next > desk.now), "{next:?} is due still at {}", desk.now);
}

/// What waits for an answer has a clock of its own, from the moment it came (law 5).
fn check_promise(desk: &Desk, ledger: &Ledger, live: &Conversation) {
    let responses: Vec<_> = live.clocks.iter().filter(|clock| clock.key.kind.is_response()).collect();
    match live.waiting_since {
        Some(since) if !ledger.opted_out => {
            assert_eq!(responses.len(), 1, "law 5: one promise to answer: {:?}", live.clocks);
            assert_eq!(responses[0].started_at, since, "law 5: from when it came");
            assert!(responses[0].runs() || live.status == Status::Pending, "law 5: it runs");
            assert!(ledger.arrived.contains(&since), "law 5: nothing came at {since}");
        }
        _ => assert_eq!(responses.len(), 0, "nothing waits for an answer: {:?}", live.clocks),
    }
    if live.status == Status::Open && !ledger.opted_out {
        assert!(
            live.clocks.iter().any(baton_core::Clock::runs),
            "law 5: open, and nothing runs at {}",
            desk.now
        );
    }
}

fn check(desk: &Desk, ledger: &Ledger) {
    let live = desk.subject.live();
    assert_eq!(live.map(|live| live.id.0), ledger.live);
    assert_eq!(desk.subject.thread.as_ref().and_then(|thread| thread.open).map(|id| id.0), ledger.live);
    if let Some(live) = live {
        assert_eq!(
            Some(&live.owner),
            ledger.owner.get(&live.id.0),
            "law 3: an owner changed without an event"
        );
        assert!(desk.directory.is_active(live.accountable), "law 2: nobody active answers for it");
        assert_eq!(
            live.accountable,
            desk.directory.accountable(live.owner, live.queue, Some(live.accountable), desk.now, &desk.team),
            "law 2: somebody else does"
        );
        let theirs = live.owner.person().filter(|_| live.status == Status::Open);
        let covered = theirs.and_then(|person| desk.directory.cover(person, desk.now));
        assert!(
            covered.is_none() || ledger.took == theirs,
            "{covered:?} covers for its owner, who did not take it themselves"
        );
        check_promise(desk, ledger, live);
        assert!(live.asks.iter().all(|ask| desk.directory.is_active(ask.accountable)), "law 2, of an ask");
        assert_eq!(live.handoff.as_ref().map(|offer| (offer.id, offer.to)), ledger.offer, "law 4: the offer");
        if let Some(offer) = &live.handoff {
            let there = match offer.to {
                Owner::Person(person) => desk.directory.is_active(person),
                Owner::Queue(queue) => desk.directory.queue(queue).is_some(),
            };
            assert!(there && offer.to != live.owner, "law 4: offered to nobody, or to whoever has it");
        }
        let asks: BTreeMap<_, _> = live.asks.iter().map(|ask| (ask.id, ask.owner)).collect();
        assert_eq!(asks, ledger.asks, "an ask came, went or moved without an event");
        for ask in &live.asks {
            let there = ask.owner.person().is_none_or(|person| desk.directory.is_active(person));
            assert!(there, "law 10: a question of somebody who is gone");
            let answers = desk.directory.accountable(
                ask.owner,
                ask.owner.queue().or(live.queue),
                Some(ask.accountable),
                desk.now,
                &desk.team,
            );
            assert_eq!(ask.accountable, answers, "law 2, of an ask");
        }
        assert_eq!(live.bounces, ledger.passed_on, "bounces");
        let hides = live.status == Status::Pending && live.pending_on == Some(PendingOn::Customer);
        assert!(
            !hides || live.waiting_since.is_none(),
            "pending on the customer hides a text without an answer"
        );
        hidden_questions(desk, hides);
        check_planned(desk, ledger, live);
    }
    let reminders = desk.subject.conversation.iter().flat_map(|found| &found.reminders);
    for reminder in reminders {
        assert_eq!(ledger.reminders.get(&reminder.id), Some(&reminder.at), "a reminder without an event");
    }
    for text in &desk.subject.texts {
        let (_, state, reason) = &ledger.texts[&text.id];
        assert_eq!(text.state, *state);
        assert_eq!(text.failure.as_ref(), reason.as_ref(), "law 9: the first reason stays");
    }
}

/// Planned texts are what the events say, of people of the team, and none for somebody who opted out.
fn check_planned(desk: &Desk, ledger: &Ledger, live: &Conversation) {
    let stands: BTreeMap<_, _> =
        live.scheduled.iter().map(|text| (text.id, (text.by.as_person(), text.send_at))).collect();
    let told: BTreeMap<_, _> =
        ledger.planned.iter().map(|(id, planned)| (*id, (planned.author, planned.at))).collect();
    assert_eq!(stands, told, "a planned text came, went or moved without an event");
    assert!(stands.is_empty() || !ledger.opted_out, "law 8: a text waits for somebody who opted out");
    let gone = |(author, _): &(Option<PersonId>, Moment)| {
        author.is_some_and(|author| !desk.directory.is_active(author))
    };
    assert!(!stands.values().any(gone), "law 10: the text of somebody who is gone");
}

fn ny_zone() -> baton_hours::Zone {
    baton_hours::Zone::named("America/New_York").expect("it is known")
}

/// Nobody becomes pending on the customer over an open question; one that is asked later stays visible by itself.
fn hidden_questions(desk: &Desk, hides: bool) {
    let last = desk.told.last().map(|(event, ..)| event);
    if hides && matches!(last, Some(Event::StatusChanged { .. })) {
        assert!(desk.conversation().asks.is_empty(), "pending on the customer with a question open");
    }
}

/// None: it was no command. False: it was refused.
fn step(desk: &mut Desk, gone: &mut Vec<PersonId>, act: &Act) -> Option<bool> {
    let conversation = desk.subject.conversation.as_ref().map(|conversation| conversation.id);
    let text = |index: usize| desk.subject.texts.get(index).map(|text| text.id);
    let seen = desk.subject.thread.as_ref().map_or(Seen::Nothing, |thread| {
        if thread.messages == 0 {
            Seen::Nothing
        } else {
            Seen::UpTo(MessageId::new(thread.id, thread.messages))
        }
    });
    let (by, command) = match act {
        Act::Text(body) => (By::Contact, received(body)),
        Act::Send(who, body, then, says) => {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: Some(desk.now + std::time::Duration::from_hours(3)) },
                _ => Then::Closed { reason: None },
            };
            let seen = if *says { seen } else { Seen::Unsaid };
            (By::person(*who), Command::Send(conversation?, new_text(body, seen, then)))
        }
        Act::ProgramSends => (
            By::Program { id: ProgramId(7), name: "Booking".to_owned() },
            Command::Send(conversation?, new_text("We open at nine", seen, Then::Open)),
        ),
        Act::Note(who) => (By::person(*who), Command::AddNote(conversation?, "calls back".to_owned())),
        Act::Touch(who) => (By::person(*who), Command::Touch(conversation?)),
        Act::Claim(who) => (By::person(*who), Command::Claim(conversation?)),
        Act::Release(who, queue) => (By::person(*who), Command::Release(conversation?, *queue)),
        Act::Assign(who, to) => {
            (By::person(*who), Command::Assign { conversation: conversation?, to: *to, reason: None })
        }
        Act::Open(who) => (By::person(*who), Command::Open(conversation?)),
        Act::Wait(who, internal) => {
            let on = internal.then_some(PendingOn::Internal);
            let reason = internal.then(|| "lab report".to_owned());
            (By::person(*who), Command::Wait { conversation: conversation?, on, reason, wake_at: None })
        }
        Act::Close(who, says) => {
            (By::person(*who), Command::Close(conversation?, says.then(|| "answered".to_owned())))
        }
        Act::Tag(who, tag, add) => {
            let tag = vec![(*tag).to_owned()];
            let (add, remove) = if *add { (tag, Vec::new()) } else { (Vec::new(), tag) };
            (By::person(*who), Command::Tag { conversation: conversation?, add, remove })
        }
        Act::HandOver(index) => (By::Policy, Command::HandOver(text(*index)?)),
        Act::Outcome(index, kind) => (By::Carrier, Command::Sent(text(*index)?, outcome(*kind, desk.now))),
        Act::Word(index, kind) => (By::Carrier, Command::Delivery(text(*index)?, word(*kind))),
        Act::LookedUp(index, known) => (
            By::Carrier,
            Command::LookedUp { text: text(*index)?, known: *known, why: "not in its list".to_owned() },
        ),
        Act::Settle(who, index, again) => {
            let choice = if *again { UnknownChoice::SendAgain(seen) } else { UnknownChoice::Leave };
            (By::person(*who), Command::Settle(text(*index)?, choice))
        }
        Act::Cancel(who, index) => (By::person(*who), Command::Cancel(text(*index)?)),
        Act::Consent(who, consents) => {
            let state = if *consents { ConsentState::In } else { ConsentState::Out };
            let number = desk.subject.number.as_ref()?.id;
            (By::person(*who), Command::SetConsent { number, state, evidence: "form of 4 March".to_owned() })
        }
        Act::Wake => (By::Policy, Command::Wake(conversation?)),
        Act::Distribute => (By::Policy, Command::Distribute(conversation?)),
        Act::Says(who, word, minutes, cover) => {
            says(desk, *who, *word, *minutes, *cover);
            (By::Policy, Command::Resettle(conversation?))
        }
        Act::Leaves(_) | Act::Returns => {
            if let Act::Leaves(who) = act {
                gone.push(*who);
            } else {
                gone.clear();
            }
            for (id, person) in &mut desk.directory.people {
                person.active = !gone.contains(id);
            }
            (By::Policy, Command::Resettle(conversation?))
        }
        Act::Later(minutes) => {
            desk.minutes(u64::from(*minutes));
            (By::Policy, Command::Resettle(conversation?))
        }
        offer_or_ask => passed_on(desk, conversation?, seen, offer_or_ask)?,
    };
    Some(desk.try_do(&by, &command).is_ok())
}

/// Offers and asks.
fn passed_on(
    desk: &Desk,
    conversation: baton_core::ConversationId,
    seen: Seen,
    act: &Act,
) -> Option<(By, Command)> {
    Some(match act {
        Act::Offer(who, to, tell, confirm) => {
            let baton = baton_core::Baton { confirm_back: *confirm, ..tells("They take over.", *tell) };
            (By::person(*who), offer(conversation, *to, baton))
        }
        Act::Accept(who, newest) => {
            (By::person(*who), Command::Accept(conversation, handoff(desk, *newest)?))
        }
        Act::Decline(who) => {
            let (handoff, reason) = (handoff(desk, true)?, "busy".to_owned());
            (By::person(*who), Command::Decline { conversation, handoff, reason })
        }
        Act::Withdraw(who) => {
            (By::person(*who), Command::WithdrawHandoff(conversation, handoff(desk, true)?))
        }
        Act::OpenAsk(who, owner, words) => {
            let words = (*words).to_owned();
            (By::person(*who), Command::OpenAsk { conversation, words, owner: *owner })
        }
        Act::AnswerAsk(who, place) => {
            let by = desk.subject.texts.last().map(|text| text.id);
            (By::person(*who), Command::AnswerAsk { conversation, ask: ask(desk, *place)?, by })
        }
        Act::MoveAsk(who, place, to) => {
            let (ask, to) = (ask(desk, *place)?, *to);
            (By::person(*who), Command::MoveAsk { conversation, ask, to, reason: None })
        }
        Act::DropAsk(who, place) => {
            let (ask, reason) = (ask(desk, *place)?, "booked".to_owned());
            (By::person(*who), Command::DropAsk { conversation, ask, reason })
        }
        Act::SendAnswer(who, place, pending) => {
            let then = if *pending { Then::Pending { wake_at: None } } else { Then::Open };
            let mut text = new_text("Friday at 11", seen, then);
            text.answers = vec![ask(desk, *place)?];
            (By::person(*who), Command::Send(conversation, text))
        }
        planned => return plans(desk, conversation, seen, planned),
    })
}

/// Texts for later, and reminders.
fn plans(
    desk: &Desk,
    conversation: baton_core::ConversationId,
    seen: Seen,
    act: &Act,
) -> Option<(By, Command)> {
    let ahead = |minutes: u16| desk.now + std::time::Duration::from_mins(u64::from(minutes));
    let planned = |place: usize| desk.conversation().scheduled.get(place).map(|text| text.id);
    Some(match act {
        Act::Schedule(who, minutes, changed, then) => {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: None },
                _ => Then::Closed { reason: None },
            };
            let if_changed = [IfChanged::Cancel, IfChanged::Ask, IfChanged::Send][usize::from(*changed)];
            let mut text = new_text("See you!", seen, then);
            text.later = Some(Later { at: ahead(*minutes), if_changed });
            let program = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
            (who.map_or(program, By::person), Command::Send(conversation, text))
        }
        Act::SendPlanned(who, place) => {
            let scheduled = planned(*place)?;
            (By::person(*who), Command::SendScheduled { scheduled, seen, despite_quiet_hours: true })
        }
        Act::DropPlanned(who, place) => (By::person(*who), Command::DropScheduled(planned(*place)?)),
        Act::Remind(who, minutes) => {
            let words = "call the lab".to_owned();
            (By::person(*who), Command::SetReminder { conversation, words, at: ahead(*minutes) })
        }
        _ => return None,
    })
}

/// The offer that stands, or else an earlier one.
fn handoff(desk: &Desk, newest: bool) -> Option<HandoffId> {
    let conversation = desk.subject.conversation.as_ref()?;
    let standing = conversation.handoff.as_ref().map(|offer| offer.id).filter(|_| newest);
    standing.or_else(|| conversation.last_offer.as_ref().map(|last| last.id))
}

fn ask(desk: &Desk, place: usize) -> Option<AskId> {
    desk.subject.conversation.as_ref()?.asks.get(place).map(|ask| ask.id)
}

fn says(desk: &mut Desk, who: PersonId, word: u8, minutes: u16, cover: Option<PersonId>) {
    let until = Some(desk.now + std::time::Duration::from_mins(u64::from(minutes)));
    let word = match word {
        0 => Availability::In { until },
        1 => Availability::Out { until },
        2 => Availability::Rota,
        3 => Availability::Away { from: desk.now, until, cover },
        _ => Availability::Away { from: desk.now, until: None, cover },
    };
    if let Ok(after) = desk.directory.presence_after(who, &word, desk.now) {
        desk.directory = desk.directory.clone();
        desk.directory.people.get_mut(&who).expect("of the team").presence = after;
    }
}

fn outcome(kind: u8, now: baton_core::Moment) -> SendOutcome {
    match kind {
        0 => SendOutcome::Accepted { carrier_id: "SM1".to_owned() },
        1 => SendOutcome::Refused(failure("21610")),
        2 => SendOutcome::TryLater { until: now, reason: "too fast".to_owned() },
        _ => SendOutcome::Unknown { why: "no answer".to_owned() },
    }
}

fn word(kind: u8) -> Delivery {
    let (state, failure) = match kind {
        0 => (TextState::Sent, None),
        1 => (TextState::Delivered, None),
        2 => (TextState::Undelivered, Some(failure("30005"))),
        3 => (TextState::Failed, Some(failure("21610"))),
        _ => (TextState::Failed, None),
    };
    Delivery { state, carrier_id: Some("SM1".to_owned()), failure }
}

fn failure(code: &str) -> FailureReason {
    FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: code == "30005",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_after_every_command_of_any_story(acts in prop::collection::vec(act(), 1..60)) {
        play(&acts);
    }
}
