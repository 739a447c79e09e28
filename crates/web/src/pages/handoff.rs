//! Handing over: what the sheet offers, and what becomes of it.

use super::actions::{self, Said};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::known;
use super::listing::Wanted;
use super::reply::{html, problem};
use super::sheet::{fill, receiver, show, tell, untouched};
use super::targets::suggestion;
use super::thread::{From, Thread};
use super::{offered, summary, write};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use baton_core::{Baton, Command, ConversationId, NewOffer, OfferEnd, Owner, Seen, TellCustomer};
use baton_pages::{Choice, Notice, Undo};

/// What the form asks for. Words for the customer that name somebody else than the one who gets it do not go out.
fn wanted_offer(desk: &Desk, thread: &Thread, form: &Fields) -> Result<NewOffer, Problem> {
    if form.get("conversation") != thread.conversation().id.to_string() {
        let words = "This sheet was written for another conversation, so nothing has been offered.";
        return Err(Problem::field("conversation", words));
    }
    let to = receiver(desk, form)?;
    let (tell, text) = (tell(form), form.get("customer_text").replace("\r\n", "\n"));
    let customer = thread.first_name();
    if tell != TellCustomer::No {
        let name = offered::short(desk, to);
        if text.trim().is_empty() {
            let words = format!(
                "Nothing was written for {customer}. These words name {name}: read them, then offer it."
            );
            return Err(Problem::field("customer_text", words));
        }
        if untouched(form) && text.trim() != suggestion(desk, thread, to) {
            let words = if form.get("suggested_for") == super::listing::party_value(to) {
                "The time in these words went by, or another is promised. Now they are right: read them, then \
                 offer it."
                    .to_owned()
            } else {
                format!("The words named somebody else. Now they name {name}: read them, then offer it.")
            };
            return Err(Problem::field("customer_text", words));
        }
    }
    let summary_template = summary::wanted(desk, form)?;
    // A template that says by itself what the customer needs has that field hidden.
    let summary = match &summary_template {
        Some((_, says_it)) if !says_it => String::new(),
        _ => form.get("summary").replace("\r\n", "\n"),
    };
    let seen = form.get("seen").parse().map_or(Seen::Nothing, Seen::UpTo);
    let baton = Baton {
        summary,
        done: form.get("done").replace("\r\n", "\n"),
        pending: form.get("pending").replace("\r\n", "\n"),
        to_customer: Some(text),
        made_with: None,
        summary_made_with: None,
        tell,
        confirm_back: form.get("confirm_back") == "1",
    };
    let summary_template = summary_template.map(|(from, _)| Box::new(from));
    Ok(NewOffer { to, baton, customer_template: None, summary_template, seen })
}

/// One question is somebody else's; the conversation stays where it is, and nobody tells the customer.
fn only_this(
    desk: &Desk,
    conversation: ConversationId,
    ask: &str,
    form: &Fields,
) -> Result<(Owner, Command), Problem> {
    let (to, ask) = (receiver(desk, form)?, super::asks::known(ask)?);
    Ok((to, Command::MoveAsk { conversation, ask, to, reason: form.said("summary") }))
}

/// `POST /c/{id}/handoffs`.
pub(super) async fn offer(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
    let made = async {
        let conversation = known(&id)?;
        let thread = Thread::read(&desk, conversation, From::End).await?;
        let key = write::key(&format!("{id}/handoffs"), &form)?;
        let (to, command) = if let Some(ask) = form.said("what") {
            only_this(&desk, conversation, &ask, &form)?
        } else {
            let offer = wanted_offer(&desk, &thread, &form)?;
            (offer.to, Command::Offer(conversation, Box::new(offer)))
        };
        let done = desk.app.submit(&desk.caller, command, key).await;
        // A question has its words where an offer has its summary.
        done.map_err(|problem| {
            if problem.field_name() == Some("reason") { problem.about("summary") } else { problem }
        })?;
        Ok::<_, Problem>(to)
    };
    let answer = async {
        match made.await {
            Ok(to) => offered_it(&desk, &id, &form, to).await,
            Err(refused) if refused.status().is_server_error() => Err(refused),
            Err(refused) => {
                let thread = Thread::read(&desk, known(&id)?, From::End).await?;
                let filled = fill(&desk, &thread, &wanted.query, &form, Some(&refused)).await?;
                show(&desk, &thread, &wanted, filled, refused.status()).await
            }
        }
    };
    Box::pin(answer).await.unwrap_or_else(|refused| actions::refuse(&desk, &id, &form, &refused))
}

