//! What a change of people or policy would move where, shown before it is made (law 10).

use super::paths;
use super::trial::with_policy;
use crate::answer::{Answer, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, May};
use crate::shape::OwnerView;
use axum::extract::{Path, State};
use baton_core::{Directory, Moved, Owner, OwnerCause, Parts, PersonId, QueueId};
use baton_engine::Preview;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a change would move.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"conversations": 2, "asks": 0, "offers": 1, "answers": 0,
    "scheduled": 0, "reminders": 0,
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
    /// Texts that somebody scheduled, and that are somebody else's from then on.
    scheduled: usize,
    /// Reminders that come to somebody else, of conversations that are not closed.
    reminders: usize,
    /// The same by what, from whom and to whom.
    to: Vec<Sum>,
    /// The first of them by name, at most 20.
    first: Vec<One>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Sum {
    /// `conversation`, `ask`, `offer`, `answers`, `scheduled` or `reminder`.
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
    /// `conversation`, `ask`, `offer`, `answers`, `scheduled` or `reminder`.
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
    fn new(before: &Directory, after: &Directory, found: &Preview) -> Self {
        // Whoever something comes from may be gone from what would be.
        let owner = |owner: Owner| {
            let knows = match owner {
                Owner::Person(_) => true,
                Owner::Queue(queue) => before.queue(queue).is_some(),
            };
            OwnerView::new(if knows { before } else { after }, owner)
        };
        let count = |wanted| {
            let those = found.sums.iter().filter(|(moved, _)| word(moved.what) == wanted);
            those.map(|(_, count)| count).sum()
        };
        let sums = found.sums.iter().map(|(moved, count)| Sum {
            what: word(moved.what),
            from: owner(moved.from),
            to: owner(moved.to),
            why: moved.cause,
            count: *count,
        });
        let mut sums: Vec<Sum> = sums.collect();
        sums.sort_by_key(|sum| std::cmp::Reverse(sum.count));
        let first = found.first.iter().map(|one| One {
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
            scheduled: count("scheduled"),
            reminders: count("reminder"),
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
        Moved::Scheduled(_) => "scheduled",
        Moved::Reminder(_) => "reminder",
    }
}

/// What removing somebody would move
///
/// As if they left the team now: what they own goes to their queues or the fallback person, their questions and what is
/// offered to them with it; what they scheduled, and their reminders, to whoever answers. Counts by destination, and the
/// first of them by name. What a queue gives out afterwards goes on from there. 422 where they cannot leave, because the policy names them: then change the policy first.
#[utoipa::path(get, path = "/api/v1/people/{id}/removal", tag = "team",
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, body = MovesView), (status = 404, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn removal(State(app): State<App>, _: May<Administer>, Path(id): Path<String>) -> Answer {
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
    let (after, found) = moving_by(app, draft).await?;
    Ok(MovesView::new(&live, &after, &found))
}

/// The team as it would be under a draft of the policy, and what that would move.
pub(crate) async fn moving_by(app: &App, draft: &str) -> Answer<(Directory, Preview)> {
    let live = app.directory()?;
    let queues = queue_names(app).await?;
    let after = with_policy(&live, &queues, Some(draft))?;
    let found = app.preview(&live, &after).await?;
    Ok((after, found))
}

async fn show(app: &App, live: &Directory, after: Directory) -> Answer<MovesView> {
    let found = app.preview(live, &after).await?;
    Ok(MovesView::new(live, &after, &found))
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]
async fn queue_names(app: &App) -> Answer<Vec<(QueueId, String)>> {
    app.read(|reader| reader.queue_names()).await
}
