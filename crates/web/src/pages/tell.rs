//! What happened, in one sentence each.

use super::desk::Desk;
use super::promise::kind_words;
use super::rules::Rules;
use super::told_words::why_not;
use baton_core::{
    AutoCause, By, ConsentCause, ConsentState, Event, Judged, MadeWith, Owner, OwnerCause, PendingOn,
    PersonId, Record, Scheduled, Status, StopCause, Why,
};
use baton_pages::{Ring, Span};

/// A sentence, and the ring on the line where it changes hands.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) words: Vec<Span>,
    pub(super) ring: Option<Ring>,
    /// What was said with it, each with its term.
    pub(super) more: Vec<(&'static str, String)>,
}

/// A fact as a sentence; none for what the page shows otherwise, or not at all.
#[expect(clippy::too_many_lines, reason = "a list of facts, each with its sentence")]
pub(super) fn tell(desk: &Desk, customer: &str, record: &Record, event: &Event) -> Option<Told> {
    let teller = Teller { desk, customer, record };
    match event {
        Event::ConversationOpened { begun_by_us: true, owner, .. } if !teller.has_routed() => {
            let words = vec![bold(teller.who()), plain(format!(" wrote to {customer} first."))];
            Some(ringed(words, desk.bare_ring(*owner)))
        }
        Event::Routed { owner, why, .. } => Some(teller.routed(*owner, why)),
        Event::OwnerChanged { from, to, cause, reason, .. } => {
            teller.moved(*from, *to, *cause, reason.as_deref())
        }
        Event::AccountableChanged { to, .. } if !teller.has_moved() => Some(only(vec![
            bold(desk.first_name(*to)),
            plain(verb(desk, *to, " answer", " answers") + " for it now."),
        ])),
        Event::Closed { reason, without_reply, .. } => Some(teller.closed(reason.as_deref(), *without_reply)),
        Event::Reopened { .. } => Some(only(teller.did("opened it again."))),
        Event::StatusChanged { to, pending_on, reason, wake_at, .. } if !teller.has_closed() => {
            Some(teller.status(*to, *pending_on, reason.as_deref(), *wake_at))
        }
        // Tags that go with a new owner are the policy's doing, and nobody's act.
        Event::OptOutJudged { words, judged: Judged::NotMeant, .. } => {
            Some(only(teller.did(&format!("looked at “{words}”: it does not ask for texts to end."))))
        }
        Event::OptOutJudged { words, judged: Judged::Open, .. } => {
            Some(only(teller.did(&format!("asks again what “{words}” means."))))
        }
        Event::Watched { person, mentioned_in } => {
            let who = bold(desk.first_name(*person));
            let watches = verb(desk, *person, " watch", " watches");
            let how = if mentioned_in.is_some() { " it now, mentioned in that note." } else { " it now." };
            Some(only(vec![who, plain(format!("{watches}{how}"))]))
        }
        Event::Unwatched { .. } => Some(only(teller.did("stopped watching it."))),
        // What goes with a judgement is said by that.
        Event::TagsChanged { .. } if teller.has_judged() => None,
        Event::TagsChanged { added, removed } if record.by.as_person().is_some() && !teller.has_moved() => {
            Some(only(teller.did(&tags(added, removed))))
        }
        Event::PriorityChanged { to, .. } => Some(only(vec![
            plain("Its priority is "),
            bold(format!("{to:?}").to_lowercase()),
            plain(" now."),
        ])),
        Event::AskOpened { owner, why, words, .. } => {
            Some(teller.asked(*owner, why.as_ref(), words.as_deref()))
        }
        Event::AskMoved { to: Some(to), reason, .. } => {
            let (whose, has) = match to {
                Owner::Person(person) if *person == desk.me.id => ("You".to_owned(), " have"),
                to => (super::offered::short(desk, *to), " has"),
            };
            let words = vec![bold(whose), plain(format!("{has} a question now{}", ended(reason.as_deref())))];
            Some(ringed(words, desk.bare_ring(*to)))
        }
        Event::AskAnswered { .. } => Some(only(teller.did("answered a question."))),
        Event::AskDropped { reason, .. } => {
            Some(only(vec![plain(format!("A question needs no answer any more{}", ended(Some(reason))))]))
        }
        Event::ClockBreached { key, due_at } => {
            let (what, by) = (kind_words(key.kind), super::meanwhile::promised(desk, record.at, *due_at));
            Some(only(vec![bold("Late: "), plain(format!("{what}, promised by {by}, did not come."))]))
        }
        Event::ClockMoved { key, from, due_at, .. } if crate::shape::replanned(record, event) => {
            let now = super::meanwhile::promised(desk, record.at, *due_at);
            let was = super::meanwhile::promised(desk, record.at, *from);
            let what = kind_words(key.kind);
            Some(only(vec![plain(format!("The policy changed: {what} now due {now}, was {was}."))]))
        }
        Event::ClockStopped { key, due_at, cause: StopCause::Policy, .. } => {
            let was = super::meanwhile::promised(desk, record.at, *due_at);
            let what = kind_words(key.kind);
            Some(only(vec![plain(format!("The policy changed: no time for {what} any more, was {was}."))]))
        }
        // A step that was nobody's, and why.
        Event::EscalationStepped { told, step, why, .. } if told.is_empty() && *step > 0 => {
            Some(only(vec![plain(format!("Nobody to tell{}", ended(Some(why))))]))
        }
        Event::EscalationStepped { told, why, .. } if !told.is_empty() => {
            let names: Vec<String> = told.iter().map(|person| desk.whom(*person)).collect();
            Some(only(vec![plain("Told "), bold(names.join(", ")), plain(ended(Some(why)))]))
        }
        Event::ReplyWithdrawn { waiting_since: Some(_), unsent_at: Some(_), .. } => Some(only(vec![plain(
            "That text has not gone out for ten minutes, so the answer is owed until it does.",
        )])),
        Event::ReplyRestored { may_fail: true, pressed_at: Some(pressed), .. } => {
            let pressed = desk.when.at(*pressed);
            Some(only(vec![plain(format!(
                "The answer is given: that text counts from when it was sent, {pressed}."
            ))]))
        }
        Event::ReplyWithdrawn { waiting_since: Some(_), .. } => {
            Some(only(vec![plain("That text did not arrive, so the answer is owed again.")]))
        }
        Event::DebtTaken { .. } => Some(only(vec![plain(
            "A text of the conversation before has not arrived, so what it answered counts here.",
        )])),
        Event::ConsentChanged { to, cause, evidence, carrier_block, .. } => {
            Some(teller.consent(*to, *cause, evidence, *carrier_block))
        }
        Event::ConsentNoted { note, .. } => {
            Some(teller.consent(note.to, note.cause, &note.evidence, note.carrier_block))
        }
        Event::ReachabilityChanged { reachable, code, .. } => Some(only(vec![plain(if *reachable {
            "The number can be reached again.".to_owned()
        } else {
            let code = code.as_deref().map(|code| format!(" (carrier’s code {code})")).unwrap_or_default();
            format!("The number cannot be reached{code}.")
        })])),
        _ => teller.offers(event).or_else(|| teller.waits(event)),
    }
}