async fn offered_it(desk: &Desk, id: &str, form: &Fields, to: Owner) -> Result<Response, Problem> {
    let thread = Thread::read(desk, known(id)?, From::End).await?;
    let asked = form.said("what").is_some();
    let words = if asked {
        format!("Asked {}. {} stays where it is.", offered::short(desk, to), thread.who())
    } else {
        format!("Offered {} to {}.", thread.who(), offered::short(desk, to))
    };
    if !desk.live {
        return Ok(actions::back(desk, id, form, &words));
    }
    let mut pane = actions::pane(desk, &thread, form.get("list")).await?;
    pane.sheet_done = true;
    // What the customer has read cannot be taken back.
    let undo = thread.conversation().handoff.as_ref().filter(|_| !asked && tell(form) != TellCustomer::Now);
    let undo = undo.map(|offer| Undo {
        action: format!("/c/{id}/handoffs/{}/withdraw", offer.id),
        fields: vec![("list".to_owned(), form.get("list").to_owned())],
        csrf: desk.csrf(),
    });
    let offer = thread.conversation().handoff.as_ref().filter(|_| !asked).map(|offer| offer.id.to_string());
    pane.notice = Some(Notice { words, undo, offer });
    Ok(html(StatusCode::OK, &pane))
}

/// `POST /c/{id}/handoffs/{handoff}/accept`.
pub(super) async fn accept(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |id: ConversationId| Ok(Command::Accept(id, offered::known(&handoff)?));
    let said = |_: &Thread, after: &Thread| Said::only(format!("{} is yours.", after.who()));
    actions::done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/handoffs/{handoff}/decline`: in their own words, or by one of the reasons that are offered.
pub(super) async fn decline(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let reason = form.said("reason").or_else(|| form.said("why")).unwrap_or_default();
    let command = |conversation: ConversationId| {
        Ok(Command::Decline { conversation, handoff: offered::known(&handoff)?, reason })
    };
    let said = |before: &Thread, after: &Thread| {
        let giver = before.conversation().handoff.as_ref().map(|offer| desk.whom(offer.from));
        let giver = giver.unwrap_or_else(|| "its owner".to_owned());
        Said::only(format!("{} stays with {giver}, who is told why.", after.who()))
    };
    actions::done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/handoffs/{handoff}/withdraw`.
pub(super) async fn withdraw(
    Path((id, handoff)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |id: ConversationId| Ok(Command::WithdrawHandoff(id, offered::known(&handoff)?));
    let said = |_: &Thread, after: &Thread| Said::only(format!("{} is not offered any more.", after.who()));
    actions::done(&desk, &id, &form, command, said).await
}

/// `GET /c/{id}/handoffs/{handoff}`: what a live page says to whoever made this offer once somebody has accepted it.
pub(super) async fn ended(desk: Desk, Path((id, handoff)): Path<(String, String)>) -> Response {
    let made = async {
        let handoff = offered::known(&handoff)?;
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let ended = thread.conversation().last_offer.as_ref();
        let ended = ended.filter(|last| last.id == handoff && last.end == OfferEnd::Accepted);
        let ended = ended.filter(|last| last.by != Some(desk.me.id));
        Ok(match ended.and_then(|last| last.by) {
            Some(by) => {
                let words = format!("{} accepted {}.", desk.first_name(by), thread.who());
                super::reply::notice(StatusCode::OK, &words)
            }
            None => StatusCode::NO_CONTENT.into_response(),
        })
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// `POST /c/{id}/kept`: what came back stays here, and is not said again in this browser.
pub(super) async fn kept(Path(id): Path<String>, Press { mut desk, form }: Press) -> Response {
    let made = async {
        let handoff = offered::known(form.get("handoff"))?;
        desk.kept.push(handoff);
        let cookie = desk.keeps();
        let thread = Thread::read(&desk, known(&id)?, From::End).await?;
        let mut answer = if desk.live {
            html(StatusCode::OK, &actions::pane(&desk, &thread, form.get("list")).await?)
        } else {
            actions::back(&desk, &id, &form, &format!("You keep {}.", thread.who()))
        };
        answer.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
        Ok(answer)
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// Everybody to whom something can be given, as choices of a form: people and queues.
pub(super) fn parties(desk: &Desk) -> Vec<(String, Vec<Choice>)> {
    let choice = |to: Owner| Choice {
        value: super::listing::party_value(to),
        words: desk.directory.owner_name(to).to_owned(),
        chosen: false,
    };
    let people = desk.directory.people.values().filter(|person| person.active);
    let people = people.map(|person| choice(Owner::Person(person.id))).collect();
    let queues = desk.directory.queues.iter().map(|queue| choice(Owner::Queue(queue.id))).collect();
    vec![("Queues".to_owned(), queues), ("People".to_owned(), people)]
}
