//! What a change would move, in a document and in words.

use baton_core::{Directory, Moved, Owner};
use baton_engine::{Preview, Silent};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Counts by what moves, from whom and to whom, and what stays on a retired line.
pub(super) fn document(live: &Directory, found: &Preview) -> Value {
    let owner = |owner| live.owner_name(owner);
    let to = found.sums.iter().map(|(one, count)| {
        json!({"what": what(one.what), "from": owner(one.from), "to": owner(one.to), "count": count})
    });
    let first = found.silent.first.iter().map(|one| {
        json!({"conversation": one.conversation.to_string(), "customer": one.customer, "owner": owner(one.owner),
            "scheduled": one.scheduled})
    });
    let Silent { conversations, scheduled, .. } = found.silent;
    json!({"to": to.collect::<Vec<_>>(), "silent": {"conversations": conversations, "scheduled": scheduled,
        "first": first.collect::<Vec<_>>()}})
}

fn what(moved: Moved) -> &'static str {
    match moved {
        Moved::Conversation => "conversation",
        Moved::Ask(_) => "ask",
        Moved::Offer(_) => "offer",
        Moved::Answers => "answers",
        Moved::Scheduled(_) => "scheduled",
        Moved::Reminder(_) => "reminder",
    }
}

/// What is still open on a line that is to be retired; none: nothing.
pub(super) fn silent_words(live: &Directory, silent: &Silent, number: &str) -> Option<String> {
    let conversations = match silent.conversations {
        0 => return None,
        1 => "1 conversation is".to_owned(),
        many => format!("{many} conversations are"),
    };
    let mut words =
        format!("{conversations} not closed on {number}, and nobody can text in them once it is retired:");
    for one in &silent.first {
        let scheduled = match one.scheduled {
            0 => String::new(),
            1 => ", 1 text scheduled".to_owned(),
            many => format!(", {many} texts scheduled"),
        };
        let owner: Owner = one.owner;
        // Writing to a String cannot fail.
        let _ = write!(words, "\n  {}: {}{scheduled}", one.customer, live.owner_name(owner));
    }
    if silent.conversations > silent.first.len() {
        let _ = write!(words, "\n  and {} more", silent.conversations - silent.first.len());
    }
    words.push_str("\nThey stay with whoever has them.");
    match silent.scheduled {
        0 => {}
        1 => words.push_str(" The scheduled text is dropped at its time, and whoever scheduled it is told."),
        many => {
            let _ = write!(
                words,
                " The {many} scheduled texts are dropped at their time, and whoever scheduled them is told."
            );
        }
    }
    Some(words)
}
