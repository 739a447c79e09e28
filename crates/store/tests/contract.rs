//! What both databases promise alike.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

mod common;

use baton_core::{
    By, Conversation, Key, LineId, MessageId, Moment, OutText, Position, Role, Status, TextKind, TextState,
    ThreadId,
};
use baton_hours::MachineTime;
use baton_store::{
    Changed, CommitError, Counter, Due, Edit, Filter, Holder, Idempotency, LineChange, MediaFile, MediaJob,
    MediaState, Need, Outcome, PersonChange, ReadMark, Reader, Session, StoreError, Token, Write,
};
use common::{Desk, Home, at, cedar_lane, line, person, sentence};
use std::sync::Arc;
use std::time::Duration;

on_both! {
    what_a_text_needs_is_loaded_as_it_was_committed
    the_same_text_twice_is_a_duplicate_and_nothing_of_it_is_written
    a_decision_on_an_old_version_is_a_conflict
    a_decision_with_an_old_directory_is_decided_again
    a_thread_has_at_most_one_live_conversation
    the_feed_has_no_holes_and_a_timeline_is_its_part
    a_press_gets_the_same_answer_again
    lists_page_through_everything_once_in_their_order
    a_search_that_many_fit_says_that_it_looked_at_some_of_them
    a_tag_a_name_and_the_end_of_a_number_find_their_conversations
    counters_are_kept_with_the_commit
    a_queued_text_is_found_by_line_number_and_time_until_it_is_sent
    queued_texts_come_by_their_age_whatever_thread_they_are_of
    what_is_due_comes_page_by_page_in_order_and_nothing_twice
    presses_are_forgotten_once_they_are_old_and_not_before
    a_saved_policy_that_does_not_hold_is_another_failure_than_none
    who_left_cannot_be_the_fallback
    the_policy_is_saved_once_for_each_version
    tokens_and_sessions_are_found_by_their_hash
    what_was_read_is_not_unread_again
    a_picture_is_due_until_it_is_here
    a_reaction_finds_the_latest_texts
    a_rehearsals_folder_does_not_open_as_a_real_one
    a_second_workspace_is_refused
    what_waits_for_its_time_is_due_and_a_reminder_also_after_the_close
    each_change_of_consent_is_told_once_whatever_a_customer_writes
    who_changed_people_and_lines_is_kept_and_nothing_of_a_change_that_failed
    a_change_of_what_somebody_else_changed_meanwhile_is_refused
}

fn what_a_text_needs_is_loaded_as_it_was_committed(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let written = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    desk.receive(&mut writer, "+12125550134", "SM2").unwrap();
    let needs = [
        desk.need("+12125550134"),
        desk.need("+12125550199"),
        Need { key: Key::Conversation(written.id), quotable: false },
        Need { key: Key::Thread(written.thread), quotable: false },
        Need { key: Key::Number(written.number), quotable: false },
    ];
    let warm = writer.load(&needs).unwrap();
    drop(writer);
    let cold = store.writer().unwrap().load(&needs).unwrap();
    assert_eq!(warm, cold, "the cache tells what the database tells");
    let thread = cold[0].thread.clone().unwrap();
    assert_eq!(thread.messages, 2);
    assert_eq!(thread.version, store.read(|reader| reader.feed_head()).unwrap());
    assert_eq!(cold[0].conversation.as_deref(), Some(&written));
    assert_eq!((&cold[0], &cold[0]), (&cold[2], &cold[3]));
    assert!(cold[1].number.is_none() && cold[1].thread.is_none());
    assert!(cold[4].number.is_some() && cold[4].contact.is_some() && cold[4].thread.is_none());
}

fn the_same_text_twice_is_a_duplicate_and_nothing_of_it_is_written(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let sid = "SM0123456789abcdef0123456789abcdef";
    let first = desk.receive(&mut writer, "+12125550134", sid).unwrap();
    let head = store.read(|reader| reader.feed_head()).unwrap();
    let again = desk.receive(&mut writer, "+12125550199", sid);
    assert!(matches!(again, Err(CommitError::Duplicate)), "{again:?}");
    assert_eq!(store.read(|reader| reader.feed_head()).unwrap(), head);
    assert!(store.read(|reader| reader.number_by_handset("+12125550199")).unwrap().is_none());
    let known = writer.known(&[(desk.line, sid.into()), (desk.line, "SM2".into())], &[]).unwrap();
    assert_eq!(known.carrier_ids.len(), 2);
    assert_eq!(known.carrier_ids[0].map(|id| id.thread()), Some(first.thread));
    assert_eq!(known.carrier_ids[1], None);
}

