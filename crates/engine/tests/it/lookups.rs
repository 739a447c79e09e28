//! A carrier that is silent about many texts is asked about them, a few at a time, and left alone when it wants to be.

use crate::home::Home;
use baton_carriers::{LookUp, Wanted};
use baton_core::MessageId;
use std::collections::BTreeMap;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const TEXTS: usize = 60;

/// So many texts that the carrier took and then said nothing about, for ten minutes.
async fn silence(home: &Home) -> Vec<MessageId> {
    let mut texts = Vec::new();
    for phone in 0..TEXTS {
        let rosa = home.opened(&format!("+121255502{phone:02}")).await;
        texts.push(home.send(rosa, &format!("Text {phone}")).await);
    }
    home.quiet().await;
    texts
}

/// Fails when every text that is due is asked about at once (callbacks that were lost for an hour are tens of thousands), or
/// when those that have to wait are forgotten.
#[tokio::test(start_paused = true)]
async fn a_few_are_asked_about_at_once_and_all_in_the_end() {
    let home = Home::new().await;
    silence(&home).await;
    home.carrier.tell().answers_after = SECOND;
    home.advance(Duration::from_mins(10)).await;
    let told = home.carrier.tell();
    assert_eq!((told.asked.len(), told.asked_at_once), (TEXTS, (0, 4)));
    drop(told);
    assert_eq!(home.count("text.looked_up"), TEXTS, "the clock's move waited for all of them");
}

/// Fails when "too many requests" counts as one of a text's three look-ups, or when the carrier is asked again before it
/// wants to be.
#[tokio::test(start_paused = true)]
async fn a_carrier_that_cannot_answer_is_left_alone_and_it_counts_for_nothing() {
    let home = Home::new().await;
    let texts = silence(&home).await;
    let busy = LookUp::Failed { why: "429".into(), after: Some(100 * SECOND), may_pass: true };
    home.carrier.tell().found.extend(std::iter::repeat_n(busy, 12));
    home.advance(Duration::from_mins(10)).await;
    // Twelve refusals, four at once: three pauses of a hundred seconds.
    let began = home.clock.machine();
    for (seconds, looked_up) in [(1, 0), (260, 0), (340, TEXTS)] {
        let gone = home.clock.machine().since(began);
        tokio::time::sleep((seconds * SECOND).saturating_sub(gone)).await;
        assert_eq!(home.count("text.looked_up"), looked_up, "after {seconds} s");
    }
    assert_eq!(home.carrier.tell().asked.len(), TEXTS + 12);
    assert!(texts.iter().all(|text| home.out(*text).lookups == 1));
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for wanted in &home.carrier.tell().asked {
        let Wanted::Id(id) = wanted else { panic!("its id is known: {wanted:?}") };
        *asked.entry(id.clone()).or_default() += 1;
    }
    assert_eq!(asked.len(), TEXTS);
}
