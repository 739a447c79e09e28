//! How a queue gives out what it has.

use super::*;

/// Fails when turns are not in the order of the members, or when a place in it is lost with a restart.
#[test]
fn a_round_robin_gives_to_each_in_turn() {
    let mut office = Office::at(HOUSE, ny("05-11 10:00"));
    for customer in 1..=4 {
        office.text(customer, "An appointment");
    }
    assert_eq!(office.given(), [BEN, SAM, TESS, BEN]);
    assert!((1..=4).all(|customer| office.owner(customer) == Owner::Person(office.answers(customer))));
    assert!(office.of(4).tags.is_empty(), "given out at once, it is not new any more");
    let stored = serde_json::to_string(&office.team.turns[&SCHEDULING]).expect("it can be stored");
    let read: Turns = serde_json::from_str(&stored).expect("and read");
    office.team.turns.insert(SCHEDULING, read);
    office.text(5, "An appointment");
    assert_eq!(office.given().last(), Some(&SAM));
}

/// libredesk's autoassigner: fails when somebody is passed over, or has two turns, because members came, left or changed
/// places.
#[test]
fn a_turn_outlives_changes_of_membership_and_order() {
    let turn =
        |last, order: &[PersonId]| Turns { given: Some(Turn { last, order: order.to_vec() }), answers: None };
    let emails = |people: &[&str]| {
        let people: Vec<_> = people.iter().map(|name| format!("\"{name}@cedarlane.example\"")).collect();
        format!("members = [{}]", people.join(", "))
    };
    let next = |turns: Turns, members: &[&str]| {
        let was = emails(&["ben", "sam", "tess"]);
        let mut office = office_with(&[(was.as_str(), emails(members).as_str())], "05-11 10:00");
        office.team.turns.insert(SCHEDULING, turns);
        office.text(1, "An appointment");
        office.given()[0]
    };
    let order = [BEN, SAM, TESS];
    assert_eq!(next(turn(BEN, &order), &["ben", "tess"]), TESS, "the one between them was taken out");
    assert_eq!(next(turn(BEN, &order), &["sam", "tess"]), SAM, "the last one left");
    assert_eq!(next(turn(SAM, &order), &["ben", "tess"]), TESS, "and had not been the first");
    assert_eq!(next(turn(TESS, &order), &["ben", "sam"]), BEN, "the last of the order left");
    assert_eq!(
        next(turn(TESS, &order), &["jordan", "sam", "ben"]),
        BEN,
        "and the others stand in another order"
    );
    assert_eq!(next(turn(BEN, &order), &["tess", "jordan"]), TESS, "the last one and the next one left");
    assert_eq!(next(turn(BEN, &order), &["tess", "ben", "sam"]), SAM, "another order");
    assert_eq!(next(turn(BEN, &order), &["ben", "jordan", "sam"]), JORDAN, "somebody new comes next");
    assert_eq!(next(turn(PRIYA, &order), &["ben", "sam"]), BEN, "somebody of whom nothing is known");
}

/// Fails when the person with most to do is given more, or when pending and closed ones count.
#[test]
fn least_busy_gives_to_whoever_has_fewest_open() {
    let mut office = Office::at(HOUSE, ny("05-11 10:00"));
    for customer in 1..=3 {
        office.text(customer, "The price?");
    }
    assert_eq!(office.given(), [JORDAN, PRIYA, JORDAN]);
    office.text(4, "The price?");
    assert_eq!(office.given().last(), Some(&PRIYA), "two and one");
    office.reply(2, PRIYA, Then::Pending { wake_at: None });
    office.close(4, PRIYA);
    office.text(5, "The price?");
    office.text(6, "The price?");
    assert_eq!(office.given()[4..], [PRIYA, PRIYA], "she had nothing open any more");
    office.claim(1, JORDAN);
    office.text(7, "Your invoice");
    office.claim(7, PRIYA);
    office.text(8, "The price?");
    assert_eq!(office.given().last(), Some(&JORDAN), "what came from elsewhere counts");
}

