//! Words of consent of the workspace's own, beside those of law; and a word that may have meant the appointment.

use crate::support::*;
use baton_core::{
    By, ClockKind, Command, ConsentState, Event, IfChanged, Later, NewText, Notice, Quotable, Status,
    TextKind, Then,
};

const WORDS: &str =
    "[consent]\nopt_out = [\"parar\", \"arrêt\"]\nopt_in = [\"empezar\"]\nhelp = [\"ayuda\"]\n";

fn state(desk: &Desk) -> ConsentState {
    desk.subject.number.as_ref().expect("a number").consent.state
}

/// Fails when a word of the workspace does not count, counts within a sentence or for another workspace, or takes the
/// place of the law's (47 CFR 64.1200(a)(10)).
#[test]
fn words_of_its_own_count_beside_those_of_law() {
    let mut desk = Desk::with(&policy_with(WORDS));
    for (text, after, answered) in [
        ("quiero parar un momento", ConsentState::Unstated, None),
        ("Ayuda", ConsentState::Unstated, Some(TextKind::Help)),
        ("P A R A R!", ConsentState::Out, Some(TextKind::OptOutConfirmation)),
        ("parar", ConsentState::Out, None),
        ("ayuda", ConsentState::Out, None),
        ("Empezar", ConsentState::In, Some(TextKind::OptInConfirmation)),
        ("ARRÊT", ConsentState::Out, Some(TextKind::OptOutConfirmation)),
        ("start", ConsentState::In, Some(TextKind::OptInConfirmation)),
        ("Stop.", ConsentState::Out, Some(TextKind::OptOutConfirmation)),
    ] {
        let decision = desk.text(text);
        let kind = decision.events.iter().find_map(|event| match event {
            Event::TextWritten { kind, .. } => Some(*kind),
            _ => None,
        });
        assert_eq!((state(&desk), kind), (after, answered), "{text}");
    }
    let mut other = Desk::new();
    other.text("PARAR");
    assert_eq!(state(&other), ConsentState::Unstated, "only where the policy says so");
}

/// Fails when the words in which somebody opted out, or the word that counted, are not on record.
#[test]
fn the_evidence_is_their_own_words() {
    let mut desk = Desk::with(&policy_with(WORDS));
    let decision = desk.text(" ¡Parar! ");
    let evidence = decision.events.iter().find_map(|event| match event {
        Event::ConsentChanged { evidence, .. } => Some(evidence.as_str()),
        _ => None,
    });
    assert_eq!(evidence, Some("¡Parar!"));
    let word = decision.events.iter().find_map(|event| match event {
        Event::TextReceived { word, .. } => word.as_deref(),
        _ => None,
    });
    assert_eq!(word, Some("parar"));
}

/// Fails when CANCEL after a reminder that offered it is an opt-out and nothing else, is none, or leaves nobody to look:
/// they may have meant the appointment.
#[test]
fn a_word_that_our_reminder_offered_opts_out_and_goes_to_the_owner() {
    for (days, word, meant) in [(6, "Cancel", true), (8, "CANCEL", false), (6, "STOP", false)] {
        let mut desk = Desk::new();
        desk.text("Can I come on Friday?");
        let id = desk.conversation().id;
        let reminder = "Reminder: Friday at 11. Reply CANCEL to cancel, STOP for no more texts.";
        let due = desk.now + std::time::Duration::from_mins(30);
        let text = NewText {
            later: Some(Later { at: due, if_changed: IfChanged::Ask }),
            then: Then::Closed { reason: None },
            ..NewText::saying(reminder)
        };
        desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
        desk.now = due;
        let sent = desk.act(&By::Policy, &Command::Wake(id)).after.texts.pop().expect("it went out");
        assert_eq!(desk.conversation().status, Status::Closed);
        desk.subject.quotable =
            vec![Quotable { id: sent.id, body: reminder.to_owned(), at: due, ours: Some(sent.kind) }];
        desk.now += std::time::Duration::from_hours(24 * days);
        desk.text(word);
        assert_eq!(state(&desk), ConsentState::Out, "{word}");
        let found = desk.conversation();
        if meant {
            assert_eq!((found.id, found.status), (id, Status::Open), "{word}");
            assert_eq!(
                found.reason.as_deref(),
                Some("may have meant the appointment; you cannot text, call")
            );
            assert_eq!(found.owner, baton_core::Owner::Person(CHRIS));
        } else {
            assert_eq!(found.status, Status::Closed, "{word} after {days} days");
        }
    }
}

