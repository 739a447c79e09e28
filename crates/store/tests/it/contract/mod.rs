//! What both databases promise alike.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

pub(crate) mod changes;
pub(crate) mod commits;
pub(crate) mod due;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod set_up;

use crate::common::{Desk, Home, at, cedar_lane, line, person, sentence};
use baton_core::{
    By, Conversation, Key, LineId, MessageId, Moment, OutText, Position, Role, Status, TextKind, TextState,
    ThreadId,
};
use baton_hours::MachineTime;
use baton_store::{
    Changed, CommitError, Counter, Due, Edit, Filter, Holder, Idempotency, LineChange, MediaFile, MediaJob,
    MediaState, Need, Outcome, PersonChange, ReadMark, Reader, Session, StoreError, Token, Write, Writer,
};
use std::sync::Arc;
use std::time::Duration;

fn by_carrier(lines: Vec<LineId>, id: &str) -> Key {
    Key::CarrierId { lines: lines.into(), id: id.into() }
}
