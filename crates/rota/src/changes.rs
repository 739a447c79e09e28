//! When somebody else is on: over real time, in which the wall clock is now and then set.

use baton_hours::Moment;

use crate::dated::DAY;
use crate::rota::Rota;

impl<P> Rota<P> {
    /// The first moment after `after` from which others are on than at `after`, and who. A hand-over from somebody to
    /// themselves is no change. `None` if nobody else is ever on, or not until [`Moment::MAX`].
    pub fn next_change(&self, after: Moment) -> Option<(Moment, Vec<&P>)> {
        let plan = self.plan();
        let (mut on, mut room) = (Vec::new(), Vec::new());
        let mut at = after;
        let mut offset = self.zone().offset(at);
        let mut since = at.micros() + offset;
        plan.at(since).0.people(&mut on);
        // On the wall, the same people are on from `since` until `other`, whatever the clocks do.
        let mut other = plan.next_other(since, &on, &mut room);
        loop {
            let set = self.zone().next_change(at);
            let change = other.map(|other| other - offset);
            if let Some(change) = change.filter(|&change| set.is_none_or(|set| change < set.micros())) {
                let change = Some(Moment::from_micros(change)).filter(|found| found.micros() == change)?;
                plan.at(change.micros() + offset).0.people(&mut on);
                return Some((change, self.named(&on)));
            }
            at = set?;
            if other.is_none() && at.micros() > after.micros() + 4 * DAY {
                // No clock is set back by so much that it showed a time from before `after` again.
                return None;
            }
            offset = self.zone().offset(at);
            let wall = at.micros() + offset;
            if wall < since || other.is_some_and(|other| wall >= other) {
                plan.at(wall).0.people(&mut room);
                if room != on {
                    return Some((at, self.named(&room)));
                }
                since = wall;
                other = plan.next_other(since, &on, &mut room);
            }
        }
    }

    /// All changes after `from`, up to `until` and at it, each with who is on from then on. So changes of stretches that
    /// follow upon each other are told once each.
    pub fn changes(&self, from: Moment, until: Moment) -> Changes<'_, P> {
        Changes { rota: self, at: from, until }
    }
}

/// The changes of a rota, in order: see [`Rota::changes`].
#[derive(Debug)]
pub struct Changes<'r, P> {
    rota: &'r Rota<P>,
    at: Moment,
    until: Moment,
}

impl<'r, P> Iterator for Changes<'r, P> {
    type Item = (Moment, Vec<&'r P>);

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.rota.next_change(self.at).filter(|(at, _)| *at <= self.until);
        self.at = next.as_ref().map_or(self.until, |(at, _)| *at);
        next
    }
}
