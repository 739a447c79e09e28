//! Short reads for pages, API and engine.

use crate::{
    Account, ContactCard, Counter, Due, Fault, Filter, Job, LineWithSecrets, ListRow, MediaFile, MediaJob,
    Page, Program, SavedPolicy, Session, StoreError, Token,
};
use baton_core::{
    ContactId, Conversation, ConversationId, LineId, MessageId, Moment, Number, NumberId, OutText, PersonId,
    Position, QueueId, Record, ThreadId,
};
use baton_hours::MachineTime;
use std::collections::HashMap;
use std::marker::PhantomData;

/// A connection of the pool, for as long as one read takes.
#[derive(Debug)]
pub struct Reader<'a> {
    marker: PhantomData<&'a ()>,
}

impl Reader<'_> {
    /// The most rows of a page.
    pub const PAGE: usize = 200;

    /// A page of conversations: live ones by what waits longest, closed ones newest first. `viewer` decides what is
    /// unread; `cursor` is [`Page::next`] of the page before.
    pub fn list(
        &mut self,
        filter: &Filter,
        viewer: Option<PersonId>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListRow>, StoreError> {
        todo!()
    }

    /// One row of the list.
    pub fn row(
        &mut self,
        id: ConversationId,
        viewer: Option<PersonId>,
    ) -> Result<Option<ListRow>, StoreError> {
        todo!()
    }

    /// A conversation.
    pub fn conversation(&mut self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        todo!()
    }

    /// Every episode of a thread, newest first.
    pub fn thread_conversations(
        &mut self,
        thread: ThreadId,
        limit: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        todo!()
    }

    /// The thread of a line and a handset.
    pub fn thread_of(
        &mut self,
        line: LineId,
        handset: &str,
    ) -> Result<Option<baton_core::Thread>, StoreError> {
        todo!()
    }

    /// A thread.
    pub fn thread(&mut self, id: ThreadId) -> Result<Option<baton_core::Thread>, StoreError> {
        todo!()
    }

    /// The latest records of a thread before a position (none: the end), oldest first.
    pub fn timeline(
        &mut self,
        thread: ThreadId,
        before: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        todo!()
    }

    /// The records of a thread after a position, oldest first.
    pub fn timeline_after(
        &mut self,
        thread: ThreadId,
        after: Position,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        todo!()
    }

    /// Texts of ours as they are now; those that do not exist are left out.
    pub fn texts(&mut self, ids: &[MessageId]) -> Result<Vec<OutText>, StoreError> {
        todo!()
    }

    /// A text of ours.
    pub fn text(&mut self, id: MessageId) -> Result<Option<OutText>, StoreError> {
        todo!()
    }

    /// What a message says, ours, theirs or a note.
    pub fn message_body(&mut self, id: MessageId) -> Result<Option<String>, StoreError> {
        todo!()
    }

    /// The files of these messages.
    pub fn media_of(&mut self, messages: &[MessageId]) -> Result<Vec<MediaJob>, StoreError> {
        todo!()
    }

    /// A fetched file.
    pub fn media_file(&mut self, message: MessageId, index: u32) -> Result<Option<MediaFile>, StoreError> {
        todo!()
    }

    /// Files that are to be fetched by `now`, earliest first.
    pub fn media_due(&mut self, now: MachineTime, limit: usize) -> Result<Vec<MediaJob>, StoreError> {
        todo!()
    }

    /// When the next file is to be fetched.
    pub fn next_media_due(&mut self) -> Result<Option<MachineTime>, StoreError> {
        todo!()
    }

    /// Records of the workspace after a position, in order, without holes.
    pub fn feed(&mut self, after: Position, limit: usize) -> Result<Vec<Record>, StoreError> {
        todo!()
    }

    /// How far the feed reaches.
    pub fn feed_head(&mut self) -> Result<Position, StoreError> {
        todo!()
    }

    /// Readers that resume from before this position must reload: older records are gone.
    pub fn feed_floor(&mut self) -> Result<Position, StoreError> {
        todo!()
    }

    /// Counts every change of policy, people and lines.
    pub fn directory_version(&mut self) -> Result<i64, StoreError> {
        todo!()
    }

    /// The counters that are not zero.
    pub fn counters(&mut self) -> Result<HashMap<Counter, i64>, StoreError> {
        todo!()
    }

    /// What is due by `now`, earliest first.
    pub fn due(&mut self, now: Moment, limit: usize) -> Result<Vec<Due>, StoreError> {
        todo!()
    }

    /// When something is due next.
    pub fn next_due(&mut self) -> Result<Option<Moment>, StoreError> {
        todo!()
    }

    /// Texts that wait to be handed over on a line: confirmations of opt-outs first, then oldest first. `after` is
    /// the last one of the page before.
    pub fn queued(
        &mut self,
        line: LineId,
        after: Option<&OutText>,
        limit: usize,
    ) -> Result<Vec<OutText>, StoreError> {
        todo!()
    }

    /// Texts that were being handed over: after a crash, their outcome is unknown.
    pub fn sending(&mut self) -> Result<Vec<OutText>, StoreError> {
        todo!()
    }

    /// Texts that wait to be handed over to this number, oldest first.
    pub fn queued_to(&mut self, number: NumberId) -> Result<Vec<OutText>, StoreError> {
        todo!()
    }

    /// A page of contacts by id, or those that `query` finds, as in [`Filter::query`].
    pub fn contacts(
        &mut self,
        query: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ContactCard>, StoreError> {
        todo!()
    }

    /// A contact with their numbers.
    pub fn contact(&mut self, id: ContactId) -> Result<Option<ContactCard>, StoreError> {
        todo!()
    }

    /// A number.
    pub fn number(&mut self, id: NumberId) -> Result<Option<Number>, StoreError> {
        todo!()
    }

    /// The number with this handset key.
    pub fn number_by_handset(&mut self, handset: &str) -> Result<Option<Number>, StoreError> {
        todo!()
    }

    /// Everybody, also who left, by name.
    pub fn people(&mut self) -> Result<Vec<Account>, StoreError> {
        todo!()
    }

    /// The person with this address.
    pub fn account(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        todo!()
    }

    /// Every line with its secrets, also retired ones.
    pub fn lines_with_secrets(&mut self) -> Result<Vec<LineWithSecrets>, StoreError> {
        todo!()
    }

    /// Every queue there ever was, with its id.
    pub fn queue_names(&mut self) -> Result<Vec<(QueueId, String)>, StoreError> {
        todo!()
    }

    /// Programs.
    pub fn programs(&mut self) -> Result<Vec<Program>, StoreError> {
        todo!()
    }

    /// The session with this hash, also an expired one.
    pub fn session(&mut self, hash: &[u8]) -> Result<Option<Session>, StoreError> {
        todo!()
    }

    /// The token with this hash, also a revoked one.
    pub fn token(&mut self, hash: &[u8]) -> Result<Option<Token>, StoreError> {
        todo!()
    }

    /// Every token, without those that were revoked.
    pub fn tokens(&mut self) -> Result<Vec<Token>, StoreError> {
        todo!()
    }

    /// A version of the policy; none: the present one.
    pub fn policy(&mut self, version: Option<i64>) -> Result<Option<SavedPolicy>, StoreError> {
        todo!()
    }

    /// Conversations that are not closed, by id, after one: for jobs that go through all of them.
    pub fn open_conversations(
        &mut self,
        after: Option<ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        todo!()
    }

    /// Jobs that are not done.
    pub fn jobs(&mut self) -> Result<Vec<Job>, StoreError> {
        todo!()
    }

    /// What was wrong with the set-up lately, newest first.
    pub fn faults(&mut self, limit: usize) -> Result<Vec<Fault>, StoreError> {
        todo!()
    }

    /// How far this person has read this thread.
    pub fn read_up_to(
        &mut self,
        person: PersonId,
        thread: ThreadId,
    ) -> Result<Option<MessageId>, StoreError> {
        todo!()
    }
}
