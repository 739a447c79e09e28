//! What is put to somebody, and what people were told, is found again as it stands, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use crate::common;

use crate::common::{Desk, Home, at};
use baton_core::{
    Ask, AskId, Baton, Clock, ClockKey, ClockKind, Conversation, ConversationId, Event, Handoff, HandoffId,
    Notice, Owner, PendingOn, PersonId, Position, QueueId, Status, ThreadId, WaitsFor,
};
use baton_store::{Batch, Filter, PutToWhom, Store, Writer};
use std::collections::BTreeMap;

crate::on_both! {
    what_is_put_to_somebody_is_found_in_the_order_in_which_it_is_due
    a_text_in_a_conversation_that_puts_nothing_to_anybody_leaves_the_table_alone
    what_was_open_before_the_table_was_made_is_in_it
    what_waited_by_the_words_of_its_reason_waits_for_it
    who_is_told_finds_it_newest_first_and_reads_it_once
    nobody_has_read_what_they_are_told_later
    what_is_told_is_read_by_looking_at_it
    who_reads_by_looking_keeps_no_row_of_each_word
}

const DANA: PersonId = PersonId(11);
const CHRIS: PersonId = PersonId(12);
const BILLING: QueueId = QueueId(21);
const SALES: QueueId = QueueId(22);

/// Small and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn owner(&mut self) -> Owner {
        [Owner::Person(DANA), Owner::Person(CHRIS), Owner::Queue(BILLING), Owner::Queue(SALES)]
            [usize::try_from(self.below(4)).unwrap()]
    }

    fn person(&mut self) -> PersonId {
        if self.below(2) == 0 { DANA } else { CHRIS }
    }
}

fn ask(dice: &mut Dice, conversation: ConversationId, ordinal: u32) -> Ask {
    let id = AskId::new(conversation, ordinal);
    let due = 1_000 + i64::try_from(dice.below(60)).unwrap();
    // Instants with decimals are written with as many as they need.
    let due_at = baton_core::Moment::from_micros(
        at(due).micros() + [0, 500_000, 120, 7][usize::try_from(dice.below(4)).unwrap()],
    );
    let clock = Clock {
        key: ClockKey { kind: ClockKind::Ask, ask: Some(id) },
        target: "Questions".into(),
        started_at: at(10),
        counts_from: None,
        due_at,
        warn_at: None,
        paused_at: (dice.below(4) == 0).then(|| at(20)),
        paused_micros: 0,
        anew: false,
        held: false,
        warned: false,
        breached: false,
        escalated: None,
    };
    Ask {
        id,
        owner: dice.owner(),
        accountable: dice.person(),
        by: None,
        words: Some("Payment plan".into()),
        why: None,
        message: None,
        opened_at: at(i64::try_from(dice.below(50)).unwrap()),
        clock: (dice.below(3) > 0).then_some(clock),
    }
}

fn offer(dice: &mut Dice, conversation: ConversationId) -> Handoff {
    Handoff {
        id: HandoffId::new(conversation, 9),
        from: dice.person(),
        to: dice.owner(),
        baton: Baton { summary: "A refund".into(), ..Baton::default() },
        offered_at: at(5),
        expires_at: at(500 + i64::try_from(dice.below(50)).unwrap()),
    }
}

fn shuffle(dice: &mut Dice, row: &mut Conversation) {
    row.asks =
        (1..=dice.below(4)).map(|ordinal| ask(dice, row.id, u32::try_from(ordinal).unwrap())).collect();
    row.parts = 9;
    row.handoff = (dice.below(3) == 0).then(|| offer(dice, row.id));
    row.status = [Status::Open, Status::Open, Status::Pending][usize::try_from(dice.below(3)).unwrap()];
    row.waiting_since = (dice.below(2) == 0).then(|| at(40));
}

fn commit(writer: &mut Writer, desk: &Desk, rows: &[Conversation]) {
    let mut batch = Batch { conversations: rows.iter().cloned().map(Into::into).collect(), ..desk.batch() };
    writer.commit(&mut batch).unwrap();
}

fn begun(writer: &mut Writer, desk: &mut Desk, count: usize) -> Vec<Conversation> {
    (0..count).map(|n| desk.receive(writer, &format!("+1212555{n:04}"), &format!("SM{n}")).unwrap()).collect()
}

