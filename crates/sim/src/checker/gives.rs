//! What a step of an escalation gives to whom: to whoever it means, if it assigns and does not mean nobody, and else nothing.

use super::{Checker, Heard};
use crate::house::{Step, Who};
use baton_core::{ClockKey, ConversationId, Event, Owner, OwnerCause, PersonId};

impl Checker {
    pub(super) fn gives_right(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: ClockKey,
        path: &[Step],
        step: u32,
        told: &[PersonId],
    ) {
        let at = heard.at();
        let Some(talk) = self.talks.get(&id) else { return };
        let meant = usize::try_from(step).ok().and_then(|step| path.get(step.checked_sub(1)?));
        let meant = meant.filter(|meant| meant.assigns && !told.is_empty());
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask));
        let queue = asked.and_then(|ask| ask.owner.queue()).or(talk.queue);
        let of_house = |place: usize| Some(Owner::Queue(self.book().ids[place]));
        let to = meant.and_then(|meant| match meant.who {
            Who::OnShift => queue.map(Owner::Queue),
            Who::Queue(place) => of_house(place),
            Who::OnCall => self.on_call(),
            Who::Owner | Who::Accountable | Who::Lead | Who::Fallback | Who::Person(_) => {
                told.first().copied().map(Owner::Person)
            }
        });
        let (right, is) = if let Some(ask) = key.ask {
            let moved = match heard.after.first() {
                Some(Event::AskMoved { id, to, .. }) if *id == ask => *to,
                _ => None,
            };
            (to, moved)
        } else {
            let on_call = self.on_call();
            let has = on_call.is_some() && to == on_call && self.on_call_has(at, talk.owner);
            let right = to.filter(|_| !has).map(|to| self.in_their_stead(at, heard.person(), to));
            let given = match heard.after.first() {
                Some(Event::OwnerChanged { to, cause: OwnerCause::Escalation, .. }) => Some(*to),
                _ => None,
            };
            (right.filter(|right| *right != talk.owner), given)
        };
        if right != is {
            let (is, right) = (is.map(|is| self.owner_name(is)), right.map(|right| self.owner_name(right)));
            self.wrong(
                "escalation",
                at,
                format!("step {step} gives it to {is:?}, and it should to {right:?}"),
            );
        }
    }
}
