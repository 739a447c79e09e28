//! Who answers and who has it: shifts, absences, distribution and removal, at every instant and on record.
mod support;

use baton_core::{
    Availability, By, Command, Delivery, Event, Moment, Notice, Owner, OwnerCause, PendingOn, PersonId,
    Status, TextState, Then, Turn, Turns,
};
use support::*;

/// Monday 11 May 2026, 8:30 am in New York, before the house opens.
fn office() -> Office {
    Office::at(HOUSE, ny("05-11 08:30"))
}

fn office_with(changes: &[(&str, &str)], wall: &str) -> Office {
    Office::at(&house_with(changes), ny(wall))
}

fn out() -> Availability {
    Availability::Out { until: None }
}

fn told(office: &Office, about: Notice) -> Vec<(u32, PersonId)> {
    let told = office.told.iter().filter_map(|(customer, event, ..)| match event {
        Event::Told { who, about: other, .. } if *other == about => Some((*customer, *who)),
        _ => None,
    });
    told.collect()
}

// Who answers for what a queue has.

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

/// Fails when what somebody has stays with them once they are away, when it moves without a word, or when it comes back
/// though the policy does not say so.
#[test]
fn what_somebody_has_goes_to_their_cover_at_once_and_stays_there() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.is_away(SAM, "05-12 00:00", Some("05-15 12:00"), Some(BEN));
    assert_eq!(office.owner(1), Owner::Person(SAM), "it lies ahead");
    office.until("05-12 00:00");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    assert_eq!(office.of(1).covers, Some(SAM));
    assert_eq!(office.answers(1), BEN);
    assert_eq!(office.moves(1).last(), Some(&(Owner::Person(BEN), OwnerCause::Cover)));
    let reason = office.told.iter().rev().find_map(|(_, event, ..)| match event {
        Event::OwnerChanged { reason, .. } => reason.clone(),
        _ => None,
    });
    assert_eq!(reason.as_deref(), Some("for Sam Cole, who is away"));
    let hears = |who| {
        let told = |event: &Event| matches!(event, Event::Told { who: to, about: Notice::Covering, .. } if *to == who);
        office.told.iter().filter(|(_, event, ..)| told(event)).count()
    };
    assert_eq!((hears(BEN), hears(SAM)), (1, 0), "the cover is told");
    office.until("05-15 13:00");
    assert_eq!(office.owner(1), Owner::Person(BEN), "what moved stays");
    office.is_away(BEN, "05-15 13:00", None, Some(TESS));
    assert_eq!(
        (office.owner(1), office.of(1).covers),
        (Owner::Person(TESS), Some(BEN)),
        "for Ben, not for Sam"
    );
}

/// Fails when the policy's `return_after_away` is not followed, also while the cover is away themselves.
#[test]
fn what_moved_comes_back_where_the_policy_says_so() {
    let policy = house_with(&[("reopen_within", "return_after_away = true\nreopen_within")]);
    let mut office = Office::at(&policy, ny("05-11 11:00"));
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.is_away(SAM, "05-11 11:00", Some("05-13 12:00"), Some(BEN));
    office.is_away(BEN, "05-13 12:00", None, Some(TESS));
    office.until("05-13 11:00");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    office.until("05-13 12:00");
    assert_eq!(office.owner(1), Owner::Person(SAM), "not on to Ben's cover");
    assert_eq!((office.of(1).covers, office.answers(1)), (None, SAM));
    assert_eq!(office.moves(1).len(), 3);
}