/// Fails when nobody is reminded in time of what may have been meant.
#[test]
fn what_may_have_been_meant_has_a_follow_up_clock() {
    let mut desk = Desk::with(&policy_with(WITHIN_AN_HOUR));
    desk.text("Can I come on Friday?");
    let id = desk.conversation().id;
    let reminder = "Friday at 11. Reply CANCEL to cancel.";
    let sent = desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(NewText::saying(reminder))));
    let planned =
        Some(Later { at: desk.now + std::time::Duration::from_hours(2), if_changed: IfChanged::Send });
    desk.act(
        &By::person(CHRIS),
        &Command::Send(id, Box::new(NewText { later: planned, ..NewText::saying("Well?") })),
    );
    desk.subject.quotable = vec![Quotable {
        id: sent.message.unwrap(),
        body: reminder.to_owned(),
        at: desk.now,
        ours: Some(TextKind::Person),
    }];
    desk.minutes(5);
    let decision = desk.text("cancel");
    assert!(desk.clock(ClockKind::FollowUp).is_some());
    assert!(desk.conversation().scheduled.is_empty(), "nothing goes out by itself after that");
    let told = decision
        .events
        .iter()
        .any(|event| matches!(event, Event::Told { who: CHRIS, about: Notice::TextCancelled, .. }));
    assert!(told);
}

/// Fails when what a business says in its own words after STOP, START or HELP is answered in ours, in another word's, or with
/// a hole; and when an opt-out gets more than one confirmation.
#[test]
fn words_of_consent_are_answered_in_the_words_of_the_business() {
    let own = "[consent]\nopt_out = [\"parar\"]\nopt_in = [\"empezar\"]\nhelp = [\"ayuda\"]\n\
        opt_out_text = \"[Business Name]: sin mensajes. EMPEZAR para volver.\"\n\
        opt_in_text = \"[Business Name]: otra vez. PARAR para terminar.\"\n\
        help_text = \"[Business Name]: llame al [Our Number]. PARAR para terminar.\"\n";
    let mut desk = Desk::with(&policy_with(own));
    let mut said = |word: &str| {
        let decision = desk.text(word);
        let texts = decision.events.iter().filter_map(|event| match event {
            Event::TextWritten { body, .. } => Some(body.clone()),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    assert_eq!(said("Ayuda"), ["Cedar Lane Physio: llame al (212) 555-0100. PARAR para terminar."]);
    assert_eq!(said("STOP"), ["Cedar Lane Physio: sin mensajes. EMPEZAR para volver."]);
    assert_eq!(said("Parar"), [] as [String; 0]);
    assert_eq!(said("empezar"), ["Cedar Lane Physio: otra vez. PARAR para terminar."]);
}

/// Fails when somebody whose language is known, or who texts a word of one, is answered in another that the business has
/// words in; when a kind of the language is taken for none; or when what is not said in it is not said as to everybody.
#[test]
fn words_of_consent_are_answered_in_the_customers_language() {
    let own = "[consent]\nhelp_text = \"[Business Name]: call [Our Number]. STOP to end.\"\n\
        [consent.languages.es]\nopt_out = [\"parar\"]\nopt_in = [\"empezar\"]\nhelp = [\"ayuda\"]\n\
        opt_out_text = \"[Business Name]: sin mensajes. EMPEZAR para volver.\"\n\
        [consent.languages.es-MX]\nopt_out_text = \"[Business Name]: ya no le escribimos. EMPEZAR para volver.\"\n\
        [consent.languages.fr]\nopt_out = [\"arrêt\"]\n\
        opt_out_text = \"[Business Name] : plus de messages. START pour revenir.\"\n";
    let said = |language: Option<&str>, word: &str| {
        let mut desk = Desk::with(&policy_with(own));
        desk.text("Hello");
        if let Some(language) = language {
            let contact = std::sync::Arc::make_mut(desk.subject.contact.as_mut().unwrap());
            contact.attributes.insert("language".to_owned(), language.to_owned());
        }
        let decision = desk.text(word);
        let text = decision.events.iter().find_map(|event| match event {
            Event::TextWritten { body, .. } => Some(body.clone()),
            _ => None,
        });
        text.unwrap_or_else(|| panic!("{word} was not answered"))
    };
    let (spanish, mexican, french) = (
        "Cedar Lane Physio: sin mensajes. EMPEZAR para volver.",
        "Cedar Lane Physio: ya no le escribimos. EMPEZAR para volver.",
        "Cedar Lane Physio : plus de messages. START pour revenir.",
    );
    for (language, word, expected) in [
        (None, "parar", spanish),
        (None, "Arrêt", french),
        (Some("es"), "STOP", spanish),
        (Some("ES-ar"), "STOP", spanish),
        (Some("es-mx"), "parar", mexican),
        (Some("fr"), "parar", french),
        (Some("est"), "Arrêt", french),
        (Some("es"), "ayuda", "Cedar Lane Physio: call (212) 555-0100. STOP to end."),
    ] {
        assert_eq!(said(language, word), expected, "{language:?} {word}");
    }
    assert!(said(None, "STOP").contains("Reply START"), "nobody knows their language");
    assert!(said(Some("de"), "STOP").contains("Reply START"), "nothing is said in it");
}