/// Who wrote a text that nobody wrote: "Baton answered by itself: After hours, outside hours".
pub(super) fn by_itself(made_with: &MadeWith, cause: AutoCause) -> String {
    format!("Baton answered by itself: {}, {}", made_with.template, crate::shape::auto_words(cause))
}

struct Teller<'a> {
    desk: &'a Desk,
    customer: &'a str,
    record: &'a Record,
}

impl Teller<'_> {
    /// What becomes of an offer.
    fn offers(&self, event: &Event) -> Option<Told> {
        match event {
            Event::HandoffOffered { from, to, baton, .. } => {
                let whom = bold(super::offered::short(self.desk, *to));
                let words = vec![bold(self.desk.first_name(*from)), plain(" offered it to "), whom];
                let words = [words, vec![plain(ended(Some(&baton.summary)))]].concat();
                let more = super::offered::facts("", &baton.done, &baton.pending);
                Some(Told { more, ..ringed(words, super::offered::receiver(self.desk, *to)) })
            }
            Event::HandoffDeclined { person, reason, .. } => Some(only(vec![
                bold(self.desk.first_name(*person)),
                plain(format!(" declined the offer{}", ended(Some(reason)))),
            ])),
            Event::HandoffExpired { .. } => {
                Some(only(vec![plain("Nobody took the offer in time, so it stays where it is.")]))
            }
            Event::HandoffWithdrawn { cause, .. } => {
                let why = crate::shape::withdraw_words(*cause);
                Some(only(vec![plain(format!("The offer ended: {why}."))]))
            }
            _ => None,
        }
    }

    /// What waits for its time.
    fn waits(&self, event: &Event) -> Option<Told> {
        match event {
            Event::TextScheduled { text, reason } => Some(self.scheduled(text, reason.as_deref())),
            Event::ScheduledChanged { text, reason } => {
                let at = self.desk.when.exact(text.send_at).words;
                Some(only(match reason {
                    Some(reason) => {
                        vec![plain(format!("The scheduled text goes out {at}{}", ended(Some(reason))))]
                    }
                    None => {
                        self.did(&format!("changed the scheduled text; it goes out {at}: “{}”", text.body))
                    }
                }))
            }
            Event::ScheduledHeld { reason, .. } => Some(only(vec![plain(format!(
                "A scheduled text is held until somebody decides{}",
                ended(Some(why_not(reason)))
            ))])),
            Event::ScheduledMoved { to, .. } => Some(only(vec![
                plain("A scheduled text of somebody who left is with "),
                bold(self.desk.whom(*to)),
                plain(" now."),
            ])),
            Event::ScheduledDropped { reason, .. } if self.drops(reason) => {
                Some(only(self.did("dropped a scheduled text.")))
            }
            Event::ScheduledDropped { reason, .. } => {
                let why = ended(Some(why_not(reason)));
                Some(only(vec![plain(format!("A scheduled text does not go out{why}"))]))
            }
            Event::ReminderSet { reminder } => {
                let at = self.desk.when.exact(reminder.at).words;
                Some(only(self.did(&format!("set a reminder for {at}{}", said(&reminder.words)))))
            }
            Event::ReminderDropped { .. } => Some(only(self.did("took a reminder back."))),
            Event::ReminderCame { who, words, .. } => {
                Some(only(vec![plain("Reminded "), bold(self.desk.whom(*who)), plain(said(words))]))
            }
            _ => None,
        }
    }

    /// Whether it was dropped by whoever did this, and not with something else that they did.
    fn drops(&self, reason: &str) -> bool {
        let somebody = matches!(self.record.by, By::Person { .. } | By::Program { .. });
        somebody && reason.starts_with(Scheduled::DROPPED_BY)
    }

    /// Who did it, at the beginning of a sentence.
    fn who(&self) -> String {
        match &self.record.by {
            By::Person { id, .. } => self.desk.first_name(*id),
            By::Program { name, .. } => name.clone(),
            By::Contact => self.customer.to_owned(),
            By::Policy => "Baton".to_owned(),
            By::Carrier => "The carrier".to_owned(),
        }
    }

    fn did(&self, what: &str) -> Vec<Span> {
        vec![bold(self.who()), plain(format!(" {what}"))]
    }

    fn has(&self, is: impl Fn(&Event) -> bool) -> bool {
        self.record.events.iter().any(is)
    }

    fn has_routed(&self) -> bool {
        self.has(|event| matches!(event, Event::Routed { .. }))
    }

    fn has_routed_to(&self, to: Owner) -> bool {
        self.has(|event| matches!(event, Event::Routed { owner, .. } if *owner == to))
    }

    fn has_moved(&self) -> bool {
        self.has(|event| matches!(event, Event::OwnerChanged { .. } | Event::ConversationOpened { .. }))
    }

    fn has_judged(&self) -> bool {
        self.has(|event| matches!(event, Event::OptOutJudged { .. }))
    }

    fn has_closed(&self) -> bool {
        self.has(|event| matches!(event, Event::Closed { .. } | Event::Reopened { .. }))
    }

    fn routed(&self, owner: Owner, why: &Why) -> Told {
        let mut words = vec![plain("Routed to "), bold(self.desk.directory.owner_name(owner)), plain(", ")];
        words.extend(because(self.desk.rules(), why));
        ringed(words, self.desk.bare_ring(owner))
    }

    /// One of several questions: as a rule found it in a text, or as somebody wrote it down.
    fn asked(&self, owner: Owner, why: Option<&Why>, said: Option<&str>) -> Told {
        let whom = bold(super::offered::short(self.desk, owner));
        let words = if let Some(why) = why {
            [vec![plain("A part of it is asked of "), whom, plain(", ")], because(self.desk.rules(), why)]
                .concat()
        } else {
            let said = said.map_or_else(|| ".".to_owned(), |words| format!(": “{words}”"));
            vec![bold(self.who()), plain(" asked "), whom, plain(said)]
        };
        ringed(words, self.desk.bare_ring(owner))
    }

    fn moved(&self, from: Owner, to: Owner, cause: OwnerCause, reason: Option<&str>) -> Option<Told> {
        let directory = &self.desk.directory;
        let whom = match to {
            Owner::Person(person) => self.desk.whom(person),
            Owner::Queue(_) => directory.owner_name(to).to_owned(),
        };
        let mut words = match cause {
            // A rule's own move is said where it routed; the urgent word goes past the rules.
            OwnerCause::Routing if self.has_routed_to(to) => return None,
            OwnerCause::Routing => vec![plain("Routed to "), bold(whom)],
            OwnerCause::Claim => {
                vec![bold(self.who()), plain(format!(" claimed it from {}", directory.owner_name(from)))]
            }
            OwnerCause::Release => vec![bold(self.who()), plain(" gave it back to "), bold(whom)],
            OwnerCause::Assignment => vec![bold(self.who()), plain(" gave it to "), bold(whom)],
            OwnerCause::Removal => {
                vec![
                    bold(directory.owner_name(from)),
                    plain(" is no longer there, so it went to "),
                    bold(whom),
                ]
            }
            OwnerCause::Policy => vec![plain("The policy changed, so it went to "), bold(whom)],
            OwnerCause::Distribution => {
                vec![bold(directory.owner_name(from)), plain(" gave it to "), bold(whom)]
            }
            OwnerCause::Handoff => vec![bold(self.who()), plain(" accepted it")],
            OwnerCause::HotPotato => {
                vec![plain("It was passed on too often without a reply, so it went to "), bold(whom)]
            }
            OwnerCause::Escalation => vec![plain("Escalated to "), bold(whom)],
            OwnerCause::ShiftChange => vec![plain("The shift ended, so it went to "), bold(whom)],
            // Its reason says no more than this sentence.
            OwnerCause::Cover => {
                let away = self.away(from);
                let words = vec![bold(away.0), plain(away.1), bold(whom), plain(".")];
                return Some(ringed(words, self.desk.bare_ring(to)));
            }
            OwnerCause::Undo => vec![bold(self.who()), plain(" took it back, so it is with "), bold(whom)],
        };
        // For whom they cover is said already.
        words.push(plain(ended(reason.filter(|_| cause != OwnerCause::Cover))));
        Some(ringed(words, self.desk.bare_ring(to)))
    }

    fn away(&self, from: Owner) -> (String, &'static str) {
        match from {
            Owner::Person(person) if person == self.desk.me.id => {
                ("You".to_owned(), " were away, so it went to ")
            }
            Owner::Person(person) => (self.desk.first_name(person), " was away, so it went to "),
            Owner::Queue(_) => (self.desk.directory.owner_name(from).to_owned(), " was away, so it went to "),
        }
    }

    fn closed(&self, reason: Option<&str>, without_reply: bool) -> Told {
        let how = if without_reply { " closed it without a reply" } else { " closed it" };
        only(vec![bold(self.who()), plain(format!("{how}{}", ended(reason)))])
    }

    fn status(
        &self,
        to: Status,
        on: Option<PendingOn>,
        reason: Option<&str>,
        wake_at: Option<baton_core::Moment>,
    ) -> Told {
        let back = wake_at.map(|at| format!(", {}", self.desk.when.back(at).words)).unwrap_or_default();
        let what = match (to, on) {
            // Its reason may be a sentence with a colon of its own: “opted out: call instead”.
            (Status::Pending, Some(PendingOn::Internal)) => {
                let reason = ended(reason);
                let reason = reason.strip_prefix(": ").map(|why| format!(" {}", super::team::capital(why)));
                let what = format!("It waits for something of our own{back}.{}", reason.unwrap_or_default());
                return only(vec![plain(what)]);
            }
            (Status::Pending, _) => format!("It waits for {}{back}", self.customer),
            (Status::Open, _) => "It is open".to_owned(),
            (Status::Closed, _) => "It is closed".to_owned(),
        };
        only(vec![plain(format!("{what}{}", ended(reason)))])
    }

    fn scheduled(&self, text: &Scheduled, reason: Option<&str>) -> Told {
        let (at, words) = (self.desk.when.exact(text.send_at).words, &text.body);
        let held = reason.map(|reason| format!(", for {reason}")).unwrap_or_default();
        only(self.did(&format!("wrote a text that goes out {at}{held}: “{words}”")))
    }

    fn consent(&self, to: ConsentState, cause: ConsentCause, evidence: &str, carrier_block: bool) -> Told {
        let what = match to {
            ConsentState::Out => "opted out of texts",
            ConsentState::In => "agreed to texts",
            ConsentState::Unstated => "takes back what they said about texts",
        };
        let how = match cause {
            ConsentCause::Word => format!(": they texted “{evidence}”."),
            ConsentCause::Carrier => ", says the carrier.".to_owned(),
            ConsentCause::Person => format!(", recorded by {}: {evidence}", self.who()),
        };
        let block = if carrier_block && to == ConsentState::In {
            " The carrier still blocks the number until they text START."
        } else {
            ""
        };
        only(vec![bold(self.customer), plain(format!(" {what}{how}{block}"))])
    }
}

