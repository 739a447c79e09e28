//! What moves a conversation: claim, give, wait, close, tag.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, view_of};
use super::listing::{self, Wanted, party};
use super::reading;
use super::reply::{html, notice, problem, redirect_saying};
use super::story::timeline;
use super::thread::{From, Thread};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{Command, ConversationId, Owner, PendingOn, SeenOwner};
use baton_pages::{LivePane, Notice, Undo, routes};

/// What is said once something is done, and how it is taken back.
pub(super) struct Said {
    words: String,
    /// The last part of the address, and the fields.
    undo: Option<(&'static str, Vec<(&'static str, String)>)>,
}

impl Said {
    pub(super) fn only(words: impl Into<String>) -> Self {
        Self { words: words.into(), undo: None }
    }

    pub(super) fn undo(
        words: impl Into<String>,
        action: &'static str,
        fields: Vec<(&'static str, String)>,
    ) -> Self {
        Self { words: words.into(), undo: Some((action, fields)) }
    }
}

/// Does what a form asks for, and answers it.
pub(super) async fn done(
    desk: &Desk,
    id: &str,
    form: &Fields,
    command: impl FnOnce(ConversationId) -> Result<Command, Problem>,
    said: impl FnOnce(&Thread, &Thread) -> Said,
) -> Response {
    let made = async {
        let conversation = known(id)?;
        let before = Thread::read(desk, conversation, From::End).await?;
        desk.app.submit(&desk.caller, command(conversation)?, None).await?;
        super::told::answered(desk, before.row.thread.id, form).await;
        let after = Thread::read(desk, conversation, From::End).await?;
        let said = said(&before, &after);
        Ok(if desk.live {
            live(desk, &before, &after, form.get("list"), said).await?
        } else {
            back(desk, id, form, &said.words)
        })
    };
    match made.await {
        Ok(answer) => answer,
        Err(refused) => not_done(desk, id, form, &refused).await,
    }
}

/// A press that came too late, or was not theirs: the sentence, and on a live page what stands now.
async fn not_done(desk: &Desk, id: &str, form: &Fields, refused: &Problem) -> Response {
    let now = async {
        let thread = Thread::read(desk, known(id)?, From::End).await?;
        let mut pane = pane(desk, &thread, form.get("list")).await?;
        pane.notice = Some(Notice::only(refused.detail()));
        Ok::<_, Problem>(html(refused.status(), &pane))
    };
    let late = matches!(refused.status(), StatusCode::CONFLICT | StatusCode::FORBIDDEN);
    if desk.live
        && late
        && let Ok(answer) = now.await
    {
        return answer;
    }
    refuse(desk, id, form, refused)
}

/// To where the reader was, with a sentence.
pub(super) fn back(desk: &Desk, id: &str, form: &Fields, words: &str) -> Response {
    let list = Wanted::read(&Fields::read(form.get("list").as_bytes())).query;
    redirect_saying(desk.app.cookies(), &routes::conversation(id, &list), words)
}

/// A press that was refused: a sentence where the reader is.
pub(super) fn refuse(desk: &Desk, id: &str, form: &Fields, refused: &Problem) -> Response {
    if desk.live {
        return notice(refused.status(), refused.detail());
    }
    match refused.status() {
        StatusCode::NOT_FOUND => problem(refused),
        status if status.is_server_error() => problem(refused),
        _ => back(desk, id, form, refused.detail()),
    }
}

async fn live(
    desk: &Desk,
    before: &Thread,
    thread: &Thread,
    list: &str,
    said: Said,
) -> Result<Response, Problem> {
    let mut pane = pane(desk, thread, list).await?;
    // Nobody can text them any more: the composer says so, whatever stands in it.
    let out = |thread: &Thread| thread.number.as_ref().is_some_and(baton_core::Number::opted_out);
    if out(before) != out(thread) {
        pane.composer =
            Some(reading::composer(desk, thread, &Wanted::read(&Fields::read(list.as_bytes())).query));
    }
    let id = thread.conversation().id;
    pane.notice = Some(Notice {
        words: said.words,
        undo: said.undo.map(|(action, fields)| Undo {
            action: format!("/c/{id}/{action}"),
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            csrf: desk.csrf(),
        }),
        offer: None,
    });
    Ok(html(StatusCode::OK, &pane))
}

/// Everything of a live page that may have changed, but what somebody may be writing in.
pub(super) async fn pane(desk: &Desk, thread: &Thread, list: &str) -> Result<LivePane, Problem> {
    let wanted = Wanted::read(&Fields::read(list.as_bytes()));
    let (navigation, _) = desk.navigation(view_of(list)).await?;
    let id = thread.conversation().id.to_string();
    Ok(LivePane {
        head: Some(reading::head(desk, thread, &wanted.query)),
        timeline: Some(timeline(desk, thread, reading::forms(desk, thread, &wanted.query))),
        details: Some(reading::details(desk, thread, &wanted.query)),
        row: Some(listing::show(desk, &wanted, &thread.row, &thread.ends, &id)),
        navigation: Some(navigation),
        answers: Some(reading::answers(desk, thread, None)),
        ..LivePane::default()
    })
}

/// `POST /c/{id}/claim`.
pub(super) async fn claim(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let said = |before: &Thread, _: &Thread| match before.conversation().owner {
        Owner::Queue(queue) => {
            let words = format!("{} is yours.", before.who());
            Said::undo(words, "release", vec![("queue", queue.to_string())])
        }
        Owner::Person(_) => Said::only(format!("{} is yours.", before.who())),
    };
    done(&desk, &id, &form, |id| Ok(Command::Claim(id)), said).await
}

/// `POST /c/{id}/release`.
pub(super) async fn release(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let queue = form.get("queue").parse();
    let directory = desk.directory.clone();
    let command = |id| {
        let queue = queue.map_err(|_| Problem::field("queue", "Choose the queue that shall have it."))?;
        Ok(Command::Release(id, Some(queue)))
    };
    let said = |_: &Thread, after: &Thread| {
        let place = directory.owner_name(after.conversation().owner).to_owned();
        Said::undo(format!("{} went back to {place}.", after.who()), "claim", Vec::new())
    };
    done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/assign`.
pub(super) async fn assign(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let (to, reason) = (party(form.get("to")), form.said("reason"));
    let directory = desk.directory.clone();
    let command = |conversation| {
        let to = to.ok_or_else(|| Problem::field("to", "Choose who shall have it."))?;
        Ok(Command::Assign { conversation, to, reason })
    };
    let said = |before: &Thread, after: &Thread| {
        let words = format!("{} has {} now.", directory.owner_name(after.conversation().owner), after.who());
        Said::undo(words, "assign", vec![("to", listing::party_value(before.conversation().owner))])
    };
    done(&desk, &id, &form, command, said).await
}

/// `POST /c/{id}/status`.
pub(super) async fn status(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let word = form.get("status").to_owned();
    let command = |id| status_command(&desk, &form, id);
    let said = |_: &Thread, after: &Thread| {
        let who = after.who();
        let open = || vec![("status", "open".to_owned())];
        match word.as_str() {
            "closed" => Said::undo(format!("Closed {who}."), "status", open()),
            "pending" => Said::undo(format!("{who} waits."), "status", open()),
            _ => Said::only(format!("{who} is open again.")),
        }
    };
    done(&desk, &id, &form, command, said).await
}

fn status_command(desk: &Desk, form: &Fields, conversation: ConversationId) -> Result<Command, Problem> {
    let reason = form.said("reason");
    match form.get("status") {
        "open" => Ok(Command::Open(conversation)),
        "closed" => {
            let owner = party(form.get("owner")).map_or(SeenOwner::Unsaid, SeenOwner::Was);
            Ok(Command::CloseSeen { conversation, reason, owner })
        }
        "pending" => {
            let on = match form.get("for") {
                "internal" => Some(PendingOn::Internal),
                "customer" => Some(PendingOn::Customer),
                _ => None,
            };
            let wake_at = match form.said("wake") {
                None => None,
                Some(text) => Some(desk.when.chosen(&text).ok_or_else(|| {
                    Problem::field("wake", "Write date and time, for example 2026-05-13T09:00.")
                })?),
            };
            Ok(Command::Wait { conversation, on, reason, wake_at })
        }
        _ => Err(Problem::field("status", "A status is open, pending or closed.")),
    }
}

/// `POST /c/{id}/tags`.
pub(super) async fn tags(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let (add, remove) = (form.said("add"), form.said("remove"));
    let taken_off = remove.clone();
    // A tag is spelled as tags are, so its name is known once it stands there.
    let said = move |before: &Thread, after: &Thread| {
        let had = &before.conversation().tags;
        let new = after.conversation().tags.iter().find(|tag| !had.contains(*tag)).cloned();
        match (new, taken_off) {
            (Some(tag), _) => Said::undo(format!("Tagged {tag}."), "tags", vec![("remove", tag)]),
            (None, Some(tag)) => Said::undo(format!("Took off {tag}."), "tags", vec![("add", tag)]),
            (None, None) => Said::only("It had that tag already."),
        }
    };
    if add.is_none() && remove.is_none() {
        return refuse(&desk, &id, &form, &Problem::field("add", "Name a tag first."));
    }
    let command = |conversation| {
        let (add, remove) = (add.into_iter().collect(), remove.into_iter().collect());
        Ok(Command::Tag { conversation, add, remove })
    };
    done(&desk, &id, &form, command, said).await
}
