-- Who changed people and lines, and when: only ever added to.
CREATE TABLE changes (
    workspace INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    -- 0 a person, 1 a line.
    kind      INTEGER NOT NULL,
    subject   INTEGER NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_subject ON changes (workspace, kind, subject, id);
