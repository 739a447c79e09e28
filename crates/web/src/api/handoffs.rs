//! Offers: made, accepted, declined, taken back.

use super::conversations::{row, show};
use super::moves::To;
use super::order::{LastSeen, Order};
use super::{paths, timeline};
use crate::answer::{Answer, Problem, json, tagged};
use crate::auth::Route;
use crate::shape::{ConversationView, HandoffView};
use axum::http::StatusCode;
use baton_core::{
    Baton, Command, ConversationId, Directory, Event, FromTemplate, Handoff, HandoffId, Made, NewOffer,
    Owner, OwnerCause, Record, TellCustomer,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An offer to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": {"person": "pe_2k7d9q"}, "summary": "Invoice resent for March and April.",
    "done": "Told her that it takes a day.", "pending": "Card on file.",
    "customer_text": "I'm looping in Dana from our billing team.", "tell_customer": "on_acceptance",
    "confirm_back": true}))]
pub(super) struct NewHandoff {
    /// A person or a queue.
    to: To,
    /// What the customer needs, at most 1,000 characters. The customer never sees it. Where a `summary_template` has no
    /// `[summary]`, this is left out.
    #[serde(default)]
    summary: String,
    /// The name of a note’s template that the summary is made with. `[summary]`, `[what is done]` and `[what is pending]`
    /// are the words beside it, which are then not said a second time, and `[Name/Role]` whom it is offered to.
    summary_template: Option<String>,
    /// What is filled in to that template besides, by label.
    #[serde(default)]
    summary_values: std::collections::BTreeMap<String, String>,
    /// What has been done, at most 1,000 characters.
    #[serde(default)]
    done: String,
    /// What is still open, at most 1,000 characters.
    #[serde(default)]
    pending: String,
    /// The text that tells the customer who takes over, at most 1,600 characters; without it nobody tells them.
    customer_text: Option<String>,
    /// The name of a template that this text is made with; `[Name/Role]` is whom it is offered to.
    customer_template: Option<String>,
    /// What is filled in to that template, by label.
    #[serde(default)]
    values: std::collections::BTreeMap<String, String>,
    /// When it goes out: `on_acceptance` (where nobody says), `now` or `no`.
    tell_customer: Option<String>,
    /// The last message that you have seen, for a text that goes out now: refused over anything newer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seen: LastSeen,
    /// You are told when the conversation is closed.
    #[serde(default)]
    confirm_back: bool,
}

impl NewHandoff {
    /// What is asked for, taken out of the body.
    fn take(&mut self, directory: &Directory) -> Answer<NewOffer> {
        let (to, tell) = (self.to.owner(directory, "to")?, self.tell()?);
        let customer_template = template(
            ("customer_template", self.customer_template.take()),
            ("values", std::mem::take(&mut self.values)),
        )?;
        let summary_template = template(
            ("summary_template", self.summary_template.take()),
            ("summary_values", std::mem::take(&mut self.summary_values)),
        )?;
        let baton = Baton {
            summary: std::mem::take(&mut self.summary),
            done: std::mem::take(&mut self.done),
            pending: std::mem::take(&mut self.pending),
            to_customer: self.customer_text.take(),
            made_with: None,
            summary_made_with: None,
            tell,
            confirm_back: self.confirm_back,
        };
        Ok(NewOffer { to, baton, customer_template, summary_template, seen: self.seen.into() })
    }

    fn tell(&self) -> Result<TellCustomer, Problem> {
        match self.tell_customer.as_deref() {
            None | Some("on_acceptance") => Ok(TellCustomer::OnAcceptance),
            Some("now") => Ok(TellCustomer::Now),
            Some("no") => Ok(TellCustomer::No),
            Some(other) => {
                let words = format!("The customer is told on_acceptance, now or no, and not “{other}”.");
                Err(Problem::field("tell_customer", words))
            }
        }
    }
}

/// One of the two templates of an offer, with what is filled in to it.
fn template(
    (called, name): (&str, Option<String>),
    (field, values): (&str, std::collections::BTreeMap<String, String>),
) -> Answer<Option<Box<FromTemplate>>> {
    let values: Vec<(String, String)> = values.into_iter().collect();
    match name {
        None if !values.is_empty() => {
            Err(Problem::field(field, format!("“{field}” belong to a “{called}”.")))
        }
        name => Ok(name.map(|name| Box::new(FromTemplate { name, values, own_then: true }))),
    }
}

