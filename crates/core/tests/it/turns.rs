//! Turns and loads within one decision, and between two that are made of one request.

use crate::support::*;
use baton_core::{
    By, Command, Decision, Event, Ids, Owner, OwnerCause, PersonId, Subject, Team, World, decide,
};

/// The house with a path that gives what is late to one queue again and again.
fn house(queue: &str) -> String {
    let path = format!(
        "[[targets]]\nname = \"All\"\nfirst_response = \"20 min\"\nhours = \"Clinic\"\nescalation = \"Round\"\n\n\
         [escalations]\nRound = [{{ after = \"0 min\", assign = \"{queue}\" }}, \
         {{ after = \"10 min\", assign = \"{queue}\" }}, {{ after = \"20 min\", assign = \"{queue}\" }}]\n\n\
         [routing]\n"
    );
    house_with(&[("[routing]\n", &path)])
}

/// To whom the queue gave it, in order, where the path is followed in time, or all of it at once.
fn given(queue: &str, words: &str, late: bool) -> Vec<PersonId> {
    let mut office = Office::at(&house(queue), ny("05-12 10:00"));
    office.text(1, words);
    if late {
        office.after_a_stop("05-12 12:00");
    } else {
        office.until("05-12 12:00");
    }
    let moves = office.moves(1).into_iter().filter(|(_, cause)| *cause == OwnerCause::Distribution);
    moves.filter_map(|(owner, _)| owner.person()).collect()
}

/// Fails when a decision that gives to the same queue twice does not see whom it gave to a moment ago: the second time
/// it is somebody else's turn.
#[test]
fn a_path_that_is_followed_late_goes_round_as_one_that_is_followed_in_time() {
    let words = "An appointment";
    assert_eq!(given("Scheduling", words, false), [BEN, SAM, TESS, BEN], "in time");
    assert_eq!(given("Scheduling", words, true), [BEN, SAM, TESS, BEN], "late");
}

/// Fails when a decision counts what it gave to somebody a moment ago, and has taken from them again, as it was before.
#[test]
fn loads_are_those_of_the_moment_too() {
    let words = "how much is the price?";
    assert_eq!(given("Sales", words, false), [JORDAN, PRIYA, JORDAN, PRIYA], "in time");
    assert_eq!(given("Sales", words, true), [JORDAN, PRIYA, JORDAN, PRIYA], "late");
}

/// Fails when whoever has as much as they may have, and gives some of it back, counts as if they still had it.
#[test]
fn who_gives_something_back_has_room_again() {
    let alone =
        "members = [\"ben@cedarlane.example\", \"sam@cedarlane.example\", \"tess@cedarlane.example\"]";
    let house =
        house_with(&[(alone, "members = [\"ben@cedarlane.example\"]"), ("capacity = 3", "capacity = 1")]);
    let mut office = Office::at(&house, ny("05-12 10:00"));
    office.text(1, "An appointment");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    let back = office.act(1, &By::person(BEN), |id| Command::Release(id, Some(SCHEDULING)));
    assert_eq!(office.owner(1), Owner::Person(BEN), "{back:?}");
    assert!(!names(&back).contains(&"told"), "nobody is told that nobody is available");
}

/// One decision on what another left that is not followed yet.
fn right_after(office: &Office, team: &Team, before: &Subject, command: &Command) -> Decision {
    let world = World { directory: &office.directory, team, now: office.now, by: &By::person(RUTH) };
    decide(&world, &mut Ids::new(9_000, i64::MAX), before.clone(), command).expect("it can be done")
}

/// Fails when what a command does right after what was overdue there goes by turns and loads from before that.
#[test]
fn a_command_sees_the_turns_that_what_was_overdue_took() {
    let mut office = Office::at(&house("Scheduling"), ny("05-12 10:00"));
    office.text(1, "An appointment");
    office.now = ny("05-12 10:25");
    let (before, id) = (office.threads[&1].clone(), office.of(1).id);
    let overdue = right_after(&office, &office.team, &before, &Command::Wake(id));
    assert_eq!(overdue.after.conversation.as_ref().map(|found| found.owner), Some(Owner::Person(SAM)));
    let team = office.team.after(&office.directory, before.conversation.as_deref(), &overdue);
    let team = team.expect("turns and loads have moved");
    let release = Command::Release(id, Some(SCHEDULING));
    let decision = right_after(&office, &team, &overdue.after, &release);
    assert_eq!(decision.after.conversation.map(|found| found.owner), Some(Owner::Person(TESS)));

    let nothing = right_after(&office, &team, &overdue.after, &Command::Touch(id));
    assert!(nothing.events.iter().all(|event| !matches!(event, Event::OwnerChanged { .. })));
    let same = team.after(&office.directory, overdue.after.conversation.as_deref(), &nothing);
    assert_eq!(same, None, "nothing is copied where nothing has moved");
}
