//! Who answers: shifts, hours, and colleagues of an owner who is off.

use super::*;

/// Fails when several on shift do not take turns, one conversation each, or when somebody off shift has one.
#[test]
fn those_on_shift_take_turns_to_answer() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    for customer in 1..=4 {
        office.text(customer, "Hello");
    }
    let answer: Vec<_> = (1..=4).map(|customer| office.answers(customer)).collect();
    assert_eq!(answer, [MAYA, CHRIS, MAYA, CHRIS], "Dana comes at 13:00");
    assert!((1..=4).all(|customer| office.owner(customer) == Owner::Queue(FRONT_DESK)));
}

/// Fails when whoever answers changes while they may go on, or does not when they may not any more.
#[test]
fn whoever_answers_goes_on_until_their_shift_ends() {
    let mut office = office_with(&[("claim_within = \"10 min\"\n", "")], "05-11 09:00");
    office.text(1, "Hello");
    assert_eq!(office.answers(1), MAYA);
    office.until("05-11 12:59");
    assert_eq!(office.answered_by(1), [], "Chris comes at 10:00, and Maya goes on");
    office.until("05-12 07:00");
    let by_shift = |who, wall| (who, ny(wall), OwnerCause::ShiftChange);
    let answered = office.answered_by(1);
    assert_eq!(
        answered,
        [by_shift(CHRIS, "05-11 13:00"), by_shift(DANA, "05-11 16:00"), by_shift(MAYA, "05-11 18:00")],
        "in turn; then nobody is on, and Maya leads the desk"
    );
}

/// Fails when members without a rota answer outside the hours of their queue, or do not within them.
#[test]
fn without_a_rota_the_hours_say_who_is_on() {
    let mut office = Office::at(HOUSE, ny("05-11 10:00"));
    office.text(1, "Your invoice");
    assert_eq!(office.answers(1), SAM);
    office.until("05-11 20:00");
    assert_eq!(office.answers(1), TESS, "the lead");
    office.text(2, "Your invoice");
    assert_eq!(office.answers(2), TESS);
    office.until("05-12 09:30");
    assert_eq!(office.answers(2), TESS, "she is on now, and goes on");
}

/// Fails when a queue without a lead is nobody's at night, or is somebody's who is away.
#[test]
fn at_night_the_lead_answers_else_the_fallback_person_and_nobody_who_is_away() {
    let mut office = Office::at(HOUSE, ny("05-11 20:00"));
    office.text(1, "What is the price?");
    assert_eq!(office.answers(1), RUTH, "Sales has no lead");
    office.text(2, "Your invoice");
    office.is_away(TESS, "05-11 20:00", None, None);
    assert_eq!(office.answers(2), RUTH, "the lead is away without cover");
    office.is_away(TESS, "05-11 20:00", None, Some(SAM));
    assert_eq!(office.answers(2), SAM, "her cover leads in her stead");
    office.is_away(RUTH, "05-11 20:00", None, Some(PRIYA));
    assert_eq!(office.answers(1), PRIYA);
    office.is_away(PRIYA, "05-11 20:00", None, None);
    assert_eq!(office.answers(1), RUTH, "in the end she does, away or not");
}

/// Fails when a member of two queues is on in the one without a rota though the rota of the other says that they have
/// gone home.
#[test]
fn people_of_a_rota_are_on_nowhere_after_their_shift() {
    let members = "members = [\"sam@cedarlane.example\", \"tess@cedarlane.example\"]";
    let mut office = office_with(
        &[(members, "members = [\"maya@cedarlane.example\", \"sam@cedarlane.example\"]")],
        "05-11 10:00",
    );
    office.text(1, "Your invoice");
    assert_eq!(office.answers(1), MAYA);
    office.until("05-11 14:00");
    assert_eq!(office.answers(1), SAM, "Maya's shift ended at 13:00");
    assert!(!office.directory.works(MAYA, office.now));
}

/// Fails when what is due is told to somebody who has gone home, for nobody had asked who answers since.
#[test]
fn whoever_is_told_what_is_due_is_who_answers_now() {
    let target = "[[targets]]\nname = \"All\"\nfirst_response = \"2 h\"\nhours = \"Clinic\"\n\n[routing]";
    let mut office =
        office_with(&[("[routing]", target), ("claim_within = \"10 min\"\n", "")], "05-11 12:00");
    office.text(1, "Hello");
    assert_eq!(office.answers(1), MAYA);
    office.now = ny("05-11 13:30");
    let woken = office.act(1, &By::Policy, Command::Wake);
    let warned = woken.events.iter().find_map(|event| match event {
        Event::ClockWarned { told, .. } => Some(*told),
        _ => None,
    });
    assert_eq!(warned, Some(CHRIS), "Maya's shift ended at 13:00");
}

