//! What is urgent goes to whoever is on call, once: whoever of them has taken it keeps it.

use crate::support::*;
use baton_core::{Event, Notice, Owner, PersonId};

/// Cedar Lane where Sam and Tess of Billing are on call, and what is late goes there.
fn house() -> String {
    let targets = "[[targets]]\nname = \"All\"\nfirst_response = \"1 h\"\naround_the_clock = true\n\
                   escalation = \"Late\"\n\n[escalations]\nLate = [{ after = \"0 min\", assign = \"on call\" }]\n\n\
                   [routing]";
    let fallback = "fallback = \"ruth@cedarlane.example\"";
    house_with(&[(fallback, &format!("{fallback}\non_call = \"Billing\"")), ("[routing]", targets)])
}

fn told_urgent(office: &Office, who: PersonId) -> usize {
    let urgent =
        |event: &Event| matches!(event, Event::Told { who: told, about: Notice::Urgent, .. } if *told == who);
    office.told.iter().filter(|(_, event, ..)| urgent(event)).count()
}

/// Fails when a second urgent text takes the conversation from whoever of those on call has claimed it, when they hear
/// nothing of it, or when it stays with somebody who is not on call or not there.
#[test]
fn a_second_urgent_text_leaves_it_with_whoever_of_on_call_has_it() {
    let mut office = Office::at(&house(), ny("05-12 10:00"));
    office.text(1, "URGENT my knee");
    assert_eq!(office.owner(1), Owner::Queue(BILLING));
    office.claim(1, SAM);
    let before = told_urgent(&office, SAM);
    office.text(1, "URGENT hello?");
    assert_eq!(office.owner(1), Owner::Person(SAM), "Sam has taken it");
    assert_eq!(told_urgent(&office, SAM), before + 1);
    office.is_away(SAM, "05-12 10:01", None, None);
    office.until("05-12 10:05");
    office.text(1, "URGENT anybody?");
    assert_eq!(office.owner(1), Owner::Queue(BILLING), "Sam is away");
    office.assign(1, Owner::Person(BEN));
    office.text(1, "URGENT please");
    assert_eq!(office.owner(1), Owner::Queue(BILLING), "Ben is not on call");
}

/// Fails when an escalation to on call takes it from whoever of those on call has it, or leaves it with anybody else.
#[test]
fn an_escalation_to_on_call_leaves_it_with_whoever_of_on_call_has_it() {
    let mut office = Office::at(&house(), ny("05-12 10:00"));
    office.text(1, "my invoice");
    office.claim(1, TESS);
    office.text(2, "an appointment please");
    assert_eq!(office.owner(2), Owner::Person(BEN), "whose turn it is");
    office.until("05-12 11:01");
    let late = |event: &Event| matches!(event, Event::ClockBreached { .. });
    assert_eq!(office.told.iter().filter(|(_, event, ..)| late(event)).count(), 2, "both were late");
    assert_eq!([office.owner(1), office.owner(2)], [Owner::Person(TESS), Owner::Queue(BILLING)]);
}
