-- Rows are documents (doc: JSON of the core's type) with the columns that keys, constraints and lists need.
-- Times are microseconds since 1970 in UTC. The workspace leads every primary key, so that the data shards by it.
-- Text compares by its bytes, as in SQLite, whatever the server's locale. Tables whose rows are rewritten leave room
-- in their pages for it, and no index holds a column that every text changes, so that those updates stay in place.

CREATE TABLE workspaces (
    id                BIGINT PRIMARY KEY,
    business          TEXT COLLATE "C" NOT NULL,
    zone              TEXT COLLATE "C" NOT NULL,
    public_url        TEXT COLLATE "C",
    rehearsal         BIGINT NOT NULL,
    directory_version BIGINT NOT NULL,
    policy_version    BIGINT NOT NULL,
    feed              BIGINT NOT NULL, -- the position of the last record
    feed_floor        BIGINT NOT NULL  -- records up to here are gone
) WITH (fillfactor = 20);

CREATE TABLE ids (
    workspace BIGINT PRIMARY KEY,
    next      BIGINT NOT NULL
) WITH (fillfactor = 20);

-- The feed, and every thread's timeline.
CREATE TABLE records (
    workspace BIGINT NOT NULL,
    position  BIGINT NOT NULL,
    thread    BIGINT,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, position)
);
CREATE INDEX records_by_thread ON records (workspace, thread, position) WHERE thread IS NOT NULL;
CREATE INDEX records_of_workspace ON records (workspace, position) WHERE thread IS NULL;

CREATE TABLE contacts (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    version   BIGINT NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) WITH (fillfactor = 70);

-- The folded words of contacts' names, for search by their beginnings.
CREATE TABLE contact_words (
    workspace BIGINT NOT NULL,
    word      TEXT COLLATE "C" NOT NULL,
    contact   BIGINT NOT NULL,
    PRIMARY KEY (workspace, word, contact)
);
CREATE INDEX contact_words_by_contact ON contact_words (workspace, contact);