fn a_decision_on_an_old_version_is_a_conflict(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let old = writer.load(&[desk.need("+12125550134")]).unwrap().pop().unwrap();
    desk.receive(&mut writer, "+12125550134", "SM2").unwrap();
    let mut batch = desk.batch();
    desk.decide(&mut batch, old.clone(), "+12125550134", "SM3");
    assert!(matches!(writer.commit(&mut batch), Err(CommitError::Conflict)));
    // The same for a number and a contact, whose versions are their own.
    let mut number = old.number.clone().unwrap();
    Arc::make_mut(&mut number).version += 1;
    for _ in 0..2 {
        let mut batch = desk.batch();
        batch.numbers.push(Write { row: number.clone(), read_at: Some(0) });
        let first =
            writer.load(&[desk.need("+12125550134")]).unwrap()[0].number.as_ref().unwrap().version == 0;
        assert_eq!(writer.commit(&mut batch).is_ok(), first);
    }
    let mut contact = old.contact.unwrap();
    Arc::make_mut(&mut contact).version += 1;
    let mut batch = desk.batch();
    batch.contacts.push(Write { row: contact, read_at: Some(7) });
    assert!(matches!(writer.commit(&mut batch), Err(CommitError::Conflict)));
    assert!(desk.receive(&mut writer, "+12125550134", "SM3").is_ok(), "decided again, it is written");
}

