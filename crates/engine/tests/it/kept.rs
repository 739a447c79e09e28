//! Where a test's business is kept: each of the two databases, on one real server of `PostgreSQL` for all tests here.

use baton_store::testing::Cluster;
use baton_store::{Reader, Store, StoreError};
use std::sync::{Arc, LazyLock};

/// Which database a business is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    Sqlite,
    Postgres,
}

/// Runs each of these tests on both. One that is written and not named here is dead code, which Clippy refuses.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(start_paused = true)]
                async fn $test() {
                    super::$test($crate::kept::Kept::Sqlite).await;
                }
            )+
        }
        mod on_postgres {
            $(
                #[tokio::test(start_paused = true)]
                async fn $test() {
                    super::$test($crate::kept::Kept::Postgres).await;
                }
            )+
        }
    };
}
pub(crate) use on_both;

/// It ends with the process.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start_careless);

/// A new database; its address.
pub(crate) fn database() -> String {
    aside(|| CLUSTER.database())
}

/// Does what blocks on a thread that drives no tasks: `PostgreSQL`'s client panics on one that does.
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match std::thread::scope(|scope| scope.spawn(work).join()) {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The store that an engine reads, for a test that looks into it too. Tasks stand still meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct Shelf(Arc<Store>);

impl Shelf {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self(store)
    }

    pub(crate) fn read<T: Send>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<T, StoreError> {
        if self.0.is_shared() { aside(|| self.0.read(read)) } else { self.0.read(read) }
    }

    /// The seconds for which its program leads after its last sign of life are over, which another one would wait for. (That
    /// they are waited for is looked at with servers that are killed.)
    pub(crate) fn is_let_go(&self) {
        if self.0.is_shared() {
            aside(|| self.0.abdicate()).expect("the database is there");
        }
    }
}

impl std::ops::Deref for Shelf {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.0
    }
}
