//! Claiming, assigning, answering, closing; and texts on their way.

mod again;
mod having;
mod on_their_way;
mod opted_out;

use crate::support::*;
use baton_core::{
    By, Command, Delivery, FailureReason, MessageId, Owner, Refusal, Seen, SendOutcome, Status, TextState,
    Then, UnknownChoice,
};

fn open_desk(text: &str) -> (Desk, baton_core::ConversationId) {
    let mut desk = Desk::new();
    desk.text(text);
    let id = desk.conversation().id;
    (desk, id)
}

fn handed_over() -> (Desk, MessageId) {
    let (mut desk, id) = open_desk("what time is it");
    let written =
        desk.act(&By::person(CHRIS), &Command::Send(id, new_text("nine", Seen::Unsaid, Then::Open)));
    let text = written.message.expect("a text was written");
    desk.act(&By::Policy, &Command::HandOver(text));
    (desk, text)
}

fn word(state: TextState, code: Option<&str>) -> Delivery {
    let failure = code.map(|code| FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: code == "30005",
    });
    Delivery { state, carrier_id: Some("SM1".to_owned()), failure }
}
