//! What is particular to PostgreSQL.

mod commit;
mod connection;
mod conversations;
mod customers;
mod lead;
mod listen;
mod migrate;
mod tls;
mod value;

pub(crate) use commit::commit;
pub(crate) use connection::{Address, Pg, Purpose, address};
pub(crate) use lead::beat;
pub(crate) use listen::{directory_word, feed_word, listen};
#[cfg(feature = "testing")]
pub(crate) use migrate::MIGRATIONS;
pub(crate) use migrate::migrate;
