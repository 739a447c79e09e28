//! The real store, on `SQLite` in a folder of its own. A crash drops everything that was opened, and opens it anew.

#![expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use super::Face;
use super::memory::{LINES, role_of};
use crate::house::{House, TEAM};
use baton_core::{
    Availability, By, Conversation, ConversationId, Directory, Event, Ids, LineCarrier, LineId, MessageId,
    Moment, NumberId, OutText, PersonId, Position, QueueId, Record, Role, Subject, Team,
};
use baton_store::{
    Batch, CommitError, Due, Idempotency, Job, KnownKeys, Need, NewLine, NewPerson, NewWorkspace,
    OpenOptions, PersonChange, Store, Writer,
};
use std::sync::Arc;

/// Far more than a run has.
const ALL: usize = 100_000;

/// The real store.
pub(crate) struct Sqlite {
    folder: tempfile::TempDir,
    opened: Option<(Store, Writer)>,
    directory: Option<Arc<Directory>>,
}

impl Sqlite {
    /// A business that begins.
    ///
    /// # Panics
    /// If the folder for temporary files cannot be used.
    pub(crate) fn new(house: &House, at: Moment) -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let mut made = Self { folder, opened: None, directory: None };
        made.crash();
        let person = |place: usize| NewPerson {
            email: format!("{}@cedarlane.example", TEAM[place].0),
            name: TEAM[place].1.to_owned(),
            role: role_of(TEAM[place].2),
            password_hash: None,
        };
        let new = NewWorkspace {
            business: "Cedar Lane Physio".to_owned(),
            zone: crate::house::ZONE.to_owned(),
            public_url: None,
            rehearsal: false,
            person: person(0),
            policy: baton_policy::starter("Cedar Lane Physio", "ruth@cedarlane.example", crate::house::ZONE),
            at,
        };
        let writer = made.writer();
        writer.set_up(&new).expect("a new folder can be set up");
        for place in 1..TEAM.len() {
            writer.add_person(&person(place), at).expect("a new person");
        }
        for (name, number, carrier_answers) in LINES {
            let line = NewLine {
                number: number.to_owned(),
                name: Some(name.to_owned()),
                carrier: LineCarrier::Simulator,
                carrier_answers,
                settings: serde_json::json!({}),
            };
            writer.add_line(&line, at).expect("a new line");
        }
        writer.save_policy(&house.policy(), None, None, at).expect("the house's policy holds");
        made
    }

    fn writer(&mut self) -> &mut Writer {
        &mut self.opened.as_mut().expect("it is open but for the instant of a crash").1
    }

    fn store(&self) -> &Store {
        &self.opened.as_ref().expect("it is open but for the instant of a crash").0
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&mut baton_store::Reader<'_>) -> Result<T, baton_store::StoreError>,
    ) -> T {
        self.store().read(read).expect("the folder can be read")
    }
}

impl Face for Sqlite {
    fn load(&mut self, needs: &[Need]) -> Vec<Subject> {
        self.writer().load(needs).expect("the folder can be read")
    }

    fn commit(&mut self, batch: &mut Batch) -> Result<(), CommitError> {
        self.writer().commit(batch)
    }

    fn known(&mut self, texts: &[(LineId, String)], presses: &[Idempotency]) -> KnownKeys {
        self.writer().known(texts, presses).expect("the folder can be read")
    }

    fn reserve_ids(&mut self, count: i64) -> Ids {
        self.writer().reserve_ids(count).expect("the folder can be written")
    }

    fn head(&mut self) -> Position {
        self.read(|reader| reader.feed_head())
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn directory(&mut self) -> Arc<Directory> {
        let version = self.directory_version();
        if let Some(directory) = self.directory.as_ref().filter(|known| known.version == version) {
            return Arc::clone(directory);
        }
        let directory = Arc::new(self.writer().load_directory().expect("the policy holds"));
        self.directory = Some(Arc::clone(&directory));
        directory
    }

    fn directory_version(&mut self) -> i64 {
        self.read(|reader| reader.directory_version())
    }

    fn team(&mut self) -> Team {
        self.writer().load_team().expect("the folder can be read")
    }

    fn save_policy(&mut self, source: &str, by: Option<PersonId>, at: Moment) -> bool {
        self.writer().save_policy(source, None, by, at).is_ok()
    }

    fn change_person(&mut self, id: PersonId, role: Option<Role>, active: Option<bool>, at: Moment) -> bool {
        self.writer().change_person(id, &PersonChange { name: None, role, active }, at).is_ok()
    }

    fn availability(&mut self, id: PersonId, word: &Availability, by: &By, at: Moment) -> bool {
        self.writer().set_availability(id, word, by, at).is_ok()
    }

    fn shift_changed(&mut self, changes: Vec<Event>, at: Moment) {
        self.writer().shift_changed(changes, at).expect("the folder can be written");
    }

    fn job(&mut self, name: &str) -> Option<Job> {
        self.read(|reader| reader.jobs()).into_iter().find(|job| job.name == name)
    }

    fn save_job(&mut self, name: &str, progress: Option<&Job>) {
        self.writer().save_job(name, progress).expect("the folder can be written");
    }

    fn advance_job(&mut self, name: &str, version: i64, progress: Option<&Job>) -> bool {
        self.writer().advance_job(name, version, progress).expect("the folder can be written")
    }

    fn due(&mut self, now: Moment) -> Vec<Due> {
        self.read(|reader| reader.due(now, None, ALL))
    }

    fn next_due(&mut self) -> Option<Moment> {
        self.read(|reader| reader.next_due())
    }

    fn queued(&mut self, line: LineId) -> Vec<OutText> {
        self.read(|reader| reader.queued(line, None, ALL))
    }

    fn queued_to(&mut self, number: NumberId) -> Vec<OutText> {
        self.read(|reader| reader.queued_to(number))
    }

    fn sending(&mut self) -> Vec<OutText> {
        self.read(|reader| reader.sending())
    }

    fn text(&mut self, id: MessageId) -> Option<OutText> {
        self.read(|reader| reader.text(id))
    }

    fn waiting_in(&mut self, queue: QueueId) -> Vec<ConversationId> {
        self.read(|reader| reader.waiting_in(queue, ALL))
    }

    fn open_conversations(&mut self, after: Option<ConversationId>, limit: usize) -> Vec<ConversationId> {
        self.read(|reader| reader.open_conversations(after, limit))
    }

    fn conversation(&mut self, id: ConversationId) -> Option<Conversation> {
        self.read(|reader| reader.conversation(id))
    }

    fn feed(&mut self, after: Position) -> Vec<Record> {
        self.read(|reader| reader.feed(after, ALL))
    }

    fn crash(&mut self) {
        self.directory = None;
        // The lock on the folder is given up before it is taken again.
        self.opened = None;
        let options = OpenOptions { folder: self.folder.path().to_owned(), ..OpenOptions::default() };
        let store = Store::open(&options).expect("the folder can be opened again");
        let writer = store.writer().expect("nobody else has it");
        self.opened = Some((store, writer));
    }
}
