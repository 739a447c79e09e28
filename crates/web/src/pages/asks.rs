//! Questions of a conversation that belong to others: shown, asked, answered, moved, dropped.

use super::actions::{self, Said};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known as conversation_of, whole};
use super::listing::{Wanted, party};
use super::reading::{self, ask_words};
use super::reply::html;
use super::thread::{From, Thread};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{Ask, AskId, Command, ConversationId, Event};
use baton_pages::{Ask as AskLine, AskForm};

/// An id of an address or a form.
pub(super) fn known(id: &str) -> Result<AskId, Problem> {
    id.parse().map_err(|_| Problem::not_found("ask"))
}

/// What is asked: the answered questions that the timeline at hand tells of, then the open ones.
pub(super) fn shown(desk: &Desk, thread: &Thread) -> Vec<AskLine> {
    let conversation = thread.conversation();
    let events =
        || thread.records.iter().flat_map(|record| record.events.iter().map(move |event| (record, event)));
    let opened = |wanted: AskId| {
        events().find_map(|(record, event)| match event {
            Event::AskOpened { id, owner, accountable, why, message, words, target, due_at }
                if *id == wanted =>
            {
                Some(Ask {
                    id: *id,
                    owner: *owner,
                    accountable: *accountable,
                    by: record.by.as_person().filter(|_| words.is_some()),
                    words: words.clone(),
                    why: why.clone(),
                    message: *message,
                    target: target.clone(),
                    due_at: *due_at,
                    opened_at: record.at,
                    clock: None,
                })
            }
            _ => None,
        })
    };
    let answered = events().filter_map(|(record, event)| match event {
        Event::AskAnswered { id, .. } if id.conversation() == conversation.id => {
            Some((record.at, opened(*id)?))
        }
        _ => None,
    });
    let customer = thread.first_name();
    let answered = answered.map(|(at, ask)| AskLine {
        heading: heading(desk, &customer, &ask),
        words: ask_words(desk, &ask),
        answered: true,
        small: format!("answered {}", desk.when.until(at)),
        ring: desk.bare_ring(ask.owner),
        form: None,
    });
    answered.chain(conversation.asks.iter().map(|ask| line(desk, &customer, ask))).collect()
}

/// "What Jamie asks", "What Chris asks", "What you ask": whose question it is.
fn heading(desk: &Desk, customer: &str, ask: &Ask) -> String {
    match ask.by {
        None => format!("What {customer} asks"),
        Some(person) if person == desk.me.id => "What you ask".to_owned(),
        Some(person) => format!("What {} asks", desk.first_name(person)),
    }
}

fn line(desk: &Desk, customer: &str, ask: &Ask) -> AskLine {
    let whose = desk.directory.owner_name(ask.owner);
    let due = ask.clock.as_ref().map(|clock| format!(", {}", desk.when.due(clock.due_at).words));
    let form =
        AskForm { id: ask.id.to_string(), open: false, wrong: None, to_wrong: None, reason: String::new() };
    AskLine {
        heading: heading(desk, customer, ask),
        words: ask_words(desk, ask),
        answered: false,
        small: format!("{whose}{}", due.unwrap_or_default()),
        ring: desk.ring(ask.owner, ask.accountable),
        form: Some(form),
    }
}

/// `POST /c/{id}/asks`.
pub(super) async fn open(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let command = |conversation: ConversationId| {
        let owner =
            party(form.get("to")).ok_or_else(|| Problem::field("to", "Choose whose question it is."))?;
        let due_at = match form.said("by") {
            None => None,
            Some(text) => Some(desk.when.chosen(&text).ok_or_else(|| {
                Problem::field("due_at", "Choose a day and a time, for example 2026-05-13 09:00.")
            })?),
        };
        Ok(Command::OpenAsk { conversation, words: form.get("text").to_owned(), owner, due_at })
    };
    let said = |_: &Thread, after: &Thread| match after.conversation().asks.last() {
        Some(ask) => Said::only(format!("Asked {}.", super::offered::short(&desk, ask.owner))),
        None => Said::only("Asked."),
    };
    actions::done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/asks/{ask}/answer`.
pub(super) async fn answer(Path((id, ask)): Path<(String, String)>, Press { desk, form }: Press) -> Response {
    let command = |conversation| Ok(Command::AnswerAsk { conversation, ask: known(&ask)?, by: None });
    change(&desk, &id, &ask, &form, command, "Answered.").await
}

/// `POST /c/{id}/asks/{ask}/move`.
pub(super) async fn move_it(
    Path((id, ask)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |conversation| {
        let to =
            party(form.get("to")).ok_or_else(|| Problem::field("to", "Choose whose question it is now."))?;
        Ok(Command::MoveAsk { conversation, ask: known(&ask)?, to, reason: form.said("reason") })
    };
    change(&desk, &id, &ask, &form, command, "Moved.").await
}

/// `POST /c/{id}/asks/{ask}/drop`.
pub(super) async fn drop_it(
    Path((id, ask)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |conversation| {
        Ok(Command::DropAsk { conversation, ask: known(&ask)?, reason: form.get("reason").to_owned() })
    };
    change(&desk, &id, &ask, &form, command, "Dropped.").await
}

/// Does it; a refusal stands at the question, with what was written.
async fn change(
    desk: &Desk,
    id: &str,
    ask: &str,
    form: &Fields,
    command: impl FnOnce(ConversationId) -> Result<Command, Problem>,
    words: &str,
) -> Response {
    let made = async {
        let conversation = conversation_of(id)?;
        desk.app.submit(&desk.caller, command(conversation)?, None).await
    };
    let refused = made.await.err();
    let answer = async {
        let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
        if refused.is_none() && !desk.live {
            return Ok(actions::back(desk, id, form, words));
        }
        let thread = Thread::read(desk, conversation_of(id)?, From::End).await?;
        let mut conversation = reading::conversation(desk, &thread, &wanted.query);
        let mut status = StatusCode::OK;
        if let Some(refused) = &refused {
            status = refused.status();
            let lines = conversation.details.asks.iter_mut();
            let Some(line) = lines.filter_map(|line| line.form.as_mut()).find(|line| line.id == ask) else {
                return Ok(actions::refuse(desk, id, form, refused));
            };
            line.open = true;
            let wrong = if refused.field_name() == Some("to") { &mut line.to_wrong } else { &mut line.wrong };
            *wrong = Some(refused.detail().to_owned());
            form.get("reason").clone_into(&mut line.reason);
        }
        if !desk.live {
            return whole(desk, &wanted, id, conversation, status).await;
        }
        let mut pane = actions::pane(desk, &thread, form.get("list")).await?;
        pane.details = Some(conversation.details);
        Ok(html(status, &pane))
    };
    answer.await.unwrap_or_else(|refused: Problem| actions::refuse(desk, id, form, &refused))
}
