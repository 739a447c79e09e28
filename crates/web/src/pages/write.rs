//! What is written: texts, notes, and what becomes of a text that did not arrive.

use super::actions::{back, pane, refuse};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, whole};
use super::listing::Wanted;
use super::reading;
use super::reply::html;
use super::sending::{Sending, night, pressed, sending, sends_later};
use super::templates::still_made_with;
use super::thread::{From, Thread};
use crate::answer::{Press as Key, Problem};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{
    By, Command, ConversationId, Event, Introduce, MessageId, Moment, NewText, PersonId, Seen, UnknownChoice,
};
use baton_pages::{ComposerState, Mode, NewerText, Notice, TimelineItem, WhyClosed};
use baton_policy::TemplateKind;

/// `POST /c/{id}/messages`.
pub(super) async fn text(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let sent = async {
        let conversation = same_conversation(&id, &form)?;
        let answers = form.all("answers").map(super::asks::known).collect::<Result<_, _>>()?;
        let Sending { then, later, despite } = sending(&desk, &form)?;
        let seen = seen(&form)?;
        let template = still_made_with(&desk, conversation, TemplateKind::Text, &form).await?;
        let body = if template.is_some() { String::new() } else { form.get("text").to_owned() };
        // Where the box stands it is ticked or not; elsewhere it means nothing.
        let introduce = if form.get("introduce").is_empty() { Introduce::AsItIs } else { Introduce::Add };
        let text = NewText {
            introduce,
            seen,
            then,
            answers,
            later,
            despite_quiet_hours: despite,
            template: template.map(Box::new),
            ..NewText::saying(body)
        };
        let key = key(&id, &form)?;
        desk.app.submit(&desk.caller, Command::Send(conversation, Box::new(text)), key).await?;
        Ok(match later {
            None => "Sent.".to_owned(),
            Some(later) => format!("It goes out {}.", desk.when.at(later.at)),
        })
    };
    let sent = sent.await;
    written(&desk, &id, &form, Mode::Text, sent).await
}

/// A draft cannot reach another customer: its form names the conversation that it was written for.
pub(super) fn same_conversation(id: &str, form: &Fields) -> Result<ConversationId, Problem> {
    if form.get("conversation") != id {
        let words =
            "This was written for another conversation, so it has not gone out. Copy it, and open that one.";
        return Err(Problem::field("conversation", words));
    }
    known(id)
}

pub(super) fn seen(form: &Fields) -> Result<Seen, Problem> {
    match form.get("seen") {
        "" => Ok(Seen::Nothing),
        text => text.parse().map(Seen::UpTo).map_err(|_| {
            Problem::field("seen", "The page lost track of what you have seen. Load it anew, then send.")
        }),
    }
}

/// One press of the button is one text, however often a weak connection sends it.
pub(super) fn key(id: &str, form: &Fields) -> Result<Option<Key>, Problem> {
    let Some(key) = form.said("key") else { return Ok(None) };
    let mut stands_on = String::new();
    let fields = [
        "text",
        "then",
        "seen",
        "reason",
        "why",
        "to",
        "other",
        "summary",
        "done",
        "pending",
        "customer_text",
        "tell",
        "confirm_back",
        "later",
        "later_at",
        "send_at",
        "if_changed",
        "after",
        "despite",
        "made",
        "what",
        "introduce",
    ];
    let fields = fields.iter().map(|name| (*name, form.get(name)));
    // The same words in another field are another press.
    let ticked = ["answers", "inner"].into_iter().flat_map(|name| form.all(name).map(move |ask| (name, ask)));
    for (name, value) in fields.chain(ticked) {
        if !value.is_empty() {
            stands_on.extend([name, "=", value, "\0"]);
        }
    }
    Key::new(&format!("page/{key}"), id, stands_on.as_bytes()).map(Some)
}

/// `POST /c/{id}/notes`.
pub(super) async fn note(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let noted = async {
        let conversation = same_conversation(&id, &form)?;
        let key = key(&format!("{id}/notes"), &form)?;
        let note = match still_made_with(&desk, conversation, TemplateKind::Note, &form).await? {
            Some(template) => Command::NoteFrom(conversation, Box::new(template)),
            None => Command::AddNote(conversation, form.get("text").to_owned()),
        };
        let answers = form
            .all("inner")
            .map(|ask| Ok(Command::AnswerAsk { conversation, ask: super::asks::known(ask)?, by: None }));
        let answers = answers.collect::<Result<Vec<_>, Problem>>()?;
        let command = if answers.is_empty() {
            note
        } else {
            Command::Together(conversation, [vec![note], answers].concat())
        };
        desk.app.submit(&desk.caller, command, key).await?;
        Ok(if form.all("inner").next().is_some() { "Answered.".to_owned() } else { "Noted.".to_owned() })
    };
    let noted = noted.await;
    written(&desk, &id, &form, Mode::Note, noted).await
}