/// zammad #3694, #5566: fails when the chain of covers is not followed at every instant, when a step of it is no event,
/// or when somebody who stands in goes on after the absence ended.
#[test]
fn a_chain_of_covers_is_followed_at_each_instant() {
    let mut office = office_with(&[("lead = \"tess@cedarlane.example\"\n", "")], "05-11 09:30");
    // Sam until Friday 12:00, covered by Ben; Ben on Tuesday and Wednesday, by Chris; Chris on Wednesday from 10 to 11.
    office.text(1, "Your invoice");
    office.claim(1, SAM);
    office.reply(1, SAM, Then::Pending { wake_at: None });
    office.is_account_of(3, SAM);
    office.is_away(SAM, "05-11 10:00", Some("05-15 12:00"), Some(BEN));
    office.is_away(BEN, "05-12 00:00", Some("05-14 00:00"), Some(CHRIS));
    office.is_away(CHRIS, "05-13 10:00", Some("05-13 11:00"), None);
    office.until("05-16 00:00");
    let cover = |who, wall| (who, ny(wall), OwnerCause::Cover);
    assert_eq!(office.owner(1), Owner::Person(SAM), "it waits, so it is his still");
    assert_eq!(
        office.answered_by(1),
        [
            cover(BEN, "05-11 10:00"),
            cover(CHRIS, "05-12 00:00"),
            cover(TESS, "05-13 10:00"), // on in Billing
            cover(CHRIS, "05-13 11:00"),
            cover(BEN, "05-14 00:00"),
            (SAM, ny("05-15 12:00"), OwnerCause::ShiftChange),
        ]
    );
    // And what newly falls to him.
    for (wall, owner, covers) in [
        ("05-12 09:30", Owner::Person(CHRIS), Some(SAM)),
        ("05-13 10:30", Owner::Queue(FRONT_DESK), None),
        ("05-14 09:30", Owner::Person(BEN), Some(SAM)),
        ("05-15 12:00", Owner::Person(SAM), None),
    ] {
        let mut office = office_with(&[("lead = \"tess@cedarlane.example\"\n", "")], "05-11 09:30");
        office.is_account_of(3, SAM);
        office.is_away(SAM, "05-11 10:00", Some("05-15 12:00"), Some(BEN));
        office.is_away(BEN, "05-12 00:00", Some("05-14 00:00"), Some(CHRIS));
        office.is_away(CHRIS, "05-13 10:00", Some("05-13 11:00"), None);
        office.until(wall);
        office.text(3, "Hello");
        assert_eq!((office.owner(3), office.of(3).covers), (owner, covers), "{wall}");
    }
}

/// Fails when a circle of covers, or an end without one, is followed for ever or is nobody's: the queue answers then.
#[test]
fn a_circle_and_an_end_without_cover_go_on_with_the_queue() {
    for cover in [None, Some(TESS)] {
        let mut office = Office::at(HOUSE, ny("05-11 11:00"));
        office.text(1, "Your invoice");
        office.claim(1, SAM);
        office.is_away(TESS, "05-11 11:00", None, Some(SAM));
        office.is_away(SAM, "05-11 11:00", None, cover);
        assert_eq!(office.owner(1), Owner::Person(SAM), "it stays theirs");
        assert_eq!(office.answers(1), RUTH, "Tess is on and leads Billing, but away");
        office.says(TESS, &Availability::Rota);
        let (owner, answers) = (office.owner(1), office.answers(1));
        let expected = if cover.is_some() { Owner::Person(TESS) } else { Owner::Person(SAM) };
        assert_eq!((owner, answers), (expected, TESS));
    }
}

/// Fails when what waits for the customer moves before they write, or does not when they do or when its time comes.
#[test]
fn what_waits_goes_to_the_cover_when_it_is_open_again() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    for customer in 1..=5 {
        office.text(customer, "Your invoice");
        office.claim(customer, SAM);
    }
    let text = office.reply(4, SAM, Then::Pending { wake_at: None }).message.expect("a text is written");
    office.act(4, &By::Policy, |_| Command::HandOver(text));
    office.text(5, "STOP");
    let wake_at = Some(ny("05-11 15:00"));
    for customer in 1..=3 {
        office.reply(customer, SAM, Then::Pending { wake_at: wake_at.filter(|_| customer == 2) });
    }
    office.is_away(SAM, "05-11 11:30", None, Some(BEN));
    office.until("05-11 12:00");
    assert!((1..=3).all(|customer| office.owner(customer) == Owner::Person(SAM)));
    assert!((1..=3).all(|customer| office.answers(customer) == BEN));
    office.text(1, "Here it is");
    assert_eq!((office.owner(1), office.of(1).covers), (Owner::Person(BEN), Some(SAM)));
    office.until("05-11 15:00");
    assert_eq!((office.owner(2), office.of(2).covers), (Owner::Person(BEN), Some(SAM)), "it woke");
    office.act(3, &By::person(TESS), Command::Open);
    assert_eq!((office.owner(3), office.of(3).covers), (Owner::Person(BEN), Some(SAM)));
    assert_eq!((office.owner(4), office.owner(5)), (Owner::Person(SAM), Owner::Person(SAM)));
    let lost = Delivery { state: TextState::Undelivered, carrier_id: None, failure: None };
    office.act(4, &By::Carrier, |_| Command::Delivery(text, lost));
    assert_eq!((office.owner(4), office.of(4).covers), (Owner::Person(BEN), Some(SAM)), "it is owed again");
    office.text(5, "START");
    assert_eq!(office.of(5).status, Status::Open);
    assert_eq!(
        (office.owner(5), office.of(5).covers),
        (Owner::Person(BEN), Some(SAM)),
        "texts go there again"
    );
}

