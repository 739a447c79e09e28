-- How far the feed reached when (machine time, microseconds since 1970), now and then: what a position is as an age.
CREATE TABLE milestones (
    workspace INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    feed      INTEGER NOT NULL,
    PRIMARY KEY (workspace, at)
) STRICT, WITHOUT ROWID;

-- The place of a text that waits is its age, behind the confirmations of opt-outs.
-- An instant is written as RFC 3339 in UTC, with up to six decimals; to the microsecond, for pages go on from it.
UPDATE texts SET rank = max(1, CAST(strftime('%s', substr(json_extract(doc, '$.written_at'), 1, 19)) AS INTEGER) * 1000000
        + CASE WHEN length(json_extract(doc, '$.written_at')) > 20
            THEN CAST(substr(substr(json_extract(doc, '$.written_at'), 21,
                length(json_extract(doc, '$.written_at')) - 21) || '00000', 1, 6) AS INTEGER) ELSE 0 END)
    WHERE state = 0 AND rank = 1;
