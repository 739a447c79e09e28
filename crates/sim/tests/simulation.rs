//! The seeds that every build runs: the laws hold, everything occurred often enough to say so, mistakes that are
//! planted are found, and a failing run can be read.

use baton_sim::{Bug, Kept, PAIRS, Plan, Ran, Tally, refusals, replay, run, shrink, story};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The seeds of every build.
const SEEDS: std::ops::Range<u64> = 1..171;
/// Days of each.
const DAYS: u64 = 20;
/// Those in which mistakes are planted.
const PLANTED_IN: std::ops::Range<u64> = 1..17;
/// How often everything has to occur.
const OFTEN: u64 = 100;

fn plan(seed: u64) -> Plan {
    Plan { seed, days: DAYS, kept: Kept::InMemory, bug: None, tells: false }
}

/// All runs of these plans, on two threads, and how long they took: whichever thread is free takes the next one.
fn runs(plans: &[Plan]) -> (Vec<(Plan, Ran)>, Duration) {
    #[expect(clippy::disallowed_methods, reason = "how long the machine took, which nothing in a run reads")]
    let began = std::time::Instant::now();
    let next = AtomicUsize::new(0);
    let take = || {
        let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let plans = places.map_while(|place| plans.get(place));
        plans.map(|plan| (*plan, run(plan))).collect::<Vec<_>>()
    };
    let mut ran = std::thread::scope(|scope| {
        let beside = scope.spawn(take);
        let mut ran = take();
        ran.extend(beside.join().expect("a run does not panic"));
        ran
    });
    ran.sort_by_key(|(plan, _)| plan.seed);
    (ran, began.elapsed())
}

static IN_MEMORY: LazyLock<(Vec<(Plan, Ran)>, Duration)> =
    LazyLock::new(|| runs(&SEEDS.map(plan).collect::<Vec<_>>()));

/// Fails with a short story if a law is broken in any of them.
fn hold(ran: &[(Plan, Ran)]) {
    for (plan, ran) in ran {
        if let Some(wrong) = &ran.wrong {
            let (actions, wrong) = shrink(plan, &ran.actions, wrong, 300);
            panic!("{}", story(plan, &actions, &wrong));
        }
    }
}

fn total(ran: &[(Plan, Ran)]) -> Tally {
    let mut total = Tally::default();
    for (_, ran) in ran {
        total.add(&ran.tally);
    }
    total
}

/// Fails when any law is broken in any of the seeds; the story of it is printed.
#[test]
fn the_laws_hold_whatever_people_carriers_and_crashes_do() {
    let (ran, took) = &*IN_MEMORY;
    hold(ran);
    let days = total(ran).days;
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let rate = days * 1_000 / millis.max(1);
    println!("seeds {SEEDS:?}: {days} days in {took:.1?} on two threads: {rate} simulated days a second");
}

/// The name of every event, read off the list of them: one that is new has to occur too.
fn events() -> impl Iterator<Item = &'static str> {
    let named = include_str!("../../core/src/event/name.rs").lines();
    named.filter_map(|line| line.split_once("=> \"")?.1.split('"').next())
}

/// Fails when the seeds do not come across every event, every refusal and every hard pair often enough to say that
/// they hold.
#[test]
fn everything_occurs_often() {
    let tally = total(&IN_MEMORY.0);
    let names = events().chain(refusals()).chain(PAIRS);
    let rare: Vec<String> = names
        .filter(|name| tally.of(name) < OFTEN)
        .map(|name| format!("{name}: {}", tally.of(name)))
        .collect();
    assert!(rare.is_empty(), "too rare in seeds {SEEDS:?}: {rare:#?}");
}

/// Those of these mistakes that no seed finds, or that are taken for another one.
fn missed(bugs: &[Bug]) -> Vec<String> {
    let found = |bug: Bug| {
        PLANTED_IN.map(|seed| Plan { bug: Some(bug), ..plan(seed) }).find_map(|plan| {
            let wrong = run(&plan).wrong?;
            println!("{}: seed {}: {wrong}", bug.name(), plan.seed);
            Some(wrong)
        })
    };
    let missed = bugs.iter().filter_map(|bug| match found(*bug) {
        Some(wrong) if wrong.law == bug.breaks() => None,
        Some(wrong) => Some(format!("{} breaks {}, and {wrong} was found", bug.name(), bug.breaks())),
        None => Some(format!("{} was not found", bug.name())),
    });
    missed.collect()
}

/// Fails when a mistake that is planted is not found by the seeds, or is taken for another one.
#[test]
fn every_planted_mistake_is_found_and_named() {
    let (one, other) = Bug::ALL.split_at(Bug::ALL.len() / 2);
    let missed = std::thread::scope(|scope| {
        let beside = scope.spawn(|| missed(other));
        let mut missed = missed(one);
        missed.extend(beside.join().expect("a run does not panic"));
        missed
    });
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Fails when the same seed does not make the same run, or its actions played again do not come to the same.
#[test]
fn a_seed_replays_exactly() {
    let plan = Plan { bug: Some(Bug::PendingHidesDebt), ..plan(3) };
    let (first, second) = (run(&plan), run(&plan));
    assert!(first.wrong.is_some());
    assert_eq!((&first.actions, &first.wrong), (&second.actions, &second.wrong));
    assert_eq!(first.tally.counts, second.tally.counts);
    assert_eq!(replay(&plan, &first.actions).wrong, first.wrong);
}

/// Fails when a failing run cannot be made short enough to read.
#[test]
fn a_failing_run_shrinks_to_something_to_read() {
    let plan = Plan { bug: Some(Bug::HandoffMovesEarly), ..plan(4) };
    let ran = run(&plan);
    let wrong = ran.wrong.expect("the mistake is found");
    let (actions, wrong) = shrink(&plan, &ran.actions, &wrong, 400);
    let story = story(&plan, &actions, &wrong);
    println!("{} actions became {}:\n{story}", ran.actions.len(), actions.len());
    assert!(actions.len() < ran.actions.len() && story.lines().count() <= 15, "{story}");
}

/// Fails when the real store does not hold what the one in memory does.
#[test]
fn the_laws_hold_on_sqlite() {
    let plans: Vec<Plan> =
        (1..5).map(|seed| Plan { seed, days: 3, kept: Kept::OnSqlite, bug: None, tells: false }).collect();
    let (ran, took) = runs(&plans);
    hold(&ran);
    println!("on SQLite: {} days in {took:.1?}", total(&ran).days);
}
