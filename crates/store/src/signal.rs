//! Tells whoever waits that the feed has grown.

use crate::sqlite::lock;
use baton_core::Position;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

type Listener = Box<dyn Fn(Position) + Send + Sync>;
type DirectoryListener = Box<dyn Fn() + Send + Sync>;

/// How far the feed is known to reach, and who wants to hear of it.
#[derive(Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    changed: Condvar,
    listeners: Mutex<Vec<Listener>>,
    directory_listeners: Mutex<Vec<DirectoryListener>>,
    hearing: AtomicBool,
    doubted: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    head: i64,
    over: bool,
}

impl std::fmt::Debug for Signal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signal").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Signal {
    /// The feed reaches at least so far.
    pub(crate) fn grown(&self, head: i64) {
        {
            let mut state = lock(&self.state);
            if head <= state.head {
                return;
            }
            state.head = head;
        }
        self.changed.notify_all();
        for listener in lock(&self.listeners).iter() {
            listener(Position(head));
        }
    }

    /// How far the feed is known to reach.
    pub(crate) fn head(&self) -> i64 {
        lock(&self.state).head
    }

    pub(crate) fn subscribe(&self, listener: Listener) {
        lock(&self.listeners).push(listener);
    }

    /// Another node changed policy, people or lines.
    pub(crate) fn directory_moved(&self) {
        for listener in lock(&self.directory_listeners).iter() {
            listener();
        }
    }

    pub(crate) fn subscribe_to_directory(&self, listener: DirectoryListener) {
        lock(&self.directory_listeners).push(listener);
    }

    /// Waits until the feed reaches beyond `after`.
    pub(crate) fn wait(&self, after: Position, timeout: Duration) -> Position {
        let waiting = |state: &mut State| state.head <= after.0 && !state.over;
        let waited = self.changed.wait_timeout_while(lock(&self.state), timeout, waiting);
        Position(waited.unwrap_or_else(PoisonError::into_inner).0.head)
    }

    /// The store is being closed.
    pub(crate) fn end(&self) {
        lock(&self.state).over = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_over(&self) -> bool {
        lock(&self.state).over
    }

    /// Waits, at most so long, for the end.
    pub(crate) fn wait_over(&self, timeout: Duration) {
        // Poisoned or not, it waited.
        let _ = self.changed.wait_timeout_while(lock(&self.state), timeout, |state| !state.over);
    }

    pub(crate) fn set_hearing(&self, hearing: bool) {
        self.hearing.store(hearing, Ordering::Relaxed);
    }

    pub(crate) fn is_hearing(&self) -> bool {
        self.hearing.load(Ordering::Relaxed)
    }

    /// The feed reaches so far, as somebody found who looked. If nobody had said so, it is to be doubted that others are
    /// heard.
    pub(crate) fn found(&self, head: i64) {
        if head > self.head() {
            self.doubted.store(true, Ordering::Relaxed);
        }
        self.grown(head);
    }

    /// Whether there was a reason to doubt since this was asked last.
    pub(crate) fn is_doubted(&self) -> bool {
        self.doubted.swap(false, Ordering::Relaxed)
    }
}
