-- By which folding the words of names are kept, and how far those of another one are written anew: one row.
CREATE TABLE IF NOT EXISTS words_kept (
    folding      INTEGER NOT NULL,
    in_workspace INTEGER NOT NULL, -- the workspace whose contacts are gone through
    up_to        INTEGER NOT NULL, -- its contacts up to this one are done
    done         INTEGER NOT NULL  -- 1: all are, of every workspace
) STRICT;
INSERT INTO words_kept (folding, in_workspace, up_to, done)
    SELECT 0, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM words_kept);
