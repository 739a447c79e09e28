//! What a draft of the policy would move where, before it goes live.

use super::desk::Desk;
use crate::answer::Problem;
use crate::api::moving_by;
use baton_core::{Directory, Move, Moved, Owner, zone_change};
use baton_engine::Preview;
use baton_pages::{MoveLine, Moves, Ring};

/// How many are named on each line.
const NAMED: usize = 3;

/// What putting it live would move.
pub(super) async fn moves(desk: &Desk, draft: &str) -> Result<Moves, Problem> {
    let (after, found) = moving_by(&desk.app, draft).await?;
    let mut sums: Vec<&(Move, usize)> = found.sums.iter().collect();
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines = sums.into_iter().map(|(one, count)| {
        // Whoever something comes from may be gone from what would be.
        let of = |owner| (ring(desk, &after, owner), name(desk, &after, owner));
        let ((from_ring, from), (to_ring, to)) = (of(one.from), of(one.to));
        let named: Vec<&str> = found
            .first
            .iter()
            .filter(|moving| is_same(&moving.moved, one))
            .take(NAMED)
            .map(|moving| moving.customer.as_str())
            .collect();
        let more = count.saturating_sub(named.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        MoveLine {
            from: from_ring,
            to: to_ring,
            words: format!("{from} to {to}"),
            small: format!("{}: {}{more}", kind(one.what), named.join(", ")),
            count: *count,
        }
    });
    let zone = zone_change(&desk.directory, &after).map(|words| format!(" {words}")).unwrap_or_default();
    Ok(Moves { say: say(&found) + &zone, lines: lines.collect() })
}

/// Of one kind, from one owner to one other.
fn is_same(one: &Move, other: &Move) -> bool {
    let sort = |moved: &Move| (std::mem::discriminant(&moved.what), moved.from, moved.to);
    sort(one) == sort(other)
}

fn say(found: &Preview) -> String {
    let conversations = found.sums.iter().filter(|(one, _)| matches!(one.what, Moved::Conversation));
    let count: usize = conversations.map(|(_, count)| count).sum();
    match (found.sums.len(), count) {
        (0, _) => "Nothing that is open would move.".to_owned(),
        (_, 0) => "No conversation would get another owner.".to_owned(),
        (_, 1) => "1 conversation would get another owner at once.".to_owned(),
        (_, many) => format!("{many} conversations would get another owner at once."),
    }
}

fn kind(what: Moved) -> &'static str {
    match what {
        Moved::Conversation => "Conversations",
        Moved::Ask(_) => "Questions",
        Moved::Offer(_) => "Offers that come back",
        Moved::Answers => "Who answers for it",
        Moved::Scheduled(_) => "Scheduled texts",
        Moved::Reminder(_) => "Reminders",
    }
}

/// The directory that knows it.
fn knows<'a>(desk: &'a Desk, after: &'a Directory, owner: Owner) -> &'a Directory {
    match owner {
        Owner::Queue(queue) if desk.directory.queue(queue).is_none() => after,
        _ => &desk.directory,
    }
}

fn name(desk: &Desk, after: &Directory, owner: Owner) -> String {
    knows(desk, after, owner).owner_name(owner).to_owned()
}

fn ring(desk: &Desk, after: &Directory, owner: Owner) -> Ring {
    match owner {
        Owner::Person(_) => desk.bare_ring(owner),
        Owner::Queue(id) => {
            let directory = knows(desk, after, owner);
            let letters = directory.queue(id).map_or("?", |queue| queue.initials.as_str());
            Ring::queue(directory.owner_name(owner), letters)
        }
    }
}