/// Fails when something newly falls to somebody who is away though somebody covers for them, by whatever way.
#[test]
fn whatever_newly_falls_to_somebody_away_is_their_covers() {
    let to_maya = "IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"price\"";
    let mut office = office_with(&[("IF message contains \"price\"", to_maya)], "05-11 09:00");
    office.text(6, "Hello");
    office.claim(6, MAYA);
    office.close(6, MAYA);
    office.is_account_of(1, MAYA);
    office.is_away(MAYA, "05-11 09:00", None, Some(BEN));
    office.text(1, "Hello");
    office.text(2, "A word with Maya");
    office.text(3, "Hello");
    office.text(3, "It is about Maya"); // a rule overrules the ELSE
    office.text(4, "Your invoice");
    office.assign(4, Owner::Person(MAYA));
    office.text(5, "Your invoice");
    office.claim(5, MAYA);
    office.text(6, "One more thing");
    for customer in [1, 2, 3, 4, 6] {
        let found = office.of(customer);
        assert_eq!((found.owner, found.covers), (Owner::Person(BEN), Some(MAYA)), "{customer}");
    }
    assert_eq!(office.owner(5), Owner::Person(MAYA), "what she takes herself is hers");
    let moves = office.moves(4).len();
    office.assign(4, Owner::Person(MAYA));
    assert_eq!(office.moves(4).len(), moves, "Ben has it for her already");
    let text = office.text(2, "Please, Maya");
    assert!(!names(&text).contains(&"ask.opened"), "it is hers: {:?}", names(&text));
}

/// Fails when a question for somebody who is away becomes an ask of its own though their cover has the conversation.
#[test]
fn what_asks_for_somebody_away_is_no_ask_beside_what_their_cover_has() {
    let to_maya = "ELSE IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"appointment\"";
    let mut office = office_with(&[("ELSE IF message contains \"appointment\"", to_maya)], "05-11 09:00");
    office.is_away(MAYA, "05-11 09:00", None, Some(BEN));
    office.text(1, "A word with Maya");
    office.text(1, "It is about the price, and for Maya");
    let asks: Vec<_> = office.of(1).asks.iter().map(|ask| ask.owner).collect();
    assert_eq!((office.owner(1), asks), (Owner::Person(BEN), vec![Owner::Queue(SALES)]));
}

/// Fails when the owner is taken for away after the end, or before the beginning, of their absence; when being in does
/// not end it; or when a later absence does not hold over an earlier one.
#[test]
fn an_absence_holds_from_its_beginning_to_its_end() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    office.is_away(MAYA, "05-11 10:00", Some("05-11 12:00"), Some(BEN));
    office.is_away(MAYA, "05-11 11:00", Some("05-11 11:30"), Some(SAM));
    let mut seen = Vec::new();
    for wall in ["05-11 09:59", "05-11 10:00", "05-11 11:00", "05-11 11:30", "05-11 12:00"] {
        seen.push(office.directory.cover(MAYA, ny(wall)));
    }
    assert_eq!(seen, [None, Some(BEN), Some(SAM), Some(BEN), None]);
    let before = Moment::from_micros(ny("05-11 12:00").micros() - 1);
    assert_eq!(office.directory.cover(MAYA, before), Some(BEN));
    office.until("05-11 10:30");
    office.says(MAYA, &Availability::In { until: None });
    assert!(office.directory.is_there(MAYA, office.now));
    assert!(!office.directory.is_there(MAYA, ny("05-11 11:10")), "what lies ahead holds still");
}

/// Fails when somebody can be away in a way that cannot be.
#[test]
fn an_absence_that_cannot_be_is_refused_with_the_reason() {
    let office = office_with(&[], "05-11 09:00");
    let try_it = |from, until: Option<&str>, cover| {
        let away = Availability::Away { from: ny(from), until: until.map(ny), cover };
        office.directory.presence_after(MAYA, &away, office.now).map_err(|refusal| refusal.code())
    };
    assert_eq!(try_it("05-11 10:00", Some("05-11 10:00"), None), Err("invalid"));
    assert_eq!(try_it("05-11 07:00", Some("05-11 09:00"), None), Err("invalid"));
    assert_eq!(try_it("05-11 10:00", None, Some(MAYA)), Err("invalid"));
    assert_eq!(try_it("05-11 10:00", None, Some(PersonId(99))), Err("not_found"));
    assert!(try_it("05-11 07:00", Some("05-11 09:01"), Some(BEN)).is_ok());
}

