-- Whose turn it is in a queue: to be given something, and to answer for what the queue has.
CREATE TABLE turns (
    workspace INTEGER NOT NULL,
    queue     INTEGER NOT NULL,
    doc       TEXT    NOT NULL,
    PRIMARY KEY (workspace, queue)
) STRICT, WITHOUT ROWID;

-- Up to when, in domain time, a job has seen to everything (µs since 1970 in UTC).
ALTER TABLE jobs ADD COLUMN at INTEGER;
