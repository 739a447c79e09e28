//! The pretend network: deterministic, and able to do everything that a real one does wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use baton_carriers::simulator::{Chance, Fate, Script, Weather};
use baton_carriers::{
    Carrier, CarrierEvent, CarrierState, Failure, LookUp, OutboundText, Reason, SendOutcome, Simulator,
    StatusUpdate, Wanted,
};
use baton_hours::MachineTime;

const START: MachineTime = MachineTime::from_micros(1_000_000_000);
const FAR: MachineTime = MachineTime::from_micros(i64::MAX);

fn text(number: u32) -> OutboundText {
    OutboundText {
        reference: format!("msg_{number}"),
        from: "+15005550001".into(),
        to: format!("+1500555{number:04}"),
        body: format!("text {number}"),
        media: vec![],
        handed_at: START + Duration::from_secs(number.into()),
    }
}

fn words(events: Vec<CarrierEvent>) -> Vec<StatusUpdate> {
    let word = |event| match event {
        CarrierEvent::Status(word) => word,
        CarrierEvent::Text(text) => panic!("wanted a status, found {text:?}"),
    };
    events.into_iter().map(word).collect()
}

fn scripted(fate: Fate) -> Simulator {
    let simulator = Simulator::new(7, Weather::fair());
    simulator.add_script(Script { to: None, containing: None, fate, times: 1 });
    simulator
}

#[tokio::test]
async fn in_fair_weather_a_text_is_sent_and_delivered_a_second_apart_and_shows_on_the_phone() {
    let simulator = Simulator::new(7, Weather::fair());
    let outcome = simulator.send(&text(1)).await;
    let SendOutcome::Accepted { carrier_id, .. } = outcome else { panic!("{outcome:?}") };
    let at = text(1).handed_at;
    let mut states = vec![];
    for seconds in 0..4 {
        let due = words(simulator.due_events(at + Duration::from_secs(seconds)));
        states.push(due.into_iter().map(|word| word.state).collect::<Vec<_>>());
    }
    assert_eq!(states, [vec![], vec![CarrierState::Sent], vec![CarrierState::Delivered], vec![]]);
    let inbox = simulator.inbox(&text(1).to);
    assert_eq!(
        (&*inbox[0].body, &inbox[0].carrier_id, inbox[0].state),
        ("text 1", &carrier_id, CarrierState::Delivered)
    );
}

#[tokio::test]
async fn each_scripted_fate_comes_true_once() {
    let failure = Failure { reason: Reason::Landline, code: Some("X1".into()), message: None };
    let last =
        |simulator: &Simulator| words(simulator.due_events(FAR)).pop().map(|word| (word.state, word.failure));
    let undelivered = scripted(Fate::Undelivered(failure.clone()));
    assert!(matches!(undelivered.send(&text(1)).await, SendOutcome::Accepted { .. }));
    assert_eq!(last(&undelivered), Some((CarrierState::Undelivered, Some(failure.clone()))));
    assert!(undelivered.inbox(&text(1).to).is_empty());
    let failed = scripted(Fate::Failed(failure.clone()));
    assert!(matches!(failed.send(&text(1)).await, SendOutcome::Accepted { .. }));
    assert_eq!(last(&failed), Some((CarrierState::Failed, Some(failure.clone()))));
    let refused = scripted(Fate::Refused(failure.clone()));
    assert_eq!(refused.send(&text(1)).await, SendOutcome::Refused(failure));
    assert!(matches!(refused.send(&text(1)).await, SendOutcome::Accepted { .. }), "the script is used up");
    assert!(matches!(
        scripted(Fate::Busy).send(&text(1)).await,
        SendOutcome::TryLater { after: Some(_), .. }
    ));
}

