//! What people were told, and what they have read of it.

use super::*;

crate::on_both! {
    who_is_told_finds_it_newest_first_and_reads_it_once
    what_is_told_is_read_by_looking_at_it
    who_reads_by_looking_keeps_no_row_of_each_word
    nobody_has_read_what_they_are_told_later
}

/// Fails when somebody does not find what they were told, finds what others were told, or when a mark of what was read
/// goes back.
fn who_is_told_finds_it_newest_first_and_reads_it_once(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let rows = begun(&mut writer, &mut desk, 3);
    let told = |who, about| Event::Told { who, about, message: None };
    let step = |told: &[PersonId]| Event::EscalationStepped {
        key: ClockKey::of(ClockKind::NextResponse),
        path: "front desk".into(),
        step: 1,
        told: told.to_vec(),
        why: "nobody has answered yet".into(),
        entered_at: None,
        next_at: None,
    };
    let warned =
        Event::ClockWarned { key: ClockKey::of(ClockKind::NextResponse), due_at: at(9), told: CHRIS };
    let events = [
        (0, vec![told(DANA, Notice::AskOpened), Event::Touched {}, step(&[CHRIS, DANA, DANA])]),
        (1, vec![Event::Touched {}]),
        (2, vec![warned, told(DANA, Notice::HandoffOffered)]),
    ];
    for (which, events) in events {
        let row = &rows[which];
        let mut batch = desk.batch();
        let thread = baton_core::Thread::new(row.thread, row.line, row.number, row.contact);
        batch.records.push(common::record(&thread, row, events));
        writer.commit(&mut batch).unwrap();
    }
    let names = |person, cursor: Option<&str>, limit| {
        let page = store.read(|reader| reader.told(person, cursor, limit)).unwrap();
        let seen = page.items.iter().map(|told| {
            let event = told.record.positioned().find(|(at, _)| *at == told.position).unwrap().1.clone();
            (told.row.conversation.id, event.name(), told.unread, told.row.thread.id)
        });
        (seen.collect::<Vec<(ConversationId, &str, bool, ThreadId)>>(), page.next)
    };
    let about = |which: usize, name, unread| (rows[which].id, name, unread, rows[which].thread);
    let (first, next) = names(DANA, None, 2);
    assert_eq!(first, [about(2, "person.told", true), about(0, "escalation.stepped", true)]);
    assert_eq!(names(DANA, next.as_deref(), 2), (vec![about(0, "person.told", true)], None));
    assert_eq!(
        names(CHRIS, None, 9).0,
        [about(2, "clock.warned", true), about(0, "escalation.stepped", true)]
    );
    assert_eq!(names(PersonId(99), None, 9), (vec![], None));
    let unread = |person| store.read(|reader| reader.told_unread(person)).unwrap();
    assert_eq!((unread(DANA), unread(CHRIS), unread(PersonId(99))), (3, 2, 0));
    let all = store.read(|reader| reader.told(DANA, None, 9)).unwrap().items;
    writer.mark_told_read(DANA, all[1].position).unwrap();
    writer.mark_told_read(DANA, Position(1)).unwrap();
    assert_eq!((unread(DANA), unread(CHRIS)), (1, 2));
    let marks: Vec<bool> = store
        .read(|reader| reader.told(DANA, None, 9))
        .unwrap()
        .items
        .iter()
        .map(|told| told.unread)
        .collect();
    assert_eq!(marks, [true, false, false]);
    assert!(store.read(|reader| reader.told(DANA, Some("yesterday"), 9)).is_err());
}

