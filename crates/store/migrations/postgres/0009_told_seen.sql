-- What somebody has read of what they were told, one by one: what lies beyond the place up to which they have read all.
CREATE TABLE IF NOT EXISTS told_seen (
    workspace BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    PRIMARY KEY (workspace, person, position)
);
