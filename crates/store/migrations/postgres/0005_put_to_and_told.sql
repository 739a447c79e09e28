-- What a conversation puts to others than its owner: open asks, and the offer that stands. Most put nothing to anybody
-- and have no row here, so a customer's text does not touch this table.
CREATE TABLE put_to (
    workspace    BIGINT NOT NULL,
    party_kind   BIGINT NOT NULL, -- 0 person, 1 queue
    party        BIGINT NOT NULL,
    sort         BIGINT NOT NULL, -- by when
    conversation BIGINT NOT NULL,
    giver        BIGINT NOT NULL, -- who offers it; 0: it is a question
    PRIMARY KEY (workspace, party_kind, party, sort, conversation, giver)
);
CREATE INDEX put_to_by_conversation ON put_to (workspace, conversation);

-- What people were told, by whom it concerns: positions of events, with those of their records. From here on only.
CREATE TABLE told (
    workspace BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    record    BIGINT NOT NULL,
    PRIMARY KEY (workspace, person, position)
);

-- Up to which position somebody has read what they were told.
CREATE TABLE told_read (
    workspace BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    up_to     BIGINT NOT NULL,
    PRIMARY KEY (workspace, person)
);

-- What is open already.
WITH asks AS (
    SELECT c.workspace, c.id, a.ask, coalesce(
        CASE WHEN a.ask #>> '{clock,paused_at}' IS NULL THEN a.ask #>> '{clock,due_at}' END,
        a.ask ->> 'opened_at') AS at
    FROM conversations c, json_array_elements(c.doc::json -> 'asks') AS a (ask) WHERE c.live = 1
), put AS (
    SELECT workspace, id, (ask #>> '{owner,kind}' = 'queue')::int AS kind, (ask #>> '{owner,id}')::bigint AS party,
        0::bigint AS giver, at FROM asks
    UNION ALL SELECT workspace, id, 0, (ask ->> 'accountable')::bigint, 0, at FROM asks
    UNION ALL SELECT workspace, id, (doc::json #>> '{handoff,to,kind}' = 'queue')::int,
        (doc::json #>> '{handoff,to,id}')::bigint, (doc::json #>> '{handoff,from}')::bigint,
        doc::json #>> '{handoff,expires_at}'
        FROM conversations WHERE live = 1 AND doc::json #>> '{handoff,id}' IS NOT NULL
)
INSERT INTO put_to (workspace, party_kind, party, sort, conversation, giver)
    SELECT workspace, kind, party, min((extract(epoch FROM at::timestamptz) * 1000000)::bigint), id, giver
    FROM put GROUP BY workspace, id, kind, party, giver;

-- The place of a conversation in lists is by the promises of its questions too.
WITH due AS (
    SELECT c.workspace, c.id, min((extract(epoch FROM (a.ask #>> '{clock,due_at}')::timestamptz) * 1000000)::bigint) AS at
    FROM conversations c, json_array_elements(c.doc::json -> 'asks') AS a (ask)
    WHERE c.live = 1 AND a.ask #>> '{clock,due_at}' IS NOT NULL AND a.ask #>> '{clock,paused_at}' IS NULL
    GROUP BY c.workspace, c.id
)
UPDATE conversations c SET sort = due.at FROM due
    WHERE c.workspace = due.workspace AND c.id = due.id AND due.at < c.sort;
UPDATE conversation_tags g SET sort = c.sort FROM conversations c
    WHERE c.workspace = g.workspace AND c.id = g.conversation AND c.live = 1 AND c.sort < g.sort;
