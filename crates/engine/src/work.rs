//! Counting what is under way, so that a rehearsal knows when everything that fell due is done.

use std::sync::Arc;
use tokio::sync::watch;

/// How many things are under way. Copies share the count.
#[derive(Debug, Clone)]
pub(crate) struct Work(Arc<watch::Sender<usize>>);

/// One thing under way, until it is dropped.
#[derive(Debug)]
pub(crate) struct Busy(Arc<watch::Sender<usize>>);

impl Default for Work {
    fn default() -> Self {
        Self(Arc::new(watch::channel(0).0))
    }
}

impl Work {
    pub(crate) fn begin(&self) -> Busy {
        self.0.send_modify(|count| *count += 1);
        Busy(Arc::clone(&self.0))
    }

    /// Comes back when nothing is under way.
    pub(crate) async fn idle(&self) {
        let mut count = self.0.subscribe();
        // The sender lives as long as this does.
        let _ = count.wait_for(|count| *count == 0).await;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