/// The answer to something written: an empty composer, or the draft with what stands in its way.
async fn written(
    desk: &Desk,
    id: &str,
    form: &Fields,
    mode: Mode,
    done: Result<String, Problem>,
) -> Response {
    let answer = async {
        let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
        let thread = Thread::read(desk, known(id)?, From::End).await?;
        if done.is_ok() {
            super::told::answered(desk, thread.row.thread.id, form).await;
        }
        if let (Ok(words), false) = (&done, desk.live) {
            return Ok(back(desk, id, form, words));
        }
        let mut composer = reading::composer(desk, &thread, &wanted.query);
        composer.mode = mode;
        let mut status = StatusCode::OK;
        if let Err(refused) = &done {
            status = refused.status();
            form.get("text").clone_into(&mut composer.draft);
            form.get("made").clone_into(&mut composer.made);
            // Of what is new its author learns from the refusal that names it, and from no other.
            if refused.code() != "newer_text" {
                form.get("seen").clone_into(&mut composer.seen);
            }
            super::sending::refill(&mut composer, form, refused);
            composer.introduces = !form.get("introduce").is_empty();
            composer.state = stands_in_the_way(desk, &thread, form, refused);
            composer.answers = reading::answers(desk, &thread, Some(form));
        }
        if !desk.live {
            let mut conversation = reading::conversation(desk, &thread, &wanted.query);
            conversation.composer = composer;
            return whole(desk, &wanted, id, conversation, status).await;
        }
        let mut pane = pane(desk, &thread, form.get("list")).await?;
        pane.composer = Some(composer);
        pane.answers = None;
        if let Ok(words) = done
            && sends_later(form)
        {
            pane.notice = Some(Notice::only(words));
        }
        Ok(html(status, &pane))
    };
    answer.await.unwrap_or_else(|refused: Problem| refuse(desk, id, form, &refused))
}

fn stands_in_the_way(desk: &Desk, thread: &Thread, form: &Fields, refused: &Problem) -> ComposerState {
    if refused.field_name() == Some("reason") {
        let (what, reasons) = (refused.detail().to_owned(), desk.directory.policy.close_reasons().to_vec());
        return ComposerState::WhyClosed(WhyClosed { what, reasons, press: pressed(form) });
    }
    match refused.code() {
        "newer_text" => {
            let seen = form.get("seen").parse::<MessageId>().ok();
            let what = newest(desk, thread, seen).unwrap_or_else(|| refused.detail().to_owned());
            ComposerState::Newer(NewerText { what, press: pressed(form) })
        }
        "quiet_hours" => ComposerState::Night(night(desk, thread, form, refused)),
        _ if refused.field_name() == Some("send_at") => ComposerState::Ready,
        _ => ComposerState::Refused(refused.detail().to_owned()),
    }
}

/// "Ben answered 12 seconds ago: “Yes, three payments, no fee.”"
pub(super) fn newest(desk: &Desk, thread: &Thread, seen: Option<MessageId>) -> Option<String> {
    let (by, at, body) = after(desk, thread, seen, Some(desk.me.id))?;
    Some(format!("{by} {}: “{body}”", ago(desk.when.now().since(at).as_secs())))
}

/// Who wrote what is newest to the reader: "Jamie wrote", "Ben answered". Empty where nobody did.
pub(super) fn newest_by(desk: &Desk, thread: &Thread) -> String {
    after(desk, thread, None, Some(desk.me.id)).map(|(by, ..)| by).unwrap_or_default()
}

/// The newest text of anybody but this person after that one: who did it, when, and what it says.
pub(super) fn after<'t>(
    desk: &Desk,
    thread: &'t Thread,
    seen: Option<MessageId>,
    but: Option<PersonId>,
) -> Option<(String, Moment, &'t str)> {
    thread.records.iter().rev().find_map(|record| {
        let fact = record.events.iter().rev().find_map(|event| match event {
            Event::TextReceived { id, body, .. } if Some(*id) > seen => Some(("wrote", body)),
            // What Baton answers by itself stands in the record of what they wrote, and is no news.
            Event::TextWritten { id, body, kind, .. } if Some(*id) > seen && kind.is_written() => {
                Some(("answered", body))
            }
            _ => None,
        });
        let (did, body) = fact?;
        let who = match &record.by {
            By::Person { id, .. } if Some(*id) == but => return None,
            By::Person { id, .. } => desk.first_name(*id),
            By::Program { name, .. } => name.clone(),
            By::Contact => thread.first_name(),
            By::Policy | By::Carrier => return None,
        };
        Some((format!("{who} {did}"), record.at, body.as_str()))
    })
}

