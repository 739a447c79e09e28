//! What the writer read and wrote lately, so that a known customer's text is decided without asking the database.

use baton_core::{Contact, Conversation, Number, Thread};
use rustc_hash::FxHasher;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, RandomState};
use std::sync::Arc;

/// Rows of each kind that a generation holds; at most twice as many are kept. A customer with a conversation takes
/// about 2 KB, so the cache stays under about 4 MB: a crowd goes past it whatever its size, and what is written to
/// often in a minute fits in.
const GENERATION: usize = 1_024;

/// A bounded map: when the young generation is full, the old one is dropped and the young one becomes old. What is
/// asked for becomes young again.
#[derive(Debug)]
pub(crate) struct Kept<K, V, S = BuildHasherDefault<FxHasher>> {
    young: HashMap<K, V, S>,
    old: HashMap<K, V, S>,
}

impl<K, V, S: Default> Default for Kept<K, V, S> {
    fn default() -> Self {
        Self { young: HashMap::default(), old: HashMap::default() }
    }
}

impl<K: Hash + Eq + Clone, V, S: BuildHasher> Kept<K, V, S> {
    /// Keeps a row.
    pub(crate) fn put(&mut self, key: K, value: V) {
        if self.young.len() >= GENERATION {
            // The old one's room is used again: a map that grows moves everything in it several times.
            std::mem::swap(&mut self.old, &mut self.young);
            self.young.clear();
        }
        self.old.remove(&key);
        self.young.insert(key, value);
    }

    /// The row, if it is kept.
    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    /// Whether it is kept; if so it becomes young again and survives the next [`GENERATION`] new ones.
    pub(crate) fn refresh<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        if self.young.contains_key(key) {
            return true;
        }
        let Some((key, value)) = self.old.remove_entry(key) else { return false };
        self.put(key, value);
        true
    }
}

/// The rows.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    pub(crate) numbers: Kept<i64, Arc<Number>>,
    /// Number ids by handset key, which strangers choose: hashed so that they cannot choose them alike.
    pub(crate) handsets: Kept<String, i64, RandomState>,
    pub(crate) contacts: Kept<i64, Arc<Contact>>,
    pub(crate) threads: Kept<i64, Arc<Thread>>,
    /// Thread ids by number and line.
    pub(crate) pairs: Kept<(i64, i64), i64>,
    pub(crate) conversations: Kept<i64, Arc<Conversation>>,
}

impl Cache {
    /// Keeps a number.
    pub(crate) fn number(&mut self, row: Arc<Number>) {
        if self.handsets.get(&row.handset) != Some(&row.id.0) {
            self.handsets.put(row.handset.clone(), row.id.0);
        }
        self.numbers.put(row.id.0, row);
    }

    /// Keeps a thread.
    pub(crate) fn thread(&mut self, row: Arc<Thread>) {
        let pair = (row.number.0, row.line.0);
        if self.pairs.get(&pair).is_none() {
            self.pairs.put(pair, row.id.0);
        }
        self.threads.put(row.id.0, row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_survives_and_the_rest_is_bounded() {
        let mut kept: Kept<usize, usize> = Kept::default();
        for key in 0..5 * GENERATION {
            kept.put(key, key);
            assert!(kept.refresh(&0), "asked for each time, at {key}");
        }
        assert!(kept.get(&1).is_none());
        assert!(kept.young.len() + kept.old.len() <= 2 * GENERATION);
    }
}
