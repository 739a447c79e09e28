//! What handlers have changed: everything that is written goes through here to the engine.

use super::{App, failed, unreadable};
use crate::answer::{Answer, Press, Problem};
use crate::auth::Caller;
use axum::http::StatusCode;
use baton_carriers::InboundText;
use baton_core::{
    Availability, By, Command, Directory, Line, MessageId, Moment, PersonId, Position, Receive,
};
use baton_engine::{AdvanceError, Advanced, Preview, Request};
use baton_policy::Report;
use baton_store::{
    CommitError, Edit, Idempotency, LineChange, NewWorkspace, Outcome, PersonChange, StoreError, Writer,
};
use baton_text::Address;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long whoever changes something waits to be told what it moves while others are.
const IN_TURN: Duration = Duration::from_secs(10);

/// What came of putting a policy live.
#[derive(Debug)]
pub(crate) enum SavePolicy {
    /// It is live.
    Saved,
    /// Another version is live than the one it was made from.
    Moved(i64),
    /// It does not hold.
    Refused(Report),
}

impl App {
    /// Has a command decided and committed for somebody.
    pub(crate) async fn submit(
        &self,
        caller: &Caller,
        command: Command,
        press: Option<Press>,
    ) -> Answer<Outcome> {
        self.submit_at(None, caller, command, press).await
    }

    /// The same, if the thread is still at the version that they have seen.
    pub(crate) async fn submit_at(
        &self,
        version: Option<Position>,
        caller: &Caller,
        command: Command,
        press: Option<Press>,
    ) -> Answer<Outcome> {
        let key = press.map(|press| Idempotency {
            scope: caller.key_scope(),
            key: press.key,
            request: press.request,
        });
        let request = Request::new(command, caller.by()).with_key(key).at_version(version);
        let done = self.inner.engine.submit(request).await.map_err(|failure| failed(&failure))?;
        Ok(done.outcome)
    }

    /// A pretend phone texts. The same key is the same text. On a line whose weather holds arrivals it comes when that
    /// brings it, so nothing has become of it yet: none.
    pub(crate) async fn pretend(
        &self,
        caller: &Caller,
        line: &Line,
        from: Address,
        text: String,
        press: Option<Press>,
    ) -> Answer<Option<Outcome>> {
        let engine = &self.inner.engine;
        let held = engine.simulator().holds_arrivals(&line.number);
        let Some(press) = press else {
            if held {
                let id = crate::auth::new_secret().text;
                engine.bring_text(pretended(&format!("phone/{id}"), &from, line, text));
                return Ok(None);
            }
            let done = engine.simulate_text(line.id, &from.to_string(), &text, Vec::new()).await;
            return done.map(|done| Some(done.outcome)).map_err(|failure| failed(&failure));
        };
        let key = Idempotency { scope: caller.key_scope(), key: press.key, request: press.request };
        // Another request under the same key is another text until the key refuses it.
        let mut request = String::new();
        for byte in &key.request {
            // Writing to a String cannot fail.
            let _ = write!(request, "{byte:02x}");
        }
        let carrier_id = format!("press/{}/{}/{request}", key.scope, key.key);
        if held {
            // The id makes it one text, however often it is pressed and brought.
            engine.bring_text(pretended(&carrier_id, &from, line, text));
            return Ok(None);
        }
        let receive = Receive {
            line: line.id,
            from,
            reaction: baton_text::reaction(&text),
            body: text,
            media: Vec::new(),
            carrier_id,
            sent_at: None,
            carrier_word: None,
        };
        let request = Request::new(Command::Receive(Box::new(receive)), By::Contact).with_key(Some(key));
        let done = engine.submit(request).await;
        done.map(|done| Some(done.outcome)).map_err(|failure| failed(&failure))
    }

    /// Puts a policy live, if it holds and nobody else was faster.
    pub(crate) async fn save_policy(
        &self,
        source: String,
        expected: i64,
        by: PersonId,
    ) -> Answer<SavePolicy> {
        let directory = self.directory()?;
        let text = source.clone();
        let report = tokio::task::spawn_blocking(move || {
            baton_policy::check(
                &text,
                &baton_core::known(directory.people.values(), directory.lines.values()),
            )
        });
        let report = report.await.map_err(|error| Problem::ours(error.to_string()))?;
        if !report.is_usable() {
            return Ok(SavePolicy::Refused(report));
        }
        let engine = &self.inner.engine;
        let saved =
            engine.administer(move |writer, at| writer.save_policy(&source, Some(expected), Some(by), at));
        match saved.await.map_err(|failure| failed(&failure))? {
            Ok(_) => Ok(SavePolicy::Saved),
            Err(CommitError::Store(error)) => Err(unreadable(&error)),
            Err(_) => Ok(SavePolicy::Moved(self.directory()?.policy_version)),
        }
    }

