//! Blocking work where everything runs inline: on `PostgreSQL` it cannot be done by a thread that drives tasks.

use tokio::runtime::Handle;

/// Does `work` on a thread of its own, which this one waits for, so that one thing still comes after the other and paused
/// time stands meanwhile. (`PostgreSQL`'s client runs a runtime of its own inside each call, and panics on a thread that
/// drives tasks.) The tasks' time is the same there. A panic of the work goes on here.
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let tasks = Handle::try_current();
    let beside = || {
        let _within = tasks.as_ref().map(Handle::enter);
        work()
    };
    match std::thread::scope(|scope| scope.spawn(beside).join()) {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
