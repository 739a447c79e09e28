-- Who changed people and lines, and when: only ever added to.
CREATE TABLE changes (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    -- 0 a person, 1 a line.
    kind      BIGINT NOT NULL,
    subject   BIGINT NOT NULL,
    doc       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX changes_by_subject ON changes (workspace, kind, subject, id);