CREATE TABLE numbers (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    contact   BIGINT NOT NULL,
    handset   TEXT COLLATE "C" NOT NULL,
    tail      TEXT COLLATE "C" NOT NULL, -- the digits, last one first, for search by their end
    version   BIGINT NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX numbers_by_handset ON numbers (workspace, handset);
CREATE INDEX numbers_by_tail ON numbers (workspace, tail);
CREATE INDEX numbers_by_contact ON numbers (workspace, contact);

CREATE TABLE threads (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    line      BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    version   BIGINT NOT NULL, -- the position of the thread's last record
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX threads_by_number ON threads (workspace, number, line);

CREATE TABLE conversations (
    workspace   BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    thread      BIGINT NOT NULL,
    contact     BIGINT NOT NULL,
    live        BIGINT NOT NULL, -- 1 while not closed
    status      BIGINT NOT NULL, -- 0 open, 1 pending, 2 closed
    owner_kind  BIGINT NOT NULL, -- 0 person, 1 queue
    owner       BIGINT NOT NULL,
    accountable BIGINT NOT NULL,
    sort        BIGINT NOT NULL, -- due, far ahead when nothing is; closed ones newest first
    next_at     BIGINT,
    doc         TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) WITH (fillfactor = 70);
-- Law 1: a thread has at most one conversation that is not closed.
CREATE UNIQUE INDEX conversations_one_live ON conversations (workspace, thread) WHERE live = 1;
CREATE INDEX conversations_by_thread ON conversations (workspace, thread, id);
CREATE INDEX conversations_by_contact ON conversations (workspace, contact, live);
CREATE INDEX conversations_by_sort ON conversations (workspace, live, sort, id);
CREATE INDEX conversations_by_status ON conversations (workspace, status, sort, id);
CREATE INDEX conversations_by_accountable ON conversations (workspace, live, accountable, sort, id);
CREATE INDEX conversations_by_owner ON conversations (workspace, live, owner_kind, owner, sort, id);
CREATE INDEX conversations_due ON conversations (workspace, next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE conversation_tags (
    workspace    BIGINT NOT NULL,
    tag          TEXT COLLATE "C" NOT NULL,
    live         BIGINT NOT NULL,
    sort         BIGINT NOT NULL,
    conversation BIGINT NOT NULL,
    PRIMARY KEY (workspace, tag, live, sort, conversation)
);
CREATE INDEX conversation_tags_by_conversation ON conversation_tags (workspace, conversation);

-- Our texts; those that wait are the outbox.
CREATE TABLE texts (
    workspace  BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    line       BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    state      BIGINT NOT NULL, -- 0 queued, 1 sending, then in the order of the core's states
    rank       BIGINT NOT NULL, -- 0 the confirmation of an opt-out, 1 everything else
    due_at     BIGINT,          -- when it is looked up, tried again or dropped
    carrier_id TEXT COLLATE "C",
    doc        TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) WITH (fillfactor = 70);
CREATE INDEX texts_queued ON texts (workspace, line, rank, id) WHERE state = 0;
CREATE INDEX texts_queued_to ON texts (workspace, number, id) WHERE state = 0;
CREATE INDEX texts_sending ON texts (workspace, id) WHERE state = 1;
CREATE INDEX texts_due ON texts (workspace, due_at, id) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX texts_by_carrier_id ON texts (workspace, carrier_id) WHERE carrier_id IS NOT NULL;

-- What came in, by the carrier's id, packed: the same id is the same text (law 6).
CREATE TABLE carrier_ids (
    workspace  BIGINT NOT NULL,
    line       BIGINT NOT NULL,
    carrier_id BYTEA NOT NULL,
    message    BIGINT NOT NULL,
    PRIMARY KEY (workspace, line, carrier_id)
);

CREATE TABLE media (
    workspace BIGINT NOT NULL,
    message   BIGINT NOT NULL,
    place     BIGINT NOT NULL, -- among the message's files, from 0
    next_at   BIGINT,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, message, place)
) WITH (fillfactor = 70);
CREATE INDEX media_due ON media (workspace, next_at) WHERE next_at IS NOT NULL;

CREATE TABLE media_files (
    workspace    BIGINT NOT NULL,
    message      BIGINT NOT NULL,
    place        BIGINT NOT NULL,
    content_type TEXT COLLATE "C" NOT NULL,
    bytes        BYTEA NOT NULL,
    PRIMARY KEY (workspace, message, place)
);

CREATE TABLE counters (
    workspace BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    value     BIGINT NOT NULL,
    PRIMARY KEY (workspace, kind, id)
) WITH (fillfactor = 20);

-- What presses of buttons came to, so that the same key gets the same answer.
CREATE TABLE presses (
    workspace BIGINT NOT NULL,
    scope     TEXT COLLATE "C" NOT NULL,
    press     TEXT COLLATE "C" NOT NULL,
    request   BYTEA NOT NULL,
    outcome   TEXT COLLATE "C" NOT NULL,
    feed      BIGINT NOT NULL, -- how far the feed reached then; old ones are forgotten by it
    PRIMARY KEY (workspace, scope, press)
);
CREATE INDEX presses_by_feed ON presses (workspace, feed);

-- How far somebody has read a thread.
CREATE TABLE reads (
    workspace BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    thread    BIGINT NOT NULL,
    up_to     BIGINT NOT NULL,
    PRIMARY KEY (workspace, person, thread)
);

CREATE TABLE people (
    workspace     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    email         TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C",
    doc           TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE UNIQUE INDEX people_by_email ON people (workspace, email);

CREATE TABLE programs (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
);

CREATE TABLE tokens (
    workspace   BIGINT NOT NULL,
    hash        BYTEA NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    holder_kind BIGINT NOT NULL, -- 0 person, 1 program
    holder      BIGINT NOT NULL,
    scopes      TEXT COLLATE "C" NOT NULL, -- a JSON list
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT,
    PRIMARY KEY (workspace, hash)
);
CREATE UNIQUE INDEX tokens_by_name ON tokens (workspace, holder_kind, holder, name) WHERE revoked_at IS NULL;

CREATE TABLE sessions (
    workspace  BIGINT NOT NULL,
    hash       BYTEA NOT NULL,
    person     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (workspace, hash)
);
CREATE INDEX sessions_by_end ON sessions (workspace, expires_at);
CREATE INDEX sessions_by_person ON sessions (workspace, person);

CREATE TABLE lines (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    number    TEXT COLLATE "C" NOT NULL,
    retired   BIGINT NOT NULL,
    settings  TEXT COLLATE "C" NOT NULL, -- the carrier's, secret
    doc       TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE UNIQUE INDEX lines_by_number ON lines (workspace, number) WHERE retired = 0;

-- Every queue there ever was: it keeps its id as long as its name stays.
CREATE TABLE queues (
    workspace BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, id)
);
CREATE UNIQUE INDEX queues_by_name ON queues (workspace, name);

CREATE TABLE policies (
    workspace BIGINT NOT NULL,
    version   BIGINT NOT NULL,
    source    TEXT COLLATE "C" NOT NULL,
    saved_at  BIGINT NOT NULL,
    saved_by  BIGINT,
    PRIMARY KEY (workspace, version)
);

CREATE TABLE jobs (
    workspace BIGINT NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    after     BIGINT,
    PRIMARY KEY (workspace, name)
);
