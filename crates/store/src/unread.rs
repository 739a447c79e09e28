//! The statements about what somebody was told and has not read, in one place: readers, the writer and the tests of query
//! plans use the same. Parameters are the workspace, the person, and what each says.

/// What somebody has not read: beyond the place up to which they have read all, and not by itself.
macro_rules! unread {
    () => {
        "FROM told t WHERE t.workspace = ?1 AND t.person = ?2 AND t.position > coalesce((SELECT up_to FROM told_read WHERE \
         workspace = ?1 AND person = ?2), 0) AND NOT EXISTS (SELECT 1 FROM told_seen s WHERE s.workspace = ?1 AND \
         s.person = ?2 AND s.position = t.position)"
    };
}

/// Of it what is of the thread `?3`.
macro_rules! of_thread {
    () => {
        "EXISTS (SELECT 1 FROM records r WHERE r.workspace = ?1 AND r.position = t.record AND r.thread = ?3)"
    };
}

/// Positions from `?3` to `?4`, both included.
pub(crate) const BETWEEN: &str =
    concat!("SELECT t.position ", unread!(), " AND t.position >= ?3 AND t.position <= ?4");
/// Positions with those of their records, newest first, `?3` of them.
pub(crate) const NEWEST: &str =
    concat!("SELECT t.position, t.record ", unread!(), " ORDER BY t.position DESC LIMIT ?3");
/// The newest position that is of the thread `?3`.
pub(crate) const NEWEST_OF: &str =
    concat!("SELECT t.position ", unread!(), " AND ", of_thread!(), " ORDER BY t.position DESC LIMIT 1");
/// The oldest position.
pub(crate) const OLDEST: &str = concat!("SELECT t.position ", unread!(), " ORDER BY t.position LIMIT 1");
/// How many, `?3` at most.
pub(crate) const COUNT: &str =
    concat!("SELECT count(*) FROM (SELECT t.position ", unread!(), " LIMIT ?3) AS unread");
/// Notes as read by itself what is of the thread `?3`, up to the position `?4`.
pub(crate) const SEE: &str = concat!(
    "INSERT INTO told_seen (workspace, person, position) SELECT t.workspace, t.person, t.position ",
    unread!(),
    " AND t.position <= ?4 AND ",
    of_thread!(),
    " ON CONFLICT DO NOTHING"
);
/// The last that somebody was told, read or not.
pub(crate) const LAST: &str =
    "SELECT position FROM told WHERE workspace = ?1 AND person = ?2 ORDER BY position DESC LIMIT 1";
/// Notes that somebody has read all up to the position `?3`.
pub(crate) const UP_TO: &str = "INSERT INTO told_read AS r (workspace, person, up_to) VALUES (?1, ?2, ?3) ON CONFLICT \
    (workspace, person) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > r.up_to";
/// Forgets what was read by itself before all up to the position `?3` was.
pub(crate) const FORGET: &str =
    "DELETE FROM told_seen WHERE workspace = ?1 AND person = ?2 AND position <= ?3";
