//! When nobody is on.

use baton_hours::{Calendar, Moment};

use crate::rota::Rota;

impl<P> Rota<P> {
    /// The stretches from `from` until `until` in which nobody is on, in order, as (from, until); with hours, only what
    /// of them is open.
    pub fn gaps(&self, within: Option<&Calendar>, from: Moment, until: Moment) -> Vec<(Moment, Moment)> {
        let mut gaps = Vec::new();
        let mut at = from;
        while at < until {
            let end = self.next_change(at).map_or(until, |(end, _)| end.min(until));
            if self.is_nobody_on(at) {
                match within {
                    None => gaps.push((at, end)),
                    Some(hours) => gaps.extend(open_parts(hours, at, end)),
                }
            }
            at = end;
        }
        gaps
    }
}

/// What is open from `from` until `until`.
fn open_parts(
    hours: &Calendar,
    from: Moment,
    until: Moment,
) -> impl Iterator<Item = (Moment, Moment)> + use<'_> {
    let mut at = from;
    std::iter::from_fn(move || {
        let opening = (at < until).then(|| hours.next_opening(at))?.filter(|&opening| opening < until)?;
        at = hours.next_closing(opening).map_or(until, |closing| closing.min(until));
        Some((opening, at))
    })
}
