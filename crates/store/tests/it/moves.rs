//! Lists and timers follow a conversation whatever about it moves, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::common::{Desk, Home, at};
use baton_core::{Conversation, Moment, Owner, PersonId, Status};
use baton_store::{Due, Filter, Reader, Store, StoreError};

crate::on_both! {
    lists_and_timers_follow_whatever_moves
}

/// What moves in one commit.
type Change = fn(&mut Conversation);

const CHANGES: &[(&str, Change)] = &[
    ("nothing that a column holds", |row| row.untouched = !row.untouched),
    ("its timer", |row| row.wake_at = Some(at(400))),
    ("its timer, back", |row| row.wake_at = Some(at(90))),
    ("no timer any more", |row| row.wake_at = None),
    ("its place in the list", |row| row.waiting_since = Some(at(33))),
    ("its place and its timer", |row| {
        row.waiting_since = Some(at(35));
        row.wake_at = Some(at(77));
    }),
    ("its tags alone", |row| row.tags = ["billing".to_owned()].into()),
    ("its owner", |row| row.owner = Owner::Person(PersonId(9))),
    ("who answers for it", |row| row.accountable = PersonId(9)),
    ("its status", |row| row.status = Status::Pending),
    ("nothing again", |row| row.asked = true),
];

/// Fails when a statement leaves a column as it was that the document has moved.
fn lists_and_timers_follow_whatever_moves(home: &Home) {
    let (store, mut writer) = home.set_up();
    let mut desk = Desk::new(&mut writer);
    let mut row = desk.receive(&mut writer, "+12125550134", "SM1").unwrap();
    for warm in [true, false] {
        for (what, change) in CHANGES {
            change(&mut row);
            if !warm {
                // A writer that has not read the row before.
                drop(writer);
                writer = store.writer().unwrap();
            }
            let mut batch = desk.batch();
            batch.conversations.push(row.clone().into());
            writer.commit(&mut batch).unwrap();
            as_it_stands(&store, &row, &format!("{what}, warm: {warm}"));
        }
        row.status = Status::Open;
        row.owner = Owner::Queue(baton_core::QueueId(2));
        row.accountable = PersonId(1);
    }
}

fn as_it_stands(store: &Store, row: &Conversation, what: &str) {
    let due: Vec<Due> = store.read(|reader| reader.due(at(1_000), None, 10)).unwrap();
    let wakes: Vec<Moment> = due.iter().map(Due::at).collect();
    assert_eq!(wakes, row.next_at().into_iter().collect::<Vec<_>>(), "{what}");
    let lists = [
        Filter::default(),
        Filter { status: Some(row.status), ..Filter::default() },
        Filter { owner: Some(row.owner), ..Filter::default() },
        Filter { accountable: Some(row.accountable), ..Filter::default() },
        Filter { tag: row.tags.first().cloned(), ..Filter::default() },
    ];
    for filter in lists {
        let found = store.read(|reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let page = reader.list(&filter, None, None, 10)?;
            let place = page.items.first().map(|found| found.conversation.clone());
            // Beyond its place there is nothing, and just before it there it is.
            let due = row.waiting_since.map_or(i64::MAX, Moment::micros);
            let beyond = reader.list(&filter, None, Some(&format!("{due}.{}", row.id)), 10)?;
            let before = reader.list(&filter, None, Some(&format!("{}.{}", due - 1, row.id)), 10)?;
            Ok((place, beyond.items.len(), before.items.len()))
        });
        assert_eq!(found.unwrap(), (Some(row.clone()), 0, 1), "{what}, {filter:?}");
    }
}