/// Offer it to somebody
///
/// You have it until they accept. One offer stands at a time; it comes back after an hour of business time, or when it is
/// declined.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/handoffs", tag = "ownership", request_body = NewHandoff,
    params(("id" = String, Path, description = "The conversation's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 201, body = HandoffView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn offer(mut order: Order<Route, NewHandoff>) -> Answer {
    let id: ConversationId = paths::id(&order.id, "conversation")?;
    let offer = order.wanted.take(&*order.app.directory()?)?;
    let outcome = order.submit(Command::Offer(id, Box::new(offer))).await?;
    let app = &order.app;
    let made = match outcome.made {
        Some(Made::Handoff(made)) => timeline::find(app, id, move |record| offered(record, made)).await?,
        _ => None,
    };
    let made = made.ok_or_else(|| Problem::not_found("handoff"))?;
    let made = order.caller.audience().offer(&made);
    json(StatusCode::CREATED, &HandoffView::new(&*app.directory()?, &made))
}

/// The offer as it was made, which is all that the same press again is told, whatever became of it.
fn offered(record: &Record, made: HandoffId) -> Option<Handoff> {
    record.events.iter().find_map(|event| match event {
        Event::HandoffOffered { id, from, to, baton, expires_at } if *id == made => Some(Handoff {
            id: *id,
            from: *from,
            to: *to,
            baton: (**baton).clone(),
            offered_at: record.at,
            expires_at: *expires_at,
        }),
        _ => None,
    })
}

/// Nothing more to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Why it is declined.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Dana does refunds."}))]
pub(super) struct Declined {
    /// In words, at most 200 characters.
    reason: String,
}

/// Accept an offer
///
/// From here the conversation is yours, and the customer is told where its giver wanted that. One that has been passed on
/// too often without a reply to the customer goes to the lead of its queue instead: `yours` says whether it is yours, and
/// `why_not` whose it is and why where it is not.
#[utoipa::path(post, path = "/api/v1/handoffs/{id}/accept", tag = "ownership",
    params(("id" = String, Path, description = "The offer's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = AcceptedView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn accept(mut order: Order<Route, Nothing>) -> Answer {
    let id = decided(&mut order, |id, Nothing {}| Command::Accept(id.conversation(), id)).await?;
    let (app, caller) = (&order.app, &order.caller);
    let why_not = timeline::find(app, id.conversation(), move |record| passed_over(record, id)).await?;
    let (row, directory) = (row(app, caller, id.conversation()).await?, app.directory()?);
    let owner = row.conversation.owner;
    let yours = caller.person_id().is_some_and(|me| owner == Owner::Person(me));
    let why_not = why_not.flatten().filter(|(to, _)| *to == owner && !yours).map(|(to, reason)| {
        let whose = directory.owner_name(to);
        format!("It was {reason} to the customer, so it is not yours: {whose} has it now, and can assign it.")
    });
    let conversation = ConversationView::new(&directory, &row, caller.audience());
    tagged(json(StatusCode::OK, &AcceptedView { conversation, yours, why_not }), row.thread.version.0)
}

/// In the record of an acceptance: to whom it went instead of whoever accepted, and the reason, as events say it.
#[expect(clippy::option_option, reason = "the record is found, and may hold nothing of the kind")]
fn passed_over(record: &Record, accepted: HandoffId) -> Option<Option<(Owner, String)>> {
    let is_it = |event: &Event| matches!(event, Event::HandoffAccepted { id, .. } if *id == accepted);
    record.events.iter().any(is_it).then(|| {
        record.events.iter().rev().find_map(|event| match event {
            Event::OwnerChanged { to, cause: OwnerCause::HotPotato, reason, .. } => {
                Some((*to, reason.clone().unwrap_or_default()))
            }
            _ => None,
        })
    })
}

/// A conversation whose offer was accepted, and whether it is whose who accepted.
#[derive(Debug, Serialize, ToSchema)]
struct AcceptedView {
    #[serde(flatten)]
    conversation: ConversationView,
    /// Whether it is yours now.
    yours: bool,
    /// Whose it is instead, and why, in words; null where it is yours, or has moved on since.
    #[schema(required = true)]
    why_not: Option<String>,
}

/// Decline an offer
///
/// It stays with whoever has it, who is told.
#[utoipa::path(post, path = "/api/v1/handoffs/{id}/decline", tag = "ownership", request_body = Declined,
    params(("id" = String, Path, description = "The offer's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn decline(order: Order<Route, Declined>) -> Answer {
    let command = |handoff: HandoffId, Declined { reason }| Command::Decline {
        conversation: handoff.conversation(),
        handoff,
        reason,
    };
    answered(order, command).await
}

/// Take an offer back
///
/// By its giver, by whoever has the conversation, or by a lead.
#[utoipa::path(post, path = "/api/v1/handoffs/{id}/withdraw", tag = "ownership",
    params(("id" = String, Path, description = "The offer's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn withdraw(order: Order<Route, Nothing>) -> Answer {
    answered(order, |id, Nothing {}| Command::WithdrawHandoff(id.conversation(), id)).await
}

async fn answered<T: Default>(
    mut order: Order<Route, T>,
    command: impl FnOnce(HandoffId, T) -> Command,
) -> Answer {
    let id = decided(&mut order, command).await?;
    show(&order.app, &order.caller, id.conversation(), StatusCode::OK).await
}

async fn decided<T: Default>(
    order: &mut Order<Route, T>,
    command: impl FnOnce(HandoffId, T) -> Command,
) -> Answer<HandoffId> {
    let id: HandoffId = paths::id(&order.id, "handoff")?;
    let wanted = std::mem::take(&mut order.wanted);
    let done = order.submit(command(id, wanted)).await;
    done.map_err(|problem| problem.instead_of_missing("handoff"))?;
    Ok(id)
}
