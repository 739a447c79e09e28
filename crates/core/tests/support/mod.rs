//! A small business to decide about: Cedar Lane Physio with three queues and four people.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use baton_core::{
    By, Command, Decision, Directory, Ids, Line, LineCarrier, LineId, Moment, NewText, Parts, Person,
    PersonId, QueueId, Receive, Refusal, Role, Seen, Subject, Then, WorkspaceId, World, decide,
};
use std::collections::BTreeMap;

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
pub const MAIN: LineId = LineId(31);

pub fn directory() -> Directory {
    directory_with(POLICY, &[])
}

/// The same, with these people gone.
pub fn directory_with(policy: &str, gone: &[PersonId]) -> Directory {
    let queue_ids = [("General", GENERAL), ("Sales", SALES), ("Scheduling", SCHEDULING)];
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
            told: Vec::new(),
        }
    }

    pub fn try_do(&mut self, by: &By, command: &Command) -> Result<Decision, Refusal> {
        let world = World { directory: &self.directory, now: self.now, by };
        let decision = decide(&world, &mut self.ids, self.subject.clone(), command)?;
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
    use std::sync::atomic::{AtomicU64, Ordering};
    static SID: AtomicU64 = AtomicU64::new(1);
    let reaction = baton_text::reaction(body);
    Command::Receive(Box::new(Receive {
        line: MAIN,
        from: baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US),
        body: body.to_owned(),
        media: Vec::new(),
        carrier_id: format!("SM{:032x}", SID.fetch_add(1, Ordering::Relaxed)),
        sent_at: None,
        carrier_word: None,
        reaction,
    }))
}

#[expect(clippy::unnecessary_box_returns, reason = "commands hold it boxed")]
pub fn new_text(body: &str, seen: Seen, then: Then) -> Box<NewText> {
    Box::new(NewText { body: body.to_owned(), media: Vec::new(), seen, then })
}

pub fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(baton_core::Event::name).collect()
}
