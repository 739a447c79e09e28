-- Every new conversation is an entry in each index. What these three found is found by others: everything that is not closed
-- by its two statuses, a contact's by its numbers and their threads, and the one of a thread that is not closed by the index
-- that makes it the only one.
DROP INDEX IF EXISTS conversations_by_sort;
DROP INDEX IF EXISTS conversations_by_contact;
DROP INDEX IF EXISTS conversations_by_thread;
CREATE INDEX IF NOT EXISTS conversations_closed ON conversations (workspace, thread, id) WHERE live = 0;
