//! What handlers have changed: everything that is written goes through here to the engine.

use super::{App, failed, unreadable};
use crate::answer::{Answer, Press, Problem};
use crate::auth::Caller;
use axum::http::StatusCode;
use baton_core::{
    By, Command, Contact, Event, LineId, MessageId, Moment, PersonId, Position, Receive, Record,
};
use baton_engine::{AdvanceError, Request};
use baton_policy::Report;
use baton_store::{Batch, CommitError, Idempotency, NewWorkspace, Outcome, StoreError, Write};
use baton_text::Address;

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

    /// A pretend phone texts. The same key is the same text.
    pub(crate) async fn pretend(
        &self,
        line: LineId,
        from: Address,
        text: String,
        key: Option<String>,
    ) -> Answer<Outcome> {
        let done = match key {
            None => self.inner.engine.simulate_text(line, &from.to_string(), &text, Vec::new()).await,
            Some(key) => {
                let receive = Receive {
                    line,
                    from,
                    reaction: baton_text::reaction(&text),
                    body: text,
                    media: Vec::new(),
                    carrier_id: format!("press/{key}"),
                    sent_at: None,
                    carrier_word: None,
                };
                let command = Command::Receive(Box::new(receive));
                self.inner.engine.submit(Request::new(command, By::Contact)).await
            }
        };
        done.map(|done| done.outcome).map_err(|failure| failed(&failure))
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

    /// Writes a contact that was read at its version, if nobody changed it since.
    pub(crate) async fn change_contact(&self, contact: Contact, by: By) -> Answer<()> {
        let read_at = contact.version;
        let directory_version = self.directory()?.version;
        // The other nodes keep what they read of contacts until the feed moves on.
        let record = Record {
            position: Position(0),
            thread: None,
            conversation: None,
            at: self.now(),
            by,
            events: vec![Event::Touched {}],
        };
        let row = Contact { version: read_at + 1, ..contact };
        let mut batch = Batch {
            directory_version,
            contacts: vec![Write { row, read_at: Some(read_at) }],
            records: vec![record],
            ..Batch::default()
        };
        let written = self.inner.engine.write(move |writer| writer.commit(&mut batch)).await;
        self.forget_customers();
        match written.map_err(|failure| failed(&failure))? {
            Ok(()) => Ok(()),
            Err(CommitError::Store(error)) => Err(unreadable(&error)),
            Err(_) => {
                let words =
                    "Somebody else changed this contact at the same moment. Read it again, then decide.";
                Err(Problem::new(StatusCode::CONFLICT, "changed", words))
            }
        }
    }

    /// Fetches a file again.
    pub(crate) async fn retry_media(&self, message: MessageId, index: u32) -> Answer<()> {
        self.inner.engine.retry_media(message, index).await.map_err(|failure| failed(&failure))
    }

    /// Moves the rehearsal's clock.
    pub(crate) async fn advance(&self, to: Moment) -> Result<(), AdvanceError> {
        self.inner.engine.advance_to(to).await.map(|_| ())
    }

    /// Makes the workspace.
    pub(crate) async fn set_up(&self, new: NewWorkspace) -> Answer<Result<PersonId, StoreError>> {
        self.inner.engine.set_up(new).await.map_err(|failure| failed(&failure))
    }
}
