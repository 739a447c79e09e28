//! How much a policy may hold. Generous for any business, and small enough that a check stays quick.

/// Bytes of the whole document.
pub(crate) const SOURCE: usize = 1 << 20;
/// Queues.
pub(crate) const QUEUES: usize = 500;
/// Members of a queue.
pub(crate) const MEMBERS: usize = 1_000;
/// Business calendars.
pub(crate) const HOURS: usize = 200;
/// Periods that open on one day.
pub(crate) const PERIODS: usize = 24;
/// Holidays of one calendar.
pub(crate) const HOLIDAYS: usize = 1_000;
/// Tags that a queue adds.
pub(crate) const TAGS: usize = 20;
/// Reasons for closing.
pub(crate) const REASONS: usize = 50;
/// Characters of a name, a tag or a reason.
pub(crate) const NAME: usize = 60;
