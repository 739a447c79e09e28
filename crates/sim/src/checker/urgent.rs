//! What customers call urgent goes to whoever is on call, at once.

use super::{Checker, Heard};
use crate::house::OnCall;
use baton_core::{Event, Moment, Owner};

impl Checker {
    /// Whether those on call have it: it is their queue's, or that of somebody of it who is on.
    pub(super) fn on_call_has(&self, at: Moment, owner: Owner) -> bool {
        match (self.book().house.on_call, owner) {
            (Some(OnCall::Queue(on_call)), Owner::Person(person)) => {
                self.instant(at).on(on_call).contains(&person)
            }
            _ => self.on_call() == Some(owner),
        }
    }

    /// Who is on call.
    pub(super) fn on_call(&self) -> Option<Owner> {
        Some(match self.book().house.on_call? {
            OnCall::Queue(place) => Owner::Queue(self.book().ids[place]),
            // Nobody is, where they have left.
            OnCall::Person(place) if !self.active[place] => return None,
            OnCall::Person(place) => Owner::Person(self.people[place]),
        })
    }

    /// Where a rule takes it: to whom it names, or, by the urgent word, to whoever is on call.
    pub(super) fn routes_to(&self, heard: &Heard<'_>) -> Option<Owner> {
        let routed = heard.before.iter().rev().find_map(|event| match event {
            Event::Routed { owner, .. } => Some(*owner),
            _ => None,
        });
        let by_rule = matches!(heard.before.last(), Some(Event::Routed { .. }));
        let owner = if by_rule { routed } else { self.on_call().filter(|_| self.says_urgent(heard)) };
        owner.map(|owner| self.in_their_stead(heard.at(), None, owner))
    }

    /// Whether the text of this record begins with the urgent word.
    fn says_urgent(&self, heard: &Heard<'_>) -> bool {
        heard.before.iter().any(|event| match event {
            Event::TextReceived { carrier_id, .. } => self.is_urgent(carrier_id),
            _ => false,
        })
    }

    /// What turns urgent is on call's from this very text on.
    pub(super) fn urgent_is_on_call(&mut self, heard: &Heard<'_>, (at, owner): (Moment, Owner)) {
        let Event::TextReceived { carrier_id, .. } = heard.event else { return };
        if !self.is_urgent(carrier_id) {
            return;
        }
        let known = heard.record.conversation.and_then(|id| self.talks.get(&id));
        let tagged = known.is_some_and(|talk| talk.tags.contains("urgent"))
            || heard.after.iter().any(|event| match event {
                Event::TagsChanged { added, .. } => added.iter().any(|tag| tag == "urgent"),
                _ => false,
            });
        let theirs = self.on_call().map(|on_call| self.in_their_stead(at, None, on_call));
        if theirs.is_some() && theirs != Some(owner) && !self.on_call_has(at, owner) {
            let owner = self.owner_name(owner);
            self.wrong("urgent", at, format!("they text the urgent word, and {owner} has it"));
        } else if !tagged {
            self.wrong("urgent", at, "they text the urgent word, and it is not urgent");
        }
    }
}