/// Everything that the list finds, page by page.
fn listed(store: &Store, filter: &Filter, size: usize) -> Vec<ConversationId> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = store.read(|reader| reader.list(filter, None, cursor.as_deref(), size)).unwrap();
        found.extend(page.items.iter().map(|row| row.conversation.id));
        cursor = page.next;
        if cursor.is_none() {
            return found;
        }
    }
}

/// The same, found out by looking at every conversation.
fn slowly(rows: &[Conversation], whom: &PutToWhom) -> Vec<ConversationId> {
    let mut found = Vec::new();
    for row in rows {
        let mut by = Vec::new();
        for ask in &row.asks {
            let due = match &ask.clock {
                Some(clock) if clock.paused_at.is_none() => clock.due_at,
                _ => ask.opened_at,
            };
            if whom.parties.contains(&ask.owner) || whom.parties.contains(&Owner::Person(ask.accountable)) {
                by.push(due);
            }
        }
        if let Some(offer) = &row.handoff
            && whom.parties.contains(&offer.to)
            && whom.except_by != Some(offer.from)
        {
            by.push(offer.expires_at);
        }
        found.extend(by.into_iter().min().map(|at| (at, row.id)));
    }
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

fn readers() -> [PutToWhom; 3] {
    let whom = |parties: &[Owner], except_by| PutToWhom { parties: parties.to_vec(), except_by };
    [
        whom(&[Owner::Person(DANA), Owner::Queue(BILLING)], Some(DANA)),
        whom(&[Owner::Person(CHRIS), Owner::Queue(BILLING), Owner::Queue(SALES)], Some(CHRIS)),
        whom(&[Owner::Queue(SALES)], None),
    ]
}

/// Fails when a row of the table stays, is missing or stands at an old time after a conversation moved, when a page
/// repeats or loses one that two parties have, or when one's own offer to one's own queue is put to oneself.
fn what_is_put_to_somebody_is_found_in_the_order_in_which_it_is_due(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut rows = begun(&mut writer, &mut desk, 25);
    for seed in 1..=12_u64 {
        let mut dice = Dice(seed * 0x9E37_79B9);
        for row in &mut rows {
            if dice.below(3) > 0 {
                shuffle(&mut dice, row);
            }
        }
        if seed % 4 == 0 {
            // A writer that has not read the rows before.
            drop(writer);
            writer = store.writer().unwrap();
        }
        commit(&mut writer, &desk, &rows);
        for whom in readers() {
            let filter = Filter { put_to: Some(whom.clone()), ..Filter::default() };
            let wanted = slowly(&rows, &whom);
            for size in [1, 3, 200] {
                assert_eq!(listed(&store, &filter, size), wanted, "seed {seed}, {size} a page, {whom:?}");
            }
            let count = store.read(|reader| reader.put_to_count(&whom)).unwrap();
            assert_eq!(count, wanted.len() as u64, "seed {seed}, {whom:?}");
            let pending = Filter { status: Some(Status::Pending), ..filter };
            let some: Vec<_> = rows.iter().filter(|row| row.status == Status::Pending).cloned().collect();
            assert_eq!(listed(&store, &pending, 4), slowly(&some, &whom), "seed {seed}, pending, {whom:?}");
        }
    }
    for row in &mut rows {
        row.status = Status::Closed;
        row.closed_at = Some(at(900));
    }
    commit(&mut writer, &desk, &rows);
    for whom in readers() {
        let filter = Filter { put_to: Some(whom.clone()), ..Filter::default() };
        assert!(listed(&store, &filter, 200).is_empty(), "what is closed is put to nobody");
    }
}

/// The whole table, by conversation.
fn table(home: &Home) -> BTreeMap<(i64, i64, i64, i64), i64> {
    let sql = "SELECT conversation, party_kind, party, giver, sort FROM put_to";
    let mut found = BTreeMap::new();
    if let Some(url) = &home.database {
        let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
        for row in client.query(sql, &[]).unwrap() {
            found.insert((row.get(0), row.get(1), row.get(2), row.get(3)), row.get(4));
        }
    } else {
        let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        let mut statement = file.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let key = (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap(), row.get(3).unwrap());
            found.insert(key, row.get(4).unwrap());
        }
    }
    found
}

