-- A carrier's id is its account's: another account may give out the same one for a text of another line.
DROP INDEX texts_by_carrier_id;
CREATE UNIQUE INDEX texts_by_carrier_id ON texts (workspace, carrier_id, line) WHERE carrier_id IS NOT NULL;
