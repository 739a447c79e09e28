-- Rows are documents (doc: JSON of the core's type) with the columns that keys, constraints and lists need.
-- Times are microseconds since 1970 in UTC. A file holds one workspace, so the key of a table with ids is its rowid
-- alone: a second b-tree for (workspace, id) would be written to with every row and never tell two rows apart.
-- No index holds a column that every text changes.

CREATE TABLE workspaces (
    id                INTEGER PRIMARY KEY CHECK (id = 1),
    business          TEXT    NOT NULL,
    zone              TEXT    NOT NULL,
    public_url        TEXT,
    rehearsal         INTEGER NOT NULL,
    directory_version INTEGER NOT NULL,
    policy_version    INTEGER NOT NULL,
    feed              INTEGER NOT NULL, -- the position of the last record
    feed_floor        INTEGER NOT NULL  -- records up to here are gone
) STRICT;

CREATE TABLE ids (
    workspace INTEGER PRIMARY KEY,
    next      INTEGER NOT NULL
) STRICT;

-- The feed, and every thread's timeline.
CREATE TABLE records (
    position  INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    thread    INTEGER,
    doc       TEXT    NOT NULL
) STRICT;
CREATE INDEX records_by_thread ON records (workspace, thread) WHERE thread IS NOT NULL;
CREATE INDEX records_of_workspace ON records (workspace) WHERE thread IS NULL;

CREATE TABLE contacts (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    doc       TEXT    NOT NULL
) STRICT;

-- The folded words of contacts' names, for search by their beginnings.
CREATE TABLE contact_words (
    workspace INTEGER NOT NULL,
    word      TEXT    NOT NULL,
    contact   INTEGER NOT NULL,
    PRIMARY KEY (workspace, word, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_words_by_contact ON contact_words (workspace, contact);

CREATE TABLE numbers (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    contact   INTEGER NOT NULL,
    handset   TEXT    NOT NULL,
    tail      TEXT    NOT NULL, -- the digits, last one first, for search by their end
    version   INTEGER NOT NULL,
    doc       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX numbers_by_handset ON numbers (workspace, handset);
CREATE INDEX numbers_by_tail ON numbers (workspace, tail);
CREATE INDEX numbers_by_contact ON numbers (workspace, contact);

CREATE TABLE threads (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    version   INTEGER NOT NULL, -- the position of the thread's last record
    doc       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX threads_by_number ON threads (workspace, number, line);

CREATE TABLE conversations (
    id          INTEGER PRIMARY KEY,
    workspace   INTEGER NOT NULL,
    thread      INTEGER NOT NULL,
    contact     INTEGER NOT NULL,
    live        INTEGER NOT NULL, -- 1 while not closed
    status      INTEGER NOT NULL, -- 0 open, 1 pending, 2 closed
    owner_kind  INTEGER NOT NULL, -- 0 person, 1 queue
    owner       INTEGER NOT NULL,
    accountable INTEGER NOT NULL,
    sort        INTEGER NOT NULL, -- due, far ahead when nothing is; closed ones newest first
    next_at     INTEGER,
    doc         TEXT    NOT NULL
) STRICT;
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
    workspace    INTEGER NOT NULL,
    tag          TEXT    NOT NULL,
    live         INTEGER NOT NULL,
    sort         INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    PRIMARY KEY (workspace, tag, live, sort, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tags_by_conversation ON conversation_tags (workspace, conversation);

-- Our texts; those that wait are the outbox.
CREATE TABLE texts (
    id         INTEGER PRIMARY KEY,
    workspace  INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    state      INTEGER NOT NULL, -- 0 queued, 1 sending, then in the order of the core's states
    rank       INTEGER NOT NULL, -- 0 the confirmation of an opt-out, 1 everything else
    due_at     INTEGER,          -- when it is looked up, tried again or dropped
    carrier_id TEXT,
    doc        TEXT    NOT NULL
) STRICT;
CREATE INDEX texts_queued ON texts (workspace, line, rank, id) WHERE state = 0;
CREATE INDEX texts_queued_to ON texts (workspace, number, id) WHERE state = 0;
CREATE INDEX texts_sending ON texts (workspace, id) WHERE state = 1;
CREATE INDEX texts_due ON texts (workspace, due_at, id) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX texts_by_carrier_id ON texts (workspace, carrier_id) WHERE carrier_id IS NOT NULL;

-- What came in, by the carrier's id, packed: the same id is the same text (law 6).
CREATE TABLE carrier_ids (
    workspace  INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    carrier_id BLOB    NOT NULL,
    message    INTEGER NOT NULL,
    PRIMARY KEY (workspace, line, carrier_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
    workspace INTEGER NOT NULL,
    message   INTEGER NOT NULL,
    place     INTEGER NOT NULL, -- among the message's files, from 0
    next_at   INTEGER,
    doc       TEXT    NOT NULL,
    PRIMARY KEY (workspace, message, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_due ON media (workspace, next_at) WHERE next_at IS NOT NULL;

CREATE TABLE media_files (
    message      INTEGER NOT NULL,
    place        INTEGER NOT NULL,
    workspace    INTEGER NOT NULL,
    content_type TEXT    NOT NULL,
    bytes        BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX media_files_key ON media_files (workspace, message, place);

CREATE TABLE counters (
    workspace INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    value     INTEGER NOT NULL,
    PRIMARY KEY (workspace, kind, id)
) STRICT, WITHOUT ROWID;

-- What presses of buttons came to, so that the same key gets the same answer.
CREATE TABLE presses (
    workspace INTEGER NOT NULL,
    scope     TEXT    NOT NULL,
    press     TEXT    NOT NULL,
    request   BLOB    NOT NULL,
    outcome   TEXT    NOT NULL,
    feed      INTEGER NOT NULL, -- how far the feed reached then; old ones are forgotten by it
    PRIMARY KEY (workspace, scope, press)
) STRICT, WITHOUT ROWID;
CREATE INDEX presses_by_feed ON presses (workspace, feed);

-- How far somebody has read a thread.
CREATE TABLE reads (
    workspace INTEGER NOT NULL,
    person    INTEGER NOT NULL,
    thread    INTEGER NOT NULL,
    up_to     INTEGER NOT NULL,
    PRIMARY KEY (workspace, person, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id            INTEGER PRIMARY KEY,
    workspace     INTEGER NOT NULL,
    email         TEXT    NOT NULL,
    password_hash TEXT,
    doc           TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_by_email ON people (workspace, email);

CREATE TABLE programs (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    doc       TEXT    NOT NULL
) STRICT;

CREATE TABLE tokens (
    workspace   INTEGER NOT NULL,
    hash        BLOB    NOT NULL,
    name        TEXT    NOT NULL,
    holder_kind INTEGER NOT NULL, -- 0 person, 1 program
    holder      INTEGER NOT NULL,
    scopes      TEXT    NOT NULL, -- a JSON list
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER,
    PRIMARY KEY (workspace, hash)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tokens_by_name ON tokens (workspace, holder_kind, holder, name) WHERE revoked_at IS NULL;

CREATE TABLE sessions (
    workspace  INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    person     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (workspace, expires_at);
CREATE INDEX sessions_by_person ON sessions (workspace, person);

CREATE TABLE lines (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    number    TEXT    NOT NULL,
    retired   INTEGER NOT NULL,
    settings  TEXT    NOT NULL, -- the carrier's, secret
    doc       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX lines_by_number ON lines (workspace, number) WHERE retired = 0;

-- Every queue there ever was: it keeps its id as long as its name stays.
CREATE TABLE queues (
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL,
    name      TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX queues_by_name ON queues (workspace, name);

CREATE TABLE policies (
    workspace INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    source    TEXT    NOT NULL,
    saved_at  INTEGER NOT NULL,
    saved_by  INTEGER,
    PRIMARY KEY (workspace, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    workspace INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    after     INTEGER,
    PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
