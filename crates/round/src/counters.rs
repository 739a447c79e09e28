//! What a change of a conversation does to the counters that lists show.

use baton_core::{Conversation, Owner, Status};
use baton_store::Counter;
use rustc_hash::FxHashMap;

/// Changes of counters, summed up over a batch.
#[derive(Debug, Default)]
pub(crate) struct Counters(FxHashMap<Counter, i64>);

impl Counters {
    /// A conversation is `after` what was `before`; none: it is new.
    pub(crate) fn moved(&mut self, before: Option<&Conversation>, after: &Conversation) {
        if let Some(before) = before {
            self.count(before, -1);
        }
        self.count(after, 1);
    }

    /// Only live conversations count.
    fn count(&mut self, conversation: &Conversation, by: i64) {
        if !conversation.is_live() {
            return;
        }
        let owned = match conversation.owner {
            Owner::Person(person) => Counter::OwnedByPerson(person),
            Owner::Queue(queue) => Counter::OwnedByQueue(queue),
        };
        let counters =
            [Counter::Status(conversation.status), owned, Counter::AnsweredBy(conversation.accountable)];
        let open = (conversation.status == Status::Open).then_some(match conversation.owner {
            Owner::Person(person) => Counter::Open(person),
            Owner::Queue(queue) => Counter::Waiting(queue),
        });
        for counter in counters.into_iter().chain(open) {
            *self.0.entry(counter).or_default() += by;
        }
    }

    /// Those that changed.
    pub(crate) fn changed(&mut self) -> Vec<(Counter, i64)> {
        let changed = self.0.drain().filter(|(_, by)| *by != 0);
        changed.collect()
    }
}
