//! What happens beside everything else, by dice of its own, so that what was drawn before it came is drawn still: people
//! watch, mention each other, and say what a text means that may ask for texts to end.

use crate::action::{Act, What};
use crate::dice::Dice;
use crate::house::TEAM;
use crate::people::{CUSTOMERS, Seen, View};
use baton_core::Judged;

/// The salt of these dice.
const SALT: u64 = 41;

/// Their dice.
pub(crate) fn dice(seed: u64) -> Dice {
    Dice::of(&[seed, SALT])
}

/// What somebody does at the very instant of another act, if anything.
pub(crate) fn act(dice: &mut Dice, view: &View<'_>) -> Option<Act> {
    let there: Vec<usize> = (0..TEAM.len()).filter(|place| view.there[*place]).collect();
    let who = dice.any(&there)?;
    let (customer, line) = (dice.below(CUSTOMERS), usize::from(dice.in_hundred(30)));
    match dice.below(100) {
        0..8 => {
            let judged = dice.one(&[Judged::NotMeant, Judged::NotMeant, Judged::Open, Judged::Out]);
            Some(Act::Judge { who, customer, line, judged })
        }
        8..12 => {
            let all: Vec<&Seen> = view.seen.iter().collect();
            let watched: Vec<&Seen> = view.seen.iter().filter(|seen| seen.watches.is_some()).collect();
            let (what, who, seen) = match dice.below(10) {
                0..5 => (What::Watch(true), who, dice.any(&all)?),
                5..7 => {
                    let seen = dice.any(&watched)?;
                    (What::Watch(false), seen.watches?, seen)
                }
                _ => (What::Mention(dice.below(TEAM.len())), who, dice.any(&all)?),
            };
            Some(Act::Do { who, customer: seen.customer, line: seen.line, what })
        }
        _ => None,
    }
}

/// Whether an act is one of these.
pub(crate) fn is_beside(act: &Act) -> bool {
    matches!(act, Act::Judge { .. } | Act::Do { what: What::Watch(_) | What::Mention(_), .. })
}
