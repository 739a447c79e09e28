//! Watching: told of texts and notes, owning nothing.

use crate::support::*;
use baton_core::{By, Command, Event, Notice, Owner, PersonId, Refusal, Status};

fn told(decision: &baton_core::Decision) -> Vec<(PersonId, Notice)> {
    let told = |event: &Event| match event {
        Event::Told { who, about, .. } => Some((*who, *about)),
        _ => None,
    };
    let news = [Notice::Mentioned, Notice::WatchedText, Notice::WatchedNote];
    decision.events.iter().filter_map(told).filter(|(_, about)| news.contains(about)).collect()
}

fn open() -> Desk {
    let mut desk = Desk::new();
    desk.text("Hello");
    let id = desk.conversation().id;
    desk.act(
        &By::person(CHRIS),
        &Command::Assign { conversation: id, to: Owner::Person(CHRIS), reason: None },
    );
    desk
}

/// Fails when whoever watches is not told of a text or a colleague's note, is told of their own, or goes on being told
/// after they stopped; or when watching gives them anything.
#[test]
fn whoever_watches_is_told_and_owns_nothing() {
    let mut desk = open();
    let id = desk.conversation().id;
    let before = (desk.conversation().owner, desk.conversation().accountable, desk.conversation().status);
    assert_eq!(names(&desk.act(&By::person(TESS), &Command::Watch(id))), ["conversation.watched"]);
    assert!(desk.act(&By::person(TESS), &Command::Watch(id)).events.is_empty(), "once is enough");
    assert_eq!(told(&desk.text("Are you there?")), [(TESS, Notice::WatchedText)]);
    let note = Command::AddNote(id, "Called them.".to_owned());
    assert_eq!(told(&desk.act(&By::person(CHRIS), &note)), [(TESS, Notice::WatchedNote)]);
    assert_eq!(told(&desk.act(&By::person(TESS), &note)), [], "one's own is no news");
    assert_eq!(told(&desk.text("👍")), [(TESS, Notice::WatchedText)], "a text of theirs, whatever it says");
    let now = (desk.conversation().owner, desk.conversation().accountable, desk.conversation().status);
    assert_eq!(now, before);
    desk.act(&By::person(TESS), &Command::Unwatch(id));
    assert_eq!(told(&desk.text("Hello?")), []);
    let refused = desk.try_do(&program(), &Command::Watch(id)).expect_err("a program watches the stream");
    assert!(matches!(refused, Refusal::NotAllowed(_)), "{refused}");
}

/// Fails when who has it in their own list is told of every text beside, or when what belongs to no conversation is told.
#[test]
fn nobody_is_told_of_what_their_list_shows() {
    let mut desk = open();
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Watch(id));
    assert_eq!(told(&desk.text("Are you there?")), []);
    desk.act(&By::person(TESS), &Command::Watch(id));
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    assert_eq!(told(&desk.text("Thanks!")), [], "thanks belong to nothing that is open");
    assert_eq!(desk.conversation().status, Status::Closed);
    assert_eq!(told(&desk.text("One more question: when?")), [(TESS, Notice::WatchedText)], "it goes on");
}

/// Fails when a mention does not make somebody watch and tell them once, when capitals, marks or the longer name go wrong,
/// or when an e-mail address mentions.
#[test]
fn a_note_that_mentions_somebody_makes_them_watch() {
    for (note, who) in [
        ("@Tess can you look?", vec![TESS]),
        ("can you look, @tess moran?", vec![TESS]),
        ("@Tess and @BEN, and @tess again", vec![TESS, BEN]),
        ("(@Priya's idea)", vec![PRIYA]),
        ("write to info@tess.example", vec![]),
        ("@Tessa, @nobody, @ and nothing", vec![]),
    ] {
        let mut desk = open();
        let id = desk.conversation().id;
        let decision = desk.act(&By::person(CHRIS), &Command::AddNote(id, note.to_owned()));
        let want: Vec<_> = who.iter().map(|person| (*person, Notice::Mentioned)).collect();
        assert_eq!(told(&decision), want, "{note}");
        assert_eq!(desk.conversation().watchers, who, "{note}");
        let again = desk.act(&By::person(CHRIS), &Command::AddNote(id, note.to_owned()));
        assert_eq!(told(&again), want, "told again, as a mention and not twice: {note}");
        assert_eq!(desk.conversation().watchers, who, "{note}");
    }
}

/// Fails when a first name that two people have mentions one of them in silence, or when their whole names do not.
#[test]
fn a_name_that_two_people_have_is_asked_about() {
    let mut desk = open();
    let id = desk.conversation().id;
    desk.directory.people.get_mut(&BEN).expect("of the team").name = "Tess Hart".to_owned();
    let note = |words: &str| Command::AddNote(id, words.to_owned());
    let refused = desk.try_do(&By::person(CHRIS), &note("@Tess, please")).expect_err("which?");
    assert!(refused.to_string().contains("@Tess Hart or @Tess Moran"), "{refused}");
    let decision = desk.act(&By::person(CHRIS), &note("@Tess Hart, please"));
    assert_eq!(told(&decision), [(BEN, Notice::Mentioned)]);
}

/// Fails when somebody who left is told on.
#[test]
fn whoever_left_is_told_nothing() {
    let mut desk = open();
    let id = desk.conversation().id;
    desk.act(&By::person(TESS), &Command::Watch(id));
    desk.directory.people.get_mut(&TESS).expect("of the team").active = false;
    assert_eq!(told(&desk.text("Are you there?")), []);
}
