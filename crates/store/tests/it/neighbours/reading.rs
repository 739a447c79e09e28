//! Everything that is read of a workspace.

use super::*;

/// Everything that a store says of its workspace, a line each.
pub(super) fn everything(store: &Store, writer: &mut Writer) -> Vec<String> {
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
