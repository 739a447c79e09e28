//! What a change of people or policy would move where, shown before it is made (law 10).

use super::paths;
use super::trial::with_policy;
use crate::answer::{Answer, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, May};
use crate::shape::OwnerView;
use axum::extract::{Path, State};
use baton_core::{Directory, Moved, Owner, OwnerCause, Parts, PersonId, QueueId, Role};
use baton_engine::Moving;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// How many are shown by name.
const NAMED: usize = 20;

/// What a change would move.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"conversations": 2, "asks": 0, "offers": 1, "answers": 0,
    "to": [{"what": "conversation", "from": {"kind": "person", "id": "pe_2k7d9q", "name": "Chris Bell"},
        "to": {"kind": "queue", "id": "qu_3f8s1c", "name": "Scheduling"}, "why": "removal", "count": 2}],
    "first": [{"what": "conversation", "conversation": "co_5b2n8w", "customer": "Rosa Lind",
        "from": {"kind": "person", "id": "pe_2k7d9q", "name": "Chris Bell"},
        "to": {"kind": "queue", "id": "qu_3f8s1c", "name": "Scheduling"}, "why": "removal"}]}))]
pub(super) struct MovesView {
    /// Conversations that get another owner.
    conversations: usize,
    /// Questions that do.
    asks: usize,
    /// Offers that come back.
    offers: usize,
    /// Conversations for which somebody else answers, while their owner stays.
    answers: usize,
    /// The same by what, from whom and to whom.
    to: Vec<Sum>,
    /// The first of them by name, at most 20.
    first: Vec<One>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Sum {
    /// `conversation`, `ask`, `offer` or `answers`.
    what: &'static str,
    from: OwnerView,
    to: OwnerView,
    /// The cause, as in `owner.changed`; null for what follows from its conversation.
    #[schema(value_type = Option<String>, required = true)]
    why: Option<OwnerCause>,
    count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct One {
    /// `conversation`, `ask`, `offer` or `answers`.
    what: &'static str,
    /// Of which conversation.
    conversation: String,
    /// Their name, or their number.
    customer: String,
    from: OwnerView,
    to: OwnerView,
    /// The cause, as in `owner.changed`; null for what follows from its conversation.
    #[schema(value_type = Option<String>, required = true)]
    why: Option<OwnerCause>,
}

impl MovesView {
    fn new(before: &Directory, after: &Directory, moving: &[Moving]) -> Self {
        // Whoever something comes from may be gone from what would be.
        let owner = |owner: Owner| {
            let knows = match owner {
                Owner::Person(_) => true,
                Owner::Queue(queue) => before.queue(queue).is_some(),
            };
            OwnerView::new(if knows { before } else { after }, owner)
        };
        let count = |wanted| moving.iter().filter(|one| word(one.moved.what) == wanted).count();
        let mut sums: Vec<Sum> = Vec::new();
        let mut places = BTreeMap::new();
        for one in moving {
            let (what, from, to) = (word(one.moved.what), one.moved.from, one.moved.to);
            let place = *places.entry((what, from, to)).or_insert_with(|| {
                let why = one.moved.cause;
                sums.push(Sum { what, from: owner(from), to: owner(to), why, count: 0 });
                sums.len() - 1
            });
            sums[place].count += 1;
        }
        sums.sort_by_key(|sum| std::cmp::Reverse(sum.count));
        let first = moving.iter().take(NAMED).map(|one| One {
            what: word(one.moved.what),
            conversation: one.conversation.to_string(),
            customer: one.customer.clone(),
            from: owner(one.moved.from),
            to: owner(one.moved.to),
            why: one.moved.cause,
        });
        Self {
            conversations: count("conversation"),
            asks: count("ask"),
            offers: count("offer"),
            answers: count("answers"),
            first: first.collect(),
            to: sums,
        }
    }
}

fn word(what: Moved) -> &'static str {
    match what {
        Moved::Conversation => "conversation",
        Moved::Ask(_) => "ask",
        Moved::Offer(_) => "offer",
        Moved::Answers => "answers",
    }
}

/// What removing somebody would move
///
/// As if they left the team now: what they own goes to their queues or the fallback person, their questions and what is
/// offered to them with it. Counts by destination, and the first of them by name. What a queue gives out afterwards
/// goes on from there. 422 where they cannot leave, because the policy names them: then change the policy first.
#[utoipa::path(get, path = "/api/v1/people/{id}/removal", tag = "team",
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, body = MovesView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn removal(
    State(app): State<App>,
    caller: May<Administer>,
    Path(id): Path<String>,
) -> Answer {
    caller.at_least(Role::Admin)?;
    let id: PersonId = paths::id(&id, "person")?;
    let live = app.directory()?;
    if !live.is_active(id) {
        return Err(Problem::not_found("person"));
    }
    let queues = queue_names(&app).await?;
    let mut people: Vec<_> = live.people.values().cloned().collect();
    for person in people.iter_mut().filter(|person| person.id == id) {
        person.active = false;
    }
    let queue_ids: BTreeMap<_, _> = queues.into_iter().map(|(id, name)| (name, id)).collect();
    let parts = Parts {
        workspace: live.workspace,
        business: live.business.clone(),
        version: live.version,
        policy_version: live.policy_version,
        policy: live.policy.source(),
        people,
        lines: live.lines.values().cloned().collect(),
        queue_ids: &queue_ids,
    };
    let without = Directory::assemble(parts).map_err(|error| {
        let name = live.owner_name(Owner::Person(id));
        Problem::field("id", format!("{name} cannot leave while the policy names them: {error}."))
    })?;
    ok(&show(&app, &live, without).await?)
}

/// What a draft of the policy would move.
pub(super) async fn of_policy(app: &App, draft: &str) -> Answer<MovesView> {
    let live = app.directory()?;
    let (after, moving) = moving_by(app, draft).await?;
    Ok(MovesView::new(&live, &after, &moving))
}

/// The team as it would be under a draft of the policy, and what that would move.
pub(crate) async fn moving_by(app: &App, draft: &str) -> Answer<(Arc<Directory>, Vec<Moving>)> {
    let live = app.directory()?;
    let queues = queue_names(app).await?;
    let after = Arc::new(with_policy(&live, &queues, Some(draft))?);
    let moving = app.preview(Arc::clone(&after)).await?;
    Ok((after, moving))
}

async fn show(app: &App, live: &Directory, after: Directory) -> Answer<MovesView> {
    let after = Arc::new(after);
    let moving = app.preview(Arc::clone(&after)).await?;
    Ok(MovesView::new(live, &after, &moving))
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]
async fn queue_names(app: &App) -> Answer<Vec<(QueueId, String)>> {
    app.read(|reader| reader.queue_names()).await
}