/// Fails when absences that are over count towards the most that somebody can have ahead.
#[test]
fn only_what_lies_ahead_counts_towards_the_most() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    for hour in 10..=19 {
        for minute in [0, 10, 20, 30, 40] {
            let from = format!("05-11 {hour}:{minute:02}");
            let until = format!("05-11 {hour}:{:02}", minute + 5);
            office.is_away(PRIYA, &from, Some(&until), None);
        }
    }
    let more = Availability::Away { from: ny("05-13 10:00"), until: None, cover: None };
    let asked = |office: &Office| office.directory.presence_after(PRIYA, &more, office.now);
    assert_eq!(asked(&office).map_err(|refusal| refusal.code()), Err("invalid"), "fifty lie ahead");
    office.now = ny("05-12 09:00");
    assert!(asked(&office).is_ok(), "and none any more");
}

// Their own word.

/// Fails when the rota overrules what somebody says of themselves, or when their word holds on after its end.
#[test]
fn ones_own_word_comes_before_the_rota_until_it_ends() {
    let mut office = Office::at(HOUSE, ny("05-11 09:00"));
    let desk = |office: &Office| {
        let desk = office.directory.queue(FRONT_DESK).expect("it is there");
        office.directory.on(desk, office.now).collect::<Vec<_>>()
    };
    assert_eq!(desk(&office), [MAYA]);
    office.says(MAYA, &Availability::Out { until: Some(ny("05-11 09:30")) });
    office.says(DANA, &Availability::In { until: Some(ny("05-11 09:15")) });
    assert_eq!(desk(&office), [DANA]);
    assert_eq!(office.directory.next_edge(office.now), Some(ny("05-11 09:15")));
    office.until("05-11 09:15");
    assert_eq!(desk(&office), []);
    office.until("05-11 09:30");
    assert_eq!(desk(&office), [MAYA]);
    office.says(MAYA, &out());
    office.says(MAYA, &Availability::Rota);
    assert_eq!(desk(&office), [MAYA]);
}

/// Fails when an edge of a rota, of hours or of somebody's presence is passed over, or one is named that is none.
#[test]
fn the_next_edge_is_the_first_of_rotas_hours_and_people() {
    let mut office = Office::at(HOUSE, ny("05-11 07:00"));
    let away = Availability::Away { from: ny("05-11 12:00"), until: Some(ny("05-11 12:30")), cover: None };
    office.says(PRIYA, &away);
    let mut edges = Vec::new();
    let mut at = office.now;
    while let Some(edge) = office.directory.next_edge(at).filter(|edge| *edge < ny("05-12 09:00")) {
        edges.push(edge);
        at = edge;
    }
    let walls = [
        "05-11 08:00",
        "05-11 09:00",
        "05-11 10:00",
        "05-11 12:00",
        "05-11 12:30",
        "05-11 13:00",
        "05-11 16:00",
        "05-11 18:00",
        "05-12 08:00",
    ];
    assert_eq!(edges, walls.map(ny));
}

// Distribution.

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

/// Fails when the end of a shift moves anything but what is held through its queue, or moves it without the facts.
#[test]
fn a_shifts_end_moves_what_is_held_through_its_queue() {
    let mut office = Office::at(HOUSE, ny("05-11 11:00"));
    office.is_account_of(2, MAYA);
    for customer in 1..=4 {
        office.text(customer, if customer == 3 { "Your invoice" } else { "Hello" });
    }
    assert_eq!(office.owner(2), Owner::Person(MAYA), "her account");
    office.claim(1, MAYA);
    office.claim(3, MAYA); // of a queue that she is no member of
    office.claim(4, DANA); // off shift
    office.is_account_of(5, MAYA);
    office.text(5, "Your invoice");
    office.claim(5, MAYA);
    office.is_account_of(6, MAYA);
    let contact = office.threads.get_mut(&6).unwrap().contact.as_mut().unwrap();
    std::sync::Arc::make_mut(contact).account_owner = None;
    office.text(6, "Hello");
    office.is_account_of(6, MAYA);
    office.claim(6, MAYA); // of her own queue, and her account
    office.until("05-11 13:00");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK), "whose way is to claim");
    assert_eq!(office.moves(1).last(), Some(&(Owner::Queue(FRONT_DESK), OwnerCause::ShiftChange)));
    for customer in [2, 3, 5, 6] {
        assert_eq!(office.owner(customer), Owner::Person(MAYA), "{customer}");
    }
    assert_eq!(office.owner(4), Owner::Person(DANA));
    let note = office.told.iter().find_map(|(customer, event, _, by)| match event {
        Event::NoteAdded { body, .. } => Some((*customer, body.clone(), by.clone())),
        _ => None,
    });
    let words = "Shift change: from Maya Ortiz to Front desk. Last words: +12125550001 wrote “Hello”. Waiting for a \
                 reply since Monday 11:00 am.";
    assert_eq!(note, Some((1, words.to_owned(), By::Policy)));
    office.text(7, "Hello");
    office.claim(7, DANA);
    office.until("05-12 07:59");
    assert_eq!(office.owner(7), Owner::Person(DANA), "nobody is on after her");
    office.until("05-12 08:00");
    assert_eq!(office.owner(7), Owner::Queue(FRONT_DESK), "now Maya is");
    assert_eq!(office.owner(4), Owner::Person(DANA), "what she took before her shift is hers");
}

