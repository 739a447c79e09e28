//! No statement of the store goes through a table, or sorts what an index has in order, on both databases, with tables that
//! are filled: every one that the contract's tests make it say, and every list that there is.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod allowed;
mod filled;
mod postgres;
mod sqlite;

use crate::common::{CLUSTER, Home};
use crate::contract::{changes, commits, due, lists, numbers, set_up};
use crate::{moves, neighbours, put_to, search};
use baton_core::{Owner, PersonId, QueueId, Status};
use baton_store::testing::{Sayings, said_by};
use baton_store::{Dialect, Filter, PutToWhom, walking_statement};
use std::collections::BTreeSet;

/// What is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    /// The table or index that is gone through; none: something is sorted.
    through: Option<String>,
    sql: String,
    /// The plan's step.
    step: String,
}

/// Every statement that the store says in the tests of what both databases promise alike.
fn said(home: fn() -> Home) -> Sayings {
    let works = [
        changes::ALL,
        commits::ALL,
        due::ALL,
        lists::ALL,
        set_up::ALL,
        moves::ALL,
        neighbours::ALL,
        put_to::lists::ALL,
        put_to::older::ALL,
        put_to::told::ALL,
        numbers::ALL,
        search::ALL,
    ];
    let mut said = said_by(|| works.concat().iter().for_each(|work| work(&home())));
    let reads = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    said.retain(|said, _| reads.iter().any(|begin| said.sql.trim_start().starts_with(begin)));
    assert!(said.len() > 60, "the store was heard: {}", said.len());
    said
}

fn to_billing() -> PutToWhom {
    PutToWhom { parties: vec![Owner::Queue(QueueId(2))], except_by: Some(PersonId(1)) }
}

/// Every list that there is.
fn all_lists(dialect: Dialect) -> Vec<String> {
    let owners = [None, Some(Owner::Person(PersonId(1))), Some(Owner::Queue(QueueId(2)))];
    let statuses = [None, Some(Status::Open), Some(Status::Pending), Some(Status::Closed)];
    let mut lists = Vec::new();
    for owner in owners {
        for status in statuses {
            for accountable in [None, Some(PersonId(1))] {
                for tag in [None, Some("new".to_owned())] {
                    for after in [None, Some((5, 7))] {
                        for put_to in [None, Some(to_billing())] {
                            let (tag, query) = (tag.clone(), None);
                            let filter = Filter { status, owner, accountable, tag, put_to, query };
                            lists.push(walking_statement(dialect, &filter, after));
                        }
                    }
                }
            }
        }
    }
    lists
}

/// Nothing is wrong but what is allowed.
fn judge(faults: &BTreeSet<Fault>, allowed: &[allowed::Allowed]) {
    let wrong: Vec<_> =
        faults.iter().filter(|fault| !allowed.iter().any(|allowed| allowed.covers(fault))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Fails when a statement that the store says goes through a table or sorts (PR chatwoot #12874: an index that was not
/// there); seen with the count of what is put to somebody as it was, which walked what is put to everybody.
#[test]
fn sqlite_answers_everything_by_an_index_in_its_order() {
    let home = Home::new(None);
    filled::fill(&home);
    let mut all: Vec<String> = said(|| Home::new(None)).into_keys().map(|said| said.sql).collect();
    all.extend(all_lists(Dialect::Sqlite));
    let faults = sqlite::faults(&home, &all);
    judge(&faults, allowed::SQLITE);
    for allowed in allowed::SQLITE {
        assert!(faults.iter().any(|fault| allowed.covers(fault)), "nothing does this any more: {allowed:?}");
    }
}

/// As above, by the plans that the product's own sessions come to: those of its writer know no parameters, those of its
/// readers may or may not.
#[test]
fn postgres_answers_everything_by_an_index_in_its_order() {
    let home = Home::new(Some(CLUSTER.database()));
    filled::fill(&home);
    let said = said(|| Home::new(Some(CLUSTER.database())));
    let faults = postgres::faults(&home, &said, &all_lists(Dialect::Postgres));
    judge(&faults, allowed::POSTGRES);
}
