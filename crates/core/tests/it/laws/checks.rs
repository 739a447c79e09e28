//! What has to hold after every step.

use super::*;

/// Only a lead passes on what was passed on three times; and whatever brings it there brings it to a lead.
pub(crate) fn passes_on(desk: &Desk, told: &[(Event, baton_core::Moment, By)]) {
    let passed = |event: &Event| {
        let Event::OwnerChanged { cause, .. } = event else { return false };
        matches!(cause, OwnerCause::Release | OwnerCause::Handoff | OwnerCause::Assignment)
    };
    let count = told.iter().filter(|(event, _, by)| passed(event) && by.as_person().is_some()).count();
    let hot = told.iter().any(|(event, ..)| matches!(event, Event::Told { about: Notice::HotPotato, .. }));
    let bounces = desk.subject.conversation.as_ref().map_or(0, |conversation| conversation.bounces);
    if count == 1 && bounces == 3 {
        assert!(hot, "the third time it goes to the lead");
        let live = desk.subject.live().expect("it moved");
        let lead = live.queue.and_then(|queue| desk.directory.queue(queue)).and_then(|queue| queue.lead);
        let lead = lead.filter(|lead| desk.directory.is_active(*lead)).unwrap_or(RUTH);
        let covered = desk.directory.cover(lead, desk.now).unwrap_or(lead);
        // What somebody who is away takes themselves is theirs.
        let took_it = told.iter().any(|(.., by)| by.as_person() == Some(lead));
        let (owner, theirs) = (live.owner, Owner::Person(lead));
        assert!(owner == Owner::Person(covered) || (took_it && owner == theirs), "{owner:?}");
    } else {
        assert!(!hot, "only the third time");
    }
}

/// Whatever was due is done, in a few goes at the most, and what is to come lies ahead.
pub(crate) fn nothing_is_past(desk: &mut Desk) {
    for _ in 0..4 {
        let Some(id) =
            desk.subject.live().filter(|live| live.next_at() <= Some(desk.now)).map(|live| live.id)
        else {
            return;
        };
        desk.act(&By::Policy, &Command::Wake(id));
    }
    let next = desk.subject.live().and_then(Conversation::next_at);
    assert!(next.is_none_or(|next| next > desk.now), "{next:?} is due still at {}", desk.now);
}

/// What waits for an answer has a clock of its own, from the moment it came (law 5).
pub(crate) fn check_promise(desk: &Desk, ledger: &Ledger, live: &Conversation) {
    let responses: Vec<_> = live.clocks.iter().filter(|clock| clock.key.kind.is_response()).collect();
    match live.waiting_since {
        Some(since) if !ledger.opted_out => {
            assert_eq!(responses.len(), 1, "law 5: one promise to answer: {:?}", live.clocks);
            assert_eq!(responses[0].started_at, since, "law 5: from when it came");
            assert!(responses[0].runs() || live.status == Status::Pending, "law 5: it runs");
            assert!(ledger.arrived.contains(&since), "law 5: nothing came at {since}");
        }
        since => assert!(
            responses.iter().all(|clock| !clock.runs() && Some(clock.started_at) == since),
            "nothing waits for an answer, or nobody can give it: {:?}",
            live.clocks
        ),
    }
    if live.status == Status::Open && !ledger.opted_out {
        assert!(
            live.clocks.iter().any(baton_core::Clock::runs),
            "law 5: open, and nothing runs at {}",
            desk.now
        );
    }
}

