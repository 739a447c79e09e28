//! The whole example with everything built: what a later version makes of it.

use crate::common::cedar_lane;
use baton_policy::{
    AutoReplies, ConsentScope, Distribute, Features, Length, OnCall, Policy, StepDoes, StepWho, Target,
    TemplateKind, TemplateThen, check_with, render,
};
use baton_routing::{Contact, Facts, HoursRef, LineRef, Moment as RoutingMoment, QueueRef, Scratch};

const WHOLE: &str = include_str!("../policy-example.toml");

fn whole() -> Policy {
    Policy::load_with(WHOLE, &cedar_lane(), Features::All).unwrap_or_else(|report| panic!("{report}"))
}

fn length(text: &str) -> Option<Length> {
    text.parse().ok()
}

/// Fails when the example has a problem, or another warning than those that it deserves.
#[test]
fn the_whole_example_is_read_with_these_warnings() {
    let report = check_with(WHOLE, &cedar_lane(), Features::All);
    assert!(report.is_usable(), "{}", render(&report, WHOLE));
    insta::assert_snapshot!(render(&report, WHOLE));
}

/// Fails when a setting of the workspace is not what the example says.
#[test]
fn the_workspace_is_as_the_example_says() {
    let policy = whole();
    assert_eq!(policy.on_call(), policy.queue_named("On call").map(OnCall::Queue).as_ref());
    assert_eq!((policy.max_bounces(), policy.return_after_away()), (3, false));
    assert_eq!(policy.close_after(), length("5 days"));
    let quiet = policy.quiet_hours();
    assert_eq!((quiet.from.to_string(), quiet.to.to_string()), ("08:00".to_owned(), "21:00".to_owned()));
    assert_eq!(policy.consent().scope, ConsentScope::Workspace);
}

/// Fails when a queue's way to distribute, rota, capacity or time to claim is not what the example says.
#[test]
fn the_queues_are_as_the_example_says() {
    let policy = whole();
    let queues: Vec<_> = policy
        .queues()
        .iter()
        .map(|queue| {
            let rota = queue.rota.map(|at| policy.rotas()[at].name.as_str());
            (queue.name.as_str(), rota, queue.distribute, queue.claim_within, queue.capacity)
        })
        .collect();
    assert_eq!(
        queues,
        [
            ("Front desk", Some("Desk"), Distribute::Claim, length("10 min"), Some(8)),
            ("Scheduling", None, Distribute::RoundRobin, None, None),
            ("Billing", None, Distribute::Claim, length("15 min"), None),
            ("Memberships", None, Distribute::Claim, None, None),
            ("Sales", None, Distribute::LeastBusy, None, None),
            ("On call", Some("Nights"), Distribute::RoundRobin, None, None),
        ]
    );
}

/// Fails when the rotas put somebody else on than the example says; Sam's first week of nights is that of 5 January.
#[test]
fn the_rotas_say_who_is_on() {
    let policy = whole();
    let (desk, nights) = (&policy.rotas()[0], &policy.rotas()[1]);
    assert!(!desk.finish && !nights.finish);
    let on = |rota: &baton_policy::Rota, at: &str| {
        let at = at.parse().expect("RFC 3339");
        rota.rota.on(at).into_iter().cloned().collect::<Vec<_>>().join(", ")
    };
    assert_eq!(on(desk, "2026-05-12T12:59:59-04:00"), "maya@cedarlane.example");
    assert_eq!(on(desk, "2026-05-12T13:00:00-04:00"), "chris@cedarlane.example");
    assert_eq!(on(desk, "2026-05-16T10:00:00-04:00"), "");
    assert_eq!(on(nights, "2026-01-05T20:00:00-05:00"), "sam@cedarlane.example");
    assert_eq!(on(nights, "2026-01-12T20:00:00-05:00"), "tess@cedarlane.example");
    assert_eq!(on(nights, "2026-01-17T10:00:00-05:00"), "sam@cedarlane.example", "the weekend's day");
    assert_eq!(on(nights, "2026-05-16T20:00:00-04:00"), "tess@cedarlane.example", "Sam at a wedding");
}

struct Noon;

