//! Texts that go out later, in the timeline: sent now, at another time, or dropped.

use super::actions::{self, Said};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, whole};
use super::listing::Wanted;
use super::offered::leads;
use super::reading;
use super::reply::html;
use super::thread::{From, Thread};
use super::told_words::why_not;
use super::write;
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{By, Command, IfChanged, Owner, Scheduled, ScheduledChange, ScheduledId};
use baton_pages::{Despite, Notice, ScheduledForm, ScheduledText, TimelineItem};

/// Those that wait here, the next one first; a held one before all, for it needs a choice.
pub(super) fn shown(desk: &Desk, thread: &Thread, hand: baton_pages::Hand) -> Vec<TimelineItem> {
    let mut texts: Vec<&Scheduled> = thread.conversation().scheduled.iter().collect();
    texts.sort_by_key(|text| (text.held.is_none(), text.send_at));
    texts.into_iter().map(|text| TimelineItem::Scheduled(view(desk, thread, text, hand))).collect()
}

fn view(desk: &Desk, thread: &Thread, text: &Scheduled, hand: baton_pages::Hand) -> ScheduledText {
    let author = match &text.by {
        By::Person { id, .. } => desk.first_name(*id),
        By::Program { name, .. } => name.clone(),
        By::Contact | By::Policy | By::Carrier => "Baton".to_owned(),
    };
    let mine = text.by.as_person() == Some(desk.me.id);
    let came = came(desk, thread, text);
    let small = match (text.if_changed, &text.held) {
        _ if came.is_some() => String::new(),
        (_, Some(_)) | (IfChanged::Send, None) => String::new(),
        (IfChanged::Ask, None) if mine => "asks you if something comes first".to_owned(),
        (IfChanged::Ask, None) => "asks if something comes first".to_owned(),
        (IfChanged::Cancel, None) => "is dropped if something comes first".to_owned(),
    };
    ScheduledText {
        id: text.id.to_string(),
        hand,
        author,
        text: text.body.clone(),
        at: baton_pages::Stamp { words: desk.when.until(text.send_at), ..desk.when.exact(text.send_at) },
        small,
        came,
        held: text.held.as_ref().map(|why| held(desk, text, why, may(desk, thread, text))),
        form: may(desk, thread, text).then(|| ScheduledForm {
            at: desk.when.field(text.send_at),
            words: text.body.clone(),
            was: text.body.clone(),
            wrong: None,
            open: false,
            despite: None,
        }),
    }
}

/// Who decides about it, and why it is held: what came over it may have been before its author for an hour, but it came
/// after they wrote.
fn held(desk: &Desk, text: &Scheduled, why: &str, may: bool) -> String {
    let why = match text.by.as_person() {
        Some(author) if why == Scheduled::CHANGED => {
            format!("something came after {} wrote it", desk.whom(author))
        }
        _ => why_not(why).to_owned(),
    };
    if may {
        format!("This text waits for you to decide: {why}.")
    } else {
        format!("This text is held: {why}.")
    }
}

/// What came since it was written and keeps it from going out by itself at its time, as far as the page shows it.
fn came(desk: &Desk, thread: &Thread, text: &Scheduled) -> Option<(String, String)> {
    let author = text.by.as_person();
    let newest = thread.row.thread.newest_for(author).filter(|newest| *newest > text.seen);
    if text.held.is_some() || newest.is_none() {
        return None;
    }
    let then = match text.if_changed {
        IfChanged::Ask if author == Some(desk.me.id) => "At its time it will ask you.",
        IfChanged::Ask => "At its time it will ask.",
        IfChanged::Cancel => "At its time it will be dropped.",
        IfChanged::Send => return None,
    };
    let after = write::after(desk, thread, Some(text.seen), author);
    let what = match after {
        Some((by, at, _)) => format!("{by} {}, after this was written.", desk.when.until(at)),
        None => "Something came after this was written.".to_owned(),
    };
    Some((what, then.to_owned()))
}

/// Whether the reader may decide about it. The same rule decides about the press; this only leaves out what is refused.
fn may(desk: &Desk, thread: &Thread, text: &Scheduled) -> bool {
    let (conversation, me) = (thread.conversation(), desk.me.id);
    let has = match conversation.owner {
        Owner::Person(person) => person == me,
        Owner::Queue(queue) => desk.directory.speaks_for(me, queue),
    };
    has || text.by.as_person() == Some(me) || conversation.accountable == me || leads(desk, conversation)
}

fn id_of(id: &str, conversation: &str) -> Result<ScheduledId, Problem> {
    let missing = || Problem::not_found("scheduled text");
    let id: ScheduledId = id.parse().map_err(|_| missing())?;
    if id.conversation() == known(conversation)? { Ok(id) } else { Err(missing()) }
}

/// `POST /c/{id}/scheduled/{text}/send`.
pub(super) async fn send(Path((id, text)): Path<(String, String)>, Press { desk, form }: Press) -> Response {
    let made = async {
        let scheduled = id_of(&text, &id)?;
        let key = write::key(&format!("{id}/{text}"), &form)?;
        let (seen, despite_quiet_hours) = (write::seen(&form)?, form.get("despite") == "1");
        let command = Command::SendScheduled { scheduled, seen, despite_quiet_hours };
        desk.app.submit(&desk.caller, command, key).await?;
        Ok("Sent.".to_owned())
    };
    let made = made.await;
    answer(&desk, (&id, &text), &form, "send", made).await
}

