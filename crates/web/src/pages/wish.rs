//! What may ask for texts to end, and what somebody says that it means.

use super::actions::{Said, done};
use super::desk::Press;
use super::thread::Thread;
use crate::answer::Problem;
use axum::extract::Path;
use axum::response::Response;
use baton_core::{Command, Judged};
use baton_pages::WishBox;

/// The box over a conversation, until somebody has said what the text means.
pub(super) fn shown(thread: &Thread) -> Option<WishBox> {
    let wish = thread.row.thread.wish.as_deref().filter(|wish| !wish.not_meant)?;
    Some(WishBox { text: wish.text.to_string(), words: wish.words.clone() })
}

/// `POST /c/{id}/wish`.
pub(super) async fn judge(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let text = form.get("text").to_owned();
    let judged = match form.get("judged") {
        "out" => Ok(Judged::Out),
        "not_meant" => Ok(Judged::NotMeant),
        "open" => Ok(Judged::Open),
        _ => Err(Problem::field("judged", "Say whether they want no more texts, or did not mean that.")),
    };
    let said = |_: &Thread, after: &Thread| match form.get("judged") {
        "out" => Said::only(format!("{} gets no more texts. What they wrote is the evidence.", after.who())),
        "not_meant" => {
            let fields = vec![("text", text.clone()), ("judged", "open".to_owned())];
            Said::undo("Noted: they did not ask for texts to end.", "wish", fields)
        }
        _ => Said::only("It is asked again what they mean."),
    };
    let command = |_| {
        let text = text.parse().map_err(|_| Problem::not_found("message"))?;
        Ok(Command::JudgeWish { text, judged: judged? })
    };
    done(&desk, &id, &form, command, said).await
}
