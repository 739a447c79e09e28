//! Where a workspace is: in a running engine, or in a folder that nobody else has.

use super::Order;
use crate::config::Folder;
use anyhow::Context;
use baton_core::{Directory, Moment};
use baton_engine::{Clock, Engine, Preview, preview_at_rest};
use baton_hours::MachineTime;
use baton_store::{NewWorkspace, OpenOptions, Reader, Store, StoreError, Writer};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a workspace is.
#[derive(Debug)]
pub(crate) enum Place {
    /// In the engine of this process.
    Running(Engine),
    /// In a folder that nobody else has.
    Alone(Alone),
}

/// Why a folder cannot be worked on, where that may pass.
#[derive(Debug)]
pub(crate) enum Missing {
    /// Something has it, and hears no commands: it is starting or stopping, or is a command itself.
    InUse(String),
    /// There is none.
    NotMade(String),
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InUse(folder) => write!(
                f,
                "The baton that has {folder} hears no commands: it is starting or stopping. Try again in a moment."
            ),
            Self::NotMade(folder) => {
                write!(f, "There is no workspace in {folder}. Make one with baton init.")
            }
        }
    }
}

impl std::error::Error for Missing {}

/// A store that this process has for itself.
#[derive(Debug, Clone)]
pub(crate) struct Alone {
    store: Arc<Store>,
    writer: Arc<Mutex<Writer>>,
    clock: Clock,
    /// What is set about the folder from outside.
    public_url: Option<String>,
}

impl Place {
    /// Opens the folder. Only a set-up makes one.
    pub(crate) fn alone(folder: &Folder, order: &Order) -> anyhow::Result<Self> {
        let config = folder.config()?;
        let rehearsal = match order {
            Order::SetUp(_) => None,
            _ if config.database.is_none() && !folder.data.join("baton.sqlite").exists() => {
                return Err(Missing::NotMade(folder.data.display().to_string()).into());
            }
            _ => None,
        };
        let options = OpenOptions { folder: folder.data.clone(), database: config.database, rehearsal };
        let store = Store::open(&options).map_err(|error| match error {
            StoreError::InUse(folder) => anyhow::Error::from(Missing::InUse(folder)),
            other => other.into(),
        })?;
        let store = Arc::new(store);
        let writer = Arc::new(Mutex::new(store.writer()?));
        Ok(Self::Alone(Alone { store, writer, clock: Clock::real(), public_url: config.public_url }))
    }

    /// Machine time.
    pub(crate) fn machine(&self) -> MachineTime {
        match self {
            Self::Running(engine) => engine.clock().machine(),
            Self::Alone(alone) => alone.clock.machine(),
        }
    }

    /// Domain time, as far as it is known: nobody's clock runs in a rehearsal's folder that nobody serves.
    pub(crate) fn now(&self) -> Moment {
        match self {
            Self::Running(engine) => engine.clock().now(),
            Self::Alone(alone) => alone.clock.now(),
        }
    }

    /// The public URL that this process was told, going before the workspace's own.
    pub(crate) fn public_url(&self) -> Option<&str> {
        match self {
            Self::Running(_) => None,
            Self::Alone(alone) => alone.public_url.as_deref(),
        }
    }

    /// Whether time can be moved here; none where both kinds are possible.
    pub(crate) fn is_rehearsal(&self) -> Option<bool> {
        match self {
            Self::Running(engine) => Some(engine.clock().is_rehearsal()),
            Self::Alone(_) => None,
        }
    }

    /// Makes the workspace.
    pub(crate) async fn set_up(&self, new: NewWorkspace) -> anyhow::Result<baton_core::PersonId> {
        match self {
            Self::Running(engine) => Ok(engine.set_up(new).await??),
            Self::Alone(alone) => Ok(alone.work(move |writer| writer.set_up(&new)).await??),
        }
    }

    /// Runs a short read.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> anyhow::Result<T> {
        match self {
            Self::Running(engine) => Ok(engine.read(read).await?),
            Self::Alone(alone) => {
                let store = Arc::clone(&alone.store);
                let found = tokio::task::spawn_blocking(move || store.read(read)).await;
                Ok(found.context("reading was broken off")??)
            }
        }
    }

    /// Changes people, lines or policy. Who owns and answers for what is settled again afterwards.
    pub(crate) async fn change<T, E>(
        &self,
        change: impl FnOnce(&mut Writer, Moment) -> Result<T, E> + Send + 'static,
    ) -> anyhow::Result<T>
    where
        T: Send + 'static,
        E: std::error::Error + From<StoreError> + Send + Sync + 'static,
    {
        match self {
            Self::Running(engine) => Ok(engine.administer(change).await??),
            Self::Alone(alone) => {
                let at = alone.clock.now();
                Ok(alone.work(move |writer| change(writer, at)).await??)
            }
        }
    }

    /// Policy, people and lines as they are now.
    pub(crate) async fn directory(&self) -> anyhow::Result<Arc<Directory>> {
        match self {
            Self::Running(engine) => engine.directory().context("there is no workspace here yet"),
            Self::Alone(alone) => Ok(Arc::new(alone.work(|writer| writer.load_directory()).await??)),
        }
    }

    /// What would move where if the directory were `after` instead of `live`.
    pub(crate) async fn preview(&self, live: &Arc<Directory>, after: &Directory) -> anyhow::Result<Preview> {
        match self {
            Self::Running(engine) => Ok(engine.preview(live, after).await?),
            Self::Alone(alone) => {
                let (store, now) = (Arc::clone(&alone.store), alone.clock.now());
                let (live, after) = (Arc::clone(live), after.clone());
                let look = move |writer: &mut Writer| preview_at_rest(&store, writer, &live, &after, now);
                Ok(alone.work(look).await??)
            }
        }
    }

    /// Writes what is no part of the directory.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
    ) -> anyhow::Result<T> {
        match self {
            Self::Running(engine) => Ok(engine.write(write).await??),
            Self::Alone(alone) => Ok(alone.work(write).await??),
        }
    }

    /// Where the workspace is reached, as far as anybody said.
    pub(crate) async fn reached_at(&self) -> anyhow::Result<Option<String>> {
        if let Some(url) = self.public_url() {
            return Ok(Some(url.to_owned()));
        }
        let store = match self {
            Self::Running(engine) => return Ok(engine.public_url().as_deref().map(str::to_owned)),
            Self::Alone(alone) => Arc::clone(&alone.store),
        };
        let workspace = tokio::task::spawn_blocking(move || store.workspace()).await;
        Ok(workspace.context("reading was broken off")??.and_then(|workspace| workspace.public_url))
    }
}

impl Alone {
    /// Runs work off the runtime's thread, where a store may block.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let writer = Arc::clone(&self.writer);
        let done = tokio::task::spawn_blocking(move || {
            work(&mut writer.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.context("the work was broken off")
    }
}
