//! What a small business had in its tables, as each version of the schema wrote it.
//!
//! The workspace is always 1. Instants are those of 9 March 2026, in microseconds since 1970 in columns; bytes are written
//! as `X'..'`. A migration that rewrites rows makes the rows here that it changes end, and those that they became begin.

/// A row of a table, in some versions of the schema.
pub(super) struct Row {
    pub(super) table: &'static str,
    pub(super) columns: &'static str,
    pub(super) values: &'static str,
    /// From which version on.
    pub(super) since: usize,
    /// Up to which version; none: it still is so.
    pub(super) until: Option<usize>,
    /// A migration makes it of what there was; otherwise it is of something that began with that version.
    pub(super) became: bool,
}

impl Row {
    const fn new(table: &'static str, columns: &'static str, values: &'static str) -> Self {
        Self { table, columns, values, since: 1, until: None, became: false }
    }

    /// It is there from that version on.
    const fn since(self, version: usize) -> Self {
        Self { since: version, ..self }
    }

    /// That version had it so as the last one.
    const fn until(self, version: usize) -> Self {
        Self { until: Some(version), ..self }
    }

    /// The migration to that version makes it so.
    const fn became(self, version: usize) -> Self {
        Self { since: version, became: true, ..self }
    }
}

/// Every row there ever was.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row::new("records", "workspace, position, thread, doc", r#"1, 1, NULL, '{"position":1,"thread":null,"conversation":null,"at":"2026-03-09T13:00:00Z","by":{"kind":"policy"},"events":[{"type":"policy.changed","version":1}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 6, 40, '{"position":6,"thread":40,"conversation":50,"at":"2026-03-09T14:00:00Z","by":{"kind":"contact"},"events":[{"type":"thread.started","thread":40,"line":10,"number":30,"contact":20,"handset":"+12125550134","address":"+12125550134"},{"type":"text.received","id":41943041,"from":"+12125550134","body":"Where is my invoice?","carrier_id":"PHONE1"},{"type":"conversation.opened","id":50,"owner":{"kind":"queue","id":3},"accountable":1,"queue":3},{"type":"conversation.routed","owner":{"kind":"queue","id":3},"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]}},{"type":"clock.started","clock":"first_response","target":"Everybody","started_at":"2026-03-09T14:00:00Z","due_at":"2026-03-09T15:00:00Z"}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 10, 41, '{"position":10,"thread":41,"conversation":51,"at":"2026-03-09T14:05:00Z","by":{"kind":"contact"},"events":[{"type":"thread.started","thread":41,"line":10,"number":31,"contact":21,"handset":"+12125550177","address":"+12125550177"},{"type":"text.received","id":42991617,"from":"+12125550177","body":"invoice, please","carrier_id":"PHONE2"},{"type":"conversation.opened","id":51,"owner":{"kind":"queue","id":3},"accountable":1,"queue":3},{"type":"conversation.routed","owner":{"kind":"queue","id":3},"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]}}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 12, 41, '{"position":12,"thread":41,"conversation":51,"at":"2026-03-09T14:06:00Z","by":{"kind":"person","id":2},"events":[{"type":"owner.changed","from":{"kind":"queue","id":3},"to":{"kind":"person","id":2},"cause":"claim"},{"type":"text.written","id":42991618,"to":"+12125550177","body":"Sent.","kind":"person","segments":1}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 13, 41, '{"position":13,"thread":41,"conversation":51,"at":"2026-03-09T14:07:00Z","by":{"kind":"policy"},"events":[{"type":"text.handed_over","id":42991618}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 14, 41, '{"position":14,"thread":41,"conversation":51,"at":"2026-03-09T14:08:00Z","by":{"kind":"policy"},"events":[{"type":"text.sent","id":42991618,"carrier_id":"SM00000000000000000000000000000001"}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 15, 41, '{"position":15,"thread":41,"conversation":51,"at":"2026-03-09T14:09:00Z","by":{"kind":"person","id":2},"events":[{"type":"conversation.closed","reason":"answered"}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 17, 41, '{"position":17,"thread":41,"conversation":52,"at":"2026-03-09T14:20:00Z","by":{"kind":"contact"},"events":[{"type":"text.received","id":42991619,"from":"+12125550177","body":"another invoice?","carrier_id":"PHONE3"},{"type":"conversation.opened","id":52,"owner":{"kind":"person","id":2},"accountable":2}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 18, 41, '{"position":18,"thread":41,"conversation":52,"at":"2026-03-09T14:21:07.02473Z","by":{"kind":"person","id":2},"events":[{"type":"text.written","id":42991620,"to":"+12125550177","body":"Which one?","kind":"person","segments":1}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 22, 42, '{"position":22,"thread":42,"conversation":53,"at":"2026-03-09T14:30:00Z","by":{"kind":"contact"},"events":[{"type":"thread.started","thread":42,"line":10,"number":32,"contact":22,"handset":"+12125550150","address":"+12125550150"},{"type":"text.received","id":44040193,"from":"+12125550150","body":"invoice?","carrier_id":"PHONE4"},{"type":"conversation.opened","id":53,"owner":{"kind":"queue","id":3},"accountable":1,"queue":3},{"type":"conversation.routed","owner":{"kind":"queue","id":3},"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]}}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 26, 42, '{"position":26,"thread":42,"conversation":53,"at":"2026-03-09T14:31:00Z","by":{"kind":"contact"},"events":[{"type":"text.received","id":44040194,"from":"+12125550150","body":"STOP","carrier_id":"PHONE5"},{"type":"consent.changed","number":32,"from":"unstated","to":"out","cause":"word","evidence":"STOP"},{"type":"status.changed","from":"open","to":"pending","pending_on":"internal","reason":"opted out: call instead"},{"type":"text.written","id":44040195,"to":"+12125550150","body":"Cedar Lane Physio: you are opted out.","kind":"opt_out_confirmation","segments":1}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 29, 43, '{"position":29,"thread":43,"conversation":54,"at":"2026-03-09T14:40:00Z","by":{"kind":"contact"},"events":[{"type":"thread.started","thread":43,"line":10,"number":33,"contact":23,"handset":"+13105550199","address":"+13105550199"},{"type":"text.received","id":45088769,"from":"+13105550199","body":"an invoice","carrier_id":"PHONE6"},{"type":"conversation.opened","id":54,"owner":{"kind":"person","id":2},"accountable":2}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 31, 43, '{"position":31,"thread":43,"conversation":54,"at":"2026-03-09T14:41:00Z","by":{"kind":"person","id":2},"events":[{"type":"text.written","id":45088770,"to":"+13105550199","body":"Tomorrow.","kind":"person","segments":1},{"type":"status.changed","from":"open","to":"pending","pending_on":"internal","reason":"a text of ours goes out later"}]}'"#),
    Row::new("records", "workspace, position, thread, doc", r#"1, 36, 44, '{"position":36,"thread":44,"conversation":55,"at":"2026-03-09T14:50:00Z","by":{"kind":"contact"},"events":[{"type":"thread.started","thread":44,"line":10,"number":34,"contact":24,"handset":"+447700900123","address":"+447700900123"},{"type":"text.received","id":46137345,"from":"+447700900123","body":"times, and an invoice","carrier_id":"PHONE7"},{"type":"conversation.opened","id":55,"owner":{"kind":"person","id":2},"accountable":2},{"type":"ask.opened","id":3604481,"owner":{"kind":"queue","id":3},"accountable":2,"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]},"message":46137345},{"type":"person.told","who":2,"about":"ask_opened"}]}'"#).since(3),
    Row::new("workspaces", "id, business, zone, public_url, rehearsal, directory_version, policy_version, feed, feed_floor", "1, 'Cedar Lane Physio', 'America/New_York', 'https://texts.example', 0, 5, 1, 31, 0").until(2),
    Row::new("workspaces", "id, business, zone, public_url, rehearsal, directory_version, policy_version, feed, feed_floor", "1, 'Cedar Lane Physio', 'America/New_York', 'https://texts.example', 0, 5, 1, 36, 0").since(3),
    Row::new("ids", "workspace, next", "1, 1000"),
    Row::new("contacts", "workspace, id, version, doc", r#"1, 20, 0, '{"id":20,"version":0,"name":"Jordan Lee","existing":true}'"#),
    Row::new("contact_words", "workspace, word, contact", "1, 'jordan', 20"),
    Row::new("contact_words", "workspace, word, contact", "1, 'lee', 20"),
    Row::new("numbers", "workspace, id, contact, handset, tail, version, doc", r#"1, 30, 20, '+12125550134', '43105552121', 0, '{"id":30,"version":0,"contact":20,"handset":"+12125550134","address":"+12125550134","consent":{"state":"unstated"}}'"#),
    Row::new("contacts", "workspace, id, version, doc", r#"1, 21, 0, '{"id":21,"version":0,"name":"Priya Shah","existing":true}'"#),
    Row::new("contact_words", "workspace, word, contact", "1, 'priya', 21"),
    Row::new("contact_words", "workspace, word, contact", "1, 'shah', 21"),
    Row::new("numbers", "workspace, id, contact, handset, tail, version, doc", r#"1, 31, 21, '+12125550177', '77105552121', 0, '{"id":31,"version":0,"contact":21,"handset":"+12125550177","address":"+12125550177","consent":{"state":"unstated"}}'"#),
    Row::new("contacts", "workspace, id, version, doc", r#"1, 22, 0, '{"id":22,"version":0}'"#),
    Row::new("numbers", "workspace, id, contact, handset, tail, version, doc", r#"1, 32, 22, '+12125550150', '05105552121', 1, '{"id":32,"version":1,"contact":22,"handset":"+12125550150","address":"+12125550150","consent":{"state":"out","since":"2026-03-09T14:31:00Z","evidence":"STOP"}}'"#),
    Row::new("contacts", "workspace, id, version, doc", r#"1, 23, 0, '{"id":23,"version":0,"name":"Ben Ortiz","existing":true}'"#),
    Row::new("contact_words", "workspace, word, contact", "1, 'ben', 23"),
    Row::new("contact_words", "workspace, word, contact", "1, 'ortiz', 23"),
    Row::new("numbers", "workspace, id, contact, handset, tail, version, doc", r#"1, 33, 23, '+13105550199', '99105550131', 0, '{"id":33,"version":0,"contact":23,"handset":"+13105550199","address":"+13105550199","consent":{"state":"unstated"}}'"#),
    Row::new("contacts", "workspace, id, version, doc", r#"1, 24, 0, '{"id":24,"version":0}'"#).since(3),
    Row::new("numbers", "workspace, id, contact, handset, tail, version, doc", r#"1, 34, 24, '+447700900123', '321009007744', 0, '{"id":34,"version":0,"contact":24,"handset":"+447700900123","address":"+447700900123","consent":{"state":"unstated"}}'"#).since(3),
    Row::new("threads", "workspace, id, line, number, version, doc", r#"1, 40, 10, 30, 6, '{"id":40,"line":10,"number":30,"contact":20,"version":6,"messages":1,"open":50,"last_inbound":41943041,"last_at":"2026-03-09T14:00:00Z","snippet":"Where is my invoice?"}'"#),
    Row::new("threads", "workspace, id, line, number, version, doc", r#"1, 41, 10, 31, 18, '{"id":41,"line":10,"number":31,"contact":21,"version":18,"messages":4,"open":52,"last_closed":51,"last_inbound":42991619,"last_by":[2,42991620],"last_at":"2026-03-09T14:21:07.02473Z","snippet":"Which one?","snippet_ours":true}'"#),
    Row::new("threads", "workspace, id, line, number, version, doc", r#"1, 42, 10, 32, 26, '{"id":42,"line":10,"number":32,"contact":22,"version":26,"messages":3,"open":53,"last_inbound":44040194,"last_at":"2026-03-09T14:31:00Z","snippet":"STOP"}'"#),
    Row::new("threads", "workspace, id, line, number, version, doc", r#"1, 43, 10, 33, 31, '{"id":43,"line":10,"number":33,"contact":23,"version":31,"messages":2,"open":54,"last_inbound":45088769,"last_by":[2,45088770],"last_at":"2026-03-09T14:41:00Z","snippet":"Tomorrow.","snippet_ours":true}'"#),
    Row::new("threads", "workspace, id, line, number, version, doc", r#"1, 44, 10, 34, 36, '{"id":44,"line":10,"number":34,"contact":24,"version":36,"messages":1,"open":55,"last_inbound":46137345,"last_at":"2026-03-09T14:50:00Z","snippet":"times, and an invoice"}'"#).since(3),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 50, 40, 20, 1, 0, 1, 3, 1, 1773068400000000, 1773068400000000, '{"id":50,"thread":40,"line":10,"number":30,"contact":20,"opened_at":"2026-03-09T14:00:00Z","status":"open","owner":{"kind":"queue","id":3},"accountable":1,"priority":"normal","queue":3,"tags":["billing"],"routed_by":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]},"untouched":true,"waiting_since":"2026-03-09T14:00:00Z","clocks":[{"clock":"first_response","target":"Everybody","started_at":"2026-03-09T14:00:00Z","due_at":"2026-03-09T15:00:00Z","warned":true}]}'"#),
    Row::new("conversation_tags", "workspace, tag, live, sort, conversation", "1, 'billing', 1, 1773068400000000, 50"),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 51, 41, 21, 0, 2, 0, 2, 2, -1773065340000000, NULL, '{"id":51,"thread":41,"line":10,"number":31,"contact":21,"opened_at":"2026-03-09T14:05:00Z","status":"closed","reason":"answered","closed_at":"2026-03-09T14:09:00Z","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","queue":3,"last_person":2,"tags":["billing"],"routed_by":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]},"replied":true}'"#),
    Row::new("conversation_tags", "workspace, tag, live, sort, conversation", "1, 'billing', 0, -1773065340000000, 51"),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 52, 41, 21, 1, 1, 0, 2, 2, 9223372036854775807, NULL, '{"id":52,"thread":41,"line":10,"number":31,"contact":21,"opened_at":"2026-03-09T14:20:00Z","status":"pending","pending_on":"customer","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","last_person":2,"replied":true,"asked":true}'"#),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 53, 42, 22, 1, 1, 1, 3, 1, 9223372036854775807, NULL, '{"id":53,"thread":42,"line":10,"number":32,"contact":22,"opened_at":"2026-03-09T14:30:00Z","status":"pending","pending_on":"internal","reason":"opted out: call instead","owner":{"kind":"queue","id":3},"accountable":1,"priority":"normal","queue":3,"routed_by":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]}}'"#).until(6),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 54, 43, 23, 1, 1, 0, 2, 2, 9223372036854775807, NULL, '{"id":54,"thread":43,"line":10,"number":33,"contact":23,"opened_at":"2026-03-09T14:40:00Z","status":"pending","pending_on":"internal","reason":"a text of ours goes out later","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","last_person":2,"replied":true}'"#).until(6),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 53, 42, 22, 1, 1, 1, 3, 1, 9223372036854775807, NULL, '{"id":53,"thread":42,"line":10,"number":32,"contact":22,"opened_at":"2026-03-09T14:30:00Z","status":"pending","pending_on":"internal","reason":"opted out: call instead","waits_for":"opt_in","owner":{"kind":"queue","id":3},"accountable":1,"priority":"normal","queue":3,"routed_by":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]}}'"#).became(7),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 54, 43, 23, 1, 1, 0, 2, 2, 9223372036854775807, NULL, '{"id":54,"thread":43,"line":10,"number":33,"contact":23,"opened_at":"2026-03-09T14:40:00Z","status":"pending","pending_on":"internal","reason":"a text of ours goes out later","waits_for":"our_text","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","last_person":2,"replied":true}'"#).became(7),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 55, 44, 24, 1, 0, 0, 2, 2, 1773071400000000, 1773068100500000, '{"id":55,"thread":44,"line":10,"number":34,"contact":24,"opened_at":"2026-03-09T14:50:00Z","status":"open","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","last_person":2,"tags":["new"],"waiting_since":"2026-03-09T14:50:00Z","asks":[{"id":3604481,"owner":{"kind":"queue","id":3},"accountable":2,"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]},"message":46137345,"opened_at":"2026-03-09T14:50:00Z","clock":{"clock":"ask","target":"Everybody","started_at":"2026-03-09T14:50:00Z","due_at":"2026-03-09T14:55:00.5Z","warned":true,"ask":3604481}}],"clocks":[{"clock":"first_response","target":"Everybody","started_at":"2026-03-09T14:50:00Z","due_at":"2026-03-09T15:50:00Z","warned":true}],"parts":2,"handoff":{"id":3604482,"from":2,"to":{"kind":"person","id":1},"summary":"Wants two things.","tell":"on_acceptance","offered_at":"2026-03-09T14:52:00Z","expires_at":"2026-03-09T15:22:00.000001Z"}}'"#).since(3).until(4),
    Row::new("conversation_tags", "workspace, tag, live, sort, conversation", "1, 'new', 1, 1773071400000000, 55").since(3).until(4),
    Row::new("conversations", "workspace, id, thread, contact, live, status, owner_kind, owner, accountable, sort, next_at, doc", r#"1, 55, 44, 24, 1, 0, 0, 2, 2, 1773068100500000, 1773068100500000, '{"id":55,"thread":44,"line":10,"number":34,"contact":24,"opened_at":"2026-03-09T14:50:00Z","status":"open","owner":{"kind":"person","id":2},"accountable":2,"priority":"normal","last_person":2,"tags":["new"],"waiting_since":"2026-03-09T14:50:00Z","asks":[{"id":3604481,"owner":{"kind":"queue","id":3},"accountable":2,"why":{"because":"the text says \"invoice\" (line 1)","line":1,"rule":"IF message contains \"invoice\"","matched":["invoice"]},"message":46137345,"opened_at":"2026-03-09T14:50:00Z","clock":{"clock":"ask","target":"Everybody","started_at":"2026-03-09T14:50:00Z","due_at":"2026-03-09T14:55:00.5Z","warned":true,"ask":3604481}}],"clocks":[{"clock":"first_response","target":"Everybody","started_at":"2026-03-09T14:50:00Z","due_at":"2026-03-09T15:50:00Z","warned":true}],"parts":2,"handoff":{"id":3604482,"from":2,"to":{"kind":"person","id":1},"summary":"Wants two things.","tell":"on_acceptance","offered_at":"2026-03-09T14:52:00Z","expires_at":"2026-03-09T15:22:00.000001Z"}}'"#).became(5),
    Row::new("conversation_tags", "workspace, tag, live, sort, conversation", "1, 'new', 1, 1773068100500000, 55").became(5),
    Row::new("put_to", "workspace, party_kind, party, sort, conversation, giver", "1, 1, 3, 1773068100500000, 55, 0").became(5),
    Row::new("put_to", "workspace, party_kind, party, sort, conversation, giver", "1, 0, 2, 1773068100500000, 55, 0").became(5),
    Row::new("put_to", "workspace, party_kind, party, sort, conversation, giver", "1, 0, 1, 1773069720000001, 55, 2").became(5),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 42991618, 10, 31, 4, 1, 1773065880000000, 'SM00000000000000000000000000000001', '{"id":42991618,"conversation":51,"line":10,"number":31,"to":"+12125550177","body":"Sent.","by":{"kind":"person","id":2},"kind":"person","written_at":"2026-03-09T14:06:00Z","state":"sent","carrier_id":"SM00000000000000000000000000000001","attempts":1,"lookups":0,"next_at":"2026-03-09T14:18:00Z"}'"#),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 45088770, 10, 33, 0, 1, NULL, NULL, '{"id":45088770,"conversation":54,"line":10,"number":33,"to":"+13105550199","body":"Tomorrow.","by":{"kind":"person","id":2},"kind":"person","written_at":"2026-03-09T14:19:00.123456Z","state":"queued","attempts":0,"lookups":0}'"#).until(2),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 42991620, 10, 31, 0, 1, NULL, NULL, '{"id":42991620,"conversation":52,"line":10,"number":31,"to":"+12125550177","body":"Which one?","by":{"kind":"person","id":2},"kind":"person","written_at":"2026-03-09T14:21:07.02473Z","state":"queued","attempts":0,"lookups":0}'"#).until(2),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 45088770, 10, 33, 0, 1773065940123456, NULL, NULL, '{"id":45088770,"conversation":54,"line":10,"number":33,"to":"+13105550199","body":"Tomorrow.","by":{"kind":"person","id":2},"kind":"person","written_at":"2026-03-09T14:19:00.123456Z","state":"queued","attempts":0,"lookups":0}'"#).became(3),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 42991620, 10, 31, 0, 1773066067024730, NULL, NULL, '{"id":42991620,"conversation":52,"line":10,"number":31,"to":"+12125550177","body":"Which one?","by":{"kind":"person","id":2},"kind":"person","written_at":"2026-03-09T14:21:07.02473Z","state":"queued","attempts":0,"lookups":0}'"#).became(3),
    Row::new("texts", "workspace, id, line, number, state, rank, due_at, carrier_id, doc", r#"1, 44040195, 10, 32, 0, 0, 1773066960000000, NULL, '{"id":44040195,"conversation":53,"line":10,"number":32,"to":"+12125550150","body":"Cedar Lane Physio: you are opted out.","by":{"kind":"policy"},"kind":"opt_out_confirmation","written_at":"2026-03-09T14:31:00Z","state":"queued","attempts":0,"lookups":0,"expires_at":"2026-03-09T14:36:00Z"}'"#),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4531', 41943041"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4532', 42991617"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4533', 42991619"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4534', 44040193"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4535', 44040194"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4536', 45088769"),
    Row::new("carrier_ids", "workspace, line, carrier_id, message", "1, 10, X'0050484f4e4537', 46137345").since(3),
    Row::new("media", "workspace, message, place, next_at, doc", r#"1, 41943041, 0, NULL, '{"message":41943041,"index":0,"line":10,"media":{"url":"https://media.example/0","content_type":"image/jpeg"},"state":"here","attempts":0,"next_at":null,"trouble":null}'"#),
    Row::new("media", "workspace, message, place, next_at, doc", r#"1, 41943041, 1, 50, '{"message":41943041,"index":1,"line":10,"media":{"url":"https://media.example/1","content_type":"image/jpeg"},"state":"coming","attempts":0,"next_at":50,"trouble":null}'"#),
    Row::new("media_files", "workspace, message, place, content_type, bytes", "1, 41943041, 0, 'image/jpeg', X'00ff07'"),
    Row::new("counters", "workspace, kind, id, value", "1, 0, 0, 1").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 0, 1, 3").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 2, 3, 2").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 1, 2, 2").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 3, 1, 2").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 3, 2, 2").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 5, 3, 1").until(2),
    Row::new("counters", "workspace, kind, id, value", "1, 0, 0, 2").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 0, 1, 3").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 2, 3, 2").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 1, 2, 3").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 3, 1, 2").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 3, 2, 3").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 4, 2, 1").since(3),
    Row::new("counters", "workspace, kind, id, value", "1, 5, 3, 1").since(3),
    Row::new("presses", "workspace, scope, press, request, outcome, feed", r#"1, 'program:7', 'visit-17', X'0102', '{"thread":40,"conversation":50,"message":41943041,"position":null}', 3"#),
    Row::new("reads", "workspace, person, thread, up_to", "1, 2, 41, 42991619"),
    Row::new("people", "workspace, id, email, password_hash, doc", r#"1, 1, 'dana@cedarlane.example', '$argon2id$1', '{"id":1,"email":"dana@cedarlane.example","name":"Dana Kim","role":"admin","active":true}'"#),
    Row::new("people", "workspace, id, email, password_hash, doc", r#"1, 2, 'chris@cedarlane.example', NULL, '{"id":2,"email":"chris@cedarlane.example","name":"Chris Bell","role":"agent","active":true}'"#),
    Row::new("programs", "workspace, id, doc", r#"1, 7, '{"id":7,"name":"Web shop","active":true}'"#),
    Row::new("tokens", "workspace, hash, name, holder_kind, holder, scopes, created_at, revoked_at", r#"1, X'0707070707070707070707070707070707070707070707070707070707070707', 'booking', 1, 7, '["messages:send"]', 1773064800000000, NULL"#),
    Row::new("sessions", "workspace, hash, person, created_at, expires_at", "1, X'0101010101010101010101010101010101010101010101010101010101010101', 1, 1773064800000000, 1783064800000000"),
    Row::new("lines", "workspace, id, number, retired, settings, doc", r#"1, 10, '+12125550100', 0, '{"token":"secret"}', '{"id":10,"number":"+12125550100","name":"Main line","carrier":"simulator","carrier_answers":false,"retired":false}'"#),
    Row::new("queues", "workspace, id, name", "1, 2, 'General'"),
    Row::new("queues", "workspace, id, name", "1, 3, 'Billing'"),
    Row::new("policies", "workspace, version, source, saved_at, saved_by", r#"1, 1, 'zone = "America/New_York"
fallback = "dana@cedarlane.example"

[hours.Office]
mon = ["09:00-18:00"]

[queues.General]
members = ["dana@cedarlane.example", "chris@cedarlane.example"]
lead = "dana@cedarlane.example"
hours = "Office"

[queues.Billing]
members = ["chris@cedarlane.example"]
lead = "dana@cedarlane.example"
hours = "Office"

[[targets]]
name = "Everybody"
first_response = "1 h"
hours = "Office"

[routing]
text = """
IF message contains "invoice"
  ASSIGN to Billing queue
ELSE
  ASSIGN to General queue
"""
', 1773061200000000, NULL"#),
    Row::new("jobs", "workspace, name, after", "1, 'resettle', 50"),
    Row::new("jobs", "workspace, name, after, at", "1, 'edges', NULL, 1773064800000000").since(2),
    Row::new("turns", "workspace, queue, doc", r#"1, 3, '{"answers":{"last":2,"order":[2]}}'"#).since(2),
    Row::new("milestones", "workspace, at, feed", "1, 1773064800000000, 3").since(3),
    Row::new("told", "workspace, person, position, record", "1, 2, 36, 36").since(5),
    Row::new("told_read", "workspace, person, up_to", "1, 2, 4").since(5),
    Row::new("changes", "workspace, id, kind, subject, doc", r#"1, 900, 0, 2, '{"id":900,"of":{"kind":"person","id":2},"at":"2026-03-09T13:30:00Z","by":{"kind":"person","id":1},"added":true,"fields":[{"field":"name","from":null,"to":"Chris Bell"}]}'"#).since(6),
    Row::new("told_seen", "workspace, person, position", "1, 2, 36").since(9),
];
