//! Law 11 in the store, on both databases: the rows of a second workspace stand in the same tables, and nothing that is read
//! or written of the first one is another for it.
//!
//! A store opens one workspace, so the neighbours' rows are made in a database of their own, by a life much like ours, and are
//! copied: under the same ids on `PostgreSQL`. A file of `SQLite` holds one workspace, and its keys are ids alone; there the
//! copies have other ids, and everything else is the same. Where rows look alike, the copies' words are others.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use crate::common;

use crate::common::{Desk, Home, at, line, person};
use baton_core::{
    Ask, AskId, Availability, Baton, By, Conversation, ConversationId, Event, Handoff, HandoffId, Key,
    LineId, Media, MessageId, Notice, OutText, Owner, PersonId, Position, QueueId, Role, Status, TextKind,
    TextState, Turns,
};
use baton_hours::MachineTime;
use baton_store::{
    Changed, Counter, Filter, Holder, Idempotency, Job, LineChange, MediaFile, MediaJob, MediaState, Need,
    Outcome, PersonChange, PutToWhom, ReadMark, Reader, Session, Store, StoreError, Token, Writer,
};
use std::collections::BTreeSet;
use std::fmt::Debug;

crate::on_both! {
    what_is_next_door_is_neither_read_nor_counted_nor_written
}

const DANA: PersonId = PersonId(1);
const GENERAL: QueueId = QueueId(2);
/// How far the neighbours' ids are from ours where a table's key is an id alone.
const APART: i64 = 1_000_000_000;

fn now(seconds: i64) -> MachineTime {
    MachineTime::from_micros(1_772_800_000_000_000 + seconds * 1_000_000)
}

fn phone(place: u32) -> String {
    format!("+1212555{place:04}")
}

/// What a business comes to in a while: `times` texts of each phone from that one on, and something in every table.
fn lives(writer: &mut Writer, desk: &mut Desk, first: u32, times: u32) {
    for place in first..first + 4 {
        let mut talk = None;
        for time in 0..times {
            talk = Some(desk.receive(writer, &phone(place), &format!("SM{place}-{time}")).unwrap());
        }
        // One stays open, and waits in its queue.
        if place % 4 != 3 {
            busy(writer, desk, &talk.unwrap(), place);
        }
    }
    let hash = |what: &str| format!("{what} {first}").into_bytes();
    let program = writer.add_program(&format!("Booking {first}")).unwrap();
    for (name, holder) in [("Laptop", Holder::Person(DANA)), ("Shop", Holder::Program(program))] {
        let scopes = vec!["read".to_owned()];
        let (name, hash, created_at) = (format!("{name} {first}"), hash(name), now(1));
        writer.add_token(&Token { hash, name, holder, scopes, created_at, revoked_at: None }).unwrap();
    }
    let session = Session { hash: hash("session"), person: DANA, created_at: now(1), expires_at: now(90) };
    writer.add_session(&session).unwrap();
    let chris = person(&format!("chris{first}@cedarlane.example"), "Chris Bell", Role::Lead);
    let chris = writer.add_person(&chris, at(3)).unwrap();
    let change = PersonChange { name: Some("Chris B.".to_owned()), role: None, active: None };
    writer.change_person(chris, &change, at(4)).unwrap();
    let away = Availability::Away { from: at(5), until: Some(at(500)), cover: Some(DANA) };
    writer.set_availability(chris, &away, &By::person(chris), at(5)).unwrap();
    let added = writer.add_line(&line(&format!("+1212556{first:04}")), at(6)).unwrap();
    let retired = Some(true);
    let change = LineChange { line: added, name: None, settings: None, retired, carrier_answers: None };
    writer.change_line(&change, at(7)).unwrap();
    writer.mark_told_read(DANA, Position(8)).unwrap();
    let after = Some(ConversationId(i64::from(first)));
    writer.save_job("edges", Some(&Job { name: "edges".to_owned(), after, at: Some(at(9)) })).unwrap();
    let policy = baton_policy::starter("Cedar Lane Physio", "dana@cedarlane.example", "America/New_York");
    writer.save_policy(&format!("{policy}\n# {first}\n"), None, Some(DANA), at(10)).unwrap();
    desk.directory_version = writer.load_directory().unwrap().version;
    writer
        .forget_old_presses(
            now(i64::from(first)),
            std::time::Duration::from_hours(1),
            std::time::Duration::ZERO,
        )
        .unwrap();
}

