-- How far the feed reached when (machine time, microseconds since 1970), now and then: what a position is as an age.
CREATE TABLE milestones (
    workspace INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    feed      INTEGER NOT NULL,
    PRIMARY KEY (workspace, at)
) STRICT, WITHOUT ROWID;

-- The place of a text that waits is its age, behind the confirmations of opt-outs.
UPDATE texts SET rank = max(1, CAST(unixepoch(json_extract(doc, '$.written_at'), 'subsec') * 1000000 AS INTEGER))
    WHERE state = 0 AND rank = 1;
