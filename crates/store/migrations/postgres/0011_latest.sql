-- The latest moment of anything that was recorded: no node decides before it, whatever its clock shows.
ALTER TABLE workspaces ADD COLUMN latest BIGINT NOT NULL DEFAULT 0;
