//! A text goes out at most once per press: what became of it is learnt from the carrier, and never guessed.

use crate::home::{Home, inbound, new_line, received, word};
use crate::told::{carrier_id, lost, sighting, try_later};
use baton_carriers::{CarrierState, Failure, LookUp, Reason, SendOutcome, Wanted};
use baton_core::{By, Command, Event, MessageId, Refusal, Seen, TextState, UnknownChoice};
use baton_engine::{Failure as No, Request};
use baton_store::NewLine;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// Written, handed over, and the program ends before the carrier has answered.
async fn cut_short() -> (Home, MessageId) {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().takes.push_back(10 * MINUTE);
    let text = home.send(rosa, "Friday at 11").await;
    home.until("it is on its way", |home| home.carrier.bodies().len() == 1).await;
    (home.crash().await, text)
}

async fn settle(home: &Home, text: MessageId, choice: UnknownChoice) -> Result<baton_engine::Done, No> {
    home.engine.submit(Request::new(Command::Settle(text, choice), By::person(home.dana))).await
}

/// chatwoot #9314, when it is we who end in between. Fails when a text found *sending* at the start is put back into the
/// queue, or is left as it is.
#[tokio::test(start_paused = true)]
async fn a_crash_between_hand_over_and_answer_sends_nothing_twice_and_asks_a_person() {
    let (home, text) = cut_short().await;
    home.until("the carrier has been asked", |home| home.out(text).state == TextState::Unknown).await;
    for _ in 0..3 {
        home.advance(60 * MINUTE).await;
    }
    assert_eq!(home.carrier.bodies(), ["Friday at 11"]);
    assert_eq!((home.count("text.unknown"), home.count("text.handed_over")), (1, 1));

    let again =
        settle(&home, text, UnknownChoice::SendAgain(Seen::Unsaid)).await.unwrap().outcome.message.unwrap();
    home.quiet().await;
    assert_eq!(home.carrier.bodies(), ["Friday at 11", "Friday at 11"], "now it is a person's decision");
    let references: Vec<_> =
        home.carrier.tell().handed.iter().map(|handed| handed.reference.clone()).collect();
    assert_eq!(references, [text.to_string(), again.to_string()], "and another text");
    assert!(home.out(text).settled && home.out(again).state == TextState::Sent);
    let twice = settle(&home, text, UnknownChoice::SendAgain(Seen::Unsaid)).await;
    assert!(matches!(twice, Err(No::Refused(Refusal::NotNow(_)))), "{twice:?}");
}

/// The person's other choice. Fails when leaving it sends it all the same.
#[tokio::test(start_paused = true)]
async fn a_text_of_unknown_outcome_can_be_left_as_it_is() {
    let (home, text) = cut_short().await;
    home.until("the carrier has been asked", |home| home.out(text).state == TextState::Unknown).await;
    settle(&home, text, UnknownChoice::Leave).await.unwrap();
    home.advance(60 * MINUTE).await;
    assert_eq!(home.carrier.bodies().len(), 1);
    assert!(home.out(text).settled);
}

/// The carrier had taken it before we ended. Fails when it is not asked at the start, or when what it knows is not taken
/// over: its id, by which later words come.
#[tokio::test(start_paused = true)]
async fn what_the_carrier_had_taken_before_a_crash_is_taken_over() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().takes.push_back(10 * MINUTE);
    let text = home.send(rosa, "Friday at 11").await;
    home.until("it is on its way", |home| home.carrier.bodies().len() == 1).await;
    home.carrier.tell().found.push_back(LookUp::Found(sighting("SM77", CarrierState::Sent)));
    let home = home.crash().await;
    home.send(rosa, "Or at 12").await;
    home.until("both are sent", |home| home.count("text.sent") == 2).await;
    assert_eq!(home.out(text).carrier_id.as_deref(), Some("SM77"));
    assert_eq!(home.hears(word("SM77", CarrierState::Delivered)).await, 200);
    assert_eq!(home.out(text).state, TextState::Delivered);
    assert_eq!((home.carrier.bodies().len(), home.count("text.unknown")), (2, 0));
    assert!(home.carrier.tell().overlaps.is_empty());
}

/// The answer is lost while we live. Fails when a lost answer counts as "try again", or when a list that lags behind is
/// believed at once; and, for the ids, when another text of the thread that says the same is taken for this one.
#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up_among_what_is_not_known_yet_until_the_carriers_list_has_it() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let first = home.send(rosa, "Yes").await;
    home.quiet().await;
    home.carrier.tell().outcomes.push_back(lost());
    home.carrier
        .tell()
        .found
        .extend([LookUp::NotFound, LookUp::Found(sighting("SM77", CarrierState::Delivered))]);
    let second = home.send(rosa, "Yes").await;
    home.until("it is cleared up", |home| home.out(second).state == TextState::Delivered).await;
    assert_eq!(home.out(second).carrier_id.as_deref(), Some("SM77"));
    assert_eq!((home.carrier.bodies().len(), home.count("text.unknown")), (2, 0));
    let told = home.carrier.tell();
    let known = carrier_id(&told.handed[0]);
    assert_eq!(told.handed[0].reference, first.to_string());
    assert_eq!(told.asked.len(), 2);
    for asked in &told.asked {
        let Wanted::Content { text, not } = asked else { panic!("its id is not known: {asked:?}") };
        assert_eq!((text.body.as_str(), not.as_slice()), ("Yes", std::slice::from_ref(&known)));
    }
}

