//! What is put to somebody: its lists, and the table behind them.

use super::*;

crate::on_both! {
    what_is_put_to_somebody_is_found_in_the_order_in_which_it_is_due
    a_text_in_a_conversation_that_puts_nothing_to_anybody_leaves_the_table_alone
    what_was_open_before_the_table_was_made_is_in_it
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
