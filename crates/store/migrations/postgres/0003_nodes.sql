-- Which of several nodes leads, and until when (microseconds since 1970, this server's time).
CREATE TABLE leaders (
    workspace BIGINT PRIMARY KEY,
    node      BIGINT NOT NULL,
    until     BIGINT NOT NULL
) WITH (fillfactor = 20);

-- How far the feed reached when (machine time, microseconds since 1970), now and then: what a position is as an age.
CREATE TABLE milestones (
    workspace BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    feed      BIGINT NOT NULL,
    PRIMARY KEY (workspace, at)
);

-- The place of a text that waits is its age, behind the confirmations of opt-outs.
UPDATE texts SET rank = greatest(1, (extract(epoch FROM (doc::json ->> 'written_at')::timestamptz) * 1000000)::bigint)
    WHERE state = 0 AND rank = 1;
