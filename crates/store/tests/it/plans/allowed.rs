//! What is gone through or sorted all the same, and why that is right.

use super::Fault;

/// An exception.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    /// The table or index that is gone through; none: something is sorted.
    through: Option<&'static str>,
    /// In statements that contain this.
    by: &'static str,
    /// Why that is right: for whoever reads this.
    _because: &'static str,
}

impl Allowed {
    pub(super) fn covers(self, fault: &Fault) -> bool {
        self.through == fault.through.as_deref() && fault.sql.contains(self.by)
    }
}

const fn whole(through: &'static str, by: &'static str, because: &'static str) -> Allowed {
    Allowed { through: Some(through), by, _because: because }
}

const fn sorts(by: &'static str, because: &'static str) -> Allowed {
    Allowed { through: None, by, _because: because }
}

const TEAM: &str =
    "as many as a business has people, lines, programs or queues; read when it starts or something changes";
const FEW: &str = "a row for each person, queue or kind of work, and all of them are wanted";
const TOKENS: &str = "as many as people and programs have; when somebody looks at them or leaves";
const ONE_ROW: &str = "the one row that says up to where names are kept anew";
const FOUND: &str = "what the parts of the statement found is counted, and no table";

pub(super) const SQLITE: &[Allowed] = &[
    whole("words_kept", "words_kept", ONE_ROW),
    whole("lines", "FROM lines", TEAM),
    whole("people_by_email", "FROM people", TEAM),
    sorts("FROM people WHERE workspace = ?1 ORDER BY id", TEAM),
    whole("programs", "FROM programs", TEAM),
    whole("queues_by_name", "FROM queues", TEAM),
    whole("counters", "value <> 0", FEW),
    whole("jobs", "FROM jobs", FEW),
    whole("turns", "FROM turns", FEW),
    whole("workspaces", "LIMIT 1", "there is one, or there are a few"),
    whole("tokens", "revoked_at IS NULL ORDER BY", TOKENS),
    sorts("revoked_at IS NULL ORDER BY", TOKENS),
    whole("tokens", "DELETE FROM tokens WHERE workspace = ?1 AND holder_kind = 0", TOKENS),
    whole(
        "sessions",
        "DELETE FROM sessions WHERE workspace = ?1 AND person",
        "as many as are signed in; when one of them is out everywhere",
    ),
    whole(
        "texts_sending",
        "state = 1",
        "the index holds what is being handed over just now, and all of it is wanted",
    ),
    whole("milestones", "max(at)", "the greatest stands at the end, where SQLite looks first"),
    whole("put", "count(DISTINCT conversation)", FOUND),
    sorts("count(DISTINCT conversation)", FOUND),
    whole("unread", "count(*)", FOUND),
];
pub(super) const POSTGRES: &[Allowed] = &[
    whole("words_kept", "words_kept", ONE_ROW),
    sorts(
        "FROM numbers WHERE workspace = ?1 AND (",
        "by a number and then by id: those of one number alone are sorted",
    ),
    whole("baton_schema", "baton_schema", "there is one row"),
    whole("ids_pkey", "UPDATE ids", "there is one row"),
    whole("workspaces", "LIMIT 1", "there is one, or there are a few"),
    whole("lines_pkey", "FROM lines", TEAM),
    whole("people_pkey", "FROM people", TEAM),
    whole("people_by_email", "people", TEAM),
    whole("programs_pkey", "FROM programs", TEAM),
    whole("queues_by_name", "FROM queues", TEAM),
    whole("counters_pkey", "value <> 0", FEW),
    whole("jobs_pkey", "FROM jobs", FEW),
    whole("turns_pkey", "FROM turns", FEW),
    whole("tokens_by_name", "revoked_at IS NULL ORDER BY", TOKENS),
    whole("tokens_pkey", "DELETE FROM tokens WHERE workspace = ?1 AND holder_kind = 0", TOKENS),
    whole(
        "texts_sending",
        "state = 1",
        "the index holds what is being handed over just now, and all of it is wanted",
    ),
];
