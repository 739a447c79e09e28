//! Watching a conversation: being told of it, and owning nothing.

use super::actions::{Said, done};
use super::desk::{Desk, Press};
use super::thread::Thread;
use axum::extract::Path;
use axum::response::Response;
use baton_core::{Command, Conversation, Owner};

/// Who else watches, by name; whoever left is told nothing any more.
pub(super) fn others(desk: &Desk, conversation: &Conversation) -> Vec<String> {
    let others = conversation.watchers.iter().filter(|person| **person != desk.me.id);
    let there = others.filter(|person| desk.directory.is_active(**person));
    there.map(|person| desk.directory.owner_name(Owner::Person(*person)).to_owned()).collect()
}

/// `POST /c/{id}/watch`.
pub(super) async fn watch(Path(id): Path<String>, Press { desk, form }: Press) -> Response {
    let begins = form.get("watch") != "0";
    let said = |_: &Thread, after: &Thread| {
        let who = after.who();
        if begins {
            Said::undo(format!("You watch {who}."), "watch", vec![("watch", "0".to_owned())])
        } else {
            Said::undo(format!("You do not watch {who} any more."), "watch", vec![("watch", "1".to_owned())])
        }
    };
    let command = |id| Ok(if begins { Command::Watch(id) } else { Command::Unwatch(id) });
    done(&desk, &id, &form, command, said).await
}
