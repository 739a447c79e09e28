//! A small business to decide about: Cedar Lane Physio with its queues and people.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "each test file uses its part")]

mod office;

pub use office::{HOUSE, Office, house_with, ny};

use baton_core::{
    Baton, By, Command, ConversationId, Decision, Directory, Ids, Line, LineCarrier, LineId, Moment,
    NewOffer, NewText, Owner, Parts, Person, PersonId, QueueId, Receive, Refusal, Role, Seen, Subject, Team,
    TellCustomer, Then, WorkspaceId, World, decide,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const POLICY: &str = r#"
zone = "America/New_York"
fallback = "ruth@cedarlane.example"
reopen_within = "72 h"

[queues.General]
initials = "Ge"
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
lead = "maya@cedarlane.example"

[queues.Sales]
initials = "Sa"
members = ["jordan@cedarlane.example"]

[queues.Scheduling]
initials = "Sc"
members = ["chris@cedarlane.example"]
lead = "chris@cedarlane.example"
tags = ["appointment"]

[routing]
text = """
IF message contains "price", "quote", "estimate"
  ASSIGN to Sales queue
ELSE IF message contains "reschedule", "appointment", "time"
  ASSIGN to Scheduling queue
ELSE
  ASSIGN to General queue
"""
"#;

pub const GENERAL: QueueId = QueueId(11);
pub const SALES: QueueId = QueueId(12);
pub const SCHEDULING: QueueId = QueueId(13);
pub const MAYA: PersonId = PersonId(21);
pub const CHRIS: PersonId = PersonId(22);
pub const JORDAN: PersonId = PersonId(23);
pub const RUTH: PersonId = PersonId(24);
pub const DANA: PersonId = PersonId(25);
pub const BEN: PersonId = PersonId(26);
pub const SAM: PersonId = PersonId(27);
pub const TESS: PersonId = PersonId(28);
pub const PRIYA: PersonId = PersonId(29);
pub const FRONT_DESK: QueueId = QueueId(14);
pub const BILLING: QueueId = QueueId(15);
pub const MAIN: LineId = LineId(31);

/// The same with further sections.
pub fn policy_with(sections: &str) -> String {
    let (head, routing) = POLICY.split_once("[routing]").expect("it has routing");
    format!("{head}{sections}\n[routing]{routing}")
}

pub fn directory() -> Directory {
    directory_with(POLICY, &[])
}

/// The same, with these people gone.
pub fn directory_with(policy: &str, gone: &[PersonId]) -> Directory {
    let queue_ids = [
        ("General", GENERAL),
        ("Sales", SALES),
        ("Scheduling", SCHEDULING),
        ("Front desk", FRONT_DESK),
        ("Billing", BILLING),
    ];
    directory_of(policy, gone, &queue_ids.map(|(name, id)| (name.to_owned(), id)).into())
}

/// The same, with the ids of the policy's queues.
pub fn directory_of(policy: &str, gone: &[PersonId], queue_ids: &BTreeMap<String, QueueId>) -> Directory {
    let person = |id: PersonId, name: &str, role| Person {
        id,
        email: format!("{}@cedarlane.example", name.split(' ').next().unwrap_or(name).to_lowercase()),
        name: name.to_owned(),
        role,
        active: !gone.contains(&id),
        presence: baton_core::Presence::default(),
    };
    Directory::assemble(Parts {
        workspace: WorkspaceId(1),
        business: "Cedar Lane Physio".to_owned(),
        version: 1,
        policy_version: 1,
        policy,
        people: vec![
            person(MAYA, "Maya Ortiz", Role::Agent),
            person(CHRIS, "Chris Bell", Role::Agent),
            person(JORDAN, "Jordan Lee", Role::Agent),
            person(RUTH, "Ruth Adler", Role::Admin),
            person(DANA, "Dana Webb", Role::Agent),
            person(BEN, "Ben Hart", Role::Agent),
            person(SAM, "Sam Cole", Role::Agent),
            person(TESS, "Tess Moran", Role::Agent),
            person(PRIYA, "Priya Shah", Role::Agent),
        ],
        lines: vec![Line {
            id: MAIN,
            number: "+12125550100".to_owned(),
            name: "Main".to_owned(),
            carrier: LineCarrier::Simulator,
            carrier_answers: false,
            retired: false,
        }],
        queue_ids,
    })
    .expect("the test's policy holds")
}

/// One thread's story: every command is decided on what the last one left.
pub struct Desk {
    pub directory: Directory,
    pub subject: Subject,
    pub ids: Ids,
    pub now: Moment,
    /// Turns and loads.
    pub team: Team,
    /// Every event so far, with when and by whom.
    pub told: Vec<(baton_core::Event, Moment, By)>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            directory: directory(),
            subject: Subject::default(),
            ids: Ids::new(1_000, i64::MAX),
            now: "2026-05-12T16:41:00Z".parse().expect("a time"),
            team: Team::default(),
            told: Vec::new(),
        }
    }

    /// With another policy.
    pub fn with(policy: &str) -> Self {
        Self { directory: directory_with(policy, &[]), ..Self::new() }
    }

    /// The customer is no new contact.
    pub fn subject_is_known(&mut self) {
        self.text("Hello");
        let id = self.conversation().id;
        let text = Box::new(NewText { then: Then::Closed { reason: None }, ..NewText::saying("Hello!") });
        self.act(&By::person(CHRIS), &Command::Send(id, text));
        self.subject.conversation = None;
        if let Some(thread) = &mut self.subject.thread {
            Arc::make_mut(thread).last_closed = None;
        }
        self.told.clear();
    }

    pub fn try_do(&mut self, by: &By, command: &Command) -> Result<Decision, Refusal> {
        let world = World { directory: &self.directory, team: &self.team, now: self.now, by };
        let before = self.subject.clone();
        let decision = decide(&world, &mut self.ids, before.clone(), command)?;
        if let Some(after) = &decision.after.conversation {
            let before = before.conversation.filter(|before| before.id == after.id);
            self.team.follow(&self.directory, before.as_deref(), after, &decision.events);
        }
        self.told.extend(decision.events.iter().map(|event| (event.clone(), self.now, by.clone())));
        self.subject = decision.after.clone();
        Ok(decision)
    }

    pub fn act(&mut self, by: &By, command: &Command) -> Decision {
        self.try_do(by, command).unwrap_or_else(|refusal| panic!("{command:?} was refused: {refusal}"))
    }

    /// The customer texts.
    pub fn text(&mut self, body: &str) -> Decision {
        self.act(&By::Contact, &received(body))
    }

    pub fn minutes(&mut self, minutes: u64) {
        self.now += std::time::Duration::from_mins(minutes);
    }

    pub fn conversation(&self) -> &baton_core::Conversation {
        self.subject.conversation.as_ref().expect("there is a conversation")
    }
}