fn run(home: &Home, sql: &str) {
    if let Some(url) = &home.database {
        ::postgres::Client::connect(url, ::postgres::NoTls).unwrap().batch_execute(sql).unwrap();
    } else {
        let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        file.execute_batch(sql).unwrap();
    }
}

/// Fails when what a customer's plain text costs includes a look at this table: it is not even there.
fn a_text_in_a_conversation_that_puts_nothing_to_anybody_leaves_the_table_alone(home: &Home) {
    let (_store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    begun(&mut writer, &mut desk, 3);
    run(home, "DROP TABLE put_to; DROP TABLE told");
    let again = desk.receive(&mut writer, "+12125550001", "SM-again");
    assert!(again.is_ok(), "{again:?}");
    let moved = Conversation { waiting_since: Some(at(77)), ..again.unwrap() };
    commit(&mut writer, &desk, std::slice::from_ref(&moved));
    // The next conversation of the thread too.
    let closed = Conversation { status: Status::Closed, closed_at: Some(at(80)), ..moved };
    commit(&mut writer, &desk, std::slice::from_ref(&closed));
    let next = desk.receive(&mut writer, "+12125550001", "SM-next").unwrap();
    assert_ne!(next.id, closed.id);
}

/// Fails when a workspace that is older than the table has lists without what is open in it, or another order than one
/// that was made later.
fn what_was_open_before_the_table_was_made_is_in_it(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut rows = begun(&mut writer, &mut desk, 30);
    let mut dice = Dice(7);
    for row in &mut rows {
        shuffle(&mut dice, row);
    }
    commit(&mut writer, &desk, &rows);
    let order = listed(&store, &Filter::default(), 200);
    let by_tag = Filter { tag: Some("new".into()), ..Filter::default() };
    let tagged = listed(&store, &by_tag, 200);
    drop((store, writer));
    let made = table(home);
    assert!(made.len() > 20, "{made:?}");
    run(home, "DROP TABLE put_to; DROP TABLE told; DROP TABLE told_read; DROP TABLE changes");
    // As it was: by the own promises, of which these have none, else by what waits.
    let waits = at(40).micros();
    let far = i64::MAX;
    let own = match &home.database {
        Some(_) => format!("CASE WHEN doc::json ->> 'waiting_since' IS NULL THEN {far} ELSE {waits} END"),
        None => format!("CASE WHEN json_extract(doc, '$.waiting_since') IS NULL THEN {far} ELSE {waits} END"),
    };
    run(home, &format!("UPDATE conversations SET sort = {own}"));
    run(
        home,
        "UPDATE conversation_tags SET sort = (SELECT c.sort FROM conversations c WHERE c.id = conversation_tags.conversation)",
    );
    run(
        home,
        match &home.database {
            Some(_) => "UPDATE baton_schema SET version = 4",
            None => "PRAGMA user_version = 4",
        },
    );
    let store = home.open();
    assert_eq!(table(home), made);
    assert_eq!(listed(&store, &Filter::default(), 200), order);
    assert_eq!(listed(&store, &by_tag, 200), tagged);
}

/// Fails when a conversation that waited for an opt-in or for a text of ours, as its reason alone said before, waits for
/// ever, or when one whose reason was a person's own does.
fn what_waited_by_the_words_of_its_reason_waits_for_it(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut rows = begun(&mut writer, &mut desk, 4);
    let waits = [
        ("opted out: call instead", PendingOn::Internal, Some(WaitsFor::OptIn)),
        ("a text of ours goes out later", PendingOn::Internal, Some(WaitsFor::OurText)),
        ("the lab", PendingOn::Internal, None),
        ("opted out: call instead", PendingOn::Customer, None),
    ];
    for (row, (reason, on, _)) in rows.iter_mut().zip(waits) {
        (row.status, row.pending_on, row.reason) = (Status::Pending, Some(on), Some(reason.to_owned()));
    }
    commit(&mut writer, &desk, &rows);
    drop((store, writer));
    run(
        home,
        match &home.database {
            Some(_) => "UPDATE baton_schema SET version = 6",
            None => "PRAGMA user_version = 6",
        },
    );
    let store = home.open();
    for (row, (.., waits_for)) in rows.iter().zip(waits) {
        let now = store.read(|reader| reader.conversation(row.id)).unwrap().unwrap();
        assert_eq!(now, Conversation { waits_for, ..row.clone() });
    }
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
