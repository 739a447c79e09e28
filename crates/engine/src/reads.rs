//! The one way from tasks to the store. A store blocks, and one on `PostgreSQL` cannot be asked by a thread that drives
//! tasks at all; so no part of the engine holds a store, but this, which asks it elsewhere.

use crate::aside::aside;
use crate::options::Execution;
use baton_store::{Beat, Reader, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// The one way from tasks to the store. Copies are the same.
#[derive(Debug, Clone)]
pub(crate) struct Reads {
    store: Arc<Store>,
    execution: Execution,
}

impl Reads {
    pub(crate) fn new(store: Arc<Store>, execution: Execution) -> Self {
        Self { store, execution }
    }

    /// Runs a short read, off the runtime's threads unless everything runs inline.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.with(move |store| store.read(read)).await
    }

    /// See [`Store::beat`].
    pub(crate) async fn beat(&self, lease: Duration) -> Result<Option<Beat>, StoreError> {
        self.with(move |store| store.beat(lease)).await
    }

    /// See [`Store::abdicate`].
    pub(crate) async fn abdicate(&self) -> Result<(), StoreError> {
        self.with(Store::abdicate).await
    }

    /// Whether other nodes may work on the same database.
    pub(crate) fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// See [`Store::hears_others`].
    pub(crate) fn hears_others(&self) -> bool {
        self.store.hears_others()
    }

    /// Bytes in the write-ahead log: a look at a file's entry, which does not wait.
    pub(crate) fn wal_bytes(&self) -> u64 {
        self.store.wal_bytes()
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.execution == Execution::Inline {
            return if self.is_shared() { aside(|| work(&self.store)) } else { work(&self.store) };
        }
        let store = Arc::clone(&self.store);
        let task = tokio::task::spawn_blocking(move || work(&store));
        task.await.unwrap_or_else(|error| Err(StoreError::Database(format!("a read broke off: {error}"))))
    }
}
