//! What waits: texts to send, what is due, and what is forgotten.

use super::*;

crate::on_both! {
    queued_texts_come_by_their_age_whatever_thread_they_are_of
    what_is_due_comes_page_by_page_in_order_and_nothing_twice
    presses_are_forgotten_once_they_are_old_and_not_before
    a_saved_policy_that_does_not_hold_is_another_failure_than_none
    a_queued_text_is_found_by_line_number_and_time_until_it_is_sent
}

fn queued(conversation: &baton_core::Conversation, thread: ThreadId, ordinal: u32, seconds: i64) -> OutText {
    OutText {
        id: MessageId::new(thread, ordinal),
        conversation: Some(conversation.id),
        line: conversation.line,
        number: conversation.number,
        to: "+12125550134".into(),
        body: "Friday at 11?".into(),
        media: Vec::new(),
        by: By::Policy,
        kind: TextKind::Person,
        written_at: at(seconds),
        state: TextState::Queued,
        carrier_id: None,
        failure: None,
        attempts: 0,
        lookups: 0,
        next_at: None,
        expires_at: None,
        settled: false,
    }
}

/// Fails when they come by their ids, which tell the age of a thread: texts of an old thread would go ahead of those that
/// have waited longer in a young one, for as long as somebody writes there.
fn queued_texts_come_by_their_age_whatever_thread_they_are_of(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let (old, young) = (conversation.thread, ThreadId(conversation.thread.0 + 1_000));
    let mut texts: Vec<OutText> = (0..40)
        .map(|n| queued(&conversation, if n % 3 == 0 { young } else { old }, 100 - n, 10 + i64::from(n)))
        .collect();
    texts.push(OutText { kind: TextKind::OptOutConfirmation, ..queued(&conversation, young, 300, 99) });
    let mut batch = desk.batch();
    batch.texts.extend(texts.clone());
    writer.commit(&mut batch).unwrap();
    // The oracle: a confirmation first, then the oldest.
    texts.sort_by_key(|text| (text.kind != TextKind::OptOutConfirmation, text.written_at));
    let mut found: Vec<OutText> = Vec::new();
    loop {
        let after = found.last().cloned();
        let page = store.read(|reader| reader.queued(conversation.line, after.as_ref(), 7)).unwrap();
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, texts);
}

/// Fails when a page begins at an instant instead of after a row, so that what is due together is passed over or comes twice,
/// or when texts and conversations are not in one order.
fn what_is_due_comes_page_by_page_in_order_and_nothing_twice(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for phone in 0..6 {
        let phone = format!("+121255501{phone:02}");
        let written = desk.receive(&mut writer, &phone, &phone).unwrap();
        let subject = writer.load(&[desk.need(&phone)]).unwrap().pop().unwrap();
        let wakes = at(20 + written.id.0 % 3);
        let conversation = Conversation { status: Status::Pending, wake_at: Some(wakes), ..written.clone() };
        let mut batch = desk.batch();
        let thread = subject.thread.unwrap();
        batch.threads.push(Write { read_at: Some(thread.version.0), row: thread });
        batch.conversations.push(conversation.into());
        batch.texts.extend((1..4).map(|ordinal| OutText {
            next_at: Some(at(19 + i64::from(ordinal))),
            ..queued(&written, written.thread, ordinal + 10, 1)
        }));
        writer.commit(&mut batch).unwrap();
    }
    let all = store.read(|reader| reader.due(at(22), None, 1_000)).unwrap();
    assert_eq!(all.len(), 24);
    assert!(all.windows(2).all(|pair| pair[0].at() <= pair[1].at()));
    for size in [1, 2, 5] {
        let mut found: Vec<Due> = Vec::new();
        loop {
            let after = found.last().copied();
            let page = store.read(|reader| reader.due(at(22), after.as_ref(), size)).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, all, "in pages of {size}");
    }
}

/// Fails when nobody ever forgets a press, when one is forgotten that may still be repeated, or when age is measured by the
/// feed's length instead of by time.
fn presses_are_forgotten_once_they_are_old_and_not_before(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let (hour, day) = (Duration::from_hours(1), Duration::from_hours(24));
    let week = 7 * day;
    let start = MachineTime::from_micros(1_772_800_000_000_000);
    let outcome = Outcome { thread: None, conversation: None, message: None, position: None, made: None };
    let press =
        |hours: u32| Idempotency { scope: "person:1".into(), key: format!("k{hours}"), request: vec![1] };
    for hours in 0..24 * 30 {
        let now = start + hour * hours;
        if hours % 5 == 0 {
            desk.receive(&mut writer, "+12125550134", &format!("SM{hours}")).unwrap();
            let mut batch = desk.batch();
            batch.idempotency.push((press(hours), outcome.clone()));
            writer.commit(&mut batch).unwrap();
        }
        writer.forget_old_presses(now, week, day).unwrap();
    }
    let pressed: Vec<u32> = (0..24 * 30).filter(|hours| hours % 5 == 0).collect();
    let known = writer.known(&[], &pressed.iter().map(|hours| press(*hours)).collect::<Vec<_>>()).unwrap();
    let last = 24 * 30 - 1;
    for (hours, known) in pressed.into_iter().zip(known.presses) {
        match last - hours {
            age if age < 7 * 24 => assert!(known.is_some(), "a press {age} hours old"),
            age if age > 9 * 24 => assert!(known.is_none(), "a press {age} hours old"),
            _ => {}
        }
    }
}