/// Fails when a shift takes from somebody what a rule gave to them by name, because it had been in a queue before.
#[test]
fn what_a_rule_gave_by_name_is_of_no_shift() {
    let to_maya = "IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"price\"";
    let mut office = office_with(&[("IF message contains \"price\"", to_maya)], "05-11 11:00");
    office.text(1, "Hello");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
    office.text(1, "It is about Maya");
    office.until("05-11 14:00");
    assert_eq!(office.moves(1), [(Owner::Person(MAYA), OwnerCause::Routing)]);
}

/// Fails when a shift takes from somebody what they have for a colleague, to whom no shift would have taken it.
#[test]
fn what_a_cover_has_is_held_as_by_whom_they_cover_for() {
    let to_maya = "IF message contains \"Maya\"\n  ASSIGN to maya@cedarlane.example\nELSE IF message contains \"price\"";
    let mut office = office_with(&[("IF message contains \"price\"", to_maya)], "05-11 11:00");
    office.text(1, "Hello");
    office.text(1, "It is about Maya");
    for customer in [2, 3] {
        office.text(customer, "Hello");
        office.claim(customer, MAYA);
    }
    office.is_account_of(2, MAYA);
    office.is_away(MAYA, "05-11 12:00", None, Some(CHRIS));
    office.until("05-11 16:00");
    assert_eq!(office.owner(1), Owner::Person(CHRIS), "a rule named Maya");
    assert_eq!(office.owner(2), Owner::Person(CHRIS), "her account");
    assert_eq!(office.owner(3), Owner::Queue(FRONT_DESK), "of the desk, whoever has it");
}

/// Fails when the note leaves out what was promised, or its time.
#[test]
fn the_note_says_what_was_promised() {
    let target = "[[targets]]\nname = \"All\"\nfirst_response = \"4 h\"\nhours = \"Clinic\"\n\n[routing]";
    let mut office = office_with(&[("[routing]", target)], "05-11 11:00");
    office.text(1, "Do you have a minute?");
    office.claim(1, MAYA);
    office.until("05-11 13:00");
    let note = office.told.iter().find_map(|(_, event, ..)| match event {
        Event::NoteAdded { body, .. } => Some(body.clone()),
        _ => None,
    });
    assert!(note.as_ref().is_some_and(|note| note.ends_with(" Promised by Monday 3:00 pm.")), "{note:?}");
}

/// Fails when a shift's end follows another way than the queue's, when all goes to one person, or when somebody's capacity
/// leaves it with nobody.
#[test]
fn it_goes_by_the_queues_own_way() {
    let changes = [("claim_within = \"10 min\"\n", "distribute = \"round_robin\"\ncapacity = 2\n")];
    let mut office = office_with(&changes, "05-11 09:00");
    for customer in 1..=6 {
        office.text(customer, "Hello");
        if office.owner(customer) != Owner::Person(MAYA) {
            office.claim(customer, MAYA);
        }
    }
    assert_eq!(office.team.open_of(MAYA), 6);
    office.until("05-11 13:00");
    assert_eq!(
        (office.team.open_of(CHRIS), office.team.open_of(DANA)),
        (3, 3),
        "beyond their capacity, in turn"
    );
    assert!((1..=6).all(|customer| office.moves(customer).last().unwrap().1 == OwnerCause::ShiftChange));
    let notes = office.told.iter().filter(|(_, event, ..)| matches!(event, Event::NoteAdded { .. }));
    assert_eq!(notes.count(), 6);
}

