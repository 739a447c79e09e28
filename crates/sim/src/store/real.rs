//! The real store: on `SQLite` in a folder of its own, for one node; or on `PostgreSQL`, where each of two nodes has a folder, a
//! writer with its cache, and readers of its own, as two programs do. A crash drops everything that a node had opened, and
//! opens it anew.

#![expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]

use super::Face;
use super::memory::{LINES, role_of};
use crate::house::{House, TEAM};
use baton_core::{
    Availability, By, Conversation, ConversationId, Directory, Event, Ids, LineCarrier, LineId, MessageId,
    Moment, NumberId, OutText, PersonId, Position, QueueId, Record, Role, Subject, Team,
};
use baton_store::testing::Cluster;
use baton_store::{
    Batch, CommitError, Due, Idempotency, Job, KnownKeys, Need, NewLine, NewPerson, NewWorkspace,
    OpenOptions, PersonChange, RESETTLE, Store, Writer,
};
use std::sync::{Arc, LazyLock};

/// A server for all runs of the process, with which it ends.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start_careless);

/// Far more than a run has.
const ALL: usize = 100_000;

/// The real store.
pub(crate) struct Real {
    /// Of its own; none: it is in the folder.
    database: Option<String>,
    nodes: Vec<Opened>,
    /// Which of them asks.
    asks: usize,
}

/// What one node has opened.
struct Opened {
    folder: tempfile::TempDir,
    store: Option<(Store, Writer)>,
    directory: Option<Arc<Directory>>,
}

impl Real {
    /// A business that begins, on `SQLite`.
    ///
    /// # Panics
    /// If the folder for temporary files cannot be used.
    pub(crate) fn on_sqlite(house: &House, at: Moment) -> Self {
        Self::begin(None, house, at)
    }

    /// A business that begins, on a database of its own of a throw-away server, for two nodes.
    ///
    /// # Panics
    /// If the folder for temporary files cannot be used, or there is no `PostgreSQL`.
    pub(crate) fn on_postgres(house: &House, at: Moment) -> Self {
        Self::begin(Some(CLUSTER.database()), house, at)
    }

    fn begin(database: Option<String>, house: &House, at: Moment) -> Self {
        let count = if database.is_some() { 2 } else { 1 };
        let folder = || tempfile::tempdir().expect("there is a folder for temporary files");
        let nodes = (0..count).map(|_| Opened { folder: folder(), store: None, directory: None }).collect();
        let mut made = Self { database, nodes, asks: 0 };
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
        // Nobody has texted yet, so that all is settled.
        writer.save_job(RESETTLE, None).expect("the folder can be written");
        // The others come to what is there.
        for node in 1..count {
            made.seat(node);
            made.crash();
        }
        made.seat(0);
        made
    }

    fn node(&mut self) -> &mut Opened {
        &mut self.nodes[self.asks]
    }

    fn writer(&mut self) -> &mut Writer {
        &mut self.node().store.as_mut().expect("it is open but for the instant of a crash").1
    }

    fn store(&self) -> &Store {
        &self.nodes[self.asks].store.as_ref().expect("it is open but for the instant of a crash").0
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&mut baton_store::Reader<'_>) -> Result<T, baton_store::StoreError>,
    ) -> T {
        self.store().read(read).expect("the folder can be read")
    }
}

impl Face for Real {
    fn seat(&mut self, node: usize) {
        self.asks = node;
    }

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
        self.database.is_some()
    }

    fn directory(&mut self) -> Arc<Directory> {
        let version = self.directory_version();
        if let Some(directory) = self.node().directory.as_ref().filter(|known| known.version == version) {
            return Arc::clone(directory);
        }
        let directory = Arc::new(self.writer().load_directory().expect("the policy holds"));
        self.node().directory = Some(Arc::clone(&directory));
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

    fn follow_edges(&mut self, span: (Moment, Moment), changes: Vec<Event>, at: Moment) -> bool {
        self.writer().follow_edges(span, changes, at).expect("the folder can be written")
    }

    fn job(&mut self, name: &str) -> Option<Job> {
        self.read(|reader| reader.jobs()).into_iter().find(|job| job.name == name)
    }

    fn save_job(&mut self, name: &str, progress: Option<&Job>) {
        self.writer().save_job(name, progress).expect("the folder can be written");
    }

    fn advance_job(&mut self, job: &Job, version: i64, after: Option<ConversationId>) -> bool {
        self.writer().advance_job(job, version, after).expect("the folder can be written")
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
        let database = self.database.clone();
        let node = self.node();
        node.directory = None;
        // The lock on the folder is given up before it is taken again.
        node.store = None;
        let options =
            OpenOptions { folder: node.folder.path().to_owned(), database, ..OpenOptions::default() };
        let store = Store::open(&options).expect("the folder can be opened again");
        let writer = store.writer().expect("nobody else has it");
        node.store = Some((store, writer));
    }
}
