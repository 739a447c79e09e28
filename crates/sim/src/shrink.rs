//! A failing run made short: actions are left out in ever smaller pieces, for as long as what is left still breaks the
//! same law (delta debugging; Zeller and Hildebrandt 2002).

use crate::action::Timed;
use crate::checker::Violation;
use crate::world::{Plan, replay};
use std::fmt::Write;

/// The fewest actions that were found to break the same law, and what they come to. `most`: how often the run is
/// played again for that.
pub fn shrink(plan: &Plan, actions: &[Timed], wrong: &Violation, most: usize) -> (Vec<Timed>, Violation) {
    let mut kept = (actions.to_vec(), wrong.clone());
    let mut tries = 0;
    let mut piece = actions.len().div_ceil(2).max(1);
    loop {
        let mut from = 0;
        let mut shorter = false;
        while from < kept.0.len() && tries < most {
            let mut fewer = kept.0.clone();
            fewer.drain(from..(from + piece).min(fewer.len()));
            tries += 1;
            match replay(plan, &fewer).wrong {
                Some(found) if found.law == wrong.law => {
                    kept = (fewer, found);
                    shorter = true;
                }
                _ => from += piece,
            }
        }
        if tries >= most || (piece == 1 && !shorter) {
            return kept;
        }
        if !shorter || piece > 1 {
            piece = (piece / 2).max(1);
        }
    }
}

/// A failing run in words: the seed, what happened, and what came of it.
pub fn story(plan: &Plan, actions: &[Timed], wrong: &Violation) -> String {
    let mut text = format!("seed {}, {} days", plan.seed, plan.days);
    if let Some(bug) = plan.bug {
        let _ = write!(text, ", planted: {}", bug.name());
    }
    text.push('\n');
    for action in actions {
        let _ = writeln!(text, "  {action}");
    }
    let _ = writeln!(text, "  => {wrong}");
    text
}