/// Fails when one who looks at a conversation has read what they were told of another, or not what they were told of this
/// one; when it stands as unread again once all before it is read, or the same is true of a colleague.
fn what_is_told_is_read_by_looking_at_it(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let rows = begun(&mut writer, &mut desk, 3);
    let tell = |writer: &mut Writer, desk: &mut Desk, which: usize, who: PersonId| {
        let mut batch = desk.batch();
        let row = &rows[which];
        let thread = baton_core::Thread::new(row.thread, row.line, row.number, row.contact);
        let told = Event::Told { who, about: Notice::AskOpened, message: None };
        batch.records.push(common::record(&thread, row, vec![told]));
        writer.commit(&mut batch).unwrap();
    };
    for which in [0, 1, 0, 2] {
        tell(&mut writer, &mut desk, which, DANA);
    }
    tell(&mut writer, &mut desk, 0, CHRIS);
    let unread = |who| {
        let all = store.read(|reader| reader.told_unread_records(who, 9)).unwrap();
        assert_eq!(store.read(|reader| reader.told_unread(who)).unwrap(), all.len() as u64);
        all.iter().map(|(_, record)| record.thread.unwrap()).collect::<Vec<_>>()
    };
    let of = |which: usize| store.read(|reader| reader.told_unread_of(DANA, rows[which].thread)).unwrap();
    let thread = |which: usize| rows[which].thread;
    assert_eq!(unread(DANA), [thread(2), thread(0), thread(1), thread(0)]);
    let read = |writer: &mut Writer, which: usize, up_to| {
        writer.mark_told_read_of(DANA, thread(which), up_to).unwrap();
    };
    let shown = of(0).unwrap();
    tell(&mut writer, &mut desk, 0, DANA);
    read(&mut writer, 0, shown);
    read(&mut writer, 0, shown);
    // What came after the look is not read by it.
    assert_eq!(unread(DANA), [thread(0), thread(2), thread(1)]);
    let newest = of(0).unwrap();
    read(&mut writer, 0, newest);
    assert_eq!(unread(DANA), [thread(2), thread(1)]);
    assert_eq!((of(0), of(1).is_some(), unread(CHRIS)), (None, true, vec![thread(0)]));
    let shown = store.read(|reader| reader.told(DANA, None, 9)).unwrap().items;
    assert_eq!(shown.iter().map(|told| told.unread).collect::<Vec<_>>(), [false, true, false, true, false]);
    writer.mark_told_read(DANA, shown[3].position).unwrap();
    assert_eq!(unread(DANA), [thread(2)]);
    tell(&mut writer, &mut desk, 0, DANA);
    assert_eq!(unread(DANA), [thread(0), thread(2)]);
}

/// Fails when one who reads by looking alone keeps a row of each word that they ever read, or when the mark passes one
/// that they have not.
fn who_reads_by_looking_keeps_no_row_of_each_word(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let rows = begun(&mut writer, &mut desk, 4);
    for row in &rows {
        let mut batch = desk.batch();
        let thread = baton_core::Thread::new(row.thread, row.line, row.number, row.contact);
        let told = Event::Told { who: DANA, about: Notice::AskOpened, message: None };
        batch.records.push(common::record(&thread, row, vec![told]));
        writer.commit(&mut batch).unwrap();
    }
    let all = store.read(|reader| reader.told(DANA, None, 9)).unwrap().items;
    let [fourth, third, second, first] = [0, 1, 2, 3].map(|which: usize| all[which].position.0);
    let mut stands = Vec::new();
    for which in [3, 1, 0, 2] {
        writer.mark_told_read_of(DANA, rows[which].thread, Position(i64::MAX)).unwrap();
        let mark = numbers(home, "SELECT up_to FROM told_read")[0];
        stands.push((mark, numbers(home, "SELECT position FROM told_seen ORDER BY position")));
    }
    let wanted = [
        (first - 1, vec![fourth]),
        (first - 1, vec![second, fourth]),
        (third - 1, vec![fourth]),
        (fourth, vec![]),
    ];
    assert_eq!(stands, wanted);
}

/// The first column of what a statement finds.
fn numbers(home: &Home, sql: &str) -> Vec<i64> {
    if let Some(url) = &home.database {
        let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
        client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    } else {
        let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        let mut statement = file.prepare(sql).unwrap();
        let found = statement.query_map([], |row| row.get(0)).unwrap();
        found.map(Result::unwrap).collect()
    }
}

/// Fails when one who says that they have read up to anywhere has read what they are told afterwards.
fn nobody_has_read_what_they_are_told_later(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let rows = begun(&mut writer, &mut desk, 2);
    let unread = || store.read(|reader| reader.told_unread(DANA)).unwrap();
    for (row, before) in rows.iter().zip(0..) {
        writer.mark_told_read(DANA, Position(i64::MAX - before)).unwrap();
        assert_eq!(unread(), 0);
        let mut batch = desk.batch();
        let thread = baton_core::Thread::new(row.thread, row.line, row.number, row.contact);
        let told = Event::Told { who: DANA, about: Notice::AskOpened, message: None };
        batch.records.push(common::record(&thread, row, vec![told]));
        writer.commit(&mut batch).unwrap();
        assert_eq!(unread(), 1);
    }
}
