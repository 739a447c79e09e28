//! What waits for its time: scheduled texts and reminders; and what Baton answers by itself.

use super::{Checker, Heard};
use baton_core::{
    AutoCause, ConversationId, Event, IfChanged, MessageId, Moment, NumberId, PersonId, ReminderId,
    Scheduled, ScheduledId, TextKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// A text that waits for its time.
#[derive(Debug, Clone)]
pub(crate) struct Waits {
    pub(crate) send_at: Moment,
    pub(crate) held: bool,
    author: Option<PersonId>,
    if_changed: IfChanged,
    /// The newest message of the thread when it was written.
    seen: MessageId,
    despite_night: bool,
}

/// What is known of all that waits.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// A debt on its way to a newer conversation.
    pub(super) moves: Option<super::held::Moves>,
    reminders: BTreeMap<ReminderId, (PersonId, Moment)>,
    /// Of these: whose time has come, and that wait for the hours of whoever answers.
    put_off: BTreeSet<ReminderId>,
    /// Answers by itself: by number and day of the business.
    pub(super) answers: BTreeMap<(NumberId, i64), u32>,
    /// By conversation and closed period.
    told: BTreeSet<(ConversationId, Moment)>,
    /// By conversation: when Baton answered last out of hours.
    out_of_hours: BTreeMap<ConversationId, Moment>,
    /// Carriers' ids of texts that a machine wrote.
    machines: BTreeSet<String>,
}

impl Waits {
    /// Whose text it is; none for a program's.
    pub(crate) fn author(&self) -> Option<PersonId> {
        self.author
    }
}

impl Later {
    /// What people want to be reminded of in a conversation, and who.
    pub(super) fn reminders_in(&self, id: ConversationId) -> impl Iterator<Item = (ReminderId, PersonId)> {
        let all = self.reminders.iter().filter(move |(one, _)| one.conversation() == id);
        all.map(|(id, (person, _))| (*id, *person))
    }

    pub(super) fn is_of_a_machine(&self, carrier_id: &str) -> bool {
        self.machines.contains(carrier_id)
    }

    /// How often Baton has answered a number on that day of the business.
    pub(super) fn answers_of(&self, number: NumberId, day: i64) -> u32 {
        self.answers.get(&(number, day)).copied().unwrap_or(0)
    }

    pub(super) fn told_out_of_hours(&self, id: ConversationId) -> Option<Moment> {
        self.out_of_hours.get(&id).copied()
    }
}

impl Checker {
    /// A machine texts.
    pub(crate) fn machine(&mut self, carrier_id: &str) {
        self.later.machines.insert(carrier_id.to_owned());
    }

    pub(super) fn later_event(&mut self, heard: &Heard<'_>) {
        let Some(id) = heard.record.conversation else { return };
        match heard.event {
            Event::TextScheduled { text, .. } => self.waits(heard, id, text, true),
            Event::ScheduledChanged { text, .. } => self.waits(heard, id, text, false),
            Event::ScheduledHeld { id: which, .. } => self.with_waiting(id, *which, |one| one.held = true),
            Event::ScheduledMoved { id: which, to } => {
                let (to, newest) = (*to, self.newest(heard));
                // What its own author wrote after it is no news to whoever has it now.
                let stands = self.talks.get(&id).and_then(|talk| talk.scheduled.get(which));
                let news = stands.map(|one| (one.seen, one.author));
                let newest = newest.filter(|_| news.is_some_and(|(seen, by)| !self.has_news(id, seen, by)));
                self.with_waiting(id, *which, |one| {
                    // They may have seen what Baton answered by itself, which is no news.
                    one.seen = newest.map_or(one.seen, |newest| newest.max(one.seen));
                    one.author = Some(to);
                });
            }
            Event::ScheduledDropped { id: which, .. } => {
                let known = self.talks.get_mut(&id).and_then(|talk| talk.scheduled.remove(which));
                if known.is_none() {
                    self.wrong("timers", heard.at(), "a scheduled text is dropped that does not wait");
                }
            }
            Event::TextWritten { scheduled: Some(from), .. } => self.goes_out(heard, id, from.id),
            Event::TextWritten { auto: Some(AutoCause::Farewell), .. } => self.says_farewell(heard, id),
            Event::Closed { due_at: Some(_), .. } => self.closes_with_farewell(heard, id),
            Event::TextWritten { kind: TextKind::AutoReply, .. } => self.answers_by_itself(heard, id),
            Event::ReminderSet { reminder } => {
                let came = self.later.reminders.insert(reminder.id, (reminder.person, reminder.at));
                if came.is_some_and(|(_, due)| due <= heard.at()) {
                    self.later.put_off.insert(reminder.id);
                }
            }
            Event::ReminderDropped { id } => drop(self.later.reminders.remove(id)),
            Event::ReminderCame { id: which, who, .. } => self.comes(heard, id, *which, *who),
            _ => {}
        }
    }

    fn with_waiting(&mut self, id: ConversationId, which: ScheduledId, change: impl FnOnce(&mut Waits)) {
        if let Some(one) = self.talks.get_mut(&id).and_then(|talk| talk.scheduled.get_mut(&which)) {
            change(one);
        }
    }

