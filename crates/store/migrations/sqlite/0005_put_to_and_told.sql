-- What a conversation puts to others than its owner: open asks, and the offer that stands. Most put nothing to anybody
-- and have no row here, so a customer's text does not touch this table.
CREATE TABLE put_to (
    workspace    INTEGER NOT NULL,
    party_kind   INTEGER NOT NULL, -- 0 person, 1 queue
    party        INTEGER NOT NULL,
    sort         INTEGER NOT NULL, -- by when
    conversation INTEGER NOT NULL,
    giver        INTEGER NOT NULL, -- who offers it; 0: it is a question
    PRIMARY KEY (workspace, party_kind, party, sort, conversation, giver)
) STRICT, WITHOUT ROWID;
CREATE INDEX put_to_by_conversation ON put_to (workspace, conversation);

-- What people were told, by whom it concerns: positions of events, with those of their records. From here on only.
CREATE TABLE told (
    workspace INTEGER NOT NULL,
    person    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    record    INTEGER NOT NULL,
    PRIMARY KEY (workspace, person, position)
) STRICT, WITHOUT ROWID;

-- Up to which position somebody has read what they were told.
CREATE TABLE told_read (
    workspace INTEGER NOT NULL,
    person    INTEGER NOT NULL,
    up_to     INTEGER NOT NULL,
    PRIMARY KEY (workspace, person)
) STRICT, WITHOUT ROWID;

-- What is open already. An instant is written as RFC 3339 in UTC, with up to six decimals.
WITH asks AS (
    SELECT c.workspace, c.id, a.value AS ask, coalesce(
        CASE WHEN json_extract(a.value, '$.clock.paused_at') IS NULL THEN json_extract(a.value, '$.clock.due_at') END,
        json_extract(a.value, '$.opened_at')) AS at
    FROM conversations c, json_each(c.doc, '$.asks') a WHERE c.live = 1
), put AS (
    SELECT workspace, id, json_extract(ask, '$.owner.kind') = 'queue' AS kind, json_extract(ask, '$.owner.id') AS party,
        0 AS giver, at FROM asks
    UNION ALL SELECT workspace, id, 0, json_extract(ask, '$.accountable'), 0, at FROM asks
    UNION ALL SELECT workspace, id, json_extract(doc, '$.handoff.to.kind') = 'queue', json_extract(doc, '$.handoff.to.id'),
        json_extract(doc, '$.handoff.from'), json_extract(doc, '$.handoff.expires_at')
        FROM conversations WHERE live = 1 AND json_extract(doc, '$.handoff.id') IS NOT NULL
)
INSERT INTO put_to (workspace, party_kind, party, sort, conversation, giver)
    SELECT workspace, kind, party, min(CAST(strftime('%s', substr(at, 1, 19)) AS INTEGER) * 1000000
        + CASE WHEN length(at) > 20 THEN CAST(substr(substr(at, 21, length(at) - 21) || '00000', 1, 6) AS INTEGER) ELSE 0 END),
        id, giver FROM put GROUP BY workspace, id, kind, party, giver;

-- The place of a conversation in lists is by the promises of its questions too.
WITH due AS (
    SELECT c.workspace, c.id, min(CAST(strftime('%s', substr(json_extract(a.value, '$.clock.due_at'), 1, 19)) AS INTEGER) * 1000000
        + CASE WHEN length(json_extract(a.value, '$.clock.due_at')) > 20
            THEN CAST(substr(substr(json_extract(a.value, '$.clock.due_at'), 21,
                length(json_extract(a.value, '$.clock.due_at')) - 21) || '00000', 1, 6) AS INTEGER) ELSE 0 END) AS at
    FROM conversations c, json_each(c.doc, '$.asks') a
    WHERE c.live = 1 AND json_extract(a.value, '$.clock.due_at') IS NOT NULL
        AND json_extract(a.value, '$.clock.paused_at') IS NULL
    GROUP BY c.workspace, c.id
)
UPDATE conversations SET sort = due.at FROM due
    WHERE conversations.workspace = due.workspace AND conversations.id = due.id AND due.at < conversations.sort;
UPDATE conversation_tags SET sort = c.sort FROM conversations c
    WHERE c.workspace = conversation_tags.workspace AND c.id = conversation_tags.conversation AND c.live = 1 AND c.sort < conversation_tags.sort;
