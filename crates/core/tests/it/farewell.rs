//! What is said when silence closes: a text of the closed conversation, which opens nothing.

use crate::support::*;
use baton_core::{AutoCause, By, Command, Event, OutText, Status, TextKind, TextState, Then};

/// Silence closes a day after the last text, with these words; `more`: other settings at the top.
fn desk(words: &str, more: &str) -> Desk {
    let (head, queues) = POLICY.split_once("[queues.General]").expect("it has queues");
    let settings = format!(
        "close_after = \"1 day\"\nfarewell = \"Goodbye\"\n{more}\n[templates.Goodbye]\ntext = \"{words}\"\n"
    );
    Desk::on("05-12 11:00", &format!("{head}{settings}\n[queues.General]{queues}"))
}

/// They text, are answered, and are silent until it closes.
fn silent(desk: &mut Desk) {
    desk.text("Do you take new patients?");
    let sent = desk.reply(CHRIS, "We do. Does Friday suit?", Then::Pending { wake_at: None });
    desk.goes_out(sent);
    desk.hears(sent, TextState::Delivered);
    desk.until(ny("05-14 12:00"));
}

fn farewell(desk: &Desk) -> Option<&OutText> {
    let said = desk.told.iter().rev().find_map(|(event, ..)| match event {
        Event::TextWritten { id, auto: Some(AutoCause::Farewell), .. } => Some(*id),
        _ => None,
    });
    said.and_then(|id| desk.subject.text(id))
}

// Fails when silence closes without the farewell that the policy wants, or it is somebody's, or of no conversation; when
// what becomes of it, thanks for it, or a reaction opens anything; or when its close cannot be taken back.
#[test]
fn it_belongs_to_the_conversation_that_it_closes() {
    let mut desk = desk("We close this here. Text us any time.", "");
    silent(&mut desk);
    assert_eq!(desk.conversation().status, Status::Closed);
    let text = farewell(&desk).expect("it is said").clone();
    assert_eq!(
        (text.body.as_str(), text.kind),
        ("We close this here. Text us any time.", TextKind::AutoReply)
    );
    assert_eq!((&text.by, text.conversation), (&By::Policy, Some(desk.conversation().id)));
    desk.goes_out(text.id);
    desk.hears(text.id, TextState::Undelivered);
    desk.hears(text.id, TextState::Delivered);
    for word in ["Thanks!", "👍"] {
        desk.text(word);
        assert_eq!(desk.conversation().status, Status::Closed, "{word}");
    }
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Open(id));
    assert_eq!(desk.conversation().status, Status::Open);
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.text("Friday, yes. At 11?");
    assert_eq!(desk.conversation().status, Status::Open, "that needs an answer");
}

/// Why nothing is said, and how it comes to that.
type Way = (&'static str, fn(&mut Desk));

// Fails when a farewell goes to whom we wrote first, who opted out, cannot be reached, or got enough today; or silence does not
// close because none can be said.
#[test]
fn none_is_said_to_whom_nothing_goes_by_itself() {
    let mut begun = desk("Goodbye.", "");
    silent(&mut begun);
    assert!(farewell(&begun).is_some());
    let ways: [Way; 3] = [
        ("begun by us", |desk| {
            std::sync::Arc::make_mut(desk.subject.conversation.as_mut().expect("one")).begun_by_us = true;
        }),
        ("unreachable", |desk| {
            let number = std::sync::Arc::make_mut(desk.subject.number.as_mut().expect("one"));
            number.unreachable = Some(baton_core::Unreachable { since: desk.now, code: "30005".to_owned() });
        }),
        ("enough today", |desk| {
            let number = std::sync::Arc::make_mut(desk.subject.number.as_mut().expect("one"));
            number.auto_replied = vec![ny("05-13 09:00"), ny("05-13 09:01")];
        }),
    ];
    for (what, stands) in ways {
        let mut desk = desk("Goodbye.", "");
        desk.text("Do you take new patients?");
        let sent = desk.reply(CHRIS, "We do.", Then::Pending { wake_at: None });
        desk.goes_out(sent);
        stands(&mut desk);
        desk.until(ny("05-14 12:00"));
        assert_eq!((farewell(&desk), desk.conversation().status), (None, Status::Closed), "{what}");
    }
}

// Fails when a farewell goes out at night where they are: it waits for the day there, and the close with it.
#[test]
fn at_night_it_waits_for_the_day() {
    let mut desk = desk("Goodbye.", "");
    desk.text("Do you take new patients?");
    let sent = desk.reply(CHRIS, "We do.", Then::Pending { wake_at: None });
    desk.goes_out(sent);
    std::sync::Arc::make_mut(desk.subject.contact.as_mut().expect("one")).zone =
        Some("Asia/Tokyo".to_owned());
    // Eleven in the morning in New York is midnight in Tokyo, whose day begins at eight: seven in the evening here.
    desk.until(ny("05-13 18:59"));
    assert_eq!((farewell(&desk), desk.conversation().status), (None, Status::Pending));
    let id = desk.conversation().id;
    assert!(desk.act(&By::Policy, &Command::Resettle(id)).events.is_empty(), "it waits already");
    desk.until(ny("05-13 19:00"));
    assert!(farewell(&desk).is_some());
    assert_eq!(desk.conversation().status, Status::Closed);
}

// Fails when a farewell goes out with a hole in it, or nobody learns that it was not said.
#[test]
fn what_is_not_known_is_not_said() {
    let mut desk = desk("Goodbye, [First Name].", "");
    silent(&mut desk);
    assert_eq!((farewell(&desk), desk.conversation().status), (None, Status::Closed));
    assert!(desk.told.iter().any(|(event, ..)| event.name() == "note.added"));
}

// Fails when the workspace's own spelling of the reason is not used.
#[test]
fn silence_closes_with_the_reason_of_the_list() {
    let mut plain = desk("Goodbye.", "close_reasons = [\"answered\", \"booked\"]");
    silent(&mut plain);
    assert_eq!(plain.conversation().reason.as_deref(), Some("no reply"));
    let mut listed = desk("Goodbye.", "close_reasons = [\"answered\", \"No reply\"]");
    silent(&mut listed);
    assert_eq!(listed.conversation().reason.as_deref(), Some("No reply"));
}