/// `POST /c/{id}/scheduled/{text}/change`: it goes out at another time, or says something else.
pub(super) async fn change(
    Path((id, text)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let made = async {
        let scheduled = id_of(&text, &id)?;
        let conversation = scheduled.conversation();
        let found = desk.app.read(move |reader| reader.conversation(conversation)).await?;
        let stands = found.and_then(|found| found.scheduled.into_iter().find(|text| text.id == scheduled));
        let stands_at = stands.as_ref().map(|text| text.send_at);
        let send_at = match stands_at {
            // A time that nobody changed is the one that stands, to the second.
            Some(at) if desk.when.field(at) == form.get("send_at") => Some(at),
            // Whoever lets it go out all the same speaks of no time, and of no words.
            Some(_) if form.said("send_at").is_none() && form.said("text").is_none() => None,
            _ => Some(super::sending::own_time(&desk, &form)?),
        };
        // Whoever changes the words has written them; who leaves them as they were shown has not.
        let lines = |field| form.said(field).map(|_| form.get(field).replace("\r\n", "\n"));
        let (body, was) = (lines("text"), lines("was"));
        let body = body.filter(|body| was.as_ref().is_none_or(|was| was != body));
        if let (Some(body), Some(was), Some(stands)) = (&body, &was, &stands)
            && stands.body != *was
            && stands.body != *body
        {
            let words = format!(
                "Its words were changed meanwhile: “{}”. Yours stand below; press again to put them in their place.",
                stands.body
            );
            return Err(Problem::new(StatusCode::CONFLICT, "changed", words));
        }
        let change = ScheduledChange {
            body,
            send_at,
            if_changed: None,
            despite_quiet_hours: (form.get("despite") == "1").then_some(true),
            seen: write::seen(&form)?,
        };
        desk.app.submit(&desk.caller, Command::ChangeScheduled(scheduled, Box::new(change)), None).await?;
        let goes = send_at.or(stands_at).map(|at| format!(" {}", desk.when.at(at))).unwrap_or_default();
        Ok(format!("It goes out{goes}."))
    };
    let made = made.await;
    answer(&desk, (&id, &text), &form, "change", made).await
}

/// `POST /c/{id}/scheduled/{text}/drop`.
pub(super) async fn drop_it(
    Path((id, text)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let scheduled = id_of(&text, &id);
    let command = |_| Ok(Command::DropScheduled(scheduled?));
    actions::done(&desk, &id, &form, command, |_, _| Said::only("Dropped. It does not go out.")).await
}

/// What stands now, with a refusal at its text.
async fn answer(
    desk: &Desk,
    (id, text): (&str, &str),
    form: &Fields,
    action: &'static str,
    made: Result<String, Problem>,
) -> Response {
    let answer = async {
        if let (Ok(words), false) = (&made, desk.live) {
            return Ok(actions::back(desk, id, form, words));
        }
        let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
        let thread = Thread::read(desk, known(id)?, From::End).await?;
        let mut pane = actions::pane(desk, &thread, form.get("list")).await?;
        let refused = match made {
            Ok(words) => {
                pane.notice = Some(Notice::only(words));
                return Ok(html(StatusCode::OK, &pane));
            }
            Err(refused) => refused,
        };
        let items = pane.timeline.iter_mut().flat_map(|timeline| &mut timeline.items);
        let forms = items.filter_map(|item| match item {
            TimelineItem::Scheduled(one) if one.id == text => one.form.as_mut(),
            _ => None,
        });
        let Some(at) = forms.into_iter().next() else {
            return Ok(actions::refuse(desk, id, form, &refused));
        };
        refuse(desk, &thread, at, form, action, &refused);
        if desk.live {
            return Ok(html(refused.status(), &pane));
        }
        let mut conversation = reading::conversation(desk, &thread, &wanted.query);
        conversation.timeline = pane.timeline.unwrap_or(conversation.timeline);
        whole(desk, &wanted, id, conversation, refused.status()).await
    };
    answer.await.unwrap_or_else(|refused: Problem| actions::refuse(desk, id, form, &refused))
}

fn refuse(
    desk: &Desk,
    thread: &Thread,
    at: &mut ScheduledForm,
    form: &Fields,
    action: &'static str,
    refused: &Problem,
) {
    at.open = action == "change";
    if let Some(chosen) = form.said("send_at") {
        at.at = chosen;
    }
    if form.said("text").is_some() {
        at.words = form.get("text").replace("\r\n", "\n");
    }
    let newest = (refused.code() == "newer_text")
        .then(|| write::newest(desk, thread, form.get("seen").parse().ok()))
        .flatten();
    at.wrong = Some(match newest {
        Some(what) => format!("{what} It has not gone out. Read it, then press again."),
        None => refused.detail().to_owned(),
    });
    at.despite = (refused.code() == "quiet_hours").then(|| Despite {
        action,
        words: if action == "send" { "Send it now all the same" } else { "Send it then all the same" }
            .to_owned(),
    });
}
