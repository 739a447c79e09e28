//! A small business to decide about: Cedar Lane Physio with its queues and people.

mod desk;
mod office;

pub(crate) use desk::Desk;
pub(crate) use office::{HOUSE, Office, house_with, ny};

use baton_core::{
    Baton, By, Command, ConversationId, Decision, Directory, Line, LineCarrier, LineId, Moment, NewOffer,
    NewText, Owner, Parts, Person, PersonId, ProgramId, QueueId, Receive, Role, Seen, TellCustomer, Then,
    WorkspaceId,
};
use std::collections::BTreeMap;

pub(crate) const POLICY: &str = r#"
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

/// Monday to Friday, 9:00 to 18:00 in New York.
pub(crate) const CLINIC: &str = r#"
[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]
"#;

pub(crate) const GENERAL: QueueId = QueueId(11);
pub(crate) const SALES: QueueId = QueueId(12);
pub(crate) const SCHEDULING: QueueId = QueueId(13);
pub(crate) const MAYA: PersonId = PersonId(21);
pub(crate) const CHRIS: PersonId = PersonId(22);
pub(crate) const JORDAN: PersonId = PersonId(23);
pub(crate) const RUTH: PersonId = PersonId(24);
pub(crate) const DANA: PersonId = PersonId(25);
pub(crate) const BEN: PersonId = PersonId(26);
pub(crate) const SAM: PersonId = PersonId(27);
pub(crate) const TESS: PersonId = PersonId(28);
pub(crate) const PRIYA: PersonId = PersonId(29);
pub(crate) const FRONT_DESK: QueueId = QueueId(14);
pub(crate) const BILLING: QueueId = QueueId(15);
pub(crate) const MAIN: LineId = LineId(31);

/// The same with further sections.
pub(crate) fn policy_with(sections: &str) -> String {
    let (head, routing) = POLICY.split_once("[routing]").expect("it has routing");
    format!("{head}{sections}\n[routing]{routing}")
}

pub(crate) fn directory() -> Directory {
    directory_with(POLICY, &[])
}

/// The same, with these people gone.
pub(crate) fn directory_with(policy: &str, gone: &[PersonId]) -> Directory {
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
pub(crate) fn directory_of(
    policy: &str,
    gone: &[PersonId],
    queue_ids: &BTreeMap<String, QueueId>,
) -> Directory {
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

/// A time as it is written in the data: `2026-05-12T16:41:00Z`.
pub(crate) fn at(text: &str) -> Moment {
    text.parse().expect("a time")
}

pub(crate) fn received(body: &str) -> Command {
    received_from("+12125550134", body)
}

pub(crate) fn received_from(number: &str, body: &str) -> Command {
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

pub(crate) fn new_text(body: &str, seen: Seen, then: Then) -> Box<NewText> {
    Box::new(NewText { seen, then, ..NewText::saying(body) })
}

pub(crate) fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(baton_core::Event::name).collect()
}

/// What a giver writes down.
pub(crate) fn summary(words: &str) -> Baton {
    Baton { summary: words.to_owned(), ..Baton::default() }
}

/// The same, with words for the customer.
pub(crate) fn tells(words: &str, tell: TellCustomer) -> Baton {
    Baton { to_customer: Some(words.to_owned()), tell, ..summary("Wants a quote.") }
}

/// A program with a token of its own.
pub(crate) fn program() -> By {
    By::Program { id: ProgramId(41), name: "Reminders".to_owned() }
}

/// A first response within an hour, around the clock, whatever comes.
pub(crate) const WITHIN_AN_HOUR: &str =
    "[[targets]]\nname = \"Everybody\"\nfirst_response = \"1 h\"\naround_the_clock = true\n";

pub(crate) fn offer(conversation: ConversationId, to: Owner, baton: Baton) -> Command {
    Command::Offer(
        conversation,
        Box::new(NewOffer { to, baton, customer_template: None, summary_template: None, seen: Seen::Unsaid }),
    )
}