/// ": “the words”", or a full stop where whoever hears it may not know them.
fn said(words: &str) -> String {
    if words.is_empty() { ".".to_owned() } else { format!(": “{words}”") }
}

/// ": the reason." or only the full stop.
fn ended(reason: Option<&str>) -> String {
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        None => ".".to_owned(),
        Some(reason) if reason.ends_with(['.', '!', '?']) => format!(": {reason}"),
        Some(reason) => format!(": {reason}."),
    }
}

fn tags(added: &[String], removed: &[String]) -> String {
    let list = |tags: &[String]| tags.join(", ");
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("tagged it {}.", list(added)),
        (true, false) => format!("took off the tag {}.", list(removed)),
        _ => format!("tagged it {}, and took off {}.", list(added), list(removed)),
    }
}

/// A rule's reason, with the customer's own words marked, and its line of the policy if it stands there still.
pub(super) fn because(rules: &Rules, why: &Why) -> Vec<Span> {
    let line = rules.line(why).map(|line| format!(" (line\u{a0}{line})")).unwrap_or_default();
    if why.matched.is_empty() {
        // The sentence itself names the line of the routing text, which is another.
        let because = why.because.strip_suffix(&format!(" (line {})", why.line)).unwrap_or(&why.because);
        return vec![plain(format!("because {because}{line}."))];
    }
    let mut words = vec![plain("because it says ")];
    for (at, matched) in why.matched.iter().enumerate() {
        if at > 0 {
            words.push(plain(if at + 1 == why.matched.len() { " and " } else { ", " }));
        }
        words.push(Span::Hit(matched.clone()));
    }
    words.push(plain(format!("{line}.")));
    words
}

fn verb(desk: &Desk, person: PersonId, you: &str, other: &str) -> String {
    if person == desk.me.id { you.to_owned() } else { other.to_owned() }
}

fn only(words: Vec<Span>) -> Told {
    Told { words, ring: None, more: Vec::new() }
}

fn ringed(words: Vec<Span>, ring: Ring) -> Told {
    Told { ring: Some(ring), ..only(words) }
}

/// Words as they are.
pub(super) fn plain(words: impl Into<String>) -> Span {
    Span::Plain(words.into())
}

/// Words that say who, or what matters.
pub(super) fn bold(words: impl Into<String>) -> Span {
    Span::Bold(words.into())
}
