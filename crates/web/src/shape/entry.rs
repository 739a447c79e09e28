//! An event as an entry of a timeline or stream: one flat object, every id in its outside form.

use super::contact::consent_word;
use super::conversation::{RuleView, pending_word, priority_word};
use super::later::later_fields;
use super::promise::{notice_words, promise_fields, stop_words, withdraw_words};
use super::team::{OwnerView, named};
use baton_core::{
    Audience, AutoCause, By, ConsentCause, ContactChange, ContactId, Directory, Event, Field, Media,
    MessageId, OwnerCause, Position, Record, TextKind, Why,
};
use serde_json::{Map, Value, json};

/// The customer of a thread, for who did what.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    /// Who.
    pub(crate) id: ContactId,
    /// Their name, or their number.
    pub(crate) name: String,
}

/// Tells what happened, with names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Teller<'a> {
    /// Who is who.
    pub(crate) directory: &'a Directory,
    /// The customer, where the record has a thread.
    pub(crate) customer: Option<&'a Customer>,
}

impl Teller<'_> {
    /// What an audience is shown of a record as entries, in order.
    pub(crate) fn entries<'r>(
        &'r self,
        record: &'r Record,
        audience: Audience,
    ) -> impl Iterator<Item = Entry> + 'r {
        audience.shown(record).map(|(position, event)| self.one(record, position, &event))
    }

    /// One event of a record as an entry. Whoever is told it may be shown it: see [`Audience`].
    pub(crate) fn one(&self, record: &Record, position: Position, event: &Event) -> Entry {
        Entry { position, value: self.entry(record, position, event) }
    }

    fn entry(&self, record: &Record, position: Position, event: &Event) -> Value {
        let mut entry = Map::new();
        entry.insert("position".into(), position.0.into());
        entry.insert("at".into(), json!(record.at));
        entry.insert("type".into(), event.name().into());
        entry.insert("by".into(), self.by(author_of(record, event)));
        entry.insert("conversation".into(), json!(record.conversation.map(|id| id.to_string())));
        entry.insert("why".into(), why(record, event).into());
        self.fields(&mut entry, event);
        Value::Object(entry)
    }

    fn by(&self, by: &By) -> Value {
        match by {
            By::Person { id, token } => {
                let person = named(self.directory, *id);
                let mut value = json!({"kind": "person", "id": person.id, "name": person.name});
                if let Some(token) = token {
                    value["token"] = token.clone().into();
                }
                value
            }
            By::Program { id, name } => json!({"kind": "program", "id": id.to_string(), "name": name}),
            By::Contact => json!({
                "kind": "contact",
                "id": self.customer.map(|customer| customer.id.to_string()),
                "name": self.customer.map(|customer| customer.name.as_str()),
            }),
            By::Policy => json!({"kind": "policy", "id": null, "name": "Baton"}),
            By::Carrier => json!({"kind": "carrier", "id": null, "name": "the carrier"}),
        }
    }

    /// The event's own fields. Named one by one, so that a new one is looked at before it goes out.
    fn fields(&self, into: &mut Map<String, Value>, event: &Event) {
        let directory = self.directory;
        let owner = |owner| json!(OwnerView::new(directory, owner));
        let person = |id| json!(named(directory, id));
        let fields = match event {
            Event::ThreadStarted { thread, line, number, contact, address, handset: _ } => json!({
                "thread": thread.to_string(), "line": line.to_string(), "number_id": number.to_string(),
                "contact": contact.to_string(), "number": address,
            }),
            Event::ConversationOpened { id, owner: first, queue, accountable, begun_by_us, covers } => {
                json!({
                    "id": id.to_string(), "owner": owner(*first), "queue": queue.map(|id| id.to_string()),
                    "accountable": person(*accountable), "begun_by_us": begun_by_us, "covers": covers.map(person),
                })
            }
            Event::Routed { owner: to, why, provisional, target } => json!({
                "owner": owner(*to), "routed_by": RuleView::from(why), "provisional": provisional, "target": target,
            }),
            Event::Closed { reason, without_reply, due_at } => {
                json!({"reason": reason, "without_reply": without_reply, "due_at": due_at})
            }
            Event::Reopened { id } => json!({"id": id.to_string()}),
            Event::OwnerChanged { from, to, cause, reason, through: _, covers } => json!({
                "from": owner(*from), "to": owner(*to), "cause": cause, "reason": reason, "covers": covers.map(person),
            }),
            Event::AccountableChanged { from, to, cause } => json!({
                "from": person(*from), "to": person(*to), "cause": cause,
            }),
            Event::StatusChanged {
                from,
                to,
                pending_on,
                reason,
                wake_at,
                close_at,
                waits_for: _,
                due_at,
            } => json!({
                "from": from.word(), "to": to.word(), "pending_on": pending_on.map(pending_word),
                "reason": reason, "wake_at": wake_at, "close_at": close_at, "due_at": due_at,
            }),
            Event::Touched {} => json!({}),
            Event::CloseCancelled { until } => json!({"close_at": until}),
            Event::TagsChanged { added, removed } => json!({"added": added, "removed": removed}),
            Event::PriorityChanged { from, to } => {
                json!({"from": priority_word(*from), "to": priority_word(*to)})
            }
            Event::ConsentChanged { number, from, to, cause, evidence, carrier_block } => json!({
                "number_id": number.to_string(), "from": consent_word(*from), "to": consent_word(*to),
                "cause": cause, "evidence": evidence, "carrier_block": carrier_block,
            }),
            Event::ConsentNoted { number, note } => json!({
                "number_id": number.to_string(), "to": consent_word(note.to), "cause": note.cause,
                "evidence": note.evidence, "carrier_block": note.carrier_block,
            }),
            Event::ContactChanged { contact, change } => self.contact_changed(*contact, change),
            Event::ReachabilityChanged { number, reachable, code } => json!({
                "number_id": number.to_string(), "reachable": reachable, "code": code,
            }),
            Event::PolicyChanged { version } => json!({"version": version}),
            Event::SetupFault { fault, detail: _ } => json!({"fault": fault}),
            other => {
                let fields = [promise_fields(directory, other), later_fields(directory, other)];
                let found = fields.into_iter().find(|fields| !fields.is_null());
                found.unwrap_or_else(|| message_fields(directory, other))
            }
        };
        if let Value::Object(fields) = fields {
            into.extend(fields);
        }
    }
}

