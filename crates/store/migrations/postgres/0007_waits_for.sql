-- What of ours a pending conversation waits for stands in it by itself, and no longer in the words of its reason.
UPDATE conversations SET doc = (doc::jsonb || jsonb_build_object('waits_for',
    CASE doc::jsonb ->> 'reason' WHEN 'opted out: call instead' THEN 'opt_in' ELSE 'our_text' END))::text
    WHERE status = 1 AND doc::jsonb ->> 'pending_on' = 'internal' AND doc::jsonb ->> 'waits_for' IS NULL
        AND doc::jsonb ->> 'reason' IN ('opted out: call instead', 'a text of ours goes out later');
