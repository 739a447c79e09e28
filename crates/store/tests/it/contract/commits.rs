//! What is loaded, decided on and committed.

use super::*;

crate::on_both! {
    what_a_text_needs_is_loaded_as_it_was_committed
    the_same_text_twice_is_a_duplicate_and_nothing_of_it_is_written
    a_decision_on_an_old_version_is_a_conflict
    a_decision_with_an_old_directory_is_decided_again
    a_thread_has_at_most_one_live_conversation
    the_feed_has_no_holes_and_a_timeline_is_its_part
    a_press_gets_the_same_answer_again
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