/// Fails when both are one error: then a server whose policy a stricter check refuses says that it is not set up, and turns
/// carriers away for good.
fn a_saved_policy_that_does_not_hold_is_another_failure_than_none(home: &Home) {
    let store = home.open();
    let mut writer = store.writer().unwrap();
    assert!(matches!(writer.load_directory(), Err(StoreError::Setup(_))));
    writer.set_up(&cedar_lane(false)).unwrap();
    home.spoil_policy();
    let refused = writer.load_directory();
    assert!(
        matches!(&refused, Err(StoreError::Directory(why)) if why.contains("does not hold")),
        "{refused:?}"
    );
}

fn a_queued_text_is_found_by_line_number_and_time_until_it_is_sent(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let text = |ordinal, kind| OutText { kind, ..queued(&conversation, conversation.thread, ordinal, 1) };
    let mut texts =
        [text(2, TextKind::Person), text(3, TextKind::Person), text(4, TextKind::OptOutConfirmation)];
    texts[1].next_at = Some(at(60));
    texts[2].expires_at = Some(at(30));
    let mut batch = desk.batch();
    batch.texts.extend(texts.clone());
    writer.commit(&mut batch).unwrap();
    let queue = store.read(|reader| reader.queued(conversation.line, None, 10)).unwrap();
    assert_eq!(queue, [texts[2].clone(), texts[0].clone(), texts[1].clone()], "confirmations go first");
    let rest = store.read(|reader| reader.queued(conversation.line, Some(&queue[0]), 1)).unwrap();
    assert_eq!(rest, [texts[0].clone()]);
    assert_eq!(store.read(|reader| reader.queued_to(conversation.number)).unwrap(), texts);
    assert_eq!(store.read(|reader| reader.next_due()).unwrap(), Some(at(30)));
    assert_eq!(store.read(|reader| reader.due(at(59), None, 10)).unwrap().len(), 1);
    texts[0].state = TextState::Sending;
    texts[2].state = TextState::Sent;
    texts[2].carrier_id = Some("SMout".into());
    let mut batch = desk.batch();
    batch.texts.extend(texts.clone());
    writer.commit(&mut batch).unwrap();
    assert_eq!(store.read(|reader| reader.sending()).unwrap(), [texts[0].clone()]);
    assert_eq!(store.read(|reader| reader.queued(conversation.line, None, 10)).unwrap(), [texts[1].clone()]);
    assert_eq!(store.read(|reader| reader.next_due()).unwrap(), Some(at(60)));
    let needs = [
        Need { key: by_carrier(vec![LineId(501), conversation.line], "SMout"), quotable: false },
        Need { key: Key::Text(texts[0].id), quotable: false },
        Need { key: by_carrier(vec![conversation.line], "SMother"), quotable: false },
        Need { key: by_carrier(vec![LineId(501)], "SMout"), quotable: false },
    ];

    let subjects = writer.load(&needs).unwrap();
    assert_eq!(subjects[0].texts, [texts[2].clone()]);
    assert_eq!(subjects[0].conversation.as_ref().map(|row| row.id), Some(conversation.id));
    assert_eq!(subjects[1].texts, [texts[0].clone()]);
    assert!(subjects[2].thread.is_none() && subjects[2].texts.is_empty());
    assert!(subjects[3].texts.is_empty(), "another account may give out the same id");
    let mut batch = desk.batch();
    let other = OutText { line: LineId(501), id: MessageId::new(conversation.thread, 5), ..texts[2].clone() };
    batch.texts.push(other.clone());
    writer.commit(&mut batch).expect("and it is taken");
    assert_eq!(writer.load(&needs[3..]).unwrap()[0].texts, [other]);
    let mut batch = desk.batch();
    batch.texts.push(OutText { id: MessageId::new(conversation.thread, 6), ..texts[2].clone() });
    assert!(matches!(writer.commit(&mut batch), Err(CommitError::Conflict)), "one of a line is one text");
}