    fn waits(&mut self, heard: &Heard<'_>, id: ConversationId, text: &Scheduled, new: bool) {
        let at = heard.at();
        let newest = self.newest(heard);
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let known = talk.scheduled.get(&text.id).map(|known| known.seen);
        let one = Waits {
            send_at: text.send_at,
            held: text.held.is_some(),
            author: text.by.as_person(),
            if_changed: text.if_changed,
            seen: text.seen,
            despite_night: text.despite_quiet_hours,
        };
        talk.scheduled.insert(text.id, one);
        if new == known.is_some() {
            self.wrong("timers", at, "a scheduled text is written twice, or changed and not there");
        }
        let sees = known.is_none_or(|known| known != text.seen);
        if sees && newest.is_some_and(|newest| text.seen < newest) {
            self.wrong("law 7", at, "what its author has seen is not noted with a scheduled text");
        }
        if sees && !new && heard.person().is_none() {
            self.wrong("law 7", at, "a scheduled text has seen something, and nobody looked");
        }
        if text.held.is_none() && text.send_at <= at {
            self.wrong("timers", at, "a text is scheduled for a time that has passed");
        }
    }

    /// It goes out: at its time or at somebody's press, and over nothing that its author has not seen.
    fn goes_out(&mut self, heard: &Heard<'_>, id: ConversationId, which: ScheduledId) {
        let at = heard.at();
        let Some(one) = self.talks.get_mut(&id).and_then(|talk| talk.scheduled.remove(&which)) else {
            return self.wrong(
                "law 7",
                at,
                "a scheduled text goes out that does not wait: twice, or dropped",
            );
        };
        if heard.person().is_some() {
            return;
        }
        if one.send_at > at {
            self.wrong("timers", at, "a scheduled text goes out before its time");
        }
        if one.held {
            self.wrong("law 7", at, "a text goes out by itself that was held for a person");
        }
        if one.if_changed != IfChanged::Send && self.has_news(id, one.seen, one.author) {
            self.wrong("law 7", at, "a scheduled text goes out over something that its author has not seen");
        }
        if !one.despite_night && self.is_night(heard, id, one.author) {
            self.wrong("quiet hours", at, "a scheduled text goes out by itself at night");
        }
    }

    /// A reminder comes once, at its time, to whoever set it, or whoever answers if they left.
    fn comes(&mut self, heard: &Heard<'_>, id: ConversationId, which: ReminderId, who: PersonId) {
        let at = heard.at();
        let Some((person, due)) = self.later.reminders.remove(&which) else {
            return self.wrong(
                "reminders",
                at,
                "a reminder comes that nobody waits for: twice, or taken back",
            );
        };
        let put_off = self.later.put_off.remove(&which);
        let instant = self.instant(at);
        // One that waits for somebody's hours may come as soon as they say that they are in.
        let early = due > at && !(put_off && (instant.works(who) || who == person));
        let there = instant.is_active(person);
        let accountable = self.talks.get(&id).map(|talk| talk.accountable);
        if (there && who != person)
            || (!there && accountable.is_some_and(|one| instant.is_active(one) && one != who))
        {
            let name = self.name(who);
            self.wrong("reminders", at, format!("{name} is reminded of what somebody else wanted to know"));
        }
        if early {
            self.wrong("reminders", at, "a reminder comes before its time");
        }
    }

    /// All reminders that should have come, came.
    pub(super) fn reminders_came(&mut self, now: Moment) {
        if self.later.reminders.values().any(|(_, due)| *due <= now) {
            self.wrong("reminders", now, "a reminder was due, and it did not come");
        }
    }

    /// At most so many a day; once in a closed period; never to machines, and not where we began.
    fn answers_by_itself(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let asked = heard.before.iter().find_map(|event| match event {
            Event::TextReceived { carrier_id, word, courtesy, .. } => {
                Some((carrier_id, word.is_some() || *courtesy))
            }
            _ => None,
        });
        let Some((carrier_id, needs_none)) = asked else {
            return self.wrong("auto-replies", at, "Baton answers by itself, and nobody asked");
        };
        if self.later.machines.contains(carrier_id) {
            return self.wrong("auto-replies", at, "Baton answers a machine");
        }
        let Some(replies) = self.book().house.answers.clone() else {
            return self.wrong(
                "auto-replies",
                at,
                "Baton answers by itself, and the house does not want that",
            );
        };
        let Some(talk) = self.talks.get(&id) else { return };
        let (thread, ours) = (talk.thread, talk.begun_by_us);
        let Some(number) = self.numbers.get(&thread).copied() else { return };
        let today = super::book::Book::day(&self.walls, at);
        let count = self.later.answers.entry((number, today)).or_default();
        *count += 1;
        if *count > replies.most {
            return self.wrong(
                "auto-replies",
                at,
                format!("a number gets more than {} in a day", replies.most),
            );
        }
        if needs_none || ours {
            return self.wrong(
                "auto-replies",
                at,
                "Baton answers what needs no answer, or what it began itself",
            );
        }
        let closed_since = self.book().closed_since(&self.walls, at);
        if matches!(heard.event, Event::TextWritten { auto: Some(AutoCause::OutsideHours), .. }) {
            self.later.out_of_hours.insert(id, at);
        }
        if let Some(since) = closed_since
            && !self.later.told.insert((id, since))
        {
            self.wrong("auto-replies", at, "Baton answers twice in one closed time");
        }
    }
}