fn a_decision_with_an_old_directory_is_decided_again(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    writer.add_person(&person("ben@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let refused = desk.receive(&mut writer, "+12125550134", "SM1");
    assert!(matches!(refused, Err(CommitError::DirectoryMoved)), "{refused:?}");
    desk.directory_version = writer.load_directory().unwrap().version;
    desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
}

/// Fails when a batch is written in the order in which it lists conversations: one that ends and the next one that begins
/// would be a conflict for ever.
fn a_thread_has_at_most_one_live_conversation(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let first = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let mut second = first.clone();
    second.id = baton_core::ConversationId(desk.ids.take());
    let mut batch = desk.batch();
    batch.conversations.push(second.clone().into());
    assert!(matches!(writer.commit(&mut batch), Err(CommitError::Conflict)));
    let mut closed = first;
    closed.status = Status::Closed;
    closed.closed_at = Some(at(2));
    let mut batch = desk.batch();
    batch.conversations.extend([second.clone(), closed.clone()].map(Arc::new));
    assert!(writer.commit(&mut batch).is_ok(), "one ends, the next begins");
    let again = baton_core::Conversation { status: Status::Open, closed_at: None, ..closed };
    let over = baton_core::Conversation { status: Status::Closed, closed_at: Some(at(3)), ..second };
    let mut batch = desk.batch();
    batch.conversations.extend([again, over].map(Arc::new));
    assert!(writer.commit(&mut batch).is_ok(), "the next ends, the first is reopened");
}

fn the_feed_has_no_holes_and_a_timeline_is_its_part(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..20 {
        desk.receive(&mut writer, ["+12125550134", "+12125550135"][text % 2], &format!("SM{text}")).unwrap();
    }
    let feed = store.read(|reader| reader.feed(Position(0), 1000)).unwrap();
    let positions: Vec<i64> =
        feed.iter().flat_map(|record| record.positioned().map(|(at, _)| at.0)).collect();
    let head = store.read(|reader| reader.feed_head()).unwrap();
    assert_eq!(positions, (1..=head.0).collect::<Vec<_>>());
    let thread = feed.last().unwrap().thread.unwrap();
    let expected: Vec<_> = feed.iter().filter(|record| record.thread == Some(thread)).cloned().collect();
    let (late, early) = store
        .read(|reader| {
            let late = reader.timeline(thread, None, 4)?;
            Ok((late.clone(), reader.timeline(thread, Some(late[0].position), 100)?))
        })
        .unwrap();
    assert_eq!([early.clone(), late].concat(), expected);
    let after = store.read(|reader| reader.timeline_after(thread, early[0].position, 100)).unwrap();
    assert_eq!(after, expected[1..]);
    assert_eq!(store.read(|reader| reader.feed(feed[4].position, 3)).unwrap(), feed[5..8]);
}

fn a_press_gets_the_same_answer_again(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let press = Idempotency { scope: "person:1".into(), key: "k".into(), request: vec![1, 2] };
    let outcome = Outcome { position: Some(Position(7)), ..Outcome::default() };
    for round in 0..2 {
        let mut batch = desk.batch();
        batch.idempotency.push((press.clone(), outcome.clone()));
        assert_eq!(writer.commit(&mut batch).is_ok(), round == 0);
    }
    let other = Idempotency { scope: "person:2".into(), ..press.clone() };
    let known = writer.known(&[], &[other, press.clone()]).unwrap();
    assert_eq!(known.presses, [None, Some((vec![1, 2], outcome))]);
    desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    writer.forget_presses(Position(2)).unwrap();
    assert_eq!(writer.known(&[], &[press]).unwrap().presses, [None]);
}

fn lists_page_through_everything_once_in_their_order(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut all = Vec::new();
    for text in 0..23_i64 {
        let mut row = desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
        row.waiting_since = (text % 5 != 0).then(|| at(text * 7 % 11));
        row.status = [Status::Open, Status::Pending, Status::Closed][usize::try_from(text % 3).unwrap()];
        row.closed_at = (row.status == Status::Closed).then(|| at(text));
        if text % 4 == 0 {
            row.owner = baton_core::Owner::Person(baton_core::PersonId(9));
            row.accountable = baton_core::PersonId(9);
        }
        let mut batch = desk.batch();
        batch.conversations.push(row.clone().into());
        writer.commit(&mut batch).unwrap();
        all.push(row);
    }
    let mine = baton_core::PersonId(9);
    let filters = [
        Filter::default(),
        Filter { status: Some(Status::Open), ..Filter::default() },
        Filter { status: Some(Status::Pending), ..Filter::default() },
        Filter { status: Some(Status::Closed), ..Filter::default() },
        Filter { accountable: Some(mine), ..Filter::default() },
        Filter {
            owner: Some(baton_core::Owner::Person(mine)),
            status: Some(Status::Open),
            ..Filter::default()
        },
        Filter { accountable: Some(mine), tag: Some("new".into()), ..Filter::default() },
        Filter { tag: Some("new".into()), status: Some(Status::Closed), ..Filter::default() },
        Filter { tag: Some("urgent".into()), ..Filter::default() },
    ];
    // What a search finds is what a walk through the same list holds, of those numbers.
    let searches = [None, Some("212 555"), Some("+1212555001"), Some("01"), Some("5550013"), Some("999")];
    let all_of =
        |filter: Filter| searches.map(|query| Filter { query: query.map(str::to_owned), ..filter.clone() });
    for filter in filters.into_iter().flat_map(all_of) {
        let digits: Option<String> =
            filter.query.as_ref().map(|query| query.chars().filter(char::is_ascii_digit).collect());
        let mut expected: Vec<_> = all
            .iter()
            .filter(|row| {
                let Some(digits) = &digits else { return true };
                let at = all.iter().position(|other| other.id == row.id).unwrap();
                let number = format!("1212555{at:04}");
                number.ends_with(digits) || number.starts_with(digits) || number[1..].starts_with(digits)
            })
            .filter(|row| match filter.status {
                None => row.is_live(),
                Some(status) => row.status == status,
            })
            .filter(|row| filter.accountable.is_none_or(|person| person == row.accountable))
            .filter(|row| filter.owner.is_none_or(|owner| owner == row.owner))
            .filter(|row| filter.tag.as_ref().is_none_or(|tag| row.tags.contains(tag)))
            .collect();
        expected.sort_by_key(|row| {
            let due = row.waiting_since.map_or(i64::MAX, Moment::micros);
            (row.closed_at.map_or(due, |closed| -closed.micros()), row.id)
        });
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = store.read(|reader| reader.list(&filter, None, cursor.as_deref(), 2)).unwrap();
            assert!(page.items.len() <= 2);
            found.extend(page.items.into_iter().map(|row| row.conversation));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    }
}

/// Fails when whoever looks for one of very many takes what is shown for all that there is.
fn a_search_that_many_fit_says_that_it_looked_at_some_of_them(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..=Reader::SOUGHT {
        desk.receive(&mut writer, &format!("+1212555{text:04}"), &format!("SM{text}")).unwrap();
    }
    let search = |query: &str| {
        let filter = Filter { query: Some(query.to_owned()), ..Filter::default() };
        store
            .read(|reader| {
                let found = reader.list(&filter, None, None, 50)?.items.len();
                // The next list of the same read goes on with whom the first one found.
                let closed = Filter { status: Some(Status::Closed), ..filter.clone() };
                Ok((found, reader.list(&closed, None, None, 50)?.items.len(), reader.search_was_cut()))
            })
            .unwrap()
    };
    assert_eq!(search("212555"), (50, 0, true));
    assert_eq!(search("2125550500"), (1, 0, false));
    assert_eq!(search("0007"), (1, 0, false));
}

fn a_tag_a_name_and_the_end_of_a_number_find_their_conversations(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for (text, (phone, name)) in
        [("+12125550134", "José Álvarez"), ("+12125550177", "Jordan Lee"), ("+13105550134", "王小明")]
            .iter()
            .enumerate()
    {
        desk.receive(&mut writer, phone, &format!("SM{text}")).unwrap();
        let mut contact = writer.load(&[desk.need(phone)]).unwrap().pop().unwrap().contact.unwrap();
        let read_at = Some(contact.version);
        let changed = Arc::make_mut(&mut contact);
        changed.version += 1;
        changed.name = Some((*name).to_owned());
        let mut batch = desk.batch();
        batch.contacts.push(Write { row: contact, read_at });
        writer.commit(&mut batch).unwrap();
    }
    let names_of = |query: &str| {
        let filter = Filter { query: Some(query.into()), ..Filter::default() };
        let page = store.read(|reader| reader.list(&filter, None, None, 50)).unwrap();
        let listed: Vec<String> = page.items.into_iter().filter_map(|row| row.contact_name).collect();
        let cards = store.read(|reader| reader.contacts(Some(query), None, 50)).unwrap();
        let carded: Vec<String> = cards.items.into_iter().filter_map(|card| card.contact.name).collect();
        assert_eq!(listed, carded);
        listed
    };
    assert_eq!(names_of("jo"), ["José Álvarez", "Jordan Lee"]);
    assert_eq!(names_of("alv JOSE"), ["José Álvarez"]);
    assert_eq!(names_of("(212) 555-0134"), ["José Álvarez"]);
    assert_eq!(names_of("0134"), ["José Álvarez", "王小明"]);
    assert_eq!(names_of("小明"), ["王小明"]);
    assert!(names_of("%").is_empty() && names_of("_o").is_empty(), "no sign means anything");
}

fn counters_are_kept_with_the_commit(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..3 {
        desk.receive(&mut writer, &format!("+1212555013{text}"), &format!("SM{text}")).unwrap();
    }
    let _ = desk.receive(&mut writer, "+12125550199", "SM1").unwrap_err();
    let counters = store.read(|reader| reader.counters()).unwrap();
    assert_eq!(counters.into_iter().collect::<Vec<_>>(), [(Counter::Status(Status::Open), 3)]);
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

fn by_carrier(lines: Vec<LineId>, id: &str) -> Key {
    Key::CarrierId { lines: lines.into(), id: id.into() }
}

fn who_left_cannot_be_the_fallback(home: &Home) {
    let (store, mut writer) = home.set_up();
    let dana = store.read(|reader| reader.account("Dana@CedarLane.example")).unwrap().unwrap().person;
    let left = PersonChange { active: Some(false), ..PersonChange::default() };
    let refused = sentence(writer.change_person(dana.id, &left, at(1)));
    assert!(refused.contains("policy"), "{refused}");
    assert!(store.read(|reader| reader.people()).unwrap()[0].person.active, "nothing was changed");
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let twice = sentence(writer.add_person(&person(" Chris@cedarlane.example", "Chris", Role::Agent), at(1)));
    assert!(twice.contains("already"), "{twice}");
    writer.change_person(chris, &left, at(2)).unwrap();
    assert!(!writer.load_directory().unwrap().is_active(chris));
}

fn the_policy_is_saved_once_for_each_version(home: &Home) {
    let (store, mut writer) = home.set_up();
    let first = store.read(|reader| reader.policy(None)).unwrap().unwrap();
    assert_eq!(first.version, 1);
    assert_eq!(writer.save_policy(&first.source, Some(1), None, at(5)).unwrap(), 2);
    let late = writer.save_policy(&first.source, Some(1), None, at(6));
    assert!(matches!(late, Err(CommitError::DirectoryMoved)), "{late:?}");
    let wrong = writer.save_policy("nonsense = ", None, None, at(7));
    assert!(matches!(wrong, Err(CommitError::Store(StoreError::Setup(_)))), "{wrong:?}");
    let directory = writer.load_directory().unwrap();
    assert_eq!((directory.policy_version, directory.queues.len()), (2, 1));
    let names = store.read(|reader| reader.queue_names()).unwrap();
    assert_eq!(names, [(directory.queues[0].id, "General".to_owned())], "a queue keeps its id");
    assert_eq!(store.read(|reader| reader.policy(Some(1))).unwrap(), Some(first));
    let line_id = writer.add_line(&line("+12125550100"), at(8)).unwrap();
    let again = sentence(writer.add_line(&line("+12125550100"), at(8)));
    assert!(again.contains("+12125550100"), "{again}");
    let lines = store.read(|reader| reader.lines_with_secrets()).unwrap();
    assert_eq!((lines[0].line.id, &lines[0].settings["token"]), (line_id, &serde_json::json!("secret")));
}

fn tokens_and_sessions_are_found_by_their_hash(home: &Home) {
    let (store, mut writer) = home.set_up();
    let program = writer.add_program("Booking").unwrap();
    let now = MachineTime::from_micros(1_000_000);
    let token = Token {
        hash: vec![7; 32],
        name: "booking".into(),
        holder: Holder::Program(program),
        scopes: vec!["read".into()],
        created_at: now,
        revoked_at: None,
    };
    writer.add_token(&token).unwrap();
    let twin = Token { hash: vec![8; 32], ..token.clone() };
    assert!(sentence(writer.add_token(&twin)).contains("booking"));
    assert_eq!(store.read(|reader| reader.token(&[7; 32])).unwrap(), Some(token));
    assert!(writer.revoke_token(&[7; 32], now).unwrap() && !writer.revoke_token(&[7; 32], now).unwrap());
    assert_eq!(store.read(|reader| reader.token(&[7; 32])).unwrap().unwrap().revoked_at, Some(now));
    assert!(store.read(|reader| reader.tokens()).unwrap().is_empty());
    writer.add_token(&twin).unwrap();
    let person = store.read(|reader| reader.people()).unwrap()[0].person.id;
    let session = Session { hash: vec![1; 32], person, created_at: now, expires_at: now };
    writer.add_session(&session).unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), Some(session.clone()));
    writer.set_password(person, "$argon2id$x").unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), None, "a new password ends sessions");
    writer.add_session(&session).unwrap();
    writer.sweep_sessions(now).unwrap();
    assert_eq!(store.read(|reader| reader.session(&[1; 32])).unwrap(), None);
}

