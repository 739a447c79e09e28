//! What a change of people or policy would move where, shown before it is made (law 10).

use super::paths;
use super::team::{ChangedLine, ChangedPerson};
use super::trial::with_policy;
use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, May};
use crate::shape::OwnerView;
use axum::extract::{Path, State};
use baton_core::{Directory, Line, LineId, Moved, Owner, OwnerCause, Person, PersonId, QueueId, zone_change};
use baton_engine::{Preview, Silent};
use serde::Serialize;
use std::sync::Arc;
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
    /// Where a line would be retired: what is not closed on it, and stays whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    silent: Option<SilentView>,
    /// Where the policy's zone would be another: what that does to times, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

/// What is not closed on a line that sends nothing any more.
#[derive(Debug, Serialize, ToSchema)]
struct SilentView {
    /// Conversations that nobody can text in.
    conversations: usize,
    /// Scheduled texts in them: each is dropped at its time, and whoever scheduled it is told.
    scheduled: usize,
    /// The first of the conversations, at most 20.
    first: Vec<SilencedView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SilencedView {
    conversation: String,
    /// Their name, or their number.
    customer: String,
    /// Who has it.
    owner: OwnerView,
    /// Texts that are scheduled in it.
    scheduled: usize,
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
            silent: None,
            zone: None,
        }
    }

    fn with_zone(self, live: &Directory, after: &Directory) -> Self {
        Self { zone: zone_change(live, after), ..self }
    }

    fn with_silent(self, directory: &Directory, silent: &Silent) -> Self {
        let first = silent.first.iter().map(|one| SilencedView {
            conversation: one.conversation.to_string(),
            customer: one.customer.clone(),
            owner: OwnerView::new(directory, one.owner),
            scheduled: one.scheduled,
        });
        let Silent { conversations, scheduled, .. } = *silent;
        Self { silent: Some(SilentView { conversations, scheduled, first: first.collect() }), ..self }
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
    let person = live.person(id).cloned().ok_or_else(|| Problem::not_found("person"))?;
    of_person(&app, &live, Person { active: false, ..person }, "id").await
}

/// What changing somebody would move
///
/// The same body as the change itself; nothing is saved. 422 where the change would be refused: somebody whom the policy
/// names cannot leave, and somebody has to be an admin. What a smaller role keeps from doing is said in the documentation;
/// an agent has and answers for whatever a lead does, so a role by itself moves nothing today, and this says so.
#[utoipa::path(post, path = "/api/v1/people/{id}/check", tag = "team", request_body = ChangedPerson,
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, body = MovesView), (status = 404, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn check_person(
    State(app): State<App>,
    _: May<Administer>,
    Path(id): Path<String>,
    Json(wanted): Json<ChangedPerson>,
) -> Answer {
    let id: PersonId = paths::id(&id, "person")?;
    let live = app.directory()?;
    let person = live.person(id).cloned().ok_or_else(|| Problem::not_found("person"))?;
    let change = wanted.read()?;
    let after = change.apply(person.clone());
    let field = change.refused_field(&person);
    of_person(&app, &live, after, field).await
}

/// What somebody as they would be moves.
async fn of_person(app: &App, live: &Arc<Directory>, person: Person, field: &'static str) -> Answer {
    let (team, changed) = (Arc::clone(live), person.clone());
    let after = beside(move || team.with_person(changed)).await?.map_err(|error| {
        let name = &person.name;
        let words = if person.active {
            format!("{name} cannot change so: {error}.")
        } else {
            format!("{name} cannot leave while the policy names them: {error}.")
        };
        Problem::field(field, words)
    })?;
    if !after.has_admin() {
        return Err(Problem::field(field, "Somebody has to be an admin. Make another one first."));
    }
    let found = app.preview(live, &after).await?;
    ok(&MovesView::new(live, &after, &found))
}

/// What changing a line would move
///
/// The same body as the change itself; nothing is saved. Retiring a line moves nothing: `silent` says what is not closed
/// on it, which stays with whoever has it, and how many scheduled texts would be dropped at their time.
#[utoipa::path(post, path = "/api/v1/lines/{id}/check", tag = "team", request_body = ChangedLine,
    params(("id" = String, Path, description = "The line's id")),
    responses((status = 200, body = MovesView), (status = 404, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn check_line(
    State(app): State<App>,
    _: May<Administer>,
    Path(id): Path<String>,
    Json(wanted): Json<ChangedLine>,
) -> Answer {
    let id: LineId = paths::id(&id, "line")?;
    let before = app.directory()?;
    let line = before.lines.get(&id).cloned().ok_or_else(|| Problem::not_found("line"))?;
    let change = wanted.read(id)?;
    let field = change.field();
    let line: Line = change.apply(line);
    let taken = |other: &&Line| other.id != line.id && !other.retired && other.number == line.number;
    if !line.retired && before.lines.values().any(|other| taken(&other)) {
        return Err(Problem::field(field, format!("Another line has the number {} now.", line.number)));
    }
    let team = Arc::clone(&before);
    let after = beside(move || team.with_line(line)).await?;
    let after = after.map_err(|error| Problem::field(field, format!("{error}.")))?;
    let found = app.preview(&before, &after).await?;
    ok(&MovesView::new(&before, &after, &found).with_silent(&after, &found.silent))
}

/// What a draft of the policy would move.
pub(super) async fn of_policy(app: &App, draft: &str) -> Answer<MovesView> {
    let live = app.directory()?;
    let (after, found) = moving_by(app, draft).await?;
    Ok(MovesView::new(&live, &after, &found).with_zone(&live, &after))
}

/// What putting a policy live moves, for whoever does.
pub(super) async fn by_policy(app: &App, source: &str) -> Answer<MovesView> {
    let live = app.directory()?;
    let after = under(&live, queue_names(app).await?, source).await?;
    let found = app.preview_in_turn(&live, &after).await?;
    Ok(MovesView::new(&live, &after, &found).with_zone(&live, &after))
}

/// The team as it would be under a draft of the policy, and what that would move.
pub(crate) async fn moving_by(app: &App, draft: &str) -> Answer<(Directory, Preview)> {
    let live = app.directory()?;
    let queues = queue_names(app).await?;
    let after = under(&live, queues, draft).await?;
    let found = app.preview(&live, &after).await?;
    Ok((after, found))
}

/// The team under another policy.
async fn under(live: &Arc<Directory>, queues: Vec<(QueueId, String)>, source: &str) -> Answer<Directory> {
    let (live, source) = (Arc::clone(live), source.to_owned());
    beside(move || with_policy(&live, &queues, Some(&source))).await?
}

/// Reads a whole policy off the threads that serve everybody.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::ours(error.to_string()))
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]
async fn queue_names(app: &App) -> Answer<Vec<(QueueId, String)>> {
    app.read(|reader| reader.queue_names()).await
}
