//! What every handler shares: the engine, and what surrounds it on the way to the outside.

mod changes;
mod failures;

pub(crate) use changes::SavePolicy;
pub(crate) use failures::{failed, unreadable};

use crate::answer::Answer;
use crate::auth::{Attempts, Cookies, Passwords};
use crate::shape::Customer;
use axum::http::StatusCode;
use baton_core::{Directory, Event, MachineTime, Moment, Record, ThreadId};
use baton_engine::{Clock, Engine, Failure, Feed, Health};
use baton_store::{Reader, StoreError, Writer};
use rustc_hash::FxHashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// What may be set about the face of a server.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where carriers and browsers reach it, such as `https://texts.example`; overrules what the workspace says.
    pub public_url: Option<String>,
    /// What the first visitor must know to set up the workspace; none: nobody is asked.
    pub setup_code: Option<String>,
    /// What is set up on a first visit is a rehearsal.
    pub rehearsal: bool,
    /// A proxy on this machine stands in front and says who calls, in `X-Forwarded-For`: the header is believed from here.
    pub behind_proxy: bool,
    /// Where one becomes another of the team without a password, as in a demo: the beginning of an address, which goes
    /// on with what stands before the @ of theirs.
    pub door: Option<String>,
}

/// The face of a running engine. Copies are the same.
#[derive(Debug, Clone)]
pub struct App {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    settings: Settings,
    addresses: RwLock<Addresses>,
    passwords: Passwords,
    attempts: Attempts,
    customers: Mutex<FxHashMap<ThreadId, Customer>>,
    called: [AtomicU64; 3],
    /// Whoever is shown what a change would move holds it.
    previews: Semaphore,
}

/// Where we are reached.
#[derive(Debug, Default)]
struct Addresses {
    /// As it was configured for this server, without a slash at the end: goes before the workspace's own.
    public: Option<Arc<str>>,
    /// Where the server listens, for while nothing is configured: never a request's own word.
    listening: Option<Arc<str>>,
}

/// How many customers' names are kept at hand for the stream.
const CUSTOMERS: usize = 10_000;

impl App {
    /// The face of this engine.
    pub fn new(engine: Engine, settings: Settings) -> Self {
        let addresses = Addresses { public: settings.public_url.as_deref().map(bare), listening: None };
        Self {
            inner: Arc::new(Inner {
                engine,
                settings,
                addresses: RwLock::new(addresses),
                passwords: Passwords::default(),
                attempts: Attempts::default(),
                customers: Mutex::default(),
                called: Default::default(),
                previews: Semaphore::new(1),
            }),
        }
    }

    /// Says where the server listens. Carriers call us there, and sign that, while no public URL is configured.
    ///
    /// # Errors
    /// If the server is stopping already.
    pub async fn listens_at(&self, address: SocketAddr) -> Result<(), Failure> {
        let url = format!("http://{address}");
        self.inner.engine.listens_at(url.clone()).await?;
        let mut addresses = self.inner.addresses.write().unwrap_or_else(PoisonError::into_inner);
        addresses.listening = Some(url.into());
        Ok(())
    }

    /// The public URL of this server, before what the workspace says.
    pub fn set_public_url(&self, url: Option<&str>) {
        let mut addresses = self.inner.addresses.write().unwrap_or_else(PoisonError::into_inner);
        addresses.public = url.map(bare);
    }

    /// Whether there is no workspace yet, so that the first visitor is asked to set one up.
    pub fn needs_setup(&self) -> bool {
        self.inner.engine.directory().is_none()
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    pub(crate) fn attempts(&self) -> &Attempts {
        &self.inner.attempts
    }

    /// The configured public URL, without a slash at the end.
    pub(crate) fn public_url(&self) -> Option<Arc<str>> {
        let configured = self.inner.addresses.read().unwrap_or_else(PoisonError::into_inner).public.clone();
        configured.or_else(|| self.inner.engine.public_url())
    }

    /// The address under which carriers call us: the configured one, else where we listen.
    pub(crate) fn base_url(&self) -> Option<Arc<str>> {
        let listening =
            || self.inner.addresses.read().unwrap_or_else(PoisonError::into_inner).listening.clone();
        self.public_url().or_else(listening)
    }

    pub(crate) fn cookies(&self) -> Cookies {
        Cookies { secure: self.public_url().is_some_and(|url| url.starts_with("https://")) }
    }

    pub(crate) fn clock(&self) -> &Clock {
        self.inner.engine.clock()
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock().now()
    }

    pub(crate) fn machine_now(&self) -> MachineTime {
        self.clock().machine()
    }

    pub(crate) fn feed(&self) -> &Feed {
        self.inner.engine.feed()
    }

    pub(crate) fn health(&self) -> Health {
        self.inner.engine.health()
    }

    /// Policy, people and lines as they are now.
    pub(crate) fn directory(&self) -> Answer<Arc<Directory>> {
        self.inner.engine.directory().ok_or_else(|| failed(&Failure::NotSetUp))
    }

    /// Runs a short read.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<T> {
        self.inner.engine.read(read).await.map_err(|error| unreadable(&error))
    }

    /// Writes what is no part of the directory.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<T> {
        let written = self.inner.engine.write(write).await.map_err(|failure| failed(&failure))?;
        written.map_err(|error| unreadable(&error))
    }

    /// The customer of a record's thread, for names in the stream.
    pub(crate) async fn customer_of(&self, record: &Record) -> Option<Customer> {
        let Some(thread) = record.thread else {
            // Whatever node changed a contact, its record comes by here before anybody tells of that customer again.
            if record.events.iter().any(|event| matches!(event, Event::ContactChanged { .. })) {
                self.customers().clear();
            }
            return None;
        };
        if let Some(known) = self.customers().get(&thread) {
            return Some(known.clone());
        }
        let found = self.read(move |reader| customer(reader, thread)).await.ok().flatten()?;
        let mut customers = self.customers();
        if customers.len() >= CUSTOMERS {
            customers.clear();
        }
        customers.insert(thread, found.clone());
        Some(found)
    }

    /// Names are looked up anew.
    pub(crate) fn forget_customers(&self) {
        self.customers().clear();
    }

    fn customers(&self) -> std::sync::MutexGuard<'_, FxHashMap<ThreadId, Customer>> {
        self.inner.customers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a carrier's call by its outcome.
    pub(crate) fn count_call(&self, status: StatusCode) {
        let place = if status.is_success() {
            0
        } else if status.is_server_error() {
            2
        } else {
            1
        };
        self.inner.called[place].fetch_add(1, Ordering::Relaxed);
    }

    /// Carriers' calls so far: answered well, refused, told to come again.
    pub(crate) fn calls(&self) -> [u64; 3] {
        std::array::from_fn(|place| self.inner.called[place].load(Ordering::Relaxed))
    }
}

/// A URL without a slash at its end.
fn bare(url: &str) -> Arc<str> {
    url.trim_end_matches('/').into()
}

fn customer(reader: &mut Reader<'_>, thread: ThreadId) -> Result<Option<Customer>, StoreError> {
    let Some(thread) = reader.thread(thread)? else { return Ok(None) };
    let Some(card) = reader.contact(thread.contact)? else { return Ok(None) };
    let number = card.numbers.iter().find(|number| number.id == thread.number);
    let name = card.contact.name.or_else(|| number.map(|number| number.address.clone())).unwrap_or_default();
    Ok(Some(Customer { id: thread.contact, name }))
}
