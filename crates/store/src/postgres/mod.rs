//! What is particular to PostgreSQL.

mod commit;
mod connection;
mod conversations;
mod customers;
mod listen;
mod migrate;
mod value;

pub(crate) use commit::commit;
pub(crate) use connection::{Pg, Purpose, config};
pub(crate) use listen::listen;
pub(crate) use migrate::migrate;

use tokio::runtime::{Handle, RuntimeFlavor};

/// Runs what asks PostgreSQL. Its client drives a small runtime of its own, which panics on a thread that drives the
/// tasks of another; so on such a thread the tasks are left to others meanwhile.
pub(crate) fn outside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
