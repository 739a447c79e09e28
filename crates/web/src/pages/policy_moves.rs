//! What a draft of the policy would move where, before it goes live.

use super::desk::Desk;
use crate::answer::Problem;
use crate::api::moving_by;
use baton_core::{Directory, Moved, Owner};
use baton_engine::Moving;
use baton_pages::{MoveLine, Moves, Ring};

/// How many are named on each line.
const NAMED: usize = 3;

/// What putting it live would move.
pub(super) async fn moves(desk: &Desk, draft: &str) -> Result<Moves, Problem> {
    let (after, moving) = moving_by(&desk.app, draft).await?;
    let mut groups: Vec<(Moved, &Moving, Vec<&str>, usize)> = Vec::new();
    for one in &moving {
        let same = |group: &&mut (Moved, &Moving, Vec<&str>, usize)| {
            std::mem::discriminant(&group.0) == std::mem::discriminant(&one.moved.what)
                && (group.1.moved.from, group.1.moved.to) == (one.moved.from, one.moved.to)
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.3 += 1;
                if group.2.len() < NAMED {
                    group.2.push(&one.customer);
                }
            }
            None => groups.push((one.moved.what, one, vec![&one.customer], 1)),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.3));
    let lines = groups.into_iter().map(|(what, one, named, count)| {
        let (from, to) = (one.moved.from, one.moved.to);
        // Whoever something comes from may be gone from what would be.
        let of = |owner| (ring(desk, &after, owner), name(desk, &after, owner));
        let ((from_ring, from), (to_ring, to)) = (of(from), of(to));
        let more =
            if count > named.len() { format!(" and {} more", count - named.len()) } else { String::new() };
        MoveLine {
            from: from_ring,
            to: to_ring,
            words: format!("{from} to {to}"),
            small: format!("{}: {}{more}", kind(what), named.join(", ")),
            count,
        }
    });
    Ok(Moves { say: say(&moving), lines: lines.collect() })
}

fn say(moving: &[Moving]) -> String {
    let count = moving.iter().filter(|one| matches!(one.moved.what, Moved::Conversation)).count();
    match (moving.len(), count) {
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