/// Fails when somebody is given more than their capacity, when a claim is refused for it, or when what nobody can be given
/// is told to nobody.
#[test]
fn capacity_limits_what_is_given_and_nothing_else() {
    let mut office = Office::at(HOUSE, ny("05-11 10:00"));
    for customer in 1..=10 {
        office.text(customer, "An appointment");
    }
    for person in [BEN, SAM, TESS] {
        assert_eq!(office.team.open_of(person), 3);
    }
    assert_eq!(office.owner(10), Owner::Queue(SCHEDULING));
    assert_eq!(told(&office, Notice::NobodyAvailable), [(10, office.answers(10))]);
    office.claim(10, BEN);
    assert_eq!(office.team.open_of(BEN), 4, "a claim may exceed it");
    office.close(1, BEN);
    office.text(11, "An appointment");
    assert_eq!(office.owner(11), Owner::Queue(SCHEDULING), "three again, not two");
}

/// Fails when the time to claim gives to somebody what distribution could not give them.
#[test]
fn what_is_distributed_waits_for_no_claim() {
    let changes = [("capacity = 3\n", "capacity = 1\nclaim_within = \"10 min\"\n")];
    let mut office = office_with(&changes, "05-11 10:00");
    for customer in 1..=4 {
        office.text(customer, "An appointment");
    }
    office.until("05-11 12:00");
    assert_eq!((office.owner(4), office.of(4).act_by), (Owner::Queue(SCHEDULING), None));
}

/// Fails when a queue keeps what a program begins although somebody is there for it.
#[test]
fn what_a_program_begins_is_given_out_too() {
    let changes = [("claim_within = \"10 min\"\n", "distribute = \"round_robin\"\n")];
    let mut office = office_with(&changes, "05-11 09:00");
    let by = By::Program { id: baton_core::ProgramId(51), name: "Reminders".to_owned() };
    let to = baton_text::Address::from_carrier("+12125550001", || baton_text::Region::US);
    let text = baton_core::NewText::saying("Your visit is tomorrow at 9.");
    let begin = Command::Begin(Box::new(baton_core::Begin { line: MAIN, to, text }));
    office.try_do(1, &by, &begin).expect("it may begin");
    assert_eq!(office.moves(1), [(Owner::Person(MAYA), OwnerCause::Distribution)]);
}

/// chatwoot #10583, #10376: fails when a newer text overtakes one that waits, in the same batch too.
#[test]
fn what_waits_goes_out_before_anything_newer() {
    let alone = house_with(&[(
        "members = [\"ben@cedarlane.example\", \"sam@cedarlane.example\", \"tess@cedarlane.example\"]",
        "members = [\"ben@cedarlane.example\"]",
    )]);
    let mut office = Office::at(&alone, ny("05-11 10:00"));
    for customer in 1..=4 {
        office.text(customer, "An appointment");
    }
    assert_eq!(office.owner(4), Owner::Queue(SCHEDULING));
    office.close(2, BEN);
    office.text(5, "An appointment");
    assert_eq!(office.owner(5), Owner::Queue(SCHEDULING), "the fourth waits before it");
    office.give_out();
    assert_eq!((office.owner(4), office.owner(5)), (Owner::Person(BEN), Owner::Queue(SCHEDULING)));
    assert_eq!(told(&office, Notice::NobodyAvailable), [(4, BEN), (5, BEN)], "neither could be given then");
    office.close(1, BEN);
    office.close(3, BEN);
    office.text(6, "An appointment");
    assert_eq!(office.owner(6), Owner::Queue(SCHEDULING));
    assert_eq!(told(&office, Notice::NobodyAvailable).len(), 2, "there is room for both");
    office.give_out();
    assert_eq!((office.owner(5), office.owner(6)), (Owner::Person(BEN), Owner::Person(BEN)));
}

/// chatwoot #5672: fails when what came while nobody was there stays in limbo, also after they came back.
#[test]
fn while_nobody_is_available_the_queue_keeps_it_and_then_gives_it_out() {
    let mut office = Office::at(HOUSE, ny("05-11 20:00"));
    office.text(1, "An appointment");
    office.text(2, "An appointment");
    assert!((1..=2).all(|customer| office.owner(customer) == Owner::Queue(SCHEDULING)));
    assert_eq!(office.answers(1), BEN, "the lead");
    assert_eq!(told(&office, Notice::NobodyAvailable), [(1, BEN), (2, BEN)]);
    office.says(TESS, &Availability::In { until: None });
    assert_eq!(office.given(), [TESS, TESS], "at once, for she is in");
    office.text(3, "An appointment");
    office.says(TESS, &out());
    office.text(4, "An appointment");
    office.until("05-12 09:00");
    assert_eq!(office.given()[3..], [BEN]);
    assert_eq!(office.waiting_in(SCHEDULING), 0);
}