// An owner who is off shift.

/// Fails when the owner loses what they claimed off their shift, or nobody answers while they are gone.
#[test]
fn a_colleague_answers_for_an_owner_who_is_off_shift() {
    let mut office = office();
    office.now = ny("05-11 09:00");
    for customer in 1..=4 {
        office.text(customer, "Hello");
        office.claim(customer, DANA); // who comes at 13:00
    }
    let answer: Vec<_> = (1..=4).map(|customer| office.answers(customer)).collect();
    assert_eq!(answer, [MAYA; 4]);
    office.until("05-11 13:00");
    assert!((1..=4).all(|customer| office.answers(customer) == DANA), "she is on, and answers herself");
    office.until("05-11 18:00");
    assert!((1..=4).all(|customer| office.answers(customer) == DANA), "nobody is on: she answers still");
    office.until("05-12 11:00");
    assert!((1..=4).all(|customer| office.owner(customer) == Owner::Person(DANA)), "and has them");
    assert!((1..=4).all(|customer| office.answers(customer) == MAYA));
    office.text(5, "Hello");
    office.claim(5, RUTH);
    office.until("05-12 11:01");
    assert_eq!(office.answers(5), RUTH, "she belongs to no queue, and works");
}

/// Fails when a colleague answers for an owner who is on somewhere else.
#[test]
fn an_owner_who_is_on_in_another_queue_answers_themselves() {
    let members = "members = [\"sam@cedarlane.example\", \"tess@cedarlane.example\"]\n";
    let with_rota = "members = [\"chris@cedarlane.example\", \"tess@cedarlane.example\"]\nrota = \"Books\"\n";
    let books = "[rotas.Books]\nshifts = [{ id = \"books\", days = [\"mon\"], from = \"08:00\", to = \"10:00\", who = \"chris@cedarlane.example\" }]\n\n[rotas.Desk]";
    let mut office = office_with(&[(members, with_rota), ("[rotas.Desk]", books)], "05-11 09:00");
    office.text(1, "Hello");
    office.claim(1, CHRIS);
    assert_eq!(office.answers(1), CHRIS, "he is not on at the desk, but at the books");
}

/// Fails when everything of somebody who goes off shift comes to one colleague though several are on.
#[test]
fn colleagues_take_turns_for_an_owner_who_is_off_shift() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    for customer in 1..=4 {
        office.text(customer, "Hello");
        office.claim(customer, CHRIS);
    }
    office.now = ny("05-11 14:00");
    office.settle();
    office.is_away(MAYA, "05-11 14:00", None, None);
    office.says(BEN, &Availability::In { until: None });
    let both = house_with(&[(
        "from = \"08:00\", to = \"13:00\", who = \"maya@cedarlane.example\"",
        "from = \"08:00\", to = \"18:00\", who = \"maya@cedarlane.example\"",
    )]);
    office.says(MAYA, &Availability::Rota);
    office.changes(&both, &[]);
    office.says(CHRIS, &out());
    let mut answer: Vec<_> = (1..=4).map(|customer| office.answers(customer)).collect();
    answer.sort();
    assert_eq!(answer, [MAYA, MAYA, DANA, DANA]);
    assert!((1..=4).all(|customer| office.owner(customer) == Owner::Person(CHRIS)), "out, not gone");
}

/// chatwoot #7204: fails when what is reopened sticks with somebody who has left for the day.
#[test]
fn reopened_for_somebody_who_left_for_the_day_a_colleague_has_it() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    office.text(1, "Hello");
    office.text(2, "Hello");
    office.reply(1, MAYA, Then::Closed { reason: None });
    office.claim(2, TESS);
    office.close(2, TESS);
    office.until("05-11 14:00");
    office.text(1, "One more thing");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK), "her shift is over, so it went on with its queue");
    assert_eq!(office.of(1).status, Status::Open);
    assert!([CHRIS, DANA].contains(&office.answers(1)), "{:?}", office.answers(1));
    office.until("05-11 18:30");
    office.says(CHRIS, &Availability::In { until: None });
    office.text(2, "One more thing");
    assert_eq!(office.owner(2), Owner::Person(TESS), "no rota of its queue has her");
    assert_eq!(office.answers(2), CHRIS, "who is in, while Billing is closed");
}

// Away and covered for.