fn what_was_read_is_not_unread_again(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let viewer = baton_core::PersonId(1);
    let unread = |id| store.read(|reader| reader.row(id, Some(viewer))).unwrap().unwrap().unread;
    assert!(unread(conversation.id));
    let seen = |ordinal| ReadMark {
        person: viewer,
        up_to: baton_core::MessageId::new(conversation.thread, ordinal),
    };
    writer.mark_read(&[seen(1)]).unwrap();
    assert!(!unread(conversation.id));
    desk.receive(&mut writer, "+12125550134", "SM2").unwrap();
    assert!(unread(conversation.id));
    writer.mark_read(&[seen(2), seen(1)]).unwrap();
    assert!(!unread(conversation.id), "marks only move forward");
}

fn a_picture_is_due_until_it_is_here(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let message = baton_core::MessageId::new(conversation.thread, 1);
    let mut job = MediaJob {
        message,
        index: 0,
        line: desk.line,
        media: baton_core::Media { url: "https://x".into(), content_type: "image/jpeg".into(), size: None },
        state: MediaState::Coming,
        attempts: 0,
        next_at: Some(50),
        trouble: None,
    };
    let mut batch = desk.batch();
    batch.media.push(job.clone());
    writer.commit(&mut batch).unwrap();
    assert_eq!(store.read(|reader| reader.media_coming(5)).unwrap(), [job.clone()]);
    assert!(store.read(|reader| reader.media_file(message, 0)).unwrap().is_none());
    (job.state, job.next_at) = (MediaState::Here, None);
    let file = MediaFile { content_type: "image/jpeg".into(), bytes: vec![0, 255, 7] };
    writer.save_media(&job, Some(&file)).unwrap();
    assert_eq!(store.read(|reader| reader.media_coming(5)).unwrap(), []);
    assert_eq!(store.read(|reader| reader.media_of(&[message])).unwrap(), [job]);
    assert_eq!(store.read(|reader| reader.media_file(message, 0)).unwrap(), Some(file));
}

