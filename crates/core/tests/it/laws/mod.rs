//! The laws as properties: after every command of any story they hold, judged from the events by code of its own.
mod act;
mod checks;
mod ledger;
mod step;

use crate::support::*;
use act::*;
use baton_core::{
    AskId, Availability, By, Command, ConsentState, Conversation, Delivery, Event, FailureReason, HandoffId,
    IfChanged, Later, MessageId, Moment, Notice, Owner, OwnerCause, PendingOn, PersonId, ProgramId,
    ReminderId, ScheduledId, Seen, SendOutcome, Status, TellCustomer, TextKind, TextState, Then,
    UnknownChoice,
};
use checks::*;
use ledger::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use step::*;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_after_every_command_of_any_story(acts in prop::collection::vec(act(), 1..60)) {
        play(&acts);
    }
}