/// Whatever a conversation can hold that has rows of its own.
fn busy(writer: &mut Writer, desk: &mut Desk, talk: &Conversation, place: u32) {
    let message = |ordinal| MessageId::new(talk.thread, ordinal);
    let text = |ordinal, state, carrier_id| OutText {
        id: message(ordinal),
        conversation: Some(talk.id),
        line: talk.line,
        number: talk.number,
        to: phone(place),
        body: "this is ours".into(),
        media: Vec::new(),
        by: By::Policy,
        kind: TextKind::Person,
        written_at: at(i64::from(place)),
        state,
        carrier_id,
        failure: None,
        attempts: 0,
        lookups: 0,
        next_at: Some(at(60 + i64::from(place))),
        expires_at: None,
        settled: false,
    };
    let mut batch = desk.batch();
    batch.texts.push(text(20, TextState::Queued, None));
    batch.texts.push(text(21, TextState::Sending, None));
    batch.texts.push(text(22, TextState::Sent, Some(format!("SMout{place}"))));
    let ask = Ask {
        id: AskId::new(talk.id, 1),
        owner: Owner::Queue(GENERAL),
        accountable: DANA,
        by: Some(DANA),
        words: Some("this is asked".into()),
        why: None,
        message: None,
        opened_at: at(30),
        clock: None,
    };
    let offer = Handoff {
        id: HandoffId::new(talk.id, 2),
        from: PersonId(9),
        to: Owner::Person(DANA),
        baton: Baton { summary: "this is offered".into(), ..Baton::default() },
        offered_at: at(5),
        expires_at: at(500),
    };
    let wake_at = Some(at(40 + i64::from(place)));
    let row = Conversation {
        asks: vec![ask],
        handoff: Some(offer),
        wake_at,
        status: Status::Pending,
        ..talk.clone()
    };
    batch.conversations.push(row.into());
    let told = Event::Told { who: DANA, about: Notice::AskOpened, message: None };
    batch.records.push(common::record(
        &baton_core::Thread::new(talk.thread, talk.line, talk.number, talk.contact),
        talk,
        vec![told],
    ));
    batch.counters.push((Counter::Open(DANA), 1));
    batch.turns.push((GENERAL, Turns::default()));
    batch.idempotency.push((press(place), Outcome { message: Some(message(20)), ..Outcome::default() }));
    writer.commit(&mut batch).unwrap();
    writer.mark_read(&[ReadMark { person: DANA, up_to: message(1) }]).unwrap();
    let media =
        Media { url: "https://this is a picture".into(), content_type: "image/png".into(), size: None };
    let job = MediaJob {
        message: message(1),
        index: 0,
        line: talk.line,
        media,
        state: MediaState::Here,
        attempts: 1,
        next_at: Some(i64::from(place)),
        trouble: None,
    };
    let file = MediaFile { content_type: "image/png".into(), bytes: b"this is a file".to_vec() };
    writer.save_media(&job, Some(&file)).unwrap();
}

fn press(place: u32) -> Idempotency {
    Idempotency { scope: "person:1".into(), key: format!("press {place}"), request: vec![1] }
}

/// Everything that a store says of its workspace, a line each.
fn everything(store: &Store, writer: &mut Writer) -> Vec<String> {
    let mut all = store.read(read).unwrap();
    let phones = || (0..40).map(phone);
    let need = |key| Need { key, quotable: true };
    let mut needs: Vec<Need> =
        phones().map(|handset| need(Key::Handset { line: LineId(500), handset })).collect();
    let lines = || std::iter::once(LineId(500)).collect();
    needs.extend((0..40).map(|place| need(Key::CarrierId { lines: lines(), id: format!("SMout{place}") })));
    let known: Vec<_> = store.read(|reader| reader.feed(Position(0), 200)).unwrap();
    let threads: BTreeSet<_> = known.iter().filter_map(|record| record.thread).collect();
    let talks: BTreeSet<_> = known.iter().filter_map(|record| record.conversation).collect();
    needs.extend(threads.iter().map(|id| need(Key::Thread(*id))));
    needs.extend(threads.iter().map(|id| need(Key::Text(MessageId::new(*id, 20)))));
    needs.extend(talks.iter().map(|id| need(Key::Conversation(*id))));
    for need in &needs {
        // One after another, and again together: the cache of the writer answers the second time.
        say(&mut all, "subject", &writer.load(std::slice::from_ref(need)).unwrap());
    }
    say(&mut all, "subjects", &writer.load(&needs).unwrap());
    let sids: Vec<_> = (0..40).map(|place| (LineId(500), format!("SM{place}-0"))).collect();
    let presses: Vec<_> = (0..40).map(press).collect();
    say(&mut all, "known", &writer.known(&sids, &presses).unwrap());
    let directory = writer.load_directory().unwrap();
    let (version, people, lines) = (directory.version, &directory.people, &directory.lines);
    say(&mut all, "directory", &(version, people, lines, &directory.queues, &directory.business));
    say(&mut all, "team", &writer.load_team().unwrap());
    say(&mut all, "lines", &writer.lines_and_address().unwrap());
    say(&mut all, "head", &writer.feed_head().unwrap());
    all
}

