//! A text that may ask for texts to end, in words that are no keyword: a person says what it means.

use crate::support::*;
use baton_core::{By, Command, ConsentCause, ConsentState, Event, Judged, MessageId, Refusal, Status};

const ASKS: &str = "please stop texting me, I have asked before";
const TAG: &str = "possible-opt-out";

fn judge(text: MessageId, judged: Judged) -> Command {
    Command::JudgeWish { text, judged }
}

fn state(desk: &Desk) -> ConsentState {
    desk.subject.number.as_ref().expect("a number").consent.state
}

fn tagged(desk: &Desk) -> bool {
    desk.conversation().tags.contains(TAG)
}

/// Whether the page asks.
fn asked(desk: &Desk) -> bool {
    desk.subject.thread.as_ref().and_then(|thread| thread.wish.as_ref()).is_some_and(|wish| !wish.not_meant)
}

/// Fails when one press of a person does not opt the number out, when the evidence is anything but what the customer wrote,
/// when it is not on record who pressed, or when the question stays (47 CFR 64.1200(a)(10): any reasonable wording counts).
#[test]
fn one_press_opts_out_and_the_text_is_the_evidence() {
    let mut desk = Desk::new();
    let text = desk.text(ASKS).message.expect("a text");
    assert!(asked(&desk) && tagged(&desk) && state(&desk) == ConsentState::Unstated);
    let decision = desk.act(&By::person(CHRIS), &judge(text, Judged::Out));
    let evidence = decision.events.iter().find_map(|event| match event {
        Event::ConsentChanged { to: ConsentState::Out, cause: ConsentCause::Person, evidence, .. } => {
            Some(evidence.as_str())
        }
        _ => None,
    });
    assert_eq!(evidence, Some(ASKS));
    let of_text = |event: &Event| matches!(event, Event::OptOutJudged { text: of, .. } if *of == text);
    assert!(decision.events.iter().any(of_text), "which text it was");
    assert!(!asked(&desk) && !tagged(&desk));
    assert_eq!(desk.conversation().status, Status::Pending, "nobody can answer by text any more");
    let again = desk.act(&By::person(CHRIS), &judge(text, Judged::Out));
    assert!(again.events.is_empty(), "who says what stands has what they wanted: {again:?}");
}

/// Fails when "not meant" leaves the question or the tag, is not kept, changes consent, or cannot be taken back.
#[test]
fn not_meant_is_kept_and_can_be_taken_back() {
    let mut desk = Desk::new();
    let text = desk.text("Can you stop texting my old number?").message.expect("a text");
    let decision = desk.act(&By::person(CHRIS), &judge(text, Judged::NotMeant));
    assert_eq!(names(&decision), ["opt_out.judged", "tags.changed"]);
    assert!(!asked(&desk) && !tagged(&desk) && state(&desk) == ConsentState::Unstated);
    assert!(desk.act(&By::person(CHRIS), &judge(text, Judged::NotMeant)).events.is_empty());
    desk.act(&By::person(CHRIS), &judge(text, Judged::Open));
    assert!(asked(&desk) && tagged(&desk), "it is asked again");
    desk.act(&By::person(MAYA), &judge(text, Judged::NotMeant));
    desk.act(&By::person(MAYA), &judge(text, Judged::Out));
    assert_eq!(state(&desk), ConsentState::Out, "who thinks better of it may say so");
}

/// Fails when a program decides it, when an older text is judged over a newer one, or when somebody answers what the
/// customer has answered by STOP or START.
#[test]
fn only_a_person_says_it_and_only_of_what_is_asked() {
    let mut desk = Desk::new();
    let first = desk.text(ASKS).message.expect("a text");
    let refused = desk.try_do(&program(), &judge(first, Judged::Out)).expect_err("a person decides");
    assert!(matches!(refused, Refusal::NotAllowed(_)), "{refused}");
    let second = desk.text("no more texts please").message.expect("a text");
    let refused = desk.try_do(&By::person(CHRIS), &judge(first, Judged::Out)).expect_err("a later one came");
    assert!(matches!(refused, Refusal::NotNow(_)), "{refused}");
    for word in ["STOP", "START"] {
        let mut said = Desk::new();
        let text = said.text(ASKS).message.expect("a text");
        said.text("STOP");
        if word == "START" {
            said.text(word);
        }
        assert!(!asked(&said), "they said so themselves: {word}");
        let refused = said.try_do(&By::person(CHRIS), &judge(text, Judged::NotMeant)).expect_err(word);
        assert!(matches!(refused, Refusal::NotNow(_)), "{refused}");
    }
    desk.act(&By::person(CHRIS), &judge(second, Judged::Out));
    desk.text("I said no more texts");
    assert!(!asked(&desk), "whoever opted out asks for nothing more");
}

/// Fails when the question is forgotten with the conversation in which it came.
#[test]
fn a_close_does_not_answer_it() {
    let mut desk = Desk::new();
    let text = desk.text(ASKS).message.expect("a text");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    assert!(asked(&desk));
    let decision = desk.act(&By::person(CHRIS), &judge(text, Judged::Out));
    assert_eq!(names(&decision), ["opt_out.judged", "consent.changed"]);
    assert_eq!(desk.conversation().status, Status::Closed);
}
