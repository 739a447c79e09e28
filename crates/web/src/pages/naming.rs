//! What a customer is called, as somebody of the team says.

use super::actions::{self, pane};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, whole};
use super::listing::{Wanted, human};
use super::reading;
use super::reply::html;
use super::thread::{From, Thread};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{Command, ContactChange, Field};
use baton_pages::{NameForm, Notice, Undo};

/// The field as it stands.
pub(super) fn shown(thread: &Thread) -> NameForm {
    let name = called(thread);
    NameForm { was: name.clone(), value: name, wrong: None }
}

/// What they are called; empty where they go by their number.
fn called(thread: &Thread) -> String {
    thread.card.as_ref().and_then(|card| card.contact.name.clone()).unwrap_or_default()
}

/// `POST /c/{id}/name`. A name that somebody else gave meanwhile is shown first, and not written over unseen.
pub(super) async fn name(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let named = change(&desk, &id, &form).await;
    let answer = answer(&desk, &id, &form, named).await;
    answer.unwrap_or_else(|refused| actions::refuse(&desk, &id, &form, &refused))
}

async fn change(desk: &Desk, id: &str, form: &Fields) -> Result<Notice, Problem> {
    let thread = Thread::read(desk, known(id)?, From::End).await?;
    let missing = || Problem::not_found("contact");
    let contact = &thread.card.as_ref().ok_or_else(missing)?.contact;
    let (was, wanted) = (called(&thread), form.said("name"));
    if was != form.get("was") && was != wanted.as_deref().unwrap_or_default() {
        let now =
            if was.is_empty() { "took their name away".to_owned() } else { format!("named them {was}") };
        let words = format!("Somebody {now} meanwhile. Press again, and they are called as you wrote.");
        return Err(Problem::new(StatusCode::CONFLICT, "changed", words));
    }
    let name = wanted.clone().map_or(Field::Clear, Field::Set);
    let change = ContactChange { name, ..ContactChange::default() };
    let command = Command::ChangeContact { contact: contact.id, change, seen: Some(contact.version) };
    desk.app.submit(&desk.caller, command, None).await?;
    let number = human(&thread.row.address);
    let words = match &wanted {
        Some(name) => format!("{number} is called {name}."),
        None => format!("{number} has no name any more."),
    };
    let undo = Undo {
        action: format!("/c/{id}/name"),
        fields: vec![
            ("name".to_owned(), was),
            ("was".to_owned(), wanted.unwrap_or_default()),
            ("list".to_owned(), form.get("list").to_owned()),
        ],
        csrf: desk.csrf(),
    };
    Ok(Notice { undo: Some(undo), ..Notice::only(words) })
}

/// What stands now; after a refusal the field with what was written.
async fn answer(
    desk: &Desk,
    id: &str,
    form: &Fields,
    named: Result<Notice, Problem>,
) -> Result<Response, Problem> {
    if let (Ok(notice), false) = (&named, desk.live) {
        return Ok(actions::back(desk, id, form, &notice.words));
    }
    let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
    let thread = Thread::read(desk, known(id)?, From::End).await?;
    let mut details = reading::details(desk, &thread, &wanted.query);
    let (status, notice) = match named {
        Ok(notice) => (StatusCode::OK, Some(notice)),
        Err(refused) if refused.status().is_server_error() => return Err(refused),
        Err(refused) => {
            form.get("name").clone_into(&mut details.name.value);
            details.name.wrong = Some(if refused.field_name() == Some("name") {
                "A name has at most 100 characters, on one line. Shorten it.".to_owned()
            } else {
                refused.detail().to_owned()
            });
            (refused.status(), None)
        }
    };
    if !desk.live {
        let mut conversation = reading::conversation(desk, &thread, &wanted.query);
        conversation.details = details;
        return whole(desk, &wanted, id, conversation, status).await;
    }
    let mut pane = pane(desk, &thread, form.get("list")).await?;
    pane.details = Some(details);
    pane.notice = notice;
    Ok(html(status, &pane))
}