/// Fails when somebody on shift loses what they have because a shift of theirs ends, or because they are out for a while.
#[test]
fn what_is_in_hand_stays_while_its_owner_works_on() {
    let mut office = Office::at(HOUSE, ny("05-11 12:00"));
    office.text(1, "Hello");
    office.claim(1, MAYA);
    office.says(MAYA, &Availability::Out { until: Some(ny("05-11 12:30")) });
    assert_eq!(
        (office.owner(1), office.answers(1)),
        (Owner::Person(MAYA), CHRIS),
        "out is not the end of it"
    );
    office.until("05-11 12:45");
    office.says(MAYA, &Availability::In { until: Some(ny("05-11 14:00")) });
    office.until("05-11 13:59");
    assert_eq!(office.owner(1), Owner::Person(MAYA), "she is in still");
    office.until("05-11 14:00");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
}

/// Fails when `finish` takes what is in hand at once, or keeps it after the customer has written again.
#[test]
fn a_rota_may_let_people_finish() {
    let mut office = office_with(&[("[rotas.Desk]\n", "[rotas.Desk]\nfinish = true\n")], "05-11 12:00");
    office.text(1, "Hello");
    office.claim(1, MAYA);
    office.until("05-11 14:00");
    assert_eq!(office.owner(1), Owner::Person(MAYA));
    office.text(1, "Are you there?");
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
    assert_eq!(office.moves(1).last(), Some(&(Owner::Queue(FRONT_DESK), OwnerCause::ShiftChange)));
}

/// Fails when edges that were missed move something once each, or to somebody who is not on any more.
#[test]
fn after_a_stop_over_several_edges_it_goes_once_to_who_is_on() {
    let changes = [("claim_within = \"10 min\"\n", "distribute = \"round_robin\"\n")];
    let mut office = office_with(&changes, "05-11 09:00");
    office.text(1, "Hello");
    assert_eq!(office.owner(1), Owner::Person(MAYA));
    let moves = office.moves(1).len();
    office.after_a_stop("05-11 17:00");
    assert_eq!(office.moves(1)[moves..], [(Owner::Person(DANA), OwnerCause::ShiftChange)]);
    office.after_a_stop("05-12 09:00");
    assert_eq!(office.moves(1)[moves + 1..], [(Owner::Person(MAYA), OwnerCause::ShiftChange)]);
    office.after_a_stop("05-13 09:00");
    assert_eq!(office.moves(1).len(), moves + 2, "she is on again: nothing is to be done");
}

// Removal.

/// Law 10: fails when something is left with somebody who is gone, or with a queue that is.
#[test]
fn what_is_of_somebody_or_a_queue_that_is_gone_goes_on() {
    let mut office = Office::at(HOUSE, ny("05-11 10:00"));
    office.text(1, "An appointment");
    office.text(2, "Your invoice");
    office.claim(2, SAM);
    office.is_account_of(3, SAM);
    office.text(3, "Hello");
    office.text(4, "Your invoice");
    assert_eq!((office.owner(1), office.owner(3)), (Owner::Person(BEN), Owner::Person(SAM)));
    office.leave(&[BEN, SAM]);
    assert_eq!(office.owner(1), Owner::Person(TESS), "given out anew by its queue");
    let names =
        [(Owner::Queue(SCHEDULING), OwnerCause::Removal), (Owner::Person(TESS), OwnerCause::Distribution)];
    assert_eq!(office.moves(1)[1..], names);
    assert_eq!(office.owner(2), Owner::Queue(BILLING));
    assert_eq!(office.owner(3), Owner::Person(RUTH), "no queue ever had it");
    assert_eq!((office.owner(4), office.answers(4)), (Owner::Queue(BILLING), TESS));
    let from = HOUSE.find("[queues.Billing]").unwrap();
    let to = HOUSE.find("[rotas.Desk]").unwrap();
    let without = format!("{}{}", &HOUSE[..from], &HOUSE[to..])
        .replace("ELSE IF message contains \"invoice\"\n  ASSIGN to Billing queue\n", "");
    office.is_away(RUTH, "05-11 10:00", None, Some(PRIYA));
    office.changes(&without, &[BEN, SAM]);
    assert_eq!((office.owner(2), office.of(2).covers), (Owner::Person(PRIYA), Some(RUTH)));
    assert_eq!(office.moves(2).last().unwrap().1, OwnerCause::Removal);
    assert_eq!(office.settle(), 0, "all of it is settled");
}
