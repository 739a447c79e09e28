//! Deciding about one text: which branches are true, who gets it, and who else is asked.

mod evaluate;
mod places;
mod walk;

use crate::decision::Decision;
use crate::facts::Facts;
use crate::keyword::{Folded, Hits, Matcher};
use crate::rules::{Node, Rules};
use evaluate::View;
use places::Places;
use walk::Walk;

/// Buffers that deciding reuses, so that it does not allocate for every text. One serves any number of routing texts.
#[derive(Debug, Default)]
pub struct Scratch {
    folded: Folded,
    hits: Hits,
    /// Rules that a keyword of the text may make true, by their places.
    woken: Vec<usize>,
    places: Places,
}

/// Which branches take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Branches {
    All,
    /// Those with a condition.
    Conditional,
}

pub(crate) fn decide(
    rules: &Rules,
    facts: &Facts<'_>,
    branches: Branches,
    scratch: &mut Scratch,
) -> Decision {
    let Scratch { folded, hits, woken, places } = scratch;
    folded.fold(facts.text);
    rules.matcher.find(folded.text(), hits);
    woken.clear();
    for keyword in hits.found() {
        woken.extend_from_slice(&rules.by_keyword[keyword.index()]);
    }
    woken.sort_unstable();
    woken.dedup();
    places.begin(facts.text.len());
    let view = View { facts, folded, hits };
    let mut walk = Walk::new(view, places);
    for place in merged(&rules.always, woken) {
        let rule = &rules.all[place];
        if branches == Branches::All || rule.condition.is_some() {
            walk.visit(rule);
        }
    }
    walk.finish()
}

/// Whether one condition is true; its keywords are those of the matcher.
pub(crate) fn holds(node: &Node, matcher: &Matcher, facts: &Facts<'_>, scratch: &mut Scratch) -> bool {
    let Scratch { folded, hits, .. } = scratch;
    folded.fold(facts.text);
    matcher.find(folded.text(), hits);
    View { facts, folded, hits }.holds(node)
}

/// Two sorted lists without a common element as one sorted sequence.
fn merged<'m>(a: &'m [usize], b: &'m [usize]) -> impl Iterator<Item = usize> + 'm {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if x < y => a.next(),
        (_, Some(_)) => b.next(),
        (_, None) => a.next(),
    })
}