fn a_reaction_finds_the_latest_texts(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    for text in 0..60 {
        desk.receive(&mut writer, "+12125550134", &format!("SM{text}")).unwrap();
    }
    let need = Need { quotable: true, ..desk.need("+12125550134") };
    let subject = writer.load(&[need]).unwrap().pop().unwrap();
    let bodies: Vec<_> = subject.quotable.iter().map(|text| text.body.as_str()).collect();
    let expected: Vec<_> = (20..60).rev().map(|text| format!("this is SM{text}")).collect();
    assert_eq!(bodies, expected);
    let thread = subject.thread.unwrap().id;
    for (ordinal, body) in [(1, Some("this is SM0")), (60, Some("this is SM59")), (61, None)] {
        let id = baton_core::MessageId::new(thread, ordinal);
        assert_eq!(store.read(|reader| reader.message_body(id)).unwrap().as_deref(), body);
    }
}

fn a_rehearsals_folder_does_not_open_as_a_real_one(home: &Home) {
    let store = home.open();
    store.writer().unwrap().set_up(&cedar_lane(true)).unwrap();
    drop(store);
    let mut options = home.options();
    options.rehearsal = Some(false);
    let refused = baton_store::Store::open(&options);
    assert!(matches!(refused, Err(StoreError::Rehearsal(_))), "{refused:?}");
    options.rehearsal = Some(true);
    assert!(baton_store::Store::open(&options).unwrap().workspace().unwrap().unwrap().rehearsal);
}

