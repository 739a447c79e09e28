//! What is particular to SQLite.

mod commit;
mod connection;
mod customers;
mod log;
mod open;

pub(crate) use commit::commit;
pub(crate) use connection::{Lite, Ready};
pub(crate) use log::{Gate, Log, file_of, lock, open_log};
#[cfg(feature = "testing")]
pub(crate) use open::MIGRATIONS;
pub(crate) use open::open;