/// Fails when what a queue has is not given out though it is open again: it would wait for a next edge that may be far.
#[test]
fn what_is_open_again_is_given_out_like_something_new() {
    let mut office = Office::at(HOUSE, ny("05-11 20:00"));
    for customer in 1..=3 {
        office.text(customer, "An appointment");
    }
    let wait = |id, wake_at| Command::Wait {
        conversation: id,
        on: Some(PendingOn::Internal),
        reason: Some("lab report".to_owned()),
        wake_at,
    };
    office.act(1, &By::person(RUTH), |id| wait(id, None));
    office.act(2, &By::person(RUTH), |id| wait(id, Some(ny("05-12 10:00"))));
    office.close(3, RUTH);
    office.until("05-12 09:30");
    assert!((1..=3).all(|customer| office.owner(customer) == Owner::Queue(SCHEDULING)));
    office.text(1, "Hello?");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    office.until("05-12 10:00");
    assert_eq!(office.owner(2), Owner::Person(SAM));
    office.text(3, "Hello?");
    assert_eq!(office.owner(3), Owner::Person(TESS));
    office.says(SAM, &Availability::Out { until: Some(ny("05-12 10:30")) });
    for person in [BEN, TESS] {
        office.says(person, &out());
    }
    office.text(4, "An appointment");
    office.close(4, RUTH);
    office.until("05-12 10:45");
    office.act(4, &By::person(RUTH), Command::Open);
    assert_eq!(office.owner(4), Owner::Person(SAM), "somebody opened it");
}

/// Fails when somebody who answers a closed conversation of a queue does not come to own it because the queue gave it to
/// somebody else first.
#[test]
fn whoever_answers_what_was_closed_has_it() {
    let mut office = Office::at(HOUSE, ny("05-11 20:00"));
    office.text(1, "An appointment");
    office.close(1, RUTH);
    office.until("05-12 10:00");
    office.reply(1, TESS, Then::Open);
    assert_eq!(office.owner(1), Owner::Person(TESS));
}

/// Fails when what nobody claimed in time is given to nobody, to somebody who is not on, or by time in which it is closed.
#[test]
fn what_nobody_claims_in_time_is_given_to_whoever_answers_if_they_are_on() {
    let mut office = Office::at(HOUSE, ny("05-11 09:30"));
    office.text(1, "Hello");
    assert_eq!(office.of(1).act_by, Some(ny("05-11 09:40")));
    office.until("05-11 09:39");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
    office.until("05-11 09:40");
    assert_eq!(office.owner(1), Owner::Person(MAYA));
    assert_eq!(office.moves(1), [(Owner::Person(MAYA), OwnerCause::Distribution)]);
    office.until("05-11 17:55");
    office.text(2, "Hello");
    assert_eq!(office.of(2).act_by, Some(ny("05-12 09:05")), "five minutes today and five tomorrow");
    office.until("05-12 09:05");
    assert_eq!(office.owner(2), Owner::Person(MAYA));
    for person in [MAYA, CHRIS, DANA] {
        office.says(person, &out());
    }
    office.text(3, "Hello");
    assert_eq!(office.answers(3), MAYA, "she leads the desk");
    office.until("05-12 12:00");
    assert_eq!(office.owner(3), Owner::Queue(FRONT_DESK), "but is not on, so the desk keeps it");
    let no_lead =
        house_with(&[("lead = \"maya@cedarlane.example\"\n", ""), ("hours = \"Clinic\"\nrota", "rota")]);
    let mut office = Office::at(&no_lead, ny("05-11 20:00"));
    office.text(4, "Hello");
    office.until("05-11 21:00");
    assert_eq!(office.answers(4), RUTH);
    assert_eq!(office.owner(4), Owner::Queue(FRONT_DESK), "Ruth does not work at the desk");
}

// Shift change.
