//! What is put to somebody, and what people were told, is found again as it stands, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

pub(crate) mod lists;
pub(crate) mod older;
pub(crate) mod told;

use crate::common;
use crate::common::{Desk, Home, at};
use baton_core::{
    Ask, AskId, Baton, Clock, ClockKey, ClockKind, Conversation, ConversationId, Event, Handoff, HandoffId,
    Notice, Owner, PendingOn, PersonId, Position, QueueId, Status, ThreadId, WaitsFor,
};
use baton_store::{Batch, Filter, PutToWhom, Store, Writer};
use std::collections::BTreeMap;

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
        target: None,
        due_at: None,
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

fn run(home: &Home, sql: &str) {
    if let Some(url) = &home.database {
        ::postgres::Client::connect(url, ::postgres::NoTls).unwrap().batch_execute(sql).unwrap();
    } else {
        let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
        file.execute_batch(sql).unwrap();
    }
}
