-- The latest moment of anything that was recorded: no node decides before it, whatever its clock shows.
ALTER TABLE workspaces ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;