/// Fails when one of several candidates is taken, or when the outcome is guessed while the carrier cannot be asked.
#[tokio::test(start_paused = true)]
async fn where_the_carrier_is_unsure_it_is_shown_and_left_to_a_person() {
    let unsure = [
        LookUp::Ambiguous {
            sightings: ["SM1", "SM2"].map(|id| sighting(id, CarrierState::Delivered)).to_vec(),
        },
        LookUp::Failed { why: "the carrier is down".into(), after: None, may_pass: true },
    ];
    for found in unsure {
        let home = Home::new().await;
        let rosa = home.opened("+12125550134").await;
        home.carrier.tell().outcomes.push_back(lost());
        home.carrier.tell().found.extend(std::iter::repeat_n(found.clone(), 3));
        let text = home.send(rosa, "Yes").await;
        home.until("it is shown", |home| home.out(text).state == TextState::Unknown).await;
        home.advance(60 * MINUTE).await;
        assert_eq!((home.carrier.bodies().len(), home.out(text).state), (1, TextState::Unknown));
        let events = home.events();
        let said = events.iter().find_map(|event| match event {
            Event::TextUnknown { why, .. } => Some(why.as_str()),
            _ => None,
        });
        let says = if matches!(found, LookUp::Failed { .. }) { "the carrier is down" } else { "2 texts" };
        assert!(said.is_some_and(|said| said.contains(says)), "{said:?}");
    }
}

/// Fails when anything but the carrier's own "nothing was sent" brings a second hand-over, or when that brings none.
#[tokio::test(start_paused = true)]
async fn only_what_was_surely_not_sent_is_sent_again() {
    let accepted =
        SendOutcome::Accepted { carrier_id: "SM1".into(), segments: None, state: CarrierState::Queued };
    let refused = SendOutcome::Refused(Failure::of(Reason::Landline, "no"));
    let cases = [
        (accepted, 1, TextState::Sent),
        (refused, 1, TextState::Failed),
        (lost(), 1, TextState::Unknown),
        (try_later(None), 2, TextState::Sent),
    ];
    for (outcome, hand_overs, state) in cases {
        let home = Home::new().await;
        let rosa = home.opened("+12125550134").await;
        home.carrier.tell().outcomes.push_back(outcome.clone());
        let text = home.send(rosa, "Yes").await;
        home.until("it is settled", |home| home.out(text).state > TextState::Sending || hand_overs == 2)
            .await;
        home.quiet().await;
        home.advance(60 * MINUTE).await;
        assert_eq!(home.carrier.bodies().len(), hand_overs, "{outcome:?}");
        assert_eq!(home.out(text).state, state, "{outcome:?}");
    }
}

/// The waits between the tries of a text that the carrier never takes.
async fn waits(seed: u64) -> Vec<Duration> {
    let home = Home::with(|options| options.seed = seed).await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().outcomes.extend(std::iter::repeat_n(try_later(None), 20));
    let text = home.send(rosa, "Yes").await;
    home.quiet().await;
    home.advance(24 * 60 * MINUTE).await;
    assert_eq!(home.carrier.bodies().len(), 10, "then it has failed, and nobody waits for it any more");
    assert_eq!(home.out(text).state, TextState::Failed);
    let records = home.records();
    let delays = records.iter().flat_map(|record| record.events.iter().map(move |event| (record.at, event)));
    delays
        .filter_map(|(at, event)| match event {
            Event::TextDelayed { until, .. } => Some(until.since(at)),
            _ => None,
        })
        .collect()
}

/// Fails when the waits do not double, have no jitter, or begin anew after each try; and when a text is tried for ever.
#[tokio::test(start_paused = true)]
async fn tries_come_less_and_less_often_each_text_in_its_own_rhythm_and_end() {
    let (one, other) = (waits(1).await, waits(2).await);
    assert_eq!(one.len(), 9);
    for (tries, wait) in (0..).zip(&one) {
        let middle = (2 * SECOND * 2u32.pow(tries)).min(15 * MINUTE);
        assert!((middle / 2..=middle * 3 / 2).contains(wait), "after try {}: {wait:?}", tries + 1);
    }
    assert_ne!(one, other, "two lines do not come again in step");
    assert_eq!(one, waits(1).await, "one seed, one order of events");
}

