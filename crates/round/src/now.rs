//! When a batch is decided.

use baton_core::Moment;
use std::time::Duration;

/// By how much a clock may be behind what was recorded last, so that this holds in its place: far more than clocks that are
/// kept right differ by. One that is further behind was set right after it had been wrong, and holds itself.
const BEARABLE: Duration = Duration::from_mins(1);

/// When a node decides that has heard of what was recorded at `latest`: by its own `clock`, and not before that. Clocks of
/// nodes differ by seconds, and one that was ahead is set back; but a shift that has ended for one conversation does not begin
/// anew for the next, and in a thread nothing is answered before it was asked.
pub fn not_before(clock: Moment, latest: Moment) -> Moment {
    if latest > clock && latest.since(clock) <= BEARABLE { latest } else { clock }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when time goes back because a clock is a little behind, or stands still because one was wrong by hours.
    #[test]
    fn a_clock_that_is_a_little_behind_waits() {
        let at = |second: i64| Moment::from_micros(second * 1_000_000);
        assert_eq!(not_before(at(100), at(103)), at(103));
        assert_eq!(not_before(at(100), at(160)), at(160));
        assert_eq!(not_before(at(100), at(161)), at(100));
        assert_eq!(not_before(at(100), at(97)), at(100));
    }
}