impl RoutingMoment for Noon {
    fn hours_open(&self, _: HoursRef) -> bool {
        true
    }

    fn minute_of_day(&self) -> u16 {
        12 * 60
    }
}

/// Which target holds: the first whose condition does.
fn chosen<'p>(policy: &'p Policy, tags: &[&str], new: bool) -> &'p str {
    let facts = Facts {
        text: "Hi",
        has_media: false,
        contact: Contact { new, ..Contact::default() },
        line: LineRef(0),
        tags,
        queue: Some(QueueRef(0)),
        last_owner: None,
        on_call: None,
        moment: &Noon,
    };
    let mut scratch = Scratch::default();
    let mut targets = policy.targets().iter();
    let found = targets
        .find(|target| target.when.as_ref().is_none_or(|condition| condition.holds(&facts, &mut scratch)));
    &found.expect("the last is for everybody").name
}

/// Fails when a target's lengths, hours, warning or path are not what the example says, or it holds for others.
#[test]
fn the_targets_are_as_the_example_says() {
    let policy = whole();
    let said = |target: &Target| {
        let hours = target.hours.map(|at| policy.hours()[at].name.clone());
        let path = target.escalation.map(|at| policy.escalations()[at].name.clone());
        (target.first_response, target.next_response, target.follow_up, target.resolution, target.act_within)
            .eq(&(length("5 min"), length("10 min"), length("1 day"), None, None))
            .then_some((hours, path, target.warn_at))
    };
    let [urgent, inquiry, everybody] = policy.targets() else { panic!("three targets") };
    assert_eq!(said(urgent), Some((None, Some("Urgent".to_owned()), 75)));
    assert_eq!(inquiry.resolution, length("2 days"));
    assert_eq!((inquiry.hours, inquiry.escalation), (Some(0), None));
    assert_eq!(everybody.act_within, length("30 min"));
    assert_eq!((everybody.hours, everybody.warn_at, everybody.escalation), (Some(0), 75, Some(0)));
    assert_eq!(chosen(&policy, &["Urgent"], true), "Urgent");
    assert_eq!(chosen(&policy, &[], true), "New inquiry");
    assert_eq!(chosen(&policy, &[], false), "Everybody else");
}

/// Fails when a path's steps are not what the example says.
#[test]
fn the_escalations_are_as_the_example_says() {
    let policy = whole();
    let steps = |at: usize| {
        let steps = policy.escalations()[at].steps.iter();
        steps.map(|step| (step.after.to_string(), step.does.clone())).collect::<Vec<_>>()
    };
    let step = |after: &str, does| (after.to_owned(), does);
    assert_eq!(
        steps(0),
        [step("0 min", StepDoes::Notify(StepWho::Lead)), step("30 min", StepDoes::Assign(StepWho::Lead))]
    );
    assert_eq!(
        steps(1),
        [
            step("0 min", StepDoes::Notify(StepWho::OnCall)),
            step("5 min", StepDoes::Assign(StepWho::Lead)),
            step("10 min", StepDoes::Notify(StepWho::Fallback)),
        ]
    );
}

/// Fails when a template or what is answered with it is not what the example says.
#[test]
fn the_templates_are_as_the_example_says() {
    let policy = whole();
    let templates: Vec<_> =
        policy.templates().iter().map(|one| (one.name.as_str(), one.kind, one.then)).collect();
    assert_eq!(
        templates,
        [
            ("After hours", TemplateKind::Text, None),
            ("First response", TemplateKind::Text, None),
            ("Handoff, internal", TemplateKind::Note, None),
            ("Handoff, customer", TemplateKind::Text, None),
            ("Waiting on you", TemplateKind::Text, Some(TemplateThen::Pending)),
        ]
    );
    assert_eq!(policy.template_named("handoff,  CUSTOMER"), Some(3));
    assert_eq!(policy.templates()[4].template.blanks(), ["specific info", "next step"]);
    let expected =
        AutoReplies { outside_hours: Some(0), outside_hours_of: Some(0), ..AutoReplies::default() };
    assert_eq!(policy.auto_replies(), &expected);
    assert_eq!((expected.max_per_number_and_day, expected.urgent_word.as_str()), (2, "URGENT"));
}