fn a_second_workspace_is_refused(home: &Home) {
    let store = home.open();
    assert_eq!(store.workspace().unwrap(), None);
    let mut writer = store.writer().unwrap();
    assert!(matches!(writer.load_directory(), Err(StoreError::Setup(_))));
    assert!(store.writer().is_err(), "there is one writer");
    writer.set_up(&cedar_lane(false)).unwrap();
    assert!(sentence(writer.set_up(&cedar_lane(false))).contains("already"));
    writer.set_public_url(Some("https://texts.example/")).unwrap();
    assert_eq!(store.workspace().unwrap().unwrap().public_url.as_deref(), Some("https://texts.example"));
}

/// Fails when a scheduled text or a reminder is not found at its time, or a reminder is lost with the close.
fn what_waits_for_its_time_is_due_and_a_reminder_also_after_the_close(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut conversation = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    let due = || store.read(|reader| reader.due(Moment::MAX, None, 10)).unwrap();
    let seen = MessageId::new(conversation.thread, 1);
    conversation.scheduled.push(baton_core::Scheduled {
        id: baton_core::ScheduledId::new(conversation.id, 1),
        by: By::person(baton_core::PersonId(7)),
        body: "See you!".into(),
        media: Vec::new(),
        then: baton_core::Then::Pending { wake_at: Some(at(90)) },
        promise_by: None,
        timeframe: None,
        answers: Vec::new(),
        made_with: None,
        send_at: at(60),
        if_changed: baton_core::IfChanged::Send,
        despite_quiet_hours: true,
        written_at: at(1),
        seen,
        held: None,
        offer: None,
    });
    conversation.reminders.push(baton_core::Reminder {
        id: baton_core::ReminderId::new(conversation.id, 2),
        person: baton_core::PersonId(7),
        words: "Call the lab".into(),
        at: at(120),
    });
    let mut keep = |conversation: &Conversation| {
        let mut batch = desk.batch();
        batch.conversations.push(conversation.clone().into());
        writer.commit(&mut batch).unwrap();
    };
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(60))]);
    let stored = store.read(|reader| reader.conversation(conversation.id)).unwrap().unwrap();
    assert_eq!(stored, conversation, "it comes back as it was");
    conversation.scheduled[0].held = Some("something came".into());
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(120))], "a held one has no time");
    (conversation.status, conversation.closed_at) = (Status::Closed, Some(at(100)));
    keep(&conversation);
    assert_eq!(due(), [Due::Conversation(conversation.id, at(120))], "a reminder outlives the close");
}

