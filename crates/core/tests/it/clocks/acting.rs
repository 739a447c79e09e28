//! Time of their own for whoever gets it on the way, what a reply ends, and whom a step reaches.

use super::*;
use baton_core::{Availability, PersonId, Refusal};

const USUAL: &str =
    r#"Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "lead" }]"#;

fn with_path(steps: &str) -> String {
    promises().replace(USUAL, &format!("Usual = [{steps}]"))
}

fn steps(desk: &Desk) -> Vec<(u32, Vec<PersonId>, Moment)> {
    let steps = desk.told.iter().filter_map(|(event, at, _)| match event {
        Event::EscalationStepped { step, told, .. } => Some((*step, told.clone(), *at)),
        _ => None,
    });
    steps.collect()
}

/// Fails when whoever gets it after its path has begun can sit on it until the next step is due, or when the path goes on
/// for ever, twice, or after its last step.
#[test]
fn whoever_gets_it_on_the_way_has_time_of_their_own() {
    let path = r#"{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "lead" },
        { after = "3 h", assign = "jordan@cedarlane.example" }"#
        .replace('\n', " ");
    let mut desk = Desk::with(&with_path(&path));
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.until(at("2026-05-12T18:12:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA));
    assert_eq!(
        desk.conversation().act_by,
        Some(at("2026-05-12T18:41:00Z")),
        "half an hour from when she got it"
    );
    desk.until(at("2026-05-12T18:42:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN), "hours before that step is due");
    assert_eq!(desk.conversation().act_by, Some(at("2026-05-12T19:11:00Z")));
    desk.until(at("2026-05-15T20:00:00Z"));
    let late = Moment::from_micros(at("2026-05-12T17:41:00Z").micros() + 1);
    let right = [
        (1, vec![MAYA], late),
        (2, vec![MAYA], at("2026-05-12T18:11:00Z")),
        (3, vec![JORDAN], at("2026-05-12T18:41:00Z")),
        (4, vec![RUTH], at("2026-05-12T19:11:00Z")),
    ];
    assert_eq!(steps(&desk), right);
    assert_eq!((desk.conversation().owner, desk.conversation().act_by), (Owner::Person(JORDAN), None));
    // After the last step nothing is left that could come early.
    let (conversation, to) = (desk.conversation().id, Owner::Person(CHRIS));
    desk.act(&By::person(RUTH), &Command::Assign { conversation, to, reason: None });
    assert_eq!(desk.conversation().act_by, None);
}

/// Fails when somebody's own time outlives their answer, or ends later than what comes anyway.
#[test]
fn their_own_time_ends_with_their_answer_and_before_the_next_step() {
    let path =
        r#"{ after = "0 min", assign = "lead" }, { after = "20 min", assign = "jordan@cedarlane.example" }"#;
    let mut desk = Desk::with(&with_path(path));
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.until(at("2026-05-12T17:42:00Z"));
    let owner = desk.conversation().owner;
    assert_eq!(
        (owner, desk.conversation().act_by),
        (Owner::Person(MAYA), None),
        "the next step comes before that"
    );
    let path =
        r#"{ after = "0 min", assign = "lead" }, { after = "3 h", assign = "jordan@cedarlane.example" }"#;
    let mut desk = Desk::with(&with_path(path));
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.until(at("2026-05-12T17:50:00Z"));
    assert!(desk.conversation().act_by.is_some());
    desk.reply(MAYA, "We do.", Then::Open);
    desk.until(at("2026-05-12T21:00:00Z"));
    assert_eq!((desk.conversation().owner, steps(&desk).len()), (Owner::Person(MAYA), 1));
}

/// Fails when the path of the promise to resolve it goes on after a reply, or when a reply that was lost has ended it.
#[test]
fn a_reply_ends_the_path_to_the_resolution_too() {
    let mut desk = Desk::with(&promises().replace("act_within", "resolution = \"2 h\"\nact_within"));
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.reply(CHRIS, "I look into it.", Then::Open);
    desk.until(at("2026-05-12T18:50:00Z"));
    assert_eq!(steps(&desk).len(), 1, "Maya is told that it is not resolved");
    desk.text("And?");
    desk.minutes(5);
    let reply = desk.reply(CHRIS, "The doctor calls you at three.", Then::Open);
    desk.goes_out(reply);
    desk.until(at("2026-05-12T19:30:00Z"));
    assert_eq!((steps(&desk).len(), desk.conversation().owner), (1, Owner::Person(CHRIS)));
    assert!(
        desk.clock(ClockKind::Resolution).is_some_and(|clock| clock.breached && clock.escalated.is_none())
    );
    desk.hears(reply, TextState::Undelivered);
    desk.until(at("2026-05-12T19:31:00Z"));
    assert_eq!(
        (steps(&desk).len(), desk.conversation().owner),
        (2, Owner::Person(MAYA)),
        "from where it was"
    );
}

/// Fails when a step to a queue in which nobody is, or to somebody on call who is away, tells or gets anybody; when whoever is
/// on call is not reached after hours; or when the fallback person is not told in the end.
#[test]
fn a_step_to_where_nobody_is_passes_on_at_once() {
    let sales = r#"{ after = "0 min", assign = "Sales" }, { after = "30 min", notify = "lead" }"#;
    let on_call = r#"{ after = "0 min", assign = "on call" }"#;
    let late = Moment::from_micros(at("2026-05-12T17:41:00Z").micros() + 1);
    let runs = |path: &str, word: Option<Availability>| {
        let fallback = "fallback = \"ruth@cedarlane.example\"";
        let policy =
            with_path(path).replace(fallback, &format!("{fallback}\non_call = \"jordan@cedarlane.example\""));
        let mut desk = Desk::with(&policy);
        desk.subject_is_known();
        desk.text("Hi there, a question");
        if let Some(word) = word {
            desk.says(JORDAN, &word);
        }
        desk.until(at("2026-05-12T17:42:00Z"));
        let told: Vec<_> =
            steps(&desk).into_iter().map(|(step, told, at)| (step, told, at == late)).collect();
        (told, desk.conversation().owner)
    };
    let away = || Some(Availability::Away { from: at("2026-05-12T16:41:00Z"), until: None, cover: None });
    let out = || Some(Availability::Out { until: None });
    let general = Owner::Queue(GENERAL);
    assert_eq!(runs(sales, None), (vec![(1, vec![JORDAN], true)], Owner::Queue(SALES)));
    for word in [away(), out()] {
        let right = vec![(1, vec![], true), (2, vec![MAYA], true)];
        assert_eq!(runs(sales, word), (right, general), "nobody is in Sales, and Maya leads General");
    }
    // The last step of all comes as long after it again, which is at once.
    let jordans = (vec![(1, vec![JORDAN], true), (2, vec![RUTH], true)], Owner::Person(JORDAN));
    assert_eq!(runs(on_call, None), jordans);
    assert_eq!(runs(on_call, out()), jordans, "that is what on call is for");
    assert_eq!(runs(on_call, away()), (vec![(1, vec![], true), (2, vec![RUTH], true)], general));
}

/// Fails when what waits to go on keeps the time of a policy that is gone, while it is pending or closed.
#[test]
fn another_policy_plans_what_is_paused_too() {
    let slower = promises()
        .replace("resolution = \"2 days\"", "resolution = \"3 days\"")
        .replace("first_response = \"20 min\"", "first_response = \"40 min\"");
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.reply(CHRIS, "We do. Which day suits you?", Then::Pending { wake_at: None });
    desk.directory = directory_with(&slower, &[]);
    let id = desk.conversation().id;
    let planned = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(names(&planned).contains(&"clock.moved"), "{:?}", names(&planned));
    let again = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(again.events.is_empty(), "the same policy again: {:?}", names(&again));
    desk.minutes(10);
    desk.text("Friday?");
    assert_eq!(
        desk.due(ClockKind::Resolution),
        Some(at("2026-05-15T16:51:00Z")),
        "three days and ten minutes"
    );
    // Nobody settles what is closed: it is planned as it goes on.
    let mut desk = super::desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.directory = directory_with(&slower, &[]);
    desk.minutes(14);
    desk.text("Hello?");
    assert_eq!(
        desk.due(ClockKind::FirstResponse),
        Some(at("2026-05-12T17:35:00Z")),
        "35 of 40 minutes are left"
    );
}

/// Fails when a promise is taken that nobody will judge, or one that is judged in time is not.
#[test]
fn a_promise_is_for_what_stays_open() {
    let by = at("2026-05-12T17:01:00Z");
    let says = |then: Then| {
        let mut desk = desk();
        desk.text("Do you take new patients?");
        let text = NewText { promise_by: Some(by), then, ..NewText::saying("I look into it.") };
        let send = Command::Send(desk.conversation().id, Box::new(text));
        desk.try_do(&By::person(CHRIS), &send).map(drop)
    };
    let refused = |then| match says(then) {
        Err(Refusal::Invalid { field: "promise_by", sentence }) => {
            assert!(sentence.contains("Leave it open"), "{sentence}");
        }
        other => panic!("{other:?}"),
    };
    refused(Then::Closed { reason: None });
    refused(Then::Pending { wake_at: None });
    refused(Then::Pending { wake_at: Some(at("2026-05-12T17:02:00Z")) });
    says(Then::Pending { wake_at: Some(at("2026-05-12T16:56:00Z")) }).unwrap();
    says(Then::Open).unwrap();
}

/// Fails when what became of a promise that their text overtakes is nowhere, or when one that was late by then is not broken.
#[test]
fn what_their_text_overtakes_stays_on_record() {
    let by = at("2026-05-12T17:01:00Z");
    for (minutes, right) in
        [(10, &["clock.stopped"][..]), (20, &["clock.stopped"]), (25, &["clock.breached", "clock.stopped"])]
    {
        let mut desk = desk();
        desk.text("Do you take new patients?");
        let text = NewText { promise_by: Some(by), ..NewText::saying("I look into it.") };
        let send = Command::Send(desk.conversation().id, Box::new(text));
        desk.act(&By::person(CHRIS), &send);
        desk.minutes(minutes);
        let overtaken = desk.text("And do you take insurance?");
        let told: Vec<_> = names(&overtaken).into_iter().filter(|name| right.contains(name)).collect();
        assert_eq!(told, right, "after {minutes} minutes");
        let stopped = overtaken.events.iter().find_map(|event| match event {
            Event::ClockStopped { key, due_at, cause, .. } => Some((key.kind, *due_at, *cause)),
            _ => None,
        });
        assert_eq!(stopped, Some((ClockKind::FollowUp, by, StopCause::Overtaken)));
    }
}
