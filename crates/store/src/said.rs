//! What the databases are told, for the tests of query plans: every statement of a piece of work, as it is said.

use crate::sql::{Keys, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A statement that was said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// With its parameters as `?1`, `?2` …
    pub sql: String,
    /// What its session had said first; empty on `SQLite`.
    pub session: &'static str,
}

/// What each was said with, the first time that it found its parameters here; as literals.
pub type Sayings = BTreeMap<Said, Vec<String>>;

thread_local! {
    static HEARD: RefCell<Option<Sayings>> = const { RefCell::new(None) };
}

/// Everything that this thread tells the databases while it works. Other threads are not heard.
pub fn said_by(work: impl FnOnce()) -> Sayings {
    HEARD.with_borrow_mut(|heard| *heard = Some(Sayings::new()));
    work();
    HEARD.with_borrow_mut(Option::take).unwrap_or_default()
}

/// A statement is said.
pub(crate) fn say(sql: &str, session: &'static str, values: impl FnOnce() -> Vec<String>) {
    HEARD.with_borrow_mut(|heard| {
        let Some(heard) = heard else { return };
        let said = heard.entry(Said { sql: sql.to_owned(), session }).or_default();
        if said.is_empty() {
            *said = values();
        }
    });
}

/// Parameters as literals.
pub(crate) fn literals(params: &[Value]) -> Vec<String> {
    let literal = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(value) => value.to_string(),
        Value::Text(text) => quoted(text),
        Value::Bytes(bytes) => {
            quoted(&bytes.iter().fold("\\x".to_owned(), |hex, byte| format!("{hex}{byte:02x}")))
        }
    };
    params.iter().map(literal).collect()
}

/// A workspace and several keys as literals.
pub(crate) fn keyed(workspace: i64, keys: Keys<'_>) -> Vec<String> {
    let list = match keys {
        Keys::Ints(keys) => keys.iter().map(i64::to_string).collect::<Vec<_>>(),
        Keys::Texts(keys) => keys.to_vec(),
    };
    vec![workspace.to_string(), quoted(&format!("{{{}}}", list.join(",")))]
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
