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