impl Teller<'_> {
    /// What is new of a contact: a field that is not known any more is null, one that stays is left out.
    fn contact_changed(&self, contact: ContactId, change: &ContactChange) -> Value {
        fn put<T>(into: &mut Map<String, Value>, name: &str, field: &Field<T>, value: impl Fn(&T) -> Value) {
            match field {
                Field::Keep => {}
                Field::Clear => drop(into.insert(name.to_owned(), Value::Null)),
                Field::Set(now) => drop(into.insert(name.to_owned(), value(now))),
            }
        }
        let mut fields = Map::new();
        fields.insert("contact".to_owned(), contact.to_string().into());
        put(&mut fields, "name", &change.name, |name| name.clone().into());
        put(&mut fields, "zone", &change.zone, |zone| zone.clone().into());
        put(&mut fields, "account_owner", &change.account_owner, |id| json!(named(self.directory, *id)));
        fields.insert("added".to_owned(), json!(change.add_tags));
        fields.insert("removed".to_owned(), json!(change.remove_tags));
        fields.insert("attributes".to_owned(), json!(change.attributes));
        Value::Object(fields)
    }
}

/// The fields of texts, notes and reactions.
fn message_fields(directory: &Directory, event: &Event) -> Value {
    match event {
        Event::TextReceived { id, from, body, media, carrier_id, sent_at, word, courtesy, may_want_out } => {
            json!({
                "id": id.to_string(), "from": from, "text": body, "media": media_list(*id, media),
                "carrier_id": carrier_id, "sent_at": sent_at, "word": word, "courtesy": courtesy,
                "may_want_out": may_want_out,
            })
        }
        Event::ReactionReceived { id, body, sign, removed, on, attention, carrier_id } => json!({
            "id": id.to_string(), "text": body, "sign": sign, "removed": removed,
            "on": on.map(|id| id.to_string()), "attention": attention, "carrier_id": carrier_id,
        }),
        Event::TextWritten {
            id,
            to,
            body,
            media,
            kind,
            segments,
            expires_at,
            promise_by,
            author,
            made_with,
            auto,
            scheduled,
        } => json!({
            "id": id.to_string(), "to": to, "text": body, "media": media_list(*id, media), "kind": kind,
            "segments": segments, "expires_at": expires_at, "promise_by": promise_by,
            "author": author.map(|person| named(directory, person)),
            "template": made_with.as_ref().map(|made| made.template.as_str()),
            "policy_version": made_with.as_ref().map(|made| made.policy_version), "auto": auto,
            "scheduled": scheduled.as_ref().map(|from| from.id.to_string()),
            "due_at": scheduled.as_ref().map(|from| from.due_at),
        }),
        Event::TextHandedOver { id } | Event::TextDelivered { id } | Event::TextUnknown { id, why: _ } => {
            json!({"id": id.to_string()})
        }
        Event::TextDelayed { id, until, reason } => {
            json!({"id": id.to_string(), "until": until, "reason": reason})
        }
        Event::TextSent { id, carrier_id } => json!({"id": id.to_string(), "carrier_id": carrier_id}),
        Event::TextFailed { id, state, failure } => json!({
            "id": id.to_string(), "state": state.word(), "code": failure.code, "advice": failure.advice,
            "opted_out": failure.opted_out, "unreachable": failure.unreachable,
        }),
        Event::TextExplained { id, failure } => json!({
            "id": id.to_string(), "code": failure.code, "advice": failure.advice,
            "opted_out": failure.opted_out, "unreachable": failure.unreachable,
        }),
        Event::TextLookedUp { id, next_at } => json!({"id": id.to_string(), "next_at": next_at}),
        Event::TextSettled { id, again } => json!({"id": id.to_string(), "again": again}),
        Event::TextCancelled { id, reason } => json!({"id": id.to_string(), "reason": reason}),
        Event::NoteAdded { id, body, made_with, from_facts: _ } => json!({
            "id": id.to_string(), "text": body,
            "template": made_with.as_ref().map(|made| made.template.as_str()),
            "policy_version": made_with.as_ref().map(|made| made.policy_version),
        }),
        _ => Value::Null,
    }
}