fn say(all: &mut Vec<String>, what: &str, found: &dyn Debug) {
    all.push(format!("{what}: {found:?}"));
}

fn sorted<T: Debug>(found: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut found: Vec<String> = found.into_iter().map(|one| format!("{one:?}")).collect();
    found.sort();
    found
}

fn read(reader: &mut Reader<'_>) -> Result<Vec<String>, StoreError> {
    let mut all = Vec::new();
    let feed = reader.feed(Position(0), 200)?;
    let threads: BTreeSet<_> = feed.iter().filter_map(|record| record.thread).collect();
    let talks: BTreeSet<_> = feed.iter().filter_map(|record| record.conversation).collect();
    say(&mut all, "feed", &feed);
    say(&mut all, "feed after", &reader.feed(Position(20), 200)?);
    say(&mut all, "places", &(reader.feed_head()?, reader.feed_floor()?, reader.directory_version()?));
    say(&mut all, "counters", &sorted(reader.counters()?));
    say(&mut all, "jobs", &reader.jobs()?);
    say(&mut all, "faults", &reader.faults(200)?);
    for queue in [GENERAL, QueueId(3)] {
        say(&mut all, "waiting", &reader.waiting_in(queue, 200)?);
    }
    say(&mut all, "open", &reader.open_conversations(None, 200)?);
    say(&mut all, "live", &reader.live_subjects(None, 200)?);
    let whom =
        || PutToWhom { parties: vec![Owner::Person(DANA), Owner::Queue(GENERAL)], except_by: Some(DANA) };
    say(&mut all, "put to", &reader.put_to_count(&whom())?);
    let filters = [
        Filter::default(),
        Filter { status: Some(Status::Pending), ..Filter::default() },
        Filter { owner: Some(Owner::Queue(GENERAL)), ..Filter::default() },
        Filter { accountable: Some(DANA), ..Filter::default() },
        Filter { tag: Some("new".into()), ..Filter::default() },
        Filter { put_to: Some(whom()), ..Filter::default() },
        Filter { query: Some("5550002".into()), ..Filter::default() },
        Filter { query: Some("+1212".into()), ..Filter::default() },
    ];
    for filter in &filters {
        let mut cursor: Option<String> = None;
        loop {
            // Small pages: what follows a place is looked for as well.
            let page = reader.list(filter, Some(DANA), cursor.as_deref(), 3)?;
            say(&mut all, "list", &(filter, &page, reader.search_was_cut()));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    for query in [None, Some("+1212"), Some("0002")] {
        say(&mut all, "contacts", &reader.contacts(query, None, 200)?);
    }
    for place in 0..40 {
        let number = reader.number_by_handset(&phone(place))?;
        say(&mut all, "number", &(&number, reader.thread_of(LineId(500), &phone(place))?));
        if let Some(number) = number {
            say(&mut all, "contact", &(reader.contact(number.contact)?, reader.number(number.id)?));
            say(&mut all, "consent", &(reader.consent_of(&number)?, reader.queued_to(number.id)?));
        }
    }
    for id in &threads {
        say(&mut all, "thread", &(reader.thread(*id)?, reader.thread_conversations(*id, 200)?));
        say(
            &mut all,
            "timeline",
            &(reader.timeline(*id, None, 200)?, reader.timeline_after(*id, Position(9), 200)?),
        );
        let messages = [1, 2, 20, 21, 22].map(|ordinal| MessageId::new(*id, ordinal));
        say(&mut all, "texts", &sorted(reader.texts(&messages)?));
        say(&mut all, "media", &(sorted(reader.media_of(&messages)?), reader.media_file(messages[0], 0)?));
        for message in messages {
            say(&mut all, "text", &(reader.text(message)?, reader.message_body(message)?));
        }
        say(&mut all, "read", &reader.read_up_to(DANA, *id)?);
    }
    for id in &talks {
        say(&mut all, "row", &(reader.conversation(*id)?, reader.row(*id, Some(DANA))?));
    }
    say(&mut all, "queued", &reader.queued(LineId(500), None, 200)?);
    say(&mut all, "sending", &reader.sending()?);
    say(&mut all, "due", &(reader.due(at(100_000), None, 200)?, reader.next_due()?));
    say(&mut all, "media coming", &reader.media_coming(200)?);
    say(&mut all, "told", &(reader.told(DANA, None, 200)?, reader.told_unread(DANA)?));
    say(&mut all, "changes", &(reader.changes(None, 200)?, sorted(reader.team_versions()?)));
    say(&mut all, "people", &(reader.people()?, reader.account("dana@cedarlane.example")?));
    say(&mut all, "set up", &(reader.queue_names()?, reader.programs()?, reader.lines_with_secrets()?));
    say(&mut all, "tokens", &reader.tokens()?);
    for first in [0, 10] {
        let hash = |what: &str| format!("{what} {first}").into_bytes();
        say(&mut all, "session", &(reader.session(&hash("session"))?, reader.token(&hash("Shop"))?));
    }
    say(&mut all, "policy", &(reader.policy(None)?, reader.policy(Some(2))?));
    let versions = [Changed::Person(DANA), Changed::Line(LineId(500))];
    say(
        &mut all,
        "versions",
        &versions.map(|of| reader.team_versions().map(|all| all.get(&of).copied()).ok()),
    );
    Ok(all)
}

/// The tables whose rows are of workspaces, and what is written instead of our words in the copies' documents.
const WORDS: [(&str, &str); 4] =
    [("this is", "NEXT DOOR"), ("Chris", "NEXT DOOR"), ("+1212555", "+1999555"), ("Dana", "NEXT DOOR")];

/// Copies a workspace's rows out of one database into the tables of another one.
fn move_in(theirs: &Home, ours: &Home) {
    match (&theirs.database, &ours.database) {
        (Some(from), Some(to)) => on_a_server(from, to),
        _ => in_a_file(theirs, ours),
    }
}

fn on_a_server(from: &str, to: &str) {
    let mut from = ::postgres::Client::connect(from, ::postgres::NoTls).unwrap();
    let mut to = ::postgres::Client::connect(to, ::postgres::NoTls).unwrap();
    let tables = "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'workspace' \
                  AND table_schema = 'public' ORDER BY 1";
    let tables: Vec<String> = from.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables.iter().map(String::as_str).chain(["workspaces"]) {
        let id = if table == "workspaces" { "id" } else { "workspace" };
        let rows = from.query(&format!("SELECT row_to_json(t)::text FROM {table} t"), &[]).unwrap();
        for row in rows {
            let mut row: String = row.get(0);
            for (words, other) in WORDS {
                // In documents alone: columns by which rows are found stay as they are.
                if let Some((head, doc)) = row.split_once("\"doc\":") {
                    row = format!("{head}\"doc\":{}", doc.replace(words, other));
                }
            }
            let sql = format!(
                "INSERT INTO {table} SELECT * FROM json_populate_record(NULL::{table}, \
                 ($1::text::jsonb || '{{\"{id}\": 2}}')::json)"
            );
            to.execute(&sql, &[&row]).unwrap();
        }
    }
}

fn in_a_file(theirs: &Home, ours: &Home) {
    let file = |home: &Home| home.folder.path().join("baton.sqlite").display().to_string();
    let client = rusqlite::Connection::open(file(ours)).unwrap();
    client.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    client.execute("ATTACH ?1 AS theirs", [file(theirs)]).unwrap();
    let list = |sql: &str| -> Vec<(String, bool)> {
        let mut statement = client.prepare(sql).unwrap();
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.map(Result::unwrap).collect()
    };
    let tables = list(
        "SELECT m.name, 0 FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspace'",
    );
    assert!(tables.len() > 20, "{tables:?}");
    for (table, _) in tables {
        let keys = list(&format!("SELECT name, 1 FROM pragma_table_info('{table}') WHERE pk > 0"));
        let columns =
            list(&format!("SELECT name, type = 'TEXT' AND name = 'doc' FROM pragma_table_info('{table}')"));
        let values = columns.iter().map(|(column, is_doc)| match column.as_str() {
            "workspace" => "2".to_owned(),
            id if keys.len() == 1 && keys[0].0 == id => format!("{id} + {APART}"),
            doc if *is_doc => WORDS
                .iter()
                .fold(doc.to_owned(), |doc, (words, other)| format!("replace({doc}, '{words}', '{other}')")),
            other => other.to_owned(),
        });
        let (values, columns) =
            (values.collect::<Vec<_>>(), columns.iter().map(|one| one.0.as_str()).collect::<Vec<_>>());
        let sql = format!(
            "INSERT INTO main.{table} ({}) SELECT {} FROM theirs.{table}",
            columns.join(", "),
            values.join(", ")
        );
        client.execute(&sql, []).unwrap();
    }
}

/// Every row of the neighbours, as it stands.
fn theirs(home: &Home) -> Vec<String> {
    let Some(url) = &home.database else {
        let client = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        let mut tables = client
            .prepare("SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspace'")
            .unwrap();
        let tables: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut all = Vec::new();
        for table in tables {
            let mut rows = client.prepare(&format!("SELECT * FROM {table} WHERE workspace = 2")).unwrap();
            let count = rows.column_count();
            let found = rows
                .query_map([], |row| {
                    (0..count)
                        .map(|place| row.get::<_, rusqlite::types::Value>(place))
                        .collect::<Result<Vec<_>, _>>()
                })
                .unwrap();
            all.extend(found.map(|row| format!("{table}: {:?}", row.unwrap())));
        }
        all.sort();
        return all;
    };
    let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
    let tables = "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'workspace' \
                  AND table_schema = 'public'";
    let tables: Vec<String> = client.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let mut all = Vec::new();
    for table in tables {
        let sql = format!("SELECT row_to_json(t)::text FROM {table} t WHERE workspace = 2");
        all.extend(
            client
                .query(&sql, &[])
                .unwrap()
                .iter()
                .map(|row| format!("{table}: {}", row.get::<_, String>(0))),
        );
    }
    let own = client.query("SELECT row_to_json(t)::text FROM workspaces t WHERE id = 2", &[]).unwrap();
    all.extend(own.iter().map(|row| row.get::<_, String>(0)));
    all.sort();
    all
}

/// The first line in which they differ.
fn same(stage: &str, alone: &[String], beside: &[String]) {
    for (alone, beside) in alone.iter().zip(beside) {
        assert_eq!(alone, beside, "{stage}");
    }
    assert_eq!(alone.len(), beside.len(), "{stage}");
}

/// Fails when any list, count, look-up, timer, feed or load of a workspace reads rows of another one, or any of its commits
/// and jobs writes them: as with `OR workspace = 2` in what waits in a queue.
fn what_is_next_door_is_neither_read_nor_counted_nor_written(home: &Home) {
    let another = || Home::new(home.database.as_ref().map(|_| common::CLUSTER.database()));
    let (quiet, next_door) = (another(), another());
    // The same life twice: by itself, and beside neighbours.
    let (alone_store, mut alone) = quiet.set_up();
    let (beside_store, mut beside) = home.set_up();
    let (mut alone_desk, mut beside_desk) = (Desk::new(&mut alone), Desk::new(&mut beside));
    lives(&mut alone, &mut alone_desk, 0, 2);
    lives(&mut beside, &mut beside_desk, 0, 2);
    let (_their_store, mut their_writer) = next_door.set_up();
    let mut their_desk = Desk::new(&mut their_writer);
    lives(&mut their_writer, &mut their_desk, 0, 3);
    lives(&mut their_writer, &mut their_desk, 20, 1);
    let before = everything(&beside_store, &mut beside);
    same("before they move in", &everything(&alone_store, &mut alone), &before);
    move_in(&next_door, home);
    let moved_in = theirs(home);
    assert!(moved_in.len() > 100 && moved_in.iter().any(|row| row.contains("NEXT DOOR")));
    // What the writer knew, it knows from before they moved in: it begins anew.
    drop((beside, beside_store));
    let beside_store = home.open();
    let mut beside = beside_store.writer().unwrap();
    same("once they have moved in", &before, &everything(&beside_store, &mut beside));
    lives(&mut alone, &mut alone_desk, 10, 2);
    lives(&mut beside, &mut beside_desk, 10, 2);
    for (writer, store) in [(&mut alone, &alone_store), (&mut beside, &beside_store)] {
        writer.sweep_sessions(now(50)).unwrap();
        writer.set_password(DANA, "$argon2id$").unwrap();
        writer.revoke_token(b"Shop 10", now(60)).unwrap();
        writer.forget_presses(Position(10)).unwrap();
        writer.set_public_url(Some("https://inbox.cedarlane.example")).unwrap();
        assert_eq!(store.read(|reader| reader.session(b"session 0")).unwrap(), None);
    }
    let after = everything(&beside_store, &mut beside);
    same("as life goes on", &everything(&alone_store, &mut alone), &after);
    assert!(!after.iter().any(|line| line.contains("NEXT DOOR")));
    same("and next door", &moved_in, &theirs(home));
}