pub fn received(body: &str) -> Command {
    received_from("+12125550134", body)
}

pub fn received_from(number: &str, body: &str) -> Command {
    use std::sync::atomic::{AtomicU64, Ordering};
    static SID: AtomicU64 = AtomicU64::new(1);
    let reaction = baton_text::reaction(body);
    Command::Receive(Box::new(Receive {
        line: MAIN,
        from: baton_text::Address::from_carrier(number, || baton_text::Region::US),
        body: body.to_owned(),
        media: Vec::new(),
        carrier_id: format!("SM{:032x}", SID.fetch_add(1, Ordering::Relaxed)),
        sent_at: None,
        carrier_word: None,
        reaction,
    }))
}

pub fn new_text(body: &str, seen: Seen, then: Then) -> Box<NewText> {
    Box::new(NewText { seen, then, ..NewText::saying(body) })
}

pub fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(baton_core::Event::name).collect()
}

/// What a giver writes down.
pub fn summary(words: &str) -> Baton {
    Baton { summary: words.to_owned(), ..Baton::default() }
}

/// The same, with words for the customer.
pub fn tells(words: &str, tell: TellCustomer) -> Baton {
    Baton { to_customer: Some(words.to_owned()), tell, ..summary("Wants a quote.") }
}

pub fn offer(conversation: ConversationId, to: Owner, baton: Baton) -> Command {
    Command::Offer(
        conversation,
        Box::new(NewOffer { to, baton, customer_template: None, seen: Seen::Unsaid }),
    )
}