fn ago(seconds: u64) -> String {
    match seconds {
        0 => "just now".to_owned(),
        1 => "1 second ago".to_owned(),
        2..60 => format!("{seconds} seconds ago"),
        60..120 => "1 minute ago".to_owned(),
        120..3_600 => format!("{} minutes ago", seconds / 60),
        3_600..7_200 => "1 hour ago".to_owned(),
        _ => format!("{} hours ago", seconds / 3_600),
    }
}

/// A text of the page's conversation by the id in its address.
async fn text_of(desk: &Desk, id: &str, message: &str) -> Result<baton_core::OutText, Problem> {
    let missing = || Problem::not_found("message");
    let message: MessageId = message.parse().map_err(|_| missing())?;
    let text = desk.app.read(move |reader| reader.text(message)).await?.ok_or_else(missing)?;
    in_thread(desk, id, text.id, missing).await?;
    Ok(text)
}

/// Refuses a message of another thread than that of the page's conversation.
async fn in_thread(
    desk: &Desk,
    id: &str,
    message: MessageId,
    missing: impl Fn() -> Problem,
) -> Result<(), Problem> {
    let conversation = known(id)?;
    let row = desk.app.read(move |reader| reader.conversation(conversation)).await?.ok_or_else(&missing)?;
    if row.thread == message.thread() { Ok(()) } else { Err(missing()) }
}

/// `POST /c/{id}/messages/{message}/again`: a text of which nobody knows, or that did not arrive, is written again.
pub(super) async fn again(
    Path((id, message)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let made = async {
        let text = text_of(&desk, &id, &message).await?;
        let key = key(&format!("{id}/{message}"), &form)?;
        let again = if form.get("despite") == "1" {
            UnknownChoice::SendAgainAtNight
        } else {
            UnknownChoice::SendAgain
        };
        let command = Command::Settle(text.id, again(seen(&form)?));
        desk.app.submit(&desk.caller, command, key).await
    };
    settled(&desk, (&id, Some(&message)), &form, made.await.map(|_| "Sent again.")).await
}

/// `POST /c/{id}/messages/{message}/arrived`.
pub(super) async fn arrived(
    Path((id, message)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let made = async {
        let text = text_of(&desk, &id, &message).await?;
        desk.app.submit(&desk.caller, Command::Settle(text.id, UnknownChoice::Leave), None).await
    };
    settled(&desk, (&id, None), &form, made.await.map(|_| "Left as it is.")).await
}

/// `POST /c/{id}/media/{media}/again`.
pub(super) async fn fetch_again(
    Path((id, media)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let made = async {
        let missing = || Problem::not_found("file");
        let (message, index) = media.rsplit_once('-').ok_or_else(missing)?;
        let message: MessageId = message.parse().map_err(|_| missing())?;
        in_thread(&desk, &id, message, missing).await?;
        crate::api::fetch_again(&desk.app, message, index.parse().map_err(|_| missing())?).await
    };
    settled(&desk, (&id, None), &form, made.await.map(|()| "It is being fetched again.")).await
}

/// What became of the press. At night it says so at the text of which that is, with the way on.
async fn settled(
    desk: &Desk,
    (id, message): (&str, Option<&str>),
    form: &Fields,
    done: Result<&str, Problem>,
) -> Response {
    let made = async {
        let refused = match done {
            Ok(words) if !desk.live => return Ok(back(desk, id, form, words)),
            Ok(_) => None,
            Err(refused) if refused.code() == "quiet_hours" && message.is_some() => Some(refused),
            Err(refused) => return Err(refused),
        };
        let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
        let thread = Thread::read(desk, known(id)?, From::End).await?;
        let mut pane = pane(desk, &thread, form.get("list")).await?;
        let Some(refused) = refused else { return Ok(html(StatusCode::OK, &pane)) };
        let items = pane.timeline.iter_mut().flat_map(|timeline| &mut timeline.items);
        let mut messages = items.filter_map(|item| match item {
            TimelineItem::Message(one) if Some(one.id.as_str()) == message => Some(one),
            _ => None,
        });
        let Some(at) = messages.next() else { return Err(refused) };
        at.night = Some(refused.detail().to_owned());
        if desk.live {
            return Ok(html(refused.status(), &pane));
        }
        let mut conversation = reading::conversation(desk, &thread, &wanted.query);
        conversation.timeline = pane.timeline.unwrap_or(conversation.timeline);
        whole(desk, &wanted, id, conversation, refused.status()).await
    };
    made.await.unwrap_or_else(|refused: Problem| refuse(desk, id, form, &refused))
}