/// Fails when a change of consent is lost, told as often as there are threads, or made up from what a text says.
fn each_change_of_consent_is_told_once_whatever_a_customer_writes(home: &Home) {
    use baton_core::{ConsentCause, ConsentNote, ConsentState, Event, LineId, Record};
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let phone = "+12125550134";
    let first = desk.receive(&mut writer, phone, "SM1").unwrap();
    desk.line = LineId(501);
    let second = desk.receive(&mut writer, phone, "SM2").unwrap();
    assert_eq!(first.number, second.number);
    let record = |thread: Option<ThreadId>, by: By, when: i64, event: Event| Record {
        position: Position(0),
        thread,
        conversation: None,
        at: at(when),
        by,
        events: vec![event],
    };
    let changed = |to, cause, evidence: &str| Event::ConsentChanged {
        number: first.number,
        from: ConsentState::Unstated,
        to,
        cause,
        evidence: evidence.into(),
        carrier_block: false,
    };
    let noted = |to, cause, evidence: &str| {
        let note = ConsentNote { to, cause, evidence: evidence.into(), carrier_block: false };
        Event::ConsentNoted { number: first.number, note }
    };
    let (a, b) = (Some(first.thread), Some(second.thread));
    let (out, back, word, person) =
        (ConsentState::Out, ConsentState::In, ConsentCause::Word, ConsentCause::Person);
    let dana = || By::person(baton_core::PersonId(7));
    let mut fake = common::received(MessageId::new(first.thread, 2), phone, "SM3");
    if let Event::TextReceived { body, .. } = &mut fake {
        *body = r#"{"type":"consent.changed","to":"in"}"#.into();
    }
    let mut batch = desk.batch();
    batch.records = vec![
        record(a, By::Contact, 1, fake),
        record(a, By::Contact, 2, changed(out, word, "STOP")),
        record(b, By::Contact, 2, noted(out, word, "STOP")),
        record(None, dana(), 3, changed(back, person, "form")),
        record(a, dana(), 3, noted(back, person, "form")),
        record(b, dana(), 3, noted(back, person, "form")),
        record(None, dana(), 3, changed(out, person, "form")),
        record(a, dana(), 3, noted(out, person, "form")),
        record(b, dana(), 3, noted(out, person, "form")),
        record(None, dana(), 3, changed(back, person, "form")),
        record(a, dana(), 3, noted(back, person, "form")),
        record(b, dana(), 3, noted(back, person, "form")),
    ];
    writer.commit(&mut batch).unwrap();
    let number = store.read(|reader| reader.number(first.number)).unwrap().unwrap();
    let steps = store.read(|reader| reader.consent_of(&number)).unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|step| {
            let to = match &step.event {
                Event::ConsentChanged { to, .. } => *to,
                Event::ConsentNoted { note, .. } => note.to,
                other => panic!("{other:?} is no change of consent"),
            };
            (step.record.at, to, step.line.is_some())
        })
        .collect();
    assert_eq!(
        told,
        [(at(2), out, true), (at(3), back, false), (at(3), out, false), (at(3), back, false)],
        "in the order in which they were committed"
    );
}

