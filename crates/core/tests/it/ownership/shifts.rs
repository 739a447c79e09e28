//! What a shift’s end moves, and what it leaves.

use super::*;

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
    let words = "Shift change: from Maya Ortiz to Front desk. Last words: (212) 555-0001 wrote “Hello”. Waiting for a \
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