pub(crate) fn check(desk: &Desk, ledger: &Ledger) {
    let live = desk.subject.live();
    assert_eq!(live.map(|live| live.id.0), ledger.live);
    assert_eq!(desk.subject.thread.as_ref().and_then(|thread| thread.open).map(|id| id.0), ledger.live);
    if let Some(live) = live {
        assert_eq!(
            Some(&live.owner),
            ledger.owner.get(&live.id.0),
            "law 3: an owner changed without an event"
        );
        assert!(desk.directory.is_active(live.accountable), "law 2: nobody active answers for it");
        assert_eq!(
            live.accountable,
            desk.directory.accountable(live.owner, live.queue, Some(live.accountable), desk.now, &desk.team),
            "law 2: somebody else does"
        );
        let theirs = live.owner.person().filter(|_| live.status == Status::Open);
        let covered = theirs.and_then(|person| desk.directory.cover(person, desk.now));
        assert!(
            covered.is_none() || ledger.took == theirs,
            "{covered:?} covers for its owner, who did not take it themselves"
        );
        check_promise(desk, ledger, live);
        assert!(live.asks.iter().all(|ask| desk.directory.is_active(ask.accountable)), "law 2, of an ask");
        assert_eq!(live.handoff.as_ref().map(|offer| (offer.id, offer.to)), ledger.offer, "law 4: the offer");
        if let Some(offer) = &live.handoff {
            let there = match offer.to {
                Owner::Person(person) => desk.directory.is_active(person),
                Owner::Queue(queue) => desk.directory.queue(queue).is_some(),
            };
            assert!(there && offer.to != live.owner, "law 4: offered to nobody, or to whoever has it");
        }
        let asks: BTreeMap<_, _> = live.asks.iter().map(|ask| (ask.id, ask.owner)).collect();
        assert_eq!(asks, ledger.asks, "an ask came, went or moved without an event");
        for ask in &live.asks {
            let there = ask.owner.person().is_none_or(|person| desk.directory.is_active(person));
            assert!(there, "law 10: a question of somebody who is gone");
            let answers = desk.directory.accountable(
                ask.owner,
                ask.owner.queue().or(live.queue),
                Some(ask.accountable),
                desk.now,
                &desk.team,
            );
            assert_eq!(ask.accountable, answers, "law 2, of an ask");
        }
        assert_eq!(live.bounces, ledger.passed_on, "bounces");
        let hides = live.status == Status::Pending && live.pending_on == Some(PendingOn::Customer);
        assert!(
            !hides || live.waiting_since.is_none(),
            "pending on the customer hides a text without an answer"
        );
        hidden_questions(desk, hides);
        check_planned(desk, ledger, live);
    }
    let reminders = desk.subject.conversation.iter().flat_map(|found| &found.reminders);
    for reminder in reminders {
        assert_eq!(ledger.reminders.get(&reminder.id), Some(&reminder.at), "a reminder without an event");
    }
    for text in &desk.subject.texts {
        let (_, state, reason) = &ledger.texts[&text.id];
        assert_eq!(text.state, *state);
        assert_eq!(text.failure.as_ref(), reason.as_ref(), "law 9: the first reason stays");
    }
}

/// Planned texts are what the events say, of people of the team, and none for somebody who opted out.
pub(crate) fn check_planned(desk: &Desk, ledger: &Ledger, live: &Conversation) {
    let stands: BTreeMap<_, _> =
        live.scheduled.iter().map(|text| (text.id, (text.by.as_person(), text.send_at))).collect();
    let told: BTreeMap<_, _> =
        ledger.planned.iter().map(|(id, planned)| (*id, (planned.author, planned.at))).collect();
    assert_eq!(stands, told, "a planned text came, went or moved without an event");
    assert!(stands.is_empty() || !ledger.opted_out, "law 8: a text waits for somebody who opted out");
    let gone = |(author, _): &(Option<PersonId>, Moment)| {
        author.is_some_and(|author| !desk.directory.is_active(author))
    };
    assert!(!stands.values().any(gone), "law 10: the text of somebody who is gone");
}

pub(crate) fn ny_zone() -> baton_hours::Zone {
    baton_hours::Zone::named("America/New_York").expect("it is known")
}

/// Nobody becomes pending on the customer over an open question; one that is asked later stays visible by itself.
pub(crate) fn hidden_questions(desk: &Desk, hides: bool) {
    let last = desk.told.last().map(|(event, ..)| event);
    if hides && matches!(last, Some(Event::StatusChanged { .. })) {
        assert!(desk.conversation().asks.is_empty(), "pending on the customer with a question open");
    }
}
