//! The policies to begin with, as this version reads them.

use baton_policy::{Known, KnownPerson, MODELS, Policy, starter};
use baton_routing::{Contact, Facts, HoursRef, LineRef, Moment, Owner, PersonRef, Scratch};

/// The people that the models have in place of a newcomer's own.
fn placeholders() -> Known {
    let people = ["lead", "first", "second", "third", "fourth"].map(|name| KnownPerson {
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        active: true,
        may_answer: true,
    });
    Known { people: people.into(), lines: Vec::new() }
}

fn load(name: &str) -> Policy {
    let model = MODELS.iter().find(|model| model.name == name).expect("a model of that name");
    Policy::load(model.source, &placeholders()).unwrap_or_else(|report| panic!("{name}: {report}"))
}

/// Which hours are open.
struct Now(Vec<HoursRef>);

impl Moment for Now {
    fn hours_open(&self, hours: HoursRef) -> bool {
        self.0.contains(&hours)
    }

    fn minute_of_day(&self) -> u16 {
        12 * 60
    }
}

/// Who gets a text, by name.
fn owner(policy: &Policy, text: &str, contact: Contact<'_>, moment: &Now) -> String {
    let facts = Facts {
        text,
        has_media: false,
        contact,
        line: LineRef(0),
        tags: &[],
        queue: None,
        last_owner: None,
        on_call: None,
        moment,
    };
    let decision = policy.routing().decide(&facts, &mut Scratch::default());
    policy.names().name_of(decision.assignment.expect("an owner").owner).expect("a known owner").to_owned()
}

/// Fails when a model has a problem or something to warn a newcomer about.
#[test]
fn every_model_is_a_whole_policy_without_a_fault() {
    for model in MODELS {
        let policy = load(model.name);
        let warnings: Vec<&str> = policy.warnings().iter().map(|one| one.message.as_str()).collect();
        assert!(warnings.is_empty(), "{}: {warnings:#?}", model.name);
        assert!(!policy.targets().is_empty() && !policy.escalations().is_empty(), "{}", model.name);
        assert!(policy.auto_replies().outside_hours.is_some(), "{}", model.name);
    }
}

/// Fails when the role-based model does not route by what a text asks (source: the rule that the models come from).
#[test]
fn roles_get_what_they_are_asked() {
    let (policy, moment) = (load("role-based"), Now(vec![HoursRef(0)]));
    let owner = |text| owner(&policy, text, Contact::default(), &moment);
    assert_eq!(owner("What is the price?"), "Sales");
    assert_eq!(owner("Can we reschedule?"), "Scheduling");
    assert_eq!(owner("My invoice is wrong"), "Accounts");
    assert_eq!(owner("Hello"), "General");
}

/// Fails when the person-based model gives an account owner's customer to somebody else.
#[test]
fn account_owners_get_their_customers() {
    let (policy, moment) = (load("person-based"), Now(vec![HoursRef(0)]));
    let theirs =
        Contact { has_owner: true, owner_available: true, owner: Some(PersonRef(1)), ..Contact::default() };
    let away = Contact { has_owner: true, ..Contact::default() };
    assert_eq!(owner(&policy, "The price?", theirs, &moment), "first");
    assert_eq!(owner(&policy, "The price?", away, &moment), "Team");
    assert_eq!(owner(&policy, "The price?", Contact::default(), &moment), "Team");
}

/// Fails when somebody else is on shift than the article's three blocks say, or nobody at some time of the day.
#[test]
fn shifts_cover_the_whole_day() {
    let policy = load("shift-based");
    let on = |at: &str| {
        policy.rotas()[0].rota.on(at.parse().expect("RFC 3339")).into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(on("2026-01-07T08:00:00-05:00"), ["first@example.com"]);
    assert_eq!(on("2026-01-07T12:00:00-05:00"), ["second@example.com"]);
    assert_eq!(on("2026-01-07T16:00:00-05:00"), ["third@example.com"]);
    assert_eq!(on("2026-01-14T19:59:00-05:00"), ["fourth@example.com"], "the week after");
    assert!(on("2026-01-07T20:00:00-05:00").is_empty());
}

/// Fails when the hybrid gives a text to the role in business hours, or to the owner after hours or while away.
#[test]
fn the_hybrid_is_person_by_day_and_role_after_hours_or_away() {
    let policy = load("hybrid");
    let (day, night) = (Now(vec![HoursRef(0)]), Now(vec![HoursRef(1)]));
    let theirs =
        Contact { has_owner: true, owner_available: true, owner: Some(PersonRef(2)), ..Contact::default() };
    // Somebody covers for them, and the role has it all the same.
    let away = Contact { owner_available: false, ..theirs };
    assert_eq!(owner(&policy, "Hi", theirs, &day), "second");
    assert_eq!(owner(&policy, "Hi", away, &day), "Team");
    assert_eq!(owner(&policy, "Hi", theirs, &night), "After hours");
    assert_eq!(owner(&policy, "Hi", Contact::default(), &day), "Team");
    let target = policy.targets()[1].when.as_ref().expect("a condition");
    let facts = |queue| Facts {
        text: "Hi",
        has_media: false,
        contact: theirs,
        line: LineRef(0),
        tags: &[],
        queue,
        last_owner: None,
        on_call: Some(Owner::Person(PersonRef(0))),
        moment: &night,
    };
    let after_hours = baton_routing::QueueRef(1);
    assert!(target.holds(&facts(Some(after_hours)), &mut Scratch::default()));
    assert!(!target.holds(&facts(None), &mut Scratch::default()));
}

/// Fails when the starter promises something else, or has a fault, or asks for what is not built.
#[test]
fn the_starter_promises_an_hour_and_a_day() {
    let source = starter("Cedar \"Lane\"\n", "lead@example.com", "Europe/Berlin");
    let policy = Policy::load(&source, &placeholders());
    let policy = policy.unwrap_or_else(|report| panic!("{report}"));
    assert!(policy.warnings().is_empty(), "{:#?}", policy.warnings());
    let [target] = policy.targets() else { panic!("one target") };
    assert_eq!(target.first_response.map(|length| length.to_string()).as_deref(), Some("1 h"));
    assert_eq!(target.follow_up.map(|length| length.to_string()).as_deref(), Some("1 day"));
    assert_eq!((target.hours, target.when.is_none()), (Some(0), true));
}