/// Files by the address under which they are served here, never by the carrier's.
fn media_list(message: MessageId, media: &[Media]) -> Value {
    let file = |(index, media): (usize, &Media)| {
        json!({
            "url": format!("/api/v1/media/{message}/{index}"),
            "content_type": media.content_type,
            "size": media.size,
        })
    };
    media.iter().enumerate().map(file).collect()
}

/// Whether a promise moves because the policy changed: nothing that came with it, a text or an urgent tag, brought it forward.
pub(crate) fn replanned(record: &Record, event: &Event) -> bool {
    let routed = || record.events.iter().any(|event| matches!(event, Event::Routed { .. }));
    matches!(event, Event::ClockMoved { since: None, .. }) && !routed()
}

/// Why it happened, in words, where there is more to say than that it did.
fn why(record: &Record, event: &Event) -> Option<String> {
    match event {
        Event::Routed { why, .. } | Event::AskOpened { why: Some(why), .. } => Some(because(why)),
        Event::ClockMoved { target, .. } if replanned(record, event) => {
            Some(format!("the policy changed: the target “{target}”"))
        }
        Event::ClockStarted { target, .. } | Event::ClockMoved { target, .. } => {
            Some(format!("the target “{target}”"))
        }
        Event::ClockStopped { cause, .. } => Some(stop_words(*cause).to_owned()),
        Event::HandoffWithdrawn { cause, .. } => Some(withdraw_words(*cause).to_owned()),
        Event::Told { about, .. } => Some(notice_words(*about).to_owned()),
        Event::OwnerChanged { cause, reason, .. } => {
            Some(reason.clone().unwrap_or_else(|| cause_words(*cause).to_owned()))
        }
        Event::AccountableChanged { cause, .. } => Some(cause_words(*cause).to_owned()),
        Event::TextScheduled { reason, .. }
        | Event::ScheduledChanged { reason, .. }
        | Event::Closed { reason, .. }
        | Event::StatusChanged { reason, .. }
        | Event::AskMoved { reason, .. } => reason.clone(),
        Event::TextCancelled { reason, .. }
        | Event::TextDelayed { reason, .. }
        | Event::AskDropped { reason, .. }
        | Event::ScheduledHeld { reason, .. }
        | Event::ScheduledDropped { reason, .. }
        | Event::HandoffDeclined { reason, .. } => (!reason.is_empty()).then(|| reason.clone()),
        Event::TextFailed { failure, .. } | Event::TextExplained { failure, .. } => {
            Some(failure.advice.clone())
        }
        Event::TextUnknown { why, .. } | Event::EscalationStepped { why, .. } => Some(why.clone()),
        Event::TextWritten { auto: Some(cause), made_with: Some(made), .. } => {
            Some(format!("the auto-reply “{}”, {}", made.template, auto_words(*cause)))
        }
        Event::TextWritten { kind, .. } => kind_words(*kind).map(str::to_owned),
        Event::ConsentChanged { cause, evidence, .. } => Some(consent_words(*cause, evidence)),
        Event::ConsentNoted { note, .. } => Some(consent_words(note.cause, &note.evidence)),
        _ => None,
    }
}