    /// Somebody is there, or not.
    pub(crate) async fn set_availability(
        &self,
        caller: &Caller,
        person: PersonId,
        availability: Availability,
    ) -> Answer<()> {
        let by = caller.by();
        let engine = &self.inner.engine;
        let set =
            engine.administer(move |writer, at| writer.set_availability(person, &availability, &by, at));
        match set.await.map_err(|failure| failed(&failure))? {
            Ok(()) => Ok(()),
            Err(StoreError::Setup(words)) => Err(Problem::field("state", words)),
            Err(error) => Err(unreadable(&error)),
        }
    }

    /// Changes somebody of the team.
    pub(crate) async fn change_person(&self, id: PersonId, change: PersonChange, edit: Edit) -> Answer<()> {
        let directory = self.directory()?;
        let field = directory.person(id).map_or("id", |person| change.refused_field(person));
        self.change_team(field, move |writer, at| writer.edit_person(id, &change, &edit, at)).await
    }

    /// Changes a line.
    pub(crate) async fn change_line(&self, change: LineChange, edit: Edit) -> Answer<()> {
        self.change_team(change.field(), move |writer, at| writer.edit_line(&change, &edit, at)).await
    }

    async fn change_team(
        &self,
        field: &'static str,
        change: impl FnOnce(&mut Writer, Moment) -> Result<(), StoreError> + Send + 'static,
    ) -> Answer<()> {
        match self.inner.engine.administer(change).await.map_err(|failure| failed(&failure))? {
            Ok(()) => Ok(()),
            Err(StoreError::Setup(words) | StoreError::Directory(words)) => Err(Problem::field(field, words)),
            Err(StoreError::Outdated { version }) => {
                let words = StoreError::Outdated { version }.to_string();
                Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed", words).with("version", version))
            }
            Err(error) => Err(unreadable(&error)),
        }
    }

    /// What would move where if the directory were `after` instead of `live`. One at a time: it decides everything that is
    /// not closed.
    pub(crate) async fn preview(&self, live: &Directory, after: &Directory) -> Answer<Preview> {
        let _only = self.inner.previews.try_acquire().map_err(|_| {
            Problem::busy("Somebody else is being shown what a change would move. Try again in a moment.", 5)
        })?;
        self.inner.engine.preview(live, after).await.map_err(|failure| failed(&failure))
    }

    /// The same for whoever makes the change: it waits for its turn, and not for longer than somebody waits for an answer.
    pub(crate) async fn preview_in_turn(&self, live: &Directory, after: &Directory) -> Answer<Preview> {
        let _only = turn(&self.inner.previews, IN_TURN).await?;
        self.inner.engine.preview(live, after).await.map_err(|failure| failed(&failure))
    }

    /// Fetches a file again.
    pub(crate) async fn retry_media(&self, message: MessageId, index: u32) -> Answer<()> {
        self.inner.engine.retry_media(message, index).await.map_err(|failure| failed(&failure))
    }

    /// Moves the rehearsal's clock.
    pub(crate) async fn advance(&self, to: Moment) -> Result<Advanced, AdvanceError> {
        self.inner.engine.advance_to(to).await
    }

    /// Makes the workspace.
    pub(crate) async fn set_up(&self, new: NewWorkspace) -> Answer<Result<PersonId, StoreError>> {
        self.inner.engine.set_up(new).await.map_err(|failure| failed(&failure))
    }
}

/// Waits for one's turn, but not for longer than that.
async fn turn(previews: &Semaphore, longest: Duration) -> Answer<SemaphorePermit<'_>> {
    // It is never closed.
    let Ok(Ok(permit)) = tokio::time::timeout(longest, previews.acquire()).await else {
        let words = "Others are being shown what a change would move. Try again in a moment.";
        return Err(Problem::busy(words, 5));
    };
    Ok(permit)
}

/// A pretend phone's text as the pretend carrier brings it.
fn pretended(carrier_id: &str, from: &Address, line: &Line, body: String) -> InboundText {
    InboundText {
        carrier_id: carrier_id.to_owned(),
        from: from.to_string(),
        to: line.number.clone(),
        body,
        media: Vec::new(),
        carrier_time: None,
        opt_out_type: None,
        answered_by_carrier: false,
        segments: None,
        pool: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when whoever puts a policy live waits without an end for whoever is shown what a draft would move.
    #[tokio::test]
    async fn nobody_waits_for_a_preview_without_an_end() {
        let previews = Semaphore::new(1);
        let first = turn(&previews, Duration::from_millis(1)).await;
        assert!(first.is_ok());
        let second = tokio::time::timeout(Duration::from_mins(1), turn(&previews, Duration::from_millis(1)));
        assert!(second.await.expect("it does not wait").is_err(), "it is somebody else's turn");
        drop(first);
        assert!(turn(&previews, Duration::from_millis(1)).await.is_ok());
    }
}