#[tokio::test]
async fn an_unknown_outcome_is_found_exactly_if_the_text_went_out() {
    let asked = Wanted::Content { text: Box::new(text(1)), not: vec![] };
    for (fate, went_out) in [(Fate::AnswerLost, true), (Fate::RequestLost, false)] {
        let simulator = scripted(fate);
        assert!(matches!(simulator.send(&text(1)).await, SendOutcome::Unknown { .. }));
        assert_eq!(matches!(simulator.look_up(&asked).await, LookUp::Found(_)), went_out);
        assert_eq!(simulator.inbox(&text(1).to).len(), usize::from(went_out));
        assert_eq!(
            words(simulator.due_events(FAR))
                .iter()
                .any(|word| word.our_reference.as_deref() == Some("msg_1")),
            went_out
        );
    }
}

#[tokio::test]
async fn a_silent_delivery_is_learnt_by_looking_it_up() {
    let simulator = scripted(Fate::Silent);
    let SendOutcome::Accepted { carrier_id, .. } = simulator.send(&text(1)).await else {
        panic!("not accepted")
    };
    assert_eq!(simulator.due_events(FAR), vec![]);
    let LookUp::Found(found) = simulator.look_up(&Wanted::Id(carrier_id)).await else { panic!("not found") };
    assert_eq!(found.state, CarrierState::Delivered);
}

#[tokio::test]
async fn the_same_words_twice_are_ambiguous_until_one_is_known() {
    let simulator = Simulator::new(7, Weather::fair());
    let SendOutcome::Accepted { carrier_id, .. } = simulator.send(&text(1)).await else {
        panic!("not accepted")
    };
    simulator.send(&text(1)).await;
    let asked = |not| Wanted::Content { text: Box::new(text(1)), not };
    assert!(matches!(simulator.look_up(&asked(vec![])).await, LookUp::Ambiguous { .. }));
    assert!(matches!(simulator.look_up(&asked(vec![carrier_id])).await, LookUp::Found(_)));
}

async fn storm(seed: u64) -> (Vec<SendOutcome>, Vec<StatusUpdate>) {
    let simulator = Simulator::new(seed, Weather::stormy());
    let mut outcomes = vec![];
    for number in 0..400 {
        outcomes.push(simulator.send(&text(number)).await);
    }
    (outcomes, words(simulator.due_events(FAR)))
}

#[tokio::test]
async fn a_storm_replays_from_its_seed_and_differs_from_anothers() {
    assert_eq!(storm(1).await, storm(1).await);
    assert_ne!(storm(1).await.1.len(), storm(2).await.1.len());
}

#[tokio::test]
async fn a_storm_does_everything_wrong_and_still_ends_right() {
    let (outcomes, events) = storm(3).await;
    let count = |fits: fn(&SendOutcome) -> bool| outcomes.iter().filter(|outcome| fits(outcome)).count();
    assert!(count(|outcome| matches!(outcome, SendOutcome::Refused(_))) > 0);
    assert!(count(|outcome| matches!(outcome, SendOutcome::TryLater { .. })) > 0);
    assert!(count(|outcome| matches!(outcome, SendOutcome::Unknown { .. })) > 0);
    let mut seen: BTreeMap<&str, Vec<CarrierState>> = BTreeMap::new();
    for event in &events {
        seen.entry(&event.carrier_id).or_default().push(event.state);
    }
    let backwards = seen.values().filter(|states| !states.is_sorted()).count();
    let twice =
        seen.values().filter(|states| states.iter().collect::<BTreeSet<_>>().len() < states.len()).count();
    assert!(backwards > 10 && twice > 10, "{backwards} overtaken, {twice} doubled");
    let finals = [CarrierState::Failed, CarrierState::Undelivered, CarrierState::Delivered];
    assert!(seen.values().all(|states| states.iter().any(|state| finals.contains(state))));
}

#[test]
fn a_pretend_phones_text_comes_by_the_weather_and_keeps_its_id_when_it_comes_twice() {
    let simulator = Simulator::new(7, Weather { duplicate: Chance::ALWAYS, ..Weather::fair() });
    let id = simulator.text_from_phone("+15005550006", "+15005550001", "Hi", START);
    assert_eq!(simulator.next_due(), Some(START + Duration::from_secs(1)));
    let events = simulator.due_events(FAR);
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(
        |event| matches!(event, CarrierEvent::Text(text) if text.carrier_id == id && text.body == "Hi")
    ));
}
