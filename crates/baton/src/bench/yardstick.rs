//! How fast the machine is just now. A virtual one shares its processors with others that nobody sees: the same program on
//! the same machine was measured half as fast again a minute later. Figures are comparable where their yardsticks are.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Numbers that are put in order.
const NUMBERS: u64 = 200_000;
/// The quickest of so many rounds counts.
const ROUNDS: usize = 3;

/// How long a fixed piece of work takes on every core at once: so many pseudo-random numbers into a sorted map. Of cores
/// that differ, the slowest.
pub(super) fn yardstick() -> Duration {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let at_once: Vec<_> = (0..cores).map(|_| scope.spawn(quickest)).collect();
        at_once.into_iter().filter_map(|core| core.join().ok()).max().unwrap_or_default()
    })
}

fn quickest() -> Duration {
    (0..ROUNDS).map(|_| work()).min().unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn work() -> Duration {
    let begun = Instant::now();
    let (mut sorted, mut number) = (BTreeMap::new(), 0x9e37_79b9_7f4a_7c15_u64);
    for count in 0..NUMBERS {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sorted.insert(black_box(number), count);
    }
    black_box(&sorted);
    begun.elapsed()
}
