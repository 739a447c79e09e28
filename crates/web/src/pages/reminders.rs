//! Reminders of a conversation: set, listed, taken back.

use super::actions::{self, Said};
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::{known, whole};
use super::listing::Wanted;
use super::reading;
use super::reply::html;
use super::thread::{From, Thread};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use baton_core::{Command, ConversationId, Moment, Reminder, ReminderId};
use baton_pages::{Notice, ReminderLine, Reminders};
use std::time::Duration;

/// The first of the times that are offered.
const SOON: Duration = Duration::from_hours(2);

/// Those that are set, and what is offered for one more.
pub(super) fn shown(desk: &Desk, thread: &Thread) -> Reminders {
    let mut set: Vec<&Reminder> = thread.conversation().reminders.iter().collect();
    set.sort_by_key(|reminder| reminder.at);
    let mut times = vec![("soon".to_owned(), "In 2 hours".to_owned())];
    let tomorrow = super::sending::times(desk).into_iter().find(|(words, _)| *words == "Tomorrow");
    times.extend(tomorrow.map(|(words, at)| (at.to_string(), format!("{words}, {}", desk.when.until(at)))));
    Reminders {
        set: set.into_iter().map(|reminder| line(desk, reminder)).collect(),
        times,
        ..Reminders::default()
    }
}

fn line(desk: &Desk, reminder: &Reminder) -> ReminderLine {
    let mine = reminder.person == desk.me.id;
    ReminderLine {
        id: reminder.id.to_string(),
        words: reminder.words.clone(),
        at: baton_pages::Stamp { words: desk.when.until(reminder.at), ..desk.when.exact(reminder.at) },
        whose: if mine { String::new() } else { format!("for {}", desk.first_name(reminder.person)) },
        may_drop: mine || desk.me.leads(),
    }
}

/// `POST /c/{id}/reminders`.
pub(super) async fn set(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let made = async {
        let conversation: ConversationId = known(&id)?;
        let at = when(&desk, &form)?;
        let command = Command::SetReminder { conversation, words: form.get("words").to_owned(), at };
        desk.app.submit(&desk.caller, command, None).await?;
        Ok(format!("You are reminded {}.", desk.when.at(at)))
    };
    let made = made.await;
    answer(&desk, &id, &form, made).await
}

fn when(desk: &Desk, form: &Fields) -> Result<Moment, Problem> {
    match form.get("when") {
        "soon" => Ok(desk.when.now() + SOON),
        "own" | "" => desk
            .when
            .chosen(form.get("at"))
            .ok_or_else(|| Problem::field("at", "Choose a day and a time, for example 2026-05-13 09:00.")),
        time => time.parse().map_err(|_| Problem::field("at", "That is no time. Choose another one.")),
    }
}

/// What stands now; after a refusal the form with what was written.
async fn answer(desk: &Desk, id: &str, form: &Fields, made: Result<String, Problem>) -> Response {
    let answer = async {
        let wanted = Wanted::read(&Fields::read(form.get("list").as_bytes()));
        if let (Ok(words), false) = (&made, desk.live) {
            return Ok(actions::back(desk, id, form, words));
        }
        let thread = Thread::read(desk, known(id)?, From::End).await?;
        let mut details = reading::details(desk, &thread, &wanted.query);
        let (status, notice) = match made {
            Ok(words) => (StatusCode::OK, Some(Notice::only(words))),
            Err(refused) => {
                refill(&mut details.reminders, form, &refused);
                (refused.status(), None)
            }
        };
        if !desk.live {
            let mut conversation = reading::conversation(desk, &thread, &wanted.query);
            conversation.details = details;
            return whole(desk, &wanted, id, conversation, status).await;
        }
        let mut pane = actions::pane(desk, &thread, form.get("list")).await?;
        pane.details = Some(details);
        pane.notice = notice;
        Ok(html(status, &pane))
    };
    answer.await.unwrap_or_else(|refused: Problem| actions::refuse(desk, id, form, &refused))
}

fn refill(reminders: &mut Reminders, form: &Fields, refused: &Problem) {
    reminders.open = true;
    form.get("words").clone_into(&mut reminders.words);
    form.get("at").clone_into(&mut reminders.own);
    let said = Some(refused.detail().to_owned());
    match refused.field_name() {
        Some("text" | "words") => reminders.words_wrong = said,
        _ => reminders.wrong = said,
    }
}

/// `POST /c/{id}/reminders/{reminder}/drop`.
pub(super) async fn drop_it(
    Path((id, reminder)): Path<(String, String)>,
    Press { desk, form }: Press,
) -> Response {
    let command = |conversation: ConversationId| {
        let missing = || Problem::not_found("reminder");
        let reminder: ReminderId = reminder.parse().map_err(|_| missing())?;
        if reminder.conversation() != conversation {
            return Err(missing());
        }
        Ok(Command::DropReminder(reminder))
    };
    actions::done(&desk, &id, &form, command, |_, _| Said::only("The reminder is taken back.")).await
}
