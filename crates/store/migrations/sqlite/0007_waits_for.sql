-- What of ours a pending conversation waits for stands in it by itself, and no longer in the words of its reason.
UPDATE conversations SET doc = json_set(doc, '$.waits_for',
    CASE json_extract(doc, '$.reason') WHEN 'opted out: call instead' THEN 'opt_in' ELSE 'our_text' END)
    WHERE status = 1 AND json_extract(doc, '$.pending_on') = 'internal' AND json_extract(doc, '$.waits_for') IS NULL
        AND json_extract(doc, '$.reason') IN ('opted out: call instead', 'a text of ours goes out later');