/// Fails when the carrier's own wish is only taken where it is the shorter one.
#[tokio::test(start_paused = true)]
async fn a_text_does_not_come_again_before_the_carrier_wants_it() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().outcomes.push_back(try_later(Some(60 * MINUTE)));
    home.send(rosa, "Yes").await;
    home.quiet().await;
    home.advance(Duration::from_secs(3_599)).await;
    assert_eq!(home.carrier.bodies().len(), 1);
    home.advance(SECOND).await;
    assert_eq!(home.carrier.bodies().len(), 2);
}

/// vita-min PR 1662, Rock #652: texts were "queued" for ever because a callback was missed. Fails when handing over arms
/// no timer, or one that is not ten minutes.
#[tokio::test(start_paused = true)]
async fn after_ten_minutes_without_a_word_the_carrier_is_asked() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let text = home.send(rosa, "Yes").await;
    home.quiet().await;
    home.carrier.tell().found.push_back(LookUp::Found(sighting("C", CarrierState::Delivered)));
    home.advance(Duration::from_secs(599)).await;
    assert!(home.carrier.tell().asked.is_empty());
    home.advance(SECOND).await;
    let id = carrier_id(&home.carrier.tell().handed[0]);
    assert_eq!(home.carrier.tell().asked, [Wanted::Id(id)]);
    assert_eq!((home.out(text).state, home.carrier.bodies().len()), (TextState::Delivered, 1));
}

/// The same, where the word came while we were down. Fails when what fell due in downtime is not looked at at the start.
#[tokio::test(start_paused = true)]
async fn callbacks_that_were_lost_while_we_were_down_are_asked_for_at_the_start() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let text = home.send(rosa, "Yes").await;
    home.quiet().await;
    let failure = Failure { reason: Reason::Unreachable, code: Some("30003".into()), message: None };
    let mut undelivered = sighting("C", CarrierState::Undelivered);
    undelivered.failure = Some(failure);
    home.carrier.tell().found.push_back(LookUp::Found(undelivered));
    let home = home.down_for(60 * MINUTE).await;
    home.until("it was asked", |home| home.out(text).state == TextState::Undelivered).await;
    assert_eq!(home.out(text).failure.unwrap().code.as_deref(), Some("30003"));
    assert_eq!(home.carrier.tell().asked.len(), 1);
    assert_eq!(home.carrier.bodies().len(), 1);
}

/// chatwoot PR 14149, where the word names nothing but the carrier's id, which we learn only later. Fails when a word about
/// a text that nobody knows yet is dropped, or answered with an error that makes the carrier call again.
#[tokio::test(start_paused = true)]
async fn a_word_that_overtakes_the_answer_to_the_send_waits_for_it() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    home.carrier.tell().takes.push_back(5 * SECOND);
    let text = home.send(rosa, "Yes").await;
    home.until("it is on its way", |home| home.carrier.bodies().len() == 1).await;
    let id = carrier_id(&home.carrier.tell().handed[0]);
    assert_eq!(home.hears(word(&id, CarrierState::Delivered)).await, 200);
    assert_eq!(home.hears(word(&id, CarrierState::Sent)).await, 200);
    assert_eq!(home.out(text).state, TextState::Sending);
    home.until("the answer is here", |home| home.out(text).state > TextState::Sending).await;
    home.quiet().await;
    assert_eq!(home.out(text).state, TextState::Delivered);
}

/// Fails when a carrier's id of a text of ours is the whole workspace's: the second account's text would stay *sending*
/// for ever; or when a word about one account's text is heard of another's, before or after the text is known.
#[tokio::test(start_paused = true)]
async fn two_accounts_may_give_out_the_same_id() {
    let home = Home::new().await;
    let settings = serde_json::json!({"account": "AC2"});
    let other = home.add_line(NewLine { settings, ..new_line("+12125550101") }).await;
    let send = async |line| {
        let opened = received(inbound(line, "+12125550134", "Hello", "in"));
        let conversation = home.engine.submit(opened).await.unwrap().outcome.conversation.unwrap();
        // The word comes before the answer.
        home.carrier.tell().takes.push_back(SECOND);
        let same = SendOutcome::Accepted {
            carrier_id: "SMsame".into(),
            state: CarrierState::Queued,
            segments: None,
        };
        home.carrier.tell().outcomes.push_back(same);
        home.send(conversation, "Friday at 11").await
    };
    let here = send(home.line).await;
    home.quiet().await;
    let there = send(other).await;
    home.quiet().await;
    assert_eq!([here, there].map(|id| home.out(id).state), [TextState::Sent; 2]);
    home.hears_on(other, word("SMsame", CarrierState::Delivered)).await;
    assert_eq!([here, there].map(|id| home.out(id).state), [TextState::Sent, TextState::Delivered]);
    home.hears_on(home.line, word("SMsame", CarrierState::Delivered)).await;
    assert_eq!(home.out(here).state, TextState::Delivered);
}