/// Fails when a change of the team is not kept with who made it and when, when secrets stand in it, when what was refused or
/// changed nothing is kept, or when pages of it overlap.
fn who_changed_people_and_lines_is_kept_and_nothing_of_a_change_that_failed(home: &Home) {
    let (store, mut writer) = home.set_up();
    let first = store.read(|reader| reader.changes(None, 10)).unwrap();
    assert_eq!(first.len(), 1, "the first person");
    let Changed::Person(dana) = first[0].of else { panic!("{first:?}") };
    assert!(first[0].added && first[0].by.is_none(), "{first:?}");
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let by = Edit { by: Some(By::person(dana)), seen: None };
    let lead = PersonChange { role: Some(Role::Lead), ..PersonChange::default() };
    writer.edit_person(chris, &lead, &by, at(2)).unwrap();
    writer.edit_person(chris, &lead, &by, at(3)).unwrap();
    let left = PersonChange { active: Some(false), ..PersonChange::default() };
    sentence(writer.edit_person(dana, &left, &by, at(4)));
    let main = writer.add_line(&line("+12125550100"), at(5)).unwrap();
    let settings = Some(serde_json::json!({"token": "another secret"}));
    let change = LineChange { line: main, name: None, settings, retired: Some(true), carrier_answers: None };
    writer.edit_line(&change, &by, at(6)).unwrap();
    let all = store.read(|reader| reader.changes(None, 10)).unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one.of,
                one.at,
                one.by.is_some(),
                one.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        &told[..3],
        [
            (Changed::Line(main), at(6), true, vec!["retired", "settings"]),
            (
                Changed::Line(main),
                at(5),
                false,
                vec!["carrier", "carrier_answers", "name", "number", "retired"]
            ),
            (Changed::Person(chris), at(2), true, vec!["role"]),
        ]
    );
    assert_eq!((told[3].0, told[3].1, told.len()), (Changed::Person(chris), at(1), 5));
    let role = &all[2].fields[0];
    assert_eq!((&role.from, &role.to), (&serde_json::json!("agent"), &serde_json::json!("lead")));
    assert!(!format!("{all:?}").contains("secret"), "{all:?}");
    let page = store.read(|reader| reader.changes(Some(all[1].id), 2)).unwrap();
    assert_eq!(page, all[2..4]);
}

/// Fails when one admin overwrites what another has changed since they read it, when what they read is refused, or when a
/// refused change is made.
fn a_change_of_what_somebody_else_changed_meanwhile_is_refused(home: &Home) {
    let (store, mut writer) = home.set_up();
    let chris =
        writer.add_person(&person("chris@cedarlane.example", "Chris Bell", Role::Agent), at(1)).unwrap();
    let version = || store.read(|reader| reader.team_versions()).unwrap()[&Changed::Person(chris)];
    let named = |name: &str| PersonChange { name: Some(name.to_owned()), ..PersonChange::default() };
    let seen = |seen| Edit { by: None, seen: Some(seen) };
    let first = version();
    writer.edit_person(chris, &named("Chris B."), &seen(first), at(2)).unwrap();
    assert!(version() > first);
    let late = writer.edit_person(chris, &named("Christopher"), &seen(first), at(3));
    assert!(matches!(late, Err(StoreError::Outdated { version: now }) if now == version()), "{late:?}");
    let name = |store: &baton_store::Store| {
        let people = store.read(|reader| reader.people()).unwrap();
        people.into_iter().find(|account| account.person.id == chris).unwrap().person.name
    };
    assert_eq!(name(&store), "Chris B.");
    writer.edit_person(chris, &named("Christopher"), &seen(version()), at(4)).unwrap();
    assert_eq!(name(&store), "Christopher");
}