fn consent_words(cause: ConsentCause, evidence: &str) -> String {
    match cause {
        ConsentCause::Word => format!("they texted “{evidence}”"),
        ConsentCause::Carrier => format!("the carrier says so: {evidence}"),
        ConsentCause::Person => evidence.to_owned(),
    }
}

/// A rule's reason with its place: `because the text says “quote” (line 1)`.
pub(crate) fn because(why: &Why) -> String {
    if why.line == 0 || why.because.contains("(line ") {
        return format!("because {}", why.because);
    }
    format!("because {} (line {})", why.because, why.line)
}

/// A cause of law 3 in words.
fn cause_words(cause: OwnerCause) -> &'static str {
    match cause {
        OwnerCause::Routing => "a rule of the policy",
        OwnerCause::Claim => "claimed",
        OwnerCause::Release => "given to the queue",
        OwnerCause::Assignment => "assigned",
        OwnerCause::Removal => "whoever had it is no longer there",
        OwnerCause::Policy => "the policy changed",
        OwnerCause::Distribution => "given by the queue",
        OwnerCause::Handoff => "handed over",
        OwnerCause::HotPotato => "passed on too often without a reply",
        OwnerCause::Escalation => "escalated",
        OwnerCause::ShiftChange => "the shift ended",
        OwnerCause::Cover => "covers for somebody who is away",
        OwnerCause::Undo => "taken back",
    }
}

fn kind_words(kind: TextKind) -> Option<&'static str> {
    match kind {
        TextKind::Person | TextKind::Program => None,
        TextKind::OptOutConfirmation => Some("confirms that they opted out"),
        TextKind::OptInConfirmation => Some("confirms that they opted in"),
        TextKind::Handoff => Some("says who takes over"),
        TextKind::Help => Some("answers HELP"),
        TextKind::AutoReply => Some("an auto-reply"),
    }
}

/// Why Baton answered by itself, as words that go on a sentence.
pub(crate) fn auto_words(cause: AutoCause) -> &'static str {
    match cause {
        AutoCause::OutsideHours => "outside hours",
        AutoCause::FirstContact => "to a first contact",
        AutoCause::Rule => "as a rule says",
        AutoCause::Farewell => "as their silence closed it",
    }
}

/// Who did it: what a customer's text makes Baton write is the policy's doing, and not theirs.
fn author_of<'r>(record: &'r Record, event: &Event) -> &'r By {
    match event {
        Event::TextWritten { kind, .. } if !kind.is_written() => &By::Policy,
        Event::NoteAdded { from_facts: true, .. } => &By::Policy,
        _ => &record.by,
    }
}

/// An entry, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its place in the feed.
    pub(crate) position: Position,
    /// The flat object.
    pub(crate) value: Value,
}
